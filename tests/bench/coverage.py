#!/usr/bin/env python3
"""How fast coverage reports are read, beside what only counts their lines.

    cargo build --release -p deploy-kit-coverage --example measure
    python3 tests/bench/coverage.py [--cache FOLDER] [--rounds N] [--only NAME] [--peers]

The reports are generated once (`coverage_inputs.py`). Each run is a process of its own; the sides of a case run in
turn. Printed are medians of wall and CPU time and peak memory, and how the wall time compares with the floor: `wc -l`,
which reads every byte and does nothing else; a naive loop splits each line and adds what it says. `on one` is the same pinned to one processor with `taskset`, as far as
that is installed. With `--peers` lcov and grcov are measured too, once each, where they are installed.

Exit code 1 if a goal is missed. On a busy machine compare CPU times: wall times then say little.
"""

import argparse
import shutil
import subprocess
import sys
import time
from pathlib import Path

import coverage_inputs
from measure import Command, Side, compare, peak

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "target" / "release" / "examples" / "measure"
CHANGED = 20  # files of the patch


def inputs(cache):
    cache.mkdir(parents=True, exist_ok=True)
    reports = {name: cache / name for name in ("large.info", "half-1.info", "half-2.info", "large.xml", "huge.xml")}
    make = {
        "large.info": lambda path: coverage_inputs.lcov(path),
        "half-1.info": lambda path: coverage_inputs.lcov(path, coverage_inputs.FILES // 4, seed=1),
        "half-2.info": lambda path: coverage_inputs.lcov(path, coverage_inputs.FILES // 4, seed=2),
        "large.xml": lambda path: coverage_inputs.cobertura(path, 50_000_000),
        "huge.xml": lambda path: coverage_inputs.cobertura(path, 200_000_000),
    }
    for name, path in reports.items():
        if not path.exists():
            print(f"making {name}", file=sys.stderr)
            part = path.with_suffix(".part")
            make[name](part)
            part.rename(path)
    folder = cache / "shards"
    if not (folder / "shard-1999.info").exists():
        print("making shards", file=sys.stderr)
        coverage_inputs.shards(folder)
    return reports, sorted(folder.iterdir())


def cases(reports, shards):
    """Name, files, our arguments, and the goals as a function of (ours, floor, bytes, MB of memory)."""
    large, xml, huge = [reports[name] for name in ("large.info", "large.xml", "huge.xml")]
    halves = [reports["half-1.info"], reports["half-2.info"]]
    names = lambda files: [path.name for path in files]
    every = str(coverage_inputs.FILES // CHANGED + 1)
    speed = lambda ours, size: size / ours / 1000  # bytes a millisecond, as MB/s
    return [
        ("LCOV summary", [large], ["summary", large.name], "5 × floor, 16 MB", lambda ours, floor, size, mb: ours <= 5 * floor and mb <= 16),
        ("LCOV, all kept", [large], ["collect", large.name], "", None),
        ("patch of 20 files", [large], ["patch", every, large.name], "4 × floor", lambda ours, floor, size, mb: ours <= 4 * floor),
        ("Cobertura summary", [xml], ["summary", xml.name], "400 MB/s", lambda ours, floor, size, mb: speed(ours, size) >= 400),
        ("the same, 4 × as large", [huge], ["summary", huge.name], "400 MB/s, 16 MB", lambda ours, floor, size, mb: speed(ours, size) >= 400 and mb <= 16),
        ("Cobertura, all kept", [xml], ["collect", xml.name], "", None),
        ("merge of two", halves, ["collect", *names(halves)], "250 ms", lambda ours, floor, size, mb: ours <= 250),
        ("2,000 shards", shards, ["collect", *names(shards)], "5 s", lambda ours, floor, size, mb: ours <= 5_000),
    ]


def measured(case, program, rounds, peers):
    name, files, arguments, goal, is_met = case
    # Names without their folder: of 2,000 files they are long enough for a command line.
    folder, names = files[0].parent, [path.name for path in files]
    side = lambda name, *command: Side(name, [Command([str(part) for part in command], cwd=folder)])
    sides = [side("ours", program, *arguments)]
    if shutil.which("taskset"):
        sides.append(side("on one", "taskset", "-c", "0", program, *arguments))
    sides.append(side("wc -l", "wc", "-l", *names))
    if files[0].suffix == ".info":
        sides.append(side("naive loop", program, "naive", *names))
    compare(sides, rounds)
    floor, size = next(one for one in sides if one.name == "wc -l"), sum(path.stat().st_size for path in files)
    for one in sides:
        mb = peak(one)
        says = ""
        if one.name == "ours" and is_met:
            says = f"{goal}: {'met' if is_met(one.wall, floor.wall, size, mb) else 'MISSED'}"
        shown = "?" if mb is None else f"{mb:.1f} MB"
        speed, times = size / one.wall / 1000, one.wall / floor.wall
        print(f"| {name} | {one.name} | {one.wall:.0f} ms | {one.cpu:.0f} ms | {speed:,.0f} MB/s | {times:.1f} × | {shown} | {says} |", flush=True)
        if "MISSED" in says:
            yield name
    if peers and files[0].suffix == ".info" and len(files) <= 2:
        for peer, options in {"lcov": ["--summary"], "grcov": ["-t", "markdown"]}.items():
            if not shutil.which(peer):
                continue
            start = time.perf_counter()
            subprocess.run([peer, *options, *names], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600)
            wall = 1000 * (time.perf_counter() - start)
            print(f"| {name} | {peer} | {wall:.0f} ms | | {size / wall / 1000:,.1f} MB/s | {wall / floor.wall:.1f} × | | |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cache", type=Path, default=ROOT / "target" / "bench-coverage")
    parser.add_argument("--program", type=Path, default=PROGRAM)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--only", default="")
    parser.add_argument("--peers", action="store_true")
    options = parser.parse_args()
    reports, shards = inputs(options.cache)
    print("| Case | | Wall | CPU | Speed | Floor | Peak | Goal |\n|---|---|--:|--:|--:|--:|--:|---|")
    missed = []
    for case in cases(reports, shards):
        if options.only in case[0]:
            missed += measured(case, options.program.resolve(), options.rounds, options.peers)
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
