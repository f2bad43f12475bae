//! Every screen in every language, as text for people to review, in a form in which a changed sentence changes one place
//! in each language:
//!
//! - `structure.txt`: what each screen consists of, the same for all languages: its lines and buttons by the keys of their
//!   texts, with what fills their places.
//! - `<language>.txt`: each text, with every different form in which it is shown.
//!
//! `BLESS=1 cargo test --test it snapshots` accepts what changed.

mod outline;
mod texts;

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use kz_topup_bot::catalog::model::Catalog;
use kz_topup_bot::dialogue::reminder::{Ahead, Reminder, ReminderGuide, ReminderScreen, Rule};
use kz_topup_bot::dialogue::screen::{FIRST, Screen, Sheet};
use kz_topup_bot::dialogue::shown::{Fixed, Shown};
use kz_topup_bot::dialogue::view::view;
use kz_topup_bot::render::book::words_beside_screens;
use kz_topup_bot::render::callback::encode_link;
use kz_topup_bot::render::html::html;
use kz_topup_bot::render::text::text;

use crate::person::{at, content, today};
use crate::snapshots::outline::Outline;

/// The languages that are written by hand. The first one names what fills the places of texts in the structure.
const BY_HAND: [&str; 4] = ["en", "zh", "ru", "kk"];

#[test]
fn every_screen_reads_as_reviewed() {
    let catalog = &content().catalog;
    let languages: Vec<_> =
        catalog.languages().map(|lang| (lang, catalog.language(lang).id.as_str())).collect();
    let mut outline = Outline::new(&BY_HAND, languages.iter().map(|(_, id)| *id).collect());
    for (name, shown_as) in screens(catalog) {
        let shown: HashMap<_, _> =
            languages.iter().map(|&(lang, id)| (id, text(&view(catalog, lang, &shown_as)))).collect();
        outline.add_screen(&name, &shown);
    }
    let words: HashMap<_, _> =
        languages.iter().map(|&(lang, id)| (id, words_beside_screens(catalog, lang))).collect();
    outline.add_words(&words);
    for (name, shown) in outline.files() {
        compare(&name, &shown);
    }
}

/// Every screen with the name it has in the structure.
fn screens(catalog: &Catalog) -> Vec<(String, Shown)> {
    let screens = Screen::all(catalog).into_iter();
    let screens = screens.map(|screen| (encode_link(catalog, screen), at(screen)));
    let picture = Fixed::all(catalog).into_iter().find(|fixed| matches!(fixed, Fixed::PictureCaption(_)));
    let beside = [
        ("languages", Fixed::Languages(FIRST.resolve(catalog)).into()),
        ("picture", picture.unwrap().into()),
    ];
    let beside = moments(catalog).into_iter().chain(beside).map(|(name, shown)| (name.to_owned(), shown));
    screens.chain(beside).collect()
}

/// Screens that are rendered when they are shown, one of each kind.
fn moments(catalog: &Catalog) -> Vec<(&'static str, Shown)> {
    let (operator, method) = (catalog.operator_named("beeline"), catalog.method_named("kaspi"));
    let guide = operator.map(|operator| ReminderGuide { operator, method });
    let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
    let monthly = Reminder { guide, ..Reminder::new(Rule::Monthly { day: 31 }, today(), None) };
    let every = Reminder::new(Rule::Every { days: 30, from: day(11, 1) }, today(), None);
    let (instead, days) = (None, 30);
    let tellings = [
        ("list", ReminderScreen::List([Some(monthly), Some(every), None])),
        ("list-full", ReminderScreen::List([Some(monthly), Some(every), Some(every)])),
        ("change", ReminderScreen::Change(every.rule)),
        ("day", ReminderScreen::Day { instead }),
        ("length", ReminderScreen::Length { instead }),
        ("next", ReminderScreen::Next { days, instead, today: today() }),
        ("set", ReminderScreen::Set { reminder: monthly, soon: None }),
        ("set-soon-today", ReminderScreen::Set { reminder: every, soon: Some(Ahead::Today) }),
        ("set-soon-tomorrow", ReminderScreen::Set { reminder: every, soon: Some(Ahead::Tomorrow) }),
        ("due-tomorrow", ReminderScreen::Due { reminder: monthly, ahead: Ahead::Tomorrow }),
        ("due-today", ReminderScreen::Due { reminder: every, ahead: Ahead::Today }),
    ];
    let tellings = tellings.map(|(name, telling)| (name, Shown::Reminder(telling)));
    tellings.into_iter().chain([("forgotten", Fixed::Deleted.into())]).collect()
}

#[test]
fn telegram_html_is_as_reviewed() {
    let content = content();
    let catalog = &content.catalog;
    let lang = catalog.lang_named("zh").unwrap();
    let operator = catalog.operator_named("beeline").unwrap();
    let method = catalog.method_named("kaspi").unwrap();
    let shown = html(&view(catalog, lang, &at(Sheet::Guide.of(operator, method))));
    compare("zh-guide-beeline-kaspi.html", &shown);
}

/// Compares with the reviewed file, or replaces it when blessed.
#[track_caller]
fn compare(name: &str, shown: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, shown).unwrap();
        return;
    }
    let reviewed = fs::read_to_string(&path).unwrap_or_default();
    let first = shown.lines().zip(reviewed.lines()).position(|(shown, reviewed)| shown != reviewed);
    let line = first.unwrap_or_else(|| shown.lines().count().min(reviewed.lines().count()));
    assert!(
        shown == reviewed,
        "tests/snapshots/{name} differs from line {}:\n  reviewed: {}\n  shown:    {}\nread the change, then accept it with BLESS=1",
        line + 1,
        reviewed.lines().nth(line).unwrap_or_default(),
        shown.lines().nth(line).unwrap_or_default(),
    );
}
