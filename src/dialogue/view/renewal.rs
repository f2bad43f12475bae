//! Reminders of a renewal: what is set, how to set one, and the message itself; and the question before all is forgotten.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};

use crate::catalog::Catalog;
use crate::catalog::id::Lang;
use crate::dialogue::event::{Place, Press};
use crate::dialogue::renewal::{
    Ahead, DAYS_OF_MONTH, HOUR, Remembered, Reminder, Reminders, Renew, Rule, Telling, plus,
};
use crate::dialogue::screen::{FIRST, Screen};
use crate::dialogue::view::build::Desk;
use crate::dialogue::view::{Action, Block, Key, View};
use crate::dialogue::words;

/// As many days stand in a row; Telegram allows eight.
const DAYS_A_ROW: usize = 7;
/// The numbers of days that plans are usually sold for.
const USUAL: [u16; 2] = [28, 30];
/// The shortest and the longest of the days that buttons offer as the next renewal: today, and tomorrow.
const NEAR: RangeInclusive<u64> = 0..=1;

/// What a reminder is, and how to set one.
pub(super) fn remind(catalog: &Catalog, lang: Lang) -> View {
    let mut desk = Desk::new(catalog, lang);
    desk.title(words::RENEWAL_TITLE);
    say(&mut desk, words::RENEWAL_HELLO, &[("time", &time())]);
    desk.text(words::RENEWAL_ASK);
    kinds(&mut desk, None);
    desk.navigation(Screen::Remind);
    desk.finish()
}

/// What is shown at one moment.
pub(super) fn telling(catalog: &Catalog, lang: Lang, telling: Telling) -> View {
    let desk = Desk::new(catalog, lang);
    match telling {
        Telling::List(reminders) => list(desk, reminders),
        Telling::Change(rule) => change(desk, rule),
        Telling::Day { instead } => day(desk, instead),
        Telling::Length { instead } => length(desk, instead),
        Telling::Next { days, instead, today } => next(desk, days, instead, today),
        Telling::Set { reminder, soon } => set(desk, reminder, soon),
        Telling::Due { reminder, ahead } => due(desk, reminder, ahead),
    }
}

/// The question before everything is forgotten.
pub(super) fn forget(catalog: &Catalog, lang: Lang) -> View {
    let mut desk = Desk::new(catalog, lang);
    desk.title(words::FORGET_TITLE);
    let points = [words::FORGET_GONE, words::FORGET_STAYS, words::FORGET_GROUPS].map(|key| desk.line(key));
    desk.put(Block::Points(points.into()));
    desk.text(words::FORGET_ASK);
    let yes = desk.key(words::FORGET_YES, Press::Forget);
    desk.row(vec![yes]);
    desk.navigation(Screen::Forget);
    desk.finish()
}

/// What is said when everything has been forgotten.
pub(super) fn forgotten(catalog: &Catalog, lang: Lang) -> View {
    let mut desk = Desk::new(catalog, lang);
    desk.title(words::FORGOTTEN_TITLE);
    desk.text(words::FORGOTTEN_TEXT);
    let keys = vec![
        desk.key(words::START_TOP_UP, Press::Open(FIRST, Place::Below)),
        desk.key(words::LANGUAGE, Press::PickLanguage(FIRST)),
    ];
    desk.lay(keys);
    desk.finish()
}

fn list(mut desk: Desk<'_>, reminders: Reminders) -> View {
    desk.title(words::RENEWAL_LIST);
    let set: Vec<Reminder> = reminders.into_iter().flatten().collect();
    let lines = set.iter().map(|reminder| {
        let (rule, next, eve) =
            (rule_words(&desk, reminder.rule), date(&desk, reminder.next), eve(&desk, *reminder));
        let guide = reminder.guide.map(|guide| guide_words(&desk, guide)).unwrap_or_default();
        let key = if guide.is_empty() { words::RENEWAL_LINE } else { words::RENEWAL_LINE_GUIDE };
        let extra = [("rule", rule), ("date", next), ("eve", eve), ("time", time()), ("guide", guide)];
        desk.line_with(key, &borrowed(&extra))
    });
    let lines = lines.collect();
    desk.put(Block::Points(lines));
    for reminder in &set {
        let rule = rule_words(&desk, reminder.rule);
        let row = [
            (words::RENEWAL_CHANGE, Renew::Change(reminder.rule)),
            (words::RENEWAL_STOP, Renew::Stop(reminder.rule)),
        ];
        let row = row.map(|(key, renew)| renew_key(&desk, key, &[("rule", &rule)], renew));
        desk.lay(row.into());
    }
    if set.len() < reminders.len() {
        desk.text(words::RENEWAL_MORE);
        kinds(&mut desk, None);
    } else {
        desk.text(words::RENEWAL_FULL);
    }
    desk.navigation(Screen::Remind);
    desk.finish()
}

fn change(mut desk: Desk<'_>, rule: Rule) -> View {
    let name = rule_words(&desk, rule);
    title(&mut desk, words::RENEWAL_CHANGE_TITLE, &[("rule", &name)]);
    desk.text(words::RENEWAL_ASK);
    kinds(&mut desk, Some(rule));
    navigation(desk)
}

fn day(mut desk: Desk<'_>, instead: Option<Rule>) -> View {
    desk.title(words::RENEWAL_DAY_TITLE);
    desk.text(words::RENEWAL_DAY_ASK);
    let days: Vec<u8> = DAYS_OF_MONTH.collect();
    for row in days.chunks(DAYS_A_ROW) {
        let row = row.iter().map(|&day| {
            let renew = Renew::Set { rule: Rule::Monthly { day }, instead };
            Key { label: day.to_string(), action: Action::Press(Press::Renew(renew)) }
        });
        desk.row(row.collect());
    }
    navigation(desk)
}

fn length(mut desk: Desk<'_>, instead: Option<Rule>) -> View {
    desk.title(words::RENEWAL_LENGTH_TITLE);
    desk.text(words::RENEWAL_LENGTH_ASK);
    let keys = USUAL.map(|days| {
        let renew = Renew::PickNext { days, instead };
        renew_key(&desk, words::RENEWAL_EVERY, &[("days", &days.to_string())], renew)
    });
    desk.lay(keys.into());
    navigation(desk)
}

fn next(mut desk: Desk<'_>, days: u16, instead: Option<Rule>, today: NaiveDate) -> View {
    let number = days.to_string();
    title(&mut desk, words::RENEWAL_NEXT_TITLE, &[("days", &number)]);
    desk.text(words::RENEWAL_NEXT_ASK);
    let labels = [words::RENEWAL_TODAY, words::RENEWAL_TOMORROW];
    for (label, ahead) in labels.into_iter().zip(NEAR) {
        let from = plus(today, ahead);
        let renew = Renew::Set { rule: Rule::Every { days, from }, instead };
        let day = date(&desk, from);
        let key = renew_key(&desk, label, &[("date", &day)], renew);
        desk.row(vec![key]);
    }
    navigation(desk)
}

fn set(mut desk: Desk<'_>, reminder: Reminder, soon: Option<Ahead>) -> View {
    desk.title(words::RENEWAL_SET_TITLE);
    let extra = [
        ("rule", rule_words(&desk, reminder.rule)),
        ("date", date(&desk, reminder.next)),
        ("eve", eve(&desk, reminder)),
        ("time", time()),
    ];
    match soon {
        Some(Ahead::Today) => desk.text(words::RENEWAL_SOON_TODAY),
        Some(Ahead::Tomorrow) => desk.text(words::RENEWAL_SOON_TOMORROW),
        None => {}
    }
    say(&mut desk, words::RENEWAL_SET_NEXT, &borrowed(&extra));
    if matches!(reminder.rule, Rule::Monthly { day: 29.. }) {
        desk.text(words::RENEWAL_SHORT_MONTH);
    }
    match reminder.guide {
        Some(guide) => {
            let guide = guide_words(&desk, guide);
            say(&mut desk, words::RENEWAL_SET_GUIDE, &[("guide", &guide)]);
        }
        None => desk.text(words::RENEWAL_SET_PLAIN),
    }
    let keys = vec![
        renew_key(&desk, words::RENEWAL_CHANGE_THIS, &[], Renew::Change(reminder.rule)),
        renew_key(&desk, words::RENEWAL_STOP_THIS, &[], Renew::Stop(reminder.rule)),
    ];
    desk.lay(keys);
    let keys = vec![
        desk.key(words::RENEWAL_ALL, Press::Open(Screen::Remind, Place::Here)),
        desk.key(words::RESUME, Press::Resume),
    ];
    desk.lay(keys);
    last(desk, Vec::new())
}

/// The message stays what it is: what its buttons open appears below it, except that it can be stopped in its place.
fn due(desk: Desk<'_>, reminder: Reminder, ahead: Ahead) -> View {
    let mut desk = match reminder.guide {
        Some(Remembered { operator, method }) => desk.about(operator, method),
        None => desk,
    };
    let renewal = date(&desk, reminder.next);
    let (heading, text) = match ahead {
        Ahead::Tomorrow => (words::RENEWAL_DUE_TOMORROW, words::RENEWAL_DUE_TOMORROW_TEXT),
        Ahead::Today => (words::RENEWAL_DUE_TODAY, words::RENEWAL_DUE_TODAY_TEXT),
    };
    let rule = rule_words(&desk, reminder.rule);
    title(&mut desk, heading, &[("date", &renewal)]);
    desk.text(text);
    say(&mut desk, words::RENEWAL_DUE_WHY, &[("rule", &rule)]);
    let (label, screen) = match reminder.guide {
        Some(Remembered { operator, method: Some(method) }) => {
            (words::RENEWAL_GUIDE, Screen::Guide { operator, method })
        }
        Some(Remembered { operator, method: None }) if desk.catalog.operator(operator).name.is_some() => {
            (words::TOP_UP_WITH, Screen::ways(operator))
        }
        _ => (words::START_TOP_UP, FIRST),
    };
    let guide = reminder.guide.map(|guide| guide_words(&desk, guide)).unwrap_or_default();
    let press = Press::Open(screen.settled(desk.catalog), Place::Below);
    let key = Key { label: desk.words_with(label, &[("guide", &guide)]), action: Action::Press(press) };
    desk.row(vec![key]);
    let keys = vec![
        desk.key(words::RENEWAL_ALL, Press::Open(Screen::Remind, Place::Below)),
        renew_key(&desk, words::RENEWAL_STOP_THIS, &[], Renew::Stop(reminder.rule)),
    ];
    desk.lay(keys);
    desk.finish()
}

/// The two kinds of rule to choose from.
fn kinds(desk: &mut Desk<'_>, instead: Option<Rule>) {
    let keys = [
        (words::RENEWAL_BY_DAY, Renew::PickDay { instead }),
        (words::RENEWAL_BY_LENGTH, Renew::PickLength { instead }),
    ];
    let keys = keys.map(|(key, renew)| desk.key(key, Press::Renew(renew)));
    desk.lay(keys.into());
}

/// Back to the list, to the start, and to another language.
fn navigation(desk: Desk<'_>) -> View {
    let back = desk.key(words::BACK, Press::Open(Screen::Remind, Place::Here));
    last(desk, vec![back])
}

fn last(mut desk: Desk<'_>, mut keys: Vec<Key>) -> View {
    keys.push(desk.key(words::RESTART, Press::Open(FIRST, Place::Here)));
    keys.push(desk.key(words::LANGUAGE, Press::PickLanguage(Screen::Remind)));
    desk.lay_last(keys);
    desk.finish()
}

fn title(desk: &mut Desk<'_>, key: &str, extra: &[(&str, &str)]) {
    let line = desk.line_with(key, extra);
    desk.put(Block::Title(line));
}

fn say(desk: &mut Desk<'_>, key: &str, extra: &[(&str, &str)]) {
    let line = desk.line_with(key, extra);
    desk.put(Block::Text(line));
}

fn renew_key(desk: &Desk<'_>, label: &str, extra: &[(&str, &str)], renew: Renew) -> Key {
    Key { label: desk.words_with(label, extra), action: Action::Press(Press::Renew(renew)) }
}

fn rule_words(desk: &Desk<'_>, rule: Rule) -> String {
    match rule {
        Rule::Monthly { day } => desk.words_with(words::RENEWAL_MONTHLY, &[("day", &day.to_string())]),
        Rule::Every { days, .. } => desk.words_with(words::RENEWAL_EVERY, &[("days", &days.to_string())]),
    }
}

/// A day as people write it in the language.
fn date(desk: &Desk<'_>, day: NaiveDate) -> String {
    desk.words_with(&words::date(day.month()), &[("day", &day.day().to_string())])
}

fn eve(desk: &Desk<'_>, reminder: Reminder) -> String {
    date(desk, reminder.eve())
}

fn time() -> String {
    format!("{HOUR}:00")
}

/// A guide in a few words, as its buttons name it. Who does not know the operator knows at least the way.
fn guide_words(desk: &Desk<'_>, Remembered { operator, method }: Remembered) -> String {
    let method = method.map(|method| desk.words(&format!("method.{}.label", desk.catalog.method(method).id)));
    let named = desk.catalog.operator(operator).name.clone();
    match (named, method) {
        (Some(operator), Some(method)) => format!("{operator} · {method}"),
        (None, Some(method)) => method,
        (_, None) => desk.catalog.operator_label(desk.lang, operator),
    }
}

fn borrowed<'a>(extra: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
    extra.iter().map(|(name, value)| (*name, value.as_str())).collect()
}
