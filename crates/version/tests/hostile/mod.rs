//! Messages that cost other parsers minutes, or a draft of ours: what is quadratic in their length or depth.

/// Messages of about `size` bytes, each with a name.
pub(crate) fn messages(size: usize) -> Vec<(&'static str, String)> {
    let fill = |unit: &str| unit.repeat(size / unit.len());
    let body = |unit: &str| format!("feat: a thing\n\n{}", fill(unit));
    vec![
        ("word", body("x")),
        ("word-with-breaks", body("feat(x")),
        ("references", body("#1 ")),
        ("references-of-names", body("a/b#1,")),
        ("subject", format!("feat: {}", fill("long "))),
        ("type", fill("x")),
        ("scope", format!("feat({}", fill("x: "))),
        ("reverts", fill("Revert \"")),
        ("typed-reverts", fill("revert: ")),
        ("numbered-reverts", format!("{}{}", "Revert \"".repeat(64), fill("(#1)\" "))),
        ("squash", body("* feat: a b\n")),
        ("squash-with-numbers", body("* feat: a b (#1)\n")),
        ("squash-with-slips", body("* feat:a b\n")),
        ("open-numbers", fill("(#1")),
        ("numbers", fill(" (#1)")),
        ("digits", format!("feat: x (#{})", fill("1"))),
        ("breaking", body("BREAKING CHANGE: x\n")),
        ("breaking-slips", body("breaking change: x\n")),
        ("breaking-list", body("* BREAKING CHANGE: x\n")),
        ("backticks", body("`")),
        ("fences", body("```\n")),
        ("blank", body("\n")),
        ("blank-windows", body("\r\n")),
        ("spaces", body(" ")),
        ("footers", body("Refs: 1234567, 1234567\n")),
        ("reverted-ids", body("This reverts commit 1234567, 1234567.\n")),
        ("reverted-numbers", body("Reverts a/b#1\n")),
        ("colons", body("a: ")),
        ("slips", body("feat(x: \n\n")),
        ("brackets", fill("[skip release")),
        ("emoji", fill("✨")),
        ("foreign-types", body("* é: a b\n")),
    ]
}
