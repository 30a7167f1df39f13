use std::collections::HashMap;

use super::*;
use crate::by_name;
use crate::plan::tests::package;
use crate::plan::{Named, sources};

/// One line for what is expected, one with how many files were compared, one a disagreement.
fn checked(files: &[(&str, &str)], packages: &[Package]) -> String {
    let paths: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
    let texts: HashMap<&str, &str> = files.iter().copied().collect();
    let sources = sources(&paths, packages, Some("kit/tool")).unwrap();
    let check = check(packages, &sources, |path| texts.get(path).copied());
    let expected = check.expected.iter().map(|expected| match expected {
        Some(Expected { version, by }) => format!("{version} by {by:?}"),
        None => "nothing".to_owned(),
    });
    let mut lines = vec![expected.collect::<Vec<_>>().join(", "), format!("{} files", check.files.len())];
    lines.extend(check.disagreements.iter().map(|wrong| {
        let at = wrong.at.map(|at| format!(" {at}")).unwrap_or_default();
        match &wrong.what {
            What::Differs { states, expected, package } => {
                format!("{}{at}: {states}, not {expected} {package:?}", wrong.path)
            }
            What::Unreadable(error) => format!("{}{at}: {error}", wrong.path),
        }
    }));
    lines.join("\n")
}

const LOCK: &str =
    "[[package]]\nname = \"a\"\nversion = \"1.2.0\"\n\n[[package]]\nname = \"b\"\nversion = \"0.3.0\"\n";

#[test]
fn files_that_state_the_last_release() {
    let files = [
        ("Cargo.lock", LOCK),
        (
            "Cargo.toml",
            "[workspace]\nmembers = [\"b\"]\n[package]\nname = \"a\"\nversion = \"1.2.0\"\n[dependencies]\nb = { path = \"b\", version = \"0.2\" }\n",
        ),
        ("VERSION", "v1.2.0\n"),
        ("b/Cargo.toml", "[package]\nname = \"b\"\nversion = \"0.3.0\"\n"),
    ];
    insta::assert_snapshot!(checked(&files, &[package("", "1.2.0", "1.3.0")]), @"
1.2.0 by Release
3 files
");
    // The commit of a release states what comes next, before it has its tag.
    insta::assert_snapshot!(checked(&files, &[package("", "1.1.0", "1.2.0")]), @"
1.2.0 by Next
3 files
");
    insta::assert_snapshot!(checked(&files, &[package("", "", "0.1.0")]), @r#"
1.2.0 by File("Cargo.toml")
3 files
"#);
}

#[test]
fn files_that_state_something_else() {
    let files = [
        ("Cargo.lock", LOCK),
        ("Cargo.toml", "[workspace]\nmembers = [\"b\"]\n[package]\nname = \"a\"\nversion = \"1.1.0\"\n"),
        ("VERSION", "1.2.1\n"),
        ("b/Cargo.toml", "[package]\nname = \"b\"\nversion = \"0.4.0\"\n"),
        ("pom.xml", "<project><version>next</version></project>"),
        ("package.json", "{"),
    ];
    insta::assert_snapshot!(checked(&files, &[package("", "1.2.0", "1.3.0")]), @"
1.2.0 by Release
4 files
Cargo.lock line 7, column 12: 0.3.0, not 0.4.0 None
Cargo.toml line 5, column 12: 1.1.0, not 1.2.0 Some(0)
VERSION line 1, column 1: 1.2.1, not 1.2.0 Some(0)
package.json line 1, column 1: line 1, column 1: no valid JSON: unterminated object
pom.xml line 1, column 19: line 1, column 19: `next` is no version: unexpected character 'n' while parsing major version number
");
    insta::assert_snapshot!(checked(&files, &[package("", "", "")]), @r#"
1.1.0 by File("Cargo.toml")
4 files
Cargo.lock line 3, column 12: 1.2.0, not 1.1.0 Some(0)
Cargo.lock line 7, column 12: 0.3.0, not 0.4.0 None
VERSION line 1, column 1: 1.2.1, not 1.1.0 Some(0)
package.json line 1, column 1: line 1, column 1: no valid JSON: unterminated object
pom.xml line 1, column 19: line 1, column 19: `next` is no version: unexpected character 'n' while parsing major version number
"#);
}

#[test]
fn pre_releases_in_their_own_spelling() {
    let files = [
        ("CMakeLists.txt", "project(a VERSION 1.2.0)\n"),
        ("a.gemspec", "s.version = '1.2.0.rc.1'\n"),
        ("package.json", "{\"version\": \"1.2.0-rc.1\"}"),
        ("pyproject.toml", "[project]\nname = \"a\"\nversion = \"1.2.0rc1\"\n"),
        ("src/a/__init__.py", "__version__ = '1.2.0-rc1'\nversion_info = (1, 2, 0)\n"),
        ("uv.lock", "[[package]]\nname = \"A\"\nversion = \"1.2.0rc1\"\nsource = { editable = \".\" }\n"),
    ];
    insta::assert_snapshot!(checked(&files, &[package("", "1.2.0-rc.1", "")]), @"
1.2.0-rc.1 by Release
6 files
");
    insta::assert_snapshot!(checked(&files, &[package("", "1.2.0-rc.2", "")]), @"
1.2.0-rc.2 by Release
6 files
a.gemspec line 1, column 14: 1.2.0.rc.1, not 1.2.0.rc.2 Some(0)
package.json line 1, column 14: 1.2.0-rc.1, not 1.2.0-rc.2 Some(0)
pyproject.toml line 3, column 12: 1.2.0rc1, not 1.2.0rc2 Some(0)
src/a/__init__.py line 1, column 16: 1.2.0-rc1, not 1.2.0rc2 Some(0)
uv.lock line 3, column 12: 1.2.0rc1, not 1.2.0rc2 Some(0)
");
}

#[test]
fn packages_of_a_workspace() {
    let files = [
        ("Cargo.toml", "[workspace]\nmembers = [\"*\"]\n[workspace.package]\nversion = \"1.2.0\"\n"),
        (
            "Cargo.lock",
            "[[package]]\nname = \"a\"\nversion = \"1.2.0\"\n[[package]]\nname = \"c\"\nversion = \"1.1.0\"\n[[package]]\nname = \"b\"\nversion = \"0.3.0\"\n",
        ),
        ("a/Cargo.toml", "[package]\nname = \"a\"\nversion.workspace = true\n"),
        ("b/Cargo.toml", "[package]\nname = \"b\"\nversion = \"0.2.0\"\n"),
        ("c/Cargo.toml", "[package]\nname = \"c\"\nversion.workspace = true\n"),
    ];
    insta::assert_snapshot!(checked(&files, &[package("a", "1.2.0", ""), package("b", "0.3.0", "0.4.0")]), @"
1.2.0 by Release, 0.3.0 by Release
3 files
Cargo.lock line 6, column 12: 1.1.0, not 1.2.0 Some(0)
b/Cargo.toml line 3, column 12: 0.2.0, not 0.3.0 Some(1)
");
    insta::assert_snapshot!(checked(&files, &[package("a", "1.2.1", ""), package("b", "", "")]), @r#"
1.2.1 by Release, 0.2.0 by File("b/Cargo.toml")
3 files
Cargo.lock line 3, column 12: 1.2.0, not 1.2.1 Some(0)
Cargo.lock line 6, column 12: 1.1.0, not 1.2.1 Some(0)
Cargo.lock line 9, column 12: 0.3.0, not 0.2.0 Some(1)
Cargo.toml line 4, column 12: 1.2.0, not 1.2.1 None
"#);
}

#[test]
fn what_lies_deeper_and_what_is_named() {
    let files = [
        (
            "README.md",
            "uses: kit/tool@v1\nuses: kit/tool@v1.1.0\nuses: kit/tool@v0.9.0\nuses: kit/tool@v1.2\n",
        ),
        ("docs/a.md", "nothing\n"),
        ("setup.py", "setup(name='a', version='1.2.0')\n"),
        ("src/a/__init__.py", "__version__ = '1.1.0'\n"),
        (
            "App/Info.plist",
            "<plist><dict><key>CFBundleShortVersionString</key><string>1.0</string></dict></plist>",
        ),
    ];
    let mut package = package("", "1.2.0", "");
    let named = |path: &str, format| Named {
        path: path.to_owned(),
        format: by_name(format),
        argument: None,
        ignored: false,
    };
    package.named = vec![named("README.md", "uses"), named("docs/a.md", "marked")];
    insta::assert_snapshot!(checked(&files, &[package]), @"
1.2.0 by Release
4 files
README.md line 2, column 17: 1.1.0, not 1.2.0 Some(0)
docs/a.md: no version stands at a line with the comment `x-deploy-kit-version`
src/a/__init__.py line 1, column 16: 1.1.0, not 1.2.0 Some(0)
");
}

#[test]
fn nothing_to_compare() {
    assert_eq!(checked(&[("README.md", "x")], &[package("", "1.2.0", "")]), "1.2.0 by Release\n0 files");
    assert_eq!(
        checked(&[("package.json", "{\"private\": true}")], &[package("", "", "")]),
        "nothing\n0 files"
    );
}

#[test]
fn lock_files_of_others() {
    let files = [
        ("Cargo.lock", LOCK),
        ("Cargo.toml", "[package]\nname = \"a\"\nversion = \"1.2.0\"\n"),
        ("fixtures/Cargo.lock", "[[package]]\nname = \"c\"\nversion = \"2.0.0\"\n"),
        ("fixtures/b/Cargo.toml", "[package]\nname = \"b\"\nversion = \"0.1.0\"\n"),
        ("fixtures/c/Cargo.toml", "[package]\nname = \"c\"\nversion = \"3.0.0\"\n"),
        ("fuzz/Cargo.lock", "[[package]]\nname = \"a\"\nversion = \"1.1.0\"\n"),
        ("tools/b/Cargo.toml", "[package]\nname = \"b\"\nversion = \"0.3.0\"\n"),
    ];
    insta::assert_snapshot!(checked(&files, &[package("", "1.2.0", "")]), @"
1.2.0 by Release
3 files
fuzz/Cargo.lock line 3, column 12: 1.1.0, not 1.2.0 Some(0)
");
}

#[test]
fn a_module_alone_before_the_first_release() {
    let files = [
        ("setup.py", "setup(name='a', version=read('VERSION.in'))\n"),
        ("a/__init__.py", "__version__ = '0.1.0'\n"),
    ];
    insta::assert_snapshot!(checked(&files, &[package("", "", "")]), @r#"
0.1.0 by File("a/__init__.py")
1 files
"#);
}
