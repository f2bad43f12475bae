//! The serde mirror of `dialogues/`: what the files look like, nothing more. Unknown fields are errors, so
//! that a typo in the data never passes silently. Meaning is given in [`super::load`].

use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;

use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

/// A JSON object in the order of the file, in which a key that stands twice is an error.
#[derive(Clone, Debug)]
pub struct Entries<T>(pub Vec<(String, T)>);

/// `text/<lang>.json`: text key -> text.
pub type TextFile = Entries<String>;

/// `catalog.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogFile {
    /// Version of the file format; this program reads version 1.
    pub format: u32,
    /// After how many days a fact counts as checked long ago.
    pub review_after_days: u32,
    /// In the order of the language row; the first is the original of all texts.
    pub languages: Vec<LanguageEntry>,
    /// In the order of the first screen.
    pub operators: Vec<OperatorEntry>,
    /// In the order of the list of ways.
    pub methods: Vec<MethodEntry>,
    /// The words of a conversation, in all languages together.
    pub vocabulary: VocabularyEntry,
    /// Ids that once existed, and where they lead now.
    pub retired: RetiredEntry,
    /// Where facts come from, by source id.
    pub sources: Entries<SourceEntry>,
    /// Every fact.
    pub facts: Vec<FactEntry>,
}

/// A language: its id is also the name of its text file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageEntry {
    /// Two-letter code, as Telegram wants it for profile texts.
    pub id: String,
    /// The language's name in itself.
    pub name: String,
    /// Primary subtags of `language_code` that mean this language.
    pub tags: Vec<String>,
}

/// An operator. Without `name` its name is a text (`operator.<id>.name`).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperatorEntry {
    /// Permanent id.
    pub id: String,
    /// The brand as on the sign.
    pub name: Option<String>,
    /// What people type for it, in any script.
    pub aliases: Vec<String>,
}

/// A way to pay.
#[derive(Debug, Deserialize)]
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
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskEntry {
    /// Text key of the heading.
    pub title: String,
    /// Text keys of the warning's lines.
    pub lines: Vec<String>,
    /// Ids of the ways to offer first.
    pub safer: Vec<String>,
}

/// What people type that names nothing in the content.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VocabularyEntry {
    /// Yes, to a question.
    pub yes: Vec<String>,
    /// No, to a question.
    pub no: Vec<String>,
    /// Not having something.
    pub negations: Vec<String>,
    /// Hello.
    pub greetings: Vec<String>,
    /// One step back.
    pub back: Vec<String>,
    /// Call it off.
    pub cancel: Vec<String>,
    /// Phrases that mean nothing here but resemble something that does ("SIM card").
    pub ignored: Vec<String>,
}

/// Old id -> id that took its place, for each kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetiredEntry {
    /// Operators.
    pub operators: HashMap<String, String>,
    /// Ways to pay.
    pub methods: HashMap<String, String>,
    /// Pages.
    pub pages: HashMap<String, String>,
}

/// Where a fact was read.
#[derive(Debug, Deserialize)]
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
#[derive(Debug, Deserialize)]
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
    /// Text keys that rest on this fact.
    #[serde(default)]
    pub words: Vec<String>,
}

/// What a fact's value is; decides how it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
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
    /// Number ranges.
    Prefixes,
    /// Some other name.
    Name,
}

/// How sure a fact is, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
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

/// `guides/<operator>.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuideFile {
    /// The operator's id; equals the file's stem.
    pub operator: String,
    /// The operator's card.
    pub card: CardEntry,
    /// For each way to pay, by method id.
    pub methods: Entries<serde_json::Value>,
}

/// An operator's card, as text keys.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CardEntry {
    /// Paragraphs.
    pub intro: Vec<String>,
    /// Bullets.
    pub lines: Vec<String>,
    /// What is not known.
    pub unknown: Vec<String>,
}

/// A guide, as text keys.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct GuideEntry {
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
}

/// Why a way does not fit an operator.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnavailableEntry {
    /// Text key of the reason.
    pub unavailable: String,
}

/// `pages.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PagesFile {
    /// In the order in which they are listed.
    pub pages: Vec<PageEntry>,
}

/// A page of text; its heading is the text `page.<id>.title`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PageEntry {
    /// Permanent id.
    pub id: String,
    /// The page that lists this one.
    pub within: Option<String>,
    /// What people type for it.
    pub aliases: Vec<String>,
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
}

/// How pressing a page is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rank {
    /// Something to read up on: ways to pay come first.
    #[default]
    Topic,
    /// Something has gone wrong: it comes before any way to pay.
    Urgent,
}

/// `flags.json`: by which signs an offer is judged.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlagsFile {
    /// Traditional characters of the phrases, with the simplified ones.
    pub simplified: HashMap<char, char>,
    /// Words that deny what follows them: "never", "不要".
    pub denials: Vec<String>,
    /// Phrases that hold such a word and deny nothing: "don't forget".
    pub hollow: Vec<String>,
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
    /// The signs, the gravest first.
    pub flags: Vec<FlagEntry>,
}

/// One sign of a bad offer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlagEntry {
    /// Permanent id.
    pub id: String,
    /// How grave it is.
    pub weight: Weight,
    /// Text key: why it is a sign.
    pub reason: String,
    /// Text key: what to do instead.
    pub safer: String,
    /// What finds it besides words.
    #[serde(default)]
    pub detectors: Vec<Detector>,
    /// Phrases that show it, by language id; read as `crate::catalog::flags::pattern` says.
    #[serde(default)]
    pub patterns: HashMap<String, Vec<String>>,
}

/// How grave a sign is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// It can be harmless by itself; two such signs are not.
    Amber,
    /// It is enough by itself.
    Red,
}

/// What the program finds without a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
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
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor(PhantomData))
    }
}

struct EntriesVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for EntriesVisitor<T> {
    type Value = Entries<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object whose keys stand once each")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries: Vec<(String, T)> = Vec::new();
        while let Some((key, value)) = map.next_entry::<String, T>()? {
            if entries.iter().any(|(other, _)| *other == key) {
                return Err(serde::de::Error::custom(format_args!("the key `{key}` stands twice")));
            }
            entries.push((key, value));
        }
        Ok(Entries(entries))
    }
}
