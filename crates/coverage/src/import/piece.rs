//! The pieces of a pattern, and the globs that they make.

use super::pattern::Reason;

/// A piece of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// This character; not `/`.
    Is(char),
    /// `/`
    Slash,
    /// Any one character of a name.
    One,
    /// Any characters of a name.
    Within,
    /// Any characters, `/` included.
    Any,
    /// Folders in front, or none.
    Folders,
    /// One of some characters, as globs write it.
    Class(String),
    /// One of some texts.
    Either(Vec<String>),
}

/// More globs than one pattern is worth.
const MOST: usize = 8;

/// An ending of a file's name is no longer than this.
const LONGEST_ENDING: usize = 8;

impl Piece {
    pub(super) fn of(c: char) -> Self {
        if c == '/' { Self::Slash } else { Self::Is(c) }
    }

    /// A class by what is between its brackets: of what is not in `negated`, if it is.
    pub(super) fn class(negated: Option<&str>, class: &str) -> Result<Self, Reason> {
        let set = negated.unwrap_or(class);
        if set.is_empty() || set.contains(['/', '\\', '[', ']', '!', '^']) {
            return Err("it has a class of characters that globs write in no way".to_owned());
        }
        Ok(Self::Class(format!("[{}{set}]", if negated.is_some() { "!" } else { "" })))
    }
}

/// The globs for pieces: of a whole path, or of what paths begin with.
pub(super) fn globs(pieces: &[Piece], is_whole: bool) -> Result<Vec<String>, Reason> {
    let mut pieces = joined(pieces);
    if !is_whole {
        open(&mut pieces);
    }
    let mut globs = vec![String::new()];
    for (at, piece) in pieces.iter().enumerate() {
        let starts = at == 0 || matches!(pieces[at - 1], Piece::Slash | Piece::Folders);
        let next = pieces.get(at + 1);
        let either: Vec<String> = match piece {
            Piece::Any => match (starts, next) {
                (true, None | Some(Piece::Slash)) => vec!["**".to_owned()],
                (true, Some(_)) => vec!["**/*".to_owned()],
                (false, Some(Piece::Slash)) => vec!["*/**".to_owned()],
                (false, None) => vec!["*".to_owned(), "*/**".to_owned()],
                (false, Some(_)) => vec!["*".to_owned(), "*/**/*".to_owned()],
            },
            Piece::Is(c) => vec![escaped(*c)],
            Piece::Slash => vec!["/".to_owned()],
            Piece::One => vec!["?".to_owned()],
            Piece::Within => vec!["*".to_owned()],
            Piece::Folders => vec!["**/".to_owned()],
            Piece::Class(class) => vec![class.clone()],
            Piece::Either(texts) => {
                let texts: Vec<String> =
                    texts.iter().map(|text| text.chars().map(escaped).collect()).collect();
                vec![format!("{{{}}}", texts.join(","))]
            }
        };
        globs = globs.iter().flat_map(|glob| either.iter().map(move |end| format!("{glob}{end}"))).collect();
        if globs.len() > MOST {
            return Err("it takes more globs than can be read: write those that are meant".to_owned());
        }
    }
    Ok(globs)
}

/// `*` beside what takes more is that.
fn joined(pieces: &[Piece]) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (joined.last(), piece) {
            (Some(Piece::Any), Piece::Any | Piece::Within) | (Some(Piece::Within), Piece::Within) => {}
            (Some(Piece::Within), Piece::Any) => {
                joined.pop();
                joined.push(Piece::Any);
            }
            (_, piece) => joined.push(piece.clone()),
        }
    }
    joined
}

/// Makes pieces that paths begin with some of whole paths: a file by its name's ending, otherwise a folder. A path of
/// texts alone stays as it is: for the gate it is a file and a folder.
fn open(pieces: &mut Vec<Piece>) {
    let name = pieces.iter().rposition(|piece| matches!(piece, Piece::Slash | Piece::Folders));
    let name = &pieces[name.map_or(0, |at| at + 1)..];
    let is_text = |piece: &Piece| match piece {
        Piece::Is(c) => escaped(*c).len() == c.len_utf8(),
        piece => *piece == Piece::Slash,
    };
    if pieces.iter().all(is_text) || matches!(name, [.., Piece::Any]) || has_ending(name) {
        return;
    }
    if !name.is_empty() && name.iter().all(|piece| matches!(piece, Piece::Is(_) | Piece::Either(_))) {
        pieces.push(Piece::Slash);
    }
    pieces.push(Piece::Any);
}

/// Whether a name ends as those of files do: a point, then letters.
fn has_ending(name: &[Piece]) -> bool {
    let Some(point) = name.iter().rposition(|piece| *piece == Piece::Is('.')) else { return false };
    let ending = &name[point + 1..];
    let is_letter = |piece: &Piece| match piece {
        Piece::Is(c) => c.is_ascii_alphanumeric(),
        Piece::Either(_) => true,
        _ => false,
    };
    let has_letter = !matches!(ending.first(), None | Some(Piece::Is('0'..='9')));
    point > 0 && has_letter && ending.len() <= LONGEST_ENDING && ending.iter().all(is_letter)
}

fn escaped(c: char) -> String {
    if "*?[]{}!\\".contains(c) { format!("\\{c}") } else { c.to_string() }
}
