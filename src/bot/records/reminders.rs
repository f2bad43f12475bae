//! Sends renewal reminders, from one process at a time; after a crash one may be sent twice.
//!
//! Once a minute the storage is asked for chats that are due. It leases each to one process for three minutes; that
//! process reads the record, sends, and writes the next date by compare-and-set. After a crash between sending and
//! writing the lease expires and the reminder is sent again. A failure that may pass is tried
//! again when the lease has expired, until the renewal is past. One that may not is tried a few times, and then that
//! reminder is skipped; the record stays. Nothing is sent at night, and reminders leave most of the outgoing rate to
//! answers.
//!
//! After a longer stop, a reminder is sent if it is still true ("renews today"), and skipped otherwise.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use futures::FutureExt;
use metrics::counter;
use teloxide::payloads::{SendMessage, SendMessageSetters};
use teloxide::types::{ChatId, ParseMode};
use tokio::task::JoinSet;
use tokio::time::{Duration, sleep, timeout};

use crate::api::failure::Failure;
use crate::bot::clock::{self, Clock, moment};
use crate::bot::content::Content;
use crate::bot::outgoing::client::{Delivery, OutboundClient};
use crate::bot::outgoing::keyboard::{NO_PREVIEW, keyboard};
use crate::bot::outgoing::reduce;
use crate::bot::records::record::{Record, Saved};
use crate::dialogue::reminder::{MOST, Reminder, ReminderScreen};
use crate::dialogue::session::Session;
use crate::dialogue::shown::Shown;
use crate::storage::any::AnyStorage;
use crate::telemetry::REMINDERS;

/// The most chats that are reminded at the same time.
const CONCURRENT: usize = 8;
/// The pause between two chats: five a second, out of the 25 messages that are sent in all.
const INTERVAL: Duration = Duration::from_millis(200);
/// How long a chat is leased to a process: longer than sending takes.
const LEASE: Duration = Duration::from_secs(180);
/// How long all calls for one chat take at most.
const SEND_WITHIN: Duration = Duration::from_secs(50);
/// How long a stop waits for reminders that are being sent.
const FINISH_WITHIN: Duration = Duration::from_secs(10);
/// How often sending a reminder is tried when it is refused or ends in a panic.
const MAX_ATTEMPTS: u8 = 5;

/// What is needed to send reminders. Clones share everything.
#[derive(Clone)]
pub struct Reminders {
    client: OutboundClient,
    content: Arc<Content>,
    storage: Arc<AnyStorage>,
    clock: Clock,
    /// How often in a row a chat's reminder was refused or panicked.
    attempts: Arc<Mutex<HashMap<ChatId, u8>>>,
}

/// Whether a chat may have another reminder that is due.
#[derive(Clone, Copy, PartialEq, Eq)]
enum More {
    Maybe,
    No,
}

impl Reminders {
    /// Sends with this client what the storage has.
    pub fn new(
        client: OutboundClient,
        content: Arc<Content>,
        storage: Arc<AnyStorage>,
        clock: Clock,
    ) -> Self {
        Self { client, content, storage, clock, attempts: Arc::default() }
    }

    /// Sends what is due until `stop` ends, then finishes what is being sent.
    pub async fn run(mut self, stop: impl Future<Output = ()>) {
        tokio::pin!(stop);
        let mut sending = JoinSet::new();
        let mut may_be_more = true;
        loop {
            let free = CONCURRENT - sending.len();
            if may_be_more && free > 0 {
                let chats = self.claim(free).await;
                may_be_more = chats.len() == free;
                for (pause, chat) in (0..).zip(chats) {
                    let reminders = self.clone();
                    sending.spawn(async move {
                        sleep(INTERVAL * pause).await;
                        reminders.remind(chat).await;
                    });
                }
            }
            tokio::select! {
                biased;
                () = &mut stop => break,
                () = self.clock.next_look() => may_be_more = true,
                Some(_) = sending.join_next() => {}
            }
        }
        // The lease of a chat that is not finished expires, and another process reminds it.
        let _ = timeout(FINISH_WITHIN, async { while sending.join_next().await.is_some() {} }).await;
    }

    /// Leases chats that are due; none at night, or while storage is unavailable.
    async fn claim(&self, most: usize) -> Vec<ChatId> {
        let now = self.clock.now();
        if !clock::is_waking(now) {
            return Vec::new();
        }
        let lease = now + LEASE;
        // The storage has logged an outage itself.
        self.storage.claim_due(now.timestamp(), lease.timestamp(), most).await.unwrap_or_default()
    }

    /// Sends one chat all that is due. A panic is caught and counts as an attempt.
    async fn remind(&self, chat: ChatId) {
        let now = self.clock.now();
        if AssertUnwindSafe(self.remind_of_all(chat, now)).catch_unwind().await.is_err() {
            log::error!("chat {chat}: a reminder ended in a panic");
            counter!(REMINDERS, "outcome" => "panicked").increment(1);
            if self.is_last_attempt(chat) {
                self.skip_due(chat, now).await;
            }
        }
    }

    async fn remind_of_all(&self, chat: ChatId, now: DateTime<Utc>) {
        let within = Self { client: self.client.within(SEND_WITHIN), ..self.clone() };
        for _ in 0..=MOST {
            if within.remind_once(chat, now).await == More::No {
                return;
            }
        }
    }

    async fn remind_once(&self, chat: ChatId, now: DateTime<Utc>) -> More {
        let (catalog, today) = (&self.content.catalog, clock::day(now));
        let record = Record::of(chat, Arc::clone(&self.storage)).await;
        if !record.is_readable() {
            return More::No;
        }
        let session = record.session(catalog);
        let current = |reminder: Reminder| reminder.skip_past(today);
        let due = session.reminders.iter().flatten().copied().map(current);
        let due = due.filter(|reminder| moment(reminder.next) <= now);
        let due = due.filter_map(|reminder| Some((reminder, reminder.ahead(today)?))).next();
        let Some((reminder, ahead)) = due else {
            // Written even if nothing was due, to correct the due time of the record.
            record.revise(catalog, |session| each(session, current)).await;
            return More::No;
        };
        let shown = Shown::Reminder(ReminderScreen::Due { reminder, ahead });
        let outcome = self.send(chat, &session, &shown, reminder).await;
        counter!(REMINDERS, "outcome" => outcome.map_or_else(Failure::name, |()| "sent")).increment(1);
        match outcome {
            Ok(()) => self.reset_attempts(chat),
            Err(Failure::ChatClosed) => {
                let _ = record.remove().await;
                return More::No;
            }
            Err(failure) if failure.may_pass() => {
                log::warn!("chat {chat}: a reminder is delayed: {failure:?}");
                return More::No;
            }
            Err(failure) if failure != Failure::Other && !self.is_last_attempt(chat) => {
                self.client.log().warn(format_args!("a reminder is refused: {}", failure.name()));
                return More::No;
            }
            Err(failure) => log::error!("chat {chat}: a reminder is skipped: {failure:?}"),
        }
        let advanced = |other: Reminder| {
            let is_sent = other.rule == reminder.rule && other.next <= reminder.next;
            if is_sent { Reminder { next: reminder.advance().next, ..other } } else { other }
        };
        match record.revise(catalog, |session| each(session, advanced)).await {
            Saved::Yes => More::Maybe,
            Saved::No => More::No,
        }
    }

    /// Moves all reminders that are due to their next dates, without sending anything.
    async fn skip_due(&self, chat: ChatId, now: DateTime<Utc>) {
        let record = Record::of(chat, Arc::clone(&self.storage)).await;
        let skipped = |reminder: Reminder| match moment(reminder.next) <= now {
            true => Reminder { next: reminder.advance().next, ..reminder },
            false => reminder,
        };
        record.revise(&self.content.catalog, |session| each(session, skipped)).await;
    }

    /// Counts an attempt that failed; whether no other one is made.
    fn is_last_attempt(&self, chat: ChatId) -> bool {
        let mut attempts = self.attempts();
        let count = attempts.entry(chat).or_insert(0);
        *count += 1;
        let is_last = *count >= MAX_ATTEMPTS;
        if is_last {
            attempts.remove(&chat);
        }
        is_last
    }

    fn reset_attempts(&self, chat: ChatId) {
        self.attempts().remove(&chat);
    }

    fn attempts(&self) -> MutexGuard<'_, HashMap<ChatId, u8>> {
        // Each use leaves the map consistent, so a poisoned lock is still good.
        self.attempts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn send(
        &self,
        chat: ChatId,
        session: &Session,
        shown: &Shown,
        reminder: Reminder,
    ) -> Result<(), Failure> {
        let lang = session.lang.or(reminder.lang).unwrap_or_else(|| self.content.catalog.fallback());
        let mut message = SendMessage::new(chat, self.content.message(lang, shown).html.clone())
            .parse_mode(ParseMode::Html)
            .link_preview_options(NO_PREVIEW)
            .reply_markup(keyboard(self.client.identity(), &self.content, lang, shown).await);
        reduce::deliver(&self.client, &mut message, Delivery::to(chat)).await.map(drop)
    }
}

/// The session with each of its reminders changed.
fn each(mut session: Session, change: impl Fn(Reminder) -> Reminder) -> Session {
    session.reminders = session.reminders.map(|reminder| reminder.map(&change));
    session
}
