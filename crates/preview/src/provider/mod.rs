//! The address of a preview in what the command prints that made it.

mod cloudflare;
mod netlify;
mod vercel;

use deploy_kit_core::hook::Stream;
use regex_lite::Regex;

/// What a command has printed, without the colours of a terminal.
#[derive(Debug, Default)]
pub struct Output {
    /// All of it. In which order lines of different streams came is not sure.
    all: String,
    /// What went to standard output: many programs print their answer there, and links to their pages elsewhere.
    out: String,
}

impl Output {
    /// Adds a line.
    pub fn push(&mut self, stream: Stream, line: &str) {
        let line = plain(line) + "\n";
        if stream == Stream::Out {
            self.out.push_str(&line);
        }
        self.all.push_str(&line);
    }
}

/// How a provider's program says where a preview is: patterns of the address, the surest first. What counts is the first
/// group, or all of it, of the last one that is printed.
type Patterns = &'static [&'static str];

/// All of them.
const PROVIDERS: [Patterns; 3] = [vercel::PATTERNS, netlify::PATTERNS, cloudflare::PATTERNS];

/// Any address.
const ADDRESS: &str = r#"https?://[^\s<>"'`\x1b]+"#;

/// Finds the address: by the pattern that was given, else by those of the providers, else the last one of standard
/// output, else the last one of all.
#[must_use]
pub fn address(output: &Output, pattern: Option<&Regex>) -> Option<String> {
    if let Some(pattern) = pattern {
        return last(pattern, &output.all);
    }
    let known = PROVIDERS.into_iter().flatten().map(|pattern| (pattern, &output.all));
    let any = [(&ADDRESS, &output.out), (&ADDRESS, &output.all)];
    known.chain(any).find_map(|(pattern, text)| last(&Regex::new(pattern).ok()?, text))
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

    /// The address in what went to standard output.
    pub(super) fn address(text: &str, pattern: Option<&Regex>) -> Option<String> {
        let mut output = Output::default();
        text.lines().for_each(|line| output.push(Stream::Out, line));
        super::address(&output, pattern)
    }

    #[test]
    fn an_answer_goes_before_a_log_whichever_comes_last() {
        let mut output = Output::default();
        output.push(Stream::Out, "https://pr-7.example.com");
        output.push(Stream::Err, "inspect it at https://example.com/dashboard");
        assert_eq!(super::address(&output, None).as_deref(), Some("https://pr-7.example.com"));
        let mut logged = Output::default();
        logged.push(Stream::Err, "live at https://pr-8.example.com");
        logged.push(Stream::Out, "done");
        assert_eq!(super::address(&logged, None).as_deref(), Some("https://pr-8.example.com"));
    }

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
