//! What a bot can learn of a chat and of who is in it, and how it leaves.

use serde_json::{Value, json};

use crate::error::ApiError;
use crate::methods::method::{Method, Reply, done};
use crate::methods::targets;
use crate::params::Params;
use crate::state::chats::Chat;
use crate::state::members::{Anonymity, Status, chat_member};
use crate::state::store::State;

/// The methods of this file.
pub const METHODS: &[Method] = &[
    Method::new("getChat", &["chat_id"], get_chat),
    Method::new("getChatMember", &["chat_id", "user_id"], get_chat_member),
    Method::new("getChatMemberCount", &["chat_id"], get_chat_member_count),
    Method::new("getChatAdministrators", &["chat_id", "return_bots"], get_chat_administrators),
    Method::new("leaveChat", &["chat_id"], leave_chat),
];

fn get_chat(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let id = visible_chat(state, params)?;
    let mut chat = state.chat_json(id).unwrap_or(Value::Null);
    chat["accent_color_id"] = json!(0);
    chat["max_reaction_count"] = json!(11);
    chat["accepted_gift_types"] = json!({
        "unlimited_gifts": true, "limited_gifts": true, "unique_gifts": true, "premium_subscription": true,
        "gifts_from_channels": true,
    });
    Ok(Reply::Value(chat))
}

fn get_chat_member(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let chat = visible_chat(state, params)?;
    let person =
        params.integer("user_id")?.ok_or_else(|| ApiError::bad_request("invalid user_id specified"))?;
    let group = state.chats.get(&chat).and_then(Chat::group);
    if person == state.options.bot_id() {
        let status = group.map_or(Status::Member, |group| group.bot);
        return Ok(Reply::Value(chat_member(&state.bot_json(), status, Anonymity::Named)));
    }
    let user = state.users.get(&person).ok_or_else(|| ApiError::bad_request("user not found"))?.json();
    let member = match group {
        Some(group) => group.members.get(&person).copied(),
        None if chat == person => {
            return Ok(Reply::Value(chat_member(&user, Status::Member, Anonymity::Named)));
        }
        None => None,
    };
    let (status, anonymity) =
        member.map_or((Status::Left, Anonymity::Named), |member| (member.status, member.anonymity));
    Ok(Reply::Value(chat_member(&user, status, anonymity)))
}

fn get_chat_member_count(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let chat = visible_chat(state, params)?;
    let group = state.chats.get(&chat).and_then(Chat::group);
    Ok(Reply::Value(json!(group.map_or(2, |group| group.members.len() + 1))))
}

fn get_chat_administrators(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let chat = visible_chat(state, params)?;
    let Some(group) = state.chats.get(&chat).and_then(Chat::group) else {
        return Err(ApiError::bad_request("there are no administrators in the private chat"));
    };
    let people = group.members.iter().filter(|(_, member)| member.status.is_administrator());
    let mut list: Vec<Value> = people
        .filter_map(|(id, member)| {
            Some(chat_member(&state.users.get(id)?.json(), member.status, member.anonymity))
        })
        .collect();
    // Other bots are never listed; the bot itself is, if it has rights.
    if group.bot.is_administrator() {
        list.push(chat_member(&state.bot_json(), group.bot, Anonymity::Named));
    }
    Ok(Reply::Value(json!(list)))
}

fn leave_chat(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let chat = targets::writable_chat(state, params)?;
    let Some(group) = state.chats.get_mut(&chat).and_then(Chat::group_mut) else {
        return Err(ApiError::bad_request("chat member status can't be changed in private chats"));
    };
    let before = std::mem::replace(&mut group.bot, Status::Left);
    let bot = state.options.bot_id();
    state.report_bot_membership(chat, bot, before);
    state.report_chat(chat);
    done()
}

/// A chat the bot may look into: one it knows and has not been removed from.
fn visible_chat(state: &State, params: &Params) -> Result<i64, ApiError> {
    let id = targets::chat(state, params)?;
    state.chats.get(&id).and_then(Chat::group).map_or(Ok(()), |group| group.admit())?;
    Ok(id)
}
