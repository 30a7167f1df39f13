"""Looks at each action's script with shellcheck, which has to be installed: `apt-get install shellcheck`.

    python3 tests/actions/shellcheck.py

The scripts are taken from the rendered files, where all their parts stand together.
"""

import re
import subprocess
import sys

import files

STEP = re.compile(
    r"^      shell: bash\n      env:\n(?:        .+\n)+      run: \|\n((?:(?:        .+)?\n)+)", re.MULTILINE
)


def main() -> int:
    failed = False
    for path in files.actions():
        scripts = STEP.findall(path.read_text(encoding="utf-8"))
        if len(scripts) != 1:
            sys.exit(f"{path}: expected one script of bash, found {len(scripts)}")
        script = re.sub("^        ", "", scripts[0], flags=re.MULTILINE)
        # The workspace's own configuration must not decide: a user's machine has none.
        command = ["shellcheck", "--norc", "--shell", "bash", "--severity", "style", "-"]
        if subprocess.run(command, input=script, text=True, encoding="utf-8").returncode:
            print(f"in {path}", file=sys.stderr)
            failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
