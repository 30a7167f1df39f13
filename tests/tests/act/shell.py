#!/usr/bin/env python3
"""Stands before `bash` on the PATH of the act tests.

act gives composite actions their inputs as INPUT_* variables, which the real runner does not: a missing map in an
action's `env:` would show on GitHub alone. So the tree under test maps to MAPPED_INPUT_*, and here what act adds is
dropped and what the action mapped takes its name.

What the step writes, to its streams and to the runner's files, is kept for the runner's oracle.
"""

import os
import pathlib
import subprocess
import sys
import threading

FILES = ["GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE", "GITHUB_STEP_SUMMARY"]


def environment():
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("INPUT_", "MAPPED_"))}
    for name, value in os.environ.items():
        if name.startswith("MAPPED_"):
            kept[name.removeprefix("MAPPED_")] = value
    return kept


def content(name):
    path = os.environ.get(name)
    return pathlib.Path(path).read_bytes() if path and os.path.exists(path) else b""


def tee(source, sink, copy):
    for chunk in iter(lambda: source.read1(65536), b""):
        sink.buffer.write(chunk)
        sink.flush()
        copy.write(chunk)


def main():
    records = pathlib.Path(os.environ["ACT_RECORDS"])
    record = records / f"{len(list(records.iterdir())):03}"
    record.mkdir()
    before = {name: content(name) for name in FILES}
    step = subprocess.Popen(
        [os.environ["ACT_BASH"], *sys.argv[1:]],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with open(record / "stdout", "wb") as out, open(record / "stderr", "wb") as err:
        threads = [
            threading.Thread(target=tee, args=(step.stdout, sys.stdout, out)),
            threading.Thread(target=tee, args=(step.stderr, sys.stderr, err)),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    for name in FILES:
        (record / name).write_bytes(content(name).removeprefix(before[name]))
    (record / "script").write_bytes(pathlib.Path(sys.argv[-1]).read_bytes())
    (record / "exit").write_text(str(step.wait()))
    sys.exit(step.returncode if step.returncode >= 0 else 128 - step.returncode)


main()
