//! Sends clerk cards as pictures. A card is drawn on a blocking thread and uploaded once; afterwards Telegram's copy
//! is sent by its `file_id`, which is kept until the process ends.

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
use crate::bot::outgoing::client::{Delivery, OutboundClient, Refusal};
use crate::bot::outgoing::outcome::Target;
use crate::bot::outgoing::reduce::{self, Reduce, remove_copy_buttons};
use crate::catalog::id::{GuideId, Lang};
use crate::render::picture::card::Card;

/// How long a picture is tried: what is sent instead needs time, too.
const PATIENCE: Duration = Duration::from_secs(20);
/// The most pictures that are drawn at the same time; each takes some megabytes.
const CONCURRENT: usize = 1;

type Key = (Lang, GuideId);

/// The `file_id`s of the pictures that Telegram has. Clones share them.
#[derive(Clone)]
pub struct Pictures(Arc<Inner>);

struct Inner {
    known: Mutex<HashMap<Key, String>>,
    drawing: Semaphore,
}

/// A picture to be sent.
pub struct Picture {
    /// The reader's language.
    pub lang: Lang,
    /// The guide of the card.
    pub guide: GuideId,
    /// The caption, as Telegram HTML.
    pub caption: String,
    /// The buttons.
    pub keyboard: InlineKeyboardMarkup,
}

/// Why a picture was not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSent {
    /// It could not be drawn.
    NotDrawn,
    /// Telegram refused it, or could not be reached.
    Refused(Failure),
}

#[derive(Clone, Serialize)]
struct SendPhoto {
    chat_id: ChatId,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_thread_id: Option<ThreadId>,
    /// The `file_id`; `None` for an uploaded file.
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

impl Reduce for SendPhoto {
    fn reduce(&mut self, failure: Failure) -> bool {
        match failure {
            Failure::TopicGone => self.message_thread_id.take().is_some(),
            Failure::ButtonsUnsupported => remove_copy_buttons(&mut self.reply_markup),
            _ => false,
        }
    }
}

impl Default for Pictures {
    fn default() -> Self {
        Self(Arc::new(Inner { known: Mutex::default(), drawing: Semaphore::new(CONCURRENT) }))
    }
}

impl Pictures {
    /// Sends a picture as a new message.
    ///
    /// # Errors
    /// Why it was not sent.
    pub async fn send(
        &self,
        client: &OutboundClient,
        content: &Content,
        target: Target,
        picture: Picture,
    ) -> Result<(), NotSent> {
        let client = client.within(PATIENCE);
        let key = (picture.lang, picture.guide);
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
            match reduce::deliver(&client, &mut message, delivery).await {
                // Telegram's copy may be gone. Any other failure would be that of a new one, too.
                Err(Failure::Other) => self.forget(key),
                outcome => return outcome.map(drop).map_err(NotSent::Refused),
            }
        }
        message.photo = None;
        let file = Attachment {
            parameter: "photo",
            file_name: "card.png",
            bytes: self.draw(content, key).await.ok_or(NotSent::NotDrawn)?,
        };
        let delivery = Delivery { file: Some(&file), ..Delivery::to(target.chat) };
        let sent = reduce::deliver(&client, &mut message, delivery).await.map_err(NotSent::Refused)?;
        // The last size is the largest.
        if let Some(size) = sent.and_then(|sent| sent.photo.into_iter().next_back()) {
            self.known().insert(key, size.file_id);
        }
        Ok(())
    }

    /// Draws a card; its PNG file.
    async fn draw(&self, content: &Content, (lang, guide): Key) -> Option<Vec<u8>> {
        let permit = self.0.drawing.acquire().await.ok()?;
        let card = Card::of(&content.catalog, lang, guide);
        let fonts = Arc::clone(&content.fonts);
        let drawn = spawn_blocking(move || card.draw(&fonts)).await;
        drop(permit);
        match drawn {
            Ok(Ok(file)) => Some(file),
            Ok(Err(error)) => {
                log::error!("a picture cannot be drawn: {error}");
                None
            }
            Err(error) => {
                log::error!("drawing a picture failed: {error}");
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
        // Each use leaves the map consistent, so a poisoned lock is still good.
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
