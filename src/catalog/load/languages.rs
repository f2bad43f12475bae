//! The languages and their texts: read from their files, or made from a language that has been read.

use crate::catalog::entries::Entries;
use crate::catalog::files::CATALOG;
use crate::catalog::id::Lang;
use crate::catalog::language::{Language, Making, text_path, wording_path};
use crate::catalog::load::Loader;
use crate::catalog::load::derive::{Made, derive};
use crate::catalog::schema::{LanguageEntry, TextFile, WordingFile};
use crate::catalog::template::Template;

/// Text key -> text, in order.
type Texts = Vec<(String, Template)>;

impl Loader<'_> {
    pub(in crate::catalog) fn languages(&mut self, entries: Vec<LanguageEntry>) -> Vec<Language> {
        let mut written: Vec<String> = Vec::with_capacity(entries.len());
        let mut languages: Vec<Language> = Vec::with_capacity(entries.len());
        for entry in entries {
            written.extend(entry.from.is_none().then(|| entry.id.clone()));
            let texts = self.texts(&text_path(&entry.id));
            let made = match &entry.from {
                None => texts.map(|texts| (texts, Making::Written)),
                // It may be one that could not be read; already reported.
                Some(from) if written.contains(from) => texts.and_then(|by_hand| {
                    let from = languages.iter().position(|language| language.id == *from).map(Lang::at)?;
                    self.derived(&entry.id, from, &languages, by_hand)
                }),
                Some(from) => {
                    let message =
                        format!("`from` is `{from}`: name a language above this one that has all texts");
                    self.problem("unknown-id", CATALOG, &entry.id, message);
                    None
                }
            };
            languages.extend(made.map(|(texts, making)| {
                let by_key = texts.iter().enumerate().map(|(i, (key, _))| (key.clone(), i)).collect();
                Language { id: entry.id, name: entry.name, tags: entry.tags, making, texts, by_key }
            }));
        }
        languages
    }

    /// The texts of a language that is made from one that has been read, and what was made of it.
    fn derived(
        &mut self,
        id: &str,
        from: Lang,
        read: &[Language],
        by_hand: Texts,
    ) -> Option<(Texts, Making)> {
        let Entries(phrases): WordingFile = self.parse(&wording_path(id))?;
        let Made { texts, needless, idle } = derive(&read[from.index()].texts, &by_hand, phrases);
        let by_hand = by_hand.into_iter().map(|(key, _)| key).collect();
        Some((texts, Making::Derived { from, by_hand, needless, idle }))
    }

    fn texts(&mut self, path: &str) -> Option<Texts> {
        let Entries(raw): TextFile = self.parse(path)?;
        let mut texts = Vec::with_capacity(raw.len());
        for (key, text) in raw {
            match Template::parse(&text) {
                Ok(template) => texts.push((key, template)),
                Err(error) => self.problem("template", path, &key, error.to_string()),
            }
        }
        Some(texts)
    }
}
