//! Outbound Bot API client: counts every call, waits for rate limits, retries what may succeed.
//!
//! Payloads are the library's, or of the same kind; [`api::call`] makes one call. Rules:
//!
//! - Each message waits for a permit of [`Pace`]. 429 is waited out to the second, and delays its own chat only.
//! - Server errors, broken connections and unreadable answers are tried again after growing pauses with jitter.
//! - All tries and pauses of one delivery take at most 40 seconds.
//! - After an unreadable answer the call may have been done, so "not modified" then means that it was.

use std::sync::Arc;

use backon::{BackoffBuilder, ExponentialBuilder};
use metrics::counter;
use serde::Serialize;
use serde::de::DeserializeOwned;
use teloxide::Bot;
use teloxide::requests::Payload;
use teloxide::types::ChatId;
use tokio::time::{Duration, Instant, sleep, timeout_at};

use crate::api;
use crate::api::call::{Attachment, CallError, call_with_file};
use crate::api::failure::Failure;
use crate::bot::outgoing::identity::Identity;
use crate::bot::outgoing::once_a_while::OnceAWhile;
use crate::bot::outgoing::pace::{Limits, Pace};
use crate::intake::stop::Alarm;
use crate::intake::superseded::Superseded;
use crate::telemetry;

/// How long one delivery is tried, pauses included; less than the time limit of an update.
const PATIENCE: Duration = Duration::from_secs(40);
/// Timeout of one call.
const ONE_TRY: Duration = Duration::from_secs(15);

/// Makes calls. Clones share everything.
#[derive(Clone)]
pub struct OutboundClient {
    bot: Bot,
    identity: Identity,
    pace: Arc<Pace>,
    log: Arc<OnceAWhile>,
    /// When nothing is tried any more, if there is such a time.
    deadline: Option<Instant>,
}

/// How a payload is delivered.
#[derive(Clone, Copy, Default)]
pub struct Delivery<'a> {
    /// The chat that is written to, if any.
    pub chat: Option<ChatId>,
    /// Makes the delivery pointless once it is set; `None` for what is wanted in any case.
    pub unless: Option<&'a Superseded>,
    /// Whether a refusal is logged.
    pub refusal: Refusal,
    /// A file that is uploaded with the payload.
    pub file: Option<&'a Attachment>,
}

/// Whether a refusal is logged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Refusal {
    /// Logged: a mistake of ours, or something new.
    #[default]
    Unexpected,
    /// Not logged: the caller has another way.
    Expected,
}

impl Delivery<'_> {
    /// To a chat, in any case.
    pub fn to(chat: ChatId) -> Self {
        Self { chat: Some(chat), ..Self::default() }
    }
}

impl OutboundClient {
    /// The client for a bot; raises the alarm when its token is refused.
    pub fn new(bot: Bot, limits: Limits, alarm: Alarm) -> Self {
        let identity = Identity::new(bot.clone(), alarm);
        Self { bot, identity, pace: Arc::new(Pace::new(limits)), log: Arc::default(), deadline: None }
    }

    /// The same client for at most this long, and no longer than before: all deliveries together.
    pub fn within(&self, time: Duration) -> Self {
        let end = Instant::now() + time;
        Self { deadline: Some(self.deadline.map_or(end, |before| before.min(end))), ..self.clone() }
    }

    /// Who the bot is.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// When chats may be written to.
    pub fn pace(&self) -> &Pace {
        &self.pace
    }

    /// Writes repeated log lines once.
    pub fn log(&self) -> &OnceAWhile {
        &self.log
    }

    /// Makes a call once, without waiting for a rate limit.
    ///
    /// # Errors
    /// What its error means.
    pub async fn call<P>(&self, payload: &P, refusal: Refusal) -> Result<P::Output, Failure>
    where
        P: Payload + Serialize,
        P::Output: DeserializeOwned,
    {
        self.attempt(payload, refusal, None).await
    }

    async fn attempt<P>(
        &self,
        payload: &P,
        refusal: Refusal,
        file: Option<&Attachment>,
    ) -> Result<P::Output, Failure>
    where
        P: Payload + Serialize,
        P::Output: DeserializeOwned,
    {
        counter!(telemetry::CALLS, "method" => P::NAME).increment(1);
        let answer = match file {
            Some(file) => call_with_file(&self.bot, P::NAME, payload, file, ONE_TRY).await,
            None => api::call::call(&self.bot, P::NAME, payload, ONE_TRY).await,
        };
        let failure = match answer {
            Ok(result) => match serde_json::from_str(result.get()) {
                Ok(result) => return Ok(result),
                Err(_) => Failure::DoneUnreadable,
            },
            Err(error) => {
                let failure = Failure::of(&error);
                if let CallError::TokenRefused(description) = &error {
                    self.identity.confirm_refusal(description);
                }
                if failure == Failure::Other && refusal == Refusal::Unexpected {
                    self.log.warn(format_args!("{}: {error}", P::NAME));
                }
                failure
            }
        };
        counter!(telemetry::CALL_FAILURES, "method" => P::NAME, "failure" => failure.name()).increment(1);
        Err(failure)
    }

    /// Makes a call, and repeats it while it may succeed. `Ok` when it was done; without a result if that is
    /// unreadable.
    ///
    /// # Errors
    /// The failure that ended it.
    pub async fn deliver<P>(&self, payload: &P, delivery: Delivery<'_>) -> Result<Option<P::Output>, Failure>
    where
        P: Payload + Serialize,
        P::Output: DeserializeOwned,
    {
        let patience = Instant::now() + PATIENCE;
        let deadline = self.deadline.map_or(patience, |deadline| deadline.min(patience));
        let mut pauses = pauses();
        let mut maybe_done = false;
        loop {
            self.wait_for_permit(delivery, deadline).await?;
            if delivery.unless.is_some_and(Superseded::is_set) {
                counter!(telemetry::STALE).increment(1);
                return Err(Failure::Superseded);
            }
            let failure =
                match timeout_at(deadline, self.attempt(payload, delivery.refusal, delivery.file)).await {
                    Ok(Ok(result)) => return Ok(Some(result)),
                    Ok(Err(Failure::DoneUnreadable)) => return Ok(None),
                    Ok(Err(Failure::NotModified)) if maybe_done => return Ok(None),
                    Ok(Err(failure)) => failure,
                    Err(_) => Failure::MaybeDone,
                };
            maybe_done |= failure == Failure::MaybeDone;
            let pause = match failure {
                Failure::RateLimited(wait) => {
                    delivery.chat.inspect(|&chat| self.pace.hold(chat, Instant::now(), wait));
                    wait
                }
                _ => pauses.next().filter(|_| failure.may_pass()).ok_or(failure)?,
            };
            if Instant::now() + pause >= deadline {
                return Err(failure);
            }
            sleep(pause).await;
            counter!(telemetry::RETRIES, "method" => P::NAME).increment(1);
        }
    }

    /// Waits until the chat may be written to.
    async fn wait_for_permit(&self, delivery: Delivery<'_>, deadline: Instant) -> Result<(), Failure> {
        let Some(chat) = delivery.chat else { return Ok(()) };
        loop {
            let permit = self.pace.reserve(chat, Instant::now(), deadline).map_err(Failure::RateLimited)?;
            sleep(permit).await;
            // Telegram may have answered 429 to another message meanwhile.
            let held = self.pace.held(chat, Instant::now());
            if held.is_zero() {
                return Ok(());
            }
            if Instant::now() + held >= deadline {
                return Err(Failure::RateLimited(held));
            }
            sleep(held).await;
        }
    }
}

/// The pauses between retries; the deadline bounds their number.
fn pauses() -> backon::ExponentialBackoff {
    ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(200))
        .with_max_delay(Duration::from_secs(8))
        .without_max_times()
        .with_jitter()
        .build()
}
