//! What is remembered of a chat, through teloxide's `Dialogue`: read once, written at most once for an update.
//!
//! Written is what has changed, and that an answer with a new message was given, so that the same update coming
//! once more is recognised. Writing comes after answering: after a crash in between, Telegram sends the update
//! again, and a repeated answer is better than none. What could not be read is never written over; what another
//! process has written meanwhile is taken into account, and nothing is answered twice for it.

use std::sync::Arc;

use metrics::counter;
use teloxide::dispatching::dialogue::Dialogue;
use teloxide::types::ChatId;

use crate::bot::clock::moment;
use crate::bot::reply::Reach;
use crate::catalog::Catalog;
use crate::dialogue::session::Session;
use crate::dialogue::stored::StoredSession;
use crate::intake::UpdateId;
use crate::storage::{AnyStorage, Due, StorageError, Versioned};
use crate::telemetry;

/// A chat's session in storage.
pub type SessionDialogue = Dialogue<Versioned<StoredSession>, AnyStorage>;

/// How often a session is decided and written, should others write it at the same time.
const ROUNDS: usize = 3;

/// Whether what follows from an update is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is.
    Yes,
    /// It is not: storage was away, or there was nothing to remember it for.
    No,
}

/// Whether a record is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forgotten {
    /// It is.
    Yes,
    /// It may be there still: storage was away.
    No,
}

impl Due for StoredSession {
    fn due(&self) -> Option<i64> {
        self.next_renewal().map(|renewal| moment(renewal).timestamp())
    }
}

/// What storage says of a chat.
pub struct Memory {
    dialogue: SessionDialogue,
    /// `None` if it could not be read.
    before: Option<Versioned<StoredSession>>,
}

impl Memory {
    /// Reads what there is of a chat.
    pub async fn of(chat: ChatId, storage: Arc<AnyStorage>) -> Self {
        let dialogue = SessionDialogue::new(storage, chat);
        let before = recall(&dialogue).await;
        Self { dialogue, before }
    }

    /// The session to go on with. Without storage, people are answered all the same: buttons carry addresses, and
    /// typed words are read from the start.
    pub fn session(&self, catalog: &Catalog) -> Session {
        self.before.as_ref().map(|stored| stored.record.session(catalog)).unwrap_or_default()
    }

    /// Whether this update was answered already.
    pub fn has_answered(&self, update: UpdateId) -> bool {
        self.before.as_ref().is_some_and(|stored| stored.record.has_answered(update.0))
    }

    /// Keeps what follows from an update, by what became of its answer.
    pub async fn keep(
        mut self,
        catalog: &Catalog,
        update: UpdateId,
        reach: Reach,
        decide: impl Fn(Session) -> Session,
    ) -> Kept {
        match reach {
            Reach::Closed => {
                let _ = self.forget().await;
                return Kept::No;
            }
            Reach::Lost => return Kept::No,
            Reach::InPlace | Reach::Anew => {}
        }
        for _ in 0..ROUNDS {
            let Some(Versioned { version, record: before }) = self.before.take() else { return Kept::No };
            // Some words mean something else the second time: `back` would lead one screen further.
            if before.has_followed(update.0) {
                return Kept::Yes;
            }
            let session = before.session(catalog);
            let after = decide(session);
            if after == session && reach != Reach::Anew {
                return Kept::Yes;
            }
            let record = before.followed_by(catalog, after, update.0);
            if let Some(kept) = self.write(Versioned { version, record }).await {
                return kept;
            }
        }
        failed(&self.dialogue, "write", &StorageError::Conflict);
        Kept::No
    }

    /// Keeps what follows from something else than an update. What cannot be read stays as it is.
    pub async fn revise(mut self, catalog: &Catalog, change: impl Fn(Session) -> Session) -> Kept {
        for _ in 0..ROUNDS {
            let Some(Versioned { version, record: before }) = self.before.take() else { return Kept::No };
            // Somebody has removed it: there is nothing to change.
            if version == 0 {
                return Kept::Yes;
            }
            let record = before.with(catalog, change(before.session(catalog)));
            if let Some(kept) = self.write(Versioned { version, record }).await {
                return kept;
            }
        }
        failed(&self.dialogue, "write", &StorageError::Conflict);
        Kept::No
    }

    /// Writes a record over the one it was computed from. `None` if somebody else has written in between: then that is
    /// read, to begin again from it.
    async fn write(&mut self, next: Versioned<StoredSession>) -> Option<Kept> {
        match self.dialogue.update(next).await {
            Ok(()) => Some(Kept::Yes),
            Err(StorageError::Conflict) => {
                counter!(telemetry::STORAGE_CONFLICTS).increment(1);
                self.before = recall(&self.dialogue).await;
                None
            }
            Err(error) => {
                failed(&self.dialogue, "write", &error);
                Some(Kept::No)
            }
        }
    }

    /// Whether it could be read.
    pub fn is_known(&self) -> bool {
        self.before.is_some()
    }

    /// Whether anything is remembered of the chat.
    pub fn is_there(&self) -> bool {
        self.before.as_ref().is_some_and(|stored| stored.version > 0)
    }

    /// Forgets the chat; tells whether nothing is kept of it any more.
    pub async fn forget(self) -> Forgotten {
        match self.dialogue.clone().exit().await {
            Ok(()) => Forgotten::Yes,
            Err(error) => {
                failed(&self.dialogue, "forget", &error);
                Forgotten::No
            }
        }
    }
}

async fn recall(dialogue: &SessionDialogue) -> Option<Versioned<StoredSession>> {
    match dialogue.get().await {
        Ok(stored) => Some(stored.unwrap_or_default()),
        Err(error) => {
            failed(dialogue, "read", &error);
            None
        }
    }
}

/// Counts a failure, and logs it unless the storage has said itself that it does not serve.
fn failed(dialogue: &SessionDialogue, operation: &'static str, error: &StorageError) {
    counter!(telemetry::STORAGE_FAILURES, "operation" => operation).increment(1);
    if !matches!(error, StorageError::Unavailable(_)) {
        log::error!("chat {}: cannot {operation} its session: {error}", dialogue.chat_id());
    }
}
