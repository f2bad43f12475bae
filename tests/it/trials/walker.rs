//! One person on a random walk: does something, waits for all that is to be seen, then does the next thing.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use kz_topup_bot::dialogue::session::Session;
use kz_topup_bot::sandbox::people::writing::SendText;
use kz_topup_bot::sandbox::{State, Topic};
use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::{sleep, timeout_at};

use crate::person::Shown;
use crate::trials::Dice;
use crate::trials::crowd::{Crowd, TAG, Tally, Walk};
use crate::trials::model::{Act, Outcome, Showing, certain_outcome};

/// Far longer than anything takes; a step that is not answered by then is lost.
const PATIENCE: Duration = Duration::from_secs(150);
/// What is recognised as a repeat of something shown before.
const REMEMBERED: usize = 24;

/// What people type. Some of it means something else the second time: `back` leads one screen further, and what is not
/// understood is answered with more and more help.
const WORDS: [&str; 16] = [
    "/start",
    "/tips",
    "/operators",
    "/topup",
    "/help",
    "/check",
    "/check 20% off, write to @someone_kz",
    "/cancel",
    "beeline",
    "kcell kaspi",
    "tele2 terminal",
    "terminal",
    "kaspi",
    "reseller",
    "back",
    "qwzxv",
];

/// Somebody walking.
pub struct Walker {
    crowd: Arc<Crowd>,
    walk: Walk,
    id: i64,
    letters: UnboundedReceiver<Value>,
    dice: Dice,
    session: Session,
    /// The newest message with buttons, as it looks now.
    menu: Option<Shown>,
    /// How the newest menu that was asked for looked then.
    right: Option<Shown>,
    /// The update of the last step.
    last: Option<Sent>,
    shown: VecDeque<Showing>,
    tally: Tally,
}

/// An update that Telegram has for the program.
#[derive(Clone, Copy)]
struct Sent {
    id: i64,
    lane: Lane,
}

/// What Telegram brings to a webhook in order. What is of different kinds it brings side by side, so after a crash a
/// message may overtake the press before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lane {
    Messages,
    Presses,
}

/// What is still to be seen of a step.
struct Missing {
    act: Act,
    showings: Vec<Showing>,
    /// The press that is to be answered.
    query: Option<String>,
    /// Telegram says the person has blocked the bot.
    closed: bool,
}

impl Missing {
    fn is_all_there(&self) -> bool {
        self.closed || self.showings.is_empty() && self.query.is_none()
    }
}

impl Walker {
    pub fn new(crowd: Arc<Crowd>, walk: Walk, number: usize) -> Self {
        let (id, letters) = crowd.welcome();
        let dice = Dice(walk.seed ^ ((number as u64) << 32));
        let (session, tally) = (Session::default(), Tally::default());
        Self {
            crowd,
            walk,
            id,
            letters,
            dice,
            session,
            menu: None,
            right: None,
            last: None,
            shown: VecDeque::new(),
            tally,
        }
    }

    /// Walks to the end.
    pub async fn walk(mut self) -> Self {
        let mut steps = 0;
        while self.walk.steps.is_none_or(|most| steps < most) && !self.crowd.is_over() {
            sleep(self.walk.pause.mul_f64(self.dice.below(1_000) as f64 / 1_000.0)).await;
            if !self.step().await {
                break;
            }
            steps += 1;
        }
        self
    }

    /// Reads what came after the last answer; what became of the walk.
    pub fn tally(mut self) -> Tally {
        while let Ok(letter) = self.letters.try_recv() {
            self.read(&letter, None);
        }
        if let (Some(menu), Some(right)) = (&self.menu, &self.right)
            && menu.id == right.id
            && menu.text != right.text
        {
            self.tally
                .wrong
                .push(format!("{} is left with {} instead of {}", self.id, menu.text, right.text));
        }
        self.tally.sessions.insert(self.id, self.session);
        self.tally
    }

    /// Takes one step; whether it was answered.
    async fn step(&mut self) -> bool {
        let (act, Outcome { session, showings, .. }) = self.choose();
        if !self.may_go_on(&act).await {
            self.tally.lost.push(format!("{}: before {act:?} nothing is confirmed", self.id));
            return false;
        }
        let begun = Instant::now();
        let query = self.does(&act);
        self.tally.updates += 1;
        let mut missing = Missing { act, showings, query, closed: false };
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while !missing.is_all_there() {
            let Ok(letter) = timeout_at(deadline, self.letters.recv()).await else {
                let Missing { act, showings, query, .. } = &missing;
                self.tally.lost.push(format!("{}: {act:?}: {showings:?}, {query:?}", self.id));
                return false;
            };
            self.read(&letter.expect("the town is there"), Some(&mut missing));
        }
        self.crowd.count();
        if missing.closed {
            self.tally.closed += 1;
            (self.session, self.menu) = (Session::default(), None);
        } else {
            self.tally.answered += 1;
            self.tally.waits.push(begun.elapsed());
            self.session = session;
        }
        true
    }

    /// A button that changes its message, or words.
    fn choose(&mut self) -> (Act, Outcome) {
        let content = Arc::clone(&self.crowd.content);
        let follows = |act: &Act| certain_outcome(&content, TAG, self.session, act);
        if let Some(menu) = self.menu.as_ref().filter(|_| self.dice.below(10) < 7) {
            let changes = |outcome: &Outcome| {
                // After a crash a second tap cannot be told from the first one coming again.
                !outcome.is_second_tap && outcome.showings.iter().all(|showing| showing.text != menu.text)
            };
            let pressed =
                |data: &str| data.contains('/') && !data.contains(':') && !data.starts_with("picture/");
            let keys = menu.keys.iter().flatten().filter(|(_, data)| pressed(data));
            let presses = keys.map(|(_, data)| Act::Presses { message: menu.id, data: data.clone() });
            let mut ways: Vec<_> =
                presses.filter_map(|act| Some((follows(&act).filter(changes)?, act))).collect();
            if !ways.is_empty() {
                let (outcome, act) = ways.swap_remove(self.dice.below(ways.len()));
                return (act, outcome);
            }
        }
        let act = Act::Types(WORDS[self.dice.below(WORDS.len())].to_owned());
        let outcome = follows(&act).expect("what is typed does not depend on the day");
        (act, outcome)
    }

    /// At a webhook, waits until Telegram knows that the last step is answered if this one might overtake it.
    async fn may_go_on(&self, act: &Act) -> bool {
        let world = self.crowd.world();
        let Some(last) = self.last.filter(|last| last.lane != act.lane()) else { return true };
        let confirmed = |state: &mut State| {
            let waits = state.webhook.is_some() && state.updates.pending().any(|update| update.id == last.id);
            (!waits).then_some(())
        };
        world.wait_for(Topic::Updates, PATIENCE, confirmed).await.is_some()
    }

    /// Does it; gives the press that is to be answered.
    fn does(&mut self, act: &Act) -> Option<String> {
        let (update, query) = match act {
            Act::Types(text) => {
                let writing = json!({ "from": self.id, "chat": self.id, "text": text });
                let writing: SendText = serde_json::from_value(writing).unwrap();
                let written = self.crowd.world().with(|state| state.send_text(writing)).unwrap();
                (written.update_id, None)
            }
            Act::Presses { message, data } => {
                let pressing =
                    json!({ "from": self.id, "chat": self.id, "message_id": message, "data": data });
                let (query, update) = self.crowd.press(serde_json::from_value(pressing).unwrap());
                (update, Some(query))
            }
        };
        self.last = update.map(|id| Sent { id, lane: act.lane() });
        query
    }

    /// Reads what happened.
    fn read(&mut self, letter: &Value, missing: Option<&mut Missing>) {
        match letter["kind"].as_str().unwrap() {
            "callback_answer" => {
                if let Some(missing) = missing
                    && missing.query.as_deref() == letter["callback_query_id"].as_str()
                {
                    missing.query = None;
                }
            }
            "call" => {
                if let Some(missing) = missing {
                    missing.refused(letter);
                }
            }
            kind => self.sees(Shown::of(&letter["message"]), kind == "edit", missing),
        }
    }

    fn sees(&mut self, shown: Shown, in_place: bool, missing: Option<&mut Missing>) {
        let instead_of = in_place.then_some(shown.id);
        let fits = |showing: &Showing| showing.text == shown.text && showing.instead_of == instead_of;
        let again = |showing: &Showing| {
            showing.instead_of == instead_of && showing.is_meant_by(&self.crowd.content, &shown.text)
        };
        let expected = missing.and_then(|missing| {
            let found = missing.showings.iter().position(fits)?;
            Some(missing.showings.remove(found))
        });
        match expected {
            Some(showing) => {
                if self.shown.len() == REMEMBERED {
                    self.shown.pop_front();
                }
                self.shown.push_back(showing);
                self.right = Some(shown.clone());
            }
            None => match self.shown.iter().rev().find(|showing| again(showing)) {
                Some(showing) => self.tally.repeats(showing.kind, in_place),
                None => self.tally.wrong.push(format!("{}: {instead_of:?} {}", self.id, shown.text)),
            },
        }
        if !in_place && !shown.keys.is_empty() || self.menu.as_ref().is_some_and(|menu| menu.id == shown.id) {
            self.menu = Some(shown);
        }
    }
}

impl Act {
    fn lane(&self) -> Lane {
        match self {
            Self::Types(_) => Lane::Messages,
            Self::Presses { .. } => Lane::Presses,
        }
    }
}

impl Missing {
    /// A call has failed on order: what is still to be seen then. A press is acknowledged with one call, which is never
    /// repeated.
    fn refused(&mut self, call: &Value) {
        if call["method"] == "answerCallbackQuery" && !call["fault"].is_null() {
            self.query = None;
        }
        if call["fault"] != "refuse" {
            return;
        }
        let why = call["description"].as_str().unwrap_or_default();
        if call["error_code"] == 403 {
            self.closed = true;
        } else if why.contains("message is not modified") {
            self.showings.retain(|showing| showing.instead_of.is_none());
        } else if why.contains("message to edit not found") {
            self.showings.iter_mut().for_each(|showing| showing.instead_of = None);
        }
    }
}
