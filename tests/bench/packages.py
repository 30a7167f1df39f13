#!/usr/bin/env python3
"""The release pull request of a large monorepo: 200 packages, 25,000 commits, 5,000 of them since the last releases.

    cargo build --release -p deploy-kit-release -p deploy-kit-github-sim
    python3 tests/bench/packages.py [RUNS]

Prints medians of the plan in the clone alone, and of a run against the embedded GitHub that finds all as it is to be,
with its requests; exit code 1 if the plan takes 1.5 s or more.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

PACKAGES, COMMITS, RELEASED = 200, 25_000, 20_000
GOAL = 1.5  # seconds
TYPES = ["feat", "fix", "docs", "chore", "refactor", "test"]
BUILT = Path(__file__).resolve().parents[2] / "target" / "release"


def history():
    """The repository as a stream for `git fast-import`."""
    out, clock = [b"feature done\n"], 1_600_000_000

    def data(text):
        out.append(b"data %d\n%s\n" % (len(text.encode()), text.encode()))

    for number in range(COMMITS):
        clock += 600
        index = number * 7919 % PACKAGES
        out.append(b"commit refs/heads/main\nmark :%d\n" % (number + 1))
        who = f"A <a@example.org> {clock} +0000"
        out.append(f"author {who}\ncommitter {who}\n".encode())
        data(f"{TYPES[number % 6]}(p{index}): change {number} (#{number})" if number else "feat: begin")
        if number:
            out.append(b"from :%d\n" % number)
            files = [(f"packages/p{index}/src/f{number % 50}.js", f"// {number}\n")]
        else:
            files = [(f"packages/p{at}/package.json", manifest(at)) for at in range(PACKAGES)]
            files.append(("deploy-kit.toml", "".join(section(at) for at in range(PACKAGES))))
        for path, text in files:
            out.append(f"M 100644 inline {path}\n".encode())
            data(text)
        if number == RELEASED:
            tags = (f"reset refs/tags/p{at}-v1.0.0\nfrom :{number + 1}\n\n" for at in range(PACKAGES))
            out.append("".join(tags).encode())
    out.append(b"done\n")
    return b"".join(out)


def manifest(at):
    fields = {"name": f"@x/p{at}", "version": "1.0.0"}
    if at % 10:
        fields["dependencies"] = {f"@x/p{at - 1}": "^1.0.0"}
    return json.dumps(fields, indent=2) + "\n"


def section(at):
    return f'[[package]]\nname = "p{at}"\npath = "packages/p{at}"\n'


def git(folder, *arguments, **options):
    subprocess.run(["git", "-C", folder, *arguments], check=True, **options)


def measured(arguments, folder, environment, runs):
    walls = []
    for _ in range(runs):
        start = time.perf_counter()
        run = subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, text=True)
        walls.append(time.perf_counter() - start)
        if run.returncode:
            sys.exit(f"{arguments} ended with {run.returncode}:\n{run.stdout}{run.stderr}")
    return statistics.median(walls)


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    release = str(BUILT / "deploy-kit-release")
    with tempfile.TemporaryDirectory() as scratch:
        origin, clone = f"{scratch}/origin.git", f"{scratch}/clone"
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main", origin], check=True)
        git(origin, "fast-import", "--quiet", input=history())
        git(origin, "gc", "-q")
        subprocess.run(["git", "clone", "-q", origin, clone], check=True)
        server = [str(BUILT / "deploy-kit-github-sim"), "--repository", origin, "--name", "octo-org/large"]
        with subprocess.Popen(server, stdout=subprocess.PIPE, text=True) as sim:
            try:
                told = dict(sim.stdout.readline().strip().split("=", 1) for _ in range(5))
                git(clone, "remote", "set-url", "origin", told["GIT_REMOTE"])
                environment = {**os.environ, **told}
                plan = measured([release, "plan"], clone, environment, runs)
                measured([release, "pr"], clone, environment, 1)
                requests = len(journal(told["GITHUB_API_URL"]))
                stands = measured([release, "pr"], clone, environment, runs)
                again = (len(journal(told["GITHUB_API_URL"])) - requests) / runs
            finally:
                sim.terminate()
    print(f"| {PACKAGES} packages, {COMMITS:,} commits | Median | Requests |")
    print("|---|--:|--:|")
    print(f"| `release plan` | {plan:.2f} s | 0 |")
    print(f"| `release pr`, opened | | {requests} |")
    print(f"| `release pr`, nothing to do | {stands:.2f} s | {again:.0f} |")
    sys.exit(plan >= GOAL)


def journal(api):
    with urllib.request.urlopen(f"{api}/_sim/journal") as answer:
        return json.load(answer)


if __name__ == "__main__":
    main()
