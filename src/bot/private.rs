//! Private chats: one person, one dialogue, one session.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::NaiveDate;
use teloxide::types::{ChatId, UserId};

use crate::bot::checked::{asked_about, with_links};
use crate::bot::clock::Clock;
use crate::bot::command;
use crate::bot::content::Content;
use crate::bot::feedback;
use crate::bot::memory::{Forgotten, Memory};
use crate::bot::outbox::Outbox;
use crate::bot::reply::{Reply, Target};
use crate::bot::update::{Message, Tap};
use crate::catalog::Catalog;
use crate::dialogue::effect::{Effect, Hint};
use crate::dialogue::event::{Command, Event, Place};
use crate::dialogue::screen::{Address, Screen};
use crate::dialogue::session::Session;
use crate::dialogue::transition::{Transition, transition};
use crate::intake::UpdateId;
use crate::intake::behind::Behind;
use crate::render::callback::{Decoded, decode_press};
use crate::storage::AnyStorage;

/// An older message found the bot away.
const FRESH: Duration = Duration::from_secs(30);

/// Answers a pressed button.
pub async fn receive_tap(
    tap: Tap,
    update: UpdateId,
    behind: Behind,
    content: Arc<Content>,
    outbox: Outbox,
    storage: Arc<AnyStorage>,
    clock: Clock,
) {
    let memory = Memory::of(tap.chat, Arc::clone(&storage)).await;
    let event = match decode_press(&content.catalog, &tap.data) {
        Decoded::Exact(press) => Event::Press(press),
        Decoded::Nearest(press) => Event::OldPress(press),
    };
    let today = clock.today();
    let decide = |session: Session| decide(&content.catalog, session, &event, today, tap.tag.as_deref());
    let mut decided = decide(memory.session(&content.catalog));
    if decided.effects.contains(&Effect::Forget) {
        return forget(memory, tap, decided.effects, &content, &outbox, &behind).await;
    }
    if memory.has_answered(update) {
        // Only the menu again: an older press that came once more before this one may have turned it back.
        let in_place = |effect: &Effect| matches!(effect, Effect::Show { place: Place::Here, .. });
        decided.effects.retain(|effect| tap.message.is_some() && in_place(effect));
    }
    let target = Target { chat: tap.chat, thread: tap.thread, pressed: tap.message };
    let lang = content.catalog.speak(decided.session.lang, tap.tag.as_deref());
    let reply = Reply { outbox: &outbox, content: &content, lang, target, behind: &behind };
    let (_, reach) = tokio::join!(reply.answer(&tap.id, &decided.effects), reply.perform(&decided.effects));
    let kept = memory.keep(&content.catalog, update, reach, |session| decide(session).session).await;
    feedback::count(&content.catalog, &storage, &decided.effects, kept).await;
}

/// Answers a message.
pub async fn receive_message(
    message: Message,
    update: UpdateId,
    behind: Behind,
    content: Arc<Content>,
    outbox: Outbox,
    storage: Arc<AnyStorage>,
    clock: Clock,
) {
    let memory = Memory::of(message.chat, storage).await;
    let event = event(&message, &content, outbox.bot_id());
    let today = clock.today();
    let decide = |session: Session| decide(&content.catalog, session, &event, today, message.tag.as_deref());
    let mut decided = decide(memory.session(&content.catalog));
    // Of the commands sent while the bot was away, the last one is answered; the session follows them all. A verdict is
    // about its own message, so no later command stands in for it.
    let judged = decided.effects.iter().any(|effect| effect.verdict().is_some());
    let command = matches!(event, Event::Command(_)) && !judged;
    let overtaken = command && is_old(message.date) && behind.anyone();
    if overtaken || memory.has_answered(update) {
        decided.effects.clear();
    }
    let target = Target { chat: message.chat, thread: message.thread, pressed: None };
    let lang = content.catalog.speak(decided.session.lang, message.tag.as_deref());
    let reply = Reply { outbox: &outbox, content: &content, lang, target, behind: &behind };
    let reach = reply.perform(&decided.effects).await;
    memory.keep(&content.catalog, update, reach, |session| decide(session).session).await;
}

/// The core's decision, and what only a client tells: the language in which a reminder was asked for.
fn decide(
    catalog: &Catalog,
    session: Session,
    event: &Event,
    today: NaiveDate,
    tag: Option<&str>,
) -> Transition {
    let Transition { session, effects } = transition(catalog, session, event.clone(), today);
    let lang = catalog.speak(session.lang, tag);
    Transition { session: session.spoken_in(lang), effects }
}

/// Removes the record of a chat, then says so: what could not be removed is not called gone. Nothing is kept by which
/// this update would be recognised if it came once more. It then finds nothing to remove, and its menu as it is. An
/// earlier update that comes once more comes before it, in order, so that what it brings back is removed again.
async fn forget(
    memory: Memory,
    tap: Tap,
    effects: Vec<Effect>,
    content: &Content,
    outbox: &Outbox,
    behind: &Behind,
) {
    // What was chosen is forgotten; the question that is asked again was in that language.
    let chosen = memory.session(&content.catalog).lang;
    let (lang, effects) = match memory.forget().await {
        Forgotten::Yes => (content.catalog.speak(None, tap.tag.as_deref()), effects),
        Forgotten::No => {
            let (address, hint) = (Address::At(Screen::Forget), Some(Hint::NotForgotten));
            let again = vec![Effect::Show { address, hint, place: Place::Here }];
            (content.catalog.speak(chosen, tap.tag.as_deref()), again)
        }
    };
    let target = Target { chat: tap.chat, thread: tap.thread, pressed: tap.message };
    let reply = Reply { outbox, content, lang, target, behind };
    tokio::join!(reply.answer(&tap.id, &effects), reply.perform(&effects));
}

/// What a message means. What somebody else wrote is to be judged; what we wrote ourselves is read like anything typed.
fn event(message: &Message, content: &Content, ourselves: Option<UserId>) -> Event {
    let Some(text) = &message.text else { return Event::NotText };
    let links = &message.hidden_links;
    if message.forwarded.is_some_and(|it| it.author.is_none() || it.author != ourselves) {
        return Event::Forwarded(with_links(text, links));
    }
    match command::event(&content.catalog, text) {
        Event::Text(text) => Event::Text(with_links(&text, links)),
        Event::Command(Command::Check(words)) => {
            let text = asked_about(&words, links, message.replied.as_ref(), ourselves);
            Event::Command(Command::Check(text))
        }
        event => event,
    }
}

/// Forgets a chat that is closed to us: a person who blocked the bot, a group that removed it.
pub async fn receive_closed(chat: ChatId, storage: Arc<AnyStorage>) {
    let _ = Memory::of(chat, storage).await.forget().await;
}

/// Whether a message was sent so long ago that its sender has stopped waiting. `date` in seconds since 1970.
pub fn is_old(date: i64) -> bool {
    // Not known, which says nothing about its age.
    if date == 0 {
        return false;
    }
    let sent = UNIX_EPOCH + Duration::from_secs(u64::try_from(date).unwrap_or_default());
    SystemTime::now().duration_since(sent).is_ok_and(|age| age > FRESH)
}
