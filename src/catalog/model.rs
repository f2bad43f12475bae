//! The types of all content: operators, methods, pages and what else a [`Catalog`] holds.

use std::collections::HashMap;

use crate::catalog::aliases::Aliases;
use crate::catalog::facts::Fact;
use crate::catalog::flags::Flags;
use crate::catalog::id::{FactId, Lang, MethodId, OperatorId, PageId, PayerId};
use crate::catalog::intents::Intents;
use crate::catalog::language::Language;
use crate::catalog::offers::Offers;
use crate::catalog::payers::Payers;
use crate::catalog::prefixes::Prefixes;
use crate::catalog::schema::{CardEntry, GuideEntry, OfflineEntry, PageEntry, RiskEntry};

/// All content, linked and ready to be looked up.
#[derive(Debug)]
pub struct Catalog {
    pub(in crate::catalog) languages: Vec<Language>,
    pub(in crate::catalog) counter: Vec<Lang>,
    pub(in crate::catalog) operators: Vec<Operator>,
    pub(in crate::catalog) methods: Vec<Method>,
    pub(in crate::catalog) payers: Payers,
    pub(in crate::catalog) pages: Vec<Page>,
    pub(in crate::catalog) facts: Vec<Fact>,
    pub(in crate::catalog) fact_by_place: HashMap<(Option<OperatorId>, String), FactId>,
    pub(in crate::catalog) facts_by_text: HashMap<String, Vec<FactId>>,
    pub(in crate::catalog) prefixes: Prefixes,
    pub(in crate::catalog) aliases: Aliases,
    pub(in crate::catalog) flags: Flags,
    pub(in crate::catalog) intents: Intents,
    pub(in crate::catalog) offers: Offers,
    pub(in crate::catalog) retired: Retired,
    pub(in crate::catalog) units: Vec<String>,
}

/// An operator with its card and its guides.
#[derive(Debug)]
pub struct Operator {
    /// Permanent id.
    pub id: String,
    /// The brand as on the sign; `None` for "another / I don't know".
    pub name: Option<String>,
    /// Ids of operators whose texts are true of it as well.
    pub also: Vec<String>,
    /// The card, as text keys.
    pub card: CardEntry,
    /// What helps without money and data, as text keys; empty where nothing can be topped up.
    pub offline: OfflineEntry,
    /// For each method, by its index; `None` for a group.
    pub(in crate::catalog) ways: Vec<Option<Way>>,
}

/// How one way to pay stands with one operator.
#[derive(Debug)]
pub enum Way {
    /// There is a guide.
    Guide(Box<GuideEntry>),
    /// It does not fit; the text key of the reason.
    Unavailable(String),
}

/// A way to pay, or a group of ways.
#[derive(Debug)]
pub struct Method {
    /// Permanent id.
    pub id: String,
    /// The group it belongs to.
    pub within: Option<MethodId>,
    /// The warning that must be confirmed first.
    pub risk: Option<Risk>,
}

/// The warning that stands before a risky way.
#[derive(Debug)]
pub struct Risk {
    /// Text keys as in the file.
    pub texts: RiskEntry,
    /// The ways to offer first.
    pub safer: Vec<MethodId>,
}

/// A page of text.
#[derive(Debug)]
pub struct Page {
    /// What the file says.
    pub entry: PageEntry,
    /// The page that lists this one.
    pub within: Option<PageId>,
    /// The pages that are offered as the next step.
    pub next: Vec<PageId>,
}

/// Ids that no longer exist, by their old name.
#[derive(Debug, Default)]
pub struct Retired {
    pub(in crate::catalog) operators: HashMap<String, OperatorId>,
    pub(in crate::catalog) methods: HashMap<String, MethodId>,
    pub(in crate::catalog) payers: HashMap<String, PayerId>,
    pub(in crate::catalog) pages: HashMap<String, PageId>,
}
