//! From the files of `dialogues/` to a [`Catalog`]: parses, links ids, and gathers every problem it meets, so
//! that an author sees all of them at once. The named rules about sound content follow in [`crate::catalog::check`].

mod derive;
pub(in crate::catalog) mod intents;
mod languages;
mod offers;

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use serde::de::DeserializeOwned;

use crate::catalog::aliases::{Aliases, Named, Word};
use crate::catalog::check;
use crate::catalog::entries::Entries;
use crate::catalog::facts::{Age, Fact, Source};
use crate::catalog::files::{CATALOG, FACTS, FLAGS, Files, PAGES, VOCABULARY};
use crate::catalog::flags::Flags;
use crate::catalog::id::{FactId, Lang, MethodId, OperatorId, PageId, PayerId};
use crate::catalog::language::Language;
use crate::catalog::model::Catalog;
use crate::catalog::model::{Method, Operator, Page, Retired, Risk, Way};
use crate::catalog::payers::{Payer, Payers};
use crate::catalog::prefixes::Prefixes;
use crate::catalog::problem::Problem;
use crate::catalog::schema::facts::{FactEntry, FactsFile, SourceEntry};
use crate::catalog::schema::flags::FlagsFile;
use crate::catalog::schema::vocabulary::VocabularyFile;
use crate::catalog::schema::{
    CatalogFile, GuideEntry, GuideFile, LanguageEntry, MethodEntry, OperatorEntry, PageEntry, PagesFile,
    PayerEntry, RetiredEntry, UnavailableEntry,
};
use crate::text::chinese::SimpleForms;

/// The version of the file format this program reads.
const FORMAT: u32 = 1;

/// Reads and checks all content as seen on `today`; `today` decides which facts count as checked long ago.
/// Gives every problem found, sorted, or a catalog without any.
pub fn load(files: &Files, today: NaiveDate) -> Result<Catalog, Vec<Problem>> {
    let mut loader = Loader { files, problems: Vec::new() };
    let catalog = loader.catalog(today);
    let loaded = loader.problems;
    let mut problems = loaded.clone();
    if let Some(catalog) = &catalog {
        let found = check::run(catalog, files);
        let unread = |problem: &Problem| loaded.iter().any(|first| follows(problem, first));
        problems.extend(found.into_iter().filter(|problem| !unread(problem)));
    }
    problems.sort();
    problems.dedup();
    match catalog {
        Some(catalog) if problems.is_empty() => Ok(catalog),
        _ => Err(problems),
    }
}

/// Whether a problem only follows from a file or text that could not be read: it counts as missing, a text in every
/// language. Such a problem is not reported.
fn follows(problem: &Problem, first: &Problem) -> bool {
    let same_text = first.check == "template";
    let same_entry = first.check == "syntax" && first.file == problem.file;
    first.key == problem.key && (same_text || same_entry)
}

/// Reads the files, and gathers the problems it meets.
pub(in crate::catalog) struct Loader<'a> {
    files: &'a Files,
    problems: Vec<Problem>,
}

impl Loader<'_> {
    fn catalog(&mut self, today: NaiveDate) -> Option<Catalog> {
        let file: CatalogFile = self.parse(CATALOG)?;
        if file.format != FORMAT {
            let message = format!("this program reads format {FORMAT}, not {}", file.format);
            self.problem("format", CATALOG, "format", message);
            return None;
        }
        let FactsFile { sources, facts, .. } = self.parse(FACTS)?;
        let vocabulary: VocabularyFile = self.parse(VOCABULARY)?;
        let pages: PagesFile = self.parse(PAGES)?;
        let simple = SimpleForms::of_all();
        let flags = self.flags(&file.languages, &simple)?;
        let offers = self.offers(&flags)?;
        let names = Names {
            operators: file.operators.iter().map(|entry| entry.id.clone()).collect(),
            methods: file.methods.iter().map(|entry| entry.id.clone()).collect(),
            payers: file.payers.iter().map(|entry| entry.id.clone()).collect(),
            pages: pages.pages.iter().map(|entry| entry.id.clone()).collect(),
        };
        let aliases = Aliases::new(all_aliases(&file, &vocabulary), &simple);
        let answers = Aliases::new(answers(&file, &vocabulary), &simple);
        let expected = file.languages.len();
        let languages = self.languages(file.languages);
        let operators =
            file.operators.into_iter().filter_map(|entry| self.operator(entry, &names)).collect::<Vec<_>>();
        if operators.len() != names.operators.len() || languages.len() != expected {
            return None; // A guide or text file is missing or unreadable; already reported.
        }
        let counter = self.counter(&file.counter, &languages);
        let review = Days::new(file.review_after_days.into());
        let oldest = today.checked_sub_days(review).unwrap_or(NaiveDate::MIN);
        let facts = self.facts(facts, &sources, &names, oldest);
        let methods = file.methods.into_iter().map(|entry| self.method(entry, &names)).collect();
        let payers = file.payers.into_iter().map(|entry| self.payer(entry, &names)).collect();
        let payers = Payers { list: payers, answers };
        let intents = self.intents(&languages, &names, &simple)?;
        let retired = self.retired(file.retired, &names);
        let pages = pages.pages.into_iter().map(|entry| self.page(entry, &names)).collect();
        Some(Catalog {
            fact_by_place: by_place(&facts),
            facts_by_text: by_text(&facts),
            prefixes: Prefixes::new(&facts),
            languages,
            counter,
            operators,
            methods,
            payers,
            pages,
            facts,
            aliases,
            flags,
            intents,
            offers,
            retired,
            units: vocabulary.units,
        })
    }

    /// The languages spoken at counters.
    fn counter(&mut self, names: &[String], languages: &[Language]) -> Vec<Lang> {
        let find = |name: &str| languages.iter().position(|lang| lang.id == name).map(Lang::at);
        names.iter().filter_map(|name| self.linked(CATALOG, "counter", Some(name), find)).collect()
    }

    fn flags(&mut self, languages: &[LanguageEntry], simple: &SimpleForms) -> Option<Flags> {
        let file: FlagsFile = self.parse(FLAGS)?;
        // With no languages at all, the check of the languages reports it.
        for entry in file.flags.iter().filter(|_| !languages.is_empty()) {
            for lang in entry.patterns.keys().filter(|name| languages.iter().all(|lang| lang.id != **name)) {
                let message = format!("it has phrases in `{lang}`, which is no language of the content");
                self.problem("unknown-id", FLAGS, &entry.id, message);
            }
        }
        Some(Flags::of(file, simple, |place, error| self.problem("phrase", FLAGS, place, error.to_string())))
    }

    fn operator(&mut self, entry: OperatorEntry, names: &Names) -> Option<Operator> {
        let OperatorEntry { id, name, also, aliases: _ } = entry;
        let path = format!("guides/{id}.json");
        let file: GuideFile = self.parse(&path)?;
        if file.operator != id {
            let message = format!("this file is of `{id}`; the operator's id and the file's name must agree");
            self.problem("guide-operator", &path, &file.operator, message);
        }
        let mut ways: Vec<Option<Way>> = names.methods.iter().map(|_| None).collect();
        for (method, value) in file.methods.0 {
            match names.method(&method) {
                Some(id) => ways[id.index()] = self.way(&path, &method, value),
                None => {
                    self.problem("unknown-id", &path, &method, "catalog.json has no method of this id".into())
                }
            }
        }
        Some(Operator { id, name, also, card: file.card, offline: file.offline, ways })
    }

    fn way(&mut self, path: &str, method: &str, value: serde_json::Value) -> Option<Way> {
        let way = if value.get("unavailable").is_some() {
            serde_json::from_value(value).map(|entry: UnavailableEntry| Way::Unavailable(entry.unavailable))
        } else {
            serde_json::from_value(value).map(|entry: GuideEntry| Way::Guide(Box::new(entry)))
        };
        way.map_err(|error| self.problem("syntax", path, method, error.to_string())).ok()
    }

    fn method(&mut self, entry: MethodEntry, names: &Names) -> Method {
        let within = self.linked(CATALOG, &entry.id, entry.within.as_deref(), |name| names.method(name));
        let risk = entry.risk.map(|texts| {
            let safer = texts.safer.iter();
            let safer = safer
                .filter_map(|name| self.linked(CATALOG, &entry.id, Some(name), |name| names.method(name)))
                .collect();
            Risk { texts, safer }
        });
        Method { id: entry.id, within, risk }
    }

    fn payer(&mut self, entry: PayerEntry, names: &Names) -> Payer {
        let PayerEntry { id, first, maybe, hard: Entries(hard), aliases } = entry;
        let mut way = |name: &String| self.linked(CATALOG, &id, Some(name), |name| names.method(name));
        let first = first.iter().filter_map(&mut way).collect();
        let maybe = maybe.iter().filter_map(&mut way).collect();
        let hard = hard.into_iter().filter_map(|(name, why)| way(&name).map(|way| (way, why))).collect();
        Payer { id, first, maybe, hard, aliases }
    }

    fn page(&mut self, entry: PageEntry, names: &Names) -> Page {
        let within = self.linked(PAGES, &entry.id, entry.within.as_deref(), |name| names.page(name));
        let next = entry.next.iter();
        let next = next
            .filter_map(|name| self.linked(PAGES, &entry.id, Some(name), |name| names.page(name)))
            .collect();
        Page { within, next, entry }
    }

    fn facts(
        &mut self,
        entries: Vec<FactEntry>,
        sources: &Entries<SourceEntry>,
        names: &Names,
        oldest: NaiveDate,
    ) -> Vec<Fact> {
        let mut facts = Vec::with_capacity(entries.len());
        for entry in entries {
            let Some((_, source)) = sources.0.iter().find(|(id, _)| *id == entry.source) else {
                let message = format!("no source `{}`: add it to `sources`", entry.source);
                self.problem("unknown-id", FACTS, &entry.id, message);
                continue;
            };
            let source = Source {
                title: source.title.clone(),
                site: source.site.clone(),
                dated: source.dated.clone(),
            };
            let operator =
                self.linked(FACTS, &entry.id, entry.operator.as_deref(), |name| names.operator(name));
            if entry.kind.is_some() != entry.value.is_some() {
                let message = "`kind` and `value` go together".into();
                self.problem("fact-shape", FACTS, &entry.id, message);
            }
            let age = if entry.checked_on < oldest { Age::Stale } else { Age::Fresh };
            facts.push(Fact {
                id: entry.id,
                operator,
                value: entry.kind.zip(entry.value),
                url: entry.url,
                mark: entry.mark,
                source,
                checked_on: entry.checked_on,
                costs: entry.costs,
                age,
                words: entry.words,
            });
        }
        facts
    }

    fn retired(&mut self, entry: RetiredEntry, names: &Names) -> Retired {
        let mut retired = Retired::default();
        for (old, new) in entry.operators {
            let id = self.linked(CATALOG, &old, Some(&new), |name| names.operator(name));
            retired.operators.extend(id.map(|id| (old, id)));
        }
        for (old, new) in entry.methods {
            let id = self.linked(CATALOG, &old, Some(&new), |name| names.method(name));
            retired.methods.extend(id.map(|id| (old, id)));
        }
        for (old, new) in entry.payers {
            let id = self.linked(CATALOG, &old, Some(&new), |name| names.payer(name));
            retired.payers.extend(id.map(|id| (old, id)));
        }
        for (old, new) in entry.pages {
            let id = self.linked(CATALOG, &old, Some(&new), |name| names.page(name));
            retired.pages.extend(id.map(|id| (old, id)));
        }
        retired
    }

    /// The id behind a name that another entry mentions; a problem if there is none.
    pub(in crate::catalog) fn linked<T>(
        &mut self,
        file: &str,
        key: &str,
        name: Option<&str>,
        find: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let name = name?;
        let id = find(name);
        if id.is_none() {
            self.problem("unknown-id", file, key, format!("it names `{name}`, which does not exist"));
        }
        id
    }

    pub(in crate::catalog) fn has(&self, path: &str) -> bool {
        self.files.0.contains_key(path)
    }

    pub(in crate::catalog) fn parse<T: DeserializeOwned>(&mut self, path: &str) -> Option<T> {
        let Some(text) = self.files.0.get(path) else {
            self.problem("missing-file", path, "", "this file is missing".into());
            return None;
        };
        serde_json::from_str(text).map_err(|error| self.problem("syntax", path, "", error.to_string())).ok()
    }

    pub(in crate::catalog) fn problem(
        &mut self,
        check: &'static str,
        file: &str,
        key: &str,
        message: String,
    ) {
        self.problems.push(Problem::new(check, file, key, message));
    }
}

pub(in crate::catalog) struct Names {
    operators: Vec<String>,
    methods: Vec<String>,
    payers: Vec<String>,
    pages: Vec<String>,
}

impl Names {
    fn operator(&self, name: &str) -> Option<OperatorId> {
        self.operators.iter().position(|id| id == name).map(OperatorId::at)
    }

    pub(in crate::catalog) fn method(&self, name: &str) -> Option<MethodId> {
        self.methods.iter().position(|id| id == name).map(MethodId::at)
    }

    fn payer(&self, name: &str) -> Option<PayerId> {
        self.payers.iter().position(|id| id == name).map(PayerId::at)
    }

    pub(in crate::catalog) fn page(&self, name: &str) -> Option<PageId> {
        self.pages.iter().position(|id| id == name).map(PageId::at)
    }
}

fn each(aliases: &[String], named: Named) -> impl Iterator<Item = (&str, Named)> {
    aliases.iter().map(move |alias| (alias.as_str(), named))
}

/// What is read in answer to the question who pays: the payers first.
fn answers<'a>(
    catalog: &'a CatalogFile,
    vocabulary: &'a VocabularyFile,
) -> impl Iterator<Item = (&'a str, Named)> {
    let payers = catalog.payers.iter().enumerate();
    let everything = each(&vocabulary.everything, Named::Word(Word::Everything));
    let payers = payers.flat_map(|(i, entry)| each(&entry.aliases, Named::Payer(PayerId::at(i))));
    payers.chain(everything).chain(all_aliases(catalog, vocabulary))
}

fn all_aliases<'a>(
    catalog: &'a CatalogFile,
    vocabulary: &'a VocabularyFile,
) -> impl Iterator<Item = (&'a str, Named)> {
    let words = [
        (&vocabulary.yes, Word::Yes),
        (&vocabulary.no, Word::No),
        (&vocabulary.negations, Word::Negation),
        (&vocabulary.negations_behind, Word::NegationBehind),
        (&vocabulary.greetings, Word::Greeting),
        (&vocabulary.back, Word::Back),
        (&vocabulary.cancel, Word::Cancel),
        (&vocabulary.offline, Word::Offline),
        (&vocabulary.whoami, Word::WhoAmI),
        (&vocabulary.remind, Word::Remind),
        (&vocabulary.monthly, Word::Monthly),
        (&vocabulary.days, Word::Days),
        (&vocabulary.today, Word::Today),
        (&vocabulary.tomorrow, Word::Tomorrow),
        (&vocabulary.ignored, Word::Ignored),
    ];
    let operators = catalog.operators.iter().enumerate();
    let methods = catalog.methods.iter().enumerate();
    operators
        .flat_map(|(i, entry)| each(&entry.aliases, Named::Operator(OperatorId::at(i))))
        .chain(methods.flat_map(|(i, entry)| each(&entry.aliases, Named::Method(MethodId::at(i)))))
        .chain(words.into_iter().flat_map(|(aliases, word)| each(aliases, Named::Word(word))))
}

fn by_place(facts: &[Fact]) -> HashMap<(Option<OperatorId>, String), FactId> {
    let facts = facts.iter().enumerate();
    facts.map(|(i, fact)| ((fact.operator, fact.id.clone()), FactId::at(i))).collect()
}

fn by_text(facts: &[Fact]) -> HashMap<String, Vec<FactId>> {
    let mut by_text: HashMap<String, Vec<FactId>> = HashMap::new();
    for (i, fact) in facts.iter().enumerate() {
        for key in &fact.words {
            by_text.entry(key.clone()).or_default().push(FactId::at(i));
        }
    }
    by_text
}
