//! Replacing phrases by others: at each place the longest phrase that begins there wins.

use aho_corasick::{AhoCorasick, MatchKind};

/// Phrases and their replacements. A phrase replaced by itself protects its characters from shorter phrases.
#[derive(Debug)]
pub struct Wording {
    finder: AhoCorasick,
    phrases: Vec<Phrase>,
}

#[derive(Debug)]
struct Phrase {
    from: String,
    to: String,
    found: bool,
}

impl Wording {
    /// Compiles phrases with their replacements; an empty phrase is left out.
    pub fn new(phrases: impl IntoIterator<Item = (String, String)>) -> Self {
        let phrases = phrases.into_iter().filter(|(from, _)| !from.is_empty());
        let phrases: Vec<Phrase> = phrases.map(|(from, to)| Phrase { from, to, found: false }).collect();
        let finder = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(phrases.iter().map(|phrase| phrase.from.as_str()))
            .expect("some hundred phrases are far below the limits");
        Self { finder, phrases }
    }

    /// Appends `text` to `out` with every phrase replaced.
    pub fn apply(&mut self, text: &str, out: &mut String) {
        let Self { finder, phrases } = self;
        finder.replace_all_with(text, out, |found, _, out| {
            let phrase = &mut phrases[found.pattern().as_usize()];
            phrase.found = true;
            out.push_str(&phrase.to);
            true
        });
    }

    /// The phrases that no text contained so far.
    pub fn unused(&self) -> impl Iterator<Item = &str> {
        self.phrases.iter().filter(|phrase| !phrase.found).map(|phrase| phrase.from.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_wins_and_unused_ones_are_known() {
        let phrases = [("充", "儲值"), ("充值", "儲值"), ("冒充", "冒充"), ("從未", "不曾")];
        let mut wording = Wording::new(phrases.map(|(from, to)| (from.to_owned(), to.to_owned())));
        let mut out = String::new();
        wording.apply("充值，怎麼充？別冒充。", &mut out);
        assert_eq!(out, "儲值，怎麼儲值？別冒充。");
        assert_eq!(wording.unused().collect::<Vec<_>>(), ["從未"]);
    }
}
