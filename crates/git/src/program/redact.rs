//! Taking secrets out of what git says.

/// What stands where a secret was.
const MASK: &str = "***";

/// The secrets to look for.
pub(crate) struct Redaction {
    secrets: Vec<String>,
}

impl Redaction {
    /// Looks for the token, as it is and as it is sent.
    pub(crate) fn new(token: Option<&str>) -> Self {
        let token = token.filter(|token| !token.is_empty());
        let forms =
            token.map(|token| [base64(format!("x-access-token:{token}").as_bytes()), token.to_owned()]);
        Self { secrets: forms.into_iter().flatten().collect() }
    }

    /// The line without the secrets, and without user names and passwords in URLs.
    pub(crate) fn apply(&self, line: &str) -> String {
        let mut line = line.to_owned();
        for secret in &self.secrets {
            line = line.replace(secret, MASK);
        }
        without_users(&line)
    }
}

/// `https://user:password@host/` becomes `https://***@host/`.
fn without_users(line: &str) -> String {
    let mut clean = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        clean.push_str(before);
        let end = after.find(['/', ' ', '\'', '"', '?', '#']).unwrap_or(after.len());
        rest = match after[..end].rfind('@') {
            Some(user) => {
                clean.push_str(MASK);
                &after[user..]
            }
            None => after,
        };
    }
    clean.push_str(rest);
    clean
}

/// RFC 4648, section 4.
pub(super) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            let value = bits >> (18 - 6 * digit) & 0x3f;
            text.push(if digit > chunk.len() { '=' } else { char::from(ALPHABET[value as usize]) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes_as_the_rfc_does() {
        for (plain, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
    }

    #[test]
    fn takes_secrets_out() {
        let redaction = Redaction::new(Some("s3cret"));
        for (line, expected) in [
            ("fatal: s3cret is wrong", "fatal: *** is wrong"),
            ("header eC1hY2Nlc3MtdG9rZW46czNjcmV0", "header ***"),
            ("to 'https://me:pw@host/a' and ssh://git@host", "to 'https://***@host/a' and ssh://***@host"),
            ("https://host/a@b", "https://host/a@b"),
            ("plain", "plain"),
        ] {
            assert_eq!(redaction.apply(line), expected);
        }
        assert_eq!(Redaction::new(Some("")).apply("plain"), "plain");
    }
}
