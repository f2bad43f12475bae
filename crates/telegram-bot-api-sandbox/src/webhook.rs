//! Delivers updates to the webhook of the bot, as Telegram does.
//!
//! Invariants: an update leaves the queue only after a 2xx; the messages of one chat, the presses of one person and so
//! on are delivered one after another, everything else in parallel, but at most `max_connections` at one time; what was
//! not accepted is delivered again after a growing pause, or when the bot said (`Retry-After`).

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use serde_json::Value;
use tokio::task::JoinSet;

use crate::state::store::{State, now};
use crate::state::updates::Pending;
use crate::state::webhook::{Deliveries, Webhook};
use crate::state::world::{Topic, World};

/// The header with the secret.
const SECRET_HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";
/// How long the bot may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(60);
/// The pause after a first failure; it doubles.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// Where the doubling ends.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// The longest pause a bot can ask for.
const LONGEST_RETRY_AFTER: u64 = 3_600;
/// How long one look at the queue may wait; then it is looked at again.
const LOOK_AGAIN: Duration = Duration::from_secs(3_600);

/// Updates that wait for each other: those of one kind and one chat or person.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Order {
    Of(String, i64),
    /// An update without a chat or a person is not ordered.
    Alone(i64),
}

/// The first update of an order, in flight to the bot.
#[derive(Debug)]
struct Delivery {
    order: Order,
    update: Pending,
    webhook: Webhook,
}

/// Delivers updates while a webhook is set, until the sandbox closes.
pub async fn deliver(world: Arc<World>) {
    let client = reqwest::Client::builder().no_proxy().timeout(ANSWER_WITHIN).build();
    let client = client.expect("a client without certificates of its own can be built");
    let mut in_flight: HashSet<(usize, Order)> = HashSet::new();
    let mut deliveries = JoinSet::new();
    while !world.is_closed() {
        let look = |state: &mut State| next(state, &in_flight);
        tokio::select! {
            Some(ended) = deliveries.join_next() => {
                if let Ok(ended) = ended {
                    in_flight.remove(&ended);
                }
            }
            found = world.wait_for(Topic::Updates, LOOK_AGAIN, look) => {
                let Some(delivery) = found else { continue };
                in_flight.insert((id_of(&delivery.webhook.deliveries), delivery.order.clone()));
                deliveries.spawn(deliver_one(Arc::clone(&world), client.clone(), delivery));
            }
        }
    }
}

/// The first update of an order that has none in flight.
fn next(state: &mut State, in_flight: &HashSet<(usize, Order)>) -> Option<Delivery> {
    let webhook = state.webhook.as_ref()?;
    let set = id_of(&webhook.deliveries);
    // As Telegram does, so that those who fail cannot pile up.
    if in_flight.len() >= 2 * webhook.max_connections {
        return None;
    }
    let mut waiting = state.updates.pending().map(|update| (Order::of(update), update));
    let (order, update) = waiting.find(|(order, _)| !in_flight.contains(&(set, order.clone())))?;
    Some(Delivery { order, update: update.clone(), webhook: webhook.clone() })
}

/// Delivers one update until it is accepted, or dropped, or the webhook is another.
async fn deliver_one(world: Arc<World>, client: reqwest::Client, delivery: Delivery) -> (usize, Order) {
    let Delivery { order, update, webhook } = delivery;
    let mut pause = FIRST_PAUSE;
    while world.with(|state| still_wanted(state, &webhook, update.id)) {
        let connection = webhook.deliveries.connections.acquire().await;
        let failure = post(&client, &webhook, &update).await;
        drop(connection);
        let Some((reason, retry_after)) = failure else {
            world.with(|state| accepted(state, update.id));
            break;
        };
        world.with(|state| {
            if let Some(current) =
                state.webhook.as_mut().filter(|current| Arc::ptr_eq(&current.deliveries, &webhook.deliveries))
            {
                current.last_error = Some((now(), reason));
            }
        });
        tokio::time::sleep(retry_after.unwrap_or(pause)).await;
        pause = (2 * pause).min(LONGEST_PAUSE);
    }
    (id_of(&webhook.deliveries), order)
}

fn still_wanted(state: &State, webhook: &Webhook, id: i64) -> bool {
    let same =
        state.webhook.as_ref().is_some_and(|current| Arc::ptr_eq(&current.deliveries, &webhook.deliveries));
    same && state.updates.pending().any(|update| update.id == id)
}

fn accepted(state: &mut State, id: i64) {
    state.updates.forget(id);
    state.updates.bot_was_here();
    state.presence();
}

/// `None` when the bot took it; otherwise why not, and when it wants it again.
async fn post(
    client: &reqwest::Client,
    webhook: &Webhook,
    update: &Pending,
) -> Option<(String, Option<Duration>)> {
    let mut request =
        client.post(&webhook.url).header(CONTENT_TYPE, "application/json").body(update.text.clone());
    if !webhook.secret.is_empty() {
        request = request.header(SECRET_HEADER, &webhook.secret);
    }
    let response = match request.send().await {
        Ok(response) if response.status().is_success() => return None,
        Ok(response) => response,
        Err(error) if error.is_timeout() => return Some(("Read timeout expired".to_owned(), None)),
        Err(error) if error.is_connect() => return Some(("Connection refused".to_owned(), None)),
        Err(_) => return Some(("Webhook connection closed".to_owned(), None)),
    };
    let status = response.status();
    let after =
        response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let after = after.map(|seconds| seconds.min(LONGEST_RETRY_AFTER)).filter(|seconds| *seconds > 0);
    let words = status.canonical_reason().unwrap_or_default();
    let reason = format!("Wrong response from the webhook: {} {words}", status.as_u16());
    Some((reason, after.map(Duration::from_secs)))
}

fn id_of(set: &Arc<Deliveries>) -> usize {
    Arc::as_ptr(set).addr()
}

impl Order {
    /// Telegram keeps messages in the order of their chat, presses and questions in that of the person.
    fn of(update: &Pending) -> Self {
        let json: Value = serde_json::from_str(&update.text).unwrap_or_default();
        let field = json.as_object().and_then(|fields| fields.iter().find(|(name, _)| *name != "update_id"));
        let order = field.and_then(|(kind, body)| {
            let whose = if kind == "callback_query" { &body["from"]["id"] } else { &body["chat"]["id"] };
            let whose = whose.as_i64().or_else(|| body["from"]["id"].as_i64())?;
            let messages = ["message", "edited_message"].contains(&kind.as_str());
            Some(Order::Of(if messages { "message".to_owned() } else { kind.clone() }, whose))
        });
        order.unwrap_or(Order::Alone(update.id))
    }
}
