//! Facts with their evidence.

use chrono::NaiveDate;

use crate::catalog::id::OperatorId;
use crate::catalog::schema::facts::{FactKind, Mark};

/// A fact with its evidence.
#[derive(Debug)]
pub struct Fact {
    /// Its place name.
    pub id: String,
    /// The operator it is true of.
    pub operator: Option<OperatorId>,
    /// The value and what it is; `None` for a statement.
    pub value: Option<(FactKind, String)>,
    /// Where a site leads.
    pub url: Option<String>,
    /// How sure it is.
    pub mark: Mark,
    /// Where it was read.
    pub source: Source,
    /// Day the evidence was last looked at.
    pub checked_on: NaiveDate,
    /// Whether dialling it may cost money.
    pub costs: bool,
    /// Whether that is longer ago than the review period, as seen on the day the catalog was loaded.
    pub age: Age,
    /// The texts that rest on it.
    pub words: Vec<String>,
}

/// Whether a fact is due for review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Age {
    /// Within the review period.
    Fresh,
    /// Checked long ago.
    Stale,
}

/// Where a fact was read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// What the page is.
    pub title: String,
    /// Whose page it is.
    pub site: String,
    /// The page's own date, if known.
    pub dated: Option<String>,
}
