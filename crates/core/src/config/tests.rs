use std::path::Path;

use super::*;

fn sections() -> Vec<Section> {
    let fields = vec![
        Field::new("channel", Kind::Text, "the channel"),
        Field::new("strict", Kind::Boolean, "refuse"),
        Field::new("zero", Kind::Choice(vec!["cargo".into(), "none".into()]), "0.x"),
        Field::new("ignore", Kind::List(Box::new(Kind::Text)), "globs"),
        Field::new("types", Kind::Map(Box::new(Kind::Choice(vec!["minor".into(), "none".into()]))), "bumps"),
    ];
    let file = vec![Field::new("path", Kind::Text, "a path"), Field::new("format", Kind::Text, "a format")];
    let files = Kind::List(Box::new(Kind::TextOr(file)));
    let package = vec![Field::new("name", Kind::Text, "its name"), Field::new("files", files, "its files")];
    vec![
        Section { name: "version", kind: Kind::Table(fields), help: String::new() },
        Section { name: "package", kind: Kind::Tables(package), help: String::new() },
    ]
}

fn refuse(text: &str) -> (String, Option<String>) {
    let error = Config::parse(Path::new("deploy-kit.toml"), text, &sections()).unwrap_err();
    (error.to_string(), error.hint())
}

#[test]
fn what_is_not_known_is_refused_with_line_and_nearest_name() {
    let (message, hint) = refuse("[version]\nchanel = \"beta\"\n");
    assert_eq!(message, "`deploy-kit.toml` line 2: unknown key in `version`: `chanel`");
    assert_eq!(hint.as_deref(), Some("did you mean `channel`?"));
    let (message, hint) = refuse("\n[versions]\n");
    assert_eq!(message, "`deploy-kit.toml` line 2: unknown section `versions`");
    assert_eq!(hint.as_deref(), Some("did you mean `version`?"));
    let (message, _) = refuse("[[package]]\nname = 1\n");
    assert_eq!(message, "`deploy-kit.toml` line 2: `package.name` is of type integer and must be a string");
    let (message, hint) = refuse("[version.types]\nfeat = \"none\"\nfix = \"minr\"\n");
    assert!(message.contains("line 3: `version.types.fix` is `minr`"), "{message}");
    assert_eq!(hint.as_deref(), Some("did you mean `minor`?"));
    let (message, _) = refuse("[version]\nx = 1\nzzz = 2\n");
    assert_eq!(message.lines().count(), 2);
    assert!(refuse("[version\n").0.contains("line 1 is not valid TOML"));
}

#[test]
fn a_string_may_stand_for_a_table() {
    let check = |text: &str| Config::parse(Path::new("deploy-kit.toml"), text, &sections()).err();
    for files in ["\"a\"", "[\"a\", { path = \"b\", format = \"c\" }]", "{ path = \"b\" }"] {
        let text = format!("[[package]]\nfiles = {files}\n");
        assert!(check(&text).is_none(), "{files}");
    }
    let (message, hint) = refuse("[[package]]\nfiles = [{ pat = \"a\" }]\n");
    assert_eq!(message, "`deploy-kit.toml` line 2: unknown key in `package.files`: `pat`");
    assert_eq!(hint.as_deref(), Some("did you mean `path`?"));
    let (message, _) = refuse("[[package]]\nfiles = 3\n");
    assert!(message.ends_with("and must be a string or a table of `path`, `format`"), "{message}");
}

#[test]
fn flags_and_tables_are_read_back() {
    let text = "[version]\nchannel = \"beta\"\nstrict = true\nignore = [\"a\", \"b\"]\n\
                [version.types]\nfeat = \"minor\"\n[[package]]\nname = \"core\"\n[coverage]\nany = 1\n";
    let config = Config::parse(Path::new("x"), text, &sections()).unwrap();
    let flags = config.flags("version");
    assert_eq!(flags["channel"], ["beta"]);
    assert_eq!(flags["strict"], ["true"]);
    assert_eq!(flags["ignore"], ["a", "b"]);
    assert!(!flags.contains_key("types"));
    let types: std::collections::BTreeMap<String, String> = config.get("version.types").unwrap().unwrap();
    assert_eq!(types["feat"], "minor");
    assert!(config.get::<u8>("version.types").is_err());
    assert!(config.get::<u8>("release").unwrap().is_none());
}

#[test]
fn the_schema_says_what_the_check_enforces() {
    let schema = json_schema(&sections());
    let version = &schema["properties"]["version"];
    assert_eq!(version["additionalProperties"], false);
    assert_eq!(version["properties"]["zero"]["enum"][0], "cargo");
    assert_eq!(schema["properties"]["package"]["items"]["properties"]["name"]["type"], "string");
}
