//! The hook that refuses pushes, as GitHub's rules do.
//!
//! It is a POSIX script, which git runs with a shell of its own on every system. It reads what is locked from a
//! file, one pattern and one sentence a line, that is written anew whenever a rule changes.

use std::fs;

use super::Git;

const LOCKS: &str = "deploy-kit-locks";
const HOOK: &str = r#"#!/bin/sh
# Refuses what the embedded GitHub's rules lock.
tab=$(printf '\t')
while IFS="$tab" read -r pattern sentence; do
  case "$1" in
    $pattern) echo "$sentence" >&2; echo "error: $1 cannot be written." >&2; exit 1 ;;
  esac
done < "${GIT_DIR:-.}/deploy-kit-locks"
"#;

impl Git {
    /// Writes what is locked, if it has changed. Installs the hook with the first lock.
    pub(crate) fn lock(&mut self, locks: String) -> std::io::Result<()> {
        if locks == self.locks {
            return Ok(());
        }
        fs::write(self.path.join(LOCKS), &locks)?;
        let hook = self.path.join("hooks/update");
        fs::create_dir_all(self.path.join("hooks"))?;
        // Written once: a shell may be reading it.
        if !hook.exists() {
            fs::write(&hook, HOOK)?;
            executable(&hook)?;
        }
        self.locks = locks;
        Ok(())
    }
}

#[cfg(unix)]
fn executable(path: &std::path::Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn executable(_: &std::path::Path) -> std::io::Result<()> {
    Ok(())
}
