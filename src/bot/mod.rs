//! Telegram. An update arrives as JSON, is read ([`update`]), sorted by the handler tree ([`mod@schema`]), decided by the
//! core, and answered ([`reply`]). [`run`] ties it to the intake and keeps going until it is told to stop.

pub mod checked;
pub mod clock;
pub mod command;
pub mod content;
pub mod ephemeral;
pub mod feedback;
pub mod group;
pub mod guest;
pub mod inline;
pub mod kind;
pub mod memory;
pub mod outbox;
pub mod pace;
pub mod picture;
pub mod private;
pub mod profile;
mod raw;
pub mod reminders;
pub mod reply;
pub mod schema;
pub mod update;

use std::future::Future;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use metrics::counter;
use teloxide::Bot;
use teloxide::dptree::{Handler, deps};
use tokio::sync::oneshot;

use crate::bot::clock::Clock;
use crate::bot::content::Content;
use crate::bot::ephemeral::Notes;
use crate::bot::outbox::Outbox;
use crate::bot::reminders::Reminders;
use crate::bot::schema::schema;
use crate::bot::update::{ALLOWED_UPDATES, Incoming, Origin};
use crate::intake::behind::Behind;
use crate::intake::ready::Ready;
use crate::intake::stop::Alarm;
use crate::intake::webhook::Door;
use crate::intake::{self, IntakeError, OrderKey, RawUpdate, polling, webhook};
use crate::storage::AnyStorage;
use crate::telemetry::UPDATES;

/// As long as all calls for one update may take together: less than the update itself may.
const ANSWERED_WITHIN: Duration = Duration::from_secs(50);

/// Hands every update to the handler tree.
pub struct Updates {
    tree: Handler<'static, ()>,
    outbox: Outbox,
    notes: Notes,
    content: Arc<Content>,
    storage: Arc<AnyStorage>,
    clock: Clock,
}

impl Updates {
    /// The handler tree with all it needs.
    pub fn new(outbox: Outbox, content: Arc<Content>, storage: Arc<AnyStorage>, clock: Clock) -> Self {
        let notes = Notes::new(outbox.clone());
        Self { tree: schema(), outbox, notes, content, storage, clock }
    }
}

impl intake::Handler for Updates {
    fn order_key(&self, raw: &RawUpdate) -> OrderKey {
        OrderKey::of(&Origin::of(raw.json.get()))
    }

    /// A press or a command brings up another screen, whatever came before. Words may not.
    fn overtakes(&self, raw: &RawUpdate) -> bool {
        match Incoming::read(raw.json.get()) {
            Incoming::Tap(_) => true,
            Incoming::Message(message) => {
                let text = message.text.as_deref().unwrap_or_default();
                command::addressee(text) != command::Addressee::None
            }
            _ => false,
        }
    }

    async fn handle(&self, raw: RawUpdate, behind: Behind) {
        let incoming = Incoming::read(raw.json.get());
        counter!(UPDATES, "kind" => kind::kind(raw.json.get())).increment(1);
        let deps = deps![
            incoming,
            raw.id,
            behind,
            self.outbox.within(ANSWERED_WITHIN),
            self.notes.clone(),
            Arc::clone(&self.content),
            Arc::clone(&self.storage),
            self.clock.clone()
        ];
        if let ControlFlow::Continue(_) = self.tree.dispatch(deps).await {
            log::warn!("update {}: no handler took it", raw.id);
        }
    }
}

/// How updates are to arrive.
#[derive(Debug)]
pub enum Arrival {
    /// We ask Telegram for them.
    Polling,
    /// Telegram brings them to this door.
    Webhook(Door),
}

/// Serves Telegram, and sends reminders by `clock`, until `shutdown` ends; then finishes what is in hand. `ready` shows
/// whether updates come in.
///
/// # Errors
/// A refused token ends it at once, whether at the start or later.
pub async fn run(
    bot: Bot,
    content: Arc<Content>,
    storage: Arc<AnyStorage>,
    arrival: Arrival,
    ready: Ready,
    clock: Clock,
    shutdown: impl Future<Output = ()>,
) -> Result<(), IntakeError> {
    let alarm = Alarm::default();
    let outbox = Outbox::new(bot.clone(), alarm.clone());
    let profile = tokio::spawn({
        let (outbox, content, ready) = (outbox.clone(), Arc::clone(&content), ready.clone());
        async move {
            // Until then the token may be wrong, and one complaint about it is enough.
            ready.taking().await;
            profile::update(&outbox, &content.catalog).await;
        }
    });
    let learning = tokio::spawn({
        let (content, ready) = (Arc::clone(&content), ready.clone());
        async move {
            // After the first poll, so that it does not delay it; a text that comes earlier waits.
            ready.taking().await;
            let _ = tokio::task::spawn_blocking(move || content.catalog.learn()).await;
        }
    });
    let (stopping, stopped) = oneshot::channel::<()>();
    let reminders = tokio::spawn({
        let reminders = Reminders {
            outbox: outbox.clone(),
            content: Arc::clone(&content),
            storage: Arc::clone(&storage),
            clock: clock.clone(),
        };
        let ready = ready.clone();
        async move {
            // A sender that is gone means the same.
            let stopped = async { stopped.await.unwrap_or_default() }.shared();
            tokio::select! {
                () = stopped.clone() => {}
                () = ready.taking() => reminders.run(stopped.clone()).await,
            }
        }
    });
    let shutdown = async {
        shutdown.await;
        let _ = stopping.send(());
    };
    let updates = Arc::new(Updates::new(outbox, content, storage, clock));
    let outcome = match arrival {
        Arrival::Polling => {
            let options = polling::Options { ready, alarm, ..polling::Options::new(ALLOWED_UPDATES) };
            polling::run(bot, updates, options, shutdown).await
        }
        Arrival::Webhook(door) => {
            let options = webhook::Options { ready, alarm, ..webhook::Options::new(ALLOWED_UPDATES) };
            webhook::run(bot, updates, door, options, shutdown).await
        }
    };
    profile.abort();
    learning.abort();
    // Whatever ended it: the sender is gone by now.
    if reminders.await.is_err() {
        log::error!("the reminders ended in a panic");
    }
    outcome
}
