//! What scripts have in common with each other and what not: folding, Chinese characters, widths.

use unicode_normalization::UnicodeNormalization;

use crate::catalog::hant::SimpleForms;

/// Folds widths alone, which is all that digits need.
pub fn fold_width(text: &str) -> String {
    text.nfkc().collect()
}

/// Folds what different keyboards make of the same word: width, case, ё, Kazakh letters, Traditional Chinese.
pub fn fold(text: &str, simple: &SimpleForms) -> String {
    text.nfkc()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
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
        })
        .collect()
}

/// The words of a folded text. Chinese sets no spaces, so each of its characters is a word of its own, and
/// "beeline怎么充" begins with the word "beeline".
pub fn words(folded: &str) -> Vec<String> {
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

/// Whether a character is a Chinese one.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}')
}

/// Whether a character is Chinese or the full-width punctuation that goes with it: no space stands beside it.
pub fn is_full_width(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3001}'..='\u{303F}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF1F}')
}

/// How many columns a label takes: Chinese characters and emoji are two wide.
pub fn columns(label: &str) -> usize {
    label.chars().map(|c| if c >= '\u{2E80}' { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_folded_and_split() {
        assert_eq!(
            words(&fold("Ｂｅｅｌｉｎｅ怎麼充？ Қазақ", &SimpleForms::of_all())),
            ["beeline", "怎", "么", "充", "казак"]
        );
    }
}
