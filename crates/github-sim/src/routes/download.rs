//! The bytes of assets: a page's link, and the storage that it leads to. Neither is of the API.

use serde_json::json;

use super::grants::NOTHING;
use super::table::{Route, route};
use crate::state::{Asset, World};
use crate::wire::{Answer, Call, Origin, Payload, Problem, Response};

pub(super) const ROUTES: &[Route] = &[
    route("storage/get-asset", "GET", "/_storage/{asset_id}", NOTHING, storage),
    route("pages/download-asset", "GET", "/{owner}/{repo}/releases/download/{tag}/{name}", NOTHING, page),
];

/// The way to the storage, which is on the other origin.
pub(super) fn redirect(world: &World, asset: &Asset) -> Response {
    let place = format!("{}/_storage/{}?signature=embedded", world.urls.uploads, asset.id);
    Response::new(302, Payload::Empty).header("location", place)
}

fn page(world: &mut World, call: &mut Call<'_>) -> Answer {
    let (slug, name) = (call.param("tag"), call.param("name"));
    let release = world.releases.iter().find(|release| release.slug() == slug);
    let asset = release.and_then(|release| release.assets.iter().find(|asset| asset.name == name));
    Ok(redirect(world, asset.filter(|asset| asset.complete).ok_or_else(Problem::not_found)?))
}

/// The storage knows no tokens: its addresses are signed, and one that comes with a token too is refused. Answers the
/// refusal.
pub(super) fn refusal(call: &Call<'_>) -> Option<Answer> {
    if call.request.origin != Origin::Uploads || call.query("signature").is_none() {
        return Some(Err(Problem::not_found()));
    }
    let value = json!({ "message": "Only one auth mechanism allowed" });
    call.request.header("authorization").map(|_| Ok(Response::new(400, Payload::Json(value))))
}

fn storage(world: &mut World, call: &mut Call<'_>) -> Answer {
    if let Some(refusal) = refusal(call) {
        return refusal;
    }
    let id = call.number("asset_id")?;
    let all = world.releases.iter_mut().flat_map(|release| release.assets.iter_mut());
    let asset = all.into_iter().find(|asset| asset.id == id).ok_or_else(Problem::not_found)?;
    asset.downloads += 1;
    let disposition = format!("attachment; filename={}", asset.name);
    let response = Response::new(200, Payload::File(asset.file.clone(), asset.size));
    Ok(response.header("content-type", "application/octet-stream").header("content-disposition", disposition))
}
