//! The serde mirror of `dialogues/`: what the files look like, nothing more. Unknown fields are errors, so
//! that a typo in the data never passes silently. Meaning is given in [`super::load`].

pub mod facts;
pub mod flags;
pub mod intents;
pub mod json_schema;
pub mod offers;
pub mod vocabulary;

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::catalog::entries::Entries;

/// `text/<lang>.json`: text key -> text.
pub type TextFile = Entries<String>;

/// `catalog.json`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CatalogFile {
    /// Where an editor finds the JSON Schema of this file.
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// Version of the file format; this program reads version 1.
    pub format: u32,
    /// After how many days a fact counts as checked long ago.
    pub review_after_days: u32,
    /// In the order of the language row; the first is the original of all texts.
    pub languages: Vec<LanguageEntry>,
    /// Ids of the languages spoken at counters, the most common one first.
    pub counter: Vec<String>,
    /// In the order of the first screen.
    pub operators: Vec<OperatorEntry>,
    /// In the order of the list of ways.
    pub methods: Vec<MethodEntry>,
    /// What may hold for who pays, in the order of the question.
    pub payers: Vec<PayerEntry>,
    /// Ids that once existed, and where they lead now.
    pub retired: RetiredEntry,
}

/// `wording/<lang>.json`: phrase as converted -> what to say instead.
pub type WordingFile = Entries<String>;

/// A language: its id is also the name of its text file.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LanguageEntry {
    /// Two-letter code, as Telegram wants it for profile texts; a longer tag has no profile of its own.
    pub id: String,
    /// The language's name in itself.
    pub name: String,
    /// Beginnings of `language_code` that mean this language; the longest of all languages wins.
    pub tags: Vec<String>,
    /// The language in Simplified Chinese that this one, in Traditional, is made from.
    pub from: Option<String>,
}

/// An operator. Without `name` its name is a text (`operator.<id>.name`).
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OperatorEntry {
    /// Permanent id.
    pub id: String,
    /// The brand as on the sign.
    pub name: Option<String>,
    /// Ids of operators whose texts are true of it as well: two brands of one network.
    #[serde(default)]
    pub also: Vec<String>,
    /// What people type for it, in any script.
    pub aliases: Vec<String>,
}

/// A way to pay.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MethodEntry {
    /// Permanent id.
    pub id: String,
    /// The group it belongs to, itself a method.
    pub within: Option<String>,
    /// Set for a way that must be warned about and confirmed first.
    pub risk: Option<RiskEntry>,
    /// What people type for it, in any script.
    pub aliases: Vec<String>,
}

/// The warning that stands before a risky way.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RiskEntry {
    /// Text key of the heading.
    pub title: String,
    /// Text keys of the warning's lines.
    pub lines: Vec<String>,
    /// Ids of the ways to offer first.
    pub safer: Vec<String>,
}

/// What may hold for who pays; a way that is named nowhere is offered without a mark.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PayerEntry {
    /// Permanent id.
    pub id: String,
    /// Ids of the ways that suit, in order.
    pub first: Vec<String>,
    /// Ids of the ways that may work, in order.
    pub maybe: Vec<String>,
    /// Ids of the ways that probably do not work, with the text key of what is missing.
    pub hard: Entries<String>,
    /// What people type for it, in any script.
    pub aliases: Vec<String>,
}

/// Old id -> id that took its place, for each kind.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetiredEntry {
    /// Operators.
    pub operators: HashMap<String, String>,
    /// Ways to pay.
    pub methods: HashMap<String, String>,
    /// What holds for who pays.
    pub payers: HashMap<String, String>,
    /// Pages.
    pub pages: HashMap<String, String>,
}

/// `guides/<operator>.json`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GuideFile {
    /// Where an editor finds the JSON Schema of this file.
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// The operator's id; equals the file's stem.
    pub operator: String,
    /// The operator's card.
    pub card: CardEntry,
    /// What helps without money and data.
    #[serde(default)]
    pub offline: OfflineEntry,
    /// For each way to pay, by method id: a [`GuideEntry`] or an [`UnavailableEntry`].
    #[schemars(with = "Entries<WayEntry>")]
    pub methods: Entries<serde_json::Value>,
}

/// An operator's card, as text keys.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CardEntry {
    /// Paragraphs.
    pub intro: Vec<String>,
    /// Bullets.
    pub lines: Vec<String>,
    /// What is not known.
    pub unknown: Vec<String>,
}

/// What helps without money and data, as text keys: short, to be kept as a picture of one phone screen.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OfflineEntry {
    /// Bullets.
    pub lines: Vec<String>,
    /// What is not known.
    pub unknown: Vec<String>,
}

/// A guide, as text keys.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GuideEntry {
    /// The answer in one sentence, where there is a catch.
    pub answer: Vec<String>,
    /// What to have at hand.
    pub needs: Vec<String>,
    /// Numbered steps.
    pub steps: Vec<String>,
    /// What it costs.
    pub fee: Vec<String>,
    /// What must be seen before paying.
    pub warnings: Vec<String>,
    /// What to do when it fails.
    pub trouble: Vec<String>,
    /// What can wait until asked for.
    pub details: Vec<String>,
    /// What is not known.
    pub unknown: Vec<String>,
    /// What to say to whoever helps.
    pub clerk: ClerkEntry,
    /// The words on the screen.
    pub labels: LabelsEntry,
}

/// What to show to somebody at a counter or at a terminal, as text keys: said in the languages spoken there.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ClerkEntry {
    /// The request.
    pub say: Vec<String>,
    /// What may be said after it, in order.
    pub then: Vec<String>,
    /// Usual replies, with their meaning.
    pub hear: Vec<String>,
}

/// The words on the screen of a way to pay, in the order in which they come, as text keys.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LabelsEntry {
    /// Seen so; each rests on a fact.
    pub seen: Vec<String>,
    /// Ordinary words to look for.
    pub look: Vec<String>,
}

/// What [`GuideFile::methods`] holds, for the JSON Schema alone: an error names the field that is wrong only if the
/// kind is known before.
#[derive(JsonSchema)]
#[serde(untagged)]
#[allow(dead_code, reason = "its schema is used, never a value")]
enum WayEntry {
    /// It fits.
    Guide(Box<GuideEntry>),
    /// It does not.
    Unavailable(UnavailableEntry),
}

/// Why a way does not fit an operator.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnavailableEntry {
    /// Text key of the reason.
    pub unavailable: String,
}

/// `pages.json`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PagesFile {
    /// Where an editor finds the JSON Schema of this file.
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// In the order in which they are listed.
    pub pages: Vec<PageEntry>,
}

/// A page of text; its heading is the text `page.<id>.title`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PageEntry {
    /// Permanent id.
    pub id: String,
    /// The page that lists this one.
    pub within: Option<String>,
    /// Whether it is opened even if the text names a way to pay as well.
    pub rank: Rank,
    /// Paragraphs.
    pub intro: Vec<String>,
    /// Numbered steps.
    pub steps: Vec<String>,
    /// Bullets.
    pub points: Vec<String>,
    /// Closing paragraphs.
    pub outro: Vec<String>,
    /// What can wait until asked for.
    pub details: Vec<String>,
    /// What is not known.
    pub unknown: Vec<String>,
    /// Ids of the pages that are offered as the next step.
    pub next: Vec<String>,
    /// Buttons to other screens, below those to pages.
    pub buttons: Vec<PageButton>,
}

/// A button of a page that opens something else than a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PageButton {
    /// "Which operator am I on?"
    #[serde(rename = "whoami")]
    WhoAmI,
    /// The renewal reminders.
    Reminders,
    /// The question before everything stored is deleted.
    Forget,
    /// "Is this offer safe?"
    CheckOffer,
    /// Adds the bot to a group.
    AddToGroup,
}

/// How pressing a page is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rank {
    /// Something to read up on: ways to pay come first.
    #[default]
    Topic,
    /// Something has gone wrong: it comes before any way to pay.
    Urgent,
}
