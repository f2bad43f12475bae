//! What is known: operators, ways to pay, guides, pages, texts in every language, and the facts they rest
//! on, each with its mark, source and date. Built once from `dialogues/` by [`load`], checked by [`check`],
//! and never changed afterwards. Everything a [`Catalog`] hands out exists: ids are made here and nowhere else.

pub mod aliases;
pub mod check;
pub mod counter;
mod derive;
pub mod entries;
pub mod files;
pub mod flags;
pub mod id;
pub mod intents;
pub mod lang;
mod languages;
pub mod line;
pub mod load;
mod load_intents;
pub mod offers;
pub mod payers;
pub mod prefixes;
pub mod problem;
pub mod schema;
pub mod template;
pub mod unknown;

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::catalog::aliases::Aliases;
use crate::catalog::flags::{Flag, Flags};
use crate::catalog::id::{FactId, FlagId, Lang, MethodId, OperatorId, PageId, PayerId};
use crate::catalog::intents::Intents;
use crate::catalog::offers::Offers;
use crate::catalog::payers::Payers;
use crate::catalog::prefixes::Prefixes;
use crate::catalog::schema::{CardEntry, FactKind, GuideEntry, Mark, OfflineEntry, PageEntry, RiskEntry};
use crate::catalog::template::Template;

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

/// A language and its texts.
#[derive(Debug)]
pub struct Language {
    /// Two-letter code, or a longer tag where a script of its own makes a language of it.
    pub id: String,
    /// The language's name in itself.
    pub name: String,
    /// Tags that mean it, and all that begin with one of them.
    pub tags: Vec<String>,
    /// Where its texts come from.
    pub(in crate::catalog) making: Making,
    /// Text key -> text, in the order of the file.
    pub(in crate::catalog) texts: Vec<(String, Template)>,
    pub(in crate::catalog) by_key: HashMap<String, usize>,
}

/// Where the texts of a language come from.
#[derive(Debug)]
pub(in crate::catalog) enum Making {
    /// All are written by hand.
    Written,
    /// They are made from another language's.
    Derived {
        /// The other language.
        from: Lang,
        /// The keys that are written by hand all the same, in the order of the file.
        by_hand: Vec<String>,
        /// Those of them that say what the conversion says anyway.
        needless: Vec<String>,
        /// The phrases of the wording that no text has.
        idle: Vec<String>,
    },
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

/// Ids that no longer exist, by their old name.
#[derive(Debug, Default)]
pub struct Retired {
    pub(in crate::catalog) operators: HashMap<String, OperatorId>,
    pub(in crate::catalog) methods: HashMap<String, MethodId>,
    pub(in crate::catalog) payers: HashMap<String, PayerId>,
    pub(in crate::catalog) pages: HashMap<String, PageId>,
}

impl Language {
    /// Whether its texts are made from another language's.
    pub(in crate::catalog) fn is_derived(&self) -> bool {
        matches!(self.making, Making::Derived { .. })
    }

    /// The file of its texts.
    pub(in crate::catalog) fn text_path(&self) -> String {
        languages::text_path(&self.id)
    }

    /// The file of its wording, if it is made from another language.
    pub(in crate::catalog) fn wording_path(&self) -> String {
        languages::wording_path(&self.id)
    }
}

impl Catalog {
    /// All languages, in the order of the language row.
    pub fn languages(&self) -> impl Iterator<Item = Lang> + use<> {
        (0..self.languages.len()).map(Lang::at)
    }

    /// All operators, in the order of the first screen.
    pub fn operators(&self) -> impl Iterator<Item = OperatorId> + use<> {
        (0..self.operators.len()).map(OperatorId::at)
    }

    /// All ways to pay and groups of ways, in order.
    pub fn methods(&self) -> impl Iterator<Item = MethodId> + use<> {
        (0..self.methods.len()).map(MethodId::at)
    }

    /// All pages, in order.
    pub fn pages(&self) -> impl Iterator<Item = PageId> + use<> {
        (0..self.pages.len()).map(PageId::at)
    }

    /// All facts.
    pub fn facts(&self) -> impl Iterator<Item = FactId> + use<> {
        (0..self.facts.len()).map(FactId::at)
    }

    /// All signs of a bad offer, the gravest first.
    pub fn flags(&self) -> impl Iterator<Item = FlagId> + use<> {
        (0..self.flags.all.len()).map(FlagId::at)
    }

    /// What finds the signs besides each one's own phrases.
    pub fn signs(&self) -> &Flags {
        &self.flags
    }

    /// Example messages and what was learned from them.
    pub fn offers(&self) -> &Offers {
        &self.offers
    }

    /// A sign.
    pub fn flag(&self, id: FlagId) -> &Flag {
        &self.flags.all[id.index()]
    }

    /// A language.
    pub fn language(&self, lang: Lang) -> &Language {
        &self.languages[lang.index()]
    }

    /// An operator.
    pub fn operator(&self, id: OperatorId) -> &Operator {
        &self.operators[id.index()]
    }

    /// A way to pay.
    pub fn method(&self, id: MethodId) -> &Method {
        &self.methods[id.index()]
    }

    /// A page.
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.index()]
    }

    /// A fact.
    pub fn fact(&self, id: FactId) -> &Fact {
        &self.facts[id.index()]
    }

    /// How a way stands with an operator; `None` for a group of ways.
    pub fn way(&self, operator: OperatorId, method: MethodId) -> Option<&Way> {
        self.operator(operator).ways[method.index()].as_ref()
    }

    /// The ways of a group, or those of no group.
    pub fn methods_within(&self, group: Option<MethodId>) -> impl Iterator<Item = MethodId> + '_ {
        self.methods().filter(move |&id| self.method(id).within == group)
    }

    /// Whether a method is a group of ways.
    pub fn is_group(&self, method: MethodId) -> bool {
        self.methods.iter().any(|other| other.within == Some(method))
    }

    /// Whether a way, or any way of a group, fits the operator.
    pub fn fits(&self, operator: OperatorId, method: MethodId) -> bool {
        let has_guide = |method| matches!(self.way(operator, method), Some(Way::Guide(_)));
        has_guide(method) || self.methods_within(Some(method)).any(has_guide)
    }

    /// Whether any way fits the operator: not so for a name that is no operator at all.
    pub fn can_top_up(&self, operator: OperatorId) -> bool {
        self.methods().any(|method| self.fits(operator, method))
    }

    /// "Another / I don't know": the operator that has no name, if it can be chosen.
    pub fn nameless(&self) -> impl Iterator<Item = OperatorId> + '_ {
        self.operators().filter(|&id| self.operator(id).name.is_none() && self.can_top_up(id))
    }

    /// The language with an id.
    pub fn lang_named(&self, name: &str) -> Option<Lang> {
        self.languages().find(|&lang| self.language(lang).id == name)
    }

    /// The operator with a permanent id, or the one that took its place.
    pub fn operator_named(&self, name: &str) -> Option<OperatorId> {
        self.operators()
            .find(|&id| self.operator(id).id == name)
            .or_else(|| self.retired.operators.get(name).copied())
    }

    /// The method with a permanent id, or the one that took its place.
    pub fn method_named(&self, name: &str) -> Option<MethodId> {
        self.methods()
            .find(|&id| self.method(id).id == name)
            .or_else(|| self.retired.methods.get(name).copied())
    }

    /// The page with a permanent id, or the one that took its place.
    pub fn page_named(&self, name: &str) -> Option<PageId> {
        self.pages()
            .find(|&id| self.page(id).entry.id == name)
            .or_else(|| self.retired.pages.get(name).copied())
    }

    /// The language for people whose own we do not speak: English, or the first if there is no English.
    pub fn fallback(&self) -> Lang {
        self.lang_named("en").unwrap_or_else(|| Lang::at(0))
    }

    /// A text, if the language has it.
    pub fn template(&self, lang: Lang, key: &str) -> Option<&Template> {
        let language = self.language(lang);
        language.by_key.get(key).map(|&place| &language.texts[place].1)
    }

    /// The file in which an author finds a text, relative to `dialogues/`.
    pub fn text_file(&self, lang: Lang, key: &str) -> String {
        let language = self.language(lang);
        match &language.making {
            Making::Derived { from, by_hand, .. } if !by_hand.iter().any(|written| written == key) => {
                self.text_file(*from, key)
            }
            Making::Derived { .. } | Making::Written => language.text_path(),
        }
    }

    /// The text keys of a language in the order of its file.
    pub fn text_keys(&self, lang: Lang) -> impl Iterator<Item = &str> {
        self.language(lang).texts.iter().map(|(key, _)| key.as_str())
    }

    /// The facts a text rests on.
    pub fn facts_behind(&self, key: &str) -> &[FactId] {
        self.facts_by_text.get(key).map_or(&[], Vec::as_slice)
    }

    /// The fact that fills a place: the operator's own first, then the one true for all.
    pub fn fact_for(&self, operator: Option<OperatorId>, place: &str) -> Option<FactId> {
        operator
            .and_then(|_| self.fact_by_place.get(&(operator, place.to_owned())))
            .or_else(|| self.fact_by_place.get(&(None, place.to_owned())))
            .copied()
    }
}
