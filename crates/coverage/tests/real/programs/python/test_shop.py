from shop.größe import size
from shop.price import price


def test_price():
    assert price(100, "book") == 7
    assert price(200, "pen") == 38


def test_size():
    assert size("small") == 1
