//! Assets.

use std::path::PathBuf;

use super::grants::{READ_CONTENTS, WRITE_CONTENTS};
use super::table::{Route, route};
use crate::shapes;
use crate::state::{Asset, Release, World};
use crate::wire::{Answer, Call, Origin, Problem, Response, Upload, paged};

pub(super) const ROUTES: &[Route] = &[
    route(
        "repos/list-release-assets",
        "GET",
        "/repos/{owner}/{repo}/releases/{release_id}/assets",
        READ_CONTENTS,
        list,
    ),
    route(
        "repos/upload-release-asset",
        "POST",
        "/repos/{owner}/{repo}/releases/{release_id}/assets",
        WRITE_CONTENTS,
        upload,
    ),
    route(
        "repos/get-release-asset",
        "GET",
        "/repos/{owner}/{repo}/releases/assets/{asset_id}",
        READ_CONTENTS,
        get,
    ),
    route(
        "repos/update-release-asset",
        "PATCH",
        "/repos/{owner}/{repo}/releases/assets/{asset_id}",
        WRITE_CONTENTS,
        update,
    ),
    route(
        "repos/delete-release-asset",
        "DELETE",
        "/repos/{owner}/{repo}/releases/assets/{asset_id}",
        WRITE_CONTENTS,
        delete,
    ),
];

/// Bytes of an asset, and assets of a release: GitHub's documented limits.
const MAX_SIZE: u64 = 2 << 30;
const MAX_ASSETS: usize = 1000;

fn list(world: &mut World, call: &mut Call<'_>) -> Answer {
    let release = world.release(call.number("release_id")?)?;
    let items = release.assets.iter().map(|asset| shapes::asset(world, release, asset)).collect();
    Ok(paged(world, call, items))
}

/// The release and the asset of an id.
fn find(world: &World, id: u64) -> Result<(&Release, &Asset), Problem> {
    let all =
        world.releases.iter().flat_map(|release| release.assets.iter().map(move |asset| (release, asset)));
    all.into_iter().find(|(_, asset)| asset.id == id).ok_or_else(Problem::not_found)
}

/// The document, or with `accept: application/octet-stream` the way to the bytes.
fn get(world: &mut World, call: &mut Call<'_>) -> Answer {
    let (release, asset) = find(world, call.number("asset_id")?)?;
    if call.request.header("accept").is_some_and(|accept| accept.contains("application/octet-stream")) {
        return Ok(super::download::redirect(world, asset));
    }
    Ok(Response::ok(shapes::asset(world, release, asset)))
}

/// The asset as which an upload stands until all of it has come; answers its id.
pub(crate) fn begin(world: &mut World, call: &Call<'_>) -> Result<u64, Problem> {
    let id = call.number("release_id")?;
    let name = call.query("name").map(stored).unwrap_or_default();
    let release = world.release(id)?;
    let is_taken = release.assets.iter().any(|asset| asset.name == name);
    let has_type = call.request.header("content-type").is_some_and(|it| !it.is_empty());
    if name.is_empty() || is_taken || release.immutable || !has_type {
        // The whole request is refused in its own words.
        return Err(Problem::not_found());
    }
    let (begun, now) = (world.next_id(), world.now());
    let starter = Asset {
        id: begun,
        name,
        label: Some(call.query("label").unwrap_or_default().to_owned()),
        content_type: call.request.header("content-type").unwrap_or_default().to_owned(),
        complete: false,
        size: 0,
        digest: String::new(),
        file: world.files.join(begun.to_string()),
        downloads: 0,
        uploader: call.caller.login().to_owned(),
        created_at: now,
        updated_at: now,
    };
    world.release_mut(id)?.assets.push(starter);
    Ok(begun)
}

/// All of an upload has come, or all that will. Where somebody has deleted the asset meanwhile, there is none to
/// complete.
fn complete(world: &mut World, release: u64, begun: u64, upload: Upload) -> Answer {
    let now = world.now();
    let assets = &mut world.release_mut(release)?.assets;
    let at = assets.iter().position(|asset| asset.id == begun).ok_or_else(Problem::not_found)?;
    // The limits look at the others.
    let asset = assets.remove(at);
    check(world.release(release)?, &asset.name, &upload)?;
    upload.file.persist(&asset.file).map_err(|error| Problem::from(error.error))?;
    let size = if upload.complete { upload.size } else { 0 };
    let asset = Asset { complete: upload.complete, size, digest: upload.digest, updated_at: now, ..asset };
    world.release_mut(release)?.assets.push(asset);
    let (release, asset) = find(world, begun)?;
    Ok(Response::created(shapes::asset(world, release, asset)))
}

fn upload(world: &mut World, call: &mut Call<'_>) -> Answer {
    if call.request.origin != Origin::Uploads {
        return Err(Problem::not_found());
    }
    let id = call.number("release_id")?;
    let release = world.release(id)?;
    if release.immutable {
        return Err(Problem::unprocessable("Cannot upload assets to an immutable release."));
    }
    let upload = call.upload.take().ok_or_else(|| Problem::new(400, "Bad Content-Length: "))?;
    if call.request.header("content-length").is_none() {
        return Err(Problem::new(400, "Bad Content-Length: "));
    }
    let content_type = call.request.header("content-type").filter(|it| !it.is_empty());
    let content_type = content_type.ok_or_else(|| Problem::unprocessable("Content-Type is missing"))?;
    let name = call.query("name").filter(|name| !name.is_empty());
    let name = stored(name.ok_or_else(|| Problem::invalid("ReleaseAsset", "missing_field", "name"))?);
    if let Some(begun) = upload.begun {
        return complete(world, id, begun, upload);
    }
    check(release, &name, &upload)?;
    let label = call.query("label").filter(|label| !label.is_empty());
    let (asset_id, now) = (world.next_id(), world.now());
    let Upload { file, size, digest, complete, .. } = upload;
    let place: PathBuf = world.files.join(asset_id.to_string());
    file.persist(&place).map_err(|error| Problem::from(error.error))?;
    let asset = Asset {
        id: asset_id,
        name,
        label: Some(label.unwrap_or_default().to_owned()),
        content_type: content_type.to_owned(),
        complete,
        size: if complete { size } else { 0 },
        digest,
        file: place,
        downloads: 0,
        uploader: call.caller.login().to_owned(),
        created_at: now,
        updated_at: now,
    };
    world.release_mut(id)?.assets.push(asset);
    let (release, asset) = find(world, asset_id)?;
    Ok(Response::created(shapes::asset(world, release, asset)))
}

fn check(release: &Release, name: &str, upload: &Upload) -> Result<(), Problem> {
    if release.assets.iter().any(|asset| asset.name == name) {
        return Err(Problem::invalid("ReleaseAsset", "already_exists", "name"));
    }
    if upload.complete && upload.size == 0 {
        return Err(Problem::custom("ReleaseAsset", "size", "size must be greater than or equal to 1"));
    }
    if upload.size >= MAX_SIZE {
        return Err(Problem::custom("ReleaseAsset", "size", "size must be less than 2147483648"));
    }
    if release.assets.len() >= MAX_ASSETS {
        return Err(Problem::custom("ReleaseAsset", "base", "file_count limited to 1000 assets per release"));
    }
    Ok(())
}

/// The name that GitHub makes of a file's: what is no letter, digit or one of `-_.+@` becomes a dot, and dots
/// neither begin nor end it nor follow each other.
fn stored(name: &str) -> String {
    let kept = |c: char| c.is_ascii_alphanumeric() || "-_+@".contains(c);
    let dotted: String = name.chars().map(|c| if kept(c) { c } else { '.' }).collect();
    let parts: Vec<_> = dotted.split('.').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "default".to_owned() } else { parts.join(".") }
}

fn update(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    let id = call.number("asset_id")?;
    let (release, _) = find(world, id)?;
    if release.immutable {
        return Err(Problem::unprocessable("Cannot update assets of an immutable release."));
    }
    let name = fields.text("name")?.map(stored);
    if let Some(name) = &name
        && release.assets.iter().any(|asset| asset.id != id && asset.name == *name)
    {
        return Err(Problem::invalid("ReleaseAsset", "already_exists", "name"));
    }
    let release = release.id;
    let now = world.now();
    for asset in world.release_mut(release)?.assets.iter_mut().filter(|asset| asset.id == id) {
        asset.updated_at = now;
        if let Some(name) = &name {
            asset.name.clone_from(name);
        }
        if let Some(label) = fields.text("label")? {
            asset.label = Some(label.to_owned());
        }
    }
    let (release, asset) = find(world, id)?;
    Ok(Response::ok(shapes::asset(world, release, asset)))
}

fn delete(world: &mut World, call: &mut Call<'_>) -> Answer {
    let id = call.number("asset_id")?;
    let (release, asset) = find(world, id)?;
    if release.immutable {
        return Err(Problem::unprocessable("Cannot delete asset from an immutable release"));
    }
    // It may be gone already.
    let _ = std::fs::remove_file(&asset.file);
    let release = release.id;
    world.release_mut(release)?.assets.retain(|asset| asset.id != id);
    Ok(Response::none())
}

#[cfg(test)]
mod tests {
    use super::stored;

    #[test]
    fn names_are_stored_as_github_stores_them() {
        for (name, is) in [
            ("tool-1.0_x86.tar.gz", "tool-1.0_x86.tar.gz"),
            ("my file (1).zip", "my.file.1.zip"),
            (".env", "env"),
            ("a~b+c@d", "a.b+c@d"),
            ("ü", "default"),
        ] {
            assert_eq!(stored(name), is);
        }
    }
}
