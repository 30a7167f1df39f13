//! A badge: as SVG, and as the JSON from which shields.io draws one.

use serde_json::json;

use crate::markup::escaped;
use crate::model::Percent;

/// The badge as SVG, 20 pixels high, as shields.io draws its flat ones.
#[must_use]
pub fn svg(label: &str, percent: Percent) -> String {
    let (message, colour) = (message(percent), Colour::of(percent));
    let left = if label.is_empty() { 0 } else { text_width(label) + 2 * PADDING };
    let right = text_width(&message) + 2 * PADDING;
    let width = left + right;
    let name = if label.is_empty() { message.clone() } else { format!("{label}: {message}") };
    let name = escaped(&name);
    let texts = text(label, 0, left) + &text(&message, left, right);
    let fill = colour.hex();
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" aria-label="{name}">
<title>{name}</title>
<linearGradient id="shade" x2="0" y2="100%"><stop offset="0" stop-color="#bbb" stop-opacity=".1"/><stop offset="1" stop-opacity=".1"/></linearGradient>
<clipPath id="round"><rect width="{width}" height="20" rx="3"/></clipPath>
<g clip-path="url(#round)"><rect width="{left}" height="20" fill="#555"/><rect x="{left}" width="{right}" height="20" fill="{fill}"/><rect width="{width}" height="20" fill="url(#shade)"/></g>
<g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="110" text-rendering="geometricPrecision">
{texts}</g>
</svg>
"##
    )
}

/// The JSON of shields.io's endpoint badge, `https://img.shields.io/endpoint?url=…` with its address
/// (<https://shields.io/badges/endpoint-badge>).
#[must_use]
pub fn endpoint(label: &str, percent: Percent) -> String {
    let (message, colour) = (message(percent), Colour::of(percent));
    json!({ "schemaVersion": 1, "label": label, "message": message, "color": colour.name() }).to_string()
}

/// `87.3%`, cut; without a decimal that is 0.
pub(crate) fn message(percent: Percent) -> String {
    percent
        .cut(1)
        .map_or_else(|| "n/a".to_owned(), |cut| format!("{}%", cut.strip_suffix(".0").unwrap_or(&cut)))
}

/// The colours that shields.io has for coverage (`services/color-formatters.js`, `coveragePercentage`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Colour {
    BrightGreen,
    Green,
    YellowGreen,
    Yellow,
    Red,
    LightGrey,
}

impl Colour {
    fn of(percent: Percent) -> Self {
        let Some(whole) = percent.parts(100) else { return Self::LightGrey };
        match whole {
            _ if percent.covered() == 0 => Self::Red,
            0..80 => Self::Yellow,
            80..90 => Self::YellowGreen,
            90..100 => Self::Green,
            _ => Self::BrightGreen,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::BrightGreen => "brightgreen",
            Self::Green => "green",
            Self::YellowGreen => "yellowgreen",
            Self::Yellow => "yellow",
            Self::Red => "red",
            Self::LightGrey => "lightgrey",
        }
    }

    fn hex(self) -> &'static str {
        match self {
            Self::BrightGreen => "#4c1",
            Self::Green => "#97ca00",
            Self::YellowGreen => "#a4a61d",
            Self::Yellow => "#dfb317",
            Self::Red => "#e05d44",
            Self::LightGrey => "#9f9f9f",
        }
    }
}

/// Pixels before and after a text.
const PADDING: u64 = 5;

/// A text in the middle of its part, with a shadow. It is drawn at ten times its size and scaled, so that its length can be
/// told to a tenth of a pixel: with another font than Verdana it still fits.
fn text(text: &str, start: u64, width: u64) -> String {
    if text.is_empty() {
        return String::new();
    }
    let (middle, length) = (10 * start + 5 * width, 10 * (width - 2 * PADDING));
    let text = escaped(text);
    let place = format!(r#"transform="scale(.1)" textLength="{length}""#);
    format!(
        r##"<text aria-hidden="true" x="{middle}" y="150" fill="#010101" fill-opacity=".3" {place}>{text}</text><text x="{middle}" y="140" {place}>{text}</text>
"##
    )
}

/// Pixels of a text in Verdana at 11 pixels, an odd number: so its middle falls on a pixel.
fn text_width(text: &str) -> u64 {
    let thousandths: u64 = text.chars().map(|character| 11 * advance(character)).sum();
    (thousandths / 1000) | 1
}

/// Thousandths of the font's size that a character takes in Verdana. Of others than ASCII it is a guess, on the safe side.
fn advance(character: char) -> u64 {
    let at = (character as usize).checked_sub(0x20);
    match at.and_then(|at| ADVANCES.get(at)) {
        Some(advance) => u64::from(*advance),
        None if (character as u32) < 0x1100 => 800,
        None => 1000,
    }
}

/// From the blank to `~`.
#[rustfmt::skip]
const ADVANCES: [u16; 95] = [
    352, 394, 459, 818, 635, 1076, 726, 268, 455, 455, 635, 818, 364, 455, 364, 455, 635, 635, 635, 635,
    635, 635, 635, 635, 635, 635, 455, 455, 818, 818, 818, 545, 1000, 684, 685, 698, 771, 633, 575, 775,
    752, 421, 455, 693, 556, 843, 748, 787, 603, 787, 695, 684, 616, 732, 684, 989, 685, 615, 685, 455,
    455, 455, 818, 635, 635, 601, 623, 521, 623, 595, 352, 623, 633, 275, 345, 592, 275, 973, 633, 607,
    623, 623, 426, 521, 394, 633, 592, 818, 592, 592, 525, 635, 455, 635, 818,
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use roxmltree::Document;

    use super::*;

    fn percent(covered: u64, total: u64) -> Percent {
        Percent::new(covered, total).unwrap()
    }

    #[test]
    fn colours_change_where_those_of_shields_do() {
        let of = |covered, total| Colour::of(percent(covered, total)).name();
        assert_eq!(of(0, 0), "lightgrey");
        assert_eq!((of(0, 9), of(1, 1_000_000)), ("red", "yellow"));
        assert_eq!((of(7_999, 10_000), of(8, 10)), ("yellow", "yellowgreen"));
        assert_eq!((of(8_999, 10_000), of(9, 10)), ("yellowgreen", "green"));
        assert_eq!((of(9_999_999, 10_000_000), of(7, 7)), ("green", "brightgreen"));
    }

    #[test]
    fn a_percentage_is_cut_and_nothing_is_not_applicable() {
        let shown: Vec<_> = [(873, 1000), (2, 3), (87, 100), (9_999, 10_000), (1, 1), (0, 1), (0, 0)]
            .map(|(covered, total)| message(percent(covered, total)))
            .into();
        assert_eq!(shown, ["87.3%", "66.6%", "87%", "99.9%", "100%", "0%", "n/a"]);
    }

    #[test]
    fn the_endpoint_is_what_shields_takes() {
        let text = endpoint("a \"b\"", percent(873, 1000));
        assert_eq!(text, r#"{"schemaVersion":1,"label":"a \"b\"","message":"87.3%","color":"yellowgreen"}"#);
    }

    #[test]
    fn widths_are_those_of_shields() {
        // Of badges that it drew.
        assert_eq!((text_width("coverage"), text_width("87%"), text_width("100%")), (51, 25, 33));
    }

    #[test]
    fn it_is_drawn_so() {
        insta::assert_snapshot!(svg("coverage", percent(873, 1000)), @r##"
        <svg xmlns="http://www.w3.org/2000/svg" width="108" height="20" role="img" aria-label="coverage: 87.3%">
        <title>coverage: 87.3%</title>
        <linearGradient id="shade" x2="0" y2="100%"><stop offset="0" stop-color="#bbb" stop-opacity=".1"/><stop offset="1" stop-opacity=".1"/></linearGradient>
        <clipPath id="round"><rect width="108" height="20" rx="3"/></clipPath>
        <g clip-path="url(#round)"><rect width="61" height="20" fill="#555"/><rect x="61" width="47" height="20" fill="#a4a61d"/><rect width="108" height="20" fill="url(#shade)"/></g>
        <g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="110" text-rendering="geometricPrecision">
        <text aria-hidden="true" x="305" y="150" fill="#010101" fill-opacity=".3" transform="scale(.1)" textLength="510">coverage</text><text x="305" y="140" transform="scale(.1)" textLength="510">coverage</text>
        <text aria-hidden="true" x="845" y="150" fill="#010101" fill-opacity=".3" transform="scale(.1)" textLength="370">87.3%</text><text x="845" y="140" transform="scale(.1)" textLength="370">87.3%</text>
        </g>
        </svg>
        "##);
    }

    proptest! {
        #[test]
        fn any_label_is_shown_as_it_is_and_makes_no_elements(label: String, covered in 0_u64..9, missed in 0_u64..9) {
            let percent = percent(covered, covered + missed);
            let text = svg(&label, percent);
            let document = Document::parse(&text).unwrap();
            let texts: Vec<_> = document.descendants().filter(|node| node.has_tag_name("text")).collect();
            prop_assert_eq!(texts.len(), if label.is_empty() { 2 } else { 4 });
            let shown = label.replace(crate::markup::is_unwritable, "\u{fffd}");
            let named = document.root_element().attribute("aria-label").unwrap();
            prop_assert!(named.starts_with(&shown) && named.ends_with(&message(percent)));
            prop_assert_eq!(document.descendants().filter(|node| node.is_element()).count(), 12 + texts.len());
            let endpoint: serde_json::Value = serde_json::from_str(&endpoint(&label, percent)).unwrap();
            prop_assert_eq!(endpoint["label"].as_str(), Some(label.as_str()));
        }
    }
}
