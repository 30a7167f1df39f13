//! Releases.

use super::grants::{READ_CONTENTS, WRITE_CONTENTS};
use super::table::{Route, route};
use crate::access::{Grant, Level, Scope};
use crate::shapes;
use crate::state::{Release, World};
use crate::wire::{Answer, Call, Fields, Problem, Response, paged};

pub(super) const ROUTES: &[Route] = &[
    route("repos/list-releases", "GET", "/repos/{owner}/{repo}/releases", READ_CONTENTS, list),
    route("repos/create-release", "POST", "/repos/{owner}/{repo}/releases", WRITE_CONTENTS, create),
    route("repos/get-latest-release", "GET", "/repos/{owner}/{repo}/releases/latest", READ_CONTENTS, latest),
    route(
        "repos/get-release-by-tag",
        "GET",
        "/repos/{owner}/{repo}/releases/tags/{tag}",
        READ_CONTENTS,
        by_tag,
    ),
    route("repos/get-release", "GET", "/repos/{owner}/{repo}/releases/{release_id}", READ_CONTENTS, get),
    route(
        "repos/update-release",
        "PATCH",
        "/repos/{owner}/{repo}/releases/{release_id}",
        WRITE_CONTENTS,
        update,
    ),
    route(
        "repos/delete-release",
        "DELETE",
        "/repos/{owner}/{repo}/releases/{release_id}",
        WRITE_CONTENTS,
        delete,
    ),
];

/// Characters of a release's notes: GitHub's limit.
const MAX_BODY: usize = 125_000;

/// Drafts are shown to those who may write.
fn sees_drafts(call: &Call<'_>) -> bool {
    call.caller.permissions.allow(Grant(Scope::Contents, Level::Write))
}

fn list(world: &mut World, call: &mut Call<'_>) -> Answer {
    let drafts = sees_drafts(call);
    let newest_first = world.releases.iter().rev();
    let shown = newest_first.filter(|release| drafts || !release.draft);
    let items = shown.map(|release| shapes::release(world, release)).collect();
    Ok(paged(world, call, items))
}

fn get(world: &mut World, call: &mut Call<'_>) -> Answer {
    let release = world.release(call.number("release_id")?)?;
    if release.draft && !sees_drafts(call) {
        return Err(Problem::not_found());
    }
    Ok(Response::ok(shapes::release(world, release)))
}

/// Drafts are not found by their tag.
fn by_tag(world: &mut World, call: &mut Call<'_>) -> Answer {
    let tag = call.param("tag");
    let found = world.releases.iter().find(|release| !release.draft && release.tag == tag);
    Ok(Response::ok(shapes::release(world, found.ok_or_else(Problem::not_found)?)))
}

fn latest(world: &mut World, _: &mut Call<'_>) -> Answer {
    Ok(Response::ok(shapes::release(world, world.latest().ok_or_else(Problem::not_found)?)))
}

fn create(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    fields.required("tag_name")?;
    let id = world.next_id();
    let mut release = Release {
        id,
        tag: String::new(),
        target: world.git.default_branch.clone(),
        name: None,
        body: None,
        draft: true,
        prerelease: false,
        immutable: false,
        author: call.caller.login().to_owned(),
        created_at: world.now(),
        published_at: None,
        discussion: None,
        assets: Vec::new(),
    };
    fill(world, &mut release, fields)?;
    if let Ok(commit) = world.git.tag(&release.tag).or_else(|_| world.git.commit(&release.target)) {
        release.created_at = commit.time().seconds();
    }
    if !fields.flag("draft")?.unwrap_or(false) {
        publish(world, &mut release, fields)?;
    }
    world.releases.push(release);
    Ok(Response::created(shapes::release(world, world.release(id)?)))
}

fn update(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    let id = call.number("release_id")?;
    let mut release = world.release(id)?.clone();
    if release.immutable && fields.text("tag_name")?.is_some_and(|tag| tag != release.tag) {
        return Err(Problem::custom("Release", "tag_name", "Cannot change the tag of an immutable release"));
    }
    let was_draft = release.draft;
    fill(world, &mut release, fields)?;
    match fields.flag("draft")? {
        Some(false) if was_draft => publish(world, &mut release, fields)?,
        Some(true) if !was_draft => {
            return Err(Problem::custom("Release", "draft", "A published release cannot be a draft again"));
        }
        _ if !was_draft => set_latest(world, &release, fields, false)?,
        _ => {}
    }
    *world.release_mut(id)? = release;
    Ok(Response::ok(shapes::release(world, world.release(id)?)))
}

fn delete(world: &mut World, call: &mut Call<'_>) -> Answer {
    let id = call.number("release_id")?;
    let release = world.release(id)?.clone();
    if release.immutable {
        world.rules.burned.push(release.tag);
    }
    for asset in &release.assets {
        // It may be gone already.
        let _ = std::fs::remove_file(&asset.file);
    }
    world.releases.retain(|release| release.id != id);
    Ok(Response::none())
}

/// Takes over what was sent, and says what is wrong with it.
fn fill(world: &World, release: &mut Release, fields: Fields<'_>) -> Result<(), Problem> {
    if let Some(tag) = fields.text("tag_name")? {
        if !git2::Reference::is_valid_name(&format!("refs/tags/{tag}")) {
            return Err(Problem::custom("Release", "tag_name", "tag_name is not well-formed"));
        }
        tag.clone_into(&mut release.tag);
    }
    if world.rules.burned.contains(&release.tag) {
        return Err(Problem::custom("Release", "tag_name", "tag_name was used by an immutable release"));
    }
    if let Some(target) = fields.text("target_commitish")? {
        target.clone_into(&mut release.target);
    }
    if let Some(name) = fields.text("name")? {
        release.name = Some(name.to_owned());
    }
    if let Some(body) = fields.text("body")? {
        if body.chars().count() > MAX_BODY {
            let message = format!("body is too long (maximum is {MAX_BODY} characters)");
            return Err(Problem::custom("Release", "body", &message));
        }
        release.body = Some(body.to_owned());
    }
    if let Some(prerelease) = fields.flag("prerelease")? {
        release.prerelease = prerelease;
    }
    let taken = |other: &Release| !other.draft && other.id != release.id && other.tag == release.tag;
    let publishes = !fields.flag("draft")?.unwrap_or(release.draft && release.published_at.is_none());
    if (publishes || !release.draft) && world.releases.iter().any(taken) {
        return Err(Problem::invalid("Release", "already_exists", "tag_name"));
    }
    if world.git.tag(&release.tag).is_err() && target(world, release).is_err() {
        return Err(Problem::invalid("Release", "invalid", "target_commitish"));
    }
    Ok(())
}

/// The commit that a missing tag is made at: a branch's, or that of a whole id.
fn target(world: &World, release: &Release) -> Result<git2::Oid, Problem> {
    if let Ok(commit) = world.git.branch(&release.target) {
        return Ok(commit.id());
    }
    let whole = git2::Oid::from_str(&release.target).ok().filter(|_| release.target.len() == 40);
    let id = whole.ok_or_else(Problem::not_found)?;
    Ok(world.git.repository.find_commit(id)?.id())
}

/// What happens on publication: the tag is there, the release is the latest, and perhaps immutable.
fn publish(world: &mut World, release: &mut Release, fields: Fields<'_>) -> Result<(), Problem> {
    if let Some(category) = fields.text("discussion_category_name")? {
        if !world.repository.discussions.iter().any(|known| known == category) {
            return Err(Problem::invalid("Release", "invalid", "discussion_category_name"));
        }
        let title = release.name.as_deref().unwrap_or(&release.tag);
        let body = release.body.as_deref().unwrap_or_default();
        release.discussion = Some(world.discuss(&release.author, category, title, body));
    }
    let name = format!("refs/tags/{}", release.tag);
    if world.git.pointer(&name).is_err() {
        let id = target(world, release)?;
        world.may_write_ref(&name)?;
        world.git.point(&name, id)?;
    }
    release.draft = false;
    release.published_at = Some(world.now());
    release.immutable = world.repository.immutable_releases;
    set_latest(world, release, fields, true)
}

/// `make_latest`: `true` (on publication the default), `false`, or `legacy`: if its version is the highest.
fn set_latest(world: &mut World, release: &Release, fields: Fields<'_>, fresh: bool) -> Result<(), Problem> {
    let make = match fields.text("make_latest")? {
        None if fresh => "true",
        None => return Ok(()),
        Some(make @ ("true" | "false" | "legacy")) => make,
        Some(_) => return Err(Problem::invalid("Release", "invalid", "make_latest")),
    };
    let version = |tag: &str| semver::Version::parse(tag.trim_start_matches('v')).ok();
    let highest = || world.latest().is_none_or(|latest| version(&latest.tag) <= version(&release.tag));
    match make {
        "true" if !release.prerelease => world.latest = Some(release.id),
        "legacy" if !release.prerelease && highest() => world.latest = Some(release.id),
        "false" if world.latest.is_none() => world.latest = Some(0),
        _ => {}
    }
    Ok(())
}
