//! Who the bot is: its id, and its username as `getMe` returns it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use backon::{BackoffBuilder, ExponentialBuilder};
use teloxide::Bot;
use teloxide::types::UserId;
use tokio::sync::OnceCell;
use tokio::time::{Duration, sleep, timeout};

use crate::api::call::CallError;
use crate::api::identity::{Me, get_me, refuses_token};
use crate::intake::stop::Alarm;

/// Timeout of one `getMe`.
const ONE_TRY: Duration = Duration::from_secs(10);
/// How long an answer waits for the username.
const USERNAME_TIMEOUT: Duration = Duration::from_secs(5);

/// The bot's id and username. Clones share everything.
#[derive(Clone)]
pub struct Identity {
    bot: Bot,
    me: Arc<OnceCell<Me>>,
    alarm: Alarm,
    confirming: Arc<AtomicBool>,
}

impl Identity {
    /// The identity of a bot; raises the alarm when its token is refused.
    pub fn new(bot: Bot, alarm: Alarm) -> Self {
        Self { bot, me: Arc::default(), alarm, confirming: Arc::default() }
    }

    /// The bot's id: the part of the token before the colon.
    pub fn id(&self) -> Option<UserId> {
        self.bot.token().split(':').next()?.parse().ok().map(UserId)
    }

    /// The username without `@`; `None` if Telegram does not tell it within five seconds.
    pub async fn username(&self) -> Option<&str> {
        let asked = timeout(USERNAME_TIMEOUT, self.me.get_or_try_init(|| get_me(&self.bot, ONE_TRY))).await;
        asked.ok()?.ok().map(|me| me.username.as_str())
    }

    /// Asks `getMe` until it is answered. A refused token is left to the intake, which is asking as well.
    pub async fn ask(&self) {
        let mut pauses = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(500))
            .with_max_delay(Duration::from_secs(30))
            .without_max_times()
            .with_jitter()
            .build();
        loop {
            match self.me.get_or_try_init(|| get_me(&self.bot, ONE_TRY)).await {
                Ok(_) | Err(CallError::TokenRefused(_) | CallError::BadUrl) => return,
                Err(CallError::RateLimited(wait)) => sleep(wait).await,
                Err(_) => sleep(pauses.next().unwrap_or(ONE_TRY)).await,
            }
        }
    }

    /// Raises the alarm if `getMe` confirms that the token is refused: Telegram has answered 401 to valid tokens.
    /// Returns at once.
    pub fn confirm_refusal(&self, description: &str) {
        if self.confirming.swap(true, Ordering::Relaxed) {
            return;
        }
        let (identity, description) = (self.clone(), description.to_owned());
        tokio::spawn(async move {
            if refuses_token(&identity.bot, ONE_TRY).await {
                identity.alarm.raise(&description);
            } else {
                log::warn!(
                    "one call was answered as if the token were refused, but getMe is answered: going on"
                );
            }
            identity.confirming.store(false, Ordering::Relaxed);
        });
    }
}
