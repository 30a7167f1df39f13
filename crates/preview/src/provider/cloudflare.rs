//! Cloudflare: `wrangler pages deploy` ends with the address, `wrangler versions upload` names it, `wrangler deploy`
//! lists it.

pub(super) const PATTERNS: super::Patterns = &[
    r"(?i)take a peek over at\s+(https://\S+)",
    r"(?i)version preview url:\s+(https://\S+)",
    r"https://[\w-]+(?:\.[\w-]+)*\.(?:pages|workers)\.dev\b",
];

#[cfg(test)]
mod tests {
    use super::super::tests::address;

    #[test]
    fn of_pages() {
        let output = "\
Uploading... (12/12)
Success! Uploaded 12 files (1.37 sec)
Deployment complete! Take a peek over at https://4f2a91c3.shop.pages.dev
Deployment alias URL: https://topic.shop.pages.dev
";
        assert_eq!(address(output, None).as_deref(), Some("https://4f2a91c3.shop.pages.dev"));
    }

    #[test]
    fn of_workers() {
        let version = "Worker Version ID: 4f2a\nVersion Preview URL: https://4f2a-shop.acme.workers.dev\nsee https://developers.cloudflare.com/workers/\n";
        assert_eq!(address(version, None).as_deref(), Some("https://4f2a-shop.acme.workers.dev"));
        let deployed =
            "Deployed shop triggers (0.3 sec)\n  https://shop.acme.workers.dev\nCurrent Version ID: 4f2a\n";
        assert_eq!(address(deployed, None).as_deref(), Some("https://shop.acme.workers.dev"));
    }
}
