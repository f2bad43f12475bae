//! How an answer in a group is put together and sent.

use std::sync::Arc;

use metrics::counter;
use teloxide::payloads::{SendMessage, SendMessageSetters};
use teloxide::types::{
    ChatId, InlineKeyboardButton, InlineKeyboardMarkup, MessageId, ParseMode, Recipient, ReplyParameters,
    ThreadId, UserId,
};
use url::Url;

use crate::api::failure::Failure;
use crate::bot::content::Content;
use crate::bot::ephemeral::Note;
use crate::bot::group::moved::follow;
use crate::bot::outbox::{Delivery, Outbox};
use crate::bot::reply::{NO_PREVIEW, Reach, VERDICT, keyboard};
use crate::bot::update::Moved;
use crate::catalog::id::Lang;
use crate::catalog::line::Scope;
use crate::dialogue::effect::Hint;
use crate::dialogue::keys;
use crate::dialogue::offer::Verdict;
use crate::dialogue::screen::Address;
use crate::intake::UpdateId;
use crate::render::callback::encode_link;
use crate::render::html::HINT_GAP;
use crate::render::links;
use crate::render::screens::{self, Rendered};
use crate::storage::AnyStorage;
use crate::telemetry;

/// Answers to an update, in one language.
pub(super) struct Desk<'a> {
    pub update: UpdateId,
    pub content: &'a Content,
    pub outbox: &'a Outbox,
    pub storage: &'a Arc<AnyStorage>,
    pub lang: Lang,
}

/// Where in a group.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub chat: ChatId,
    pub thread: Option<ThreadId>,
}

/// What is said.
#[derive(Clone, Copy)]
pub(super) enum Words<'a> {
    /// A screen, under a line for who was not understood.
    Screen(Address, Option<Hint>),
    /// What a message shows.
    Verdict(&'a Verdict),
    /// That a screen is to be had in private, with a button that leads there.
    InPrivate(Address),
}

impl Desk<'_> {
    /// An answer for one person's eyes.
    pub async fn note(&self, place: Place, receiver: UserId, words: Words<'_>) -> Note {
        let Place { chat, thread } = place;
        let Rendered { html, keyboard } = self.rendered(words).await;
        Note { chat, thread, receiver, html, keyboard }
    }

    /// Says something in public, without a sound, as a reply to a message if there is one.
    pub async fn send(&self, place: Place, to: Option<MessageId>, words: Words<'_>) -> Reach {
        let Rendered { html, keyboard } = self.rendered(words).await;
        let mut message = SendMessage::new(place.chat, html)
            .parse_mode(ParseMode::Html)
            .link_preview_options(NO_PREVIEW)
            .disable_notification(true)
            .reply_markup(keyboard);
        message.message_thread_id = place.thread;
        message.reply_parameters = to.map(|to| ReplyParameters::new(to).allow_sending_without_reply());
        match self.deliver(message).await {
            Ok(()) => Reach::Anew,
            Err(Failure::ChatClosed) => Reach::Closed,
            Err(failure) => {
                log::error!("chat {}: an answer is lost: {failure:?}", place.chat);
                counter!(telemetry::LOST, "failure" => failure.name()).increment(1);
                Reach::Lost
            }
        }
    }

    async fn rendered(&self, words: Words<'_>) -> Rendered {
        match words {
            Words::Screen(address, hint) => {
                counter!(telemetry::SCREENS, "screen" => address.name()).increment(1);
                let keyboard = keyboard(self.outbox, self.content, self.lang, address).await;
                Rendered { html: self.html(address, hint).await, keyboard }
            }
            Words::Verdict(verdict) => {
                counter!(telemetry::SCREENS, "screen" => VERDICT).increment(1);
                screens::verdict(&self.content.catalog, self.lang, verdict)
            }
            Words::InPrivate(address) => {
                let html = self.content.catalog.words(self.lang, keys::GROUP_PRIVATE, Scope::default());
                Rendered { html, keyboard: self.way_to_private(address).await }
            }
        }
    }

    /// Sends a message, also where its topic is gone or the group has become a supergroup meanwhile.
    async fn deliver(&self, mut message: SendMessage) -> Result<(), Failure> {
        loop {
            let chat = match message.chat_id {
                Recipient::Id(chat) => Some(chat),
                Recipient::ChannelUsername(_) => None,
            };
            match self.outbox.deliver(&message, Delivery { chat, ..Delivery::default() }).await {
                Ok(_) => return Ok(()),
                Err(Failure::TopicGone) if message.message_thread_id.is_some() => {
                    message.message_thread_id = None;
                }
                Err(Failure::Migrated(new)) if chat.is_some_and(|chat| chat != new) => {
                    if let Some(old) = chat {
                        let moved = Moved { from: old, to: new };
                        follow(moved, self.update, self.content, self.storage).await;
                    }
                    message.chat_id = new.into();
                    // Messages have other ids there.
                    message.reply_parameters = None;
                }
                Err(failure) => return Err(failure),
            }
        }
    }

    /// A screen's text, with commands that reach us and no other bot.
    async fn html(&self, address: Address, hint: Option<Hint>) -> String {
        let screen = &self.content.at(self.lang, address).html;
        let html = match hint {
            Some(hint) => format!("{}{HINT_GAP}{screen}", self.content.screens.hint(self.lang, hint)),
            None => screen.clone(),
        };
        match self.outbox.username().await {
            Some(username) => links::address_commands(&html, username),
            None => html,
        }
    }

    /// The link that opens a screen in the reader's private chat with us.
    pub async fn private_link(&self, address: Address) -> Option<Url> {
        let payload = encode_link(&self.content.catalog, address.screen());
        Url::parse(&links::start(self.outbox.username().await?, &payload)).ok()
    }

    async fn way_to_private(&self, address: Address) -> InlineKeyboardMarkup {
        let label = self.content.catalog.words(self.lang, keys::OPEN_BOT, Scope::default());
        let link = self.private_link(address).await;
        InlineKeyboardMarkup::new(link.map(|link| [InlineKeyboardButton::url(label, link)]))
    }
}
