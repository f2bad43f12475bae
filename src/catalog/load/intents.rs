//! Loads `intents.json` and the sentences of each language: those that intents are learned from, and those they are
//! measured with.

use crate::catalog::files::INTENTS;
use crate::catalog::id::{IntentId, Lang, MethodId, PageId};
use crate::catalog::intents::{ExampleSentence, Intent, Intents, Target};
use crate::catalog::language::Language;
use crate::catalog::load::{Loader, Names};
use crate::catalog::schema::intents::{ExamplesFile, IntentEntry, IntentsFile, TargetEntry, UnseenFile};
use crate::text::chinese::SimpleForms;

/// The file with a language's example sentences.
pub(in crate::catalog) fn examples_path(lang: &str) -> String {
    format!("examples/{lang}.json")
}

/// The file with a language's unseen sentences.
pub(in crate::catalog) fn unseen_path(lang: &str) -> String {
    format!("unseen/{lang}.json")
}

impl Loader<'_> {
    pub(in crate::catalog) fn intents(
        &mut self,
        languages: &[Language],
        names: &Names,
        simple: &SimpleForms,
    ) -> Option<Intents> {
        let file: IntentsFile = self.parse(INTENTS)?;
        let ids: Vec<String> = file.intents.iter().map(|entry| entry.id.clone()).collect();
        let mut examples = Vec::new();
        let mut unseen = Vec::new();
        for (place, language) in languages.iter().enumerate().filter(|(_, language)| !language.is_derived()) {
            let lang = Lang::at(place);
            examples.extend(self.examples(&language.id, lang, &ids));
            if self.has(&unseen_path(&language.id)) {
                let entries: UnseenFile = self.parse(&unseen_path(&language.id))?;
                unseen.extend(entries.into_iter().map(|entry| (lang, entry)));
            }
        }
        let mut placeholders: Vec<(MethodId, String)> = Vec::new();
        for (word, methods) in file.placeholders.0 {
            for name in methods {
                let id = self.linked(INTENTS, &word, Some(&name), |name| names.method(name));
                placeholders.extend(id.map(|id| (id, word.clone())));
            }
        }
        let mut language_names = Vec::new();
        for (name, spellings) in file.languages.0 {
            let find = |name: &str| languages.iter().position(|lang| lang.id == name).map(Lang::at);
            let lang = self.linked(INTENTS, "languages", Some(&name), find);
            language_names
                .extend(lang.into_iter().flat_map(|lang| spellings.iter().map(move |s| (s.clone(), lang))));
        }
        let list = file.intents.into_iter().filter_map(|entry| self.intent(entry, names)).collect::<Vec<_>>();
        (list.len() == ids.len())
            .then(|| Intents::new(list, examples, unseen, placeholders, language_names, simple))
    }

    fn examples(&mut self, name: &str, lang: Lang, ids: &[String]) -> Vec<ExampleSentence> {
        let path = examples_path(name);
        let mut examples = Vec::new();
        let Some(file) = self.parse::<ExamplesFile>(&path) else { return examples };
        for (key, sentences) in file.0 {
            let find = |name: &str| ids.iter().position(|id| id == name).map(IntentId::at);
            let Some(intent) = self.linked(&path, &key, Some(&key), find) else { continue };
            examples.extend(sentences.into_iter().map(|text| ExampleSentence { intent, lang, text }));
        }
        examples
    }

    fn intent(&mut self, entry: IntentEntry, names: &Names) -> Option<Intent> {
        let IntentEntry { id, money, opens, by_method, label } = entry;
        let mut page =
            |name: &str| -> Option<PageId> { self.linked(INTENTS, &id, Some(name), |name| names.page(name)) };
        let (opens, title) = match opens {
            TargetEntry::TopUp => (Target::TopUp, None),
            TargetEntry::OperatorCard => (Target::OperatorCard, None),
            TargetEntry::Offline => (Target::Offline, None),
            TargetEntry::Whoami => (Target::WhoAmI, None),
            TargetEntry::Offer => (Target::Offer, None),
            TargetEntry::Reminders => (Target::Reminders, None),
            TargetEntry::Languages => (Target::Languages, None),
            TargetEntry::Current => (Target::Current, None),
            TargetEntry::Welcome => (Target::Welcome, None),
            TargetEntry::Cancel => (Target::Cancel, None),
            TargetEntry::Nothing => (Target::Nothing, None),
            TargetEntry::Page(name) => (Target::Page(page(&name)?), Some(format!("page.{name}.title"))),
        };
        let mut pages = Vec::new();
        for (method, name) in by_method.0 {
            let page = page(&name);
            pages.push((method, page));
        }
        let by_method = pages
            .into_iter()
            .filter_map(|(method, page)| {
                let method = self.linked(INTENTS, &id, Some(&method), |name| names.method(name));
                method.zip(page)
            })
            .collect();
        Some(Intent { label: label.or(title), id, money, opens, by_method })
    }
}
