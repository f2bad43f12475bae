//! Every way through the dialogue: from a fresh session, everything a person can press or type on every screen,
//! and where it leads. Small enough to be walked whole; the tests do so in every language, and the diagram in
//! the README is drawn from it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;

use chrono::NaiveDate;

use crate::catalog::Catalog;
use crate::catalog::id::Lang;
use crate::dialogue::effect::Effect;
use crate::dialogue::event::{Command, Event, Press};
use crate::dialogue::reminder::{ReminderGuide, ReminderPress, Reminders, Rule};
use crate::dialogue::screen::{Address, Screen};
use crate::dialogue::session::{PayerChoice, Session, State};
use crate::dialogue::transition::{Transition, transition};
use crate::dialogue::view::{Action, View, offer, view};

/// A message that shows signs of every weight.
const OFFER: &str = "20% off, slow top-up, TG @someone";

/// One step: in a session, an event, and what followed.
#[derive(Clone, Debug)]
pub struct Step {
    /// The session before.
    pub before: Session,
    /// What was done.
    pub event: Event,
    /// What followed.
    pub transition: Transition,
}

/// The day on which the dialogue is walked: any will do.
const TODAY: NaiveDate = match NaiveDate::from_ymd_opt(2027, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Visits every step reachable from a fresh session by a reader of a language. Presses on any button ever shown
/// are tried in every state, since old messages keep their buttons. Of what differs only by the day of a renewal, one is
/// tried, and nobody has a reminder.
pub fn walk(catalog: &Catalog, lang: Lang, mut visit: impl FnMut(&Step)) {
    let fresh = Session { lang: Some(lang), ..Session::default() };
    let mut known = HashSet::from([fresh]);
    // Each session with how many of the presses known so far have been tried in it.
    let mut sessions: Vec<(Session, usize)> = vec![(fresh, 0)];
    let mut seen_presses = HashSet::new();
    let mut presses: Vec<Press> = Vec::new();
    let mut shown = HashSet::new();
    let spoken = spoken(catalog);
    let mut at = 0;
    while at < sessions.len() {
        let (before, tried) = sessions[at];
        let events = match tried {
            0 => spoken.clone(),
            _ => Vec::new(),
        };
        let pressed: Vec<Event> = presses[tried..].iter().map(|&press| Event::Press(press)).collect();
        sessions[at].1 = presses.len();
        for event in events.into_iter().chain(pressed) {
            let transition = transition(catalog, before, event.clone(), TODAY);
            for address in transition.effects.iter().filter_map(Effect::address) {
                if shown.insert(address) {
                    presses.extend(
                        presses_on(catalog, lang, address).filter(|&p| seen_presses.insert(alike(p))),
                    );
                }
            }
            for verdict in transition.effects.iter().filter_map(Effect::verdict) {
                let keys = presses_of(offer::verdict(catalog, lang, verdict));
                presses.extend(keys.filter(|&p| seen_presses.insert(alike(p))));
            }
            // What was told last decides only whether it is counted, and would multiply the sessions by all that can be told.
            let more = plain(standing_for_more(catalog, transition.session));
            let after = Session { lang: Some(lang), told: None, ..more };
            if known.insert(after) {
                sessions.push((after, 0));
            }
            visit(&Step { before, event, transition });
        }
        // Buttons discovered late are tried in the sessions met early as well.
        at += 1;
        if at == sessions.len() {
            at = sessions.iter().position(|(_, tried)| *tried < presses.len()).unwrap_or(at);
        }
    }
}

/// The same for all presses that differ only by a day.
fn alike(press: Press) -> Press {
    let rule = Rule::Monthly { day: 1 };
    let instead = |instead: Option<Rule>| instead.map(|_| rule);
    let Press::Reminder(renew) = press else { return press };
    Press::Reminder(match renew {
        ReminderPress::PickDay { instead: other } => ReminderPress::PickDay { instead: instead(other) },
        ReminderPress::PickLength { instead: other } => ReminderPress::PickLength { instead: instead(other) },
        ReminderPress::PickNext { days, instead: other } => {
            ReminderPress::PickNext { days, instead: instead(other) }
        }
        ReminderPress::Set { rule: Rule::Monthly { .. }, instead: other } => {
            ReminderPress::Set { rule, instead: instead(other) }
        }
        ReminderPress::Set { rule: every, instead: other } => {
            ReminderPress::Set { rule: every, instead: instead(other) }
        }
        ReminderPress::Change(_) => ReminderPress::Change(rule),
        ReminderPress::Stop(_) => ReminderPress::Stop(rule),
    })
}

/// A session without reminders; of a guide to be remembered with one, the operator is enough.
fn plain(mut session: Session) -> Session {
    session.reminders = Reminders::default();
    if let State::ReceiveRenewal { instead, guide, .. } = &mut session.state {
        *instead = None;
        *guide = guide.map(|guide| ReminderGuide { method: None, ..guide });
    }
    session
}

/// The session that is walked in the place of many: payers differ only in the order that they get, and who pays has
/// nothing to do with how often something was not understood.
fn standing_for_more(catalog: &Catalog, session: Session) -> Session {
    match session.payer {
        PayerChoice::Unknown => session,
        PayerChoice::Everything => Session { misses: 0, ..session },
        PayerChoice::Payer(payer) => {
            let payer = PayerChoice::Payer(catalog.payers().next().unwrap_or(payer));
            Session { misses: 0, payer, ..session }
        }
    }
}

/// The buttons at an address that come back to the bot.
pub fn presses_on(catalog: &Catalog, lang: Lang, address: Address) -> impl Iterator<Item = Press> {
    presses_of(view(catalog, lang, address))
}

fn presses_of(view: View) -> impl Iterator<Item = Press> {
    view.buttons.into_iter().flatten().filter_map(|key| match key.action {
        Action::Press(press) => Some(press),
        Action::Open(_)
        | Action::Copy(_)
        | Action::Share(_)
        | Action::CopyLink(_)
        | Action::AddToGroup
        | Action::Report(_)
        | Action::ReportWords(_) => None,
    })
}

/// The dialogue as a Mermaid state diagram: how the buttons of the screen a person is at, typed words and `/cancel`
/// lead from state to state. Left out, since they lead everywhere from anywhere: buttons of older messages, links,
/// languages, and the commands that begin anew.
pub fn diagram(catalog: &Catalog) -> String {
    let lang = catalog.fallback();
    let mut edges: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    let mut offered: HashMap<Screen, HashSet<Press>> = HashMap::new();
    walk(catalog, lang, |step| {
        let (from, at) = (step.before.state, step.before.screen());
        let drawn = match &step.event {
            Event::Press(Press::SetLanguage(..)) => false,
            Event::Press(press) => offered
                .entry(at)
                .or_insert_with(|| presses_on(catalog, lang, Address::At(at)).collect())
                .contains(press),
            Event::Text(_) | Event::Command(Command::Cancel) => true,
            Event::Command(_) | Event::Forwarded(_) | Event::NotText | Event::OldPress(_) => false,
        };
        let to = step.transition.session.state;
        if drawn && from.name() != to.name() {
            edges.entry((from.name(), to.name())).or_default().insert(step.event.name());
        }
    });
    let mut text = String::from("stateDiagram-v2\n    [*] --> Start\n");
    for ((from, to), events) in edges {
        let events: Vec<&str> = events.into_iter().collect();
        // Writing to a String cannot fail.
        let _ = writeln!(text, "    {from} --> {to}: {}", events.join(", "));
    }
    text
}

/// Commands and typed words, one of each kind that makes a difference.
fn spoken(catalog: &Catalog) -> Vec<Event> {
    let mut said: Vec<String> = vec![
        "beeline".into(),
        "kaspi".into(),
        "beeline kaspi".into(),
        "beeline reseller".into(),
        "???".into(),
        OFFER.into(),
    ];
    said.extend(["yes", "no", "back", "hello", "no card", "+7 701 000 00 00"].map(str::to_owned));
    said.extend(["remind me", "28", "every 45 days", "tomorrow"].map(str::to_owned));
    said.extend(["everything", "visitor", "no IIN", "from abroad with ding"].map(str::to_owned));
    said.extend(["which operator", "701", "12", "+86 138 0013 8000"].map(str::to_owned));
    said.extend(catalog.operators().map(|id| catalog.operator(id).id.clone()));
    said.extend(catalog.methods().map(|id| catalog.method(id).id.replace('-', " ")));
    let commands = [
        Command::Start(None),
        Command::TopUp(String::new()),
        Command::TopUp("beeline kaspi".into()),
        Command::Check(String::new()),
        Command::Check(OFFER.into()),
        Command::Operators,
        Command::WhoAmI(String::new()),
        Command::WhoAmI("+7 701 000 00 00".into()),
        Command::Remind(String::new()),
        Command::Remind("every 30 days".into()),
        Command::Forget,
        Command::Tips,
        Command::Lang,
        Command::Help,
        Command::About,
        Command::Privacy,
        Command::Cancel,
        Command::Unknown,
    ];
    let links = Screen::all(catalog).into_iter().map(|screen| Command::Start(Some(screen)));
    let commands = commands.into_iter().chain(links).map(Event::Command);
    commands
        .chain(said.into_iter().map(Event::Text))
        .chain([Event::Forwarded(OFFER.into()), Event::NotText])
        .collect()
}
