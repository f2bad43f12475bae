//! The session as it is stored: permanent names instead of ids, a version, and a reading that never fails. What
//! this program cannot make sense of starts afresh; what it can is kept.

use serde::de::{Deserializer, IgnoredAny};
use serde::{Deserialize, Serialize};

use chrono::NaiveDate;

use crate::catalog::Catalog;
use crate::catalog::payers::EVERYTHING;
use crate::dialogue::feedback::{Feedback, Outcome};
use crate::dialogue::reminder::{LENGTHS, Question, Reminder, ReminderGuide, Reminders, Rule};
use crate::dialogue::session::{PayerChoice, Session, State};

/// The version written by this program.
const VERSION: u32 = 1;
/// As many answered updates are remembered, to recognise one that comes once more. Only the updates in hand when a
/// program dies, or whose confirmation is lost, come again: rarely more than one for a person.
const ANSWERED: usize = 8;

/// A [`Session`] in storage.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredSession {
    /// Version of this record.
    #[serde(default, deserialize_with = "lenient")]
    v: u32,
    /// Name of the chosen language.
    #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    lang: Option<String>,
    /// Name of what holds for who pays, if it was said.
    #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    payer: Option<String>,
    /// Where the dialogue stands.
    #[serde(default, deserialize_with = "lenient")]
    state: StoredState,
    /// How often in a row nothing was understood.
    #[serde(default, deserialize_with = "lenient", skip_serializing_if = "is_zero")]
    misses: u8,
    /// What was said last of a guide.
    #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    told: Option<StoredFeedback>,
    /// The renewals to be reminded of.
    #[serde(default, deserialize_with = "lenient_each", skip_serializing_if = "Vec::is_empty")]
    reminders: Vec<StoredReminder>,
    /// Ids of the updates that were followed last, in the order in which they were.
    #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Vec::is_empty")]
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

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "at")]
enum StoredState {
    #[default]
    Start,
    ReceiveOperator {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        method: Option<String>,
    },
    ReceivePayer {
        operator: String,
    },
    ReceivePaymentMethod {
        operator: String,
    },
    ReceiveConfirmation {
        operator: String,
        method: String,
    },
    ReceivePrefix,
    ReceiveRenewal {
        asked: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        days: Option<u16>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instead: Option<String>,
        #[serde(flatten)]
        guide: StoredGuide,
    },
    ReceiveOffer {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        operator: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        method: Option<String>,
    },
    Answered {
        operator: String,
        method: String,
    },
}

/// A guide to go back to, if there is one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct StoredGuide {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    operator: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    method: Option<String>,
}

/// A reminder; one without a rule or a day that can be read is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct StoredReminder {
    rule: String,
    next: NaiveDate,
    #[serde(flatten)]
    guide: StoredGuide,
    #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Option::is_none")]
    lang: Option<String>,
}

impl StoredSession {
    /// What is to be stored of a session.
    pub fn of(catalog: &Catalog, session: Session) -> Self {
        let operator = |id| catalog.operator(id).id.clone();
        let method = |id| catalog.method(id).id.clone();
        let state = match session.state {
            State::Start => StoredState::Start,
            State::ReceiveOperator { method: known } => {
                StoredState::ReceiveOperator { method: known.map(method) }
            }
            State::ReceivePayer { operator: id } => StoredState::ReceivePayer { operator: operator(id) },
            State::ReceivePaymentMethod { operator: id } => {
                StoredState::ReceivePaymentMethod { operator: operator(id) }
            }
            State::ReceiveConfirmation { operator: o, method: m } => {
                StoredState::ReceiveConfirmation { operator: operator(o), method: method(m) }
            }
            State::ReceivePrefix => StoredState::ReceivePrefix,
            State::ReceiveRenewal { asked, instead, guide } => StoredState::ReceiveRenewal {
                asked: asked.name().to_owned(),
                days: match asked {
                    Question::Next { days } => Some(days),
                    Question::Rule | Question::Length => None,
                },
                instead: instead.map(Rule::code),
                guide: StoredGuide::of(catalog, guide),
            },
            State::ReceiveOffer { operator: o, method: m } => {
                StoredState::ReceiveOffer { operator: o.map(operator), method: m.map(method) }
            }
            State::Answered { operator: o, method: m } => {
                StoredState::Answered { operator: operator(o), method: method(m) }
            }
        };
        let lang = session.lang.map(|lang| catalog.language(lang).id.clone());
        let payer = match session.payer {
            PayerChoice::Unknown => None,
            PayerChoice::Everything => Some(EVERYTHING.to_owned()),
            PayerChoice::Payer(payer) => Some(catalog.payer(payer).id.clone()),
        };
        let told = session.told.map(|told| StoredFeedback {
            operator: operator(told.operator),
            method: method(told.method),
            outcome: told.outcome.id().to_owned(),
        });
        let reminders = session.reminders.iter().flatten();
        let reminders = reminders.map(|reminder| StoredReminder::of(catalog, *reminder)).collect();
        let (v, misses, answered) = (VERSION, session.misses, Vec::new());
        Self { v, lang, payer, state, misses, told, reminders, answered }
    }

    /// What is to be stored once an update has led to `session`.
    pub fn followed_by(&self, catalog: &Catalog, session: Session, update: i64) -> Self {
        let mut next = Self::of(catalog, session);
        let earlier = self.answered.len().saturating_sub(ANSWERED - 1);
        next.answered.extend(self.answered.iter().skip(earlier).filter(|&&id| id != update));
        next.answered.push(update);
        next
    }

    /// What is to be stored once something else than an update has led to `session`.
    pub fn with(&self, catalog: &Catalog, session: Session) -> Self {
        Self { answered: self.answered.clone(), ..Self::of(catalog, session) }
    }

    /// The renewal that the next message is about.
    pub fn next_renewal(&self) -> Option<NaiveDate> {
        let told = self.reminders.iter().filter(|reminder| Rule::of_code(&reminder.rule).is_some());
        told.map(|reminder| reminder.next).min()
    }

    /// Whether this update is one of the last that were answered.
    pub fn has_answered(&self, update: i64) -> bool {
        self.answered.contains(&update)
    }

    /// Whether the session stands where this update has led it or beyond. Not if an older one was followed after it: that
    /// one came once more, and may have led the session back.
    pub fn has_followed(&self, update: i64) -> bool {
        let mut since = self.answered.iter().skip_while(|&&id| id != update);
        self.has_answered(update) && since.all(|&id| id >= update)
    }

    /// The session, as far as it makes sense with today's content.
    pub fn session(&self, catalog: &Catalog) -> Session {
        let lang = self.lang.as_deref().and_then(|name| catalog.lang_named(name));
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
        let told = self.told.as_ref().and_then(|told| told.feedback(catalog));
        Session { lang, payer, state, misses: self.misses, told, reminders }
    }
}

impl StoredFeedback {
    fn feedback(&self, catalog: &Catalog) -> Option<Feedback> {
        Some(Feedback {
            operator: catalog.operator_named(&self.operator)?,
            method: catalog.method_named(&self.method)?,
            outcome: Outcome::named(&self.outcome)?,
        })
    }
}

impl StoredState {
    fn state(&self, catalog: &Catalog) -> Option<State> {
        Some(match self {
            Self::Start => State::Start,
            Self::ReceiveOperator { method } => State::ReceiveOperator {
                method: method.as_deref().and_then(|name| catalog.method_named(name)),
            },
            Self::ReceivePayer { operator } => {
                State::ReceivePayer { operator: catalog.operator_named(operator)? }
            }
            Self::ReceivePaymentMethod { operator } => {
                State::ReceivePaymentMethod { operator: catalog.operator_named(operator)? }
            }
            Self::ReceiveConfirmation { operator, method } => State::ReceiveConfirmation {
                operator: catalog.operator_named(operator)?,
                method: catalog.method_named(method)?,
            },
            Self::ReceivePrefix => State::ReceivePrefix,
            Self::ReceiveRenewal { asked, days, instead, guide } => State::ReceiveRenewal {
                asked: match (asked.as_str(), *days) {
                    ("length", _) => Question::Length,
                    ("next", Some(days)) if LENGTHS.contains(&days) => Question::Next { days },
                    _ => Question::Rule,
                },
                instead: instead.as_deref().and_then(Rule::of_code),
                guide: guide.guide(catalog),
            },
            Self::ReceiveOffer { operator, method } => State::ReceiveOffer {
                operator: operator.as_deref().and_then(|name| catalog.operator_named(name)),
                method: method.as_deref().and_then(|name| catalog.method_named(name)),
            },
            Self::Answered { operator, method } => State::Answered {
                operator: catalog.operator_named(operator)?,
                method: catalog.method_named(method)?,
            },
        })
    }
}

impl StoredGuide {
    fn of(catalog: &Catalog, guide: Option<ReminderGuide>) -> Self {
        let operator = guide.map(|guide| catalog.operator(guide.operator).id.clone());
        let method = guide.and_then(|guide| guide.method).map(|id| catalog.method(id).id.clone());
        Self { operator, method }
    }

    fn guide(&self, catalog: &Catalog) -> Option<ReminderGuide> {
        let operator = catalog.operator_named(self.operator.as_deref()?)?;
        let method = self.method.as_deref().and_then(|name| catalog.method_named(name));
        Some(ReminderGuide { operator, method })
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

/// Reads a list whatever stands in it; what does not fit is left out.
fn lenient_each<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Item<T> {
        Known(T),
        Unknown(IgnoredAny),
    }
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum List<T> {
        Known(Vec<Item<T>>),
        Unknown(IgnoredAny),
    }
    Ok(match List::deserialize(deserializer)? {
        List::Known(items) => items
            .into_iter()
            .filter_map(|item| match item {
                Item::Known(item) => Some(item),
                Item::Unknown(IgnoredAny) => None,
            })
            .collect(),
        List::Unknown(IgnoredAny) => Vec::new(),
    })
}

/// Reads a field whatever stands in it; what does not fit becomes the default.
fn lenient<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Field<T> {
        Known(T),
        Unknown(IgnoredAny),
    }
    Ok(match Field::deserialize(deserializer)? {
        Field::Known(value) => value,
        Field::Unknown(IgnoredAny) => T::default(),
    })
}

fn is_zero(misses: &u8) -> bool {
    *misses == 0
}
