package shop;

final class Unused {
    int unused(int n) {
        n++;
        return n;
    }
}
