//! The way out: every call of the Bot API goes through here, is counted, and is made again while that helps.
//!
//! Payloads are the library's, or of the same kind; the exchange is [`api::call`], which knows no pauses of its
//! own and keeps every refusal a value. Rules:
//!
//! - 429 is waited out to the second, and holds up its own chat only ([`Pace`]).
//! - Server errors, broken connections and answers that cannot be read are tried again after growing, jittered pauses.
//! - All tries and pauses of one delivery together take at most 40 seconds.
//! - After an answer that could not be read the call may have been done, so "not modified" then means yes.

use std::sync::Arc;

use backon::{BackoffBuilder, ExponentialBuilder};
use metrics::counter;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use teloxide::Bot;
use teloxide::requests::Payload;
use teloxide::types::{ChatId, UserId};
use tokio::sync::OnceCell;
use tokio::time::{Duration, Instant, sleep, timeout_at};

use crate::api;
use crate::api::call::{Attachment, CallError, call_with_file};
use crate::api::failure::Failure;
use crate::bot::pace::Pace;
use crate::bot::picture::Pictures;
use crate::intake::behind::Behind;
use crate::intake::stop::Alarm;
use crate::telemetry;

/// As long as one delivery is tried, pauses included; less than an update may take.
const PATIENCE: Duration = Duration::from_secs(40);
/// As long as one try may take.
const ONE_TRY: Duration = Duration::from_secs(15);

/// Makes calls. Clones share everything.
#[derive(Clone)]
pub struct Outbox {
    bot: Bot,
    pace: Arc<Pace>,
    username: Arc<OnceCell<String>>,
    pictures: Arc<Pictures>,
    alarm: Alarm,
    /// When nothing is tried any more, if there is such a time.
    deadline: Option<Instant>,
}

/// What there is to know about a delivery besides its payload.
#[derive(Clone, Copy, Default)]
pub struct Delivery<'a> {
    /// The chat that is written to, if it is.
    pub chat: Option<ChatId>,
    /// Who makes it stale by going on; `None` for what is wanted in any case.
    pub unless: Option<&'a Behind>,
    /// Whether a refusal is worth a line in the log.
    pub refusal: Refusal,
    /// What goes along with the payload.
    pub file: Option<&'a Attachment>,
}

/// What a refusal would be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Refusal {
    /// A mistake of ours, or something new.
    #[default]
    Surprising,
    /// One of the answers; another way stands ready.
    Expected,
}

impl Delivery<'_> {
    /// To a chat, in any case.
    pub fn to(chat: ChatId) -> Self {
        Self { chat: Some(chat), ..Self::default() }
    }
}

/// `getMe`, as far as it matters: the library's own reading fails on what it does not know yet.
#[derive(Clone, Serialize)]
struct GetMe {}

#[derive(Deserialize)]
struct Me {
    username: String,
}

impl Payload for GetMe {
    type Output = Me;

    const NAME: &'static str = "GetMe";
}

impl Outbox {
    /// The way out for a bot; raises the alarm when its token is refused.
    pub fn new(bot: Bot, alarm: Alarm) -> Self {
        let (pace, username, pictures) = Default::default();
        Self { bot, pace, username, pictures, alarm, deadline: None }
    }

    /// The same way out for so long, and no longer than before: all deliveries together.
    pub fn within(&self, time: Duration) -> Self {
        let end = Instant::now() + time;
        Self { deadline: Some(self.deadline.map_or(end, |before| before.min(end))), ..self.clone() }
    }

    /// The pictures that were sent before.
    pub fn pictures(&self) -> &Pictures {
        &self.pictures
    }

    /// The bot's own id: the part of the token before the colon.
    pub fn bot_id(&self) -> Option<UserId> {
        self.bot.token().split(':').next()?.parse().ok().map(UserId)
    }

    /// The bot's username without `@`, asked for once. `None` while Telegram does not tell it.
    pub async fn username(&self) -> Option<&str> {
        let asked = self.username.get_or_try_init(|| async {
            let me = self.call(&GetMe {}, Refusal::Surprising).await?;
            Ok::<_, Failure>(me.username)
        });
        asked.await.ok().map(String::as_str)
    }

    /// When chats may be written to.
    pub fn pace(&self) -> &Pace {
        &self.pace
    }

    /// Makes a call once.
    ///
    /// # Errors
    /// What its refusal means.
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
                if let CallError::TokenRefused(words) = &error {
                    self.alarm.raise(words);
                }
                if failure == Failure::Other && refusal == Refusal::Surprising {
                    log::warn!("{}: {error}", P::NAME);
                }
                failure
            }
        };
        counter!(telemetry::CALL_FAILURES, "method" => P::NAME, "failure" => failure.name()).increment(1);
        Err(failure)
    }

    /// Makes a call, again and again while that helps. `Ok` when it is done; without a result if that cannot be read.
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
        let mut waited = self.wait_for_turn(delivery, deadline).await?;
        loop {
            if waited && delivery.unless.is_some_and(Behind::anyone) {
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
                Failure::RateLimited(exactly) => {
                    delivery.chat.inspect(|&chat| self.pace.hold(chat, exactly));
                    exactly
                }
                _ => pauses.next().filter(|_| failure.may_pass()).ok_or(failure)?,
            };
            if Instant::now() + pause >= deadline {
                return Err(failure);
            }
            sleep(pause).await;
            counter!(telemetry::RETRIES, "method" => P::NAME).increment(1);
            // Somebody else may have been told to leave the chat alone for longer.
            self.wait_for_turn(delivery, deadline).await?;
            waited = true;
        }
    }

    /// Waits until the chat may be written to; tells whether there was anything to wait for.
    async fn wait_for_turn(&self, delivery: Delivery<'_>, deadline: Instant) -> Result<bool, Failure> {
        let Some(chat) = delivery.chat else { return Ok(false) };
        let mut waited = false;
        loop {
            let held = self.pace.held(chat);
            if held.is_zero() {
                return Ok(waited);
            }
            if Instant::now() + held >= deadline {
                return Err(Failure::RateLimited(held));
            }
            sleep(held).await;
            waited = true;
        }
    }
}

/// The pauses after passing failures; the deadline bounds their number.
fn pauses() -> backon::ExponentialBackoff {
    ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(200))
        .with_max_delay(Duration::from_secs(8))
        .without_max_times()
        .with_jitter()
        .build()
}
