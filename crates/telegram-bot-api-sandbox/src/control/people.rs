//! The people, the bot, and what is switched on.

use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, State as Shared};
use axum::routing::{get, patch};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use crate::control::answer::{Answer, ControlRoutes, SharedWorld, ok};
use crate::people::users::UserChange;
use crate::rules::command_scopes::scopes;
use crate::state::profile::Text;
use crate::state::settings::SettingsChange;
use crate::state::store::Presence;
use crate::state::users::User;

pub(super) fn routes() -> ControlRoutes {
    Router::new()
        .route("/sandbox/bot", get(bot))
        .route("/sandbox/profile", get(profile))
        .route("/sandbox/settings", get(settings).patch(change_settings))
        .route("/sandbox/users", get(users).post(add_user))
        .route("/sandbox/users/{id}", patch(change_user))
}

async fn bot(Shared(world): SharedWorld) -> Answer {
    let answer = world.with(|state| {
        let connected = state.presence() == Presence::Connected;
        json!({ "bot": state.bot_json(), "connected": connected, "token": state.options.token })
    });
    Ok(ok(answer))
}

async fn settings(Shared(world): SharedWorld) -> Answer {
    Ok(ok(world.with(|state| json!(state.settings))))
}

async fn change_settings(
    Shared(world): SharedWorld,
    body: Result<Json<SettingsChange>, JsonRejection>,
) -> Answer {
    let Json(change) = body?;
    let answer = world.with(|state| {
        state.settings.change(change);
        state.events.push("settings", json!({ "settings": state.settings }));
        json!(state.settings)
    });
    Ok(ok(answer))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Profile {
    #[serde(default)]
    language_code: String,
    chat: Option<i64>,
    /// Whose view of a group.
    user: Option<i64>,
}

async fn profile(Shared(world): SharedWorld, query: Result<Query<Profile>, QueryRejection>) -> Answer {
    let Query(Profile { language_code, chat, user }) = query?;
    // Profiles know languages only, while clients send tags with a script or a region.
    let language = language_code.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let answer = world.with(|state| {
        let commands = state.profile.visible_commands(&scopes(state, chat, user), &language);
        json!({
            "name": state.profile_text(Text::Name, &language),
            "description": state.profile_text(Text::Description, &language),
            "short_description": state.profile_text(Text::ShortDescription, &language),
            "commands": commands,
        })
    });
    Ok(ok(answer))
}

async fn users(Shared(world): SharedWorld) -> Answer {
    Ok(ok(world.with(|state| state.users.values().map(User::page_json).collect())))
}

async fn add_user(Shared(world): SharedWorld, body: Result<Json<UserChange>, JsonRejection>) -> Answer {
    let Json(about) = body?;
    Ok(ok(world.with(|state| state.add_user(about))?.page_json()))
}

async fn change_user(
    Shared(world): SharedWorld,
    id: Result<Path<i64>, PathRejection>,
    body: Result<Json<UserChange>, JsonRejection>,
) -> Answer {
    let (Path(id), Json(change)) = (id?, body?);
    Ok(ok(world.with(|state| state.change_user(id, change))?.page_json()))
}
