#!/usr/bin/env python3
"""Compares `deploy-kit version` with semantic-release's commit-analyzer on real histories.

    npm ci --prefix tests/parity
    cargo build --release
    tests/parity/compare.py [--binary PATH] [--cache DIR] [--timeout MS] REPOSITORY...
    tests/parity/compare.py [--binary PATH] --messages 10000 [--seed 1]

For each pair of consecutive release tags of a family (`v`, `create-vite@`, …) that HEAD reaches,
`version --from A --to B` must answer, must list every commit of A..B, and its severity must be the
analyzer's (preset conventionalcommits), or differ by a named rule (rules.py) on each commit that
makes the difference. With `--messages` the histories are made up: generated messages, one by one.

`--peer-only` fills the cache and asks only the analyzer. Exit code 1 if anything is unexplained,
missing or unanswered, 2 on wrong usage.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import history
import rules

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ANSWERS = {0, 1, 4}  # done, the gate says no, undecided: each with a document on stdout


@dataclass
class Answer:
    """What `deploy-kit version` says of a range."""

    severity: str = "none"
    bumps: dict = field(default_factory=dict)  # commit → highest bump of its entries
    rules: dict = field(default_factory=dict)  # commit → names of the rules of its entries
    error: str = ""


@dataclass
class Tally:
    pairs: int = 0
    commits: int = 0
    equal: int = 0
    explained: int = 0
    unexplained: int = 0
    undecided: int = 0  # the analyzer timed out or crashed
    differing: int = 0  # commits on which the two differ, in whatever range
    by_rule: Counter = field(default_factory=Counter)
    problems: list = field(default_factory=list)

    def add(self, other):
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


def level(value):
    return value or "none"


def higher(one, other):
    return max(one, other, key=rules.LEVELS.__getitem__)


def read_answer(document):
    [package] = document["packages"]
    answer = Answer(package["severity"])
    for commit in package["commits"]:
        sha = commit["id"]
        answer.bumps[sha] = higher(answer.bumps.get(sha, "none"), commit["bump"])
        answer.rules.setdefault(sha, []).extend([*commit["near_misses"], commit["rule"]])
    return answer


def ask(binary, repository, start, end):
    command = [binary, "version", "--repository", str(repository), "--from", start, "--to", end, "--format", "json"]
    run = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL)
    try:
        answer = read_answer(json.loads(run.stdout))
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        answer = Answer(error=f"no document: {error!r}")
    if run.returncode not in ANSWERS or answer.error:
        words = run.stderr.decode("utf-8", "replace").strip().splitlines()[:2]
        answer.error = f"exit {run.returncode}; {answer.error} {' / '.join(words)}".strip()
    return answer


def ask_peer(repository, ranges, arguments):
    """The analyzer's answers for `[(from, to)]`, in order."""
    command = ["node", str(HERE / "severity.mjs"), "--repository", str(repository), "--timeout", str(arguments.timeout)]
    if arguments.cache:
        command += ["--cache", str(arguments.cache)]
    text = "".join(f"{start} {end}\n" for start, end in ranges)
    run = subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def read_commits(repository, ids):
    """The commits of these ids, by id."""
    if not ids:
        return {}
    output = history.git(
        repository, "log", "--no-walk=unsorted", "--stdin", "--format=%H%x00%P%x00%B%x00",
        stdin="\n".join(sorted(ids)).encode(),
    )
    fields = output.decode("utf-8", "replace").split("\0")
    rows = zip(fields[::3], fields[1::3], fields[2::3])
    return {sha.strip(): rules.Commit(message.strip(), " " in parents) for sha, parents, message in rows}


def differing_commits(ours, theirs):
    """(commit, our bump, the analyzer's) where they differ; a commit it reverts counts as none."""
    reverted = set(theirs["reverted"])
    for sha, release in theirs["byCommit"].items():
        peer = "none" if sha in reverted else level(release)
        bump = ours.bumps.get(sha, "none")
        if peer in rules.LEVELS and peer != bump:
            yield sha, bump, peer


def judge(name, ours, theirs, commits):
    """One range's tally."""
    tally = Tally(pairs=1, commits=theirs["commits"])
    if ours.error:
        tally.problems.append(f"{name}: {ours.error}")
        return tally
    expected, listed = set(theirs["byCommit"]), set(ours.bumps)
    for what, shas in (("missing", expected - listed), ("not in the range", listed - expected)):
        if shas:
            tally.problems.append(f"{name}: {len(shas)} commits {what}, such as {min(shas)}")

    highest = max(ours.bumps.values(), key=rules.LEVELS.__getitem__, default="none")
    if ours.severity != highest:
        tally.problems.append(f"{name}: severity {ours.severity}, but its commits ask for {highest}")

    peer = level(theirs["release"])
    ceiling = min(ours.severity, peer, key=lambda one: rules.LEVELS.get(one, 9))
    unexplained = ours.severity != highest  # or: a commit puts one side above the other, and has no named rule
    for sha, bump, their_bump in differing_commits(ours, theirs):
        tally.differing += 1
        why = rules.explain(ours.rules.get(sha, []), commits[sha], bump, their_bump)
        tally.by_rule[why or "unexplained"] += 1
        if why is None:
            subject = commits[sha].message.split("\n")[0][:80]
            our_rules = ours.rules.get(sha)
            tally.problems.append(f"{name}: {sha[:12]} ours {bump} {our_rules}, analyzer {their_bump}: {subject!r}")
            if rules.LEVELS[higher(bump, their_bump)] > rules.LEVELS[ceiling]:
                unexplained = True

    if peer not in rules.LEVELS:
        tally.undecided = 1
    elif ours.severity == peer:
        tally.equal = 1
    elif unexplained:
        tally.unexplained = 1
        tally.problems.append(f"{name}: severity {ours.severity}, analyzer {peer}")
    else:
        tally.explained = 1
    return tally


def compare(repository, ranges, arguments):
    """One tally a range; `ranges` are (name, from, to)."""
    theirs = ask_peer(repository, [(start, end) for _, start, end in ranges], arguments)
    with ThreadPoolExecutor(arguments.jobs) as pool:
        ours = list(pool.map(lambda one: ask(arguments.binary, repository, one[1], one[2]), ranges))
    differing = {sha for a, b in zip(ours, theirs) if not a.error for sha, _, _ in differing_commits(a, b)}
    commits = read_commits(repository, differing)
    return [judge(name, a, b, commits) for (name, _, _), a, b in zip(ranges, ours, theirs)]


def print_table(rows):
    """`rows` are (name, tally)."""
    print("| tags | pairs | commits | equal | explained | unexplained | analyzer failed | differing commits |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for name, t in rows:
        print(f"| {name} | {t.pairs} | {t.commits} | {t.equal} | {t.explained} | {t.unexplained} | {t.undecided} | {t.differing} |")


def report(title, rows, examples):
    """Prints a repository's table, the rules and examples; returns its total."""
    total = Tally()
    for _, tally in rows:
        total.add(tally)
    print(f"\n### {title}\n")
    print_table(rows if len(rows) == 1 else [*rows, ("all", total)])
    if total.by_rule:
        print("\nBy rule: " + ", ".join(f"{name} {count}" for name, count in total.by_rule.most_common()))
    for problem in total.problems[:examples]:
        print(f"- {problem}")
    if len(total.problems) > examples:
        print(f"- and {len(total.problems) - examples} more")
    sys.stdout.flush()
    return total


def title_of(repository):
    path = Path(repository).resolve()
    return path.parent.name if path.name in {"repo", ".git"} else path.name.removesuffix(".git")


def compare_repository(repository, arguments):
    pairs = history.pairs(repository)
    if arguments.peer_only:
        ask_peer(repository, [(pair.start.commit, pair.end.commit) for pair in pairs], arguments)
        return Tally()
    ranges = [(f"{pair.start.name}..{pair.end.name}", pair.start.name, pair.end.name) for pair in pairs]
    by_family = {}
    for pair, tally in zip(pairs, compare(repository, ranges, arguments)):
        by_family.setdefault(f"`{pair.family}*`", Tally()).add(tally)
    return report(title_of(repository), list(by_family.items()) or [("none", Tally())], arguments.examples)


def import_messages(repository, messages):
    """A history of one empty commit a message after a first one; returns (from, to)."""
    subprocess.run(["git", "init", "--quiet", "--bare", repository], check=True)
    stream = bytearray()
    for mark, message in enumerate(["chore: begin", *messages], 1):
        text = message.encode()
        stream += b"commit refs/heads/main\nmark :%d\n" % mark
        stream += b"committer Test <test@example.invalid> %d +0000\n" % (1_700_000_000 + mark)
        stream += b"data %d\n%s\n" % (len(text), text)
    marks = Path(repository, "marks")
    history.git(repository, "fast-import", "--quiet", f"--export-marks={marks}", stdin=bytes(stream))
    ids = dict(line.split() for line in marks.read_text().splitlines())
    history.git(repository, "symbolic-ref", "HEAD", "refs/heads/main")
    return ids[":1"], ids[f":{len(messages) + 1}"]


def compare_messages(arguments):
    command = ["node", str(HERE / "messages.mjs"), str(arguments.messages), str(arguments.seed)]
    lines = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.splitlines()
    messages = [json.loads(line)["message"] for line in lines]
    with tempfile.TemporaryDirectory() as directory:
        start, end = import_messages(directory, messages)
        tallies = compare(directory, [("generated", start, end)], arguments)
    return report(f"{len(messages)} generated messages, seed {arguments.seed}", [("generated", tallies[0])], arguments.examples)


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repositories", nargs="*", metavar="REPOSITORY")
    parser.add_argument("--binary", default=str(ROOT / "target/release/deploy-kit"))
    parser.add_argument("--cache", metavar="DIR", help="keep the analyzer's answers here")
    parser.add_argument("--timeout", type=int, default=10_000, metavar="MS", help="of the analyzer, per message")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--peer-only", action="store_true", help="only fill the cache")
    parser.add_argument("--examples", type=int, default=10, metavar="N", help="problems to print per repository")
    parser.add_argument("--messages", type=int, default=0, metavar="N", help="compare generated messages")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if not arguments.repositories and not arguments.messages:
        parser.error("name a repository, or --messages N")
    if not arguments.peer_only and not shutil.which(arguments.binary):
        parser.error(f"no {arguments.binary}: `cargo build --release`, or --binary PATH")
    return arguments


def main():
    arguments = read_arguments()
    total = Tally()
    for repository in arguments.repositories:
        total.add(compare_repository(repository, arguments))
    if arguments.messages:
        total.add(compare_messages(arguments))
    return 1 if total.problems or total.unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
