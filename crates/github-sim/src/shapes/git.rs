//! The objects of git, as the Git database API shows them.

use git2::{Commit, Tag, Tree};
use serde_json::{Value, json};

use super::node_id;
use crate::clock::rfc3339;
use crate::git::{Person, Pointer};
use crate::state::World;

/// An author with a date.
pub(super) fn person(person: &Person) -> Value {
    json!({ "name": person.name, "email": person.email, "date": rfc3339(person.time) })
}

/// Whether GitHub vouches for an object: it does for those that it made for a caller itself.
pub(super) fn verification(world: &World, id: &str) -> Value {
    match world.signed.get(id) {
        Some(time) => json!({
            "verified": true,
            "reason": "valid",
            "signature": "-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----\n",
            "payload": id,
            "verified_at": rfc3339(*time),
        }),
        None => json!({
            "verified": false,
            "reason": "unsigned",
            "signature": null,
            "payload": null,
            "verified_at": null,
        }),
    }
}

/// The parents of a commit.
pub(super) fn parents(world: &World, commit: &Commit<'_>, kind: &str) -> Vec<Value> {
    let each = commit.parent_ids().map(|id| {
        json!({
            "sha": id.to_string(),
            "url": format!("{}/{kind}/{id}", world.api()),
            "html_url": format!("{}/commit/{id}", world.page()),
        })
    });
    each.collect()
}

/// The message without the newline that git ends it with.
pub(super) fn message(commit: &Commit<'_>) -> String {
    String::from_utf8_lossy(commit.message_raw_bytes()).trim_end_matches('\n').to_owned()
}

/// `git-commit`.
pub(crate) fn git_commit(world: &World, commit: &Commit<'_>) -> Value {
    let id = commit.id().to_string();
    json!({
        "sha": id,
        "node_id": node_id("C", &id),
        "url": format!("{}/git/commits/{id}", world.api()),
        "html_url": format!("{}/commit/{id}", world.page()),
        "author": person(&Person::of(&commit.author())),
        "committer": person(&Person::of(&commit.committer())),
        "tree": { "sha": commit.tree_id().to_string(), "url": tree_url(world, &commit.tree_id().to_string()) },
        "message": message(commit),
        "parents": parents(world, commit, "git/commits"),
        "verification": verification(world, &id),
    })
}

/// The address of a tree.
pub(super) fn tree_url(world: &World, id: &str) -> String {
    format!("{}/git/trees/{id}", world.api())
}

/// `git-ref`.
pub(crate) fn reference(world: &World, pointer: &Pointer) -> Value {
    let Pointer { name, id, kind } = pointer;
    json!({
        "ref": name,
        "node_id": node_id("REF", name),
        "url": format!("{}/git/{name}", world.api()),
        "object": { "sha": id.to_string(), "type": kind, "url": format!("{}/git/{kind}s/{id}", world.api()) },
    })
}

/// `git-tag`: an annotated one.
pub(crate) fn git_tag(world: &World, tag: &Tag<'_>) -> Value {
    let id = tag.id().to_string();
    let kind = match tag.target_type() {
        Some(git2::ObjectType::Tag) => "tag",
        Some(git2::ObjectType::Tree) => "tree",
        Some(git2::ObjectType::Blob) => "blob",
        _ => "commit",
    };
    let nobody = || Person::new("", "", 0);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    json!({
        "node_id": node_id("TA", &id),
        "sha": id,
        "url": format!("{}/git/tags/{id}", world.api()),
        "tagger": person(&tag.tagger().map_or_else(nobody, |tagger| Person::of(&tagger))),
        "object": {
            "sha": tag.target_id().to_string(),
            "type": kind,
            "url": format!("{}/git/{kind}s/{}", world.api(), tag.target_id()),
        },
        "tag": text(tag.name_bytes()),
        "message": text(tag.message_bytes().unwrap_or_default()),
        "verification": verification(world, &id),
    })
}

/// The entries of a tree, with those of its subtrees if asked.
pub(crate) fn tree_entries(world: &World, tree: &Tree<'_>, prefix: &str, recursive: bool) -> Vec<Value> {
    let mut entries = Vec::new();
    for entry in tree {
        let path = format!("{prefix}{}", String::from_utf8_lossy(entry.name_bytes()));
        let id = entry.id().to_string();
        let (kind, plural) = match entry.kind() {
            Some(git2::ObjectType::Tree) => ("tree", "trees"),
            Some(git2::ObjectType::Commit) => ("commit", "commits"),
            _ => ("blob", "blobs"),
        };
        let mut value = json!({
            "path": path,
            "mode": format!("{:06o}", entry.filemode()),
            "type": kind,
            "sha": id,
        });
        if kind == "blob" {
            let size = world.git.repository.odb().and_then(|odb| odb.read_header(entry.id()));
            value["size"] = size.map(|(size, _)| size).unwrap_or_default().into();
        }
        value["url"] = format!("{}/git/{plural}/{id}", world.api()).into();
        entries.push(value);
        if recursive
            && kind == "tree"
            && let Ok(subtree) = world.git.repository.find_tree(entry.id())
        {
            entries.extend(tree_entries(world, &subtree, &format!("{path}/"), true));
        }
    }
    entries
}
