//! The way of an update through everything that touches nothing outside: read, decided, stored, looked up. It says what
//! must hold for whatever arrives. The property tests go it, and so does `fuzz/`.

use std::collections::HashSet;

use chrono::NaiveDate;

use kz_topup_bot::bot::content::Content;
use kz_topup_bot::bot::incoming::command;
use kz_topup_bot::bot::incoming::types::{Incoming, Origin};
use kz_topup_bot::catalog::id::{GuideId, Lang};
use kz_topup_bot::catalog::model::Catalog;
use kz_topup_bot::dialogue::effect::Effect;
use kz_topup_bot::dialogue::event::{Command, Event};
use kz_topup_bot::dialogue::feedback::{self, Feedback};
use kz_topup_bot::dialogue::interruption::{Interruption, Question};
use kz_topup_bot::dialogue::menu::Menu;
use kz_topup_bot::dialogue::reminder::{Reminder, ReminderGuide, ReminderQuestion, Reminders, Rule};
use kz_topup_bot::dialogue::screen::{FIRST, Screen};
use kz_topup_bot::dialogue::screen_id::Decoded;
use kz_topup_bot::dialogue::session::{PayerChoice, Session, State};
use kz_topup_bot::dialogue::shown::{Fixed, Shown};
use kz_topup_bot::dialogue::stored::StoredSession;
use kz_topup_bot::dialogue::transition::transition;
use kz_topup_bot::intake::update::RawUpdate;
use kz_topup_bot::render::callback::{decode_link, decode_press};
use kz_topup_bot::render::html::{LONGEST_TEXT, visible_length};
use serde_json::value::RawValue;

/// The content, and what is asked of it again and again.
pub struct Way {
    content: &'static Content,
    rendered: HashSet<Fixed>,
    sessions: Vec<Session>,
}

impl Way {
    pub fn new(content: &'static Content) -> Self {
        let rendered = Fixed::all(&content.catalog).into_iter().collect();
        let sessions = sessions(content);
        Self { content, rendered, sessions }
    }

    /// Any session; every number is one.
    pub fn session(&self, number: usize) -> Session {
        self.sessions[number % self.sessions.len()]
    }

    /// Something in the place of an update. Gives the session that follows if it is a person's doing.
    pub fn update(&self, text: &str, before: Session) -> Option<Session> {
        let origin = Origin::of(text);
        assert_eq!(origin, Origin::of(text), "the same update has the same origin");
        if let Ok(raw) = RawValue::from_string(text.to_owned())
            && let Ok(update) = RawUpdate::new(raw)
        {
            assert_eq!(Origin::of(update.json.get().trim()), origin, "white space around it means nothing");
        }
        match Incoming::read(text) {
            Incoming::Message(message) => {
                let tag = message.tag.as_deref();
                Some(match &message.text {
                    Some(text) => self.text(text, tag, before),
                    None => self.follow(Event::NotText, tag, before),
                })
            }
            Incoming::Press(tap) => Some(self.press(&tap.data, tap.tag.as_deref(), before)),
            _ => None,
        }
    }

    /// Something typed.
    pub fn text(&self, text: &str, tag: Option<&str>, before: Session) -> Session {
        self.follow(command::event(&self.content.catalog, text), tag, before)
    }

    /// Callback data, whatever it is.
    pub fn press(&self, data: &str, tag: Option<&str>, before: Session) -> Session {
        let event = match decode_press(&self.content.catalog, data) {
            Decoded::Exact(press) => Event::Press(press),
            Decoded::Nearest(press) => Event::OldPress(press),
        };
        self.follow(event, tag, before)
    }

    /// The payload of a link, whatever it is.
    pub fn link(&self, payload: &str, tag: Option<&str>, before: Session) -> Session {
        let screen = decode_link(&self.content.catalog, payload).value();
        self.follow(Event::Command(Command::Start(Some(screen))), tag, before)
    }

    /// Something in the place of a stored session.
    pub fn stored(&self, json: &str) -> Option<Session> {
        Some(serde_json::from_str::<StoredSession>(json).ok()?.session(&self.content.catalog))
    }

    fn follow(&self, event: Event, tag: Option<&str>, before: Session) -> Session {
        let catalog = &self.content.catalog;
        let next = transition(catalog, before, event, today());
        let lang = catalog.speak(next.session.lang, tag);
        let shown: Vec<Shown> = next.effects.iter().filter_map(Effect::shown).collect();
        assert!(!shown.is_empty(), "something is shown");
        for shown in shown {
            if let Shown::Fixed(fixed) = &shown {
                assert!(self.rendered.contains(fixed), "{fixed:?} is no screen");
            }
            let html = &self.content.message(lang, &shown).html;
            assert!(!html.is_empty() && visible_length(html) <= LONGEST_TEXT, "{html}");
        }
        for effect in &next.effects {
            self.words(lang, effect);
        }
        let stored = serde_json::to_string(&StoredSession::of(catalog, next.session)).unwrap();
        assert_eq!(self.stored(&stored), Some(next.session), "storage keeps all of it: {stored}");
        next.session
    }

    /// What an effect says beside its screen is not nothing.
    fn words(&self, lang: Lang, effect: &Effect) {
        let words = match *effect {
            Effect::Show { hint: Some(hint), .. } => self.content.screens.hint(lang, hint),
            Effect::Notify(notice) => self.content.screens.notice(lang, notice),
            Effect::Show { hint: None, .. }
            | Effect::Send { .. }
            | Effect::Picture(_)
            | Effect::Forget
            | Effect::Count(_) => return,
        };
        assert!(!words.is_empty(), "{effect:?}");
    }
}

/// Any day on which the bot may run.
fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

/// Every session there can be, reachable or not; misses in a few sizes.
fn sessions(content: &Content) -> Vec<Session> {
    let catalog = &content.catalog;
    let mut states = vec![State::Start, State::ReceiveOperator { method: None }];
    states.extend(catalog.methods().map(|method| State::ReceiveOperator { method: Some(method) }));
    for operator in catalog.operators() {
        states.push(State::ReceivePayer { operator });
        let groups = catalog.methods().filter(|&method| catalog.is_group(method)).map(Some);
        let groups = groups.chain([None]);
        states.extend(groups.map(|group| State::ReceivePaymentMethod { operator, group }));
        for method in catalog.methods() {
            states.push(State::ReceiveConfirmation(GuideId { operator, method }));
            states.push(State::Answered(GuideId { operator, method }));
        }
    }
    let places: Vec<(State, Option<Interruption>)> = states
        .iter()
        .map(|&state| (state, None))
        .chain(states.iter().step_by(5).flat_map(|&state| {
            questions(catalog)
                .map(move |question| (state, Some(Interruption { question, menu: state.menu() })))
        }))
        .collect();
    let langs: Vec<Option<Lang>> = catalog.languages().map(Some).chain([None]).collect();
    let payers = catalog.payers().map(PayerChoice::Payer);
    let payers: Vec<PayerChoice> = payers.chain([PayerChoice::Unknown, PayerChoice::Everything]).collect();
    let operator = catalog.operators().next().unwrap();
    let method = catalog.methods().next().unwrap();
    let guide = GuideId { operator, method };
    let told = feedback::Outcome::ALL.map(|outcome| Some(Feedback { guide, outcome }));
    let told = [None, told[0], told[1], told[2]];
    let told = |misses| told[usize::from(misses) % told.len()];
    let mut sessions = Vec::new();
    let reminders = reminders(catalog);
    let menus = [
        Menu::Screen(FIRST),
        Menu::Languages(Screen::OperatorCard { operator }),
        Menu::ReminderQuestion,
        Menu::Screen(Screen::page(catalog, "tips")),
    ];
    for (state, interruption) in places {
        for &lang in &langs {
            for &payer in &payers {
                let session = |misses: u8| Session {
                    lang,
                    payer,
                    state,
                    interruption,
                    menu: menus[usize::from(misses) % menus.len()],
                    misses,
                    last_feedback: told(misses),
                    reminders,
                };
                sessions.extend([0, 1, 2, 255].map(session));
            }
        }
    }
    sessions
}

/// Every question that is asked in between.
fn questions(catalog: &Catalog) -> impl Iterator<Item = Question> + use<> {
    let rule = Rule::Monthly { day: 28 };
    let operator = catalog.operators().next().unwrap();
    let guide = ReminderGuide { operator, method: catalog.methods().next() };
    let asked = [ReminderQuestion::Rule, ReminderQuestion::Length, ReminderQuestion::Next { days: 30 }];
    let reminders = asked.into_iter().flat_map(move |asked| {
        [(None, None), (Some(rule), Some(guide))].map(|(instead, named)| Question::Reminder {
            asked,
            instead,
            named,
        })
    });
    [Question::Offer, Question::Digits].into_iter().chain(reminders)
}

/// Reminders of each kind.
fn reminders(catalog: &Catalog) -> Reminders {
    let guide = catalog.operators().next().map(|operator| ReminderGuide { operator, method: None });
    let every = Rule::Every { days: 30, from: NaiveDate::from_ymd_opt(2026, 11, 1).unwrap() };
    [Rule::Monthly { day: 28 }, every]
        .map(|rule| Some(Reminder::new(rule, today(), guide)))
        .into_iter()
        .chain([None])
        .collect::<Vec<_>>()
        .try_into()
        .unwrap()
}
