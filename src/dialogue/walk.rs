//! Walks the dialogue: from a fresh session, everything a person can press or type on every screen, and what follows.
//! The tests walk it in one language, and the state diagram is drawn from it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;

use chrono::NaiveDate;

use crate::catalog::id::Lang;
use crate::catalog::model::Catalog;
use crate::dialogue::effect::Effect;
use crate::dialogue::event::{Command, Event, Press};
use crate::dialogue::interruption::{Interruption, Question};
use crate::dialogue::menu::Menu;
use crate::dialogue::reminder::{ReminderPress, Reminders, Rule};
use crate::dialogue::screen::Screen;
use crate::dialogue::session::{PayerChoice, Session, State};
use crate::dialogue::shown::Shown;
use crate::dialogue::transition::{Transition, transition_by};
use crate::dialogue::understanding::{Understood, understand};
use crate::dialogue::view::{Action, view};

/// An offer with signs of every weight.
const OFFER: &str = "20% off, slow top-up, TG @someone";

/// One step of the walk: an event in a session, and what followed.
#[derive(Clone, Debug)]
pub struct Step {
    /// The session before.
    pub before: Session,
    /// The event.
    pub event: Event,
    /// What followed.
    pub transition: Transition,
}

/// The day of the walk; any day gives the same screens.
pub const TODAY: NaiveDate = match NaiveDate::from_ymd_opt(2027, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Visits every step reachable from a fresh session by a reader of a language. Presses on any button ever shown are
/// tried in every state, since old messages keep their buttons. Sessions that differ only in ways that decide nothing
/// else are walked once (`representative`), and of presses that differ only by a day one is tried.
pub fn walk(catalog: &Catalog, lang: Lang, mut visit: impl FnMut(&Step)) {
    let fresh = Session { lang: Some(lang), ..Session::default() };
    let mut known = HashSet::from([fresh]);
    // Each session with how many of the presses known so far have been tried in it.
    let mut sessions: Vec<(Session, usize)> = vec![(fresh, 0)];
    let mut seen_presses = HashSet::new();
    let mut presses: Vec<Press> = Vec::new();
    let mut seen_views: HashSet<Shown> = HashSet::new();
    let typed = typed(catalog);
    // Each text is typed in every session, and what it asks does not depend on that.
    let understood: RefCell<HashMap<String, Understood>> = RefCell::default();
    let understand = |text: &str| {
        let mut understood = understood.borrow_mut();
        understood.entry(text.to_owned()).or_insert_with(|| understand(catalog, text)).clone()
    };
    let mut at = 0;
    while at < sessions.len() {
        let (before, tried) = sessions[at];
        let events = if tried == 0 { typed.clone() } else { Vec::new() };
        let pressed: Vec<Event> = presses[tried..].iter().map(|&press| Event::Press(press)).collect();
        sessions[at].1 = presses.len();
        for event in events.into_iter().chain(pressed) {
            let transition = transition_by(catalog, before, event.clone(), TODAY, &understand);
            for shown in transition.effects.iter().filter_map(Effect::shown) {
                if !seen_views.contains(&shown) {
                    let new = presses_on(catalog, lang, &shown);
                    presses.extend(new.filter(|&press| seen_presses.insert(without_day(press))));
                    seen_views.insert(shown);
                }
            }
            let after = Session { lang: Some(lang), ..representative(catalog, transition.session) };
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
fn without_day(press: Press) -> Press {
    let rule = Rule::Monthly { day: 1 };
    let Press::Reminder(press) = press else { return press };
    Press::Reminder(match press {
        ReminderPress::PickDay { instead } => ReminderPress::PickDay { instead: instead.and(Some(rule)) },
        ReminderPress::PickLength { instead } => {
            ReminderPress::PickLength { instead: instead.and(Some(rule)) }
        }
        ReminderPress::PickNext { days, instead } => {
            ReminderPress::PickNext { days, instead: instead.and(Some(rule)) }
        }
        ReminderPress::Set { rule: Rule::Monthly { .. }, instead } => {
            ReminderPress::Set { rule, instead: instead.and(Some(rule)) }
        }
        ReminderPress::Set { rule: every, instead } => {
            ReminderPress::Set { rule: every, instead: instead.and(Some(rule)) }
        }
        ReminderPress::Change(_) => ReminderPress::Change(rule),
        ReminderPress::Stop(_) => ReminderPress::Stop(rule),
    })
}

/// The session walked instead of all equivalent ones, to keep the walk small:
///
/// 1. without reminders and feedback, which only decide what is counted or listed;
/// 2. with the menu that belongs to the open question: another one only changes what "back" shows;
/// 3. during an interruption, with one operator for all, or the method named first: no question depends on which one;
/// 4. with one payer for all: they differ only in order, and not in how often something was not understood.
fn representative(catalog: &Catalog, session: Session) -> Session {
    let mut session = Session { reminders: Reminders::default(), last_feedback: None, ..session };
    if let Some(Interruption { question, menu }) = &mut session.interruption {
        let first = || catalog.operators().find(|&operator| catalog.can_top_up(operator));
        session.state = match session.state.operator() {
            Some(operator) => State::choose(first().unwrap_or(operator)),
            None => session.state,
        };
        *menu = session.state.menu();
        if let Question::Reminder { instead, named, .. } = question {
            (*instead, *named) = (None, None);
        }
    }
    session.menu = Menu::Screen(session.question().map_or(session.state.menu(), Question::screen));
    match session.payer {
        PayerChoice::Unknown => {}
        PayerChoice::Everything => session.misses = 0,
        PayerChoice::Payer(payer) => {
            session.payer = PayerChoice::Payer(catalog.payers().next().unwrap_or(payer));
            session.misses = 0;
        }
    }
    session
}

/// The presses of the buttons of a view.
pub fn presses_on(catalog: &Catalog, lang: Lang, shown: &Shown) -> impl Iterator<Item = Press> + use<> {
    view(catalog, lang, shown).buttons.into_iter().flatten().filter_map(|button| match button.action {
        Action::Press(press) => Some(press),
        Action::Open(_)
        | Action::Copy(_)
        | Action::Share(_)
        | Action::AddToGroup
        | Action::Report(_)
        | Action::ReportWords(_) => None,
    })
}

/// The dialogue as a Mermaid state diagram: how the buttons of the current screen, typed text and `/cancel` lead from
/// question to question. Left out, since they lead everywhere from anywhere: buttons of older messages, links,
/// languages, and the commands that begin again.
pub fn diagram(catalog: &Catalog) -> String {
    let mut diagram = Diagram::new(catalog);
    walk(catalog, diagram.lang, |step| diagram.add(step));
    diagram.mermaid()
}

/// The diagram, built from the steps of a walk in the fallback language.
#[derive(Debug)]
pub struct Diagram<'a> {
    catalog: &'a Catalog,
    lang: Lang,
    edges: BTreeMap<(&'static str, &'static str), BTreeSet<&'static str>>,
    offered: HashMap<Screen, HashSet<Press>>,
}

impl<'a> Diagram<'a> {
    /// A diagram without edges.
    pub fn new(catalog: &'a Catalog) -> Self {
        Self { catalog, lang: catalog.fallback(), edges: BTreeMap::new(), offered: HashMap::new() }
    }

    /// Adds the edge of a step, if it is drawn.
    pub fn add(&mut self, step: &Step) {
        let name = |session: Session| session.question().map_or(session.state.name(), Question::name);
        let (from, to) = (name(step.before), name(step.transition.session));
        let drawn = from != to
            && match &step.event {
                Event::Press(Press::SetLanguage(..)) => false,
                Event::Press(press) => self.offers(step.before.screen(), press),
                Event::Text(_) | Event::Command(Command::Cancel) => true,
                Event::Command(_) | Event::Forwarded(_) | Event::NotText | Event::OldPress(_) => false,
            };
        if drawn {
            self.edges.entry((from, to)).or_default().insert(step.event.name());
        }
    }

    /// Whether the screen has a button for the press.
    fn offers(&mut self, screen: Screen, press: &Press) -> bool {
        let (catalog, lang) = (self.catalog, self.lang);
        let presses = || presses_on(catalog, lang, &screen.resolve(catalog).into()).collect();
        self.offered.entry(screen).or_insert_with(presses).contains(press)
    }

    /// The text of the diagram.
    pub fn mermaid(&self) -> String {
        let mut text = String::from("stateDiagram-v2\n    [*] --> Start\n");
        for ((from, to), events) in &self.edges {
            let events: Vec<&str> = events.iter().copied().collect();
            // Writing to a String cannot fail.
            let _ = writeln!(text, "    {from} --> {to}: {}", events.join(", "));
        }
        text
    }
}

/// Commands and typed texts, one of each kind that makes a difference.
fn typed(catalog: &Catalog) -> Vec<Event> {
    let mut texts: Vec<String> = vec![
        "beeline".into(),
        "kaspi".into(),
        "beeline kaspi".into(),
        "beeline reseller".into(),
        "???".into(),
        OFFER.into(),
    ];
    texts.extend(["yes", "no", "back", "hello", "no card", "+7 701 000 00 00"].map(str::to_owned));
    texts.extend(["remind me", "28", "every 45 days", "tomorrow"].map(str::to_owned));
    texts.extend(["everything", "visitor", "no IIN", "from abroad with ding"].map(str::to_owned));
    texts.extend(["which operator", "701", "12", "+86 138 0013 8000"].map(str::to_owned));
    texts.extend(catalog.operators().map(|id| catalog.operator(id).id.clone()));
    texts.extend(catalog.methods().map(|id| catalog.method(id).id.replace('-', " ")));
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
        .chain(texts.into_iter().map(Event::Text))
        .chain([Event::Forwarded(OFFER.into()), Event::NotText])
        .collect()
}
