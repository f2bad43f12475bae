//! How updates leave: long polling, or the webhook that forbids it.

use std::time::Duration;

use serde_json::{Value, json};
use url::{Host, Url};

use crate::error::ApiError;
use crate::methods::method::{GET_UPDATES, Method, Perform, Reply};
use crate::options::WebhookTargets;
use crate::params::Params;
use crate::state::store::State;
use crate::state::updates::{Interruption, KINDS};
use crate::state::webhook::Webhook;
use crate::state::world::{Topic, World};

/// The longest poll, in seconds.
const LONGEST_POLL: i64 = 50;
/// The longest secret, in characters.
const LONGEST_SECRET: usize = 256;

/// The methods of this file.
pub const METHODS: &[Method] = &[
    Method {
        name: GET_UPDATES,
        params: &["offset", "limit", "timeout", "allowed_updates"],
        shared: &[],
        perform: Perform::Poll,
    },
    Method::new(
        "setWebhook",
        &[
            "url",
            "certificate",
            "ip_address",
            "max_connections",
            "allowed_updates",
            "drop_pending_updates",
            "secret_token",
        ],
        set_webhook,
    ),
    Method::new("deleteWebhook", &["drop_pending_updates"], delete_webhook),
    Method::new("getWebhookInfo", &[], get_webhook_info),
];

/// Gives the updates that wait, or waits for one. A later call ends an earlier one that is still waiting.
///
/// # Errors
/// 409 while a webhook is set, or when another poll or a webhook ended this one; 400 for bad parameters.
pub async fn get_updates(world: &World, params: &Params) -> Result<Reply, ApiError> {
    let offset = params.integer("offset")?.unwrap_or(0);
    let limit = params.integer("limit")?.unwrap_or(100).clamp(1, 100);
    let limit = usize::try_from(limit).unwrap_or(100);
    let seconds = params.integer("timeout")?.unwrap_or(0).clamp(0, LONGEST_POLL);
    let allowed = allowed_updates(params)?;
    let ticket = world.with(|state| {
        if state.webhook.is_some() {
            return Err(ApiError::conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
            ));
        }
        if let Some(kinds) = allowed {
            state.updates.want(kinds);
        }
        state.updates.confirm(offset);
        let ticket = state.updates.begin_poll();
        state.presence();
        Ok(ticket)
    })?;
    let patience = Duration::from_secs(seconds.unsigned_abs());
    let found = world.wait_for(Topic::Updates, patience, |state| state.updates.poll(ticket, limit)).await;
    found.unwrap_or_else(|| Ok("[]".to_owned())).map(Reply::Text)
}

fn set_webhook(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let address = params.text("url");
    if address.is_empty() {
        return delete_webhook(state, params);
    }
    check_webhook(&address, state.options.webhook_targets)?;
    let secret = params.text("secret_token");
    if secret.len() > LONGEST_SECRET {
        return Err(ApiError::bad_request("secret token is too long"));
    }
    if !secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-') {
        return Err(ApiError::bad_request("secret token contains unallowed characters"));
    }
    let connections = params.integer("max_connections")?.unwrap_or(40).clamp(1, 100);
    let webhook = Webhook::new(address, secret, usize::try_from(connections).unwrap_or(40));
    if let Some(kinds) = allowed_updates(params)? {
        state.updates.want(kinds);
    }
    let drop = params.flag("drop_pending_updates");
    if !drop && state.webhook.as_ref().is_some_and(|current| current.is_same(&webhook)) {
        return Ok(Reply::Done("Webhook is already set"));
    }
    if drop {
        state.updates.clear();
    }
    state.updates.interrupt(Interruption::Webhook);
    state.webhook = Some(webhook);
    Ok(Reply::Done("Webhook was set"))
}

fn delete_webhook(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    if params.flag("drop_pending_updates") {
        state.updates.clear();
    }
    match state.webhook.take() {
        Some(_) => Ok(Reply::Done("Webhook was deleted")),
        None => Ok(Reply::Done("Webhook is already deleted")),
    }
}

fn get_webhook_info(state: &mut State, _: &Params) -> Result<Reply, ApiError> {
    Ok(Reply::Value(webhook_info(state)))
}

/// The result of `getWebhookInfo`; an empty `url` for none.
fn webhook_info(state: &State) -> Value {
    let url = state.webhook.as_ref().map_or("", |webhook| &webhook.url);
    let mut info = json!({
        "url": url, "has_custom_certificate": false, "pending_update_count": state.updates.len(),
    });
    if let Some(webhook) = &state.webhook {
        if let Some((date, message)) = &webhook.last_error {
            info["last_error_date"] = json!(date);
            info["last_error_message"] = json!(message);
        }
        info["max_connections"] = json!(webhook.max_connections);
    }
    if let Some(kinds) = state.updates.wanted() {
        info["allowed_updates"] = json!(kinds);
    }
    info
}

/// Telegram calls HTTPS only; the sandbox also plain HTTP on this machine, and other machines only if it was told so.
fn check_webhook(address: &str, targets: WebhookTargets) -> Result<(), ApiError> {
    let bad = |reason: &str| ApiError::bad_request(format!("bad webhook: {reason}"));
    let url = Url::parse(address).map_err(|_| bad("invalid URL specified"))?;
    let local = match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    match url.scheme() {
        "https" | "http" if local => Ok(()),
        "https" if targets == WebhookTargets::Any => Ok(()),
        "https" => Err(bad("only addresses of this machine are called; allow others at the start (sandbox)")),
        _ => Err(bad("An HTTPS URL must be provided for webhook")),
    }
}

fn allowed_updates(params: &Params) -> Result<Option<Vec<String>>, ApiError> {
    let Some(list) = params.structure("allowed_updates", "allowed updates")? else {
        return Ok(None);
    };
    let list =
        list.as_array().ok_or_else(|| ApiError::bad_request("expected an Array of allowed updates"))?;
    let kinds: Vec<String> = list.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    if kinds.len() != list.len() {
        return Err(ApiError::bad_request("expected an Array of String as allowed updates"));
    }
    match kinds.iter().find(|kind| !KINDS.contains(&kind.as_str())) {
        Some(kind) => Err(ApiError::bad_request(format!("unknown kind of update \"{kind}\" (sandbox)"))),
        None => Ok(Some(kinds)),
    }
}
