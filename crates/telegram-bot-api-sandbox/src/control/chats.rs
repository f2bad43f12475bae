//! Chats, who is in them, their topics, and what stands in them.

use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, State as Shared};
use axum::routing::{get, patch, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::control::{Answer, Doors, TheWorld, ok};
use crate::human::HumanError;
use crate::human::founding::{ChatChange, Founding, MigrationOrder};
use crate::human::joining::Joining;
use crate::people::{Chat, Room};
use crate::topics::TopicState;

pub(super) fn routes() -> Doors {
    Router::new()
        .route("/sandbox/chats", get(chats).post(found))
        .route("/sandbox/chats/{chat}", get(chat).patch(change))
        .route("/sandbox/chats/{chat}/messages", get(messages))
        .route("/sandbox/chats/{chat}/members", post(join))
        .route("/sandbox/chats/{chat}/topics", post(found_topic))
        .route("/sandbox/chats/{chat}/topics/{thread}", patch(change_topic))
        .route("/sandbox/chats/{chat}/migration", post(migrate))
}

/// Private chats with the bot are not among them: there is one for each person.
async fn chats(Shared(world): TheWorld) -> Answer {
    let answer = world.with(|state| {
        let listed = |chat: &&Chat| !matches!(chat.room, Room::Open) || !state.users.contains_key(&chat.id);
        let chats = state.chats.values().filter(listed).map(|chat| state.chat_page_json(chat.id));
        chats.collect()
    });
    Ok(ok(answer))
}

async fn chat(Shared(world): TheWorld, chat: Result<Path<i64>, PathRejection>) -> Answer {
    let Path(id) = chat?;
    let answer = world.with(|state| match state.chat_page_json(id) {
        Value::Null => Err(HumanError::NoChat),
        chat => Ok(chat),
    })?;
    Ok(ok(answer))
}

async fn found(Shared(world): TheWorld, body: Result<Json<Founding>, JsonRejection>) -> Answer {
    let Json(founding) = body?;
    let answer = world.with(|state| {
        let (id, _) = state.found(founding)?;
        Ok::<Value, HumanError>(state.chat_page_json(id))
    })?;
    Ok(ok(answer))
}

async fn change(
    Shared(world): TheWorld,
    chat: Result<Path<i64>, PathRejection>,
    body: Result<Json<ChatChange>, JsonRejection>,
) -> Answer {
    let (Path(id), Json(change)) = (chat?, body?);
    let answer = world.with(|state| {
        state.change_chat(id, change)?;
        Ok::<Value, HumanError>(state.chat_page_json(id))
    })?;
    Ok(ok(answer))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Viewing {
    viewer: Option<i64>,
}

async fn messages(
    Shared(world): TheWorld,
    chat: Result<Path<i64>, PathRejection>,
    query: Result<Query<Viewing>, QueryRejection>,
) -> Answer {
    let (Path(id), Query(Viewing { viewer })) = (chat?, query?);
    let answer = world.with(|state| {
        let info = state.chat_json(id).ok_or(HumanError::NoChat)?;
        let messages = state.chats.get(&id).map_or(Vec::new(), |chat| state.seen(chat, viewer));
        Ok::<Value, HumanError>(json!({ "chat": info, "messages": messages }))
    })?;
    Ok(ok(answer))
}

async fn join(
    Shared(world): TheWorld,
    chat: Result<Path<i64>, PathRejection>,
    body: Result<Json<Joining>, JsonRejection>,
) -> Answer {
    let (Path(id), Json(joining)) = (chat?, body?);
    let answer = world.with(|state| {
        let updates = state.join(id, joining)?;
        Ok::<Value, HumanError>(json!({ "chat": state.chat_page_json(id), "update_ids": updates }))
    })?;
    Ok(ok(answer))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewTopic {
    name: String,
    by: Option<i64>,
}

async fn found_topic(
    Shared(world): TheWorld,
    chat: Result<Path<i64>, PathRejection>,
    body: Result<Json<NewTopic>, JsonRejection>,
) -> Answer {
    let (Path(id), Json(NewTopic { name, by })) = (chat?, body?);
    let thread = world.with(|state| state.found_topic(id, name.clone(), by))?;
    Ok(ok(json!({ "message_thread_id": thread, "name": name, "state": TopicState::Open })))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TopicChange {
    state: TopicState,
}

async fn change_topic(
    Shared(world): TheWorld,
    place: Result<Path<(i64, i64)>, PathRejection>,
    body: Result<Json<TopicChange>, JsonRejection>,
) -> Answer {
    let (Path((id, thread)), Json(change)) = (place?, body?);
    let answer = world.with(|state| {
        state.change_topic(id, thread, change.state)?;
        let topic = state.chats.get(&id).and_then(Chat::group).and_then(|group| group.topics.get(&thread));
        topic.map(|topic| topic.page_json(thread)).ok_or(HumanError::NoTopic)
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
    Shared(world): TheWorld,
    chat: Result<Path<i64>, PathRejection>,
    body: Result<Json<Migration>, JsonRejection>,
) -> Answer {
    let (Path(id), Json(Migration { order })) = (chat?, body?);
    let answer = world.with(|state| {
        let (new, updates) = state.migrate(id, order)?;
        Ok::<Value, HumanError>(json!({ "chat": state.chat_page_json(new), "update_ids": updates }))
    })?;
    Ok(ok(answer))
}
