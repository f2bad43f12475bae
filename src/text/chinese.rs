//! The two scripts of Chinese. Texts go from Simplified to Traditional, worded as in Taiwan; typed words go the other
//! way, character by character, so that one alias is enough for both. Only Chinese characters are ever changed.

use std::collections::HashSet;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

use crate::text::script::is_han;
use crate::text::wording::Wording;

/// Turns Simplified Chinese into Traditional. Its dictionaries take some megabytes: make one, use it, drop it.
pub struct Traditional(OpenCC);

impl Traditional {
    /// Opens the dictionaries.
    pub fn open() -> Self {
        Self(dictionaries(BuiltinConfig::S2twp))
    }

    /// A text in Traditional script, then in the given wording.
    pub fn text(&self, text: &str, wording: &mut Wording) -> String {
        let mut converted = String::with_capacity(text.len());
        for run in runs(text) {
            match run.starts_with(is_han) {
                true => wording.apply(&self.0.convert(run), &mut converted),
                false => converted.push_str(run),
            }
        }
        converted
    }
}

/// The simplified forms of traditional characters.
#[derive(Debug, Default)]
pub struct SimpleForms {
    /// Sorted by the traditional form.
    forms: Box<[(char, char)]>,
}

impl SimpleForms {
    /// Those of all characters in use; the extensions of Unicode hold rarer ones.
    pub fn of_all() -> Self {
        // A break after each character, so that no two of them are read as a phrase.
        let all: String = ('\u{4E00}'..='\u{9FFF}').flat_map(|c| [c, '\n']).collect();
        let simple = dictionaries(BuiltinConfig::T2s).convert(&all);
        let forms = all.lines().zip(simple.lines()).filter_map(|(form, simple)| {
            let pair = (form.chars().next()?, simple.chars().next()?);
            (form != simple && simple.chars().count() == 1).then_some(pair)
        });
        Self { forms: forms.collect() }
    }

    /// Those that lead to a character of `wanted`.
    pub fn leading_to(&self, wanted: &HashSet<char>) -> Self {
        Self { forms: self.forms.iter().copied().filter(|(_, simple)| wanted.contains(simple)).collect() }
    }

    /// The simplified form of a character, or the character itself.
    pub fn simple(&self, c: char) -> char {
        if !is_han(c) {
            return c;
        }
        let found = self.forms.binary_search_by_key(&c, |&(form, _)| form);
        found.map_or(c, |place| self.forms[place].1)
    }
}

fn dictionaries(config: BuiltinConfig) -> OpenCC {
    OpenCC::from_config(config).expect("the dictionaries are part of the program")
}

/// A text cut where Chinese begins and ends.
fn runs(mut text: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let han = is_han(text.chars().next()?);
        let (run, rest) = text.split_at(text.find(|c| is_han(c) != han).unwrap_or(text.len()));
        text = rest;
        Some(run)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_chinese_is_converted() {
        let mut wording = Wording::new([("充值".to_owned(), "儲值".to_owned())]);
        let converted = Traditional::open().text("给 Beeline 充值：«чек» 发短信", &mut wording);
        assert_eq!(converted, "給 Beeline 儲值：«чек» 發簡訊");
    }

    #[test]
    fn a_character_has_one_simplified_form() {
        let forms = SimpleForms::of_all();
        assert_eq!(
            "終端機，終端机 臺 Ж".chars().map(|c| forms.simple(c)).collect::<String>(),
            "终端机，终端机 台 Ж"
        );
        let forms = forms.leading_to(&HashSet::from(['端', '机']));
        assert_eq!("終端機".chars().map(|c| forms.simple(c)).collect::<String>(), "終端机");
    }
}
