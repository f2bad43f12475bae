//! The stored record of a chat, through teloxide's `Dialogue`.
//!
//! A record is read once for an update. It is written if the session has changed, or if a new message was sent, so
//! that the same update is recognised when it is delivered again. Writing comes after answering: after a crash in
//! between, Telegram sends the update again, and a repeated answer is better than none. A setting is the exception
//! ([`Record::save`]): what is confirmed to a person is written before the confirmation. A record that could not be
//! read is never overwritten. When another process has written meanwhile, the session is computed again from its
//! record.

use std::sync::Arc;

use metrics::counter;
use teloxide::dispatching::dialogue::Dialogue;
use teloxide::types::ChatId;

use crate::bot::clock::moment;
use crate::bot::outgoing::outcome::Outcome;
use crate::catalog::model::Catalog;
use crate::dialogue::session::Session;
use crate::dialogue::stored::StoredSession;
use crate::intake::update::UpdateId;
use crate::storage::any::AnyStorage;
use crate::storage::error::StorageError;
use crate::storage::record::{Due, Versioned};
use crate::telemetry;

/// The type of a chat's record in storage.
pub type SessionDialogue = Dialogue<Versioned<StoredSession>, AnyStorage>;

/// How often a write is tried when other processes write the same record.
const ATTEMPTS: usize = 3;

/// Whether a session was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It was, or there was nothing to write.
    Yes,
    /// It was not: storage is unavailable, or the answer was not delivered.
    No,
}

/// Whether a record was removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removed {
    /// It was.
    Yes,
    /// It may still exist: storage is unavailable.
    No,
}

impl Due for StoredSession {
    fn due(&self) -> Option<i64> {
        self.next_renewal().map(|renewal| moment(renewal).timestamp())
    }
}

/// The record of one chat, as it was read.
pub struct Record {
    dialogue: SessionDialogue,
    /// `None` if it could not be read.
    before: Option<Versioned<StoredSession>>,
}

impl Record {
    /// Reads the record of a chat.
    pub async fn of(chat: ChatId, storage: Arc<AnyStorage>) -> Self {
        let dialogue = SessionDialogue::new(storage, chat);
        let before = read(&dialogue).await;
        Self { dialogue, before }
    }

    /// The session; a new one if the record could not be read. People are answered all the same: buttons carry their
    /// screens, and typed words are read without context.
    pub fn session(&self, catalog: &Catalog) -> Session {
        self.before.as_ref().map(|stored| stored.record.session(catalog)).unwrap_or_default()
    }

    /// Whether this update has been answered.
    pub fn has_answered(&self, update: UpdateId) -> bool {
        self.before.as_ref().is_some_and(|stored| stored.record.has_answered(update.0))
    }

    /// Writes the session that follows from an update, by the outcome of its answer. Removes the record of a closed
    /// chat.
    pub async fn keep(
        mut self,
        catalog: &Catalog,
        update: UpdateId,
        outcome: Outcome,
        decide: impl Fn(Session) -> Session,
    ) -> Saved {
        match outcome {
            Outcome::ChatClosed => {
                let _ = self.remove().await;
                return Saved::No;
            }
            Outcome::CannotWrite | Outcome::Failed => return Saved::No,
            Outcome::Edited | Outcome::Sent => {}
        }
        for _ in 0..ATTEMPTS {
            let Some(Versioned { version, record: before }) = self.before.take() else { return Saved::No };
            // Some words mean something else the second time: "back" would go back one screen more.
            if before.has_followed(update.0) {
                return Saved::Yes;
            }
            let session = before.session(catalog);
            let after = decide(session);
            if after == session && outcome != Outcome::Sent {
                return Saved::Yes;
            }
            let record = before.followed_by(catalog, after, update.0);
            if let Some(saved) = self.write(Versioned { version, record }).await {
                return saved;
            }
        }
        failed(&self.dialogue, "write", &StorageError::Conflict);
        Saved::No
    }

    /// Writes a setting before it is confirmed to the person. The update does not count as answered yet, so after a
    /// crash it is answered when it is delivered again.
    pub async fn save(&mut self, catalog: &Catalog, decide: impl Fn(Session) -> Session) -> Saved {
        for _ in 0..ATTEMPTS {
            let Some(Versioned { version, record: before }) = self.before.clone() else { return Saved::No };
            let session = before.session(catalog);
            let after = decide(session);
            if after == session {
                return Saved::Yes;
            }
            let record = before.with(catalog, after);
            match self.write(Versioned { version, record }).await {
                Some(Saved::Yes) => {
                    self.before = read(&self.dialogue).await;
                    return Saved::Yes;
                }
                Some(Saved::No) => return Saved::No,
                None => {}
            }
        }
        failed(&self.dialogue, "write", &StorageError::Conflict);
        Saved::No
    }

    /// Writes a change that does not follow from an update. A record that could not be read stays as it is.
    pub async fn revise(mut self, catalog: &Catalog, change: impl Fn(Session) -> Session) -> Saved {
        for _ in 0..ATTEMPTS {
            let Some(Versioned { version, record: before }) = self.before.take() else { return Saved::No };
            // It was removed: there is nothing to change.
            if version == 0 {
                return Saved::Yes;
            }
            let record = before.with(catalog, change(before.session(catalog)));
            if let Some(saved) = self.write(Versioned { version, record }).await {
                return saved;
            }
        }
        failed(&self.dialogue, "write", &StorageError::Conflict);
        Saved::No
    }

    /// Writes a record over the one it was computed from. `None` if another process has written in between: its
    /// record is read then.
    async fn write(&mut self, next: Versioned<StoredSession>) -> Option<Saved> {
        match self.dialogue.update(next).await {
            Ok(()) => Some(Saved::Yes),
            Err(StorageError::Conflict) => {
                counter!(telemetry::STORAGE_CONFLICTS).increment(1);
                self.before = read(&self.dialogue).await;
                None
            }
            Err(error) => {
                failed(&self.dialogue, "write", &error);
                Some(Saved::No)
            }
        }
    }

    /// Whether the record could be read.
    pub fn is_readable(&self) -> bool {
        self.before.is_some()
    }

    /// Whether a record exists.
    pub fn exists(&self) -> bool {
        self.before.as_ref().is_some_and(|stored| stored.version > 0)
    }

    /// Removes the record.
    pub async fn remove(self) -> Removed {
        match self.dialogue.clone().exit().await {
            Ok(()) => Removed::Yes,
            Err(error) => {
                failed(&self.dialogue, "remove", &error);
                Removed::No
            }
        }
    }
}

async fn read(dialogue: &SessionDialogue) -> Option<Versioned<StoredSession>> {
    match dialogue.get().await {
        Ok(stored) => Some(stored.unwrap_or_default()),
        Err(error) => {
            failed(dialogue, "read", &error);
            None
        }
    }
}

/// Counts a failure, and logs it unless the storage has logged an outage itself.
fn failed(dialogue: &SessionDialogue, operation: &'static str, error: &StorageError) {
    counter!(telemetry::STORAGE_FAILURES, "operation" => operation).increment(1);
    if !matches!(error, StorageError::Unavailable(_)) {
        log::error!("chat {}: cannot {operation} its session: {error}", dialogue.chat_id());
    }
}
