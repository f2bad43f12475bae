//! Telegram. An update arrives as JSON, is read ([`update`]), sorted by the handler tree ([`mod@schema`]), decided by the
//! core, and answered ([`reply`]). [`run`] ties it to the intake and keeps going until it is told to stop.

pub mod command;
pub mod content;
pub mod ephemeral;
pub mod failure;
pub mod group;
pub mod guest;
pub mod inline;
pub mod memory;
pub mod outbox;
pub mod pace;
pub mod private;
pub mod profile;
mod raw;
pub mod reply;
pub mod schema;
pub mod update;

use std::future::Future;
use std::ops::ControlFlow;
use std::sync::Arc;

use teloxide::dptree::{Handler, deps};
use teloxide::requests::Requester;
use teloxide::{ApiError, Bot, RequestError};

use crate::bot::content::Content;
use crate::bot::ephemeral::Notes;
use crate::bot::outbox::Outbox;
use crate::bot::schema::schema;
use crate::bot::update::{ALLOWED_UPDATES, Incoming, Origin};
use crate::intake::behind::Behind;
use crate::intake::polling::{self, Options, PollError};
use crate::intake::{self, OrderKey, RawUpdate};
use crate::storage::AnyStorage;

/// Hands every update to the handler tree.
pub struct Updates {
    tree: Handler<'static, ()>,
    outbox: Outbox,
    notes: Notes,
    content: Arc<Content>,
    storage: Arc<AnyStorage>,
}

impl Updates {
    /// The handler tree with all it needs.
    pub fn new(outbox: Outbox, content: Arc<Content>, storage: Arc<AnyStorage>) -> Self {
        let notes = Notes::new(outbox.clone());
        Self { tree: schema(), outbox, notes, content, storage }
    }
}

impl intake::Handler for Updates {
    fn order_key(&self, raw: &RawUpdate) -> OrderKey {
        OrderKey::of(&Origin::of(raw.json.get()))
    }

    async fn handle(&self, raw: RawUpdate, behind: Behind) {
        let incoming = Incoming::read(raw.json.get());
        let deps = deps![
            incoming,
            raw.id,
            behind,
            self.outbox.clone(),
            self.notes.clone(),
            Arc::clone(&self.content),
            Arc::clone(&self.storage)
        ];
        if let ControlFlow::Continue(_) = self.tree.dispatch(deps).await {
            log::warn!("update {}: no handler took it", raw.id);
        }
    }
}

/// Serves Telegram by long polling until `shutdown` ends, then finishes what is in hand.
///
/// # Errors
/// A refused token ends it at once, whether at the start or later.
pub async fn run(
    bot: Bot,
    content: Arc<Content>,
    storage: Arc<AnyStorage>,
    shutdown: impl Future<Output = ()>,
) -> Result<(), PollError> {
    // A webhook left from elsewhere would make every poll fail; everything else about it can wait for the poll.
    if let Err(error) = bot.delete_webhook().await {
        match error {
            RequestError::Api(ApiError::InvalidToken) => {
                return Err(PollError::TokenRefused("Unauthorized".to_owned()));
            }
            error => log::warn!("cannot ask Telegram to drop a webhook: {error}"),
        }
    }
    let outbox = Outbox::new(bot.clone());
    let profile = tokio::spawn({
        let (outbox, content) = (outbox.clone(), Arc::clone(&content));
        async move { profile::update(&outbox, &content.catalog).await }
    });
    let updates = Arc::new(Updates::new(outbox, content, storage));
    let outcome = polling::run(bot, updates, Options::new(ALLOWED_UPDATES), shutdown).await;
    profile.abort();
    outcome
}
