//! The work of an answer without network and storage: from an update as Telegram sends it to the message that is shown.
//! The benchmark times it, and `tests/budget.rs` counts its allocations.

use chrono::NaiveDate;
use kz_topup_bot::bot::content::Content;
use kz_topup_bot::bot::incoming::command;
use kz_topup_bot::bot::incoming::types::Incoming;
use kz_topup_bot::catalog::files::Files;
use kz_topup_bot::catalog::id::Lang;
use kz_topup_bot::dialogue::effect::Effect;
use kz_topup_bot::dialogue::event::Event;
use kz_topup_bot::dialogue::screen_id::Decoded;
use kz_topup_bot::dialogue::session::Session;
use kz_topup_bot::dialogue::shown::Fixed;
use kz_topup_bot::dialogue::transition::transition;
use kz_topup_bot::render::callback::decode_press;
use kz_topup_bot::render::picture::card::Card;
use serde_json::json;

/// A press, each kind of typed text, a command: the name, and the update.
pub fn updates(content: &Content) -> Vec<(&'static str, String)> {
    vec![
        ("a press that is asked who pays", press(content, "open/ways/beeline")),
        ("a press that opens the ways", press(content, "payer/visitor/beeline")),
        ("a press that sends a guide", press(content, "open/guide/beeline/shop")),
        ("a press that draws a picture", press(content, "picture/beeline/shop")),
        ("an old button", press(content, "open/guide/nobody/nothing")),
        ("a command", text("/start")),
        ("typed in Latin", text("beeline kaspi")),
        ("typed with typos", text("beelain kapsi")),
        ("typed in Chinese", text("我想用支付宝给beeline充值")),
        ("typed in Russian", text("как пополнить билайн через каспи")),
        ("typed and not understood", text("what is the weather like in Almaty tomorrow")),
    ]
}

fn text(text: &str) -> String {
    json!({ "update_id": 1, "message": {
        "message_id": 10, "date": 1_795_000_000, "chat": { "id": 42, "first_name": "Ann", "type": "private" },
        "from": { "id": 42, "is_bot": false, "first_name": "Ann", "language_code": "zh-hans" }, "text": text,
    }})
    .to_string()
}

/// A press under the longest screen, since Telegram sends the whole message along.
pub fn press(content: &Content, data: &str) -> String {
    let lang = content.catalog.fallback();
    let screens = Fixed::all(&content.catalog);
    let under = screens.into_iter().map(|fixed| content.screens.fixed(&content.catalog, lang, fixed));
    let under = under.max_by_key(|screen| screen.html.len()).expect("there is a screen");
    json!({ "update_id": 1, "callback_query": {
        "id": "4382bfdwdsb323b2d9", "chat_instance": "1", "data": data,
        "from": { "id": 42, "is_bot": false, "first_name": "Ann", "language_code": "zh-hans" },
        "message": {
            "message_id": 10, "date": 1_795_000_000, "chat": { "id": 42, "first_name": "Ann", "type": "private" },
            "from": { "id": 7, "is_bot": true, "first_name": "Bot" }, "text": under.html,
            "reply_markup": under.keyboard,
        },
    }})
    .to_string()
}

/// All of the handler tree's work but its calls; the length of what is shown, for the optimiser.
pub fn answer(content: &Content, json: &str) -> usize {
    let (event, tag) = match Incoming::read(json) {
        Incoming::Press(tap) => match decode_press(&content.catalog, &tap.data) {
            Decoded::Exact(press) => (Event::Press(press), tap.tag),
            Decoded::Nearest(press) => (Event::OldPress(press), tap.tag),
        },
        Incoming::Message(message) => {
            let text = message.text.as_deref().unwrap_or_default();
            (command::event(&content.catalog, text), message.tag)
        }
        _ => return 0,
    };
    let followed = transition(&content.catalog, Session::default(), event, day());
    let lang = content.catalog.speak(followed.session.lang, tag.as_deref());
    followed.effects.iter().map(|effect| shown(content, lang, effect)).sum()
}

fn shown(content: &Content, lang: Lang, effect: &Effect) -> usize {
    match *effect {
        Effect::Show { ref shown, hint, .. } => {
            let hint = hint.map_or("", |hint| content.screens.hint(lang, hint));
            content.message(lang, shown).html.len() + hint.len()
        }
        Effect::Send { ref shown, .. } => content.message(lang, shown).html.len(),
        Effect::Picture(guide) => {
            Card::of(&content.catalog, lang, guide).draw(&content.fonts).map_or(0, |file| file.len())
        }
        Effect::Forget => 0,
        Effect::Notify(notice) => content.screens.notice(lang, notice).len(),
        Effect::Count(_) => 0,
    }
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day of the calendar")
}

pub fn load(files: &Files) -> Content {
    Content::load(files, day()).expect("the content has no problems")
}
