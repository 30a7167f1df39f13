"""What the real tools print of so many of so many: `rounding.py TOOL`, a line a case, `covered total printed`.

Each is asked through its own words where that is quick, and else through the function that makes them. `make.sh` calls it.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

TOTALS = [1, 2, 3, 6, 7, 8, 13, 16, 32, 40, 64, 80, 97, 128, 160, 200, 300, 320, 400, 640, 800, 1000, 1600, 2000, 10000]
LARGE = [30011, 100000, 1000000]


def cases(totals):
    """Ties, ends, and what is near both."""
    for total in totals:
        parts = {0, 1, 2, 3, total // 16, total // 8, total // 5, 3 * total // 8, total // 2, 5 * total // 8}
        parts |= {2 * total // 3, 7 * total // 8, 57 * total // 100, 29 * total // 100, total - 2, total - 1, total}
        for covered in sorted(part for part in parts if 0 <= part <= total):
            yield covered, total


def say(*args, text="", env=None):
    done = subprocess.run(args, input=text, capture_output=True, text=True, check=True, env=env and {**os.environ, **env})
    return done.stdout + done.stderr


def table(totals):
    return "".join(f"{covered} {total}\n" for covered, total in cases(totals))


def coverage_py():
    from coverage.results import Numbers

    for covered, total in [(0, 0), *cases(TOTALS + LARGE)]:
        yield covered, total, Numbers(n_statements=total, n_missing=total - covered).pc_covered_str + "%"


def gcovr():
    from gcovr.data_model.stats import CoverageStat

    for covered, total in cases(TOTALS + LARGE):
        yield covered, total, f"{CoverageStat(total=total, covered=covered, excluded=0).percent}%"


def lcov():
    for covered, total in cases(TOTALS):
        lines = "".join(f"DA:{line},{int(line <= covered)}\n" for line in range(1, total + 1))
        Path("case.info").write_text(f"TN:\nSF:a.c\n{lines}end_of_record\n")
        yield covered, total, re.search(r"lines\.*: ([\d.]+%)", say("lcov", "--summary", "case.info"))[1]


def istanbul():
    code = """
        const percent = require(process.argv[1]);
        for (const line of require('fs').readFileSync(0, 'utf8').split('\\n').filter(Boolean)) {
            const [covered, total] = line.split(' ').map(Number);
            console.log(covered, total, percent(covered, total) + '%');
        }"""
    percent = Path(os.environ["TOOLS"]) / "js/node_modules/istanbul-lib-coverage/lib/percent.js"
    yield from rows(say("node", "-e", code, str(percent), text="0 0\n" + table(TOTALS + LARGE)))


def go():
    Path("go.mod").write_text("module example.com/a\n\ngo 1.20\n")
    Path("a.go").write_text("package a\n\nfunc A() {\n\tprintln()\n}\n")
    for covered, total in [(0, 0), *cases(TOTALS + LARGE)]:
        blocks = f"a/a.go:3.10,4.2 {covered} 1\na/a.go:4.2,5.2 {total - covered} 0\n".replace("a/a.go", "example.com/a/a.go")
        Path("cover.out").write_text("mode: set\n" + blocks)
        yield covered, total, re.search(r"total:.*?([\d.]+%)", say("go", "tool", "cover", "-func=cover.out"))[1]


def simplecov():
    code = """
        require 'simplecov'
        STDIN.each_line do |line|
          covered, total = line.split.map(&:to_i)
          percent = SimpleCov::CoverageStatistics.new(covered: covered, missed: total - covered).percent
          puts "#{covered} #{total} #{percent.round(2)}%"
        end"""
    yield from rows(say("ruby", "-e", code, text="0 0\n" + table(TOTALS + LARGE)))


def phpunit():
    code = """
        require '/usr/share/php/SebastianBergmann/CodeCoverage/autoload.php';
        while ($line = fgets(STDIN)) {
            [$covered, $total] = array_map('intval', explode(' ', $line));
            $percent = SebastianBergmann\\CodeCoverage\\Util\\Percentage::fromFractionAndTotal($covered, $total);
            echo "$covered $total {$percent->asString()}\\n";
        }"""
    yield from rows(say("php", "-r", code, text=table(TOTALS + LARGE)))


def jacoco():
    Path("Round.java").write_text("""
        import java.util.Scanner;
        import org.jacoco.core.internal.analysis.CounterImpl;
        final class Round {
            public static void main(String[] args) throws Exception {
                Class<?> type = Class.forName("org.jacoco.report.internal.html.table.PercentageColumn");
                var make = type.getDeclaredConstructors()[0];
                make.setAccessible(true);
                var format = type.getDeclaredMethod("format", double.class);
                format.setAccessible(true);
                Object column = make.newInstance(null, java.util.Locale.ENGLISH);
                for (Scanner in = new Scanner(System.in); in.hasNextInt();) {
                    int covered = in.nextInt(), total = in.nextInt();
                    double ratio = CounterImpl.getInstance(total - covered, covered).getCoveredRatio();
                    System.out.println(covered + " " + total + " " + format.invoke(column, ratio));
                }
            }
        }""")
    java = "/usr/share/java"
    path = f".:{java}/org.jacoco.core.jar:{java}/org.jacoco.report.jar:{java}/asm.jar"
    say("javac", "-cp", path, "Round.java")
    yield from rows(say("java", "-cp", path, "Round", text=table(TOTALS + LARGE)))


# Of a compiled language each case is a program: a function that runs, and one that does not, of so many lines.
PROGRAMS = [(1, 7), (1, 15), (3, 13), (5, 3), (29, 71), (1, 475), (3, 793), (7, 789), (15, 781), (499, 1), (1999, 1)]


def program(ran, missed):
    def body(count):
        return "".join("  x++;\n" for _ in range(count))

    Path("case.c").write_text(f"int x;\nvoid ran(void) {{\n{body(ran)}}}\nvoid missed(void) {{\n{body(missed)}}}\n")
    Path("main.c").write_text("void ran(void);\nint main(void) { ran(); return 0; }\n")


def llvm_cov():
    for ran, missed in PROGRAMS:
        program(ran, missed)
        say("clang-14", "-fprofile-instr-generate", "-fcoverage-mapping", "-o", "case", "case.c", "main.c")
        say("./case", env={"LLVM_PROFILE_FILE": "case.profraw"})
        say("llvm-profdata-14", "merge", "-sparse", "case.profraw", "-o", "case.profdata")
        row = next(row for row in say("llvm-cov-14", "report", "case", "-instr-profile=case.profdata").splitlines() if row.startswith("case.c"))
        _, _, _, _, _, _, _, lines, missed_lines, printed, *_ = row.split()
        yield int(lines) - int(missed_lines), int(lines), printed


def gcov():
    for ran, missed in PROGRAMS:
        for old in Path(".").glob("*.gc*"):
            old.unlink()
        program(ran, missed)
        say("gcc", "--coverage", "-O0", "-c", "case.c", "main.c")
        say("gcc", "--coverage", "-o", "case", "case.o", "main.o")
        say("./case")
        printed = re.search(r"Lines executed:([\d.]+%) of (\d+)", say("gcov", "case.gcda"))
        lines = json.loads(say("gcov", "--json-format", "--stdout", "case.gcda"))["files"][0]["lines"]
        covered = sum(line["count"] > 0 for line in lines)
        assert len(lines) == int(printed[2])
        yield covered, len(lines), printed[1]


def rows(text):
    for line in text.splitlines():
        covered, total, printed = line.split()
        yield int(covered), int(total), printed


TOOLS = {
    "coverage.py": coverage_py, "gcovr": gcovr, "lcov": lcov, "istanbul": istanbul, "go": go, "simplecov": simplecov,
    "phpunit": phpunit, "jacoco": jacoco, "llvm-cov": llvm_cov, "gcov": gcov,
}

if __name__ == "__main__":
    for row in TOOLS[sys.argv[1]]():
        print(*row)
