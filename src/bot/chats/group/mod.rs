//! Groups: one answer, for the right person, in their language.
//!
//! There is no session: a question is answered at once, and a pressed button holds everything. Rules:
//!
//! - A question gets one message: ephemeral if the question was, else public, as a silent reply.
//! - A press never sends a public message. Its screen is shown to the person who pressed, or opens in their private
//!   chat.
//! - Only a question that is clearly for the bot is answered: its command, its name, a reply to it.

pub mod language;
pub mod migration;
pub mod press;
mod reply;
mod request;

use std::sync::Arc;

use crate::bot::chats::group::language::{language, preferred};
use crate::bot::chats::group::reply::{GroupReply, Place, Reply};
use crate::bot::chats::group::request::{Manner, Request, request};
use crate::bot::clock::is_old;
use crate::bot::content::Content;
use crate::bot::incoming::types::{Joined, Question, Visibility};
use crate::bot::outgoing::ephemeral::EphemeralTrigger;
use crate::bot::outgoing::outcome::Outcome;
use crate::bot::records::record::Record;
use crate::bot::services::Services;
use crate::catalog::id::Lang;
use crate::dialogue::effect::Hint;
use crate::dialogue::event::{Command, Event};
use crate::dialogue::group;
use crate::dialogue::offer::judge;
use crate::dialogue::shown::{Fixed, Shown};
use crate::intake::update::UpdateId;

/// The answer to a question.
struct Answer {
    shown: Shown,
    hint: Option<Hint>,
}

impl Answer {
    /// What is sent to the group.
    fn reply(&self) -> Reply<'_> {
        match self.shown.is_private() {
            true => Reply::InPrivate(&self.shown),
            false => Reply::Shown(&self.shown, self.hint),
        }
    }
}

/// Answers a text in a group, if it is meant for the bot.
pub async fn receive_question(question: Question, update: UpdateId, services: Services) {
    let Services { client, ephemeral, content, storage, .. } = &services;
    // Sent while the bot was down: others have answered since.
    if is_old(question.date) {
        return;
    }
    // An inline result of the bot itself.
    if question.via_bot.is_some() && question.via_bot == client.identity().id() {
        return;
    }
    let Some(request) = request(&question, content, client.identity()).await else { return };
    // Many may ask at once, so the record of the person says whether the update was answered, not that of the group.
    let asker = question.person.as_ref().map_or(question.chat, |person| person.id.into());
    let asker = Record::of(asker, Arc::clone(storage)).await;
    if asker.has_answered(update) {
        return;
    }
    let record = Record::of(question.chat, Arc::clone(storage)).await;
    let group = record.session(&content.catalog).lang;
    let lang = match &request.person {
        // Their record has been read already.
        Some(person) if Some(person) == question.person.as_ref() => {
            preferred(&content.catalog, asker.session(&content.catalog).lang, person, group)
        }
        person => language(content, storage, person.as_ref(), group).await,
    };
    let Some(answer) = answer(content, lang, &request) else { return };
    let reply = GroupReply { update, services: &services, lang };
    let place = Place { chat: question.chat, thread: question.thread };
    let outcome = match (request.visibility, &request.person, answer.reply()) {
        (Visibility::Public(message), _, shown) => reply.send(place, message, shown).await,
        (Visibility::Ephemeral(id), Some(person), shown @ Reply::Shown(..)) => {
            let message = reply.ephemeral(place, person.id, shown).await;
            match ephemeral.send(&message, &EphemeralTrigger::Message(id)).await {
                Ok(()) => Outcome::Sent,
                Err(_) => reply.send(place, None, Reply::InPrivate(&answer.shown)).await,
            }
        }
        (Visibility::Ephemeral(_), ..) => reply.send(place, None, Reply::InPrivate(&answer.shown)).await,
    };
    match outcome {
        Outcome::ChatClosed => drop(record.remove().await),
        outcome => drop(asker.keep(&content.catalog, update, outcome, |session| session).await),
    }
}

/// Greets a group in two lines.
pub async fn receive_joined(joined: Joined, update: UpdateId, services: Services) {
    let Services { content, storage, .. } = &services;
    let record = Record::of(joined.chat, Arc::clone(storage)).await;
    // A group with a record has been greeted: Telegram also reports a supergroup that was a group as new.
    if record.exists() {
        return;
    }
    let chosen = record.session(&content.catalog).lang;
    let lang = content.catalog.speak(chosen, joined.tag.as_deref());
    let reply = GroupReply { update, services: &services, lang };
    let place = Place { chat: joined.chat, thread: None };
    let outcome = reply.send(place, None, Reply::Shown(&Fixed::Group.into(), None)).await;
    record.keep(&content.catalog, update, outcome, |session| session).await;
}

/// The answer to a question. A reply to the bot or a text with its name that says nothing known is talk among people:
/// it gets none.
fn answer(content: &Content, lang: Lang, request: &Request) -> Option<Answer> {
    if request.event == Event::Command(Command::Lang) {
        return Some(Answer { shown: Fixed::Group.into(), hint: None });
    }
    if let Event::Command(Command::Check(text)) = &request.event
        && !text.trim().is_empty()
    {
        return Some(Answer { shown: Shown::Verdict(judge(&content.catalog, text)), hint: None });
    }
    let (shown, hint) = group::answer(&content.catalog, lang, request.event.clone());
    let chatting = match request.manner {
        Manner::Command => false,
        Manner::Mention => hint.is_some(),
        Manner::Reply => !group::names_something(&content.catalog, &request.event),
    };
    let public = matches!(request.visibility, Visibility::Public(_));
    (!(chatting && public)).then_some(Answer { shown, hint })
}
