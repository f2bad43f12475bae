//! Who the bot is, and what its profile says in each language.

use serde_json::{Value, json};

use crate::error::ApiError;
use crate::methods::method::{Method, Reply, done};
use crate::methods::targets;
use crate::params::Params;
use crate::state::profile::Text;
use crate::state::store::State;

/// The methods of this file.
pub const METHODS: &[Method] = &[
    Method::new("getMe", &[], get_me),
    Method::new("setMyName", &["name", "language_code"], |state, params| set(state, params, &NAME)),
    Method::new("getMyName", &["language_code"], |state, params| get(state, params, &NAME)),
    Method::new("setMyDescription", &["description", "language_code"], |state, params| {
        set(state, params, &DESCRIPTION)
    }),
    Method::new("getMyDescription", &["language_code"], |state, params| get(state, params, &DESCRIPTION)),
    Method::new("setMyShortDescription", &["short_description", "language_code"], |state, params| {
        set(state, params, &SHORT_DESCRIPTION)
    }),
    Method::new("getMyShortDescription", &["language_code"], |state, params| {
        get(state, params, &SHORT_DESCRIPTION)
    }),
    Method::new("setChatMenuButton", &["chat_id", "menu_button"], set_chat_menu_button),
    Method::new("getChatMenuButton", &["chat_id"], get_chat_menu_button),
];

/// One of the three texts: what it is called, and how many characters it may have.
struct Subject {
    text: Text,
    field: &'static str,
    longest: usize,
}

const NAME: Subject = Subject { text: Text::Name, field: "name", longest: 64 };
const DESCRIPTION: Subject = Subject { text: Text::Description, field: "description", longest: 512 };
const SHORT_DESCRIPTION: Subject =
    Subject { text: Text::ShortDescription, field: "short_description", longest: 120 };

/// The parameter `language_code`; empty for all languages without texts of their own.
///
/// # Errors
/// 400 for anything but two small letters: Telegram takes no script or region here.
pub fn language(params: &Params) -> Result<String, ApiError> {
    let code = params.text("language_code");
    if code.is_empty() || (code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase())) {
        return Ok(code);
    }
    Err(ApiError::bad_request("invalid language code specified"))
}

fn get_me(state: &mut State, _: &Params) -> Result<Reply, ApiError> {
    let mut me = state.bot_json();
    let settings = &state.settings;
    for (field, value) in [
        ("can_join_groups", true),
        ("can_read_all_group_messages", !settings.privacy.is_on()),
        ("supports_guest_queries", settings.guest_mode.is_on()),
        ("supports_inline_queries", settings.inline_mode.is_on()),
        ("can_connect_to_business", false),
        ("has_main_web_app", false),
        ("has_topics_enabled", false),
    ] {
        me[field] = json!(value);
    }
    Ok(Reply::Value(me))
}

fn set(state: &mut State, params: &Params, subject: &Subject) -> Result<Reply, ApiError> {
    let language = language(params)?;
    let text = params.text(subject.field);
    if text.chars().count() > subject.longest {
        let (field, longest) = (subject.field, subject.longest);
        return Err(ApiError::bad_request(format!("{field} is longer than {longest} characters (sandbox)")));
    }
    state.profile.set_text(subject.text, &language, &text);
    state.events.push("profile", json!({ "changed": subject.field, "language_code": language }));
    done()
}

fn get(state: &mut State, params: &Params, subject: &Subject) -> Result<Reply, ApiError> {
    let text = state.profile_text(subject.text, &language(params)?);
    Ok(Reply::Value(json!({ subject.field: text })))
}

fn set_chat_menu_button(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let chat = menu_chat(state, params)?;
    let button =
        params.structure("menu_button", "MenuButton")?.unwrap_or_else(|| json!({ "type": "default" }));
    Params::known_fields("menu_button", &button, &["type", "text", "web_app"])?;
    match button["type"].as_str() {
        Some("default" | "commands") => {}
        Some("web_app") if button["text"].is_string() && button["web_app"]["url"].is_string() => {}
        _ => {
            return Err(ApiError::bad_request("can't parse MenuButton: Unsupported type specified"));
        }
    }
    state.profile.set_menu_button(chat, button);
    state.events.push("profile", json!({ "changed": "menu_button", "chat": chat }));
    done()
}

fn get_chat_menu_button(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let chat = menu_chat(state, params)?;
    let button: Option<&Value> = state.profile.menu_button(chat);
    Ok(Reply::Value(button.cloned().unwrap_or_else(|| json!({ "type": "commands" }))))
}

/// The chat a menu button belongs to; without the parameter, all chats.
fn menu_chat(state: &State, params: &Params) -> Result<Option<i64>, ApiError> {
    if params.text("chat_id").is_empty() {
        return Ok(None);
    }
    targets::chat(state, params).map(Some)
}
