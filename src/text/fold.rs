//! Folding: one form for what different keyboards make of the same word; and splitting a text into words.

use unicode_normalization::UnicodeNormalization;

use crate::text::chinese::SimpleForms;
use crate::text::script::{is_han, is_invisible};

/// Folds widths alone, which is all that digits need.
pub fn fold_width(text: &str) -> String {
    text.nfkc().collect()
}

/// Folds width, case, ё, Kazakh letters and Traditional Chinese.
pub fn fold(text: &str, simple: &SimpleForms) -> String {
    text.nfkc().flat_map(char::to_lowercase).map(|c| fold_letter(c, simple)).collect()
}

/// A text in lower case and one width, without invisible characters.
pub fn lower_visible(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    visible.nfkc().flat_map(char::to_lowercase).collect()
}

/// [`fold`] without the invisible characters that hide a word from filters.
pub fn fold_visible(text: &str, simple: &SimpleForms) -> String {
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    fold(&visible, simple)
}

fn fold_letter(c: char, simple: &SimpleForms) -> char {
    match c {
        'ё' => 'е',
        'ә' => 'а',
        'ғ' => 'г',
        'қ' => 'к',
        'ң' => 'н',
        'ө' => 'о',
        'ұ' | 'ү' => 'у',
        'һ' => 'х',
        'і' => 'и',
        c => simple.simple(c),
    }
}

/// Splits a folded text into words. Chinese has no spaces, so each of its characters is a word of its own, and
/// "beeline怎么充" begins with the word "beeline".
pub fn split_words(folded: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in folded.chars() {
        if c.is_alphanumeric() && !is_han(c) {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if is_han(c) {
            words.push(c.to_string());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_folded_and_split() {
        assert_eq!(
            split_words(&fold("Ｂｅｅｌｉｎｅ怎麼充？ Қазақ", &SimpleForms::of_all())),
            ["beeline", "怎", "么", "充", "казак"]
        );
    }
}
