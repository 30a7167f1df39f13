use proptest::prelude::*;

use super::*;

fn tree() -> Tree {
    Tree::new([
        "src/lib.rs",
        "src/a/mod.rs",
        "web/src/app.ts",
        "api/src/app.ts",
        "core/src/main/java/com/acme/A.java",
        "setup.py",
        "pkg/a.go",
    ])
}

/// Which file a path is, or why it is none.
fn found(path: &str, roots: &[&str], fixes: &[&str]) -> Result<String, Unmatched> {
    let roots: Vec<String> = roots.iter().map(|root| (*root).to_owned()).collect();
    let fixes: Vec<Fix> = fixes.iter().map(|fix| fix.parse().unwrap()).collect();
    let mut repaired = repair([path], &roots, &fixes, &tree());
    repaired.files.remove(path).ok_or_else(|| repaired.unmatched.remove(path).unwrap())
}

#[test]
fn what_a_tool_puts_in_front_is_taken_off() {
    for (path, file) in [
        ("src/lib.rs", "src/lib.rs"),
        ("./src/lib.rs", "src/lib.rs"),
        (r"src\a\mod.rs", "src/a/mod.rs"),
        ("/home/runner/work/repo/repo/src/lib.rs", "src/lib.rs"),
        (r"C:\a\repo\src\lib.rs", "src/lib.rs"),
        ("/app/./web/../web/src/app.ts", "web/src/app.ts"),
        ("github.com/acme/repo/pkg/a.go", "pkg/a.go"),
        ("com/acme/A.java", "core/src/main/java/com/acme/A.java"),
    ] {
        assert_eq!(found(path, &[], &[]).as_deref(), Ok(file), "{path}");
    }
}

#[test]
fn a_root_of_the_report_tells_two_files_of_a_name_apart() {
    let both = vec!["api/src/app.ts".to_owned(), "web/src/app.ts".to_owned()];
    assert_eq!(found("src/app.ts", &[], &[]), Err(Unmatched::Ambiguous(both.clone())));
    assert_eq!(found("app.ts", &[], &[]), Err(Unmatched::Ambiguous(both)));
    assert_eq!(found("app.ts", &["/builds/acme/web/src"], &[]).as_deref(), Ok("web/src/app.ts"));
    assert_eq!(found("app.ts", &["api/src"], &[]).as_deref(), Ok("api/src/app.ts"));
    assert_eq!(found("src/app.ts", &["/nowhere"], &["src/::web/src/"]).as_deref(), Ok("web/src/app.ts"));
}

#[test]
fn a_module_s_name_is_its_folder_or_a_mere_name() {
    let tree = Tree::new([
        "core/src/main/java/com/x/A.java",
        "web/src/main/java/com/x/A.java",
        "web/src/main/kotlin/com/x/K.kt",
        "apps/shop/src/com/x/S.java",
        "libs/shop/src/com/x/S.java",
        "libs/shop/src/com/x/T.java",
        "com/x/A.java",
    ]);
    let found = |path: &str, roots: &[&str]| {
        let roots: Vec<String> = roots.iter().map(|root| (*root).to_owned()).collect();
        let mut repaired = repair([path], &roots, &[], &tree);
        repaired.files.remove(path).ok_or_else(|| repaired.unmatched.remove(path).unwrap())
    };
    let several = |files: &[&str]| {
        Err(Unmatched::Ambiguous(files.iter().map(|file| (*file).to_owned()).collect::<Vec<_>>()))
    };
    // A group is its module's folder, though a file of the same name stands at the top.
    assert_eq!(
        found("core/com/x/A.java", &[":all", ":core"]).as_deref(),
        Ok("core/src/main/java/com/x/A.java")
    );
    assert_eq!(found("web/com/x/A.java", &[":web"]).as_deref(), Ok("web/src/main/java/com/x/A.java"));
    assert_eq!(
        found("libs/shop/com/x/S.java", &[":libs", ":libs:shop"]).as_deref(),
        Ok("libs/shop/src/com/x/S.java")
    );
    // Only its last part is a folder, or none is.
    assert_eq!(
        found("Backend/web/com/x/K.kt", &[":Backend:web"]).as_deref(),
        Ok("web/src/main/kotlin/com/x/K.kt")
    );
    assert_eq!(
        found("Backend/web/com/x/A.java", &[":Backend:web"]).as_deref(),
        Ok("web/src/main/java/com/x/A.java"),
        "and not the one at the top, or in another module"
    );
    assert_eq!(found("My Shop/com/x/T.java", &[":My Shop"]).as_deref(), Ok("libs/shop/src/com/x/T.java"));
    assert_eq!(
        found("My Shop/T.java", &[":My Shop"]),
        Err(Unmatched::Unknown),
        "one name alone may be anybody's"
    );
    // Two that it could be are named.
    let both = ["apps/shop/src/com/x/S.java", "libs/shop/src/com/x/S.java"];
    assert_eq!(found("shop/com/x/S.java", &[":shop"]), several(&both));
    assert_eq!(found("My Shop/com/x/S.java", &[":My Shop"]), several(&both));
    // The report's own name tells modules apart where there are no groups: `name/src/main/java/`.
    assert_eq!(found("com/x/S.java", &[":libs"]).as_deref(), Ok("libs/shop/src/com/x/S.java"));
    assert_eq!(found("com/x/S.java", &[":shop"]), several(&both));
    assert_eq!(found("com/x/S.java", &[":all"]), several(&both));
    // A folder's name is no module's: a Go module's path in front is taken off as it stands.
    let go = Tree::new(["pkg/a.go", "cmd/app/pkg/a.go", "vendor/x/pkg/a.go"]);
    let repaired = repair(["app/pkg/a.go"], &["app".to_owned()], &[], &go);
    assert_eq!(repaired.files["app/pkg/a.go"], "pkg/a.go");
    let repaired = repair(["example.com/app/pkg/a.go"], &["example.com/app".to_owned()], &[], &go);
    assert_eq!(repaired.files["example.com/app/pkg/a.go"], "pkg/a.go");
}

#[test]
fn a_name_alone_is_a_file_only_where_others_of_its_folder_are() {
    let paths = ["/app/src/lib.rs", "/app/setup.py", "/usr/lib/python3/setup.py"];
    let repaired = repair(paths, &[], &[], &tree());
    assert_eq!(repaired.files["/app/setup.py"], "setup.py");
    assert_eq!(repaired.unmatched["/usr/lib/python3/setup.py"], Unmatched::Unknown);
}

#[test]
fn a_report_of_another_place_is_foreign_and_the_fix_is_named() {
    let paths = ["/build/old/main/java/com/acme/A.java", "/build/old/generated/B.java", "vendor/c.java"];
    let repaired = repair(paths, &[], &[], &tree());
    assert!(repaired.is_foreign(), "{repaired:?}");
    let fix = repaired.suggestion.unwrap();
    assert_eq!(fix.to_string(), "/build/old/::core/src/");
    let mended = repair(paths, &[], &[fix], &tree());
    assert_eq!(mended.files[paths[0]], "core/src/main/java/com/acme/A.java");
}

#[test]
fn what_is_no_fix_is_refused() {
    for text in ["", "::", "a", "a::b::c"] {
        let error = text.parse::<Fix>().unwrap_err();
        assert!(error.to_string().contains("write `old::new`"), "{error}");
    }
}

proptest! {
    /// Whatever a tool puts in front, and however it writes slashes.
    #[test]
    fn a_file_with_folders_is_found_below_any_folder(
        front in prop::collection::vec("[x-z]{1,3}", 0..4), at in 0_usize..7, windows in any::<bool>(),
    ) {
        let files = ["src/lib.rs", "src/a/mod.rs", "web/src/app.ts", "api/src/app.ts", "pkg/a.go", "core/x/A.java", "c/d"];
        let tree = Tree::new(files);
        let mut path = format!("/{}", front.iter().map(String::as_str).chain([files[at]]).collect::<Vec<_>>().join("/"));
        if windows {
            path = format!("D:{}", path.replace('/', "\\"));
        }
        let repaired = repair([path.as_str()], &[], &[], &tree);
        prop_assert_eq!(repaired.files.get(&path).map(String::as_str), Some(files[at]));
    }

    #[test]
    fn every_path_is_a_file_or_is_said_to_be_none(paths in prop::collection::btree_set("[a-c./\\\\]{0,8}", 0..8)) {
        let tree = Tree::new(["a/b", "b", "c/a", "a/b/c"]);
        let repaired = repair(paths.iter().map(String::as_str), &[], &[], &tree);
        prop_assert_eq!(repaired.files.len() + repaired.unmatched.len(), paths.len());
        prop_assert!(repaired.files.values().all(|file| tree.contains(file)));
    }
}
