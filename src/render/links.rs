//! Links to the bot itself, and its name behind commands. What is rendered at start holds a stand-in for the name,
//! because Telegram tells it only later.

use teloxide::types::{InlineKeyboardButton, InlineKeyboardButtonKind, InlineKeyboardMarkup};
use url::Url;

use crate::dialogue::event::Command;

/// Stands for the bot's username until that is known; a name that nobody can have, because it is too long.
pub const UNNAMED: &str = "the_username_of_this_bot_is_not_known_yet";

/// Opens the private chat with the bot; `payload` is what `/start` brings along.
pub fn start(username: &str, payload: &str) -> String {
    format!("https://t.me/{username}?start={payload}")
}

/// Lets a person pick a group to add the bot to. There is no payload, because the bot greets a group by itself: with
/// one, clients would send `/start` as well, and the group would be answered twice.
pub fn start_group(username: &str) -> String {
    format!("https://t.me/{username}?startgroup")
}

/// Whether a keyboard has a button that needs the bot's username.
pub fn needs_name(keyboard: &InlineKeyboardMarkup) -> bool {
    keyboard.inline_keyboard.iter().flatten().any(|button| unnamed(button).is_some())
}

/// Puts the bot's username into a keyboard. Without one, the buttons that need it are left out.
pub fn name_bot(keyboard: &mut InlineKeyboardMarkup, username: Option<&str>) {
    for row in &mut keyboard.inline_keyboard {
        row.retain_mut(|button| name_button(button, username));
    }
    keyboard.inline_keyboard.retain(|row| !row.is_empty());
}

/// Tells whether the button can stay.
fn name_button(button: &mut InlineKeyboardButton, username: Option<&str>) -> bool {
    let Some(text) = unnamed(button) else { return true };
    let Some(username) = username else { return false };
    let text = text.replace(UNNAMED, username);
    match &mut button.kind {
        InlineKeyboardButtonKind::CopyText(copy) => copy.text = text,
        InlineKeyboardButtonKind::Url(url) => match Url::parse(&text) {
            Ok(named) => *url = named,
            Err(_) => return false,
        },
        _ => {}
    }
    true
}

/// What a button holds, if the stand-in is in it.
fn unnamed(button: &InlineKeyboardButton) -> Option<&str> {
    let text = match &button.kind {
        InlineKeyboardButtonKind::Url(url) => url.as_str(),
        InlineKeyboardButtonKind::CopyText(copy) => &copy.text,
        _ => return None,
    };
    Some(text).filter(|text| text.contains(UNNAMED))
}

/// Writes `/topup` as `/topup@our_bot`: in a group a bare command may reach another bot.
pub fn address_commands(html: &str, username: &str) -> String {
    let mut out = String::with_capacity(html.len() + 64);
    let mut rest = html;
    let mut before = None;
    while let Some(at) = rest.find('/') {
        let (head, tail) = rest.split_at(at);
        out.push_str(head);
        before = head.chars().next_back().or(before);
        let name: String = tail[1..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        let end = 1 + name.len();
        out.push_str(&tail[..end]);
        // Not in an address, a closing tag or a path.
        let free = before.is_none_or(|c| !c.is_alphanumeric() && !"/.<:@_-".contains(c));
        if free && Command::MENU.contains(&name.as_str()) && !tail[end..].starts_with(['@', '/']) {
            out.push('@');
            out.push_str(username);
        }
        before = name.chars().next_back().or(Some('/'));
        rest = &tail[end..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_get_the_bots_name_and_nothing_else_does() {
        for (html, expected) in [
            ("发 /topup beeline", "发 /topup@us_bot beeline"),
            ("/help", "/help@us_bot"),
            ("「/topup kaspi」 /tips.", "「/topup@us_bot kaspi」 /tips@us_bot."),
            ("/helping /unknown", "/helping /unknown"),
            ("/help@them_bot", "/help@them_bot"),
            ("<code>/lang</code>", "<code>/lang@us_bot</code>"),
            ("https://a.kz/help a/help <b>x</b>/tips", "https://a.kz/help a/help <b>x</b>/tips@us_bot"),
        ] {
            assert_eq!(address_commands(html, "us_bot"), expected);
        }
    }
}
