//! Releases and assets.

use serde_json::{Value, json};

use super::{node_id, user};
use crate::clock::rfc3339;
use crate::state::{Asset, Release, World};

/// `release`.
pub(crate) fn release(world: &World, it: &Release) -> Value {
    let api = world.api();
    let url = format!("{api}/releases/{}", it.id);
    let uploads = format!("{}/repos/{}/releases/{}", world.urls.uploads, world.repository.full_name(), it.id);
    let archive = |kind: &str| {
        if it.draft { Value::Null } else { format!("{api}/{kind}/{}", it.tag).into() }
    };
    let mut value = json!({
        "url": url,
        "assets_url": format!("{url}/assets"),
        "upload_url": format!("{uploads}/assets{{?name,label}}"),
        "html_url": format!("{}/releases/tag/{}", world.page(), it.slug()),
        "id": it.id,
        "author": user(world, &it.author),
        "node_id": node_id("RE", it.id),
        "tag_name": it.tag,
        "target_commitish": it.target,
        "name": it.name,
        "draft": it.draft,
        "immutable": it.immutable,
        "prerelease": it.prerelease,
        "created_at": rfc3339(it.created_at),
        "updated_at": rfc3339(it.published_at.unwrap_or(it.created_at)),
        "published_at": it.published_at.map(rfc3339),
        "assets": it.assets.iter().map(|file| asset(world, it, file)).collect::<Vec<_>>(),
        "tarball_url": archive("tarball"),
        "zipball_url": archive("zipball"),
        "body": it.body,
    });
    if let Some(number) = it.discussion {
        value["discussion_url"] = format!("{}/discussions/{number}", world.page()).into();
    }
    value
}

/// `release-asset`.
pub(crate) fn asset(world: &World, release: &Release, it: &Asset) -> Value {
    json!({
        "url": format!("{}/releases/assets/{}", world.api(), it.id),
        "id": it.id,
        "node_id": node_id("RA", it.id),
        "name": it.name,
        "label": it.label,
        "uploader": user(world, &it.uploader),
        "content_type": it.content_type,
        "state": if it.complete { "uploaded" } else { "starter" },
        "size": it.size,
        "digest": it.complete.then_some(&it.digest),
        "download_count": it.downloads,
        "created_at": rfc3339(it.created_at),
        "updated_at": rfc3339(it.updated_at),
        "browser_download_url":
            format!("{}/releases/download/{}/{}", download_base(world), release.slug(), it.name),
    })
}

/// Downloads work, so they are where this server is, even if pages are said to be elsewhere.
fn download_base(world: &World) -> String {
    format!("{}/{}", world.urls.api, world.repository.full_name())
}
