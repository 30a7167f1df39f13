//! The words of a document.

/// A word.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Name(String),
    Number(String),
    Text(String),
    /// `{ } ( ) [ ] : = ! $ @ | &`, or `.` for an ellipsis.
    Sign(char),
}

/// The words of a text.
///
/// # Errors
///
/// The character that is none of the language's.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start_matches('\u{feff}');
    while let Some(c) = rest.chars().next() {
        rest = match c {
            ' ' | '\t' | '\n' | '\r' | ',' => &rest[1..],
            '#' => rest.find('\n').map_or("", |end| &rest[end..]),
            '.' if rest.starts_with("...") => {
                tokens.push(Token::Sign('.'));
                &rest[3..]
            }
            '"' => {
                let (text, after) = string(rest).ok_or("a string does not end")?;
                tokens.push(Token::Text(text));
                after
            }
            '{' | '}' | '(' | ')' | '[' | ']' | ':' | '=' | '!' | '$' | '@' | '|' | '&' => {
                tokens.push(Token::Sign(c));
                &rest[1..]
            }
            _ if c == '_' || c.is_ascii_alphabetic() => {
                let (word, after) = split(rest, |c| c == '_' || c.is_ascii_alphanumeric());
                tokens.push(Token::Name(word.to_owned()));
                after
            }
            _ if c == '-' || c.is_ascii_digit() => {
                let (word, after) = split(rest, |c| c.is_ascii_alphanumeric() || "+-.".contains(c));
                tokens.push(Token::Number(word.to_owned()));
                after
            }
            _ => return Err(format!("Unexpected character: \"{c}\"")),
        };
    }
    Ok(tokens)
}

fn split(text: &str, part: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !part(c)).unwrap_or(text.len()))
}

/// The content of a string, and what follows it.
fn string(text: &str) -> Option<(String, &str)> {
    if let Some(block) = text.strip_prefix("\"\"\"") {
        let end = block.find("\"\"\"")?;
        return Some((block[..end].to_owned(), &block[end + 3..]));
    }
    let mut escaped = false;
    let end = text[1..].find(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    })? + 1;
    // The escapes are those of JSON.
    Some((serde_json::from_str(&text[..=end]).ok()?, &text[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_falls_into_words() {
        let words = tokens("#graphql\n{ a(b: \"x\\n\\\"\", c: -1.5) ...F }").unwrap();
        assert_eq!(words.len(), 13);
        assert!(words.contains(&Token::Text("x\n\"".to_owned())));
        assert!(words.contains(&Token::Number("-1.5".to_owned())));
        assert!(tokens("{ % }").is_err());
        assert!(tokens("\"open").is_err());
    }
}
