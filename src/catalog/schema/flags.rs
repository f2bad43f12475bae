//! `flags.json` as it is written: by which signs an offer is judged.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Deserialize;

/// All of it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FlagsFile {
    /// Where an editor finds the JSON Schema of this file.
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// Words that deny what follows them: "never", "不要".
    pub denials: Vec<String>,
    /// Phrases that hold such a word and deny nothing: "don't forget".
    pub hollow: Vec<String>,
    /// Phrases of messages that report or warn of a scam, or confirm a payment: such a message is no offer.
    pub reports: Vec<String>,
    /// Phrases that hold such words and are offers all the same: "scammed? we get your money back".
    pub not_reports: Vec<String>,
    /// Host names whose pages, and those below them, are official.
    pub official: Vec<String>,
    /// Names of official sites that false ones put into theirs.
    pub imitated: Vec<String>,
    /// Host names that lead to a person in a messenger.
    pub messengers: Vec<String>,
    /// Last parts of host names that are known without `https://` before them.
    pub endings: Vec<String>,
    /// Words between a sum and the smaller one that is asked for it: "5000 for 4000".
    pub sells: Vec<String>,
    /// Words between a sum and the larger one that is given for it: "pay 4000 get 5000".
    pub gives: Vec<String>,
    /// The signs, the most serious first.
    pub flags: Vec<FlagEntry>,
}

impl FlagsFile {
    /// Every phrase in it, as written.
    pub fn phrases(&self) -> impl Iterator<Item = &str> {
        let lists = [&self.denials, &self.hollow, &self.reports, &self.not_reports, &self.sells, &self.gives];
        let signs = self.flags.iter().flat_map(|flag| flag.patterns.values());
        lists.into_iter().chain(signs).flatten().map(String::as_str)
    }
}

/// One sign of a bad offer.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FlagEntry {
    /// Permanent id.
    pub id: String,
    /// How serious it is.
    pub weight: Weight,
    /// Text key: why it is a sign.
    pub reason: String,
    /// Text key: what to do instead.
    pub safer: String,
    /// What finds it besides words.
    #[serde(default)]
    pub detectors: Vec<Detector>,
    /// Phrases that show it, by language id; read as `crate::text::phrase` says.
    #[serde(default)]
    pub patterns: HashMap<String, Vec<String>>,
}

/// How serious a sign is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Something to be careful with, however many such signs there are.
    Light,
    /// It can be harmless by itself; two such signs are not.
    Amber,
    /// It is enough by itself.
    Red,
}

/// What the program finds without a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Detector {
    /// A link to a site that is neither official nor a messenger.
    Link,
    /// A link to a site whose name imitates an official one.
    LookAlike,
    /// An `@name`, or a link into a messenger.
    Handle,
    /// A sum of money for a smaller one.
    BelowFace,
    /// A code that forwards calls or sends balance to another number.
    ForwardingCode,
}
