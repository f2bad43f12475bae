//! How well messages are judged. `known.json` was at hand when the signs were written; `unseen.json` was written before
//! them and put away. A sign counts as found if it is expected and told, as false if it is told and not expected.
//! `cargo test --test it offers -- --nocapture` prints the numbers and what went wrong with the known ones.

use std::fs;
use std::path::Path;

use kz_topup_bot::catalog::model::Catalog;
use kz_topup_bot::dialogue::offer::{Level, judge};
use serde::Deserialize;

use crate::person::content;

/// A message with what a careful person would say of it.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Offer {
    lang: String,
    what: String,
    text: String,
    flags: Vec<String>,
    level: String,
}

/// What was told of a set of messages.
#[derive(Debug, Default)]
struct Score {
    found: usize,
    missed: usize,
    falsely: usize,
    /// Messages whose level was told rightly.
    levels: usize,
    messages: usize,
    /// Bad messages told to be red.
    warned: usize,
    bad: usize,
    /// Honest messages of which nothing was said.
    left_alone: usize,
    honest: usize,
}

impl Score {
    fn precision(&self) -> usize {
        self.found * 100 / (self.found + self.falsely).max(1)
    }

    fn recall(&self) -> usize {
        self.found * 100 / (self.found + self.missed).max(1)
    }
}

fn offers(file: &str) -> Vec<Offer> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/offers").join(file);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn name(level: Level) -> &'static str {
    match level {
        Level::Red => "red",
        Level::Amber => "amber",
        Level::Unknown => "none",
    }
}

/// Judges every message; `tell` hears of each that was not judged as expected.
fn score(catalog: &Catalog, offers: &[Offer], mut tell: impl FnMut(String)) -> Score {
    let mut score = Score::default();
    for offer in offers {
        let verdict = judge(catalog, &offer.text);
        let told: Vec<&str> = verdict.flags.iter().map(|&id| catalog.flag(id).id.as_str()).collect();
        let level = name(verdict.level);
        let expected = |flag: &&&str| offer.flags.iter().any(|expected| expected == **flag);
        let found = told.iter().filter(expected).count();
        score.found += found;
        score.missed += offer.flags.len() - found;
        score.falsely += told.len() - found;
        score.messages += 1;
        score.levels += usize::from(level == offer.level);
        match offer.level.as_str() {
            "red" => {
                score.bad += 1;
                score.warned += usize::from(level == "red");
            }
            "none" => {
                score.honest += 1;
                score.left_alone += usize::from(level == "none");
            }
            _ => {}
        }
        if told.len() != found || offer.flags.len() != found || level != offer.level {
            tell(format!(
                "{} {}: {told:?} {level}, not {:?} {}",
                offer.lang, offer.what, offer.flags, offer.level
            ));
        }
    }
    score
}

#[test]
fn known_messages_are_judged_as_a_careful_person_would() {
    let content = content();
    let score = score(&content.catalog, &offers("known.json"), |wrong| println!("{wrong}"));
    println!("known: precision {} %, recall {} %, {score:?}", score.precision(), score.recall());
    assert!(score.messages >= 45);
    assert!(score.precision() >= 95 && score.recall() >= 95, "{score:?}");
    assert_eq!((score.warned, score.left_alone), (score.bad, score.honest), "{score:?}");
}

#[test]
fn messages_that_no_rule_has_seen_are_mostly_judged_well() {
    let content = content();
    let score = score(&content.catalog, &offers("unseen.json"), |_| {});
    println!("unseen: precision {} %, recall {} %, {score:?}", score.precision(), score.recall());
    assert!(score.messages >= 20);
    assert!(score.precision() >= 85 && score.recall() >= 80, "{score:?}");
    assert!(score.warned * 10 >= score.bad * 9 && score.left_alone * 10 >= score.honest * 9, "{score:?}");
}

#[test]
fn every_sign_is_among_the_messages() {
    let content = content();
    let offers = [offers("known.json"), offers("unseen.json")].concat();
    let examples = &content.catalog.offers().examples;
    for id in content.catalog.flags() {
        let flag = &content.catalog.flag(id).id;
        let shown = offers.iter().any(|offer| offer.flags.contains(flag));
        assert!(
            shown || examples.iter().any(|example| example.sign == Some(id)),
            "no message shows `{flag}`"
        );
    }
    for lang in content.catalog.languages() {
        let id = &content.catalog.language(lang).id;
        let honest = offers.iter().filter(|offer| offer.lang == *id && offer.level == "none").count();
        assert!(honest >= 3, "{honest} honest messages in `{id}`");
    }
}

#[test]
fn examples_of_a_sign_show_it_in_every_language_and_honest_ones_do_not() {
    let content = content();
    let catalog = &content.catalog;
    let examples = &catalog.offers().examples;
    for lang in ["zh", "en", "ru", "kk"] {
        let of_lang = || examples.iter().filter(|example| example.lang == lang);
        for sign in catalog.flags() {
            let shown = of_lang().filter(|example| example.sign == Some(sign));
            let (found, all) = shown.fold((0, 0), |(found, all), example| {
                (found + usize::from(judge(catalog, &example.text).level != Level::Unknown), all + 1)
            });
            assert!(found * 4 >= all * 3, "{lang} {}: {found} of {all}", catalog.flag(sign).id);
        }
        let honest: Vec<_> = of_lang().filter(|example| example.sign.is_none()).collect();
        let red = honest.iter().filter(|example| judge(catalog, &example.text).level == Level::Red);
        assert!(red.count() <= 1, "{lang}: honest messages called scams");
    }
}
