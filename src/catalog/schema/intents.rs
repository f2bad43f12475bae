//! `intents.json`, `examples/<lang>.json` and `unseen/<lang>.json`: what typed texts ask for, the sentences it is
//! learned from, and the sentences it is measured with.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::catalog::entries::Entries;

/// `intents.json`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IntentsFile {
    /// Where an editor finds the JSON Schema of this file.
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// Word in capitals -> ids of the methods whose names it replaces before a text is classified.
    pub placeholders: Entries<Vec<String>>,
    /// Language -> its names in all languages; typing one switches to it.
    pub languages: Entries<Vec<String>>,
    /// In order of importance.
    pub intents: Vec<IntentEntry>,
}

/// What a typed text can ask for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IntentEntry {
    /// The key of its sentences in the example files.
    pub id: String,
    /// Whether the text says that money has been paid already.
    #[serde(default)]
    pub money: Money,
    /// What it opens.
    pub opens: TargetEntry,
    /// Method named -> page opened instead.
    #[serde(default)]
    pub by_method: Entries<String>,
    /// Text key of its button among suggestions; a page's is its title.
    #[serde(default)]
    pub label: Option<String>,
}

/// Whether a text with an intent says that money has been paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Money {
    /// It has been paid: no method of payment may be offered.
    Paid,
    /// Nothing is said of it.
    #[default]
    Unpaid,
}

/// What an intent opens.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TargetEntry {
    /// The way to a guide: operator, payer, method.
    TopUp,
    /// The card of the operator named, else the list of cards.
    OperatorCard,
    /// What works without money and data, for the operator named.
    Offline,
    /// The question for the first digits of the number.
    Whoami,
    /// The question for an offer to check.
    Offer,
    /// Reminders.
    Reminders,
    /// The choice of language.
    Languages,
    /// The screen that is open, without a word.
    Current,
    /// The screen that is open, below "you're welcome".
    Welcome,
    /// The first screen, below "cancelled".
    Cancel,
    /// Nothing: a text about something else.
    Nothing,
    /// A page.
    Page(String),
}

/// `examples/<lang>.json`: intent -> sentences.
pub type ExamplesFile = Entries<Vec<String>>;

/// `unseen/<lang>.json`: sentences that nothing is learned from.
pub type UnseenFile = Vec<UnseenEntry>;

/// A sentence with the right answer.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnseenEntry {
    /// As it was typed.
    pub text: String,
    /// The intent.
    pub intent: String,
    /// Other intents that are as right.
    #[serde(default)]
    pub also: Vec<String>,
    /// The operator named.
    #[serde(default)]
    pub operator: Option<String>,
    /// The method named.
    #[serde(default)]
    pub method: Option<String>,
    /// The method that is not wanted or not there.
    #[serde(default)]
    pub without: Option<String>,
}
