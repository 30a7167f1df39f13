"""The named rules that may explain a difference from semantic-release's commit-analyzer.

`deploy-kit version` gives each commit a `rule`. A rule that stands here is one of ours on purpose;
it explains a difference only in its direction ("down": we ask for less than the analyzer, "up": for
more) and only on a message that it is about. A name that does not stand here explains nothing.
"""

import re
from typing import NamedTuple

UP, DOWN, BOTH = {"up"}, {"down"}, {"up", "down"}
NOTE = r"^[\s|*]*BREAKING[ -]CHANGE[:\s]"
# What the analyzer takes for a note and the specification does not: in lower case, without a colon, behind `|`.
LOOSE_NOTE = r"^[\s|*]*(?!(?-i:BREAKING[ -]CHANGE):)BREAKING[ -]CHANGE[:\s]|^[^\S\n]*(\||\*\s*[|*])[\s|*]*BREAKING[ -]CHANGE[:\s]"


class Rule(NamedTuple):
    directions: set
    message: str  # a regular expression that the message must match, case-insensitive and by line
    what: str


RULES = {
    "merge": Rule(DOWN, r"", "a merge commit, by its parents, counts for nothing: its commits do"),
    "merge-title": Rule(UP, r"\AMerge ", "a merge's title counts where none of its commits is conventional"),
    "reverted": Rule(DOWN, r"", "a later commit takes it back"),
    "reverts": Rule(DOWN, r"revert|reapply", "takes back a commit of this range"),
    "revert": Rule(BOTH, r"\brevert", "a revert of an older release, or of a commit found by more than header and hash"),
    "reapply": Rule(BOTH, r"\b(reapply|revert)\b", "what was reverted is back"),
    "squash": Rule(UP, r"\A.*\n[\s\S]*^\s*([*-]\s+)?\w+(\(.*\))?!?:", "the body lists the commits of a squash"),
    "type": Rule(UP, r"\A(?-i:[\w-]*[A-Z])[\w-]*(\(.*\))?!?:", "`Feat:` is a feature"),
    "skipped": Rule(DOWN, r"\[(skip release|release skip)\]", "the message says so; semantic-release leaves it out before it analyses"),
    "fixup": Rule(DOWN, r"\A(fixup|squash|amend)!", "a fixup that was never squashed"),
    "unconventional": Rule(DOWN, NOTE, "a message without a type asks for nothing"),
    "no-space": Rule(UP, r"\A\w+(\(.*\))?!?:(?! )", "`feat:a` is a feature"),
    "breaking-lower-case": Rule(DOWN, NOTE, "`breaking change:` in lower case is a remark"),
    "breaking-in-list": Rule(UP, r"^\s*-\s+BREAKING[ -]CHANGE:", "`- BREAKING CHANGE:` is a footer, as `* BREAKING CHANGE:` is"),
    "breaking-no-colon": Rule(DOWN, NOTE, "`BREAKING CHANGE` without a colon is prose"),
}

# Where the analyzer, not we, does something of its own: told by the message, whatever our rule.
QUIRKS = {
    "peer-loose-note": Rule(DOWN, LOOSE_NOTE, "its parser takes prose for a breaking change"),
    "peer-line-end": Rule(UP, r"\A[^\n]*[\r\u2028\u2029]", "its parser ends a line where JavaScript does, and wants the header to end there"),
    "peer-space": Rule(UP, r"\A\w[\w-]*(\(.*\))?!?:(?! )\s", "its parser wants U+0020 after the colon"),
    "peer-nested-scope": Rule(DOWN, r"\A\w+\([^)\n]*\([^\n]*\)!?: ", "its parser takes parentheses within a scope"),
    "peer-merge-title": Rule(UP, r"\AMerge pull request #\d+ from ", "it reads a squash under a merge's title no further"),
    "peer-field-line": Rule(UP, r"^-.*-$", "its parser takes `---` for a field and swallows every line below"),
    "peer-gpg-line": Rule(BOTH, r"^\s*gpg:", "its parser drops lines that begin with `gpg:`"),
}


class Commit(NamedTuple):
    message: str
    is_merge: bool


LEVELS = {"none": 0, "patch": 1, "minor": 2, "major": 3}


def direction(ours, theirs):
    return "up" if LEVELS[ours] > LEVELS[theirs] else "down"


def explain(rules, commit, ours, theirs):
    """The name that explains why we say `ours` where the analyzer says `theirs`, or None."""
    way = direction(ours, theirs)
    own = [(name, RULES[name]) for name in rules if name in RULES and (commit.is_merge or name != "merge")]
    for name, rule in own + list(QUIRKS.items()):
        if way in rule.directions and re.search(rule.message, commit.message, re.IGNORECASE | re.MULTILINE):
            return name
    return None
