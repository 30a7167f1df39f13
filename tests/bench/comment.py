#!/usr/bin/env python3
"""What `deploy-kit-comment` adds beside the server's own time.

    cargo build --release -p deploy-kit-comment -p deploy-kit-github-sim
    python3 tests/bench/comment.py [RUNS]

Each run is a process of its own against the embedded GitHub, whose journal tells how long each request was in work
there. Prints medians of the whole, of the server's part and of the difference: the process, the connections and the
tool. Exit code 1 if the difference takes 20 ms or more, or if an unchanged comment takes more than 3 requests.

Without a release build of the embedded GitHub a debug build serves, whose reading and writing of a request is slower
and counts as the tool's.
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

GOAL = 20  # milliseconds
REQUESTS = 3
TARGET = Path(__file__).resolve().parents[2] / "target"
# Sixty comments on the page, as under a pull request that people talk about.
TALK = 60
BODY = "## Coverage\n\n" + "| File | Lines | Hit |\n|---|--:|--:|\n" + "| `src/lib.rs` | 120 | 91 % |\n" * 100


def call(api, method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{api}/_sim{path}", data, {"content-type": "application/json"}, method=method)
    with urllib.request.urlopen(request) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def once(arguments, environment, api):
    """Milliseconds of the whole, those of the server, and the requests."""
    call(api, "DELETE", "/journal")
    start = time.perf_counter()
    run = subprocess.run(arguments, env=environment, capture_output=True, text=True)
    wall = 1000 * (time.perf_counter() - start)
    if run.returncode:
        sys.exit(f"{arguments} ended with {run.returncode}:\n{run.stdout}{run.stderr}")
    entries = call(api, "GET", "/journal")
    return wall, sum(entry["microseconds"] for entry in entries) / 1000, len(entries)


def cases(number, program, run):
    """By name: the arguments of the run of a number."""
    post = [program, f"--pull-request={number}"]
    return {
        "created": [*post, f"--key=key-{run}", f"--body={BODY}"],
        "updated": [*post, "--key=same", f"--body={BODY}\n{run}"],
        "unchanged": [*post, "--key=fixed", f"--body={BODY}"],
        "a row of an app": [*post, "--key=rows", f"--app=app-{run % 8}", f"--body=of run {run}"],
    }


def measured(server, runs):
    told = dict(server.stdout.readline().strip().split("=", 1) for _ in range(5))
    api, name = told["GITHUB_API_URL"], told["GITHUB_REPOSITORY"]
    issue = {"method": "POST", "path": f"/repos/{name}/issues", "body": {"title": "An issue"}}
    number = call(api, "POST", "/seed", issue)["number"]
    for at in range(TALK):
        path = f"/repos/{name}/issues/{number}/comments"
        call(api, "POST", "/seed", {"method": "POST", "path": path, "body": {"body": f"{at}: " + "words " * 50}})
    program = str(TARGET / "release" / "deploy-kit-comment")
    samples = {}
    with tempfile.TemporaryDirectory() as home:
        for run in range(runs + 2):
            environment = {**told, "HOME": home, "GITHUB_RUN_ID": str(run + 1), "GITHUB_SHA": "0" * 40}
            for case, arguments in cases(number, program, run).items():
                sample = once(arguments, environment, api)
                # The first two write what the others find, and warm the caches.
                if run > 1:
                    samples.setdefault(case, []).append(sample)
    return samples


def main():
    # GitHub takes 80 writes a minute, and so does the embedded one: 3 of the cases write.
    runs = min(int(sys.argv[1]) if len(sys.argv) > 1 else 20, 20)
    built = TARGET / "release" / "deploy-kit-github-sim"
    server = built if built.exists() else TARGET / "debug" / "deploy-kit-github-sim"
    with subprocess.Popen([server], stdout=subprocess.PIPE, text=True) as sim:
        try:
            samples = measured(sim, runs)
        finally:
            sim.terminate()
    print(f"| {runs} runs each, `{server.parent.name}` server | Whole | Server | Beside it | at most | Requests |")
    print("|---|--:|--:|--:|--:|--:|")
    failed = False
    for case, rows in samples.items():
        walls, servers, requests = zip(*rows)
        beside = [wall - server for wall, server in zip(walls, servers)]
        whole, served, rest = map(statistics.median, (walls, servers, beside))
        print(f"| {case} | {whole:.1f} ms | {served:.1f} ms | {rest:.1f} ms | {max(beside):.1f} ms | {max(requests)} |")
        failed |= rest >= GOAL or (case == "unchanged" and max(requests) > REQUESTS)
    sys.exit(failed)


if __name__ == "__main__":
    main()
