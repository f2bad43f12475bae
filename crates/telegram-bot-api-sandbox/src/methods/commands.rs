//! The bot's command lists, by scope and language.

use serde_json::{Value, json};

use crate::error::ApiError;
use crate::methods::method::{Method, Reply, done};
use crate::methods::profile::language;
use crate::params::Params;
use crate::rules::command_scopes::DEFAULT_SCOPE;
use crate::state::store::State;

const MOST_COMMANDS: usize = 100;
const LONGEST_COMMAND: usize = 32;
const LONGEST_DESCRIPTION: usize = 256;

/// The methods of this file.
pub const METHODS: &[Method] = &[
    Method::new("setMyCommands", &["commands", "scope", "language_code"], set_my_commands),
    Method::new("getMyCommands", &["scope", "language_code"], get_my_commands),
    Method::new("deleteMyCommands", &["scope", "language_code"], delete_my_commands),
];

fn set_my_commands(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let Some(list) = params.structure("commands", "commands list")? else {
        return Err(ApiError::bad_request("parameter \"commands\" is required"));
    };
    let list = list.as_array().ok_or_else(|| ApiError::bad_request("expected an Array of BotCommand"))?;
    if list.len() > MOST_COMMANDS {
        return Err(ApiError::bad_request("BOT_COMMANDS_TOO_MUCH"));
    }
    for command in list {
        check(command)?;
    }
    let names: Vec<&Value> = list.iter().map(|command| &command["command"]).collect();
    if let Some(twice) = names.iter().enumerate().find(|(place, name)| names[..*place].contains(name)) {
        return Err(ApiError::bad_request(format!("command {} is listed twice (sandbox)", twice.1)));
    }
    store(state, params, list.clone())
}

fn get_my_commands(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let scope = scope(params)?;
    Ok(Reply::Value(json!(state.profile.commands(&scope, &language(params)?))))
}

fn delete_my_commands(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    store(state, params, Vec::new())
}

fn store(state: &mut State, params: &Params, list: Vec<Value>) -> Result<Reply, ApiError> {
    let (scope, language) = (scope(params)?, language(params)?);
    state.profile.set_commands(&scope, &language, list);
    state.events.push("profile", json!({ "changed": "commands", "scope": scope, "language_code": language }));
    done()
}

fn check(command: &Value) -> Result<(), ApiError> {
    Params::known_fields("BotCommand", command, &["command", "description", "is_ephemeral"])?;
    let field = |name: &str| {
        let missing =
            || ApiError::bad_request(format!("can't parse BotCommand: Can't find field \"{name}\""));
        command[name].as_str().ok_or_else(missing)
    };
    let name = field("command")?;
    let fits = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if name.is_empty() || name.len() > LONGEST_COMMAND || !fits {
        return Err(ApiError::bad_request("BOT_COMMAND_INVALID"));
    }
    let description = field("description")?;
    if description.trim().is_empty() || description.chars().count() > LONGEST_DESCRIPTION {
        return Err(ApiError::bad_request("BOT_COMMAND_DESCRIPTION_INVALID"));
    }
    Ok(())
}

/// The scope in one spelling, whatever the order of its fields was.
fn scope(params: &Params) -> Result<String, ApiError> {
    let Some(scope) = params.structure("scope", "BotCommandScope")? else {
        return Ok(DEFAULT_SCOPE.to_owned());
    };
    Params::known_fields("BotCommandScope", &scope, &["type", "chat_id", "user_id"])?;
    let id = |name: &str| {
        let missing =
            || ApiError::bad_request(format!("can't parse BotCommandScope: Can't find field \"{name}\""));
        scope.get(name).cloned().ok_or_else(missing)
    };
    let kind = scope["type"].as_str().unwrap_or_default();
    let tidy = match kind {
        "default" | "all_private_chats" | "all_group_chats" | "all_chat_administrators" => {
            json!({ "type": kind })
        }
        "chat" | "chat_administrators" => json!({ "type": kind, "chat_id": id("chat_id")? }),
        "chat_member" => json!({ "type": kind, "chat_id": id("chat_id")?, "user_id": id("user_id")? }),
        _ => {
            return Err(ApiError::bad_request("can't parse BotCommandScope: Unsupported type specified"));
        }
    };
    Ok(tidy.to_string())
}
