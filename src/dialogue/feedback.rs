//! "Was this right?": what a person says of a guide they have tried, by one of three buttons under it. All that is ever
//! counted of it is a number for each guide and outcome.
//!
//! The same said again by the same person is answered again and counted once: the session remembers what was told last.

use crate::catalog::id::{MethodId, OperatorId};
use crate::catalog::{Catalog, Way};
use crate::dialogue::event::Place;
use crate::dialogue::keys;
use crate::dialogue::keys::pages;
use crate::dialogue::screen::Screen;
use crate::dialogue::session::Session;

/// What became of a person who followed a guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// The money arrived.
    Worked,
    /// It did not.
    Failed,
    /// The steps are not as they are told any more.
    Outdated,
}

/// A outcome on one guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Feedback {
    /// The operator of the guide.
    pub operator: OperatorId,
    /// Its way to pay.
    pub method: MethodId,
    /// What is said of it.
    pub outcome: Outcome,
}

impl Outcome {
    /// All verdicts, in the order of the buttons.
    pub const ALL: [Self; 3] = [Self::Worked, Self::Failed, Self::Outdated];

    /// The permanent name, on buttons and in counters.
    pub fn id(self) -> &'static str {
        match self {
            Self::Worked => "worked",
            Self::Failed => "failed",
            Self::Outdated => "outdated",
        }
    }

    /// The outcome of this name.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.id() == id)
    }

    /// The text key of its button.
    pub fn label(self) -> &'static str {
        match self {
            Self::Worked => keys::ARRIVED,
            Self::Failed => keys::NOT_ARRIVED,
            Self::Outdated => keys::OUTDATED,
        }
    }
}

impl Feedback {
    /// Where the answer appears: the guide is kept.
    pub const PLACE: Place = Place::Below;

    /// What helps whoever says so.
    pub fn next(self, catalog: &Catalog) -> Screen {
        let Self { operator, method, outcome } = self;
        match outcome {
            Outcome::Worked => Screen::page(catalog, pages::DONE),
            Outcome::Failed => Screen::page(catalog, pages::TROUBLE),
            Outcome::Outdated => Screen::Outdated { operator, method },
        }
    }

    /// Whether there is such a guide. A button may be older than the reason why its way no longer fits.
    pub fn is_of_a_guide(self, catalog: &Catalog) -> bool {
        has_guide(catalog, self.operator, self.method)
    }

    /// Whether it is news in a session, and is to be counted; the session remembers it from then on.
    pub fn is_news(self, catalog: &Catalog, session: &mut Session) -> bool {
        self.is_of_a_guide(catalog) && session.told.replace(self) != Some(self)
    }
}

/// Whether an operator and a way to pay have a guide: a group of ways has none of its own.
pub fn has_guide(catalog: &Catalog, operator: OperatorId, method: MethodId) -> bool {
    catalog.can_top_up(operator) && matches!(catalog.way(operator, method), Some(Way::Guide(_)))
}
