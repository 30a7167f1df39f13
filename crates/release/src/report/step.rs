//! A step as a line.

use deploy_kit_core::actions::Styled;

use crate::plan::Step;

/// `would tag      v1.4.0 on 1234567`.
pub(super) fn would(step: &Step) -> Styled<'static> {
    line(&format!("would {:<8}", verb(step)), step)
}

/// `tag      v1.4.0 on 1234567  done`, with what came of it.
#[must_use]
pub fn done(step: &Step, result: &str) -> Styled<'static> {
    line(&format!("{:<8}", verb(step)), step).dim(format!("  {result}"))
}

/// What a step does, in a word.
#[must_use]
pub fn verb(step: &Step) -> &'static str {
    match step {
        Step::Hook { .. } => "run",
        Step::Write { .. } => "write",
        Step::Commit { .. } => "commit",
        Step::Tag { .. } => "tag",
        Step::Draft { .. } => "draft",
        Step::Push { .. } => "push",
        Step::Attach { .. } => "attach",
        Step::Publish { .. } => "publish",
        Step::Float { .. } => "move",
        Step::Announce { .. } => "tell",
        Step::Finish { .. } => "finish",
    }
}

/// What a step does it to, and what else is to be said of it.
#[must_use]
pub fn object(step: &Step) -> (String, String) {
    match step {
        Step::Hook { command, .. } => (command.clone(), String::new()),
        Step::Write { path } => (path.display().to_string(), String::new()),
        Step::Commit { message } => (message.clone(), String::new()),
        Step::Tag { name, on: Some(on) } => (name.clone(), format!(" on {}", on.short(7))),
        Step::Tag { name, on: None } => (name.clone(), " on that commit".to_owned()),
        Step::Draft { tag } => (tag.clone(), String::new()),
        Step::Push { branch } => (branch.clone().unwrap_or_else(|| "the branch".to_owned()), String::new()),
        Step::Attach { names, size, .. } => (names.join(", "), format!(" ({})", bytes(*size))),
        Step::Publish { tag, prerelease } => {
            (tag.clone(), if *prerelease { " as a pre-release".into() } else { String::new() })
        }
        Step::Finish { tag } => (tag.clone(), String::new()),
        Step::Float { name, version, .. } => (name.clone(), format!(" to {version}")),
        Step::Announce { numbers, .. } => {
            let numbers: Vec<String> = numbers.iter().map(|number| format!("#{number}")).collect();
            (numbers.join(", "), String::new())
        }
    }
}

fn line(verb: &str, step: &Step) -> Styled<'static> {
    let (what, rest) = object(step);
    Styled::new().dim(verb.to_owned()).accent(what).text(rest)
}

/// A size for people: `999 B`, `1.4 MB`, in powers of ten as download pages have them.
#[must_use]
pub fn bytes(size: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if size < 1000 {
        return format!("{size} B");
    }
    let (mut value, mut unit) = (size as f64 / 1000.0, 0);
    while value >= 999.95 && unit + 1 < UNITS.len() {
        (value, unit) = (value / 1000.0, unit + 1);
    }
    format!("{value:.1} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn sizes_read_well() {
        let sizes = [0, 999, 1000, 1449, 999_949, 999_950, 2_147_483_648];
        let texts = ["0 B", "999 B", "1.0 kB", "1.4 kB", "999.9 kB", "1.0 MB", "2.1 GB"];
        assert_eq!(sizes.map(bytes), texts);
    }
}
