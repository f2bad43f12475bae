//! Telegram, in the order in which an update passes: it is read ([`incoming`]), answered by the kind of its chat
//! ([`chats`]) through the outbound client ([`outgoing`]), and what follows from it is stored ([`records`]). [`run`]
//! connects this to the intake until `shutdown` completes.

pub mod chats;
pub mod clock;
pub mod content;
pub mod incoming;
pub mod outgoing;
pub mod records;
pub mod services;

use std::future::Future;
use std::ops::ControlFlow;
use std::sync::Arc;

use futures::FutureExt;
use metrics::{counter, histogram};
use teloxide::Bot;
use teloxide::dptree::{Handler, deps};
use tokio::sync::oneshot;

use crate::bot::chats::handlers::handlers;
use crate::bot::chats::overload;
use crate::bot::clock::Clock;
use crate::bot::content::Content;
use crate::bot::incoming::command::{Addressee, addressee};
use crate::bot::incoming::kind::kind;
use crate::bot::incoming::types::{ALLOWED_UPDATES, Incoming, Origin};
use crate::bot::outgoing::client::OutboundClient;
use crate::bot::outgoing::pace::Limits;
use crate::bot::outgoing::profile;
use crate::bot::records::reminders::Reminders;
use crate::bot::services::Services;
use crate::intake::faults::IntakeError;
use crate::intake::handler::OrderKey;
use crate::intake::ready::Ready;
use crate::intake::stop::Alarm;
use crate::intake::superseded::Superseded;
use crate::intake::update::RawUpdate;
use crate::intake::webhook::Endpoint;
use crate::intake::{self, polling, webhook};
use crate::storage::any::AnyStorage;
use crate::telemetry::{ANSWER_DELAY, UPDATES};

/// Passes every update to the handler tree.
struct Updates {
    tree: Handler<'static, ()>,
    services: Services,
}

impl intake::handler::Handler for Updates {
    fn order_key(&self, raw: &RawUpdate) -> OrderKey {
        OrderKey::of(&Origin::of(raw.json.get()))
    }

    /// A press or a command shows another screen, whatever came before. Words may not.
    fn supersedes(&self, raw: &RawUpdate) -> bool {
        match Incoming::read(raw.json.get()) {
            Incoming::Press(_) => true,
            Incoming::Message(message) => {
                addressee(message.text.as_deref().unwrap_or_default()) != Addressee::None
            }
            _ => false,
        }
    }

    async fn handle(&self, raw: RawUpdate, superseded: Superseded) {
        let incoming = Incoming::read(raw.json.get());
        let sent = match &incoming {
            Incoming::Message(message) => clock::sent_at(message.date),
            _ => None,
        };
        counter!(UPDATES, "kind" => kind(raw.json.get())).increment(1);
        let deps = deps![incoming, raw.id, superseded, self.services.for_one_update()];
        if let ControlFlow::Continue(_) = self.tree.dispatch(deps).await {
            log::warn!("update {}: no handler matched", raw.id);
        }
        if let Some(delay) = sent.and_then(|sent| sent.elapsed().ok()) {
            histogram!(ANSWER_DELAY).record(delay);
        }
    }

    async fn shed(&self, raw: RawUpdate) {
        overload::ask_to_slow_down(Incoming::read(raw.json.get()), &self.services).await;
    }
}

/// How updates arrive.
#[derive(Debug)]
pub enum Arrival {
    /// By long polling.
    Polling,
    /// At a webhook.
    Webhook(Endpoint),
}

/// Serves Telegram and sends reminders until `shutdown` ends; then finishes what is in flight. `ready` shows whether
/// updates arrive.
///
/// # Errors
/// A refused token ends it at once, at the start or later.
#[expect(clippy::too_many_arguments, reason = "each is given by one caller, once")]
pub async fn run(
    bot: Bot,
    content: Arc<Content>,
    storage: Arc<AnyStorage>,
    arrival: Arrival,
    limits: Limits,
    ready: Ready,
    clock: Clock,
    shutdown: impl Future<Output = ()>,
) -> Result<(), IntakeError> {
    let alarm = Alarm::default();
    let client = OutboundClient::new(bot.clone(), limits, alarm.clone());
    let profile = tokio::spawn(update_profile(client.clone(), Arc::clone(&content), ready.clone()));
    let learning = tokio::spawn(learn(Arc::clone(&content), ready.clone()));
    let (stopping, stopped) = oneshot::channel::<()>();
    let reminders = Reminders::new(client.clone(), Arc::clone(&content), Arc::clone(&storage), clock.clone());
    let reminders = tokio::spawn(remind(reminders, ready.clone(), stopped));
    let shutdown = async {
        shutdown.await;
        let _ = stopping.send(());
    };
    let services = Services::new(client, content, storage, clock);
    let updates = Arc::new(Updates { tree: handlers(), services });
    let outcome = match arrival {
        Arrival::Polling => {
            let options = polling::Options { ready, alarm, ..polling::Options::new(ALLOWED_UPDATES) };
            polling::run(bot, updates, options, shutdown).await
        }
        Arrival::Webhook(endpoint) => {
            let options = webhook::Options { ready, alarm, ..webhook::Options::new(ALLOWED_UPDATES) };
            webhook::run(bot, updates, endpoint, options, shutdown).await
        }
    };
    profile.abort();
    learning.abort();
    // The sender is dropped by now, whatever ended the intake.
    if reminders.await.is_err() {
        log::error!("the reminders ended in a panic");
    }
    outcome
}

/// Asks who the bot is, and sets its profile. Waits until updates arrive: until then the token may be wrong, and one
/// error about that is enough.
async fn update_profile(client: OutboundClient, content: Arc<Content>, ready: Ready) {
    ready.taking().await;
    client.identity().ask().await;
    profile::update(&client, &content.catalog).await;
}

/// Learns what people ask, on a thread of its own. Waits until updates arrive, so that the first poll is not slower;
/// a text that comes earlier waits for it.
async fn learn(content: Arc<Content>, ready: Ready) {
    ready.taking().await;
    if tokio::task::spawn_blocking(move || content.catalog.learn()).await.is_err() {
        log::error!("learning from the examples ended in a panic");
    }
}

/// Sends reminders from the moment at which updates arrive until `stopped` ends or its sender is dropped.
async fn remind(reminders: Reminders, ready: Ready, stopped: oneshot::Receiver<()>) {
    let stopped = async { stopped.await.unwrap_or_default() }.shared();
    tokio::select! {
        () = stopped.clone() => {}
        () = ready.taking() => reminders.run(stopped.clone()).await,
    }
}
