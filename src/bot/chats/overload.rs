//! Asks a person who sends too much at once to slow down: one short text, tried once.

use std::sync::Arc;

use teloxide::payloads::{AnswerCallbackQuery, AnswerCallbackQuerySetters, SendMessage};
use teloxide::types::ChatId;

use crate::bot::incoming::types::Incoming;
use crate::bot::outgoing::client::Refusal;
use crate::bot::records::record::Record;
use crate::bot::services::Services;
use crate::dialogue::effect::Notice;

/// Answers an update that is not handled because too many newer ones came. Groups and queries get no answer.
pub async fn ask_to_slow_down(incoming: Incoming, services: &Services) {
    let client = &services.client;
    // A refusal means that nothing is said; there is no other way to say it.
    match incoming {
        Incoming::Press(press) => {
            let text = text(press.chat, press.tag.as_deref(), services).await;
            let answer = AnswerCallbackQuery::new(press.id).text(text);
            let _ = client.call(&answer, Refusal::Expected).await;
        }
        Incoming::Message(message) => {
            let text = text(message.chat, message.tag.as_deref(), services).await;
            let mut answer = SendMessage::new(message.chat, text);
            answer.message_thread_id = message.thread;
            let _ = client.call(&answer, Refusal::Expected).await;
        }
        _ => {}
    }
}

/// The text in the language of a chat, or of a person's client.
async fn text<'a>(chat: ChatId, tag: Option<&str>, services: &'a Services) -> &'a str {
    let Services { content, storage, .. } = services;
    let session = Record::of(chat, Arc::clone(storage)).await.session(&content.catalog);
    let lang = content.catalog.speak(session.lang, tag);
    content.screens.notice(lang, Notice::TooManyAtOnce)
}
