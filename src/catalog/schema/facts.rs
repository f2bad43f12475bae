//! `facts.json`: every fact with its mark, source and date.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::catalog::entries::Entries;

/// `facts.json`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactsFile {
    /// Where an editor finds the JSON Schema of this file.
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// Where facts come from, by source id.
    pub sources: Entries<SourceEntry>,
    /// Every fact.
    pub facts: Vec<FactEntry>,
}

/// Where a fact was read.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceEntry {
    /// What the page is.
    pub title: String,
    /// Whose page it is: a host name, or words where there is none.
    pub site: String,
    /// The page's own date, or what is known of its age.
    pub dated: Option<String>,
}

/// A fact: a value that texts may name, or a statement that texts make (`words`), or both.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactEntry {
    /// The place name in texts; unique within its operator, or within the facts of no operator.
    pub id: String,
    /// The operator it is true of; absent if it is true for all.
    pub operator: Option<String>,
    /// What the value is; absent for a statement.
    pub kind: Option<FactKind>,
    /// The value as shown.
    pub value: Option<String>,
    /// Where a `site` leads.
    pub url: Option<String>,
    /// How sure it is.
    pub mark: Mark,
    /// Id of the source.
    pub source: String,
    /// Day the evidence was last looked at.
    pub checked_on: NaiveDate,
    /// Whether dialling a code may cost money: such a code has no button for copying it.
    #[serde(default)]
    pub costs: bool,
    /// Text keys that rest on this fact.
    #[serde(default)]
    pub words: Vec<String>,
}

/// What a fact's value is; decides how it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FactKind {
    /// A USSD code: never shown without its operator.
    Code,
    /// A telephone number.
    Phone,
    /// A web site with an address.
    Site,
    /// An app's name as in the stores.
    App,
    /// Number ranges, each the three digits after +7; looked up in what people type.
    Prefixes,
    /// Some other name.
    Name,
}

/// How sure a fact is, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// The responsible body's own page was seen.
    Verified,
    /// An official page, but an old copy.
    VerifiedOld,
    /// Somebody else reported it.
    Reported,
    /// Weak evidence; shown only where trying it is harmless, and always said so.
    Unconfirmed,
}

impl Mark {
    /// The mark as written in the files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::VerifiedOld => "verified-old",
            Self::Reported => "reported",
            Self::Unconfirmed => "unconfirmed",
        }
    }
}
