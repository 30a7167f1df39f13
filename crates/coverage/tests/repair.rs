//! From a report's text to tracked files: what each tool puts in front of paths, through its own format.

#![expect(clippy::unwrap_used, reason = "all of it is a test; the lint knows functions marked so alone")]

use deploy_kit_coverage::join::{Ground, Joined, join};
use deploy_kit_coverage::paths::{Tree, Unmatched};
use deploy_kit_coverage::read;

fn joined(report: &str, tree: &[&str], roots: &[&str]) -> Joined {
    let roots = roots.iter().map(|root| (*root).to_owned()).collect();
    let ground = Ground { tree: Tree::new(tree.iter().copied()), roots, ..Ground::default() };
    join([("report".to_owned(), read("report", report.as_bytes()).unwrap())], &ground, |_| None).unwrap()
}

/// Which files have line 1, covered or not.
fn found(joined: &Joined) -> Vec<(&str, bool)> {
    joined.report.files.iter().map(|(path, file)| (path.as_str(), file.hits(1).unwrap() > 0)).collect()
}

#[test]
fn the_root_of_a_container_tells_files_of_one_name_apart() {
    // coverlet#825, coverlet#413: the sources are a container's, and not the repository's.
    let report = |source: &str, path: &str| {
        format!(
            "<coverage line-rate='1'><sources><source>{source}</source></sources><packages><package><classes><class filename='{path}'><lines><line number='1' hits='1'/></lines></class></classes></package></packages></coverage>"
        )
    };
    let tree = ["api/src/Main.cs", "web/src/Main.cs", "api/src/Only.cs"];
    for (source, path) in [
        ("/app/web/", "src/Main.cs"),
        ("/app/web/src", "Main.cs"),
        (r"C:\agent\1\s\web\", r"src\Main.cs"),
        ("/", "app/web/src/Main.cs"),
        ("/nowhere", "/app/web/src/Main.cs"),
        ("web", "./src/Main.cs"),
    ] {
        assert_eq!(
            found(&joined(&report(source, path), &tree, &[])),
            [("web/src/Main.cs", true)],
            "{source} {path}"
        );
    }
}

#[test]
fn modules_of_one_java_report_are_files_of_their_own() {
    // qlty test-reporter#376, sonar-jacoco#271: a group each, one path in both.
    let package = |hits: u32| {
        format!(
            "<package name='com/x'><sourcefile name='A.java'><line nr='1' mi='{}' ci='{hits}'/></sourcefile></package>",
            1 - hits
        )
    };
    let report = format!(
        "<report name='all'><group name='backend'><group name=':core'>{}</group></group><group name='web'>{}</group></report>",
        package(1),
        package(0)
    );
    let tree = ["backend/core/src/main/java/com/x/A.java", "web/src/main/java/com/x/A.java"];
    assert_eq!(found(&joined(&report, &tree, &[])), [(tree[0], true), (tree[1], false)]);
    // The groups' names are no folders: what is left is the one file that ends so.
    assert_eq!(found(&joined(&report, &["app/src/com/x/A.java"], &[])), [("app/src/com/x/A.java", true)]);
}

#[test]
fn a_java_report_without_groups_is_found_by_its_own_name() {
    let report = |name: &str| {
        format!(
            "<report name='{name}'><package name='com/x'><sourcefile name='A.java'><line nr='1' mi='0' ci='1'/></sourcefile><sourcefile name='B.java'><line nr='1' mi='0' ci='1'/></sourcefile></package></report>"
        )
    };
    let tree = [
        "core/src/main/java/com/x/A.java",
        "web/src/main/java/com/x/A.java",
        "core/src/main/java/com/x/B.java",
    ];
    assert_eq!(found(&joined(&report("web"), &tree, &[])), [(tree[2], true), (tree[1], true)]);
    let all = joined(&report("all"), &tree, &[]);
    assert_eq!(found(&all), [(tree[2], true)]);
    let both = tree[..2].iter().map(|path| (*path).to_owned()).collect();
    assert_eq!(
        all.parts[0].unmatched["com/x/A.java"],
        Unmatched::Ambiguous(both),
        "the candidates are named"
    );
}

#[test]
fn a_go_module_s_path_is_taken_off() {
    let profile =
        "mode: set\nexample.com/acme/app/main.go:1.1,1.9 1 1\nexample.com/acme/app/pkg/a.go:1.1,1.9 1 0\n";
    let tree = ["main.go", "pkg/a.go", "cmd/main.go", "other/pkg/a.go"];
    assert_eq!(
        found(&joined(profile, &tree, &["example.com/acme/app"])),
        [("main.go", true), ("pkg/a.go", false)]
    );
}

#[test]
fn paths_of_windows_and_of_another_machine_are_found() {
    // octocov skips `C:`; coveragepy#597.
    for path in
        [r"C:\a\app\src\a.c", "./src/a.c", "/home/x/app/src/a.c", "src//a.c", r".\src\a.c", "/x/../src/./a.c"]
    {
        let lcov = format!("SF:{path}\nDA:1,1\nend_of_record\n");
        assert_eq!(found(&joined(&lcov, &["src/a.c", "b.c"], &[])), [("src/a.c", true)], "{path}");
    }
}
