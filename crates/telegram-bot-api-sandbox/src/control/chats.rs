//! Chats, their members, topics and messages.

use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, State as Shared};
use axum::routing::{get, patch, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::control::answer::{Answer, ControlRoutes, SharedWorld, ok};
use crate::people::chats::{ChatChange, MigrationOrder, NewChat};
use crate::people::error::ActionError;
use crate::people::membership::MembershipChange;
use crate::state::chats::{Chat, ChatType};
use crate::state::topics::TopicState;

pub(super) fn routes() -> ControlRoutes {
    Router::new()
        .route("/sandbox/chats", get(chats).post(create_chat))
        .route("/sandbox/chats/{chat}", get(chat).patch(change))
        .route("/sandbox/chats/{chat}/messages", get(messages))
        .route("/sandbox/chats/{chat}/members", post(change_membership))
        .route("/sandbox/chats/{chat}/topics", post(create_topic))
        .route("/sandbox/chats/{chat}/topics/{thread}", patch(change_topic))
        .route("/sandbox/chats/{chat}/migration", post(migrate))
}

/// Private chats with the bot are not among them: there is one for each person.
async fn chats(Shared(world): SharedWorld) -> Answer {
    let answer = world.with(|state| {
        let listed = |chat: &&Chat| {
            !matches!(chat.chat_type, ChatType::WithBot) || !state.users.contains_key(&chat.id)
        };
        let chats = state.chats.values().filter(listed).map(|chat| state.chat_page_json(chat.id));
        chats.collect()
    });
    Ok(ok(answer))
}

async fn chat(Shared(world): SharedWorld, chat: Result<Path<i64>, PathRejection>) -> Answer {
    let Path(id) = chat?;
    let answer = world.with(|state| match state.chat_page_json(id) {
        Value::Null => Err(ActionError::NoChat),
        chat => Ok(chat),
    })?;
    Ok(ok(answer))
}

async fn create_chat(Shared(world): SharedWorld, body: Result<Json<NewChat>, JsonRejection>) -> Answer {
    let Json(new_chat) = body?;
    let answer = world.with(|state| {
        let (id, _) = state.create_chat(new_chat)?;
        Ok::<Value, ActionError>(state.chat_page_json(id))
    })?;
    Ok(ok(answer))
}

async fn change(
    Shared(world): SharedWorld,
    chat: Result<Path<i64>, PathRejection>,
    body: Result<Json<ChatChange>, JsonRejection>,
) -> Answer {
    let (Path(id), Json(change)) = (chat?, body?);
    let answer = world.with(|state| {
        state.change_chat(id, change)?;
        Ok::<Value, ActionError>(state.chat_page_json(id))
    })?;
    Ok(ok(answer))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Viewing {
    viewer: Option<i64>,
}

async fn messages(
    Shared(world): SharedWorld,
    chat: Result<Path<i64>, PathRejection>,
    query: Result<Query<Viewing>, QueryRejection>,
) -> Answer {
    let (Path(id), Query(Viewing { viewer })) = (chat?, query?);
    let answer = world.with(|state| {
        let info = state.chat_json(id).ok_or(ActionError::NoChat)?;
        let messages = state.chats.get(&id).map_or(Vec::new(), |chat| state.seen(chat, viewer));
        Ok::<Value, ActionError>(json!({ "chat": info, "messages": messages }))
    })?;
    Ok(ok(answer))
}

async fn change_membership(
    Shared(world): SharedWorld,
    chat: Result<Path<i64>, PathRejection>,
    body: Result<Json<MembershipChange>, JsonRejection>,
) -> Answer {
    let (Path(id), Json(change)) = (chat?, body?);
    let answer = world.with(|state| {
        let updates = state.change_membership(id, change)?;
        Ok::<Value, ActionError>(json!({ "chat": state.chat_page_json(id), "update_ids": updates }))
    })?;
    Ok(ok(answer))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewTopic {
    name: String,
    by: Option<i64>,
}

async fn create_topic(
    Shared(world): SharedWorld,
    chat: Result<Path<i64>, PathRejection>,
    body: Result<Json<NewTopic>, JsonRejection>,
) -> Answer {
    let (Path(id), Json(NewTopic { name, by })) = (chat?, body?);
    let thread = world.with(|state| state.create_topic(id, name.clone(), by))?;
    Ok(ok(json!({ "message_thread_id": thread, "name": name, "state": TopicState::Open })))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TopicChange {
    state: TopicState,
}

async fn change_topic(
    Shared(world): SharedWorld,
    place: Result<Path<(i64, i64)>, PathRejection>,
    body: Result<Json<TopicChange>, JsonRejection>,
) -> Answer {
    let (Path((id, thread)), Json(change)) = (place?, body?);
    let answer = world.with(|state| {
        state.change_topic(id, thread, change.state)?;
        let topic = state.chats.get(&id).and_then(Chat::group).and_then(|group| group.topics.get(&thread));
        topic.map(|topic| topic.page_json(thread)).ok_or(ActionError::NoTopic)
    })?;
    Ok(ok(answer))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Migration {
    #[serde(default)]
    order: MigrationOrder,
}

async fn migrate(
    Shared(world): SharedWorld,
    chat: Result<Path<i64>, PathRejection>,
    body: Result<Json<Migration>, JsonRejection>,
) -> Answer {
    let (Path(id), Json(Migration { order })) = (chat?, body?);
    let answer = world.with(|state| {
        let (new, updates) = state.migrate(id, order)?;
        Ok::<Value, ActionError>(json!({ "chat": state.chat_page_json(new), "update_ids": updates }))
    })?;
    Ok(ok(answer))
}
