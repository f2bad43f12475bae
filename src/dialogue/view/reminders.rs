//! Reminders of a renewal: what is set, how to set one, and the message itself; and the question before all is forgotten.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};

use crate::catalog::Catalog;
use crate::catalog::id::Lang;
use crate::dialogue::event::{Place, Press};
use crate::dialogue::keys;
use crate::dialogue::reminder::{
    Ahead, DAYS_OF_MONTH, HOUR, Reminder, ReminderGuide, ReminderPress, ReminderScreen, Reminders, Rule, plus,
};
use crate::dialogue::screen::{FIRST, Screen};
use crate::dialogue::view::builder::ViewBuilder;
use crate::dialogue::view::{Action, Block, Button, View};

/// As many days stand in a row; Telegram allows eight.
const DAYS_A_ROW: usize = 7;
/// The numbers of days that plans are usually sold for.
const USUAL: [u16; 2] = [28, 30];
/// The shortest and the longest of the days that buttons offer as the next renewal: today, and tomorrow.
const NEAR: RangeInclusive<u64> = 0..=1;

/// What a reminder is, and how to set one.
pub(super) fn remind(catalog: &Catalog, lang: Lang) -> View {
    let mut view = ViewBuilder::new(catalog, lang);
    view.title(keys::RENEWAL_TITLE);
    say(&mut view, keys::RENEWAL_HELLO, &[("time", &time())]);
    view.text(keys::RENEWAL_ASK);
    kinds(&mut view, None);
    view.navigation(Screen::Reminders);
    view.finish()
}

/// What is shown at one moment.
pub(super) fn telling(catalog: &Catalog, lang: Lang, telling: ReminderScreen) -> View {
    let view = ViewBuilder::new(catalog, lang);
    match telling {
        ReminderScreen::List(reminders) => list(view, reminders),
        ReminderScreen::Change(rule) => change(view, rule),
        ReminderScreen::Day { instead } => day(view, instead),
        ReminderScreen::Length { instead } => length(view, instead),
        ReminderScreen::Next { days, instead, today } => next(view, days, instead, today),
        ReminderScreen::Set { reminder, soon } => set(view, reminder, soon),
        ReminderScreen::Due { reminder, ahead } => due(view, reminder, ahead),
    }
}

/// The question before everything is forgotten.
pub(super) fn forget(catalog: &Catalog, lang: Lang) -> View {
    let mut view = ViewBuilder::new(catalog, lang);
    view.title(keys::FORGET_TITLE);
    let points = [keys::FORGET_GONE, keys::FORGET_STAYS, keys::FORGET_GROUPS].map(|key| view.line(key));
    view.put(Block::Points(points.into()));
    view.text(keys::FORGET_ASK);
    let yes = view.key(keys::FORGET_YES, Press::Forget);
    view.row(vec![yes]);
    view.navigation(Screen::Forget);
    view.finish()
}

/// What is said when everything has been forgotten.
pub(super) fn forgotten(catalog: &Catalog, lang: Lang) -> View {
    let mut view = ViewBuilder::new(catalog, lang);
    view.title(keys::FORGOTTEN_TITLE);
    view.text(keys::FORGOTTEN_TEXT);
    let keys = vec![
        view.key(keys::START_TOP_UP, Press::Open(FIRST, Place::Below)),
        view.key(keys::LANGUAGE, Press::PickLanguage(FIRST)),
    ];
    view.lay(keys);
    view.finish()
}

fn list(mut view: ViewBuilder<'_>, reminders: Reminders) -> View {
    view.title(keys::RENEWAL_LIST);
    let set: Vec<Reminder> = reminders.into_iter().flatten().collect();
    let lines = set.iter().map(|reminder| {
        let (rule, next, eve) =
            (rule_words(&view, reminder.rule), date(&view, reminder.next), eve(&view, *reminder));
        let guide = reminder.guide.map(|guide| guide_words(&view, guide)).unwrap_or_default();
        let key = if guide.is_empty() { keys::RENEWAL_LINE } else { keys::RENEWAL_LINE_GUIDE };
        let extra = [("rule", rule), ("date", next), ("eve", eve), ("time", time()), ("guide", guide)];
        view.line_with(key, &borrowed(&extra))
    });
    let lines = lines.collect();
    view.put(Block::Points(lines));
    for reminder in &set {
        let rule = rule_words(&view, reminder.rule);
        let row = [
            (keys::RENEWAL_CHANGE, ReminderPress::Change(reminder.rule)),
            (keys::RENEWAL_STOP, ReminderPress::Stop(reminder.rule)),
        ];
        let row = row.map(|(key, renew)| renew_key(&view, key, &[("rule", &rule)], renew));
        view.lay(row.into());
    }
    if set.len() < reminders.len() {
        view.text(keys::RENEWAL_MORE);
        kinds(&mut view, None);
    } else {
        view.text(keys::RENEWAL_FULL);
    }
    view.navigation(Screen::Reminders);
    view.finish()
}

fn change(mut view: ViewBuilder<'_>, rule: Rule) -> View {
    let name = rule_words(&view, rule);
    title(&mut view, keys::RENEWAL_CHANGE_TITLE, &[("rule", &name)]);
    view.text(keys::RENEWAL_ASK);
    kinds(&mut view, Some(rule));
    navigation(view)
}

fn day(mut view: ViewBuilder<'_>, instead: Option<Rule>) -> View {
    view.title(keys::RENEWAL_DAY_TITLE);
    view.text(keys::RENEWAL_DAY_ASK);
    let days: Vec<u8> = DAYS_OF_MONTH.collect();
    for row in days.chunks(DAYS_A_ROW) {
        let row = row.iter().map(|&day| {
            let renew = ReminderPress::Set { rule: Rule::Monthly { day }, instead };
            Button { label: day.to_string(), action: Action::Press(Press::Reminder(renew)) }
        });
        view.row(row.collect());
    }
    navigation(view)
}

fn length(mut view: ViewBuilder<'_>, instead: Option<Rule>) -> View {
    view.title(keys::RENEWAL_LENGTH_TITLE);
    view.text(keys::RENEWAL_LENGTH_ASK);
    let keys = USUAL.map(|days| {
        let renew = ReminderPress::PickNext { days, instead };
        renew_key(&view, keys::RENEWAL_EVERY, &[("days", &days.to_string())], renew)
    });
    view.lay(keys.into());
    navigation(view)
}

fn next(mut view: ViewBuilder<'_>, days: u16, instead: Option<Rule>, today: NaiveDate) -> View {
    let number = days.to_string();
    title(&mut view, keys::RENEWAL_NEXT_TITLE, &[("days", &number)]);
    view.text(keys::RENEWAL_NEXT_ASK);
    let labels = [keys::RENEWAL_TODAY, keys::RENEWAL_TOMORROW];
    for (label, ahead) in labels.into_iter().zip(NEAR) {
        let from = plus(today, ahead);
        let renew = ReminderPress::Set { rule: Rule::Every { days, from }, instead };
        let day = date(&view, from);
        let key = renew_key(&view, label, &[("date", &day)], renew);
        view.row(vec![key]);
    }
    navigation(view)
}

fn set(mut view: ViewBuilder<'_>, reminder: Reminder, soon: Option<Ahead>) -> View {
    view.title(keys::RENEWAL_SET_TITLE);
    let extra = [
        ("rule", rule_words(&view, reminder.rule)),
        ("date", date(&view, reminder.next)),
        ("eve", eve(&view, reminder)),
        ("time", time()),
    ];
    match soon {
        Some(Ahead::Today) => view.text(keys::RENEWAL_SOON_TODAY),
        Some(Ahead::Tomorrow) => view.text(keys::RENEWAL_SOON_TOMORROW),
        None => {}
    }
    say(&mut view, keys::RENEWAL_SET_NEXT, &borrowed(&extra));
    if matches!(reminder.rule, Rule::Monthly { day: 29.. }) {
        view.text(keys::RENEWAL_SHORT_MONTH);
    }
    match reminder.guide {
        Some(guide) => {
            let guide = guide_words(&view, guide);
            say(&mut view, keys::RENEWAL_SET_GUIDE, &[("guide", &guide)]);
        }
        None => view.text(keys::RENEWAL_SET_PLAIN),
    }
    let keys = vec![
        renew_key(&view, keys::RENEWAL_CHANGE_THIS, &[], ReminderPress::Change(reminder.rule)),
        renew_key(&view, keys::RENEWAL_STOP_THIS, &[], ReminderPress::Stop(reminder.rule)),
    ];
    view.lay(keys);
    let keys = vec![
        view.key(keys::RENEWAL_ALL, Press::Open(Screen::Reminders, Place::Here)),
        view.key(keys::RESUME, Press::Resume),
    ];
    view.lay(keys);
    last(view, Vec::new())
}

/// The message stays what it is: what its buttons open appears below it, except that it can be stopped in its place.
fn due(view: ViewBuilder<'_>, reminder: Reminder, ahead: Ahead) -> View {
    let mut view = match reminder.guide {
        Some(ReminderGuide { operator, method }) => view.about(operator, method),
        None => view,
    };
    let renewal = date(&view, reminder.next);
    let (heading, text) = match ahead {
        Ahead::Tomorrow => (keys::RENEWAL_DUE_TOMORROW, keys::RENEWAL_DUE_TOMORROW_TEXT),
        Ahead::Today => (keys::RENEWAL_DUE_TODAY, keys::RENEWAL_DUE_TODAY_TEXT),
    };
    let rule = rule_words(&view, reminder.rule);
    title(&mut view, heading, &[("date", &renewal)]);
    view.text(text);
    say(&mut view, keys::RENEWAL_DUE_WHY, &[("rule", &rule)]);
    let (label, screen) = match reminder.guide {
        Some(ReminderGuide { operator, method: Some(method) }) => {
            (keys::RENEWAL_GUIDE, Screen::Guide { operator, method })
        }
        Some(ReminderGuide { operator, method: None }) if view.catalog.operator(operator).name.is_some() => {
            (keys::TOP_UP_WITH, Screen::ways(operator))
        }
        _ => (keys::START_TOP_UP, FIRST),
    };
    let guide = reminder.guide.map(|guide| guide_words(&view, guide)).unwrap_or_default();
    let press = Press::Open(screen.settled(view.catalog), Place::Below);
    let key = Button { label: view.words_with(label, &[("guide", &guide)]), action: Action::Press(press) };
    view.row(vec![key]);
    let keys = vec![
        view.key(keys::RENEWAL_ALL, Press::Open(Screen::Reminders, Place::Below)),
        renew_key(&view, keys::RENEWAL_STOP_THIS, &[], ReminderPress::Stop(reminder.rule)),
    ];
    view.lay(keys);
    view.finish()
}

/// The two kinds of rule to choose from.
fn kinds(view: &mut ViewBuilder<'_>, instead: Option<Rule>) {
    let keys = [
        (keys::RENEWAL_BY_DAY, ReminderPress::PickDay { instead }),
        (keys::RENEWAL_BY_LENGTH, ReminderPress::PickLength { instead }),
    ];
    let keys = keys.map(|(key, renew)| view.key(key, Press::Reminder(renew)));
    view.lay(keys.into());
}

/// Back to the list, to the start, and to another language.
fn navigation(view: ViewBuilder<'_>) -> View {
    let back = view.key(keys::BACK, Press::Open(Screen::Reminders, Place::Here));
    last(view, vec![back])
}

fn last(mut view: ViewBuilder<'_>, mut keys: Vec<Button>) -> View {
    keys.push(view.key(keys::RESTART, Press::Open(FIRST, Place::Here)));
    keys.push(view.key(keys::LANGUAGE, Press::PickLanguage(Screen::Reminders)));
    view.lay_last(keys);
    view.finish()
}

fn title(view: &mut ViewBuilder<'_>, key: &str, extra: &[(&str, &str)]) {
    let line = view.line_with(key, extra);
    view.put(Block::Title(line));
}

fn say(view: &mut ViewBuilder<'_>, key: &str, extra: &[(&str, &str)]) {
    let line = view.line_with(key, extra);
    view.put(Block::Text(line));
}

fn renew_key(view: &ViewBuilder<'_>, label: &str, extra: &[(&str, &str)], renew: ReminderPress) -> Button {
    Button { label: view.words_with(label, extra), action: Action::Press(Press::Reminder(renew)) }
}

fn rule_words(view: &ViewBuilder<'_>, rule: Rule) -> String {
    match rule {
        Rule::Monthly { day } => view.words_with(keys::RENEWAL_MONTHLY, &[("day", &day.to_string())]),
        Rule::Every { days, .. } => view.words_with(keys::RENEWAL_EVERY, &[("days", &days.to_string())]),
    }
}

/// A day as people write it in the language.
fn date(view: &ViewBuilder<'_>, day: NaiveDate) -> String {
    view.words_with(&keys::date(day.month()), &[("day", &day.day().to_string())])
}

fn eve(view: &ViewBuilder<'_>, reminder: Reminder) -> String {
    date(view, reminder.eve())
}

fn time() -> String {
    format!("{HOUR}:00")
}

/// A guide in a few words, as its buttons name it. Who does not know the operator knows at least the way.
fn guide_words(view: &ViewBuilder<'_>, ReminderGuide { operator, method }: ReminderGuide) -> String {
    let method = method.map(|method| view.words(&format!("method.{}.label", view.catalog.method(method).id)));
    let named = view.catalog.operator(operator).name.clone();
    match (named, method) {
        (Some(operator), Some(method)) => format!("{operator} · {method}"),
        (None, Some(method)) => method,
        (_, None) => view.catalog.operator_label(view.lang, operator),
    }
}

fn borrowed<'a>(extra: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
    extra.iter().map(|(name, value)| (*name, value.as_str())).collect()
}
