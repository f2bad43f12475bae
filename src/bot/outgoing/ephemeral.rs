//! Ephemeral messages: messages in a group that one person sees (Bot API 10.2 and 10.3). The library does not know
//! them, so their payloads are written here.
//!
//! Telegram accepts one within 15 seconds after the person pressed a button or sent a command that only the bot saw.
//! It may refuse at any time and promises no delivery, so every caller has another way.
//!
//! An older server accepts the message and shows it to everybody. So the first thing is to find out whether the
//! server has the other methods of the same version.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};
use teloxide::payloads::DeleteMessage;
use teloxide::requests::Payload;
use teloxide::types::{
    CallbackQueryId, ChatId, InlineKeyboardMarkup, LinkPreviewOptions, MessageId, ParseMode, ThreadId, True,
    UserId,
};
use tokio::sync::OnceCell;
use tokio::time::{Duration, timeout};

use crate::api::failure::Failure;
use crate::bot::outgoing::client::{Delivery, OutboundClient, Refusal};
use crate::bot::outgoing::keyboard::NO_PREVIEW;
use crate::bot::outgoing::reduce::{self, Reduce, remove_copy_buttons};

/// How long an ephemeral message is tried. Less than Telegram's 15 seconds, so that what is sent instead is in time.
const PATIENCE: Duration = Duration::from_secs(8);

/// What allows the bot to write to one person in a group.
#[derive(Clone, Debug)]
pub enum EphemeralTrigger {
    /// A pressed button.
    Press {
        /// The callback query.
        query: CallbackQueryId,
        /// What becomes of the message with the button, for this person.
        original: Original,
    },
    /// A message that only the bot saw, by its ephemeral id.
    Message(i64),
}

/// What the person who pressed sees of the public message with the button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Original {
    /// The message stays, and the ephemeral one appears below.
    Kept,
    /// The ephemeral message appears in its place.
    Replaced,
}

/// A message for one person.
#[derive(Clone, Debug)]
pub struct EphemeralMessage {
    /// The group.
    pub chat: ChatId,
    /// The topic in it.
    pub thread: Option<ThreadId>,
    /// Who is to see it.
    pub receiver: UserId,
    /// Telegram HTML.
    pub html: String,
    /// The buttons.
    pub keyboard: InlineKeyboardMarkup,
}

/// Sends ephemeral messages. Clones share everything.
#[derive(Clone)]
pub struct EphemeralMessages {
    client: OutboundClient,
    server: Arc<OnceCell<Server>>,
    /// Set once the server has shown an ephemeral message to everybody.
    shown_to_all: Arc<AtomicBool>,
}

/// Whether the server has ephemeral messages.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Server {
    Supports,
    TooOld,
}

/// Deletes an ephemeral message; refused by a server that has them if there is none with this id.
#[derive(Clone, Serialize)]
struct DeleteEphemeralMessage {
    chat_id: ChatId,
    receiver_user_id: UserId,
    ephemeral_message_id: i64,
}

impl Payload for DeleteEphemeralMessage {
    type Output = True;

    const NAME: &'static str = "DeleteEphemeralMessage";
}

#[derive(Clone, Serialize)]
struct SendMessage {
    chat_id: ChatId,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_thread_id: Option<ThreadId>,
    text: String,
    parse_mode: ParseMode,
    link_preview_options: LinkPreviewOptions,
    reply_markup: InlineKeyboardMarkup,
    ephemeral_message_parameters: Parameters,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_parameters: Option<ReplyParameters>,
}

#[derive(Clone, Serialize)]
struct Parameters {
    receiver_user_id: UserId,
    #[serde(skip_serializing_if = "Option::is_none")]
    callback_query_id: Option<CallbackQueryId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replace_callback_query_message: Option<bool>,
}

#[derive(Clone, Serialize)]
struct ReplyParameters {
    ephemeral_message_id: i64,
}

#[derive(Deserialize)]
struct Sent {
    #[serde(default)]
    message_id: i32,
    ephemeral_message_id: Option<i64>,
}

impl Payload for SendMessage {
    type Output = Sent;

    const NAME: &'static str = "SendMessage";
}

#[derive(Clone, Serialize)]
struct EditEphemeralMessageText {
    chat_id: ChatId,
    receiver_user_id: UserId,
    ephemeral_message_id: i64,
    text: String,
    parse_mode: ParseMode,
    link_preview_options: LinkPreviewOptions,
    reply_markup: InlineKeyboardMarkup,
}

impl Payload for EditEphemeralMessageText {
    type Output = True;

    const NAME: &'static str = "EditEphemeralMessageText";
}

impl Reduce for SendMessage {
    fn reduce(&mut self, failure: Failure) -> bool {
        match failure {
            Failure::TopicGone => self.message_thread_id.take().is_some(),
            Failure::ButtonsUnsupported => remove_copy_buttons(&mut self.reply_markup),
            _ => false,
        }
    }
}

impl EphemeralMessages {
    /// Sends with this client.
    pub fn new(client: OutboundClient) -> Self {
        Self { client, server: Arc::default(), shown_to_all: Arc::default() }
    }

    /// Finds out once whether the server has ephemeral messages, by deleting one that cannot exist.
    async fn server(&self, message: &EphemeralMessage) -> Result<Server, Failure> {
        let ask = || async {
            let nothing = DeleteEphemeralMessage {
                chat_id: message.chat,
                receiver_user_id: message.receiver,
                ephemeral_message_id: i64::from(i32::MAX),
            };
            match self.client.call(&nothing, Refusal::Expected).await {
                Err(Failure::NoSuchMethod) => Ok(Server::TooOld),
                Err(failure) if failure.may_pass() || failure == Failure::TokenRefused => Err(failure),
                // Any other refusal is about the message, so the method is there.
                Ok(_) | Err(_) => Ok(Server::Supports),
            }
        };
        self.server.get_or_try_init(ask).await.copied()
    }

    /// Sends a message that only its receiver sees.
    ///
    /// # Errors
    /// Why it was not sent; nobody has seen it then.
    pub async fn send(&self, message: &EphemeralMessage, trigger: &EphemeralTrigger) -> Result<(), Failure> {
        timeout(PATIENCE, self.try_to_send(message, trigger)).await.unwrap_or(Err(Failure::MaybeDone))
    }

    async fn try_to_send(
        &self,
        message: &EphemeralMessage,
        trigger: &EphemeralTrigger,
    ) -> Result<(), Failure> {
        if self.shown_to_all.load(Ordering::Relaxed) || self.server(message).await? == Server::TooOld {
            return Err(Failure::NoSuchMethod);
        }
        let mut payload = Self::payload(message, trigger);
        let delivery = Delivery { refusal: Refusal::Expected, ..Delivery::to(message.chat) };
        match reduce::deliver(&self.client, &mut payload, delivery).await? {
            Some(Sent { ephemeral_message_id: None, message_id }) => {
                log::warn!(
                    "the Bot API server shows ephemeral messages to everybody: they are not sent any more"
                );
                self.shown_to_all.store(true, Ordering::Relaxed);
                let delete = DeleteMessage::new(message.chat, MessageId(message_id));
                self.client.deliver(&delete, Delivery::to(message.chat)).await?;
                Err(Failure::NoSuchMethod)
            }
            _ => Ok(()),
        }
    }

    fn payload(message: &EphemeralMessage, trigger: &EphemeralTrigger) -> SendMessage {
        let (callback_query_id, replace_callback_query_message, reply_parameters) = match trigger {
            EphemeralTrigger::Press { query, original } => {
                (Some(query.clone()), (*original == Original::Replaced).then_some(true), None)
            }
            EphemeralTrigger::Message(id) => {
                (None, None, Some(ReplyParameters { ephemeral_message_id: *id }))
            }
        };
        SendMessage {
            chat_id: message.chat,
            message_thread_id: message.thread,
            text: message.html.clone(),
            parse_mode: ParseMode::Html,
            link_preview_options: NO_PREVIEW,
            reply_markup: message.keyboard.clone(),
            ephemeral_message_parameters: Parameters {
                receiver_user_id: message.receiver,
                callback_query_id,
                replace_callback_query_message,
            },
            reply_parameters,
        }
    }

    /// Edits an ephemeral message, by its ephemeral id.
    ///
    /// # Errors
    /// Why it was not edited: it may not exist any more.
    pub async fn edit(&self, message: &EphemeralMessage, id: i64) -> Result<(), Failure> {
        let edit = EditEphemeralMessageText {
            chat_id: message.chat,
            receiver_user_id: message.receiver,
            ephemeral_message_id: id,
            text: message.html.clone(),
            parse_mode: ParseMode::Html,
            link_preview_options: NO_PREVIEW,
            reply_markup: message.keyboard.clone(),
        };
        let delivery = Delivery { refusal: Refusal::Expected, ..Delivery::to(message.chat) };
        match timeout(PATIENCE, self.client.deliver(&edit, delivery)).await.unwrap_or(Err(Failure::MaybeDone))
        {
            Ok(_) | Err(Failure::NotModified) => Ok(()),
            Err(failure) => Err(failure),
        }
    }
}
