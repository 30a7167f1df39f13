int unused(int n) {
    n += 1;
    return n;
}
