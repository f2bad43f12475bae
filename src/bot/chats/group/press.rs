//! Pressed buttons in groups, and under messages that were sent elsewhere through the bot. They are answered to the
//! person who pressed, and to nobody else.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use teloxide::payloads::{
    AnswerCallbackQuery, AnswerCallbackQuerySetters, EditMessageText, EditMessageTextSetters,
};
use teloxide::requests::Payload;
use teloxide::types::{ChatId, ParseMode, UserId};

use crate::bot::chats::group::language::language;
use crate::bot::chats::group::reply::{GroupReply, Place, Reply};
use crate::bot::incoming::types::{GroupPress, InlinePress, Visibility};
use crate::bot::outgoing::acknowledge::{acknowledge, answer_press};
use crate::bot::outgoing::client::{Delivery, OutboundClient};
use crate::bot::outgoing::ephemeral::{EphemeralTrigger, Original};
use crate::bot::outgoing::keyboard::{NO_PREVIEW, keyboard};
use crate::bot::outgoing::outcome::Outcome;
use crate::bot::outgoing::reduce;
use crate::bot::records::feedback::count_in_group;
use crate::bot::records::record::{Record, Saved};
use crate::bot::services::Services;
use crate::catalog::id::Lang;
use crate::dialogue::effect::Notice;
use crate::dialogue::event::{self, Event, Press};
use crate::dialogue::group;
use crate::dialogue::screen::FIRST;
use crate::dialogue::session::Session;
use crate::dialogue::shown::{Fixed, Shown};
use crate::intake::update::UpdateId;
use crate::render::callback::decode_press;

/// Shows the person who pressed what their button leads to.
pub async fn receive_group_press(press: GroupPress, update: UpdateId, services: Services) {
    let Services { client, content, storage, .. } = &services;
    let pressed = decode_press(&content.catalog, &press.data).value();
    let chosen = match pressed {
        Press::SetGroupLanguage(lang) if is_admin(client, press.chat, press.person.id).await => {
            return set_group_language(lang, &press, update, &services).await;
        }
        Press::SetGroupLanguage(lang) | Press::SetLanguage(lang, _) => Some(lang),
        _ => None,
    };
    let saved = match chosen {
        Some(chosen) => set_language(chosen, press.person.id.into(), update, &services).await,
        None => Saved::Yes,
    };
    if let Press::Feedback(feedback) = pressed {
        count_in_group(&content.catalog, storage, press.person.id.into(), update, feedback).await;
    }
    let group = Record::of(press.chat, Arc::clone(storage)).await.session(&content.catalog).lang;
    let lang = match saved {
        Saved::Yes => language(content, storage, Some(&press.person), group).await,
        Saved::No => chosen.unwrap_or_else(|| content.catalog.fallback()),
    };
    let (shown, notice) = match pressed {
        Press::SetGroupLanguage(_) => {
            let languages = Fixed::Languages(FIRST.resolve(&content.catalog));
            (languages.into(), Some(Notice::OwnLanguageSet))
        }
        pressed => {
            let (shown, _) = group::answer(&content.catalog, lang, Event::Press(pressed));
            let notice = group::notice(pressed, &shown);
            (shown, notice)
        }
    };
    let notice = if saved == Saved::No { Some(Notice::NotSaved) } else { notice };
    let reply = GroupReply { update, services: &services, lang };
    let displayed = show(&reply, &press, pressed, &shown).await;
    let answer = AnswerCallbackQuery::new(press.id.clone());
    match (displayed, notice, reply.private_link(&shown).await) {
        (Displayed::InGroup, Some(notice), _) => {
            let is_alert = !matches!(notice, Notice::LanguageSet | Notice::Thanks);
            acknowledge(client, answer.text(content.screens.notice(lang, notice)).show_alert(is_alert));
        }
        (Displayed::InGroup, None, _) => acknowledge(client, answer),
        // Nothing else is to be said.
        (Displayed::Nowhere, Some(notice @ (Notice::OwnLanguageSet | Notice::NotSaved)), _) => {
            let answer = answer.text(content.screens.notice(lang, notice)).show_alert(true);
            answer_press(client, &answer).await;
        }
        (Displayed::Nowhere, _, Some(link)) => answer_press(client, &answer.url(link)).await,
        (Displayed::Nowhere, _, None) => acknowledge(client, answer),
    }
}

/// Opens what a button leads to in the private chat of the person who pressed: there is no chat to show it in.
pub async fn receive_inline_press(press: InlinePress, update: UpdateId, services: Services) {
    let Services { client, content, .. } = &services;
    let pressed = decode_press(&content.catalog, &press.data).value();
    let lang = content.catalog.fallback();
    let (shown, _) = group::answer(&content.catalog, lang, Event::Press(pressed));
    let reply = GroupReply { update, services: &services, lang };
    let answer = AnswerCallbackQuery::new(press.id);
    match reply.private_link(&shown).await {
        Some(link) => answer_press(client, &answer.url(link)).await,
        None => acknowledge(client, answer),
    }
}

/// Where the screen of a press was shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Displayed {
    /// In the group, to the person who pressed.
    InGroup,
    Nowhere,
}

async fn show(reply: &GroupReply<'_>, press: &GroupPress, pressed: Press, shown: &Shown) -> Displayed {
    if shown.is_private() {
        return Displayed::Nowhere;
    }
    let ephemeral = &reply.services.ephemeral;
    let place = Place { chat: press.chat, thread: press.thread };
    let message = reply.ephemeral(place, press.person.id, Reply::Shown(shown, None)).await;
    if let Some(Visibility::Ephemeral(id)) = press.visibility {
        match ephemeral.edit(&message, id).await {
            Ok(()) => return Displayed::InGroup,
            // A second call would come too late.
            Err(failure) if failure.may_pass() => return Displayed::Nowhere,
            Err(_) => {}
        }
    }
    let is_kept = matches!(pressed, Press::Open(_, event::Place::Below) | Press::Feedback(_));
    let original = match press.visibility {
        Some(Visibility::Public(_)) if !is_kept => Original::Replaced,
        _ => Original::Kept,
    };
    match ephemeral.send(&message, &EphemeralTrigger::Press { query: press.id.clone(), original }).await {
        Ok(()) => Displayed::InGroup,
        Err(_) => Displayed::Nowhere,
    }
}

/// Stores the language of a person or a group.
async fn set_language(lang: Lang, chat: ChatId, update: UpdateId, services: &Services) -> Saved {
    let record = Record::of(chat, Arc::clone(&services.storage)).await;
    let choose = |mut session: Session| {
        session.lang = Some(lang);
        session
    };
    record.keep(&services.content.catalog, update, Outcome::Edited, choose).await
}

/// An administrator chose the language of the group: stored, and shown to everybody if they see the menu.
async fn set_group_language(lang: Lang, press: &GroupPress, update: UpdateId, services: &Services) {
    let Services { client, ephemeral, content, .. } = services;
    let answer = AnswerCallbackQuery::new(press.id.clone());
    if set_language(lang, press.chat, update, services).await == Saved::No {
        let answer = answer.text(content.screens.notice(lang, Notice::NotSaved)).show_alert(true);
        return answer_press(client, &answer).await;
    }
    let reply = GroupReply { update, services, lang };
    let place = Place { chat: press.chat, thread: press.thread };
    let message = reply.ephemeral(place, press.person.id, Reply::Shown(&Fixed::Group.into(), None)).await;
    match press.visibility {
        Some(Visibility::Public(Some(id))) if client.pace().may_change(press.chat) => {
            let mut edit = EditMessageText::new(press.chat, id, message.html)
                .parse_mode(ParseMode::Html)
                .link_preview_options(NO_PREVIEW)
                .reply_markup(keyboard(client.identity(), content, lang, &Fixed::Group.into()).await);
            // The language is set whether or not the menu can still be edited.
            let _ = reduce::deliver(client, &mut edit, Delivery::to(press.chat)).await;
        }
        Some(Visibility::Ephemeral(id)) => {
            let _ = ephemeral.edit(&message, id).await;
        }
        _ => {}
    }
    acknowledge(client, answer.text(content.screens.notice(lang, Notice::GroupLanguageSet)));
}

/// `getChatMember`, as far as it matters: the library's own reading fails on what it does not know yet.
#[derive(Clone, Serialize)]
struct GetChatMember {
    chat_id: ChatId,
    user_id: UserId,
}

#[derive(Deserialize)]
struct Member {
    status: String,
}

impl Payload for GetChatMember {
    type Output = Member;

    const NAME: &'static str = "GetChatMember";
}

/// Whether a person is an administrator of a group; no if Telegram does not say.
async fn is_admin(client: &OutboundClient, chat_id: ChatId, user_id: UserId) -> bool {
    let member = client.deliver(&GetChatMember { chat_id, user_id }, Delivery::default()).await;
    matches!(member, Ok(Some(member)) if matches!(member.status.as_str(), "creator" | "administrator"))
}
