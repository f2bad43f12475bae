//! "Is this offer safe?" What a message shows of the signs in the catalog, and what that adds up to.
//!
//! Fixed rules, so that every verdict can be explained to who gets it:
//!
//! - A sign is found by its phrases, in any language, or by a detector: links, `@names`, sums.
//! - A phrase does not count where it is denied: by "never" or "不要" before it in its clause or inside it, or before the
//!   quotation that it stands in ("swindlers say: «…»").
//! - One red sign makes a verdict red, and so do two amber ones. No sign is no proof.
//!
//! The message itself goes no further than this: a verdict holds ids of signs, and the hosts of links.

use std::ops::Range;

use crate::catalog::Catalog;
use crate::catalog::flags::{Flag, Flags};
use crate::catalog::id::FlagId;
use crate::catalog::schema::flags::{Detector, Weight};
use crate::text::fold::fold_visible;
use crate::text::hosts::{Link, Owner, defused};
use crate::text::phrase::Phrase;
use crate::text::tokens::{Token, tokens};

/// As many words before a phrase a denial reaches; a Chinese character is a word.
const DENIAL_REACH: usize = 18;
/// As many links are shown.
pub const MOST_LINKS: usize = 3;
/// As many characters of a link's host are shown.
pub const LONGEST_LINK: usize = 60;
/// A name in a messenger has at least as many characters.
const SHORTEST_NAME: usize = 4;
/// A smaller number is no sum of money.
const SMALLEST_SUM: u64 = 10;
/// As many words may stand between two sums that are compared.
const BETWEEN_SUMS: usize = 6;
/// The part of a sum that is asked for it, in hundredths, if it is a sale below face value.
const BELOW_FACE: std::ops::RangeInclusive<u64> = 40..=98;

/// What a message shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Verdict {
    /// What it adds up to.
    pub level: Level,
    /// The signs, the gravest first.
    pub flags: Vec<FlagId>,
    /// The hosts of links that are not official, made harmless; at most [`MOST_LINKS`].
    pub links: Vec<String>,
}

/// What the signs of a message add up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// No known sign, which is not proof.
    Unknown,
    /// Something to be careful with.
    Amber,
    /// Do not pay.
    Red,
}

impl Level {
    /// All levels.
    pub const ALL: [Self; 3] = [Self::Unknown, Self::Amber, Self::Red];
}

/// Judges a message.
pub fn judge(catalog: &Catalog, text: &str) -> Verdict {
    let message = Message::read(catalog.signs(), text);
    let shows = |&id: &FlagId| message.shows(catalog.flag(id));
    let flags: Vec<FlagId> = catalog.flags().filter(shows).collect();
    let level = level(flags.iter().map(|&id| catalog.flag(id).weight));
    Verdict { level, flags, links: message.strange_links() }
}

/// One red sign or two amber ones make it red.
fn level(weights: impl Iterator<Item = Weight> + Clone) -> Level {
    let red = weights.clone().filter(|weight| *weight == Weight::Red).count();
    let amber = weights.filter(|weight| *weight == Weight::Amber).count();
    match (red, amber) {
        (0, 0) => Level::Unknown,
        (0, 1) => Level::Amber,
        _ => Level::Red,
    }
}

/// A message, cut up.
struct Message<'a> {
    signs: &'a Flags,
    text: String,
    tokens: Vec<Token>,
    links: Vec<(Link, Owner)>,
    /// The words that deny something.
    denials: Vec<usize>,
}

impl<'a> Message<'a> {
    fn read(signs: &'a Flags, text: &str) -> Self {
        let text = fold_visible(text, &signs.simple);
        let links = signs.hosts.links(&text);
        let spans: Vec<Range<usize>> = links.iter().map(|link| link.span.clone()).collect();
        let tokens = tokens(&text, &spans);
        let links = links.into_iter().map(|link| {
            let owner = signs.hosts.owner(&link.host);
            (link, owner)
        });
        let hollow = found(&signs.hollow, &tokens);
        let denials = found(&signs.denials, &tokens).into_iter().map(|span| span.start);
        let denials = denials.filter(|at| !hollow.iter().any(|span| span.contains(at))).collect();
        Self { signs, links: links.collect(), tokens, denials, text }
    }

    fn shows(&self, flag: &Flag) -> bool {
        let phrase = |pattern: &Phrase| {
            (0..self.tokens.len()).any(|start| {
                pattern.end(&self.tokens, start).is_some_and(|end| !self.is_denied(&(start..end)))
            })
        };
        flag.detectors.iter().any(|&detector| self.detects(detector)) || flag.patterns.iter().any(phrase)
    }

    fn detects(&self, detector: Detector) -> bool {
        let linked = |whose| self.links.iter().any(|(_, owner)| *owner == whose);
        match detector {
            Detector::Link => linked(Owner::Unknown),
            Detector::LookAlike => linked(Owner::Imitator),
            Detector::Handle => linked(Owner::Messenger) || self.names_somebody(),
            Detector::BelowFace => self.sells_below_face(),
        }
    }

    /// Whether a phrase is denied: in its clause before its end, or before the quotation that it stands in.
    fn is_denied(&self, phrase: &Range<usize>) -> bool {
        let first = &self.tokens[phrase.start];
        self.denials.iter().any(|&at| {
            let denial = &self.tokens[at];
            let near = at + DENIAL_REACH >= phrase.start && at < phrase.end;
            let before_quotation = first.quoted.is_some_and(|quotation| {
                let introduced = quotation.checked_sub(1).map(|before| self.tokens[before].sentence);
                at < quotation && introduced == Some(denial.sentence)
            });
            (near && denial.clause == first.clause) || before_quotation
        })
    }

    /// An `@name` that is no part of an e-mail address.
    fn names_somebody(&self) -> bool {
        let links = self.links.iter().map(|(link, _)| &link.span);
        self.text.match_indices('@').any(|(at, _)| {
            let after_word = self.text[..at].chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric());
            let rest = self.text[at + 1..].trim_start_matches(' ');
            let name = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').count();
            !after_word && name >= SHORTEST_NAME && !links.clone().any(|span| span.contains(&at))
        })
    }

    /// "5000 for 4000", "pay 4000 get 5000".
    fn sells_below_face(&self) -> bool {
        let sums: Vec<(usize, u64)> = self
            .tokens
            .iter()
            .enumerate()
            .filter_map(|(at, token)| Some((at, token.word.parse().ok()?)))
            .collect();
        sums.windows(2).any(|pair| {
            let [(first, given), (second, asked)] = *pair else { return false };
            let near = second - first <= BETWEEN_SUMS + 1
                && self.tokens[first].sentence == self.tokens[second].sentence;
            near && (self.is_less(given, asked) && self.stands_between(&self.signs.sells, first, second)
                || self.is_less(asked, given) && self.stands_between(&self.signs.gives, first, second))
        })
    }

    fn is_less(&self, face: u64, price: u64) -> bool {
        let hundredths = price.saturating_mul(100).checked_div(face).unwrap_or_default();
        price >= SMALLEST_SUM && BELOW_FACE.contains(&hundredths)
    }

    fn stands_between(&self, words: &[Phrase], first: usize, second: usize) -> bool {
        let fits = |at: usize, word: &Phrase| word.end(&self.tokens, at).is_some_and(|end| end <= second);
        (first + 1..second).any(|at| words.iter().any(|word| fits(at, word)))
    }

    /// The links that lead to no official site, made harmless.
    fn strange_links(&self) -> Vec<String> {
        let mut shown: Vec<String> = Vec::new();
        for (link, owner) in &self.links {
            let host: String = link.host.chars().take(LONGEST_LINK).collect();
            let host = defused(&host);
            if *owner != Owner::Official && !shown.contains(&host) && shown.len() < MOST_LINKS {
                shown.push(host);
            }
        }
        shown
    }
}

/// Everywhere that one of the phrases stands.
fn found(phrases: &[Phrase], tokens: &[Token]) -> Vec<Range<usize>> {
    let starts = 0..tokens.len();
    let at = |start| phrases.iter().filter_map(move |phrase| Some(start..phrase.end(tokens, start)?));
    starts.flat_map(at).collect()
}
