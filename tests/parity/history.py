"""Release tags of a repository, by family, and the pairs of consecutive ones."""

import itertools
import re
import subprocess
from collections import defaultdict
from typing import NamedTuple

NUMBER = r"(?:0|[1-9]\d*)"
IDENTIFIER = rf"(?:{NUMBER}|\d*[A-Za-z-][0-9A-Za-z-]*)"
TAG = re.compile(
    rf"(?P<prefix>|.*[^0-9.])(?P<core>{NUMBER}\.{NUMBER}\.{NUMBER})"
    rf"(?:-(?P<pre>{IDENTIFIER}(?:\.{IDENTIFIER})*))?(?:\+[0-9A-Za-z.-]+)?"
)


class Tag(NamedTuple):
    precedence: tuple
    name: str
    commit: str


class Pair(NamedTuple):
    family: str
    start: Tag
    end: Tag


def git(repository, *arguments, stdin=None):
    command = ["git", "-C", str(repository), *arguments]
    return subprocess.run(command, input=stdin, stdout=subprocess.PIPE, check=True).stdout


def parse(name):
    """(family, precedence) of a tag's name, or None where it is no Semantic Version."""
    match = TAG.fullmatch(name)
    if not match:
        return None
    core = tuple(map(int, match["core"].split(".")))
    identifiers = match["pre"].split(".") if match["pre"] else []
    ranks = [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in identifiers]
    return match["prefix"], (core, not identifiers, ranks)


def families(repository):
    """Tags reachable from HEAD, by family, in the order of precedence."""
    fields = "%(refname:strip=2)%00%(objectname)%00%(*objectname)"
    found = defaultdict(list)
    for line in git(repository, "for-each-ref", "--merged=HEAD", f"--format={fields}", "refs/tags").decode().splitlines():
        name, direct, peeled = line.split("\0")
        parsed = parse(name)
        if parsed:
            found[parsed[0]].append(Tag(parsed[1], name, peeled or direct))
    return {family: sorted(tags) for family, tags in sorted(found.items())}


class Graph:
    """The commits that HEAD reaches: for each its parents, and its place in a topological order."""

    def __init__(self, repository):
        lines = git(repository, "rev-list", "--parents", "--topo-order", "HEAD").decode().splitlines()
        rows = [line.split() for line in lines]
        self.parents = {commit: parents for commit, *parents in rows}
        self.place = {commit: place for place, (commit, *_) in enumerate(rows)}

    def is_ancestor(self, old, new):
        """Whether `new` reaches `old`; nothing behind `old`'s place can lead to it."""
        limit, seen, open_ends = self.place[old], {new}, [new]
        while open_ends:
            commit = open_ends.pop()
            if commit == old:
                return True
            for parent in self.parents[commit]:
                if parent not in seen and self.place[parent] <= limit:
                    seen.add(parent)
                    open_ends.append(parent)
        return False


def pairs(repository):
    """Consecutive tags of each family where the earlier one is an ancestor of the later."""
    graph = Graph(repository)
    return [
        Pair(family, start, end)
        for family, tags in families(repository).items()
        for start, end in itertools.pairwise(tags)
        if graph.is_ancestor(start.commit, end.commit)
    ]
