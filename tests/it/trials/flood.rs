//! Everybody's updates have piled up and come at once: the program takes what it can hold, answers all of it in
//! order, and nobody waits for the sake of others.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use kz_topup_bot::dialogue::session::Session;
use kz_topup_bot::sandbox::people::writing::SendText;
use serde_json::json;
use tokio::sync::mpsc::UnboundedReceiver;

use crate::trials::crowd::{Crowd, TAG, Tally};
use crate::trials::model::{Act, outcome};
use crate::trials::service::{Arrival, Service, is_flat, quarters};
use crate::trials::{Dice, sized};

/// What each person has typed, in any order.
const WORDS: [&str; 8] =
    ["beeline", "kaspi", "terminal", "kcell kaspi", "tele2 terminal", "qwzxv", "back", "altel"];
/// As many of their words have piled up.
const EACH: usize = 10;
/// Nobody is overtaken by more than the program has in hand.
const MOST_IN_HAND: usize = 1_000;
/// Far longer than a flood takes.
const PATIENCE: Duration = Duration::from_secs(600);

/// Somebody who has written and waits.
struct Waiting {
    id: i64,
    letters: UnboundedReceiver<serde_json::Value>,
    session: Session,
    expected: Vec<String>,
}

/// What one person was shown, and when.
struct Read {
    id: i64,
    session: Session,
    right: bool,
    /// The event that each answer was.
    answers: Vec<u64>,
    last: Duration,
}

impl Waiting {
    /// Writes one thing more; nobody answers yet.
    fn types(&mut self, crowd: &Crowd, text: &str) {
        let writing = json!({ "from": self.id, "chat": self.id, "text": text });
        let writing: SendText = serde_json::from_value(writing).unwrap();
        crowd.world().with(|state| state.send_text(writing)).unwrap();
        let follows = outcome(&crowd.content, TAG, self.session, &Act::Types(text.to_owned()));
        self.session = follows.session;
        self.expected.extend(follows.showings.into_iter().map(|showing| showing.text));
    }

    async fn reads(mut self, crowd: std::sync::Arc<Crowd>, begun: Instant) -> Read {
        let mut read =
            Read { id: self.id, session: self.session, right: true, answers: vec![], last: begun.elapsed() };
        for expected in &self.expected {
            let Ok(Some(letter)) = tokio::time::timeout(PATIENCE, self.letters.recv()).await else {
                read.right = false;
                break;
            };
            read.right &= letter["message"]["text"] == json!(expected);
            read.answers.push(letter["seq"].as_u64().unwrap());
            crowd.count();
        }
        read.last = begun.elapsed();
        read
    }
}

async fn trial(arrival: Arrival) {
    let total = sized(800, 50_000);
    let crowd = Crowd::new().await;
    let mut people: Vec<Waiting> = Vec::new();
    for _ in 0..total / EACH {
        let (id, letters) = crowd.welcome();
        people.push(Waiting { id, letters, session: Session::default(), expected: Vec::new() });
    }
    let mut dice = Dice(5);
    let mut asked: Vec<usize> = (0..total).map(|number| number / EACH).collect();
    for last in (1..total).rev() {
        asked.swap(last, dice.below(last + 1));
    }
    for &person in &asked {
        people[person].types(&crowd, WORDS[dice.below(WORDS.len())]);
    }
    let ids: Vec<i64> = people.iter().map(|person| person.id).collect();

    let service = Service::new(&crowd, arrival, None);
    let (running, begun) = (service.starts(), Instant::now());
    let reading = people.into_iter().map(|person| tokio::spawn(person.reads(crowd.clone(), begun)));
    let reading: Vec<_> = reading.collect();
    let held = quarters(&crowd, running.pid(), total as u64).await;
    let mut tally = Tally { updates: total as u64, ..Tally::default() };
    let mut answers = HashMap::new();
    for read in reading {
        let read = read.await.unwrap();
        tally.answered += read.answers.len() as u64;
        tally.waits.push(read.last);
        tally.sessions.insert(read.id, read.session);
        if !read.right {
            tally.wrong.push(format!("{}: {} answers", read.id, read.answers.len()));
        }
        answers.insert(read.id, read.answers);
    }
    crowd.settles().await;
    assert_eq!(running.stop().code, Some(0));
    let overtaken = overtaken(&asked, &ids, &answers);
    eprintln!(
        "{arrival:?}: people {tally}, {:?} in all, overtaken by {overtaken}, KiB {held:?}",
        begun.elapsed()
    );
    tally.is_whole();
    assert!(overtaken <= MOST_IN_HAND, "somebody is overtaken by {overtaken}");
    is_fair(tally.waits.clone());
    is_flat(held);
    assert_eq!(crowd.astray(&service.storage, &tally).await, [""; 0]);
}

/// The most answers that came before one although they had been asked for after it.
fn overtaken(asked: &[usize], ids: &[i64], answers: &HashMap<i64, Vec<u64>>) -> usize {
    let mut next = vec![0; ids.len()];
    let mut order: Vec<(u64, usize)> = Vec::new();
    for (number, &person) in asked.iter().enumerate() {
        order.push((answers[&ids[person]][next[person]], number));
        next[person] += 1;
    }
    order.sort_unstable();
    // Whoever is answered later than asked was overtaken at least so often.
    order
        .iter()
        .enumerate()
        .map(|(place, &(_, number))| place.saturating_sub(number))
        .max()
        .unwrap_or_default()
}

/// The last in a hundred waits at most twice as long as the one in the middle.
#[track_caller]
fn is_fair(mut waits: Vec<Duration>) {
    waits.sort();
    let (middle, last) = (waits[waits.len() / 2], waits[waits.len() * 99 / 100]);
    assert!(last <= 2 * middle, "{last:?} against {middle:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn queued_updates_are_answered_by_polling() {
    trial(Arrival::Polling).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn queued_updates_are_answered_at_a_webhook() {
    trial(Arrival::Webhook).await;
}
