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
        for list in self.side_by_side(lines) {
            for line in list {
                let outlined = self.line(name, &line);
                let _ = writeln!(self.structure, "{outlined}");
            }
        }
        let rows = |lang: &str| shown[lang].lines().filter(|line| is_row(line)).map(row).collect::<Vec<_>>();
        for list in self.side_by_side(|lang| rows(lang).concat()) {
            for button in list {
                let outlined = self.button(name, &button);
                let _ = writeln!(self.structure, "[{outlined}]");
            }
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

    /// Each part of a list as it reads in each language. Where the lists are not equally long, there is one for each group
    /// of languages, with a line in the structure that names them.
    fn side_by_side(&mut self, list: impl Fn(&str) -> Vec<String>) -> Vec<Vec<Reading<'a>>> {
        let mut groups: BTreeMap<usize, HashMap<&'a str, Vec<String>>> = BTreeMap::new();
        for &lang in &self.languages {
            let list = list(lang);
            groups.entry(list.len()).or_default().insert(lang, list);
        }
        if groups.len() > 1 {
            let names = groups.iter().map(|(count, lists)| {
                let mut names: Vec<&str> = lists.keys().copied().collect();
                names.sort_unstable();
                format!("{count} in {}", names.join(", "))
            });
            let _ = writeln!(self.structure, "({})", names.collect::<Vec<_>>().join("; "));
        }
        let parts = |(count, lists): (usize, HashMap<&'a str, Vec<String>>)| {
            let part =
                |number: usize| lists.iter().map(|(lang, list)| (*lang, list[number].clone())).collect();
            (0..count).map(part).collect()
        };
        groups.into_iter().map(parts).collect()
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

    /// A line of text: its marks, then its source.
    fn line(&mut self, name: &str, line: &Reading<'a>) -> String {
        let marks = marks(first(line)).to_owned();
        let rest = each(line, |line| line.strip_prefix(&marks).unwrap_or(line).to_owned());
        (marks + &self.source(name, &rest)).trim_end().to_owned()
    }

    /// A button: the source of its label and what it carries.
    fn button(&mut self, name: &str, button: &Reading<'a>) -> String {
        let arrow = CARRIES.into_iter().find(|arrow| first(button).contains(arrow));
        let Some(arrow) = arrow else { return self.source(name, button) };
        let parts = |button: &str| -> (String, String) {
            let (label, carried) = button.split_once(arrow).unwrap_or((button, ""));
            (label.to_owned(), carried.to_owned())
        };
        let label = self.source(name, &each(button, |button| parts(button).0));
        let carried = each(button, |button| parts(button).1);
        let same = carried.values().all(|other| other == first(&carried));
        let lines = match same {
            true => vec![first(&carried).to_owned()],
            false => {
                let line = |number| {
                    each(&carried, |all| all.split(NEW_LINE).nth(number).unwrap_or_default().to_owned())
                };
                let count = first(&carried).split(NEW_LINE).count();
                (0..count).map(|number| self.source(name, &line(number))).collect()
            }
        };
        format!("{label}{arrow}{}", lines.join(NEW_LINE))
    }

    /// The key of a text with what fills its places; what is the same in all languages as it is.
    fn source(&mut self, name: &str, line: &Reading<'a>) -> String {
        let shown = first(line);
        if shown.is_empty() {
            return String::new();
        }
        let (key, outlined) = match self.texts.source(line) {
            Some(Source { key, filled }) if filled.is_empty() => (key.clone(), key),
            Some(Source { key, filled }) => (key.clone(), format!("{key} {{{}}}", filled.join("|"))),
            None if line.values().all(|other| other == shown) => return format!("\"{shown}\""),
            None => (format!("({name})"), format!("({name})")),
        };
        for (lang, form) in line {
            self.note(lang, &key, form);
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

/// How a part reads in the first of its languages.
fn first<'r>(reading: &'r Reading<'_>) -> &'r str {
    reading.iter().min_by_key(|(lang, _)| **lang).map_or("", |(_, shown)| shown)
}

fn each<'a>(reading: &Reading<'a>, change: impl Fn(&str) -> String) -> Reading<'a> {
    reading.iter().map(|(lang, shown)| (*lang, change(shown))).collect()
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
