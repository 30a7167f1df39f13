//! The address of a preview in what the command prints that made it.

mod cloudflare;
mod netlify;
mod vercel;

use regex_lite::Regex;

/// How a provider's program says where a preview is: patterns of the address, the surest first. What counts is the first
/// group, or all of it, of the last one that is printed.
type Patterns = &'static [&'static str];

/// All of them.
const PROVIDERS: [Patterns; 3] = [vercel::PATTERNS, netlify::PATTERNS, cloudflare::PATTERNS];

/// Any address.
const ADDRESS: &str = r#"https?://[^\s<>"'`\x1b]+"#;

/// Finds the address: by the pattern that was given, else by those of the providers, else the last one of all.
#[must_use]
pub fn address(output: &str, pattern: Option<&Regex>) -> Option<String> {
    let output = plain(output);
    if let Some(pattern) = pattern {
        return last(pattern, &output);
    }
    let known = PROVIDERS.into_iter().flatten().chain([&ADDRESS]);
    known.filter_map(|pattern| Regex::new(pattern).ok()).find_map(|pattern| last(&pattern, &output))
}

/// The last match: its first group, or all of it.
fn last(pattern: &Regex, output: &str) -> Option<String> {
    let found = pattern.captures_iter(output).last()?;
    let found = found.get(1).or_else(|| found.get(0))?;
    let address = found.as_str().trim_end_matches(['.', ',', ';', ')', ']', '>']);
    (!address.is_empty()).then(|| address.to_owned())
}

/// Without the colours of a terminal.
fn plain(output: &str) -> String {
    let mut plain = String::with_capacity(output.len());
    let mut rest = output;
    while let Some((before, after)) = rest.split_once("\x1b[") {
        plain.push_str(before);
        rest = after.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
        rest = rest.get(1..).unwrap_or_default();
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_of_ones_own_goes_first_and_its_group_is_the_address() {
        let output = "see https://example.com/docs\nurl=https://pr-7.example.com done";
        let pattern = Regex::new(r"url=(\S+)").unwrap();
        assert_eq!(address(output, Some(&pattern)).as_deref(), Some("https://pr-7.example.com"));
        let none = Regex::new("nothing").unwrap();
        assert_eq!(address(output, Some(&none)), None, "no other is taken for it");
    }

    #[test]
    fn without_one_it_is_the_last_address_without_what_ends_a_sentence() {
        let output =
            "built \x1b[32mhttps://one.example.com\x1b[0m\nlive at <https://two.example.com/a?b=c>.\n";
        assert_eq!(address(output, None).as_deref(), Some("https://two.example.com/a?b=c"));
        assert_eq!(address("nothing to see", None), None);
    }
}
