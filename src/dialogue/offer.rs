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

use crate::catalog::flags::{Flag, Flags};
use crate::catalog::id::FlagId;
use crate::catalog::model::Catalog;
use crate::catalog::schema::flags::{Detector, Weight};
use crate::text::chinese::SimpleForms;
use crate::text::fold::{fold, lower_visible};
use crate::text::hosts::{Owner, defused};
use crate::text::links::{Link, links};
use crate::text::phrase::Phrase;
use crate::text::script::columns;
use crate::text::tokens::{Token, tokens};

/// As many words before a phrase a denial reaches; a Chinese character is a word.
const DENIAL_REACH: usize = 18;
/// Columns of the shortest text without a sign that can be an offer.
const SHORTEST_OFFER: usize = 40;
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

/// How probable a red kind must be for a message without a sign to resemble it.
const RESEMBLES: f32 = 0.3;
/// From here on a message with a red sign resembles honest ones.
const HONEST: f32 = 0.6;
/// Stands for a link among the words that are compared with examples.
const LINK: &str = " LINK ";
/// Codes with which every network forwards calls.
const FORWARDING: [&str; 6] = ["002", "004", "21", "61", "62", "67"];
/// Digits of the shortest telephone number in a code.
const SHORTEST_NUMBER: usize = 10;

/// What a message shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Verdict {
    /// What it adds up to.
    pub level: Level,
    /// The signs, the most serious first.
    pub flags: Vec<FlagId>,
    /// The hosts of links that are not official, made harmless; at most [`MOST_LINKS`].
    pub links: Vec<String>,
    /// What known examples say against it.
    pub doubt: Option<Doubt>,
}

/// What known examples say against the signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// No sign was found, but the message resembles those that show this one.
    Resembles(FlagId),
    /// A red sign was found, but the message resembles honest ones.
    Honest,
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

/// Judges a message. Examples raise "no known sign" to amber and doubt a red; they never make a red.
pub fn judge(catalog: &Catalog, text: &str) -> Verdict {
    let message = Message::read(catalog.signs(), text);
    let shows = |&id: &FlagId| message.shows(catalog.flag(id));
    let flags: Vec<FlagId> = catalog.flags().filter(shows).collect();
    let by_signs = level(flags.iter().map(|&id| catalog.flag(id).weight));
    let doubt = message.doubt(catalog, by_signs, &flags);
    let level = if doubt.is_some() { Level::Amber } else { by_signs };
    Verdict { level, flags, links: message.strange_links(), doubt }
}

/// Whether a message holds a link, official or not.
pub fn has_link(catalog: &Catalog, text: &str) -> bool {
    !links(&lower_visible(text), &catalog.signs().hosts.endings).is_empty()
}

/// Whether a text cannot be an offer: without any sign, link or sum it is short, or consists of questions.
pub fn says_too_little(catalog: &Catalog, text: &str) -> bool {
    let folded = lower_visible(text);
    let short = columns(&folded) <= SHORTEST_OFFER;
    let sentences =
        folded.split_inclusive(['?', '!', '.', '。', '\n']).filter(|part| part.contains(char::is_alphabetic));
    let asks = folded.contains('?') && sentences.into_iter().all(|sentence| sentence.ends_with('?'));
    let sum = folded.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() > 1);
    (short || asks) && !sum && judge(catalog, text).level == Level::Unknown && !has_link(catalog, text)
}

/// Which of two texts is to be judged: the message, unless what is written beside it is worse.
pub fn worse<'a>(catalog: &Catalog, beside: &'a str, message: &'a str) -> &'a str {
    let level = |text| judge(catalog, text).level;
    if level(beside) > level(message) { beside } else { message }
}

/// One red sign or two amber ones make it red.
fn level(weights: impl Iterator<Item = Weight> + Clone) -> Level {
    let count = |wanted| weights.clone().filter(|weight| *weight == wanted).count();
    match (count(Weight::Red), count(Weight::Amber), count(Weight::Light)) {
        (0, 0, 0) => Level::Unknown,
        (0, 0 | 1, _) => Level::Amber,
        _ => Level::Red,
    }
}

/// A message, cut up.
struct Message<'a> {
    signs: &'a Flags,
    text: String,
    /// What is compared with the examples: folded, without links.
    folded: String,
    tokens: Vec<Token>,
    links: Vec<(Link, Owner)>,
    /// The words that deny something.
    denials: Vec<usize>,
    /// Whether it reports or warns of a scam, so that its phrases are not its own.
    reports: bool,
}

impl<'a> Message<'a> {
    fn read(signs: &'a Flags, text: &str) -> Self {
        // Links are looked for before folding, which makes other letters of look-alikes.
        let text = lower_visible(text);
        let links = links(&text, &signs.hosts.endings);
        let pieces = pieces_between(&text, &links, &signs.simple);
        let tokens = tokens(&pieces);
        let folded = pieces.join(LINK);
        let links = links.into_iter().map(|link| {
            let owner = signs.hosts.owner(&link);
            (link, owner)
        });
        let hollow = found(&signs.hollow, &tokens);
        let denials = found(&signs.denials, &tokens).into_iter().map(|span| span.start);
        let denials = denials.filter(|at| !hollow.iter().any(|span| span.contains(at))).collect();
        let no_reports = found(&signs.not_reports, &tokens);
        let overlaps =
            |one: &Range<usize>, other: &Range<usize>| one.start < other.end && other.start < one.end;
        let reports = found(&signs.reports, &tokens);
        let reports = reports.iter().any(|span| !no_reports.iter().any(|no| overlaps(no, span)));
        Self { signs, links: links.collect(), tokens, denials, reports, folded, text }
    }

    /// What the examples say against the level by signs. What a program finds without words is not doubted.
    fn doubt(&self, catalog: &Catalog, by_signs: Level, flags: &[FlagId]) -> Option<Doubt> {
        let found = catalog.offers().resemblance(&self.folded);
        let is_red = |id: FlagId| catalog.flag(id).weight == Weight::Red;
        let reds = || found.signs.iter().filter(|(id, _)| is_red(*id));
        let sure = || flags.iter().any(|&id| is_red(id) && !catalog.flag(id).detectors.is_empty());
        match by_signs {
            Level::Unknown if !self.reports => {
                let likeliest = reds().max_by(|one, other| one.1.total_cmp(&other.1));
                let near = likeliest.filter(|(_, probability)| *probability >= RESEMBLES);
                near.map(|(id, _)| Doubt::Resembles(*id))
            }
            Level::Red if found.honest >= HONEST && !sure() => Some(Doubt::Honest),
            Level::Unknown | Level::Amber | Level::Red => None,
        }
    }

    fn shows(&self, flag: &Flag) -> bool {
        let phrase = |pattern: &Phrase| {
            (0..self.tokens.len()).any(|start| {
                pattern.end(&self.tokens, start).is_some_and(|end| !self.is_denied(&(start..end)))
            })
        };
        let worded = !self.reports && flag.patterns.iter().any(phrase);
        worded || flag.detectors.iter().any(|&detector| self.detects(detector))
    }

    fn detects(&self, detector: Detector) -> bool {
        let linked = |whose| self.links.iter().any(|(_, owner)| *owner == whose);
        match detector {
            Detector::Link => linked(Owner::Unknown),
            Detector::LookAlike => linked(Owner::Imitator),
            Detector::Handle => linked(Owner::Messenger) || self.names_somebody(),
            Detector::BelowFace => !self.reports && self.sells_below_face(),
            Detector::ForwardingCode => !self.reports && forwards(&self.text),
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

/// Whether a text holds a code that forwards calls (`**21*…#`), or one with a telephone number in it.
fn forwards(text: &str) -> bool {
    let codes = text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '*' | '#' | '+')));
    codes.filter(|code| code.starts_with('*')).any(|code| {
        let mut parts = code.split(['*', '#']).filter(|part| !part.is_empty());
        let first = parts.next().unwrap_or_default();
        let number = parts.any(|part| part.trim_start_matches('+').len() >= SHORTEST_NUMBER);
        number || FORWARDING.contains(&first)
    })
}

/// The pieces of a text that are no links, folded.
fn pieces_between(text: &str, links: &[Link], simple: &SimpleForms) -> Vec<String> {
    let ends = links.iter().map(|link| link.span.start).chain([text.len()]);
    let starts = [0].into_iter().chain(links.iter().map(|link| link.span.end));
    starts.zip(ends).map(|(start, end)| fold(&text[start..end], simple)).collect()
}

/// Everywhere that one of the phrases stands.
fn found(phrases: &[Phrase], tokens: &[Token]) -> Vec<Range<usize>> {
    let starts = 0..tokens.len();
    let at = |start| phrases.iter().filter_map(move |phrase| Some(start..phrase.end(tokens, start)?));
    starts.flat_map(at).collect()
}
