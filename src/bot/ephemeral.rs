//! Messages in a group that one person sees: Bot API 10.2 and 10.3, which the library does not know. The calls are
//! made raw here, and nowhere else; what they need of an update is read in `bot::raw`.
//!
//! Telegram takes such a message from a bot for 15 seconds after the person pressed a button or sent a command that
//! only the bot saw. It may refuse at any time, and promises no delivery, so whoever sends one has another way ready.
//!
//! A server older than that takes the message and shows it to everybody, so the first thing is to find out whether the
//! server has the other methods of the same version.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::de::DeserializeOwned;
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
use crate::bot::outbox::{Delivery, Outbox, Refusal};
use crate::bot::reply::NO_PREVIEW;

/// As long as a note is tried, less than the time Telegram takes it in: what comes instead must not come too late.
const PATIENCE: Duration = Duration::from_secs(8);

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
    server: Arc<OnceCell<Server>>,
    /// Set once the server has shown everybody a note, whatever it had said it knew.
    shown_to_all: Arc<AtomicBool>,
}

/// What the server makes of notes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Server {
    /// It has methods for them.
    KnowsNotes,
    /// It is too old.
    IsOlder,
}

/// Deletes a note; on a server that knows notes, a refusal if there is none with this id.
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

impl Notes {
    /// Sends notes by this way out.
    pub fn new(outbox: Outbox) -> Self {
        Self { outbox, server: Arc::default(), shown_to_all: Arc::default() }
    }

    /// Finds out once whether the server knows notes, by deleting one that cannot be there.
    async fn server(&self, note: &Note) -> Result<Server, Failure> {
        let ask = || async {
            let nothing = DeleteEphemeralMessage {
                chat_id: note.chat,
                receiver_user_id: note.receiver,
                ephemeral_message_id: i64::from(i32::MAX),
            };
            match self.outbox.call(&nothing, Refusal::Expected).await {
                Err(Failure::NoSuchMethod) => Ok(Server::IsOlder),
                Ok(_) | Err(Failure::Other | Failure::CannotEdit) => Ok(Server::KnowsNotes),
                Err(failure) => Err(failure),
            }
        };
        self.server.get_or_try_init(ask).await.copied()
    }

    /// Shows a note to its receiver alone.
    ///
    /// # Errors
    /// When Telegram does not show it, for whatever reason; nobody has seen it then.
    pub async fn send(&self, note: &Note, occasion: &Occasion) -> Result<(), Failure> {
        timeout(PATIENCE, self.try_to_send(note, occasion)).await.unwrap_or(Err(Failure::MaybeDone))
    }

    async fn try_to_send(&self, note: &Note, occasion: &Occasion) -> Result<(), Failure> {
        if self.shown_to_all.load(Ordering::Relaxed) || self.server(note).await? == Server::IsOlder {
            return Err(Failure::NoSuchMethod);
        }
        let mut message = Self::message(note, occasion);
        match self.attempt(&message).await {
            Err(Failure::TopicGone) if message.message_thread_id.take().is_some() => {
                self.attempt(&message).await
            }
            outcome => outcome,
        }
    }

    fn message(note: &Note, occasion: &Occasion) -> SendMessage {
        let (callback_query_id, replace_callback_query_message, reply_parameters) = match occasion {
            Occasion::Tap { query, pressed } => {
                (Some(query.clone()), (*pressed == Pressed::IsReplaced).then_some(true), None)
            }
            Occasion::Message(id) => (None, None, Some(ReplyParameters { ephemeral_message_id: *id })),
        };
        SendMessage {
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
        }
    }

    async fn attempt(&self, message: &SendMessage) -> Result<(), Failure> {
        let chat = message.chat_id;
        match self.deliver(message, chat).await? {
            Some(Sent { ephemeral_message_id: None, message_id }) => {
                log::warn!("this server shows everybody what is meant for one person; not tried again");
                self.shown_to_all.store(true, Ordering::Relaxed);
                let delete = DeleteMessage::new(chat, MessageId(message_id));
                self.outbox.deliver(&delete, Delivery::to(chat)).await?;
                Err(Failure::NoSuchMethod)
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
        match self.deliver(&edit, note.chat).await {
            Ok(_) | Err(Failure::NotModified) => Ok(()),
            Err(failure) => Err(failure),
        }
    }

    async fn deliver<P>(&self, payload: &P, chat: ChatId) -> Result<Option<P::Output>, Failure>
    where
        P: Payload + Serialize,
        P::Output: DeserializeOwned,
    {
        let delivery = Delivery { refusal: Refusal::Expected, ..Delivery::to(chat) };
        timeout(PATIENCE, self.outbox.deliver(payload, delivery)).await.unwrap_or(Err(Failure::MaybeDone))
    }
}
