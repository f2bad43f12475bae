//! Takes screens apart into their structure, which all languages share, and the texts of each language.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use crate::snapshots::texts::{Source, Texts};

/// The marks before a line of a view as plain text: folded, heading, warning, note, point, card.
const MARKS: [&str; 7] = ["▎ ", "# ", "## ", "! ", "~ ", "• ", "❝ "];
/// What a button carries is behind one of these.
const CARRIES: [&str; 3] = [" → ", " ⧉ ", " ↗ "];
/// Between the lines of a text that a button copies.
const NEW_LINE: &str = " ⏎ ";

/// One thing as it reads in each language, by the language's id.
type Reading<'a> = HashMap<&'a str, String>;

pub struct Outline<'a> {
    texts: Texts,
    languages: Vec<&'a str>,
    structure: String,
    /// Language and key -> every form, in the order in which they were met.
    forms: BTreeMap<(&'a str, String), Vec<String>>,
}

impl<'a> Outline<'a> {
    pub fn new(by_hand: &[&str], languages: Vec<&'a str>) -> Self {
        Self { texts: Texts::of(by_hand), languages, structure: String::new(), forms: BTreeMap::new() }
    }

    /// Adds a screen, given as plain text in each language.
    pub fn add_screen(&mut self, name: &str, shown: &Reading<'a>) {
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(self.structure, "===== {name}");
        let is_row = |line: &str| line.starts_with('[');
        let lines = |lang: &str| -> Vec<String> {
            shown[lang].lines().filter(|line| !is_row(line) && !line.is_empty()).map(str::to_owned).collect()
        };
        for line in self.side_by_side(name, lines) {
            let outlined = self.line(name, &line);
            let _ = writeln!(self.structure, "{outlined}");
        }
        let rows = |lang: &str| shown[lang].lines().filter(|line| is_row(line)).map(row).collect::<Vec<_>>();
        for button in self.side_by_side(name, |lang| rows(lang).concat()) {
            let outlined = self.button(name, &button);
            let _ = writeln!(self.structure, "[{outlined}]");
        }
        // How many buttons a row has depends on their widths, so it is not the same in every language.
        let mut sizes: BTreeMap<Vec<usize>, Vec<&str>> = BTreeMap::new();
        for lang in &self.languages {
            sizes.entry(rows(lang).iter().map(Vec::len).collect()).or_default().push(lang);
        }
        for (sizes, languages) in sizes {
            let sizes: Vec<_> = sizes.iter().map(usize::to_string).collect();
            let _ = writeln!(self.structure, "rows of {}: {}", languages.join(", "), sizes.join(" "));
        }
    }

    /// The same thing in each language, for a list of them that is as long in each.
    fn side_by_side(&self, name: &str, list: impl Fn(&str) -> Vec<String>) -> Vec<Reading<'a>> {
        let lists: HashMap<&'a str, Vec<String>> =
            self.languages.iter().map(|&lang| (lang, list(lang))).collect();
        let count = lists[self.languages[0]].len();
        for (lang, list) in &lists {
            assert_eq!(list.len(), count, "{name} has as many parts in {lang}: {list:#?}");
        }
        (0..count).map(|number| self.each(|lang| lists[lang][number].clone())).collect()
    }

    /// Adds texts that are shown beside screens, by their keys.
    pub fn add_words(&mut self, words: &HashMap<&'a str, Vec<(String, String)>>) {
        let _ = writeln!(self.structure, "===== beside screens");
        for (lang, words) in words {
            for (key, shown) in words {
                self.note(lang, key, shown);
            }
        }
        for (key, _) in &words[self.languages[0]] {
            let _ = writeln!(self.structure, "{key}");
        }
    }

    /// The contents of the files by their names.
    pub fn files(self) -> Vec<(String, String)> {
        let file = |lang: &'a str| {
            let mut file = String::new();
            let others =
                self.forms.keys().filter(|(of, key)| of == &lang && !self.texts.keys().contains(key));
            for key in self.texts.keys().iter().chain(others.map(|(_, key)| key)) {
                let Some(forms) = self.forms.get(&(lang, key.clone())) else { continue };
                let _ = writeln!(file, "{key}");
                forms.iter().for_each(|form| file.push_str(&format!("    {form}\n")));
            }
            (format!("{lang}.txt"), file)
        };
        let files: Vec<_> = self.languages.iter().map(|lang| file(lang)).collect();
        files.into_iter().chain([("structure.txt".to_owned(), self.structure)]).collect()
    }

    fn each(&self, read: impl Fn(&'a str) -> String) -> Reading<'a> {
        self.languages.iter().map(|&lang| (lang, read(lang))).collect()
    }

    /// A line of text: its marks, then its source.
    fn line(&mut self, name: &str, line: &Reading<'a>) -> String {
        let marks = marks(&line[self.languages[0]]).to_owned();
        let rest = self.each(|lang| line[lang].strip_prefix(&marks).unwrap_or(&line[lang]).to_owned());
        marks + &self.source(name, &rest)
    }

    /// A button: the source of its label and what it carries.
    fn button(&mut self, name: &str, button: &Reading<'a>) -> String {
        let arrow = CARRIES.into_iter().find(|arrow| button[self.languages[0]].contains(arrow));
        let Some(arrow) = arrow else { return self.source(name, button) };
        let part = |lang: &str| button[lang].split_once(arrow).unwrap_or((&button[lang], ""));
        let (label, carried) =
            (self.each(|lang| part(lang).0.to_owned()), self.each(|lang| part(lang).1.to_owned()));
        let label = self.source(name, &label);
        let first = &carried[self.languages[0]];
        let count = first.split(NEW_LINE).count();
        let lines: Vec<_> = match self.languages.iter().all(|lang| carried[lang] == *first) {
            true => vec![first.clone()],
            false => (0..count)
                .map(|number| {
                    let line = self.each(|lang| {
                        carried[lang].split(NEW_LINE).nth(number).unwrap_or_default().to_owned()
                    });
                    self.source(name, &line)
                })
                .collect(),
        };
        format!("{label}{arrow}{}", lines.join(NEW_LINE))
    }

    /// The key of a text with what fills its places; what is the same in all languages as it is.
    fn source(&mut self, name: &str, line: &Reading<'a>) -> String {
        let first = line[self.languages[0]].clone();
        let (key, outlined) = match self.texts.source(line) {
            _ if first.is_empty() => return String::new(),
            Some(Source { key, filled }) if filled.is_empty() => (key.clone(), key),
            Some(Source { key, filled }) => (key.clone(), format!("{key} {{{}}}", filled.join("|"))),
            None if line.values().all(|other| *other == first) => return format!("\"{first}\""),
            None => (format!("({name})"), format!("({name})")),
        };
        for lang in self.languages.clone() {
            self.note(lang, &key, &line[lang]);
        }
        outlined
    }

    /// Notes a form of a text.
    fn note(&mut self, lang: &'a str, key: &str, form: &str) {
        let forms = self.forms.entry((lang, key.to_owned())).or_default();
        if !forms.iter().any(|known| known == form) {
            forms.push(form.to_owned());
        }
    }
}

/// The buttons of a row.
fn row(line: &str) -> Vec<String> {
    let inside = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')).unwrap_or(line);
    inside.split("] [").map(str::to_owned).collect()
}

/// The marks that a line begins with, with the number of a step.
fn marks(line: &str) -> &str {
    let mut at = 0;
    while let Some(mark) = MARKS.iter().find(|mark| line[at..].starts_with(**mark)) {
        at += mark.len();
    }
    let digits = line[at..].chars().take_while(char::is_ascii_digit).count();
    if digits > 0 && line[at + digits..].starts_with(". ") {
        at += digits + 2;
    }
    &line[..at]
}
