"""The Python programs that the checks use, in `target/venv`, by the versions and hashes of `requirements.txt`.

    python3 tests/actions/environment.py

prints the folder of the programs.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = Path(__file__).with_name("requirements.txt")
VENV = ROOT / "target" / "venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")


def ready() -> Path:
    """Makes the environment unless it stands as it should, and gives the folder of its programs."""
    stamp = VENV / "requirements.txt"
    wanted = REQUIREMENTS.read_bytes()
    if stamp.exists() and stamp.read_bytes() == wanted:
        return PROGRAMS
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
    pip = [PROGRAMS / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, "--require-hashes", "--only-binary", ":all:", "--requirement", REQUIREMENTS], check=True)
    # Written last: what was interrupted is made anew.
    stamp.write_bytes(wanted)
    return PROGRAMS


if __name__ == "__main__":
    print(ready())
