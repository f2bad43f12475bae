//! The session as it is stored: permanent names instead of ids, and a version. Decoding never fails: a field that
//! cannot be read becomes its default. Records of earlier versions are read.

mod state;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::{As, DefaultOnError, Same, VecSkipError};

use crate::catalog::model::Catalog;
use crate::catalog::payers::EVERYTHING;
use crate::dialogue::feedback::{Feedback, Outcome};
use crate::dialogue::interruption::Interruption;
use crate::dialogue::menu::Menu;
use crate::dialogue::reminder::{Reminder, Reminders, Rule};
use crate::dialogue::session::{PayerChoice, Session};
use crate::dialogue::stored::state::{
    StoredGuide, StoredInterruption, StoredState, decode_menu, default_menu, encode_menu, guide, names,
};

/// The version of the record.
const VERSION: u32 = 1;
/// This many answered updates are stored, to recognise one that is delivered again. Only updates in flight when a
/// process ends, or whose confirmation is lost, are: rarely more than one of a chat.
const ANSWERED: usize = 8;

/// A [`Session`] in storage.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredSession {
    /// Version of the record. Nothing depends on it: every version is read the same way.
    #[serde(default, with = "As::<DefaultOnError>")]
    v: u32,
    /// Name of the chosen language.
    #[serde(default, with = "As::<DefaultOnError>", skip_serializing_if = "Option::is_none")]
    lang: Option<String>,
    /// Name of the payer, if known.
    #[serde(default, with = "As::<DefaultOnError>", skip_serializing_if = "Option::is_none")]
    payer: Option<String>,
    /// The open question of the top-up.
    #[serde(default, with = "As::<DefaultOnError>")]
    state: StoredState,
    /// The question asked in between.
    #[serde(default, with = "As::<DefaultOnError>", skip_serializing_if = "Option::is_none")]
    interruption: Option<StoredInterruption>,
    /// The newest menu, unless it follows from the rest.
    #[serde(default, with = "As::<DefaultOnError>", skip_serializing_if = "Option::is_none")]
    menu: Option<String>,
    /// How often in a row nothing was understood.
    #[serde(default, with = "As::<DefaultOnError>", skip_serializing_if = "is_zero")]
    misses: u8,
    /// The last feedback.
    #[serde(
        rename = "told",
        default,
        with = "As::<DefaultOnError>",
        skip_serializing_if = "Option::is_none"
    )]
    last_feedback: Option<StoredFeedback>,
    /// The renewal reminders.
    #[serde(
        default,
        with = "As::<DefaultOnError<VecSkipError<Same>>>",
        skip_serializing_if = "Vec::is_empty"
    )]
    reminders: Vec<StoredReminder>,
    /// Ids of the last answered updates, in the order in which they were answered.
    #[serde(default, with = "As::<DefaultOnError>", skip_serializing_if = "Vec::is_empty")]
    answered: Vec<i64>,
}

/// A [`Feedback`] by its permanent names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct StoredFeedback {
    operator: String,
    method: String,
    #[serde(rename = "verdict")]
    outcome: String,
}

/// A [`Reminder`]; one whose rule or day cannot be read is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct StoredReminder {
    rule: String,
    next: NaiveDate,
    #[serde(flatten)]
    guide: StoredGuide,
    #[serde(default, with = "As::<DefaultOnError>", skip_serializing_if = "Option::is_none")]
    lang: Option<String>,
}

impl StoredSession {
    /// The record of a session.
    pub fn of(catalog: &Catalog, session: Session) -> Self {
        let payer = match session.payer {
            PayerChoice::Unknown => None,
            PayerChoice::Everything => Some(EVERYTHING.to_owned()),
            PayerChoice::Payer(payer) => Some(catalog.payer(payer).id.clone()),
        };
        let reminders = session.reminders.iter().flatten();
        Self {
            v: VERSION,
            lang: session.lang.map(|lang| catalog.language(lang).id.clone()),
            payer,
            state: StoredState::of(catalog, session.state),
            interruption: session.interruption.map(|it| StoredInterruption::of(catalog, it)),
            menu: (session.menu != default_menu(session)).then(|| encode_menu(catalog, session.menu)),
            misses: session.misses,
            last_feedback: session.last_feedback.map(|feedback| StoredFeedback::of(catalog, feedback)),
            reminders: reminders.map(|reminder| StoredReminder::of(catalog, *reminder)).collect(),
            answered: Vec::new(),
        }
    }

    /// The record after an update has led to `session`.
    pub fn followed_by(&self, catalog: &Catalog, session: Session, update: i64) -> Self {
        let mut next = Self::of(catalog, session);
        let earlier = self.answered.len().saturating_sub(ANSWERED - 1);
        next.answered.extend(self.answered.iter().skip(earlier).filter(|&&id| id != update));
        next.answered.push(update);
        next
    }

    /// The record after something else than an update has led to `session`.
    pub fn with(&self, catalog: &Catalog, session: Session) -> Self {
        Self { answered: self.answered.clone(), ..Self::of(catalog, session) }
    }

    /// The renewal that the next message is about.
    pub fn next_renewal(&self) -> Option<NaiveDate> {
        let readable = self.reminders.iter().filter(|reminder| Rule::of_code(&reminder.rule).is_some());
        readable.map(|reminder| reminder.next).min()
    }

    /// Whether this update is one of the last that were answered.
    pub fn has_answered(&self, update: i64) -> bool {
        self.answered.contains(&update)
    }

    /// Whether the session is the result of this update or of newer ones. Not if an older update was answered after
    /// it: that one was delivered again, and may have led the session back.
    pub fn has_followed(&self, update: i64) -> bool {
        let mut since = self.answered.iter().skip_while(|&&id| id != update);
        self.has_answered(update) && since.all(|&id| id >= update)
    }

    /// The session, as far as it makes sense with today's content.
    pub fn session(&self, catalog: &Catalog) -> Session {
        let payer = match self.payer.as_deref() {
            Some(EVERYTHING) => PayerChoice::Everything,
            name => name
                .and_then(|name| catalog.payer_named(name))
                .map_or(PayerChoice::Unknown, PayerChoice::Payer),
        };
        let mut reminders = Reminders::default();
        let read = self.reminders.iter().filter_map(|reminder| reminder.reminder(catalog));
        for (slot, reminder) in reminders.iter_mut().zip(read) {
            *slot = Some(reminder);
        }
        let state = self.state.state(catalog).unwrap_or_default();
        let interruption = match &self.interruption {
            Some(interruption) => Some(interruption.interruption(catalog)),
            None => {
                self.state.question(catalog).map(|question| Interruption { question, menu: state.menu() })
            }
        };
        let mut session = Session {
            lang: self.lang.as_deref().and_then(|name| catalog.lang_named(name)),
            payer,
            state,
            interruption,
            menu: Menu::default(),
            misses: self.misses,
            last_feedback: self.last_feedback.as_ref().and_then(|feedback| feedback.feedback(catalog)),
            reminders,
        };
        let menu = self.menu.as_deref().map(|id| decode_menu(catalog, id));
        session.menu = menu.unwrap_or_else(|| default_menu(session));
        session
    }
}

impl StoredFeedback {
    fn of(catalog: &Catalog, Feedback { guide, outcome }: Feedback) -> Self {
        let (operator, method) = names(catalog, guide);
        Self { operator, method, outcome: outcome.id().to_owned() }
    }

    fn feedback(&self, catalog: &Catalog) -> Option<Feedback> {
        let guide = guide(catalog, &self.operator, &self.method)?;
        Some(Feedback { guide, outcome: Outcome::named(&self.outcome)? })
    }
}

impl StoredReminder {
    fn of(catalog: &Catalog, Reminder { rule, next, guide, lang }: Reminder) -> Self {
        Self {
            rule: rule.code(),
            next,
            guide: StoredGuide::of(catalog, guide),
            lang: lang.map(|lang| catalog.language(lang).id.clone()),
        }
    }

    fn reminder(&self, catalog: &Catalog) -> Option<Reminder> {
        Some(Reminder {
            rule: Rule::of_code(&self.rule)?,
            next: self.next,
            guide: self.guide.guide(catalog),
            lang: self.lang.as_deref().and_then(|name| catalog.lang_named(name)),
        })
    }
}

fn is_zero(misses: &u8) -> bool {
    *misses == 0
}
