//! Many people in one town. What happens there is read once and handed to whom it concerns, and what they made of it is
//! added up.

use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Display, Formatter};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use kz_topup_bot::bot::content::Content;
use kz_topup_bot::bot::records::record::SessionDialogue;
use kz_topup_bot::dialogue::session::Session;
use kz_topup_bot::sandbox::people::pressing::PressButton;
use kz_topup_bot::sandbox::people::users::UserChange;
use kz_topup_bot::sandbox::{CallParams, Options};
use kz_topup_bot::sandbox::{Topic, World};
use kz_topup_bot::storage::any::AnyStorage;
use serde_json::Value;
use teloxide::types::ChatId;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard, watch};
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::person::Town;
use crate::trials::model::{self, Kind};
use crate::trials::walker::Walker;

/// The language of everybody's client.
pub const TAG: &str = "en";
/// How long a look at the events may wait; then it is looked at again.
const LOOK_AGAIN: Duration = Duration::from_secs(3_600);

/// Who is told of what.
#[derive(Default)]
struct Letters {
    people: HashMap<i64, UnboundedSender<Value>>,
    /// Who has pressed, by the press's own id.
    presses: HashMap<String, i64>,
    /// The last event that was handed on.
    at: u64,
}

/// A town with many people, who are acted for without going through HTTP; the program goes through it as always.
pub struct Crowd {
    pub town: Town,
    pub content: Arc<Content>,
    letters: Arc<Mutex<Letters>>,
    answered: watch::Sender<u64>,
    over: AtomicBool,
    /// Trials run one after another: each needs the processor for programs of its own.
    _turn: OwnedMutexGuard<()>,
}

/// How people walk.
#[derive(Clone, Copy)]
pub struct Walk {
    pub people: usize,
    /// How many steps each takes; without end, until [`Crowd::end`], if not given.
    pub steps: Option<usize>,
    /// The longest pause before a step; the shortest is none.
    pub pause: Duration,
    pub seed: u64,
}

/// What became of everybody's steps.
#[derive(Debug, Default)]
pub struct Tally {
    pub updates: u64,
    pub answered: u64,
    /// What was never answered.
    pub lost: Vec<String>,
    /// What nobody had asked for.
    pub wrong: Vec<String>,
    /// What was shown once more than it was asked for.
    pub again: BTreeMap<&'static str, u64>,
    /// Steps after which Telegram says the person is gone.
    pub closed: u64,
    /// From each step to the last thing that answered it.
    pub waits: Vec<Duration>,
    /// Where everybody's dialogue should stand.
    pub sessions: BTreeMap<i64, Session>,
}

impl Crowd {
    pub async fn new() -> Arc<Self> {
        static TURN: LazyLock<Arc<AsyncMutex<()>>> = LazyLock::new(Arc::default);
        let turn = Arc::clone(&TURN).lock_owned().await;
        // The log keeps far more than is ever unread, and a press may be answered after a crash.
        let options = Options {
            callback_lifetime: Duration::from_secs(3_600),
            event_capacity: 20_000,
            ..Options::default()
        };
        let crowd = Arc::new(Self {
            town: Town::without_bot_at(Options { call_params: CallParams::Kept, ..options }).await,
            content: model::content(),
            letters: Arc::default(),
            answered: watch::Sender::new(0),
            over: AtomicBool::new(false),
            _turn: turn,
        });
        tokio::spawn(carry(Arc::clone(crowd.world()), Arc::clone(&crowd.letters)));
        crowd
    }

    pub fn world(&self) -> &Arc<World> {
        self.town.sandbox.world()
    }

    /// Somebody new, and what happens to them from now on.
    pub fn welcome(&self) -> (i64, UnboundedReceiver<Value>) {
        let about = UserChange { language_code: Some(TAG.to_owned()), ..UserChange::default() };
        let id = self.world().with(|state| state.add_user(about)).unwrap().id;
        let (sender, letters) = unbounded_channel();
        self.letters.lock().unwrap().people.insert(id, sender);
        (id, letters)
    }

    /// Somebody presses; gives the id of the press and that of the update.
    pub fn press(&self, pressing: PressButton) -> (String, Option<i64>) {
        // Held until the press is known, so that nothing that follows from it is missed.
        let mut letters = self.letters.lock().unwrap();
        let person = pressing.from;
        let (id, update) = self.world().with(|state| state.press(pressing)).unwrap();
        letters.presses.insert(id.clone(), person);
        (id, update)
    }

    /// Everybody walks; what came of it.
    pub async fn walk(self: &Arc<Self>, walk: Walk) -> Tally {
        let mut walkers = JoinSet::new();
        for number in 0..walk.people {
            walkers.spawn(Walker::new(Arc::clone(self), walk, number).walk());
        }
        let walkers = walkers.join_all().await;
        self.settles().await;
        let last = self.world().with(|state| state.events.last());
        while self.letters.lock().unwrap().at < last {
            sleep(Duration::from_millis(10)).await;
        }
        let mut whole = Tally::default();
        walkers.into_iter().for_each(|walker| whole.add(walker.tally()));
        whole
    }

    /// One more step was answered.
    pub fn count(&self) {
        self.answered.send_modify(|answered| *answered += 1);
    }

    /// Waits until so many steps have been answered in all.
    pub async fn reaches(&self, count: u64) {
        let mut answered = self.answered.subscribe();
        let reached = answered.wait_for(|answered| *answered >= count);
        let reached = tokio::time::timeout(Duration::from_secs(300), reached).await;
        reached.unwrap_or_else(|_| panic!("the load stands still before {count}")).unwrap();
    }

    /// How many steps have been answered.
    pub fn so_far(&self) -> u64 {
        *self.answered.borrow()
    }

    /// Everybody finishes the step that is begun.
    pub fn end(&self) {
        self.over.store(true, Ordering::Relaxed);
    }

    pub fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    /// Waits until all updates are confirmed.
    pub async fn settles(&self) {
        let settled = self.world().wait_for(Topic::Updates, Duration::from_secs(120), |state| {
            state.updates.is_empty().then_some(())
        });
        assert!(settled.await.is_some(), "the bot does not confirm what it has answered");
    }

    /// Everybody whose dialogue does not stand where it should.
    pub async fn astray(&self, storage: &str, tally: &Tally) -> Vec<String> {
        let storage = Arc::new(AnyStorage::open(&storage.parse().unwrap()).await.unwrap());
        let mut astray = Vec::new();
        for (&person, &expected) in &tally.sessions {
            let stored = SessionDialogue::new(Arc::clone(&storage), ChatId(person)).get().await.unwrap();
            let found = stored.map(|stored| stored.record.session(&self.content.catalog)).unwrap_or_default();
            if found != expected {
                astray.push(format!("{person}: {found:?} instead of {expected:?}"));
            }
        }
        storage.close().await;
        astray
    }
}

/// Hands on what happens to whom it concerns.
async fn carry(world: Arc<World>, letters: Arc<Mutex<Letters>>) {
    let mut at = 0;
    while let Some(page) = world.wait_for(Topic::Events, LOOK_AGAIN, |state| state.events.after(at)).await {
        assert!(page["lost"].is_null(), "events are read in time");
        at = page["next"].as_u64().unwrap();
        let Value::Array(events) = page["events"].clone() else { unreachable!("events are a list") };
        let mut letters = letters.lock().unwrap();
        letters.at = at;
        for event in events {
            let person = match event["kind"].as_str().unwrap() {
                "message" if event["message"]["from"]["is_bot"] == true => event["chat"].as_i64(),
                "edit" => event["chat"].as_i64(),
                "callback_answer" => event["user"].as_i64(),
                "call" if event["ok"] == false || !event["fault"].is_null() => {
                    let press = event["params"]["callback_query_id"].as_str();
                    let presser = press.and_then(|press| letters.presses.get(press)).copied();
                    event["params"]["chat_id"].as_i64().or(presser)
                }
                _ => None,
            };
            if let Some(sender) = person.and_then(|person| letters.people.get(&person)) {
                // Whoever has gone home reads no more.
                let _ = sender.send(event);
            }
        }
    }
}

impl Tally {
    pub fn repeats(&mut self, kind: Kind, in_place: bool) {
        let name = match (kind, in_place) {
            (Kind::Guide, _) => "guides",
            (Kind::Menu, false) => "menus",
            (Kind::Menu, true) => "edits",
        };
        *self.again.entry(name).or_default() += 1;
    }

    /// How many new messages came once more than they were asked for.
    pub fn messages_again(&self) -> u64 {
        self.again.iter().filter(|(name, _)| **name != "edits").map(|(_, count)| count).sum()
    }

    pub fn add(&mut self, other: Tally) {
        self.updates += other.updates;
        self.answered += other.answered;
        self.closed += other.closed;
        self.lost.extend(other.lost);
        self.wrong.extend(other.wrong);
        self.waits.extend(other.waits);
        self.sessions.extend(other.sessions);
        for (name, count) in other.again {
            *self.again.entry(name).or_default() += count;
        }
    }

    /// All is answered, and nothing is shown that nobody asked for.
    #[track_caller]
    pub fn is_whole(&self) {
        assert!(self.lost.is_empty(), "{} lost: {:#?}", self.lost.len(), self.lost.first());
        assert!(self.wrong.is_empty(), "{} wrong: {:#?}", self.wrong.len(), self.wrong.first());
        assert_eq!(self.answered + self.closed, self.updates);
    }
}

impl Display for Tally {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut waits = self.waits.clone();
        waits.sort();
        let at = |share: usize| waits.get((waits.len() * share / 100).min(waits.len().saturating_sub(1)));
        write!(
            f,
            "{} updates, {} answered, {} lost, {} wrong, again {:?}, p50 {:?}, p99 {:?}",
            self.updates,
            self.answered,
            self.lost.len(),
            self.wrong.len(),
            self.again,
            at(50).copied().unwrap_or_default(),
            at(99).copied().unwrap_or_default(),
        )
    }
}
