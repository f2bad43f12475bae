//! What is remembered of a chat, through teloxide's `Dialogue`: read once, written at most once for an update.
//!
//! Written is what has changed, and that an answer with a new message was given, so that the same update coming
//! once more is recognised. Writing comes after answering: after a crash in between, Telegram sends the update
//! again, and a repeated answer is better than none. What could not be read is never written over.

use std::sync::Arc;

use metrics::counter;
use teloxide::dispatching::dialogue::Dialogue;
use teloxide::types::ChatId;

use crate::bot::reply::Reach;
use crate::catalog::Catalog;
use crate::dialogue::session::Session;
use crate::dialogue::stored::StoredSession;
use crate::intake::UpdateId;
use crate::storage::AnyStorage;
use crate::telemetry;

/// A chat's session in storage.
pub type SessionDialogue = Dialogue<StoredSession, AnyStorage>;

/// What storage says of a chat.
pub struct Memory {
    dialogue: SessionDialogue,
    /// `None` if it could not be read.
    before: Option<StoredSession>,
}

impl Memory {
    /// Reads what there is of a chat.
    pub async fn of(chat: ChatId, storage: Arc<AnyStorage>) -> Self {
        let dialogue = SessionDialogue::new(storage, chat);
        let before = match dialogue.get().await {
            Ok(stored) => Some(stored.unwrap_or_default()),
            Err(error) => {
                failed(chat, "read", &error);
                None
            }
        };
        Self { dialogue, before }
    }

    /// The session to go on with. Without storage, people are answered all the same: buttons carry addresses, and
    /// typed words are read from the start.
    pub fn session(&self, catalog: &Catalog) -> Session {
        self.before.as_ref().map(|stored| stored.session(catalog)).unwrap_or_default()
    }

    /// Whether this update was answered already.
    pub fn has_answered(&self, update: UpdateId) -> bool {
        self.before.as_ref().is_some_and(|stored| stored.has_answered(update.0))
    }

    /// Keeps what follows from an update, by what became of its answer.
    pub async fn keep(
        self,
        catalog: &Catalog,
        update: UpdateId,
        reach: Reach,
        decide: impl Fn(Session) -> Session,
    ) {
        let Some(before) = self.before.as_ref().filter(|_| reach != Reach::Lost) else { return };
        if reach == Reach::Closed {
            return self.forget().await;
        }
        let session = before.session(catalog);
        let after = decide(session);
        if after == session && reach != Reach::Anew {
            return;
        }
        let record = before.followed_by(catalog, after, update.0);
        if let Err(error) = self.dialogue.update(record).await {
            failed(self.dialogue.chat_id(), "write", &error);
        }
    }

    /// Forgets the chat.
    pub async fn forget(self) {
        let chat = self.dialogue.chat_id();
        if let Err(error) = self.dialogue.exit().await {
            failed(chat, "forget", &error);
        }
    }
}

fn failed(chat: ChatId, operation: &'static str, error: &crate::storage::StorageError) {
    log::error!("chat {chat}: cannot {operation} its session: {error}");
    counter!(telemetry::STORAGE_FAILURES, "operation" => operation).increment(1);
}
