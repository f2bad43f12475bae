//! The features of a text: buckets of hashed letter groups, words and pairs of words, weighted by rarity.

use crate::classifier::float::ln;
use crate::classifier::latin::in_cyrillic;
use crate::text::script::is_han;

/// How many buckets features are hashed into.
pub const BUCKETS: usize = 1 << 14;
/// The longest letter group.
const LONGEST_GROUP: usize = 4;
/// The shortest letter group of a script with letters, and of Chinese.
const SHORTEST_GROUP: usize = 2;
const SHORTEST_HAN_GROUP: usize = 1;
/// Marks the start and the end of a word in its letter groups.
const EDGE: char = '_';
/// A longer run of Chinese is a clause, not a word, and forms no pair.
const LONGEST_HAN_WORD: usize = 3;

/// A sparse vector of length 1: buckets in ascending order, each once, with their weights.
pub type Vector = Vec<(u32, f32)>;

/// The buckets of a text in ascending order; a bucket is repeated for every feature in it.
pub fn buckets(text: &str) -> Vec<u32> {
    let words = words(text);
    let mut found = Vec::new();
    for word in &words {
        word.hash_groups(&mut found);
    }
    hash_pairs(&words, &mut found);
    // Latin words count a second time in Cyrillic letters.
    let copies: Vec<Word> = words.into_iter().map(Word::in_cyrillic).collect();
    let is_copied = copies.iter().any(|word| word.kind == Kind::Copy);
    if is_copied {
        for word in copies.iter().filter(|word| word.kind == Kind::Copy) {
            word.hash_groups(&mut found);
        }
        hash_pairs(&copies, &mut found);
    }
    found.sort_unstable();
    found
}

/// How rare each bucket is among texts: `ln((1 + texts) / (1 + texts with the bucket)) + 1`.
pub fn rarity(texts: &[Vec<u32>]) -> Box<[f32]> {
    let mut counts = vec![0.0_f32; BUCKETS];
    for text in texts {
        let mut previous = None;
        for &bucket in text {
            if previous.replace(bucket) != Some(bucket) {
                counts[bucket as usize] += 1.0;
            }
        }
    }
    let all = texts.len() as f32;
    counts.into_iter().map(|count| ln((1.0 + all) / (1.0 + count)) + 1.0).collect()
}

/// Weights the buckets of a text: `(1 + ln(repetitions)) * rarity`, scaled to length 1.
pub fn weighted(buckets: &[u32], rarity: &[f32]) -> Vector {
    let groups = buckets.chunk_by(|one, other| one == other);
    let mut vector: Vector =
        groups.map(|group| (group[0], (1.0 + ln(group.len() as f32)) * rarity[group[0] as usize])).collect();
    let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(f32::EPSILON);
    for (_, weight) in &mut vector {
        *weight /= length;
    }
    vector
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    kind: Kind,
    text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// In ASCII capitals: hashed whole.
    Placeholder,
    /// A run of Chinese.
    Han,
    /// A run of digits: hashed as its length.
    Digits,
    /// Anything else.
    Letters,
    /// A Latin word that was written in Cyrillic.
    Copy,
}

/// Splits a folded text where it is not alphanumeric, and between Chinese, digits and other letters.
fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    for c in text.chars() {
        if !c.is_alphanumeric() {
            open = false;
            continue;
        }
        let kind = match c {
            c if is_han(c) => Kind::Han,
            'A'..='Z' => Kind::Placeholder,
            '0'..='9' => Kind::Digits,
            _ => Kind::Letters,
        };
        match words.last_mut() {
            Some(word) if open && word.kind == kind => word.text.push(c),
            _ => words.push(Word { kind, text: c.to_string() }),
        }
        open = true;
    }
    words.into_iter().map(Word::with_digits_counted).collect()
}

impl Word {
    fn with_digits_counted(self) -> Self {
        match self.kind {
            Kind::Digits => Self { kind: Kind::Placeholder, text: format!("N{}", self.text.len()) },
            _ => self,
        }
    }

    fn in_cyrillic(self) -> Self {
        match (self.kind, in_cyrillic(&self.text)) {
            (Kind::Letters, Some(text)) => Self { kind: Kind::Copy, text },
            _ => self,
        }
    }

    fn hash_groups(&self, found: &mut Vec<u32>) {
        if self.kind != Kind::Han {
            found.push(bucket(&["=", &self.text]));
        }
        if self.kind == Kind::Placeholder {
            return;
        }
        let edged: String = [EDGE].into_iter().chain(self.text.chars()).chain([EDGE]).collect();
        let mut starts: Vec<usize> = edged.char_indices().map(|(start, _)| start).collect();
        starts.push(edged.len());
        let shortest = if self.kind == Kind::Han { SHORTEST_HAN_GROUP } else { SHORTEST_GROUP };
        for length in shortest..=LONGEST_GROUP {
            for span in starts.windows(length + 1) {
                let group = &edged[span[0]..span[length]];
                // An edge alone says nothing.
                if group.len() > EDGE.len_utf8() {
                    found.push(bucket(&[group]));
                }
            }
        }
    }

    fn forms_pairs(&self) -> bool {
        self.kind != Kind::Han || self.text.chars().count() <= LONGEST_HAN_WORD
    }
}

fn hash_pairs(words: &[Word], found: &mut Vec<u32>) {
    for pair in words.windows(2) {
        if pair.iter().all(Word::forms_pairs) {
            found.push(bucket(&[&pair[0].text, "~", &pair[1].text]));
        }
    }
}

/// FNV-1a of the parts in a row, folded into the buckets.
fn bucket(parts: &[&str]) -> u32 {
    let bytes = parts.iter().flat_map(|part| part.bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ (hash >> 32)) as u32 % BUCKETS as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, String)> {
        words(text).into_iter().map(|word| (word.kind, word.text)).collect()
    }

    #[test]
    fn texts_are_split_where_scripts_change() {
        let word = |kind, text: &str| (kind, text.to_owned());
        assert_eq!(
            kinds("OPERATOR怎么充5000тг? ok"),
            [
                word(Kind::Placeholder, "OPERATOR"),
                word(Kind::Han, "怎么充"),
                word(Kind::Placeholder, "N4"),
                word(Kind::Letters, "тг"),
                word(Kind::Letters, "ok"),
            ]
        );
        assert_eq!(kinds("701, 8"), [word(Kind::Placeholder, "N3"), word(Kind::Placeholder, "N1")]);
    }

    #[test]
    fn latin_and_cyrillic_spellings_share_features() {
        let (latin, cyrillic) = (buckets("aqsha kelmedi"), buckets("акша келмеди"));
        assert!(cyrillic.iter().all(|bucket| latin.contains(bucket)));
    }

    #[test]
    fn a_vector_has_length_one_and_ascending_buckets() {
        let texts = [buckets("top up"), buckets("top up a card")];
        let vector = weighted(&texts[0], &rarity(&texts));
        let length: f32 = vector.iter().map(|(_, weight)| weight * weight).sum();
        assert!((length - 1.0).abs() < 1e-5, "{length}");
        assert!(vector.is_sorted_by(|one, other| one.0 < other.0));
    }
}
