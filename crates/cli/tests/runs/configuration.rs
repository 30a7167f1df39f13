//! Where `deploy-kit.toml` is found, and what its values mean.

use deploy_kit_tests::Repo;

use super::printed;

#[test]
fn paths_in_the_file_start_from_its_folder() {
    let mut repo = Repo::new();
    repo.change("fix: x").file("folder/x", "1").commit();
    repo.write("deploy-kit.toml", "[changelog]\ntemplate = \"folder/notes.md.j2\"\n");
    repo.write("folder/notes.md.j2", "from the template\n");
    assert_eq!(printed(&repo, "changelog"), "from the template\n");
    assert_eq!(printed(&repo, "changelog --repository folder"), "from the template\n");
    let elsewhere = Repo::new();
    let line = format!("changelog --repository {}", repo.path().display());
    assert_eq!(printed(&elsewhere, &line), "from the template\n");
    // What is typed starts from where it is typed.
    elsewhere.write("other.md.j2", "from another\n");
    assert_eq!(printed(&elsewhere, &format!("{line} --template other.md.j2")), "from another\n");
}

#[test]
fn a_bare_repository_takes_no_configuration_from_above_it() {
    let mut repo = Repo::new();
    repo.commit("fix: x");
    let bare = repo.clone_with(&["--bare"]);
    let above = bare.parent().expect("a folder above");
    std::fs::write(above.join("deploy-kit.toml"), "[wrong]\n").unwrap();
    let text = printed(&repo, &format!("version --repository {}", bare.display()));
    assert!(text.starts_with("no release yet → 0.1.0"), "{text}");
}
