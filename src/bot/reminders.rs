//! Sends the reminders that people have asked for, each once, however many programs look for them.
//!
//! Once a minute the storage is asked for chats whose time has come. It gives each to one program only, for three minutes;
//! that program reads the record, sends, and writes the next date by compare-and-set. After a crash between sending and
//! writing the lease runs out and the message may come once more: rather twice than never. What Telegram does not take
//! now is tried again when the lease has run out, as long as the renewal is not past. Nobody is written to at night.
//!
//! After a longer stop, what can still be said truly is said ("it renews today"); what is past is left out.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use metrics::counter;
use teloxide::payloads::{SendMessage, SendMessageSetters};
use teloxide::types::{ChatId, ParseMode};
use tokio::task::JoinSet;
use tokio::time::{Duration, timeout};

use crate::api::failure::Failure;
use crate::bot::clock::{self, Clock, moment};
use crate::bot::content::Content;
use crate::bot::memory::{Kept, Memory};
use crate::bot::outbox::{Delivery, Outbox};
use crate::bot::reply::{NO_PREVIEW, keyboard};
use crate::dialogue::reminder::{MOST, Reminder, ReminderScreen};
use crate::dialogue::screen::Address;
use crate::dialogue::session::Session;
use crate::storage::AnyStorage;
use crate::telemetry::REMINDERS;

/// As many chats are written to at the same time.
const AT_ONCE: usize = 8;
/// As long as a chat is left to the program that took it: longer than it tries.
const LEASE: Duration = Duration::from_secs(180);
/// As long as all calls for one chat may take together.
const SENT_WITHIN: Duration = Duration::from_secs(50);
/// As long as a stop waits for what is being sent; the intake waits as long for its updates.
const FINISH_WITHIN: Duration = Duration::from_secs(10);

/// What a reminder needs to be sent. Clones share everything.
#[derive(Clone)]
pub struct Reminders {
    /// The way out.
    pub outbox: Outbox,
    /// What there is to say.
    pub content: Arc<Content>,
    /// Where the reminders are.
    pub storage: Arc<AnyStorage>,
    /// What time it is.
    pub clock: Clock,
}

/// What became of one chat's turn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// There may be another reminder.
    GoesOn,
    Ends,
}

impl Reminders {
    /// Sends what is due until `stop` ends, then finishes what is in hand.
    pub async fn run(mut self, stop: impl Future<Output = ()>) {
        tokio::pin!(stop);
        let mut sending = JoinSet::new();
        let mut may_be_more = true;
        loop {
            let free = AT_ONCE - sending.len();
            if may_be_more && free > 0 {
                let chats = self.claim(free).await;
                may_be_more = chats.len() == free;
                for chat in chats {
                    let reminders = self.clone();
                    sending.spawn(async move { reminders.remind(chat).await });
                }
            }
            tokio::select! {
                biased;
                () = &mut stop => break,
                () = self.clock.next_look() => may_be_more = true,
                Some(ended) = sending.join_next() => if ended.is_err() {
                    log::error!("a reminder ended in a panic");
                },
            }
        }
        // Whoever is cut off here has the lease run out, and is told by the next program.
        let _ = timeout(FINISH_WITHIN, async { while sending.join_next().await.is_some() {} }).await;
    }

    /// Takes over chats whose time has come; none at night, or while storage is away.
    async fn claim(&self, most: usize) -> Vec<ChatId> {
        let now = self.clock.now();
        if !clock::is_waking(now) {
            return Vec::new();
        }
        let lease = now + LEASE;
        // An outage has been logged by the storage itself.
        self.storage.claim_due(now.timestamp(), lease.timestamp(), most).await.unwrap_or_default()
    }

    /// Tells one chat of all that is due.
    async fn remind(&self, chat: ChatId) {
        let now = self.clock.now();
        let within = Self { outbox: self.outbox.within(SENT_WITHIN), ..self.clone() };
        for _ in 0..=MOST {
            if within.remind_once(chat, now).await == Turn::Ends {
                return;
            }
        }
    }

    async fn remind_once(&self, chat: ChatId, now: DateTime<Utc>) -> Turn {
        let (catalog, today) = (&self.content.catalog, clock::day(now));
        let memory = Memory::of(chat, Arc::clone(&self.storage)).await;
        if !memory.is_known() {
            return Turn::Ends;
        }
        let session = memory.session(catalog);
        let caught_up = |reminder: Reminder| reminder.caught_up(today);
        let due = session.reminders.iter().flatten().copied().map(caught_up);
        let due = due.filter(|reminder| moment(reminder.next) <= now);
        let due = due.filter_map(|reminder| Some((reminder, reminder.ahead(today)?))).next();
        let Some((reminder, ahead)) = due else {
            // Also where nothing was due: then the time that was written with the record is mended.
            memory.revise(catalog, |session| each(session, caught_up)).await;
            return Turn::Ends;
        };
        let telling = ReminderScreen::Due { reminder, ahead };
        let outcome = self.send(chat, &session, Address::Reminder(telling), reminder).await;
        counter!(REMINDERS, "outcome" => outcome.map_or_else(Failure::name, |()| "sent")).increment(1);
        match outcome {
            Ok(()) => {}
            Err(Failure::ChatClosed) => {
                let _ = memory.forget().await;
                return Turn::Ends;
            }
            // No later try would change it.
            Err(Failure::Other) => log::error!("chat {chat}: a reminder is lost"),
            Err(failure) => {
                log::warn!("chat {chat}: a reminder has to wait: {failure:?}");
                return Turn::Ends;
            }
        }
        let told = |other: Reminder| {
            let is_told = other.rule == reminder.rule && other.next <= reminder.next;
            if is_told { Reminder { next: reminder.told().next, ..other } } else { other }
        };
        match memory.revise(catalog, |session| each(session, told)).await {
            Kept::Yes => Turn::GoesOn,
            Kept::No => Turn::Ends,
        }
    }

    async fn send(
        &self,
        chat: ChatId,
        session: &Session,
        address: Address,
        reminder: Reminder,
    ) -> Result<(), Failure> {
        let lang = session.lang.or(reminder.lang).unwrap_or_else(|| self.content.catalog.fallback());
        let message = SendMessage::new(chat, self.content.at(lang, address).html.clone())
            .parse_mode(ParseMode::Html)
            .link_preview_options(NO_PREVIEW)
            .reply_markup(keyboard(&self.outbox, &self.content, lang, address).await);
        self.outbox.deliver(&message, Delivery::to(chat)).await.map(drop)
    }
}

/// The session with each of its reminders changed.
fn each(mut session: Session, change: impl Fn(Reminder) -> Reminder) -> Session {
    session.reminders = session.reminders.map(|reminder| reminder.map(&change));
    session
}
