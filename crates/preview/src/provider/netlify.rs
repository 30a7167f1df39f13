//! Netlify: `netlify deploy` prints a draft's address between those of its logs.

pub(super) const PATTERNS: super::Patterns = &[
    r"(?i)draft url:\s*<?(https://[^\s<>]+)",
    r"https://[\w-]+--[\w-]+\.netlify\.app\b",
    r"https://[\w-]+\.netlify\.app\b",
];

#[cfg(test)]
mod tests {
    #[test]
    fn the_draft_and_not_the_logs() {
        let output = "\
Build logs:         https://app.netlify.com/projects/shop/deploys/65f0c1
Function logs:      https://app.netlify.com/projects/shop/logs/functions?scope=deploy:65f0c1
Website draft URL:  https://65f0c1--shop.netlify.app

If everything looks good on your draft URL, deploy it to your main project URL with the --prod flag:
";
        let found = super::super::tests::address(output, None);
        assert_eq!(found.as_deref(), Some("https://65f0c1--shop.netlify.app"));
    }
}
