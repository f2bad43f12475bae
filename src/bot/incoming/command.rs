//! Parses commands as people type them: `/Start`, `/start@our_bot`, a line break or two spaces before the words, the
//! full-width slash of a Chinese keyboard.

use crate::catalog::model::Catalog;
use crate::dialogue::event::{Command, Event};
use crate::render::callback::decode_link;

/// The event behind a text: a command if it begins with a slash, else typed words.
pub fn event(catalog: &Catalog, text: &str) -> Event {
    let Some(rest) = text.trim_start().strip_prefix(['/', '／']) else {
        return Event::Text(text.to_owned());
    };
    let (name, words) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let name = name.split('@').next().unwrap_or_default().to_lowercase();
    Event::Command(match name.as_str() {
        "start" => Command::Start(link(catalog, words)),
        "topup" => Command::TopUp(words.trim().to_owned()),
        "check" => Command::Check(words.trim().to_owned()),
        "operators" => Command::Operators,
        "whoami" => Command::WhoAmI(words.trim().to_owned()),
        "remind" => Command::Remind(words.trim().to_owned()),
        "tips" => Command::Tips,
        "lang" | "language" => Command::Lang,
        "help" => Command::Help,
        "about" => Command::About,
        "privacy" => Command::Privacy,
        "forget" => Command::Forget,
        "cancel" => Command::Cancel,
        _ => Command::Unknown,
    })
}

/// Whether a text is a command, and whose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addressee<'a> {
    /// It is no command.
    None,
    /// A bare command: anybody's.
    Anybody,
    /// The command of the bot with this username.
    Bot(&'a str),
}

/// Whose command a text is.
pub fn addressee(text: &str) -> Addressee<'_> {
    let Some(rest) = text.trim_start().strip_prefix(['/', '／']) else { return Addressee::None };
    let name = rest.split(char::is_whitespace).next().unwrap_or_default();
    name.split_once('@').map_or(Addressee::Anybody, |(_, bot)| Addressee::Bot(bot))
}

/// The words around the bot's name; `None` if it is not in the text.
pub fn words_around_name(text: &str, username: &str) -> Option<String> {
    let at = |word: &str| {
        let name = word.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '@');
        name.strip_prefix('@').is_some_and(|name| name.eq_ignore_ascii_case(username))
    };
    let (ours, others): (Vec<&str>, Vec<&str>) = text.split_whitespace().partition(|word| at(word));
    (!ours.is_empty()).then(|| others.join(" "))
}

fn link(catalog: &Catalog, payload: &str) -> Option<crate::dialogue::screen::Screen> {
    match payload.trim() {
        "" => None,
        payload => Some(decode_link(catalog, payload).value()),
    }
}
