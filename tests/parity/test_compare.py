"""Tests of the comparison itself, with a fake `deploy-kit`: python3 tests/parity/test_compare.py"""

import json
import os
import stat
import subprocess
import tempfile
import unittest
from pathlib import Path

import compare
import history
import rules

SUBJECTS = ["fix: a", "feat: b", "Feat: c", "docs: d"]
FAKE = """#!/bin/sh
test "$1 $2 $4 $6 $8 $9" = "version --repository --from --to --format json" || exit 2
cat "$(dirname "$0")/answer.json"
"""


def peer(release, by_commit, reverted=()):
    return {"commits": len(by_commit), "release": release, "byCommit": by_commit, "reverted": list(reverted)}


def entry(sha, bump, rule="type"):
    return {"id": sha, "bump": bump or "none", "rule": rule, "reason": "", "near_misses": []}


class Comparison(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.repository = os.path.join(self.folder.name, "repo")
        self.start, self.end = compare.import_messages(self.repository, SUBJECTS)
        listed = history.git(self.repository, "rev-list", "--reverse", f"{self.start}..{self.end}")
        self.shas = listed.decode().split()
        self.binary = Path(self.folder.name, "deploy-kit")
        self.binary.write_text(FAKE)
        self.binary.chmod(self.binary.stat().st_mode | stat.S_IXUSR)

    def judge(self, severity, entries, theirs):
        document = {"packages": [{"severity": severity or "none", "commits": entries}], "outside": []}
        Path(self.folder.name, "answer.json").write_text(json.dumps(document))
        ours = compare.ask(str(self.binary), self.repository, self.start, self.end)
        return compare.judge("a..b", ours, theirs, compare.read_commits(self.repository, self.shas))

    def entries(self, *bumps):
        return [entry(sha, bump) for sha, bump in zip(self.shas, bumps)]

    def types(self, *types):
        return dict(zip(self.shas, types))

    def test_equal(self):
        tally = self.judge("minor", self.entries("patch", "minor", "none", None), peer("minor", self.types("patch", "minor", None, None)))
        self.assertEqual((tally.equal, tally.problems), (1, []))

    def test_a_named_rule_explains_the_range(self):
        entries = [entry(self.shas[0], "patch"), entry(self.shas[1], "none"), entry(self.shas[2], "minor", "type"), entry(self.shas[3], "none")]
        tally = self.judge("minor", entries, peer("patch", self.types("patch", None, None, None)))
        self.assertEqual((tally.explained, tally.by_rule, tally.problems), (1, {"type": 1}, []))

    def test_a_rule_on_the_wrong_message_explains_nothing(self):
        entries = [*self.entries("patch", "none", "none"), entry(self.shas[3], "minor", "no-space")]
        tally = self.judge("minor", entries, peer("patch", self.types("patch", None, None, None)))
        self.assertEqual((tally.unexplained, tally.by_rule), (1, {"unexplained": 1}))

    def test_a_difference_that_no_commit_makes_is_unexplained(self):
        tally = self.judge("major", self.entries("patch", "none", "none", "none"), peer("patch", self.types("patch", None, None, None)))
        self.assertEqual(tally.unexplained, 1)

    def test_commits_missing_and_out_of_range(self):
        entries = [*self.entries("patch", "minor", "none"), entry("0" * 40, "none")]
        tally = self.judge("minor", entries, peer("minor", self.types("patch", "minor", None, None)))
        self.assertEqual(len(tally.problems), 2)

    def test_a_split_squash_counts_its_highest_entry(self):
        entries = [*self.entries("patch", "patch", "none", "none"), entry(self.shas[1], "minor", "squash-split")]
        tally = self.judge("minor", entries, peer("minor", self.types("patch", "minor", None, None)))
        self.assertEqual((tally.equal, tally.differing), (1, 0))

    def test_what_the_analyzer_reverts_counts_as_none(self):
        theirs = peer(None, self.types("patch", None, None, None), [self.shas[0]])
        tally = self.judge(None, [entry(self.shas[0], "none", "reverted"), *self.entries("none", "none", "none", "none")[1:]], theirs)
        self.assertEqual((tally.equal, tally.problems), (1, []))

    def test_the_analyzer_failed(self):
        tally = self.judge("patch", self.entries("patch", "none", "none", "none"), peer("timeout", self.types("patch", "timeout", None, None)))
        self.assertEqual((tally.undecided, tally.problems), (1, []))

    def test_no_answer(self):
        self.binary.write_text("#!/bin/sh\necho broken >&2\nexit 3\n")
        tally = compare.judge("a..b", compare.ask(str(self.binary), self.repository, "a", "b"), peer(None, {}), {})
        self.assertIn("exit 3", tally.problems[0])

    def test_pairs_by_family_and_precedence(self):
        for name, sha in zip(["v1.0.0", "v1.1.0-rc.1", "v1.1.0", "p@1.0.0"], [self.start, *self.shas]):
            subprocess.run(["git", "-C", self.repository, "tag", name, sha], check=True)
        subprocess.run(["git", "-C", self.repository, "tag", "p@0.9.0", self.shas[3]], check=True)
        found = [(pair.family, pair.start.name, pair.end.name) for pair in history.pairs(self.repository)]
        self.assertEqual(found, [("v", "v1.0.0", "v1.1.0-rc.1"), ("v", "v1.1.0-rc.1", "v1.1.0")])


class Names(unittest.TestCase):
    def test_families(self):
        families = {name: (history.parse(name) or [None])[0] for name in ["1.2.3", "v1.2.3", "a@1.2.3-rc.1", "x/v1.2.3+b", "v1.1", "v01.2.3", "v1.2.3.4"]}
        self.assertEqual(list(families.values()), ["", "v", "a@", "x/v", None, None, None])

    def test_precedence(self):
        names = ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0", "1.0.1"]
        self.assertEqual(sorted(names, key=lambda name: history.parse(name)[1]), names)

    def test_every_rule_has_directions(self):
        for rule in [*rules.RULES.values(), *rules.QUIRKS.values()]:
            self.assertTrue(rule.directions <= rules.BOTH)


if __name__ == "__main__":
    unittest.main()
