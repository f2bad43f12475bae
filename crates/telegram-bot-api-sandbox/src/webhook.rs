//! A webhook: the sandbox brings the updates to the bot, as Telegram does.
//!
//! Invariants: an update leaves the queue only after a 2xx; the messages of one chat, the presses of one person and so
//! on are brought one after another, everything else side by side, but at most `max_connections` at one time; what was
//! not taken is brought again after a growing pause, or when the bot said (`Retry-After`).

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::updates::Pending;
use crate::world::{State, Topic, World, now};

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

/// A webhook that is set.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// Where updates go.
    pub url: String,
    /// What goes with them; empty for nothing.
    pub secret: String,
    /// How many updates may be on their way at one time.
    pub max_connections: usize,
    /// When and why an update was not taken, last.
    pub last_error: Option<(u64, String)>,
    way: Arc<Way>,
}

/// What the deliveries of one webhook share. Each `setWebhook` that changes something makes a new one, which ends those
/// of the old one.
#[derive(Debug)]
struct Way {
    connections: Semaphore,
}

/// Updates that wait for each other: those of one kind and one chat or person.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Lane {
    Of(String, i64),
    /// An update of which nobody knows whose it is waits for nobody.
    Alone(i64),
}

/// The first update of a lane, on its way to the bot.
#[derive(Debug)]
struct Delivery {
    lane: Lane,
    update: Pending,
    webhook: Webhook,
}

impl Webhook {
    /// A webhook nothing has been brought to yet.
    pub fn new(url: String, secret: String, max_connections: usize) -> Self {
        let way = Arc::new(Way { connections: Semaphore::new(max_connections) });
        Webhook { url, secret, max_connections, last_error: None, way }
    }

    /// Whether another one would be the same.
    pub fn is_same(&self, other: &Webhook) -> bool {
        let about =
            |webhook: &Webhook| (webhook.url.clone(), webhook.secret.clone(), webhook.max_connections);
        about(self) == about(other)
    }
}

/// Brings updates while a webhook is set, until the sandbox closes.
pub async fn deliver(world: Arc<World>) {
    let client = reqwest::Client::builder().no_proxy().timeout(ANSWER_WITHIN).build();
    let client = client.expect("a client without certificates of its own can be built");
    let mut under_way: HashSet<(usize, Lane)> = HashSet::new();
    let mut deliveries = JoinSet::new();
    while !world.is_closed() {
        let look = |state: &mut State| next(state, &under_way);
        tokio::select! {
            Some(ended) = deliveries.join_next() => {
                if let Ok(ended) = ended {
                    under_way.remove(&ended);
                }
            }
            found = world.wait_for(Topic::Updates, LOOK_AGAIN, look) => {
                let Some(delivery) = found else { continue };
                under_way.insert((id_of(&delivery.webhook.way), delivery.lane.clone()));
                deliveries.spawn(bring(Arc::clone(&world), client.clone(), delivery));
            }
        }
    }
}

/// The first update in a lane that has none on its way.
fn next(state: &mut State, under_way: &HashSet<(usize, Lane)>) -> Option<Delivery> {
    let webhook = state.webhook.as_ref()?;
    let way = id_of(&webhook.way);
    // As Telegram does, so that those who fail cannot pile up.
    if under_way.len() >= 2 * webhook.max_connections {
        return None;
    }
    let mut waiting = state.updates.pending().map(|update| (Lane::of(update), update));
    let (lane, update) = waiting.find(|(lane, _)| !under_way.contains(&(way, lane.clone())))?;
    Some(Delivery { lane, update: update.clone(), webhook: webhook.clone() })
}

/// Brings one update until it is taken, or dropped, or the webhook is another.
async fn bring(world: Arc<World>, client: reqwest::Client, delivery: Delivery) -> (usize, Lane) {
    let Delivery { lane, update, webhook } = delivery;
    let mut pause = FIRST_PAUSE;
    while world.with(|state| still_wanted(state, &webhook, update.id)) {
        let connection = webhook.way.connections.acquire().await;
        let failure = post(&client, &webhook, &update).await;
        drop(connection);
        let Some((reason, retry_after)) = failure else {
            world.with(|state| taken(state, update.id));
            break;
        };
        world.with(|state| {
            if let Some(current) =
                state.webhook.as_mut().filter(|current| Arc::ptr_eq(&current.way, &webhook.way))
            {
                current.last_error = Some((now(), reason));
            }
        });
        tokio::time::sleep(retry_after.unwrap_or(pause)).await;
        pause = (2 * pause).min(LONGEST_PAUSE);
    }
    (id_of(&webhook.way), lane)
}

fn still_wanted(state: &State, webhook: &Webhook, id: i64) -> bool {
    let same = state.webhook.as_ref().is_some_and(|current| Arc::ptr_eq(&current.way, &webhook.way));
    same && state.updates.pending().any(|update| update.id == id)
}

fn taken(state: &mut State, id: i64) {
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

fn id_of(way: &Arc<Way>) -> usize {
    Arc::as_ptr(way).addr()
}

impl Lane {
    /// Telegram keeps messages in the order of their chat, presses and questions in that of the person.
    fn of(update: &Pending) -> Self {
        let json: Value = serde_json::from_str(&update.text).unwrap_or_default();
        let field = json.as_object().and_then(|fields| fields.iter().find(|(name, _)| *name != "update_id"));
        let lane = field.and_then(|(kind, body)| {
            let whose = if kind == "callback_query" { &body["from"]["id"] } else { &body["chat"]["id"] };
            let whose = whose.as_i64().or_else(|| body["from"]["id"].as_i64())?;
            let messages = ["message", "edited_message"].contains(&kind.as_str());
            Some(Lane::Of(if messages { "message".to_owned() } else { kind.clone() }, whose))
        });
        lane.unwrap_or(Lane::Alone(update.id))
    }
}

/// What `getWebhookInfo` tells; an empty `url` for none.
pub fn info(state: &State) -> Value {
    let url = state.webhook.as_ref().map_or("", |webhook| &webhook.url);
    let mut info = json!({
        "url": url, "has_custom_certificate": false, "pending_update_count": state.updates.len(),
    });
    if let Some(webhook) = &state.webhook {
        if let Some((date, message)) = &webhook.last_error {
            info["last_error_date"] = json!(date);
            info["last_error_message"] = json!(message);
        }
        info["max_connections"] = json!(webhook.max_connections);
    }
    if let Some(kinds) = state.updates.wanted() {
        info["allowed_updates"] = json!(kinds);
    }
    info
}
