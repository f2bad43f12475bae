//! Messages in a group that one person sees: Bot API 10.2 and 10.3, which the library does not know. The calls are
//! made raw here, and nowhere else; what they need of an update is read in [`crate::bot::raw`].
//!
//! Telegram takes such a message from a bot for 15 seconds after the person pressed a button or sent a command that
//! only the bot saw. It may refuse at any time, and promises no delivery, so whoever sends one has another way ready.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};
use teloxide::payloads::DeleteMessage;
use teloxide::requests::Payload;
use teloxide::types::{
    CallbackQueryId, ChatId, InlineKeyboardMarkup, LinkPreviewOptions, MessageId, ParseMode, ThreadId, True,
    UserId,
};

use crate::bot::failure::Failure;
use crate::bot::outbox::{Delivery, Outbox};
use crate::bot::reply::NO_PREVIEW;

/// What entitles us to write to one person in a group.
#[derive(Clone, Debug)]
pub enum Occasion {
    /// A pressed button; the message it is under may be replaced for that person.
    Tap {
        /// The press.
        query: CallbackQueryId,
        /// What becomes of the message with the button.
        pressed: Pressed,
    },
    /// A message only we saw, by its ephemeral id.
    Message(i64),
}

/// What becomes of a public message whose button was pressed, for who pressed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// It stays, and the new one appears below.
    Stays,
    /// The new one appears in its place.
    IsReplaced,
}

/// A message for one person.
#[derive(Clone, Debug)]
pub struct Note {
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

/// Sends notes. Clones share everything.
#[derive(Clone)]
pub struct Notes {
    outbox: Outbox,
    /// Set once the server has been found to show notes to everybody, as one too old to know them does.
    shown_to_all: Arc<AtomicBool>,
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

impl Notes {
    /// Sends notes by this way out.
    pub fn new(outbox: Outbox) -> Self {
        Self { outbox, shown_to_all: Arc::default() }
    }

    /// Shows a note to its receiver alone.
    ///
    /// # Errors
    /// When Telegram does not show it, for whatever reason; nobody has seen it then.
    pub async fn send(&self, note: &Note, occasion: &Occasion) -> Result<(), Failure> {
        if self.shown_to_all.load(Ordering::Relaxed) {
            return Err(Failure::Other);
        }
        let (callback_query_id, replace_callback_query_message, reply_parameters) = match occasion {
            Occasion::Tap { query, pressed } => {
                (Some(query.clone()), (*pressed == Pressed::IsReplaced).then_some(true), None)
            }
            Occasion::Message(id) => (None, None, Some(ReplyParameters { ephemeral_message_id: *id })),
        };
        let message = SendMessage {
            chat_id: note.chat,
            message_thread_id: note.thread,
            text: note.html.clone(),
            parse_mode: ParseMode::Html,
            link_preview_options: NO_PREVIEW,
            reply_markup: note.keyboard.clone(),
            ephemeral_message_parameters: Parameters {
                receiver_user_id: note.receiver,
                callback_query_id,
                replace_callback_query_message,
            },
            reply_parameters,
        };
        let sent = self.outbox.deliver(&message, Delivery { chat: Some(note.chat), unless: None }).await?;
        match sent {
            Some(Sent { ephemeral_message_id: None, message_id }) => {
                log::warn!("this server shows everybody what is meant for one person; not tried again");
                self.shown_to_all.store(true, Ordering::Relaxed);
                let delete = DeleteMessage::new(note.chat, MessageId(message_id));
                self.outbox.deliver(&delete, Delivery { chat: Some(note.chat), unless: None }).await?;
                Err(Failure::Other)
            }
            _ => Ok(()),
        }
    }

    /// Changes a note that was sent before, by its ephemeral id.
    ///
    /// # Errors
    /// When Telegram does not change it: it may be gone, and is then to be sent anew.
    pub async fn edit(&self, note: &Note, id: i64) -> Result<(), Failure> {
        let edit = EditEphemeralMessageText {
            chat_id: note.chat,
            receiver_user_id: note.receiver,
            ephemeral_message_id: id,
            text: note.html.clone(),
            parse_mode: ParseMode::Html,
            link_preview_options: NO_PREVIEW,
            reply_markup: note.keyboard.clone(),
        };
        match self.outbox.deliver(&edit, Delivery { chat: Some(note.chat), unless: None }).await {
            Ok(_) | Err(Failure::NotModified) => Ok(()),
            Err(failure) => Err(failure),
        }
    }
}
