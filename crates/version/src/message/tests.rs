use super::*;

fn headers(text: &str) -> Vec<String> {
    let message = Message::parse(text);
    message
        .changes
        .iter()
        .map(|change| {
            let scope = change.header.scope.map(|scope| format!("({scope})")).unwrap_or_default();
            let bang = if change.is_breaking() { "!" } else { "" };
            format!("{}{scope}{bang}: {}", change.header.kind, change.header.description)
        })
        .collect()
}

#[test]
fn a_header_needs_nothing_of_its_body() {
    assert_eq!(headers("feat!: x\n\nMIN(COALESCE(a,b)) : ( { \"\n\n)("), ["feat!: x"]);
    assert_eq!(headers("fix(core): y\nglued body"), ["fix(core): y"]);
    assert_eq!(headers("\n\n  Feat: z  \n"), ["Feat: z"]);
    assert_eq!(headers("тип(ядро)!: z\n\nbody"), ["тип(ядро)!: z"]);
}

#[test]
fn prose_is_no_header() {
    for line in ["std::fmt is used", "https://example.com", "Update the docs", "12: x", "a b: c", ": x", ""] {
        assert_eq!(headers(line), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn near_misses_have_names() {
    let cases = [
        ("feat:a", Some(NearMiss::NoSpace)),
        ("feat(): a", Some(NearMiss::EmptyScope)),
        ("feat( ): a", Some(NearMiss::EmptyScope)),
        ("feat a thing", Some(NearMiss::NoColon)),
        ("fix(core) a thing", Some(NearMiss::NoColon)),
        ("Fix the build", None),
        ("feat : a", Some(NearMiss::SpaceBeforeColon)),
        ("feat!(x): a", Some(NearMiss::BangBeforeScope)),
        ("feat:", Some(NearMiss::NoDescription)),
        ("[fix] a", Some(NearMiss::Bracketed)),
        ("✨ feat: a", Some(NearMiss::LeadingEmoji)),
        (":sparkles: feat: a", Some(NearMiss::LeadingEmoji)),
        ("fix: a\n\nbreaking change: b", Some(NearMiss::BreakingLowerCase)),
        ("fix: a\n\nBREAKING CHANGE b", Some(NearMiss::BreakingNoColon)),
        ("docs: a\n\nbreaking change avoided here", None),
        ("fix: a\n\n* BREAKING CHANGE: b", Some(NearMiss::BreakingInList)),
        ("feat: a", None),
    ];
    for (text, expected) in cases {
        assert_eq!(Message::parse(text).near_misses.first().copied(), expected, "{text}");
    }
}

#[test]
fn a_slip_is_named_once() {
    let message = Message::parse("fix: a\n\nbreaking change: b\nBREAKING CHANGE b\nbreaking change: c");
    assert_eq!(message.near_misses, [NearMiss::BreakingLowerCase, NearMiss::BreakingNoColon]);
}

#[test]
fn breaking_footers_count_wherever_a_line_starts_with_them() {
    assert_eq!(headers("fix: a\n\nBREAKING-CHANGE: b"), ["fix!: a"]);
    assert_eq!(headers("fix: a\nBREAKING CHANGE: glued"), ["fix!: a"]);
    assert_eq!(headers("plain title\n\nBREAKING CHANGE: b"), ["!: plain title"]);
    assert_eq!(headers("fix: a\n\n```\nBREAKING CHANGE: quoted\n```"), ["fix: a"]);
    let text = "fix: a\n\nBREAKING CHANGE: one\ntwo\n\nthree\nRefs: #1";
    assert_eq!(Message::parse(text).changes[0].breaking_text, Some("one\ntwo\n\nthree"));
}

#[test]
fn squash_bodies_are_split() {
    assert_eq!(
        headers("Add things (#12)\n\n* feat: add one\n\nwith words\n\n* fix!: mend two"),
        ["feat: add one", "fix!: mend two"]
    );
    assert_eq!(headers("fix: a b (#1)\n\n* fix: a b"), ["fix: a b (#1)"]);
    assert_eq!(
        headers("fix: one\n\nfeat: two more\n\nfix: three more\n\nBREAKING CHANGE: x"),
        ["fix: one", "feat: two more", "fix!: three more"]
    );
    assert_eq!(headers("fix: one\n\nfix: #12"), ["fix: one"]);
    assert_eq!(headers("chore: bump\n\nNotes of upstream:\n\n* feat: not ours at all"), ["chore: bump"]);
}

#[test]
fn the_title_of_a_merged_pull_request_counts() {
    let message = Message::parse("Merge pull request #12 from a/b\n\nfeat: title");
    assert_eq!((message.pull_request, message.changes[0].header.kind), (Some(12), "feat"));
}

#[test]
fn references_say_what_they_are() {
    let text = "feat: a, see o/r#3 (#12)\n\nCloses #4, #5 and #6. page#7 &#39; Fixes: #8";
    let message = Message::parse(text);
    let references: Vec<_> =
        message.changes[0].references.iter().map(|r| (r.repository, r.number, r.relation)).collect();
    assert_eq!(
        references,
        [
            (Some("o/r"), 3, Relation::Refs),
            (None, 12, Relation::Pull),
            (None, 4, Relation::Closes),
            (None, 5, Relation::Closes),
            (None, 6, Relation::Closes),
            (None, 8, Relation::Closes),
        ]
    );
}

#[test]
fn references_may_touch_each_other() {
    for (text, numbers) in
        [("Closes #4/r#3.", vec![4]), ("Fixes #4#5", vec![4]), ("Fixes #4,o/r#5", vec![4, 5])]
    {
        let text = format!("feat: a\n\n{text}");
        let references = Message::parse(&text).changes.remove(0).references;
        assert_eq!(references.iter().map(|r| r.number).collect::<Vec<_>>(), numbers, "{text}");
    }
}

#[test]
fn reverts_name_their_targets() {
    let cases = [
        ("Revert \"feat: a (#12)\" (#13)", "feat: a", 0),
        ("Reapply \"feat: a\"", "feat: a", 1),
        ("Revert \"Revert \"feat: a\" (#2)\" (#3)", "feat: a", 1),
        ("revert: feat: a", "feat: a", 0),
        ("revert(x): some text", "some text", 0),
    ];
    for (subject, base, depth) in cases {
        let title = Message::parse(subject).revert.and_then(|revert| revert.title);
        assert_eq!(title, Some(Title { base, depth }), "{subject}");
    }
    let message = Message::parse("x\n\nThis reverts commit 1234567 (feat: a, 2026-01-01).\nReverts o/r#12");
    let revert = message.revert.unwrap();
    assert_eq!((revert.ids, revert.pull_requests), (vec!["1234567"], vec![12]));
    assert!(Title::of("revert(x): some text").undone().unwrap().names(Title::of("feat(x): some text")));
}

#[test]
fn crlf_and_lone_cr_end_lines() {
    assert_eq!(headers("fix: a\r\n\r\nBREAKING CHANGE: b\r\nRefs: #1\r\n"), ["fix!: a"]);
    assert_eq!(headers("fix: a\r\rBREAKING CHANGE: b"), ["fix!: a"]);
}
