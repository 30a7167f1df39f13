#!/usr/bin/env python3
"""Benchmarks of whole processes, against git and against the peers.

    cargo build --release --workspace
    tests/bench/run.py [--peers] [--rounds N] [--only WORD] REPOSITORY...

Prints one Markdown table: medians of runs that alternate between the two sides, their ratio, and the
goal. Repositories may be bare; those without a commit-graph are what a checkout on a runner looks
like. Needs git, cargo (for a hello-world to compare the start with) and, for exact times and memory,
hyperfine and GNU time (`apt-get install hyperfine time`). `--peers` adds the peers that are on PATH
(peers.py says how to get them). Exit code 1 if a goal is missed or a command of ours fails.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import peers
from measure import Command, Failed, Side, compare, peak

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "parity"))
import history  # noqa: E402
from compare import import_messages, title_of  # noqa: E402

NETWORK = {"comment", "coverage", "deploy", "health", "notify", "preview", "release"}
FAR = 10_000  # commits behind HEAD: from here on the walk, not the answer, is the work
EXTRA_TAGS = 10_000
WORD = 1_000_000  # characters without a space


class Table:
    HEAD = "| what | where | ours | reference | its figure | ratio | goal | met |"

    def __init__(self):
        self.missed = 0
        print(self.HEAD + "\n|---|---|--:|---|--:|--:|--:|---|")

    def row(self, what, where, ours="", reference="", figure="", ratio="", goal="", met=None):
        self.missed += met is False
        verdict = {None: "", True: "yes", False: "**no**"}[met]
        print(f"| {what} | {where} | {ours} | {reference} | {figure} | {ratio} | {goal} | {verdict} |", flush=True)

    def ratio(self, what, where, ours, reference, figures, unit, goal=None):
        a, b = figures
        limit, met = (f"≤ {goal:g}", a <= goal * b) if goal else ("", None)
        self.row(what, where, f"{a:.1f} {unit}", reference, f"{b:.1f} {unit}", f"{a / b:.2g}", limit, met)

    def amount(self, what, where, value, unit, goal=None):
        limit, met = (f"≤ {goal:g} {unit}", value <= goal) if goal else ("", None)
        self.row(what, where, f"{value:.2f} {unit}", goal=limit, met=met)


class Repository:
    def __init__(self, path):
        self.path, self.name = path, title_of(path)
        tags = [tag for family in ("", "v") for tag in history.families(path).get(family, []) if tag.precedence[1]]
        self.finals = sorted(tags)[-2:]

    def git(self, *arguments):
        return Command(["git", "--no-pager", "-C", self.path, *arguments])

    def ask(self, *arguments):
        return history.git(self.path, *arguments).decode().strip()

    def is_far(self):
        return int(self.ask("rev-list", "--count", f"{self.finals[-1].name}..HEAD")) > FAR


class Bench:
    def __init__(self, arguments):
        self.arguments, self.table = arguments, Table()

    def ours(self, *arguments, repository=None):
        where = ["--repository", str(repository)] if repository else []
        return Side("ours", [Command([self.arguments.binary, *arguments, *where])])

    def pair(self, what, where, ours, reference, goal=None, cpu_goal=None, memory=False):
        """One comparison: wall, and where asked CPU and memory."""
        try:
            compare([ours, reference], self.arguments.rounds)
        except Failed as failure:
            self.table.row(what, where, f"failed: {failure}", reference.name, met=False)
            return False
        self.table.ratio(what, where, ours, reference.name, (ours.wall, reference.wall), "ms", goal)
        if cpu_goal:
            self.table.ratio(f"{what}, CPU", where, ours, reference.name, (ours.cpu, reference.cpu), "ms", cpu_goal)
        if memory and peak(ours) is not None:
            self.table.ratio(f"{what}, memory", where, ours, reference.name, (peak(ours), peak(reference)), "MB", 1.0)
        return True

    def next_version(self, repository):
        ours = self.ours("version", repository=repository.path)
        last = repository.ask("describe", "--tags", "--abbrev=0")
        commands = [repository.git("describe", "--tags", "--abbrev=0"), repository.git("log", f"{last}..HEAD")]
        far = repository.is_far()
        answered = self.pair("next version", repository.name, ours, Side("git describe + git log", commands), None if far else 0.3)
        if answered and far:
            count = Side("git rev-list --count HEAD", [repository.git("rev-list", "--count", "HEAD")])
            self.pair("next version", repository.name, self.ours("version", repository=repository.path), count, 1.0)
        if answered and peak(ours) is not None:
            self.table.amount("next version, memory", repository.name, peak(ours), "MB", 12)

    def more_tags(self, repository):
        """10,000 more packed tags in one of two copies."""
        with tempfile.TemporaryDirectory() as folder:
            plain, tagged = (str(Path(folder, name)) for name in ("plain", "tagged"))
            for copy in (plain, tagged):
                subprocess.run(["git", "clone", "--quiet", "--bare", str(repository.path), copy], check=True)
            commits = repository.ask("rev-list", "HEAD").split()
            lines = [f"create refs/tags/v0.0.{100_000 + n} {commits[n * len(commits) // EXTRA_TAGS]}\n" for n in range(EXTRA_TAGS)]
            history.git(tagged, "update-ref", "--stdin", stdin="".join(lines).encode())
            history.git(tagged, "pack-refs", "--all")
            before, after = (self.ours("version", repository=copy) for copy in (plain, tagged))
            self.difference("10,000 more tags", repository.name, before, after, 5)

    def long_word(self):
        with tempfile.TemporaryDirectory() as folder:
            short, long = str(Path(folder, "short")), str(Path(folder, "long"))
            import_messages(short, ["feat: a\n\nx"])
            import_messages(long, ["feat: a\n\n" + "x" * WORD])
            self.difference("a word of 1 MB", "made up", self.ours("version", repository=short), self.ours("version", repository=long), 10)

    def difference(self, what, where, before, after, goal):
        try:
            compare([before, after], self.arguments.rounds)
        except Failed as failure:
            self.table.row(what, where, f"failed: {failure}", met=False)
            return
        more = after.wall - before.wall
        self.table.row(what, where, f"{after.wall:.1f} ms", "ours without", f"{before.wall:.1f} ms", f"{more:+.1f} ms", f"≤ {goal} ms", more <= goal)

    def changelog(self, repository):
        previous, last = (tag.name for tag in repository.finals)
        log = Side("git log prev..last", [repository.git("log", f"{previous}..{last}")])
        self.pair("changelog, latest", repository.name, self.ours("changelog", "--latest", repository=repository.path), log, 1.0)
        log = Side("git log HEAD", [repository.git("log", "HEAD")])
        whole = self.ours("changelog", "--all", repository=repository.path)
        self.pair("changelog, whole", repository.name, whole, log, 1.0, cpu_goal=1.0, memory=True)

    def start(self):
        profile = tomllib.loads((ROOT / "Cargo.toml").read_text())["profile"]["release"]
        profile.pop("package", None)  # hello-world has no dependencies
        with tempfile.TemporaryDirectory() as folder:
            hello = Side("hello-world in Rust", [Command([build_hello(folder, profile)])])
            self.pair("start, `--version`", "", self.ours("--version"), hello, 1.5)

    def sizes(self):
        for binary in sorted(Path(self.arguments.binary).parent.glob("deploy-kit*")):
            tool = binary.name.removeprefix("deploy-kit").lstrip("-")
            if binary.suffix or not binary.is_file():
                continue
            goal = None if not tool else 5 if tool in NETWORK else 2.5
            self.table.amount("size", f"`{binary.name}`", binary.stat().st_size / 1e6, "MB", goal)

    def peers(self, repository):
        questions = [
            ("next version", peers.NEXT, ["version"]),
            ("changelog, latest", peers.LATEST, ["changelog", "--latest"]),
            ("changelog, whole", peers.WHOLE, ["changelog", "--all"]),
        ]
        with tempfile.TemporaryDirectory() as folder:
            branch = peers.clone(repository.path, folder)
            for what, commands, arguments in questions:
                for peer in peers.sides(commands, folder, branch):
                    self.peer(what, repository.name, self.ours(*arguments, repository=folder), peer)

    def peer(self, what, where, ours, peer):
        """A peer that fails or is very slow is said so, and is no failure of ours."""
        try:
            compare([peer, ours], 1)
            self.table.ratio(what, where, ours, peer.name, (ours.wall, peer.wall), "ms")
        except Failed as failure:
            self.table.row(what, where, "", peer.name, str(failure))


def build_hello(folder, profile):
    """A hello-world with the workspace's release profile; returns its path."""
    settings = "\n".join(f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}" for key, value in profile.items())
    Path(folder, "src").mkdir()
    Path(folder, "src/main.rs").write_text('fn main() {\n    println!("hello");\n}\n')
    Path(folder, "Cargo.toml").write_text(f'[package]\nname = "hello"\nedition = "2024"\n[profile.release]\n{settings}\n[workspace]\n')
    subprocess.run(["cargo", "build", "--release", "--quiet", "--target-dir", f"{folder}/target"], cwd=folder, check=True)
    return f"{folder}/target/release/hello"


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repositories", nargs="*", metavar="REPOSITORY")
    parser.add_argument("--binary", default=str(ROOT / "target/release/deploy-kit"))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default="", metavar="WORD", help="one of next, tags, changelog, start, word, sizes, peers")
    parser.add_argument("--peers", action="store_true")
    return parser.parse_args()


def main():
    arguments = read_arguments()
    for tool, loss in (("hyperfine", "times are less exact"), ("time", "memory is not measured")):
        if not shutil.which(tool):
            print(f"note: without {tool} (`apt-get install {tool}`) {loss}", file=sys.stderr)
    wanted = lambda word: arguments.only in ("", word)  # noqa: E731
    bench = Bench(arguments)
    for path in arguments.repositories:
        repository = Repository(path)
        per_repository = [("next", bench.next_version), ("tags", bench.more_tags), ("changelog", bench.changelog)]
        if arguments.peers or arguments.only == "peers":
            per_repository.append(("peers", bench.peers))
        for word, measure in per_repository:
            if wanted(word):
                measure(repository)
    for word, measure in (("start", bench.start), ("word", bench.long_word), ("sizes", bench.sizes)):
        if wanted(word):
            measure()
    return 1 if bench.table.missed else 0


if __name__ == "__main__":
    sys.exit(main())
