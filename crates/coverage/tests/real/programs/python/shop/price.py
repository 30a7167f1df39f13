def price(amount, kind):
    if kind == "book":
        rate = 7
    elif kind == "gift":
        return 0
    else:
        rate = 19
    if amount > 1000:
        amount -= 1
        amount //= 2
    return amount * rate // 100


def debug(value):  # pragma: no cover
    print(value)
