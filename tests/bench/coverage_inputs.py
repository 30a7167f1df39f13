"""The reports that `coverage.py` measures: as large as those of the goals, the same ones each time."""

import random

FILES = 25_891


def path(number):
    return f"src/module{number % 97:02}/component{number % 1009:04}/file{number:05}.c"


def lcov_file(number, random, scale=1.0):
    """One file's section: functions, branches and lines as `geninfo` orders them."""
    out = [f"TN:\nSF:/home/runner/work/project/project/{path(number)}\n"]
    functions = max(1, int(random.randint(8, 20) * scale))
    names = [f"component{number % 1009:04}_function_with_a_name_of_some_length_{at}" for at in range(functions)]
    starts = [1 + at * 23 for at in range(functions)]
    counts = [random.choice((0, 1, 12, 345)) for _ in names]
    out += [f"FN:{start},{name}\n" for start, name in zip(starts, names)]
    out += [f"FNDA:{count},{name}\n" for count, name in zip(counts, names)]
    out.append(f"FNF:{functions}\nFNH:{sum(count > 0 for count in counts)}\n")
    branches = int(random.randint(20, 52) * scale) // 2
    taken = []
    for at in range(branches):
        for arm in (0, 1):
            count = random.choice(("-", "0", "1", "27"))
            taken.append(count not in "-0")
            out.append(f"BRDA:{3 + at * 7},0,{arm},{count}\n")
    out.append(f"BRF:{len(taken)}\nBRH:{sum(taken)}\n")
    lines = int(random.randint(100, 200) * scale)
    number, hit = 1, 0
    for _ in range(lines):
        number += random.choice((1, 1, 1, 2, 5))
        count = random.choice((0, 0, 1, 3, 42, 1_208, 113_007))
        hit += count > 0
        out.append(f"DA:{number},{count}\n")
    out.append(f"LF:{lines}\nLH:{hit}\nend_of_record\n")
    return "".join(out)


def lcov(target, files=FILES, seed=7, first=0):
    dice = random.Random(seed)
    with open(target, "w", newline="\n") as out:
        for number in range(first, first + files):
            out.write(lcov_file(number, dice))


def cobertura(target, size, seed=11):
    dice = random.Random(seed)
    with open(target, "w", newline="\n") as out:
        out.write('<?xml version="1.0" ?>\n<coverage version="7.6" line-rate="0.8" branch-rate="0.5">\n\t<packages>\n')
        number = 0
        while out.tell() < size:
            out.write(f'\t\t<package name="p{number}" line-rate="0.8">\n\t\t\t<classes>\n')
            for _ in range(20):
                out.write(f'\t\t\t\t<class name="file{number}.c" filename="{path(number)}" complexity="0" line-rate="0.8" branch-rate="0">\n')
                out.write("\t\t\t\t\t<methods/>\n\t\t\t\t\t<lines>\n")
                line = 0
                for _ in range(dice.randint(80, 160)):
                    line += dice.choice((1, 1, 2))
                    hits = dice.choice((0, 1, 1, 27))
                    branch = dice.random() < 0.12
                    more = ' branch="true" condition-coverage="50% (1/2)" missing-branches="7"' if branch else ""
                    out.write(f'\t\t\t\t\t\t<line number="{line}" hits="{hits}"{more}/>\n')
                out.write("\t\t\t\t\t</lines>\n\t\t\t\t</class>\n")
                number += 1
            out.write("\t\t\t</classes>\n\t\t</package>\n")
        out.write("\t</packages>\n</coverage>\n")


def shards(folder, count=2_000, files=60):
    """Shards of one test suite: each measured some of the files, the same lines, other counts."""
    dice = random.Random(13)
    sections = [[lcov_file(number, random.Random(number * 31 + other)) for other in range(2)] for number in range(400)]
    folder.mkdir(exist_ok=True)
    for shard in range(count):
        first = dice.randrange(400)
        chosen = [sections[(first + at) % 400][dice.randrange(2)] for at in range(files)]
        (folder / f"shard-{shard:04}.info").write_text("".join(chosen), newline="\n")
