//! An address as a QR code that GitHub shows.
//!
//! In a comment it shows neither SVG nor pictures that stand in the comment itself; squares of text have gaps between
//! their lines, which no reader of QR codes forgives; and a picture from elsewhere would tell that place who looks at
//! which preview. What it does draw is mathematics: a code is black rules on a white one, so that it reads the same on
//! light and dark pages.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// Modules of light around the code. The standard asks for four; with two what is in use reads it.
const QUIET: usize = 2;

/// A module has half an em. In hundredths, as all lengths are here.
const MODULE: usize = 50;

/// Rules are that much higher than their rows, so that nothing shows between two of them.
const OVERLAP: usize = 1;

/// The code as a block of Markdown; `None` for an address that is too long for one.
pub(crate) fn code(url: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(url, EcLevel::L).ok()?;
    let (width, colors) = (code.width(), code.to_colors());
    let side = em(width + 2 * QUIET, 0);
    let mut drawn = format!(r"\color{{white}}\rule{{{side}}}{{{side}}}\kern-{side}\color{{black}}");
    for (row, colors) in colors.chunks(width).enumerate() {
        let base = em(QUIET + width - 1 - row, 0);
        let (mut column, mut at) = (0, 0);
        while column < width {
            let dark = colors[column..].iter().take_while(|color| **color == Color::Dark).count();
            if dark == 0 {
                column += 1;
                continue;
            }
            let skipped = em(QUIET + column - at, 0);
            // Writing to a text cannot fail.
            let _ = write!(drawn, r"\kern{skipped}\rule[{base}]{{{}}}{{{}}}", em(dark, 0), em(1, OVERLAP));
            column += dark;
            at = QUIET + column;
        }
        if at > 0 {
            let _ = write!(drawn, r"\kern-{}", em(at, 0));
        }
    }
    // As wide as it is drawn, so that it stands in the middle.
    Some(format!("```math\n{drawn}\\kern{side}\n```"))
}

/// So many modules, and hundredths of an em, as TeX writes a length.
fn em(modules: usize, more: usize) -> String {
    let hundredths = modules * MODULE + more;
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    format!("{}em", text.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws as TeX would, a pixel for each tenth of an em, and reads the code.
    fn read(block: &str) -> String {
        let tex = block.strip_prefix("```math\n").unwrap().strip_suffix("\n```").unwrap();
        let tenths =
            |text: &str| (text.strip_suffix("em").unwrap().parse::<f64>().unwrap() * 10.0).floor() as i64;
        let (mut x, mut is_dark, mut side, mut pixels) = (0, false, 0, Vec::new());
        for command in tex.split('\\').skip(1) {
            if let Some(length) = command.strip_prefix("kern") {
                x += tenths(length);
            } else if let Some(color) = command.strip_prefix("color") {
                is_dark = color == "{black}";
            } else {
                let rule = command.strip_prefix("rule").unwrap();
                let (raised, rest) =
                    rule.strip_prefix('[').map_or(("0em", rule), |rest| rest.split_once(']').unwrap());
                let (width, height) = rest[1..rest.len() - 1].split_once("}{").unwrap();
                let (y, width, height) = (tenths(raised), tenths(width), tenths(height));
                if side == 0 {
                    (side, pixels) = (width, vec![0; usize::try_from(width * width).unwrap()]);
                }
                for (row, column) in
                    (y..y + height).flat_map(|row| (x..x + width).map(move |column| (row, column)))
                {
                    // TeX counts from the bottom.
                    let pixel = &mut pixels[usize::try_from((side - 1 - row) * side + column).unwrap()];
                    *pixel = if is_dark { 0 } else { 255 };
                }
                x += width;
            }
        }
        let side = usize::try_from(side).unwrap();
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| pixels[y * side + x]);
        let grids = image.detect_grids();
        grids[0].decode().unwrap().1
    }

    #[test]
    fn what_is_drawn_is_read_as_the_address() {
        for url in [
            "https://a.dev",
            "https://shop-3x9k2a1bc-acme-widgets-team.vercel.app/",
            "https://65f0c1a2b3c4d5e6f7a8b9c0--some-long-project-name.netlify.app/path?x=1&y=%20#z",
        ] {
            assert_eq!(read(&code(url).unwrap()), url);
        }
    }

    #[test]
    fn one_that_is_too_long_has_none() {
        assert_eq!(code(&format!("https://a.dev/{}", "a".repeat(3000))), None);
    }
}
