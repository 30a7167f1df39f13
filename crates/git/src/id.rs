//! The name of an object: twenty bytes, printed as forty hexadecimal digits.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

/// How many bytes an id has. Repositories with SHA-256 ids are refused on opening.
pub(crate) const LENGTH: usize = 20;

/// The id of a commit, tree, blob or tag object (SHA-1).
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id([u8; LENGTH]);

/// Text that is no id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not an object id: 40 hexadecimal digits are expected")]
pub struct ParseIdError {
    text: String,
}

impl Id {
    /// The id with these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; LENGTH]) -> Self {
        Self(bytes)
    }

    /// The twenty bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; LENGTH] {
        &self.0
    }

    /// The first `digits` hexadecimal digits (at most 40), as git abbreviates ids. Seven are customary.
    #[must_use]
    pub fn short(&self, digits: usize) -> String {
        let mut hex = self.to_string();
        hex.truncate(digits);
        hex
    }

    /// Reads the forty digits at the start of `hex`, as commit headers have them.
    pub(crate) fn from_hex(hex: &[u8]) -> Option<Self> {
        let hex = hex.get(..LENGTH * 2)?;
        let mut bytes = [0; LENGTH];
        for (byte, pair) in bytes.iter_mut().zip(hex.chunks_exact(2)) {
            let (high, low) = (DIGITS[usize::from(pair[0])], DIGITS[usize::from(pair[1])]);
            if (high | low) > 0xf {
                return None;
            }
            *byte = high << 4 | low;
        }
        Some(Self(bytes))
    }

    /// The id whose bytes are `bytes`, if there are twenty.
    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The first eight bytes as a number: ids are uniformly spread, so this is a perfect hash.
    pub(crate) fn prefix(&self) -> u64 {
        let [a, b, c, d, e, f, g, h, ..] = self.0;
        u64::from_le_bytes([a, b, c, d, e, f, g, h])
    }
}

/// The value of each byte as a hexadecimal digit; above 15 where it is none.
const DIGITS: [u8; 256] = {
    let mut table = [0xff; 256];
    let mut value = 0;
    while value < 16 {
        let digit = b"0123456789abcdef"[value];
        table[digit as usize] = value as u8;
        table[digit.to_ascii_uppercase() as usize] = value as u8;
        value += 1;
    }
    table
};

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut hex = [0; LENGTH * 2];
        for (pair, byte) in hex.chunks_exact_mut(2).zip(self.0) {
            pair[0] = b"0123456789abcdef"[usize::from(byte >> 4)];
            pair[1] = b"0123456789abcdef"[usize::from(byte & 0xf)];
        }
        f.pad(std::str::from_utf8(&hex).unwrap_or_default())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({self})")
    }
}

impl FromStr for Id {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        (text.len() == LENGTH * 2)
            .then(|| Self::from_hex(text.as_bytes()))
            .flatten()
            .ok_or_else(|| ParseIdError { text: text.to_owned() })
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEX: &str = "0123456789abcdef0123456789abcdef01234567";

    #[test]
    fn prints_what_it_reads() {
        let id: Id = HEX.parse().unwrap();
        assert_eq!(id.to_string(), HEX);
        assert_eq!(id.short(7), "0123456");
        assert_eq!(HEX.to_uppercase().parse(), Ok(id));
        assert_eq!(format!("{id:?}"), format!("Id({HEX})"));
    }

    #[test]
    fn refuses_what_is_no_id() {
        for text in ["", "0123", &format!("{HEX}0"), &HEX.replace('f', "g")] {
            let error = text.parse::<Id>().unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("`{text}` is not an object id: 40 hexadecimal digits are expected")
            );
        }
    }

    #[test]
    fn is_hexadecimal_in_json() {
        let id: Id = HEX.parse().unwrap();
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, format!("\"{HEX}\""));
        assert_eq!(serde_json::from_str::<Id>(&json).unwrap(), id);
    }
}
