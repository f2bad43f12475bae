//! Feedback on a guide, by one of three buttons under it. Only a number for each guide and outcome is counted, and
//! the same feedback from the same person only once: the session keeps the last one.

use crate::catalog::id::GuideId;
use crate::catalog::model::Catalog;
use crate::catalog::model::Way;
use crate::dialogue::keys;
use crate::dialogue::keys::pages;
use crate::dialogue::screen::{Screen, Sheet};

/// What happened after following a guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// The money arrived.
    Worked,
    /// The money did not arrive.
    Failed,
    /// The steps have changed.
    Outdated,
}

/// An outcome reported for one guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Feedback {
    /// The guide.
    pub guide: GuideId,
    /// The outcome.
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
    /// The screen with the next step.
    pub fn next(self, catalog: &Catalog) -> Screen {
        match self.outcome {
            Outcome::Worked => Screen::page(catalog, pages::DONE),
            Outcome::Failed => Screen::page(catalog, pages::TROUBLE),
            Outcome::Outdated => Screen::Sheet(Sheet::Outdated, self.guide),
        }
    }

    /// Whether the guide exists. A button may be older than the reason why its method no longer fits.
    pub fn is_of_a_guide(self, catalog: &Catalog) -> bool {
        has_guide(catalog, self.guide)
    }
}

/// Whether a guide exists: a group of methods has none of its own.
pub fn has_guide(catalog: &Catalog, GuideId { operator, method }: GuideId) -> bool {
    catalog.can_top_up(operator) && matches!(catalog.way(operator, method), Some(Way::Guide(_)))
}
