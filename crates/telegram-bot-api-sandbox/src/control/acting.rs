//! What people do: write, press, ask, choose.

use std::time::Duration;

use axum::extract::State as Shared;
use axum::extract::rejection::JsonRejection;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::json;

use crate::control::answer::{Answer, ControlRoutes, LONGEST_WAIT, SharedWorld, ok};
use crate::people::changing::{EditMessage, React};
use crate::people::inline::{AskInline, ChooseResult};
use crate::people::pressing::PressButton;
use crate::people::writing::SendText;
use crate::state::world::Topic;

/// How long an inline query waits if nothing is said, in seconds.
const PATIENCE: u64 = 10;

pub(super) fn routes() -> ControlRoutes {
    Router::new()
        .route("/sandbox/messages", post(write).patch(edit).delete(delete))
        .route("/sandbox/reactions", post(react))
        .route("/sandbox/presses", post(press))
        .route("/sandbox/inline_queries", post(ask))
        .route("/sandbox/inline_results", post(choose))
}

async fn write(Shared(world): SharedWorld, body: Result<Json<SendText>, JsonRejection>) -> Answer {
    let Json(writing) = body?;
    let written = world.with(|state| state.send_text(writing))?;
    let mut answer = json!({ "message": written.message.for_page(), "update_id": written.update_id });
    if let Some(id) = written.guest_query_id {
        answer["guest_query_id"] = json!(id);
    }
    Ok(ok(answer))
}

async fn edit(Shared(world): SharedWorld, body: Result<Json<EditMessage>, JsonRejection>) -> Answer {
    let Json(edit) = body?;
    let (message, update_id) = world.with(|state| state.edit_own(&edit))?;
    Ok(ok(json!({ "message": message.for_page(), "update_id": update_id })))
}

async fn delete(Shared(world): SharedWorld, body: Result<Json<EditMessage>, JsonRejection>) -> Answer {
    let Json(edit) = body?;
    world.with(|state| state.delete_own(&edit))?;
    Ok(ok(json!({ "deleted": true })))
}

async fn react(Shared(world): SharedWorld, body: Result<Json<React>, JsonRejection>) -> Answer {
    let Json(reaction) = body?;
    let update_id = world.with(|state| state.react_as(&reaction))?;
    Ok(ok(json!({ "update_id": update_id })))
}

async fn press(Shared(world): SharedWorld, body: Result<Json<PressButton>, JsonRejection>) -> Answer {
    let Json(pressing) = body?;
    let (id, update_id) = world.with(|state| state.press(pressing))?;
    Ok(ok(json!({ "callback_query_id": id, "update_id": update_id })))
}

/// Waits for the answer, unless there is one already or the bot is not asked.
async fn ask(Shared(world): SharedWorld, body: Result<Json<AskInline>, JsonRejection>) -> Answer {
    let Json(asking) = body?;
    let put = world.with(|state| state.ask_inline(&asking))?;
    let mut answer = json!({ "inline_query_id": put.id, "update_id": put.update_id, "answered": false });
    let cached = put.cached.is_some();
    let patience = Duration::from_secs(asking.timeout.unwrap_or(PATIENCE).min(LONGEST_WAIT));
    let found = match (put.cached, put.update_id) {
        (Some(cached), _) => Some(cached),
        (None, None) => None,
        (None, Some(_)) => {
            world.wait_for(Topic::Events, patience, |state| state.inline.find(&put.id)?.answer.clone()).await
        }
    };
    if let (Some(fields), Some(found)) = (answer.as_object_mut(), found) {
        fields.insert("answered".into(), json!(true));
        fields.insert("cached".into(), json!(cached));
        fields.extend(found.page_json().as_object().cloned().unwrap_or_default());
    }
    Ok(ok(answer))
}

async fn choose(Shared(world): SharedWorld, body: Result<Json<ChooseResult>, JsonRejection>) -> Answer {
    let Json(choosing) = body?;
    let chosen = world.with(|state| state.choose_result(&choosing))?;
    let mut answer = json!({
        "message": chosen.message.for_page(), "update_id": chosen.update_id,
        "chosen_update_id": chosen.chosen_update_id,
    });
    if let Some(id) = chosen.inline_message_id {
        answer["inline_message_id"] = json!(id);
    }
    Ok(ok(answer))
}
