//! Whether a stream shows colours, by the conventions that terminals and CI agree on.

use crate::actions::environment::Environment;

/// `NO_COLOR` (no-color.org) wins, then `CLICOLOR_FORCE` and `FORCE_COLOR`, then `CLICOLOR=0` and
/// `TERM=dumb`, then what the stream is.
pub(super) fn wanted(environment: &Environment, is_terminal: bool) -> bool {
    let forced = |name| environment.get(name).is_some_and(|value| !matches!(value, "0" | "false"));
    if environment.get("NO_COLOR").is_some() {
        return false;
    }
    if forced("CLICOLOR_FORCE") || forced("FORCE_COLOR") {
        return true;
    }
    let refused = environment.get("CLICOLOR") == Some("0")
        || environment.get("FORCE_COLOR").is_some()
        || environment.get("TERM") == Some("dumb");
    is_terminal && !refused
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_conventions_are_followed_in_order() {
        let check = |variables: &[(&str, &str)], is_terminal| {
            wanted(&variables.iter().copied().collect(), is_terminal)
        };
        assert!(check(&[], true));
        assert!(!check(&[], false));
        assert!(!check(&[("NO_COLOR", "1"), ("FORCE_COLOR", "1")], true));
        assert!(check(&[("NO_COLOR", ""), ("FORCE_COLOR", "1")], false));
        assert!(check(&[("CLICOLOR_FORCE", "1"), ("TERM", "dumb")], false));
        assert!(!check(&[("CLICOLOR_FORCE", "0")], false));
        assert!(!check(&[("FORCE_COLOR", "0")], true));
        assert!(!check(&[("CLICOLOR", "0")], true));
        assert!(!check(&[("TERM", "dumb")], true));
    }
}
