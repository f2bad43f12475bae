//! Pressed buttons in groups, and under messages that were sent elsewhere in our name. They answer who pressed, and
//! nobody else.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use teloxide::payloads::{
    AnswerCallbackQuery, AnswerCallbackQuerySetters, EditMessageText, EditMessageTextSetters,
};
use teloxide::requests::Payload;
use teloxide::types::{ChatId, ParseMode, UserId};

use crate::bot::content::Content;
use crate::bot::ephemeral::{Notes, Occasion, Pressed};
use crate::bot::feedback::count_in_group;
use crate::bot::group::desk::{Desk, Place, Words};
use crate::bot::group::{language, last_screen};
use crate::bot::memory::{Kept, Memory};
use crate::bot::outbox::{Delivery, Outbox};
use crate::bot::reply::{NO_PREVIEW, Reach, keyboard, settle};
use crate::bot::update::{AwayTap, GroupTap, Sight};
use crate::catalog::id::Lang;
use crate::dialogue::effect::Notice;
use crate::dialogue::event::{self, Event, Press};
use crate::dialogue::screen::{Address, FIRST, Screen};
use crate::dialogue::session::Session;
use crate::intake::UpdateId;
use crate::render::callback::decode_press;
use crate::storage::AnyStorage;

/// Shows who pressed what their button leads to.
pub async fn receive_group_tap(
    tap: GroupTap,
    update: UpdateId,
    content: Arc<Content>,
    outbox: Outbox,
    notes: Notes,
    storage: Arc<AnyStorage>,
) {
    let press = decode_press(&content.catalog, &tap.data).value();
    let chosen = match press {
        Press::SetGroupLanguage(lang) if is_admin(&outbox, tap.chat, tap.person.id).await => {
            return set_group_language(lang, &tap, update, &content, &outbox, &notes, &storage).await;
        }
        Press::SetGroupLanguage(lang) | Press::SetLanguage(lang, _) => Some(lang),
        _ => None,
    };
    if let Some(chosen) = chosen {
        set_own_language(chosen, &tap, update, &content, &storage).await;
    }
    if let Press::Feedback(feedback) = press {
        count_in_group(&content.catalog, &storage, tap.person.id.into(), update, feedback).await;
    }
    let group = Memory::of(tap.chat, Arc::clone(&storage)).await.session(&content.catalog).lang;
    let lang = language(&content, &storage, Some(&tap.person), group).await;
    let (address, notice) = match press {
        Press::SetGroupLanguage(_) => (Address::Languages(FIRST), Some(Notice::OwnLanguageSet)),
        press => {
            let (address, _) = last_screen(&content, lang, Event::Press(press));
            (address, notice(press, address))
        }
    };
    let desk = Desk { update, content: &content, outbox: &outbox, storage: &storage, lang };
    let shown = show(&desk, &notes, &tap, press, address).await;
    let answer = AnswerCallbackQuery::new(tap.id.clone());
    let answer = match (shown, notice, desk.private_link(address).await) {
        (Shown::Privately, Some(notice), _) => answer
            .text(content.screens.notice(lang, notice))
            .show_alert(!matches!(notice, Notice::LanguageSet | Notice::Thanks)),
        (Shown::Privately, None, _) => answer,
        // What has been done for the presser is all there is to say.
        (Shown::Nowhere, Some(Notice::OwnLanguageSet), _) => {
            answer.text(content.screens.notice(lang, Notice::OwnLanguageSet)).show_alert(true)
        }
        (Shown::Nowhere, _, Some(link)) => answer.url(link),
        (Shown::Nowhere, _, None) => answer,
    };
    settle(&outbox, &answer).await;
}

/// Opens what a button leads to in the presser's private chat: there is no chat to show it in.
pub async fn receive_away_tap(
    tap: AwayTap,
    update: UpdateId,
    content: Arc<Content>,
    outbox: Outbox,
    storage: Arc<AnyStorage>,
) {
    let press = decode_press(&content.catalog, &tap.data).value();
    let lang = content.catalog.fallback();
    let (address, _) = last_screen(&content, lang, Event::Press(press));
    let desk = Desk { update, content: &content, outbox: &outbox, storage: &storage, lang };
    let answer = AnswerCallbackQuery::new(tap.id);
    let answer = match desk.private_link(address).await {
        Some(link) => answer.url(link),
        None => answer,
    };
    settle(&outbox, &answer).await;
}

/// Whether a screen could be shown in the group.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// To who pressed.
    Privately,
    Nowhere,
}

async fn show(desk: &Desk<'_>, notes: &Notes, tap: &GroupTap, press: Press, address: Address) -> Shown {
    if address.is_private() {
        return Shown::Nowhere;
    }
    let place = Place { chat: tap.chat, thread: tap.thread };
    let note = desk.note(place, tap.person.id, Words::Screen(address, None)).await;
    if let Some(Sight::Ephemeral(id)) = tap.sight {
        match notes.edit(&note, id).await {
            Ok(()) => return Shown::Privately,
            // What was slow once would now come too late.
            Err(failure) if failure.may_pass() => return Shown::Nowhere,
            Err(_) => {}
        }
    }
    let keeps = matches!(press, Press::Open(_, event::Place::Below) | Press::Feedback(_));
    let pressed = match tap.sight {
        Some(Sight::Public(_)) if !keeps => Pressed::IsReplaced,
        _ => Pressed::Stays,
    };
    match notes.send(&note, &Occasion::Tap { query: tap.id.clone(), pressed }).await {
        Ok(()) => Shown::Privately,
        Err(_) => Shown::Nowhere,
    }
}

fn notice(press: Press, address: Address) -> Option<Notice> {
    match (press, address) {
        (Press::SetLanguage(..), _) => Some(Notice::LanguageSet),
        (Press::Feedback(_), _) => Some(Notice::Thanks),
        (_, Address::At(Screen::Warning { .. })) => Some(Notice::Risk),
        _ => None,
    }
}

async fn set_own_language(
    lang: Lang,
    tap: &GroupTap,
    update: UpdateId,
    content: &Content,
    storage: &Arc<AnyStorage>,
) {
    let memory = Memory::of(tap.person.id.into(), Arc::clone(storage)).await;
    let choose = |mut session: Session| {
        session.lang = Some(lang);
        session
    };
    memory.keep(&content.catalog, update, Reach::InPlace, choose).await;
}

/// An administrator chose the language of the group: remembered, and shown to all if they see the choice.
async fn set_group_language(
    lang: Lang,
    tap: &GroupTap,
    update: UpdateId,
    content: &Content,
    outbox: &Outbox,
    notes: &Notes,
    storage: &Arc<AnyStorage>,
) {
    let memory = Memory::of(tap.chat, Arc::clone(storage)).await;
    let choose = |mut session: Session| {
        session.lang = Some(lang);
        session
    };
    let kept = memory.keep(&content.catalog, update, Reach::InPlace, choose).await;
    let answer = AnswerCallbackQuery::new(tap.id.clone());
    if kept == Kept::No {
        return settle(outbox, &answer).await;
    }
    let desk = Desk { update, content, outbox, storage, lang };
    let place = Place { chat: tap.chat, thread: tap.thread };
    let note = desk.note(place, tap.person.id, Words::Screen(Address::Group, None)).await;
    match tap.sight {
        Some(Sight::Public(Some(message))) if outbox.pace().may_change(tap.chat) => {
            let edit = EditMessageText::new(tap.chat, message, note.html)
                .parse_mode(ParseMode::Html)
                .link_preview_options(NO_PREVIEW)
                .reply_markup(keyboard(outbox, content, lang, Address::Group).await);
            // The choice counts whether or not its message can still be changed.
            let _ = outbox.deliver(&edit, Delivery::to(tap.chat)).await;
        }
        Some(Sight::Ephemeral(id)) => {
            let _ = notes.edit(&note, id).await;
        }
        _ => {}
    }
    settle(outbox, &answer.text(content.screens.notice(lang, Notice::GroupLanguageSet))).await;
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

/// Whether a person runs a group. Not known counts as no.
async fn is_admin(outbox: &Outbox, chat_id: ChatId, user_id: UserId) -> bool {
    let member = outbox.deliver(&GetChatMember { chat_id, user_id }, Delivery::default()).await;
    matches!(member, Ok(Some(member)) if matches!(member.status.as_str(), "creator" | "administrator"))
}
