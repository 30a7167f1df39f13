"""Whole processes, measured in turn: wall time, CPU time, peak memory.

Times come from hyperfine where it is installed (`apt-get install hyperfine`), else from wait4. Peak
memory comes from GNU time (`apt-get install time`): a child of Python would inherit Python's peak.
"""

import json
import os
import shlex
import shutil
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ANSWERS = frozenset({0, 1, 4})  # exit codes of ours that come with an answer


class Failed(Exception):
    """A command gave no answer."""


@dataclass
class Command:
    arguments: list
    cwd: str = None
    answers: frozenset = ANSWERS


@dataclass
class Side:
    """What one side of a comparison runs; several commands count as their sum."""

    name: str
    commands: list
    walls: list = field(default_factory=list)  # ms, one a run
    cpus: list = field(default_factory=list)

    @property
    def wall(self):
        return statistics.median(self.walls)

    @property
    def cpu(self):
        return statistics.median(self.cpus)

    def run(self, timer, runs):
        samples = [timer(command, runs) for command in self.commands]
        self.walls += [sum(walls) for walls in zip(*(walls for walls, _ in samples))]
        self.cpus.append(sum(cpu for _, cpu in samples))


def check(command, timeout):
    """Runs it once, which also warms the caches; returns the seconds that it took."""
    start = time.perf_counter()
    try:
        run = subprocess.run(
            command.arguments, cwd=command.cwd, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=timeout,
        )
    except subprocess.TimeoutExpired:
        raise Failed(f"over {timeout:g} s") from None
    except OSError as error:
        raise Failed(error.strerror) from None
    if run.returncode not in command.answers:
        words = run.stderr.decode("utf-8", "replace").strip().split("\n")[0][:60]
        raise Failed(f"exit {run.returncode} {words}".strip())
    return time.perf_counter() - start


def with_hyperfine(command, runs):
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        line = shlex.join(command.arguments)
        hyperfine = ["hyperfine", "-N", "--ignore-failure", "--style=none", f"--runs={runs}", f"--export-json={report}", line]
        subprocess.run(hyperfine, cwd=command.cwd, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        result = json.loads(report.read_text())["results"][0]
    return [1000 * one for one in result["times"]], 1000 * (result["user"] + result["system"])


def with_wait4(command, runs):
    walls, cpus = [], []
    with open(os.devnull, "r+b") as null:
        for _ in range(runs):
            start = time.perf_counter()
            child = subprocess.Popen(command.arguments, cwd=command.cwd, stdin=null, stdout=null, stderr=null)
            _, status, usage = os.wait4(child.pid, 0)
            walls.append(1000 * (time.perf_counter() - start))
            cpus.append(1000 * (usage.ru_utime + usage.ru_stime))
            child.returncode = os.waitstatus_to_exitcode(status)
    return walls, statistics.mean(cpus)


def compare(sides, rounds, timeout=120):
    """Runs the sides in turn, the order reversed every other round; quick commands several times a turn."""
    slowest = max(check(command, timeout) for side in sides for command in side.commands)
    runs = 10 if slowest < 0.05 else 3 if slowest < 1 else 1
    timer = with_hyperfine if shutil.which("hyperfine") else with_wait4
    for turn in range(rounds):
        for side in sides if turn % 2 == 0 else reversed(sides):
            side.run(timer, runs)


def peak(side):
    """The highest peak of its commands, in MB, or None without GNU time."""
    program = shutil.which("time")
    if not program:
        return None
    highest = 0
    for command in side.commands:
        with tempfile.NamedTemporaryFile("r") as report:
            timed = [program, "--quiet", "--format=%M", f"--output={report.name}", *command.arguments]
            subprocess.run(timed, cwd=command.cwd, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            highest = max(highest, int(report.read().split()[-1]))
    return highest * 1024 / 1e6
