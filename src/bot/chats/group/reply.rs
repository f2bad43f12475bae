//! Renders and sends answers in groups.

use metrics::counter;
use teloxide::payloads::{SendMessage, SendMessageSetters};
use teloxide::types::{
    ChatId, InlineKeyboardButton, InlineKeyboardMarkup, MessageId, ParseMode, Recipient, ReplyParameters,
    ThreadId, UserId,
};
use url::Url;

use crate::api::failure::Failure;
use crate::bot::chats::group::migration::migrate;
use crate::bot::incoming::types::Migration;
use crate::bot::outgoing::client::Delivery;
use crate::bot::outgoing::delivery::failed;
use crate::bot::outgoing::ephemeral::EphemeralMessage;
use crate::bot::outgoing::keyboard::{NO_PREVIEW, keyboard};
use crate::bot::outgoing::outcome::Outcome;
use crate::bot::outgoing::reduce;
use crate::bot::services::Services;
use crate::catalog::id::Lang;
use crate::catalog::line::Scope;
use crate::dialogue::effect::Hint;
use crate::dialogue::keys;
use crate::dialogue::shown::Shown;
use crate::intake::update::UpdateId;
use crate::render::callback::encode_link;
use crate::render::html::HINT_GAP;
use crate::render::links;
use crate::render::screens::Rendered;
use crate::telemetry;

/// Answers to one update in a group, in one language.
pub(super) struct GroupReply<'a> {
    pub update: UpdateId,
    pub services: &'a Services,
    pub lang: Lang,
}

/// Where in a group.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub chat: ChatId,
    pub thread: Option<ThreadId>,
}

/// What is sent.
#[derive(Clone, Copy)]
pub(super) enum Reply<'a> {
    /// A screen or a verdict, with a hint above it.
    Shown(&'a Shown, Option<Hint>),
    /// A note that a screen is only shown in private, with a button that opens it there.
    InPrivate(&'a Shown),
}

impl GroupReply<'_> {
    /// A message that one person sees.
    pub async fn ephemeral(&self, place: Place, receiver: UserId, reply: Reply<'_>) -> EphemeralMessage {
        let Place { chat, thread } = place;
        let Rendered { html, keyboard } = self.rendered(reply).await;
        EphemeralMessage { chat, thread, receiver, html, keyboard }
    }

    /// Sends a message that everybody sees, without a sound, as a reply to a message if there is one.
    pub async fn send(&self, place: Place, to: Option<MessageId>, reply: Reply<'_>) -> Outcome {
        let Rendered { html, keyboard } = self.rendered(reply).await;
        let mut message = SendMessage::new(place.chat, html)
            .parse_mode(ParseMode::Html)
            .link_preview_options(NO_PREVIEW)
            .disable_notification(true)
            .reply_markup(keyboard);
        message.message_thread_id = place.thread;
        message.reply_parameters = to.map(|to| ReplyParameters::new(to).allow_sending_without_reply());
        match self.deliver(message).await {
            Ok(()) => Outcome::Sent,
            Err(failure) => failed(&self.services.client, place.chat, failure),
        }
    }

    async fn rendered(&self, reply: Reply<'_>) -> Rendered {
        match reply {
            Reply::Shown(shown, hint) => {
                counter!(telemetry::SCREENS, "screen" => shown.name()).increment(1);
                let keyboard =
                    keyboard(self.services.client.identity(), &self.services.content, self.lang, shown).await;
                Rendered { html: self.html(shown, hint).await, keyboard }
            }
            Reply::InPrivate(shown) => {
                let html =
                    self.services.content.catalog.words(self.lang, keys::GROUP_PRIVATE, Scope::default());
                Rendered { html, keyboard: self.private_button(shown).await }
            }
        }
    }

    /// Sends a message; to the supergroup if the group has become one.
    async fn deliver(&self, mut message: SendMessage) -> Result<(), Failure> {
        loop {
            let chat = match message.chat_id {
                Recipient::Id(chat) => Some(chat),
                Recipient::ChannelUsername(_) => None,
            };
            let delivery = Delivery { chat, ..Delivery::default() };
            match reduce::deliver(&self.services.client, &mut message, delivery).await {
                Ok(_) => return Ok(()),
                Err(Failure::Migrated(new)) if chat.is_some_and(|chat| chat != new) => {
                    if let Some(old) = chat {
                        let Services { content, storage, .. } = self.services;
                        migrate(Migration { from: old, to: new }, self.update, content, storage).await;
                    }
                    message.chat_id = new.into();
                    // Messages and topics have other ids there.
                    message.reply_parameters = None;
                    message.message_thread_id = None;
                }
                Err(failure) => return Err(failure),
            }
        }
    }

    /// A screen's text, with the bot's name behind commands.
    async fn html(&self, shown: &Shown, hint: Option<Hint>) -> String {
        let screen = &self.services.content.message(self.lang, shown).html;
        let html = match hint {
            Some(hint) => {
                format!("{}{HINT_GAP}{screen}", self.services.content.screens.hint(self.lang, hint))
            }
            None => screen.clone(),
        };
        match self.services.client.identity().username().await {
            Some(username) => links::address_commands(&html, username),
            None => html,
        }
    }

    /// The link that opens a screen in the reader's private chat with the bot.
    pub async fn private_link(&self, shown: &Shown) -> Option<Url> {
        let payload = encode_link(&self.services.content.catalog, shown.screen());
        Url::parse(&links::start(self.services.client.identity().username().await?, &payload)).ok()
    }

    async fn private_button(&self, shown: &Shown) -> InlineKeyboardMarkup {
        let label = self.services.content.catalog.words(self.lang, keys::OPEN_BOT, Scope::default());
        let link = self.private_link(shown).await;
        InlineKeyboardMarkup::new(link.map(|link| [InlineKeyboardButton::url(label, link)]))
    }
}
