//! Asks a person who sends too much at once to slow down: one short text, tried once.

use std::sync::Arc;

use teloxide::payloads::{AnswerCallbackQuery, AnswerCallbackQuerySetters, SendMessage};
use teloxide::types::ChatId;

use crate::bot::content::Content;
use crate::bot::memory::Memory;
use crate::bot::outbox::{Outbox, Refusal};
use crate::bot::update::Incoming;
use crate::dialogue::effect::Notice;
use crate::storage::AnyStorage;

/// Answers an update that is not handled because too many newer ones came. Groups and queries get no answer.
pub async fn ask_to_slow_down(
    incoming: Incoming,
    outbox: &Outbox,
    content: &Content,
    storage: &Arc<AnyStorage>,
) {
    // A refusal means that nothing is said, which is all that can be done.
    match incoming {
        Incoming::Tap(tap) => {
            let text = text(tap.chat, tap.tag.as_deref(), content, storage).await;
            let answer = AnswerCallbackQuery::new(tap.id).text(text);
            let _ = outbox.call(&answer, Refusal::Expected).await;
        }
        Incoming::Message(message) => {
            let text = text(message.chat, message.tag.as_deref(), content, storage).await;
            let mut answer = SendMessage::new(message.chat, text);
            answer.message_thread_id = message.thread;
            let _ = outbox.call(&answer, Refusal::Expected).await;
        }
        _ => {}
    }
}

async fn text<'a>(
    chat: ChatId,
    tag: Option<&str>,
    content: &'a Content,
    storage: &Arc<AnyStorage>,
) -> &'a str {
    let session = Memory::of(chat, Arc::clone(storage)).await.session(&content.catalog);
    let lang = content.catalog.speak(session.lang, tag);
    content.screens.notice(lang, Notice::TooManyAtOnce)
}
