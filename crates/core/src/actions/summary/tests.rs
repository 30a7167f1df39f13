use super::*;

/// Runs `act` on a summary file that holds `before`; gives what it holds afterwards.
fn written(before: &str, act: impl Fn(&Environment) -> Written) -> (Written, String) {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), before).unwrap();
    let environment = Environment::from_iter([(VARIABLE, file.path().to_str().unwrap())]);
    let written = act(&environment);
    (written, std::fs::read_to_string(file.path()).unwrap())
}

#[test]
fn blocks_are_apart() {
    let page = Summary::new()
        .heading(9, "a")
        .paragraph("b\n- c\n")
        .quote("d\ne")
        .list(["f", "g\nh"])
        .link("[i]", "https://x/(y)")
        .markdown("");
    assert_eq!(
        page.as_str(),
        "###### a\n\nb<br>\n\\- c\n\n> d<br>\n> e\n\n- f\n- g h\n\n[\\[i\\]](<https://x/(y)>)\n",
    );
}

#[test]
fn code_cannot_close_its_fence() {
    let page = Summary::new().code("rust <b>", "a\n````\n\u{1b}b\n\n");
    assert_eq!(page.as_str(), "`````rustb\na\n````\n␛b\n`````\n");
}

#[test]
fn tables_and_details_hold_text() {
    let inner =
        Summary::new().table([("A|B", Align::Center), ("C", Align::Left)], [["1\n2", "<i>"], ["", "x"]]);
    let page = Summary::new().details("<all> & \"more\"", &inner);
    assert_eq!(
        page.as_str(),
        "<details><summary>&lt;all&gt; &amp; &quot;more&quot;</summary>\n\n\
         | A\\|B | C |\n| :-: | :-- |\n| 1 2 | &lt;i&gt; |\n|  | x |\n\n</details>\n",
    );
}

#[test]
fn pages_are_appended_and_overwritten() {
    let page = Summary::new().paragraph("new");
    let append = |environment: &Environment| page.append(environment).unwrap();
    assert_eq!(written("", append), (Written::Whole, "new\n".to_owned()));
    assert_eq!(written("old\n", append).1, "old\n\nnew\n");
    assert_eq!(written("old", append).1, "old\n\nnew\n");
    let overwrite = |environment: &Environment| page.overwrite(environment).unwrap();
    assert_eq!(written("a longer old one\n", overwrite).1, "new\n");
}

#[test]
fn the_whole_file_stays_within_the_limit() {
    let page = Summary::new().code("", &"a line of code\n".repeat(40_000));
    let before = "x".repeat(SUMMARY_LIMIT / 2);
    let (fit, text) = written(&before, |environment| page.append(environment).unwrap());
    assert_eq!(fit, Written::Cut);
    assert!(text.len() <= SUMMARY_LIMIT && text.len() > SUMMARY_LIMIT - 64, "{}", text.len());
    assert!(text.ends_with("code\n```\n\n> … cut here: the summary of a step holds at most 1 MiB.\n"));
    let full = "x".repeat(SUMMARY_LIMIT - 1);
    let (fit, text) = written(&full, |environment| page.append(environment).unwrap());
    assert_eq!((fit, text.len()), (Written::Cut, SUMMARY_LIMIT - 1));
}

#[test]
fn a_missing_file_is_an_error() {
    let page = Summary::new();
    assert!(matches!(page.append(&Environment::default()), Err(SummaryError::NoFile)));
    let environment = Environment::from_iter([(VARIABLE, "/nonexistent/summary")]);
    assert!(matches!(page.append(&environment), Err(SummaryError::Write { .. })));
    assert_eq!(
        page.append(&environment).unwrap_err().to_string(),
        "cannot write to `/nonexistent/summary`, which `GITHUB_STEP_SUMMARY` names",
    );
}
