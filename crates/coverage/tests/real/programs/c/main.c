#include "odd name.h"

static int never(int n) {
    return n * 2;
}

#ifdef ONE_LINE
/* Two functions: llvm-cov counts their line twice. gcovr does, too, where lcov and gcov do not. */
static int one(void) { return 0; } static int two(void) { return 2; }
#else
#define one() 0
#define two() total
#endif

int main(int argc, char **argv) {
    (void)argv;
    int total = one();
    for (int i = 0; i < 4; i++)
        total += grade(i);
    if (argc > 9 && total > 2)
        return never(two());
    return total == 0;
}
