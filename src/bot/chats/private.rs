//! Private chats: one person, one dialogue, one session.

use std::sync::Arc;

use teloxide::types::{ChatId, UserId};

use crate::bot::clock::is_old;
use crate::bot::content::Content;
use crate::bot::incoming::albums::{Caption, Part, WAIT_FOR_CAPTION};
use crate::bot::incoming::checked_text::{checked_text, with_links};
use crate::bot::incoming::command;
use crate::bot::incoming::types::{Message, Press};
use crate::bot::outgoing::delivery::Answer;
use crate::bot::outgoing::outcome::Target;
use crate::bot::records::feedback;
use crate::bot::records::record::{Record, Removed, Saved};
use crate::bot::services::Services;
use crate::dialogue::effect::{Effect, Hint};
use crate::dialogue::event::{Command, Event, Place};
use crate::dialogue::screen::Screen;
use crate::dialogue::screen_id::Decoded;
use crate::dialogue::session::Session;
use crate::dialogue::transition::transition_for_client;
use crate::dialogue::unsaved;
use crate::intake::superseded::Superseded;
use crate::intake::update::UpdateId;
use crate::render::callback::decode_press;

/// Answers a pressed button.
pub async fn receive_press(press: Press, update: UpdateId, superseded: Superseded, services: Services) {
    let Services { client, pictures, content, storage, clock, albums, .. } = &services;
    albums.cancel(press.chat);
    let mut record = Record::of(press.chat, Arc::clone(storage)).await;
    let event = match decode_press(&content.catalog, &press.data) {
        Decoded::Exact(press) => Event::Press(press),
        Decoded::Nearest(press) => Event::OldPress(press),
    };
    let today = clock.today();
    let decide = |session: Session| {
        transition_for_client(&content.catalog, session, event.clone(), today, press.tag.as_deref())
    };
    let before = record.session(&content.catalog);
    let mut decided = decide(before);
    if decided.effects.contains(&Effect::Forget) {
        return forget(record, press, decided.effects, &superseded, &services).await;
    }
    let is_repeated = record.has_answered(update);
    if is_repeated {
        // Only the menu: an older press that was delivered again before this one may have changed it.
        let in_place = |effect: &Effect| matches!(effect, Effect::Show { place: Place::Here, .. });
        decided.effects.retain(|effect| press.message.is_some() && in_place(effect));
    }
    let changes_settings = !is_repeated && unsaved::changes_settings(before, decided.session);
    let saved = match changes_settings {
        true => record.save(&content.catalog, |session| decide(session).session).await,
        false => Saved::Yes,
    };
    if saved == Saved::No {
        decided.effects = unsaved::effects(&content.catalog, before, &decided, today);
    }
    let target = Target { chat: press.chat, thread: press.thread, pressed: press.message };
    let lang = content.catalog.speak(decided.session.lang, press.tag.as_deref());
    let answer = Answer { client, pictures, content, lang, target, superseded: &superseded };
    answer.acknowledge(&press.id, &decided.effects);
    let outcome = answer.perform(&decided.effects).await;
    if saved == Saved::No {
        return;
    }
    let after = |session: Session| if changes_settings { session } else { decide(session).session };
    let saved = record.keep(&content.catalog, update, outcome, after).await;
    feedback::count(&content.catalog, storage, &decided.effects, saved).await;
}

/// Answers a message; of an album, one part.
pub async fn receive_message(message: Message, update: UpdateId, superseded: Superseded, services: Services) {
    let ours = services.client.identity().id();
    // An inline result of the bot itself. Forwarded, it is a message like any other.
    if message.via_bot.is_some() && message.via_bot == ours && message.forwarded.is_none() {
        return;
    }
    let Some(album) = message.album.clone() else {
        services.albums.cancel(message.chat);
        return answer_message(message, update, superseded, services).await;
    };
    let caption = if message.text.is_some() { Caption::Present } else { Caption::Absent };
    match services.albums.part(message.chat, &album, caption) {
        Part::Answer => answer_message(message, update, superseded, services).await,
        Part::Skip => {}
        // The part with the caption may come after this update is confirmed, so the update does not wait for it. If the
        // process ends meanwhile, an album without words gets no answer.
        Part::Wait => drop(tokio::spawn(async move {
            tokio::time::sleep(WAIT_FOR_CAPTION).await;
            if services.albums.claim(message.chat, &album) {
                answer_message(message, update, superseded, services).await;
            }
        })),
    }
}

async fn answer_message(message: Message, update: UpdateId, superseded: Superseded, services: Services) {
    let Services { client, pictures, content, storage, clock, .. } = &services;
    let mut record = Record::of(message.chat, Arc::clone(storage)).await;
    let event = event(&message, content, client.identity().id());
    let today = clock.today();
    let decide = |session: Session| {
        transition_for_client(&content.catalog, session, event.clone(), today, message.tag.as_deref())
    };
    let before = record.session(&content.catalog);
    let mut decided = decide(before);
    // Of the commands that were sent while the bot was down, the last one is answered; the session follows them all. A
    // verdict is about its own message, so no later command replaces it.
    let is_verdict = decided.effects.iter().any(|effect| effect.verdict().is_some());
    let is_command = matches!(event, Event::Command(_)) && !is_verdict;
    let is_superseded = is_command && is_old(message.date) && superseded.is_set();
    let is_repeated = record.has_answered(update);
    let changes_settings = !is_repeated && unsaved::changes_settings(before, decided.session);
    let saved = match changes_settings {
        true => record.save(&content.catalog, |session| decide(session).session).await,
        false => Saved::Yes,
    };
    if saved == Saved::No {
        decided.effects = unsaved::effects(&content.catalog, before, &decided, today);
    }
    if is_superseded || is_repeated {
        decided.effects.clear();
    }
    let target = Target { chat: message.chat, thread: message.thread, pressed: None };
    let lang = content.catalog.speak(decided.session.lang, message.tag.as_deref());
    let answer = Answer { client, pictures, content, lang, target, superseded: &superseded };
    let outcome = answer.perform(&decided.effects).await;
    if saved == Saved::No {
        return;
    }
    let after = |session: Session| if changes_settings { session } else { decide(session).session };
    record.keep(&content.catalog, update, outcome, after).await;
}

/// Removes the record of a chat, then says so; if it could not be removed, says that. Afterwards nothing is stored by
/// which this update would be recognised when it is delivered again: it then finds nothing to remove, and its menu
/// unchanged.
async fn forget(
    record: Record,
    press: Press,
    effects: Vec<Effect>,
    superseded: &Superseded,
    services: &Services,
) {
    let Services { client, pictures, content, .. } = services;
    // The chosen language is removed as well; the question that is shown again is in that language.
    let chosen = record.session(&content.catalog).lang;
    let (lang, effects) = match record.remove().await {
        Removed::Yes => (content.catalog.speak(None, press.tag.as_deref()), effects),
        Removed::No => {
            let shown = Screen::Forget.resolve(&content.catalog).into();
            let again = vec![Effect::Show { shown, hint: Some(Hint::NotForgotten), place: Place::Here }];
            (content.catalog.speak(chosen, press.tag.as_deref()), again)
        }
    };
    let target = Target { chat: press.chat, thread: press.thread, pressed: press.message };
    let answer = Answer { client, pictures, content, lang, target, superseded };
    answer.acknowledge(&press.id, &effects);
    answer.perform(&effects).await;
}

/// The event of a message. A forwarded message is judged as an offer, unless the bot wrote it.
fn event(message: &Message, content: &Content, ours: Option<UserId>) -> Event {
    let Some(text) = &message.text else { return Event::NotText };
    let links = &message.hidden_links;
    if message.forwarded.is_some_and(|it| it.author.is_none() || it.author != ours) {
        return Event::Forwarded(with_links(text, links));
    }
    match command::event(&content.catalog, text) {
        Event::Text(text) => Event::Text(with_links(&text, links)),
        Event::Command(Command::Check(words)) => {
            let text = checked_text(&content.catalog, &words, links, message.replied.as_ref(), ours);
            Event::Command(Command::Check(text))
        }
        event => event,
    }
}

/// Removes the record of a chat that is closed: a person blocked the bot, or a group removed it.
pub async fn receive_closed(chat: ChatId, services: Services) {
    let _ = Record::of(chat, services.storage).await.remove().await;
}
