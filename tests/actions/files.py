"""The workflows and actions of this repository, and the published tree as `cargo xtask check dist` renders it."""

import sys
from pathlib import Path

from environment import ROOT

DIST = ROOT / "target" / "dist-sample"


def workflows() -> list[Path]:
    """Our own, and those that others copy."""
    return some([*ROOT.glob(".github/workflows/*.yml"), *ROOT.glob("templates/workflows/*.yml")], "a workflow")


def actions() -> list[Path]:
    """As they stand on the branch of the sources, and as they are published."""
    published = some(DIST.rglob("action.yml"), "a published tree; run `cargo xtask check dist`")
    return [ROOT / "action.yml", *some(ROOT.glob("actions/*/action.yml"), "an action"), *published]


def some(found, what: str) -> list[Path]:
    """Nothing found is nothing checked, and no success."""
    return sorted(found) or sys.exit(f"there is not {what}")
