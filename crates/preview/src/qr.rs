//! An address as a QR code of text. GitHub shows neither SVG nor pictures that stand in the comment itself, and a
//! picture from elsewhere would tell that place who looks at which preview.

use qrcode::{Color, EcLevel, QrCode};

/// Squares of fixed colours: the code reads the same on light and dark pages.
const DARK: &str = "⬛";
const LIGHT: &str = "⬜";

/// Modules of light around the code. The standard asks for four; with two what is in use reads it.
const QUIET: usize = 2;

/// The code as a block of Markdown; `None` for an address that is too long for one.
#[must_use]
pub(crate) fn code(url: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(url, EcLevel::L).ok()?;
    let width = code.width();
    let colors = code.to_colors();
    let at = |row: usize, column: usize| {
        let inside = (QUIET..QUIET + width).contains(&row) && (QUIET..QUIET + width).contains(&column);
        let is_dark = inside && colors[(row - QUIET) * width + column - QUIET] == Color::Dark;
        if is_dark { DARK } else { LIGHT }
    };
    let lines = (0..width + 2 * QUIET)
        .map(|row| (0..width + 2 * QUIET).map(|column| at(row, column)).collect::<String>());
    Some(format!("```text\n{}\n```", lines.collect::<Vec<_>>().join("\n")))
}
