#include "odd name.h"

static int never(int n) {
    return n * 2;
}

int main(int argc, char **argv) {
    (void)argv;
    int total = 0;
    for (int i = 0; i < 4; i++)
        total += grade(i);
    if (argc > 9 && total > 2)
        return never(total);
    return total == 0;
}
