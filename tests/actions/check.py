"""Audits workflows and actions: zizmor by its strictest persona, and the schemas that editors have.

    python3 tests/actions/check.py            # what needs no network
    python3 tests/actions/check.py --online   # also compares pins with tags; with a token in GH_TOKEN

There must be no finding. An exception stands beside its line, with the reason.
"""

import argparse
import subprocess
import sys

import environment
import files


def main() -> int:
    parser = argparse.ArgumentParser(description="Audits workflows and actions.")
    parser.add_argument("--online", action="store_true", help="also run the audits that ask GitHub")
    online = parser.parse_args().online
    programs = environment.ready()
    dependabot = environment.ROOT / ".github" / "dependabot.yml"
    workflows, actions = files.workflows(), files.actions()

    zizmor = [programs / "zizmor", "--persona", "auditor", "--strict-collection", "--no-progress", "--color", "never"]
    schema = [programs / "check-jsonschema", "--builtin-schema"]
    commands = [
        [*zizmor, *([] if online else ["--offline"]), *workflows, *actions, dependabot],
        [*schema, "vendor.github-workflows", *workflows],
        [*schema, "vendor.github-actions", *actions],
        [*schema, "vendor.dependabot", dependabot],
    ]
    failed = [command for command in commands if subprocess.run(command, cwd=environment.ROOT).returncode]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
