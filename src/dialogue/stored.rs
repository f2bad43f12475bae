//! The session as it is stored: permanent names instead of ids, a version, and a reading that never fails. What
//! this program cannot make sense of starts afresh; what it can is kept.

use serde::de::{Deserializer, IgnoredAny};
use serde::{Deserialize, Serialize};

use crate::catalog::Catalog;
use crate::dialogue::session::{Session, State};

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
    /// Where the dialogue stands.
    #[serde(default, deserialize_with = "lenient")]
    state: StoredState,
    /// How often in a row nothing was understood.
    #[serde(default, deserialize_with = "lenient", skip_serializing_if = "is_zero")]
    misses: u8,
    /// Ids of the updates that were followed last, in the order in which they were.
    #[serde(default, deserialize_with = "lenient", skip_serializing_if = "Vec::is_empty")]
    answered: Vec<i64>,
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
    ReceivePaymentMethod {
        operator: String,
    },
    ReceiveConfirmation {
        operator: String,
        method: String,
    },
    ReceivePrefix,
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
            State::ReceivePaymentMethod { operator: id } => {
                StoredState::ReceivePaymentMethod { operator: operator(id) }
            }
            State::ReceiveConfirmation { operator: o, method: m } => {
                StoredState::ReceiveConfirmation { operator: operator(o), method: method(m) }
            }
            State::ReceivePrefix => StoredState::ReceivePrefix,
            State::ReceiveOffer { operator: o, method: m } => {
                StoredState::ReceiveOffer { operator: o.map(operator), method: m.map(method) }
            }
            State::Answered { operator: o, method: m } => {
                StoredState::Answered { operator: operator(o), method: method(m) }
            }
        };
        let lang = session.lang.map(|lang| catalog.language(lang).id.clone());
        Self { v: VERSION, lang, state, misses: session.misses, answered: Vec::new() }
    }

    /// What is to be stored once an update has led to `session`.
    pub fn followed_by(&self, catalog: &Catalog, session: Session, update: i64) -> Self {
        let mut next = Self::of(catalog, session);
        let earlier = self.answered.len().saturating_sub(ANSWERED - 1);
        next.answered.extend(self.answered.iter().skip(earlier).filter(|&&id| id != update));
        next.answered.push(update);
        next
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
        Session { lang, state: self.state.state(catalog).unwrap_or_default(), misses: self.misses }
    }
}

impl StoredState {
    fn state(&self, catalog: &Catalog) -> Option<State> {
        Some(match self {
            Self::Start => State::Start,
            Self::ReceiveOperator { method } => State::ReceiveOperator {
                method: method.as_deref().and_then(|name| catalog.method_named(name)),
            },
            Self::ReceivePaymentMethod { operator } => {
                State::ReceivePaymentMethod { operator: catalog.operator_named(operator)? }
            }
            Self::ReceiveConfirmation { operator, method } => State::ReceiveConfirmation {
                operator: catalog.operator_named(operator)?,
                method: catalog.method_named(method)?,
            },
            Self::ReceivePrefix => State::ReceivePrefix,
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
