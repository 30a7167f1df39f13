use std::path::Path;

use serde_json::json;

use super::*;

fn render(text: &str) -> String {
    let context = json!({
        "title": "a *b*", "none": null, "entries": [{ "scope": "core", "description": "x" }], "url": "https://x.dev",
        "day": "2026-11-21", "id": "0123456789abcdef", "count": 2,
    });
    match Templates::new().override_text("page", "notes.md.j2", text).render("page", &context) {
        Ok(page) => page,
        Err(error) => format!("error: {error}"),
    }
}

#[test]
fn block_tags_leave_no_lines() {
    let page = "# {{ title|md }}\n\n{% for entry in entries %}\n  {% if entry.scope %}\n* **{{ entry.scope }}**\n  {% endif %}\n{% endfor %}\nend\n";
    assert_eq!(render(page), "# a \\*b\\*\n\n* **core**\nend\n");
}

#[test]
fn each_filter_of_the_list_works() {
    for (text, expect) in [
        ("{{ title|md }}{{ title|escape_md }}", r"a \*b\*a \*b\*"),
        ("{{ 'a|b'|code|cell }}", r"`a\|b`"),
        ("{{ 'x'|fence('sh') }}{{ 'y'|fence }}", "```sh\nx\n```\n```\ny\n```\n"),
        ("{{ title|link(url) }} {{ title|link(none) }}", r"[a \*b\*](https://x.dev) a \*b\*"),
        ("{{ '<b>'|html }}", "&lt;b&gt;"),
        ("{{ 'A b'|slug }}", "a-b"),
        ("{{ 'éa b'|upper_first }}{{ none|upper_first }}", "Éa b"),
        ("{{ 'src/a.rs: x'|upper_first }} {{ 'iOS x'|upper_first }}", "src/a.rs: x iOS x"),
        ("{{ day|date('%e %b %Y') }}", "21 Nov 2026"),
        ("{{ 'one two'|truncate(5) }} {{ 'one two'|truncate(5, end='..') }}", "one… one.."),
        ("{{ id|short }} {{ id|short(4) }}", "0123456 0123"),
        ("{{ count|plural('entry', 'entries') }}", "entries"),
        ("{{ none }}", ""),
    ] {
        assert_eq!(render(text), expect, "{text}");
    }
    let environment = environment(Escape::new());
    for filter in FILTERS {
        let known = environment.render_str(&format!("{{{{ 'x'|{} }}}}", filter.name), ());
        assert_ne!(
            known.err().map(|error| error.kind()),
            Some(minijinja::ErrorKind::UnknownFilter),
            "{}",
            filter.name
        );
        assert!(filter.usage.contains(filter.name));
    }
}

#[test]
fn errors_name_the_place_and_the_nearest_name() {
    for (text, expect) in [
        ("a\n{{ titel }}", "`titel` is not defined in `notes.md.j2`, line 2; did you mean `title`?"),
        (
            "{% for e in entries %}\n{{ e.scpoe }}\n{% endfor %}",
            "`e.scpoe` is not defined in `notes.md.j2`, line 2; did you mean `scope`?",
        ),
        (
            "{{ title|upper_frist }}",
            "unknown filter `upper_frist` in `notes.md.j2`, line 1; did you mean `upper_first`?",
        ),
        ("\n\n{% fi x %}", "unknown statement fi in `notes.md.j2`, line 3"),
        ("{% for x in y", "unexpected end of input, expected end of block in `notes.md.j2`, line 1"),
        ("{{ 'x'|date('%Y') }}", "`x` is not a date like `2026-11-21` in `notes.md.j2`, line 1"),
        ("{{ xyz.abc }}", "`xyz` is not defined in `notes.md.j2`, line 1"),
        ("{% include 'pgae' %}", "there is no template `pgae`; did you mean `page`?"),
    ] {
        assert_eq!(render(text), format!("error: {expect}"), "{text}");
    }
}

#[test]
fn a_users_template_stands_before_the_embedded_one_and_can_reach_it() {
    let templates = Templates::new().embed("page", "embedded\n").embed("part", "part\n");
    assert_eq!(templates.render("page", &()).unwrap(), "embedded\n");
    let templates = Templates::new().embed("page", "embedded\n").embed("part", "part\n").override_text(
        "page",
        "my.j2",
        "mine\n{% include 'builtin/page' %}\n{% include 'part' %}\n",
    );
    assert_eq!(templates.render("page", &()).unwrap(), "mine\nembedded\npart\n");
}

#[test]
fn a_users_file_is_read_or_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("my.md.j2");
    std::fs::write(&file, "{{ 1 + 1 }}\n").unwrap();
    let templates = Templates::new().override_file("page", &file).unwrap();
    assert_eq!(templates.render("page", &()).unwrap(), "2\n");
    let error = Templates::new().override_file("page", Path::new("no/such.j2")).unwrap_err();
    assert_eq!(error.to_string(), "cannot read the template `no/such.j2`");
    assert_eq!(templates.check("page").map_err(|error| error.to_string()), Ok(()));
}

#[test]
fn mentions_are_disarmed_where_the_page_notifies() {
    let templates =
        Templates::new().embed("page", "{{ 'by @name'|md }}").escaping(Escape::new().disarm_mentions());
    assert_eq!(templates.render("page", &()).unwrap(), "by @&#8203;name");
}

#[test]
fn strangers_cannot_write_templates() {
    assert_eq!(render("{{ '{{ title }}'|md }}"), "{{ title }}");
}
