//! Vercel: `vercel deploy` prints the address alone on standard output, and pages of its dashboard on standard error.

pub(super) const PATTERNS: super::Patterns = &[r"https://[\w-]+(?:\.[\w-]+)*\.vercel\.app\b"];

#[cfg(test)]
mod tests {
    #[test]
    fn the_preview_and_not_the_dashboard() {
        let output = "\
Vercel CLI 50.1.3
Inspect: https://vercel.com/acme/shop/8fGh2kLmNoPq [2s]
Preview: https://shop-3x9k2a1bc-acme.vercel.app [38s]
To deploy to production (shop.example.com), run `vercel --prod`
";
        let found = super::super::tests::address(output, None);
        assert_eq!(found.as_deref(), Some("https://shop-3x9k2a1bc-acme.vercel.app"));
    }
}
