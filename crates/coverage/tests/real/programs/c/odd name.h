static inline int grade(int n) {
    if (n > 2)
        return 1;
    if (n > 7) {
        n -= 7;
        return n;
    }
    return n ? 3 : 4;
}
