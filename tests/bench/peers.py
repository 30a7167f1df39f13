"""How the peers answer the same questions. Each runs in a clone with a work tree.

    cargo install convco --version 0.7.1 --locked     # its zlib needs cmake
    cargo install cocogitto --version 7.0.0 --locked
    pip install git-cliff==2.14.2 commitizen==4.19.3 python-semantic-release==10.7.0
    npm install --global semantic-release@24.2.9

Those on PATH are measured; python-semantic-release and semantic-release share a name, so the former
is looked for as `python-semantic-release`.
"""

import shutil
import subprocess
from pathlib import Path

from measure import ANSWERS, Command, Side

NOTHING_TO_BUMP = {16, 21}  # commitizen's exit codes

CZ = '[tool.commitizen]\nname = "cz_conventional_commits"\nversion_provider = "scm"\ntag_format = "v$version"\n'
PSR = '[semantic_release]\nallow_zero_version = true\n[semantic_release.remote]\nignore_token_for_push = true\n[semantic_release.branches.main]\nmatch = ".*"\n'
CLIFF = "[git]\nconventional_commits = true\n[bump]\n"

NEXT = {
    "convco": ["convco", "version", "--bump"],
    "cog": ["cog", "bump", "--auto", "--dry-run"],
    "git-cliff": ["git-cliff", "--config", "cliff.toml", "--bumped-version"],
    "cz": ["cz", "bump", "--dry-run", "--yes"],
    "semantic-release": ["semantic-release", "--dry-run", "--no-ci", "--plugins=@semantic-release/commit-analyzer"],
    "python-semantic-release": ["python-semantic-release", "--config=psr.toml", "--noop", "version", "--print"],
}
LATEST = {
    "convco": ["convco", "changelog", "--max-versions=1"],
    "git-cliff": ["git-cliff", "--config", "cliff.toml", "--latest"],
}
WHOLE = {
    "convco": ["convco", "changelog"],
    "cog": ["cog", "changelog"],
    "git-cliff": ["git-cliff", "--config", "cliff.toml"],
    "cz": ["cz", "changelog", "--dry-run"],
}


def clone(repository, folder):
    """A clone with a work tree's place but no files, and the peers' configuration."""
    subprocess.run(["git", "clone", "--quiet", "--no-checkout", str(repository), folder], check=True)
    branch = subprocess.run(["git", "-C", folder, "branch", "--show-current"], stdout=subprocess.PIPE, check=True)
    name = branch.stdout.decode().strip()
    Path(folder, ".cz.toml").write_text(CZ)
    Path(folder, "psr.toml").write_text(PSR)
    Path(folder, "cliff.toml").write_text(CLIFF)
    return name


def sides(commands, folder, branch):
    """The installed peers that answer one question."""
    for name, arguments in commands.items():
        if not shutil.which(arguments[0]):
            continue
        extra = [f"--branches={branch}", f"--repository-url=file://{folder}"] if name == "semantic-release" else []
        yield Side(name, [Command([*arguments, *extra], folder, ANSWERS | NOTHING_TO_BUMP)])
