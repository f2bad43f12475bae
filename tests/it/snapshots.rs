//! Every screen in every language, as text for people to review. `BLESS=1 cargo test snapshots` accepts what changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use kz_topup_bot::catalog::Catalog;
use kz_topup_bot::catalog::id::GuideId;
use kz_topup_bot::dialogue::reminder::{Ahead, Reminder, ReminderGuide, ReminderScreen, Rule};
use kz_topup_bot::dialogue::screen::{FIRST, Screen, Sheet};
use kz_topup_bot::dialogue::shown::{Fixed, Shown};
use kz_topup_bot::dialogue::view::{fixed_view, view};
use kz_topup_bot::render::book::words_beside_screens;
use kz_topup_bot::render::callback::encode_link;
use kz_topup_bot::render::html::html;
use kz_topup_bot::render::text::text;

use crate::person::{at, content, today};

#[test]
fn every_screen_reads_as_reviewed() {
    let content = content();
    let catalog = &content.catalog;
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for lang in catalog.languages() {
        for screen in Screen::all(catalog) {
            let about = match screen {
                Screen::Payers { operator }
                | Screen::Ways { operator, .. }
                | Screen::Sheet(_, GuideId { operator, .. })
                | Screen::OperatorCard { operator }
                | Screen::Offline { operator } => &catalog.operator(operator).id,
                Screen::WhoAmI | Screen::Prefix(_) => "whoami",
                Screen::Reminders | Screen::Forget => "remind",
                Screen::Operators { .. } | Screen::OperatorList | Screen::Offer | Screen::Page(_) => "shared",
            };
            let file = files.entry(format!("{}/{about}.txt", catalog.language(lang).id)).or_default();
            let shown = text(&view(catalog, lang, &at(screen)));
            file.push_str(&format!("===== {}\n{shown}\n", encode_link(catalog, screen)));
        }
    }
    for lang in catalog.languages() {
        let file = files.entry(format!("{}/remind.txt", catalog.language(lang).id)).or_default();
        for (name, shown) in moments(catalog) {
            file.push_str(&format!("===== {name}\n{}\n", text(&view(catalog, lang, &shown))));
        }
    }
    for lang in catalog.languages() {
        let mut words = text(&fixed_view(catalog, lang, Fixed::Languages(FIRST.resolve(catalog))));
        let picture = Fixed::all(catalog).into_iter().find(|fixed| matches!(fixed, Fixed::PictureCaption(_)));
        words.push_str(&text(&fixed_view(catalog, lang, picture.unwrap())));
        for (key, shown) in words_beside_screens(catalog, lang) {
            words.push_str(&format!("{key}: {shown}\n"));
        }
        files.insert(format!("{}/words.txt", catalog.language(lang).id), words);
    }
    for (name, shown) in files {
        compare(&name, &shown);
    }
}

/// What is said of reminders, one of each kind, and that all is forgotten.
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
