//! The signs of a bad offer: `flags.json`, parsed. [`crate::dialogue::offer`] judges by them.

use crate::catalog::schema::flags::{Detector, FlagEntry, FlagsFile, Weight};
use crate::text::chinese::SimpleForms;
use crate::text::fold::fold;
use crate::text::hosts::Hosts;
use crate::text::phrase::{Phrase, PhraseError};

/// All signs, and the phrases and hosts that they share.
#[derive(Debug, Default)]
pub struct Flags {
    /// The most serious first.
    pub(in crate::catalog) all: Vec<Flag>,
    /// Words that deny what follows them.
    pub denials: Vec<Phrase>,
    /// Phrases that contain such a word but deny nothing.
    pub hollow: Vec<Phrase>,
    /// Phrases of messages that report or warn of a scam.
    pub reports: Vec<Phrase>,
    /// Phrases that contain such words but are offers.
    pub not_reports: Vec<Phrase>,
    /// `hollow` as written.
    pub(in crate::catalog) hollow_sources: Vec<String>,
    /// Words between a price and a smaller price.
    pub sells: Vec<Phrase>,
    /// Words between a price and a larger price.
    pub gives: Vec<Phrase>,
    /// Simplified forms of the characters in phrases.
    pub simple: SimpleForms,
    /// Hosts by owner.
    pub hosts: Hosts,
}

/// One sign of a bad offer.
#[derive(Debug)]
pub struct Flag {
    /// Permanent id.
    pub id: String,
    /// How serious it is.
    pub weight: Weight,
    /// Text key: why it is a sign.
    pub reason: String,
    /// Text key: what to do instead.
    pub safer: String,
    /// What finds it besides words.
    pub detectors: Vec<Detector>,
    /// Phrases that show it, as written, by language id.
    pub(in crate::catalog) sources: Vec<(String, String)>,
    /// The same, to be looked for whatever language a message seems to be in: sellers mix them.
    pub patterns: Vec<Phrase>,
}

impl Flags {
    /// Parses the file; calls `bad` with the place of each phrase that cannot be parsed.
    pub(in crate::catalog) fn of(
        file: FlagsFile,
        simple: &SimpleForms,
        mut bad: impl FnMut(&str, PhraseError),
    ) -> Self {
        let simple = simple.leading_to(
            &file.phrases().flat_map(|phrase| fold(phrase, simple).chars().collect::<Vec<_>>()).collect(),
        );
        let mut list = |name: &str, phrases: &[String]| -> Vec<Phrase> {
            phrases.iter().filter_map(|phrase| read(phrase, name, &simple, &mut bad)).collect()
        };
        let denials = list("denials", &file.denials);
        let hollow = list("hollow", &file.hollow);
        let reports = list("reports", &file.reports);
        let not_reports = list("not_reports", &file.not_reports);
        let sells = list("sells", &file.sells);
        let gives = list("gives", &file.gives);
        let hosts = Hosts {
            official: file.official,
            imitated: file.imitated,
            messengers: file.messengers,
            endings: file.endings,
        };
        let all = file.flags.into_iter().map(|entry| Flag::of(entry, &simple, &mut bad)).collect();
        Self {
            all,
            denials,
            hollow,
            reports,
            not_reports,
            hollow_sources: file.hollow,
            sells,
            gives,
            simple,
            hosts,
        }
    }
}

impl Flag {
    fn of(entry: FlagEntry, simple: &SimpleForms, bad: &mut impl FnMut(&str, PhraseError)) -> Self {
        let FlagEntry { id, weight, reason, safer, detectors, patterns } = entry;
        let mut sources: Vec<(String, String)> = patterns
            .into_iter()
            .flat_map(|(lang, phrases)| phrases.into_iter().map(move |phrase| (lang.clone(), phrase)))
            .collect();
        sources.sort();
        let patterns = sources.iter().filter_map(|(_, phrase)| read(phrase, &id, simple, bad)).collect();
        Self { id, weight, reason, safer, detectors, sources, patterns }
    }
}

fn read(
    phrase: &str,
    place: &str,
    simple: &SimpleForms,
    bad: &mut impl FnMut(&str, PhraseError),
) -> Option<Phrase> {
    Phrase::parse(phrase, simple).map_err(|error| bad(place, error)).ok()
}
