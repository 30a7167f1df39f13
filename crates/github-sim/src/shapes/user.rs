//! People and bots.

use serde_json::{Value, json};

use super::node_id;
use crate::state::World;

/// The id of `github-actions[bot]`.
const ACTIONS: u64 = 41_898_282;

/// A number that a login always has.
pub(crate) fn user_id(login: &str) -> u64 {
    if login == "github-actions[bot]" {
        return ACTIONS;
    }
    let fold = |id: u64, byte: u8| (id * 31 + u64::from(byte)) % 100_000_000;
    login.bytes().fold(7, fold)
}

/// `simple-user`.
pub(crate) fn user(world: &World, login: &str) -> Value {
    let id = user_id(login);
    let encoded = login.replace('[', "%5B").replace(']', "%5D");
    let url = format!("{}/users/{encoded}", world.urls.api);
    let bot = login.ends_with("[bot]");
    let page = match login.strip_suffix("[bot]") {
        Some(app) => format!("{}/apps/{app}", world.urls.server),
        None => format!("{}/{login}", world.urls.server),
    };
    json!({
        "login": login,
        "id": id,
        "node_id": node_id(if bot { "BOT" } else { "U" }, id),
        "avatar_url": format!("{}/avatars/{id}", world.urls.server),
        "gravatar_id": "",
        "url": url,
        "html_url": page,
        "followers_url": format!("{url}/followers"),
        "following_url": format!("{url}/following{{/other_user}}"),
        "gists_url": format!("{url}/gists{{/gist_id}}"),
        "starred_url": format!("{url}/starred{{/owner}}{{/repo}}"),
        "subscriptions_url": format!("{url}/subscriptions"),
        "organizations_url": format!("{url}/orgs"),
        "repos_url": format!("{url}/repos"),
        "events_url": format!("{url}/events{{/privacy}}"),
        "received_events_url": format!("{url}/received_events"),
        "type": if bot { "Bot" } else { "User" },
        "user_view_type": "public",
        "site_admin": false,
    })
}
