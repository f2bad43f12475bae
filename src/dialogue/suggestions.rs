//! Buttons offered for a text that was not clearly understood. They depend on the text, so they are rendered when they
//! are sent.

use crate::catalog::id::{IntentId, OperatorId};
use crate::catalog::intents::Target;
use crate::catalog::model::Catalog;
use crate::dialogue::event::{Place, Press};
use crate::dialogue::keys::{self, pages};
use crate::dialogue::screen::{FIRST, Screen};

/// A question with a few buttons.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Suggestions {
    /// Why it is asked.
    pub kind: Kind,
    /// The buttons.
    pub choices: Vec<Choice>,
    /// The text as typed, for a report that the person may send; it is not stored.
    pub typed: String,
}

/// Why buttons are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The text may mean one of a few things.
    DidYouMean,
    /// A text was not understood.
    FirstMiss,
    /// A second text in a row was not understood.
    SecondMiss,
}

/// A button.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Choice {
    /// Text key of the label.
    pub label: String,
    /// What it does.
    pub press: Press,
}

impl Choice {
    fn open(label: &str, screen: Screen) -> Self {
        Self { label: label.to_owned(), press: Press::Open(screen, Place::Here) }
    }

    fn page(catalog: &Catalog, name: &str) -> Self {
        Self::open(&format!("page.{name}.title"), Screen::page(catalog, name))
    }

    /// The button of an intent, for an operator if one is known; `None` for an intent that is never suggested.
    pub fn of_intent(
        catalog: &Catalog,
        intent: IntentId,
        operator: Option<OperatorId>,
        current: Screen,
    ) -> Option<Self> {
        let intent = catalog.intent(intent);
        let label = intent.label.as_ref()?;
        let screen = match intent.opens {
            Target::TopUp => operator.map_or(FIRST, Screen::ways),
            Target::OperatorCard => {
                operator.map_or(Screen::OperatorList, |operator| Screen::OperatorCard { operator })
            }
            Target::Offline => {
                let operator = operator.or_else(|| catalog.nameless().next());
                operator.map_or(FIRST, |operator| Screen::Offline { operator })
            }
            Target::WhoAmI => Screen::WhoAmI,
            Target::Offer => Screen::Offer,
            Target::Reminders => Screen::Reminders,
            Target::Page(page) => Screen::Page(page),
            Target::Languages => {
                return Some(Self { label: label.clone(), press: Press::PickLanguage(current) });
            }
            Target::Current | Target::Welcome | Target::Cancel | Target::Nothing => return None,
        };
        Some(Self::open(label, screen))
    }
}

impl Suggestions {
    /// The buttons for texts that were not understood; the second miss offers others than the first.
    pub fn after_miss(catalog: &Catalog, kind: Kind, typed: &str) -> Self {
        let choices = match kind {
            Kind::SecondMiss => vec![
                Choice::open(keys::OPERATORS, Screen::OperatorList),
                Choice::open(keys::WHOAMI, Screen::WhoAmI),
                Choice::page(catalog, pages::TIPS),
                Choice::page(catalog, pages::HELP),
            ],
            Kind::FirstMiss | Kind::DidYouMean => {
                let offline = catalog.nameless().next().map(|operator| Screen::Offline { operator });
                let mut choices = vec![
                    Choice::open(keys::START_TOP_UP, FIRST),
                    Choice::page(catalog, pages::TROUBLE),
                    Choice::open(keys::CHECK_OFFER, Screen::Offer),
                ];
                choices.extend(offline.map(|screen| Choice::open(keys::NO_MONEY_NO_DATA, screen)));
                choices
            }
        };
        Self { kind, choices, typed: typed.to_owned() }
    }
}
