//! What stands around every page.

use std::fmt;

use super::text::{Attribute, Text};

/// A page, complete.
pub(super) struct Frame<'a, B> {
    /// What the window is called.
    pub(super) title: &'a str,
    /// What leads from the page to the folder's top: empty, or `../`.
    pub(super) top: &'a str,
    /// What the page is, for the style.
    pub(super) kind: &'a str,
    /// The script of such pages.
    pub(super) script: &'a str,
    /// Its keys: what each does.
    pub(super) keys: &'a [(&'a str, &'a str)],
    /// What it shows.
    pub(super) body: B,
}

/// Nothing but the folder itself: no other host, no script or style within a page. `'self'` is not the folder for every
/// browser that reads from a disk, `file:` is.
const POLICY: &str = "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src data:; \
    base-uri 'none'; form-action 'none'";

impl<B: fmt::Display> fmt::Display for Frame<'_, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { title, top, kind, script, keys, body } = self;
        write!(
            f,
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n\
             <title>{}</title>\n<link rel=\"icon\" href=\"data:,\">\n\
             <link rel=\"stylesheet\" href=\"{top}report.css\">\n\
             <script src=\"{top}keys.js\" defer></script>\n<script src=\"{top}{script}\" defer></script>\n\
             </head>\n<body class=\"{kind}\">\n{body}",
            Text(title)
        )?;
        f.write_str(
            "<dialog id=\"keys\" aria-labelledby=\"keys-title\">\n<h2 id=\"keys-title\">Keys</h2>\n<dl>\n",
        )?;
        for (key, what) in keys.iter().chain(&[("?", "these keys"), ("Esc", "close")]) {
            write!(f, "<div><dt>")?;
            for key in key.split(' ') {
                write!(f, "<kbd>{}</kbd>", Text(key))?;
            }
            writeln!(f, "</dt><dd>{}</dd></div>", Text(what))?;
        }
        f.write_str(
            "</dl>\n<form method=\"dialog\"><button>Close</button></form>\n</dialog>\n</body>\n</html>\n",
        )
    }
}

/// A link of a stranger's text.
pub(super) struct Link<'a>(pub(super) &'a str, pub(super) &'a str);

impl fmt::Display for Link<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<a href=\"{}\">{}</a>", Attribute(self.0), Text(self.1))
    }
}

/// What leads to a folder or file in the tree: a fragment of `index.html`.
pub(super) fn fragment(path: &str) -> String {
    path.bytes().fold("#/".to_owned(), |mut fragment, byte| {
        match byte {
            b'/' | b'.' | b'-' | b'_' => fragment.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => fragment.push(char::from(byte)),
            byte => fragment.push_str(&format!("%{byte:02X}")),
        }
        fragment
    })
}

/// A bar of what was hit, partial and missed. Sizes are attributes of a drawing: the policy allows no style in a page.
pub(super) struct Bar(pub(super) super::figure::Shares);

impl fmt::Display for Bar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shares = self.0;
        let total = shares.total();
        f.write_str(
            "<svg class=\"bar\" viewBox=\"0 0 1000 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">",
        )?;
        let mut left = 0;
        for (class, part) in [("h", shares.hit), ("p", shares.partial), ("m", shares.missed)] {
            if part > 0 {
                // One part in a thousand at least: the little that is missed is what people look for.
                let width = u64::try_from(u128::from(part) * 1000 / u128::from(total)).unwrap_or(0).max(1);
                let start = left.min(1000 - width.min(1000));
                write!(f, "<rect class=\"{class}\" x=\"{start}\" width=\"{width}\" height=\"1\"/>")?;
                left += width;
            }
        }
        f.write_str("</svg>")
    }
}
