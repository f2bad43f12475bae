//! Pictures of cards: drawn when somebody asks for one, off the thread that serves everybody, and sent once; after that
//! Telegram's own copy is sent by its `file_id`, which is remembered until the process ends.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use teloxide::requests::Payload;
use teloxide::types::{ChatId, InlineKeyboardMarkup, ParseMode, ThreadId};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::Duration;

use crate::api::call::Attachment;
use crate::api::failure::Failure;
use crate::bot::content::Content;
use crate::bot::outbox::{Delivery, Outbox, Refusal};
use crate::bot::reply::Target;
use crate::catalog::id::{Lang, MethodId, OperatorId};
use crate::render::picture::Card;

/// As long as a picture is tried: what is sent in its place needs time, too.
const PATIENCE: Duration = Duration::from_secs(20);
/// As many are drawn at a time; each takes some megabytes while it is.
const AT_ONCE: usize = 1;

type Key = (Lang, OperatorId, MethodId);

/// The pictures that Telegram has.
pub struct Pictures {
    known: Mutex<HashMap<Key, String>>,
    drawing: Semaphore,
}

/// A picture to be sent.
pub struct Picture {
    /// The reader's language.
    pub lang: Lang,
    /// The operator.
    pub operator: OperatorId,
    /// The way to pay.
    pub method: MethodId,
    /// What stands below it, as Telegram HTML.
    pub caption: String,
    /// The buttons.
    pub keyboard: InlineKeyboardMarkup,
}

/// Why a picture was not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSent {
    /// It could not be drawn.
    Undrawn,
    /// Telegram did not take it.
    Refused(Failure),
}

#[derive(Clone, Serialize)]
struct SendPhoto {
    chat_id: ChatId,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_thread_id: Option<ThreadId>,
    /// The `file_id`; none for a file that goes along.
    #[serde(skip_serializing_if = "Option::is_none")]
    photo: Option<String>,
    caption: String,
    parse_mode: ParseMode,
    reply_markup: InlineKeyboardMarkup,
}

/// The message with the picture, as far as it matters.
#[derive(Deserialize)]
struct Sent {
    #[serde(default)]
    photo: Vec<Size>,
}

#[derive(Deserialize)]
struct Size {
    file_id: String,
}

impl Payload for SendPhoto {
    type Output = Sent;

    const NAME: &'static str = "SendPhoto";
}

impl Default for Pictures {
    fn default() -> Self {
        Self { known: Mutex::default(), drawing: Semaphore::new(AT_ONCE) }
    }
}

impl Pictures {
    /// Sends a picture as a new message.
    ///
    /// # Errors
    /// When nobody has seen it.
    pub async fn send(
        &self,
        outbox: &Outbox,
        content: &Content,
        target: Target,
        picture: Picture,
    ) -> Result<(), NotSent> {
        let outbox = outbox.within(PATIENCE);
        let key = (picture.lang, picture.operator, picture.method);
        let mut message = SendPhoto {
            chat_id: target.chat,
            message_thread_id: target.thread,
            photo: self.recall(key),
            caption: picture.caption,
            parse_mode: ParseMode::Html,
            reply_markup: picture.keyboard,
        };
        if message.photo.is_some() {
            let delivery = Delivery { refusal: Refusal::Expected, ..Delivery::to(target.chat) };
            match deliver(&outbox, &mut message, delivery).await {
                // Telegram's copy may be gone; anything else would befall a new one as well.
                Err(Failure::Other) => self.forget(key),
                outcome => return outcome.map(drop).map_err(NotSent::Refused),
            }
        }
        message.photo = None;
        let file = Attachment {
            parameter: "photo",
            file_name: "card.png",
            bytes: self.draw(content, key).await.ok_or(NotSent::Undrawn)?,
        };
        let delivery = Delivery { file: Some(&file), ..Delivery::to(target.chat) };
        let sent = deliver(&outbox, &mut message, delivery).await.map_err(NotSent::Refused)?;
        // The last size is the largest.
        if let Some(size) = sent.and_then(|sent| sent.photo.into_iter().next_back()) {
            self.known().insert(key, size.file_id);
        }
        Ok(())
    }

    /// Draws a card; its PNG file.
    async fn draw(&self, content: &Content, (lang, operator, method): Key) -> Option<Vec<u8>> {
        let turn = self.drawing.acquire().await.ok()?;
        let card = Card::of(&content.catalog, lang, operator, method);
        let fonts = Arc::clone(&content.fonts);
        let drawn = spawn_blocking(move || card.draw(&fonts)).await;
        drop(turn);
        match drawn {
            Ok(Ok(file)) => Some(file),
            Ok(Err(error)) => {
                log::error!("a picture cannot be drawn: {error}");
                None
            }
            Err(error) => {
                log::error!("the drawing of a picture broke off: {error}");
                None
            }
        }
    }

    fn recall(&self, key: Key) -> Option<String> {
        self.known().get(&key).cloned()
    }

    fn forget(&self, key: Key) {
        self.known().remove(&key);
    }

    fn known(&self) -> MutexGuard<'_, HashMap<Key, String>> {
        // Each change is a single one, so a panic elsewhere leaves nothing half done.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Sends it, outside of its topic if that is gone.
async fn deliver(
    outbox: &Outbox,
    message: &mut SendPhoto,
    delivery: Delivery<'_>,
) -> Result<Option<Sent>, Failure> {
    match outbox.deliver(message, delivery).await {
        Err(Failure::TopicGone) if message.message_thread_id.take().is_some() => {
            outbox.deliver(message, delivery).await
        }
        outcome => outcome,
    }
}
