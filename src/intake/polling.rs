//! Long polling that confirms an update only when it has been handled.
//!
//! `getUpdates` confirms everything below its `offset`, so the offset asked for is the lowest id that the confirmation
//! waits for. Telegram therefore repeats what is in flight, and answers at once while anything is. Two consequences:
//!
//! - Repeats are dropped by id, and the next call waits until it can bring something new: until all is confirmed, or
//!   the lowest id has moved, or [`Options::repoll_interval`] has passed, so that new updates are found behind a slow
//!   one.
//! - Telegram shows at most 100 updates past the lowest unconfirmed one. One chat cannot fill them, because the updates
//!   of a chat that sends too many are confirmed early (see [`crate::intake::dispatch`]). If they are full for
//!   [`Options::stall_limit`] all the same, the lowest update is released: it is still handled, but would be lost if
//!   the process ended before it.
//!
//! Before the first poll a webhook left from elsewhere is deleted, since every poll would fail with it. One that is set
//! later is a decision of the operator: it is waited out like another poller.
//!
//! Every fault but a refused token is waited out, for ever: see [`Faults`].

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use metrics::counter;
use serde_json::value::RawValue;
use teloxide::Bot;
use tokio::time::{Instant, sleep, sleep_until};

use crate::api::call::CallError;
use crate::api::identity::refuses_token;
use crate::api::updates::{GetUpdates, HTTP_TIMEOUT, MAX_BATCH, delete_webhook, get_updates};
use crate::intake::completion::Submission;
use crate::intake::dispatch::{Dispatcher, Drained, Limits};
use crate::intake::faults::{Faults, IntakeError, Retry};
use crate::intake::handler::Handler;
use crate::intake::ready::{Ready, Taking};
use crate::intake::stop::Alarm;
use crate::intake::update::{RawUpdate, UpdateId};
use crate::telemetry::{INTAKE_FAULTS, RELEASED};

/// What can be tuned. Start from [`Options::new`].
#[derive(Clone, Debug)]
pub struct Options {
    /// The kinds of update wanted, sent with every call.
    pub allowed_updates: &'static [&'static str],
    /// How long Telegram may hold a call when there is nothing new; whole seconds.
    pub long_poll: Duration,
    /// How much is accepted and handled at one time.
    pub limits: Limits,
    /// The wait after an answer whose lowest update is now finished: lets a few more finish before the next call.
    pub coalesce_delay: Duration,
    /// The wait while the lowest update is still in flight. More than half a second, because Telegram's server gives
    /// only one update when the same offset is asked for sooner.
    pub repoll_interval: Duration,
    /// How long one update may keep all others out when Telegram shows no more of them.
    pub stall_limit: Duration,
    /// The waits after faults.
    pub retry: Retry,
    /// How long a stop waits for what is in flight.
    pub finish_within: Duration,
    /// How long a stop waits for the last confirmation.
    pub confirm_within: Duration,
    /// Shows whether updates arrive.
    pub ready: Ready,
    /// Ends the intake when Telegram refuses the token.
    pub alarm: Alarm,
}

impl Options {
    /// The defaults, for these kinds of update.
    pub fn new(allowed_updates: &'static [&'static str]) -> Self {
        Options {
            allowed_updates,
            long_poll: Duration::from_secs(50),
            limits: Limits::default(),
            coalesce_delay: Duration::from_millis(100),
            repoll_interval: Duration::from_millis(700),
            stall_limit: Duration::from_secs(5),
            retry: Retry::default(),
            finish_within: Duration::from_secs(10),
            confirm_within: Duration::from_secs(5),
            ready: Ready::default(),
            alarm: Alarm::default(),
        }
    }
}

/// Polls until `shutdown` ends, then finishes what is in flight, confirms it and returns.
///
/// `shutdown` is usually [`crate::intake::stop::stop_signal`].
///
/// # Errors
/// [`IntakeError`] when going on is useless. What is in flight then gets the same time to finish, but cannot
/// be confirmed.
pub async fn run<H: Handler>(
    bot: Bot,
    handler: Arc<H>,
    options: Options,
    shutdown: impl Future<Output = ()>,
) -> Result<(), IntakeError> {
    let dispatcher = Dispatcher::new(handler, options.limits);
    let mut poller = Poller { bot, dispatcher, options, cursor: Cursor::default() };
    let alarm = poller.options.alarm.clone();
    let ended = tokio::select! {
        biased;
        () = shutdown => None,
        words = alarm.raised() => Some(IntakeError::TokenRefused(words)),
        error = poller.poll() => Some(error),
    };
    poller.options.ready.set(Taking::No);
    poller.finish().await;
    match ended {
        Some(error) => Err(error),
        None => {
            poller.confirm().await;
            Ok(())
        }
    }
}

struct Poller<H> {
    bot: Bot,
    dispatcher: Dispatcher<H>,
    options: Options,
    cursor: Cursor,
}

/// How far Telegram's queue has been accepted and confirmed.
#[derive(Default)]
struct Cursor {
    /// The last update accepted.
    last: Option<UpdateId>,
    /// The offset of the last answered call.
    confirmed: Option<UpdateId>,
}

/// What was in an answer.
struct Batch {
    /// The lowest id in it, new or not.
    first: Option<UpdateId>,
    size: usize,
    new: usize,
    unreadable: usize,
}

/// A lowest update behind which Telegram shows nothing new.
struct Stall {
    lowest: UpdateId,
    since: Instant,
}

impl<H: Handler> Poller<H> {
    /// Asks and submits without end. Safe to drop at any await: an update that was not accepted is not confirmed.
    async fn poll(&mut self) -> IntakeError {
        let mut faults = Faults::new(self.options.retry);
        while let Err(error) = delete_webhook(&self.bot).await {
            match faults.wait_after(error) {
                Ok(wait) => sleep(wait).await,
                Err(error) => return error,
            }
        }
        faults.over();
        self.options.ready.set(Taking::Yes);
        let mut hold = self.options.long_poll;
        let mut stall = None;
        loop {
            let asked = Instant::now();
            let offset = self.next_offset();
            let ask = GetUpdates {
                offset: offset.map(|id| id.0),
                limit: MAX_BATCH,
                timeout: hold,
                allowed_updates: self.options.allowed_updates,
            };
            let updates = match get_updates(&self.bot, ask, HTTP_TIMEOUT).await {
                Ok(updates) => updates,
                Err(error) => {
                    // Without a long poll Telegram answers at once, which shows sooner that the fault is over.
                    hold = Duration::ZERO;
                    let wait = match faults.wait_after(self.confirmed(error).await) {
                        Ok(wait) => wait,
                        Err(error) => return error,
                    };
                    if faults.is_lasting() {
                        self.options.ready.set(Taking::No);
                    }
                    sleep(wait).await;
                    continue;
                }
            };
            self.options.ready.set(Taking::Yes);
            hold = self.options.long_poll;
            self.cursor.confirmed = offset;
            let batch = self.submit(updates, offset).await;
            if batch.unreadable > 0 && batch.first.is_none() {
                // Nothing in it can be confirmed, so it arrives again and again until Telegram forgets it; and the same
                // offset asked for too soon would not show what has arrived behind it.
                sleep(faults.wait().max(self.options.repoll_interval)).await;
                continue;
            }
            faults.over();
            stall = self.release_stalled(stall, &batch);
            self.wait_for_progress(asked, &batch).await;
        }
    }

    /// The error of a call; a refused token only if `getMe` confirms it, because Telegram has answered 401 to valid
    /// tokens.
    async fn confirmed(&self, error: CallError) -> CallError {
        match error {
            CallError::TokenRefused(description) if !refuses_token(&self.bot, HTTP_TIMEOUT).await => {
                CallError::Refused { code: 401, description }
            }
            error => error,
        }
    }

    /// Releases the lowest update when the answers are full and bring nothing new for too long.
    fn release_stalled(&self, stall: Option<Stall>, batch: &Batch) -> Option<Stall> {
        let lowest = batch.first.filter(|_| batch.new == 0 && batch.size >= usize::from(MAX_BATCH))?;
        let since =
            stall.filter(|stall| stall.lowest == lowest).map_or_else(Instant::now, |stall| stall.since);
        if since.elapsed() < self.options.stall_limit {
            return Some(Stall { lowest, since });
        }
        log::warn!("update {lowest}: confirmed before it is handled, because others wait behind it");
        counter!(RELEASED).increment(1);
        self.dispatcher.release(lowest);
        None
    }

    async fn submit(&mut self, updates: Vec<Box<RawValue>>, offset: Option<UpdateId>) -> Batch {
        let mut batch = Batch { first: None, size: updates.len(), new: 0, unreadable: 0 };
        for json in updates {
            let Ok(raw) = RawUpdate::new(json) else {
                log::error!("an update without update_id was skipped");
                counter!(INTAKE_FAULTS, "fault" => "unreadable").increment(1);
                batch.unreadable += 1;
                continue;
            };
            let id = raw.id;
            if batch.first.is_none() {
                batch.first = Some(id);
                self.cursor.restart_below(offset, id);
            }
            if let Submission::Accepted(_) = self.dispatcher.submit(raw).await {
                batch.new += 1;
            }
            self.cursor.last = self.cursor.last.max(Some(id));
        }
        batch
    }

    /// Waits until the next call can bring something new.
    async fn wait_for_progress(&self, asked: Instant, batch: &Batch) {
        let Options { coalesce_delay, repoll_interval, .. } = self.options;
        let mut idle = self.dispatcher.watch_lowest();
        let mut moving = self.dispatcher.watch_lowest();
        if batch.new == 0 {
            // Also keeps a server that ignores the long poll from being asked without a pause.
            sleep_until(asked + coalesce_delay).await;
        }
        let moved = async {
            sleep(coalesce_delay).await;
            // An error means that the dispatcher is gone, and `self` holds it.
            let _ = moving.wait_for(|lowest| lowest.is_none() || *lowest > batch.first).await;
        };
        tokio::select! {
            _ = idle.wait_for(Option::is_none) => {}
            () = moved => {}
            () = sleep(repoll_interval) => {}
        }
    }

    fn next_offset(&self) -> Option<UpdateId> {
        self.dispatcher.lowest_unconfirmed().or(self.cursor.last.map(UpdateId::next))
    }

    async fn finish(&self) {
        if let Drained::Left(count) = self.dispatcher.drain(self.options.finish_within).await {
            log::warn!("{count} updates were not finished in time; Telegram will send them again");
        }
    }

    async fn confirm(&self) {
        let offset = self.next_offset();
        if offset.is_none() || offset == self.cursor.confirmed {
            return;
        }
        let ask = GetUpdates {
            offset: offset.map(|id| id.0),
            limit: 1,
            timeout: Duration::ZERO,
            allowed_updates: self.options.allowed_updates,
        };
        if let Err(error) = get_updates(&self.bot, ask, self.options.confirm_within).await {
            log::warn!("the last updates could not be confirmed and will come again: {error}");
        }
    }
}

impl Cursor {
    /// After a week without updates Telegram may number them anew, from anywhere. An answer that starts below the
    /// offset asked for shows it; the old numbers then mean nothing.
    fn restart_below(&mut self, offset: Option<UpdateId>, first: UpdateId) {
        if offset.is_some_and(|offset| first < offset) {
            log::warn!("Telegram numbers the updates anew, from {first}");
            self.last = None;
        }
    }
}
