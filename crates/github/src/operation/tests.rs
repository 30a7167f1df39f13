use std::collections::BTreeSet;

use super::*;

#[test]
fn each_operation_stands_once() {
    let ids: BTreeSet<_> = OPERATIONS.iter().map(|operation| operation.id).collect();
    // All of GraphQL has one address.
    let rest: Vec<_> = OPERATIONS.iter().filter(|operation| operation.path != "/graphql").collect();
    let places: BTreeSet<_> =
        rest.iter().map(|operation| (operation.method.as_str(), operation.path)).collect();
    assert_eq!((ids.len(), places.len()), (OPERATIONS.len(), rest.len()));
}

#[test]
fn the_method_and_the_effect_fit() {
    for operation in OPERATIONS {
        let fits = match operation.effect {
            Effect::Read => operation.method == Method::GET || operation.path == "/graphql",
            Effect::Delete => operation.method == Method::DELETE || operation.path == "/graphql",
            Effect::Create => operation.method == Method::POST,
            Effect::Replace => operation.method == Method::PATCH || operation.method == Method::POST,
        };
        assert!(fits, "{}", operation.id);
    }
}

#[test]
fn a_write_needs_the_permission_to_write() {
    for operation in OPERATIONS.iter().filter(|operation| operation.path.starts_with("/repos/")) {
        // GitHub's own exception.
        let is_write = operation.effect.is_write() && operation.id != "repos/create-commit-comment";
        let level = if is_write { Level::Write } else { Level::Read };
        assert!(!operation.permissions.is_empty(), "{}", operation.id);
        for permission in operation.permissions {
            assert_eq!(permission.level, level, "{}", operation.id);
        }
    }
}

#[test]
fn a_set_of_permissions_is_all_or_nothing() {
    assert_eq!(Permission::accepted("contents=write"), [vec![Permission::write(Resource::Contents)]],);
    assert_eq!(
        Permission::accepted("contents=write,pages=write; metadata=read"),
        [vec![Permission::read(Resource::Metadata)]],
    );
    assert!(Permission::accepted("").is_empty());
}
