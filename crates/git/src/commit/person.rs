//! Who and when: `Name <email> seconds offset`, as header lines and trailers have it.

use serde::{Deserialize, Serialize};

/// A person as commits name them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Person {
    /// The name; may be empty.
    pub name: String,
    /// The e-mail address without angle brackets; may be empty.
    pub email: String,
}

impl Person {
    /// Reads `Name <email>`; what follows the address is left out. Without an address all is name.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let Some((name, rest)) = text.split_once('<') else {
            return Self { name: text.trim().to_owned(), email: String::new() };
        };
        // A damaged line may hold `>` in the date; git takes the first after `<`.
        let email = rest.split('>').next().unwrap_or_default();
        Self { name: name.trim().to_owned(), email: email.trim().to_owned() }
    }
}

/// A moment, and the clock that its author lived by.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Time {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// Minutes east of Greenwich.
    pub offset: i32,
}

impl Time {
    /// Reads the time at the end of a header line; a line without one is at zero, as in git.
    pub(super) fn parse(line: &[u8]) -> Self {
        let after = &line[after_email(line)..];
        let mut fields = after.split(u8::is_ascii_whitespace).filter(|field| !field.is_empty());
        Self { seconds: fields.next().map_or(0, number), offset: fields.next().map_or(0, offset) }
    }
}

/// The seconds at the end of a header line.
pub(super) fn seconds(line: &[u8]) -> i64 {
    let after = line[after_email(line)..].trim_ascii_start();
    let end = memchr::memchr(b' ', after).unwrap_or(after.len());
    number(&after[..end])
}

/// Where the e-mail address ends; names and addresses may hold digits and spaces, so search from the end.
fn after_email(line: &[u8]) -> usize {
    memchr::memrchr(b'>', line).map_or(line.len(), |at| at + 1)
}

fn number(digits: &[u8]) -> i64 {
    std::str::from_utf8(digits).ok().and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// Minutes for `+hhmm`.
fn offset(field: &[u8]) -> i32 {
    let value = i32::try_from(number(field)).unwrap_or(0);
    value / 100 * 60 + value % 100
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_people_and_times() {
        let line = "Ada Lovelace <ada@example.org> 1700000000 +0530";
        let person = Person::parse(line);
        assert_eq!((person.name.as_str(), person.email.as_str()), ("Ada Lovelace", "ada@example.org"));
        let time = Time::parse(line.as_bytes());
        assert_eq!((time.seconds, time.offset), (1_700_000_000, 330));
        assert_eq!(seconds(line.as_bytes()), 1_700_000_000);
        assert_eq!(Time::parse(b"A <b> 5 -0130").offset, -90);
    }

    #[test]
    fn bears_damaged_lines() {
        for line in ["", "<", ">", "name", "name <mail", "a <b> x y", "a <b> 99999999999999999999 +9"] {
            let _ = Person::parse(line);
            assert_eq!(seconds(line.as_bytes()), 0, "{line}");
            assert_eq!(Time::parse(line.as_bytes()).seconds, 0, "{line}");
        }
        assert_eq!(Person::parse("only a name").name, "only a name");
        assert_eq!(Person::parse("<a@b>"), Person { name: String::new(), email: "a@b".to_owned() });
    }
}
