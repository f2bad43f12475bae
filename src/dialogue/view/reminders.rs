//! Renewal reminders: the list, the questions that set one, and the message itself.

use chrono::{Datelike, NaiveDate};

use crate::catalog::id::{GuideId, Lang};
use crate::catalog::model::Catalog;
use crate::dialogue::event::Press;
use crate::dialogue::keys;
use crate::dialogue::menu::Menu;
use crate::dialogue::reminder::{
    Ahead, DAYS_OF_MONTH, HOUR, Reminder, ReminderGuide, ReminderPress, ReminderScreen, Reminders, Rule, plus,
};
use crate::dialogue::screen::{FIRST, Screen, Sheet};
use crate::dialogue::view::builder::ViewBuilder;
use crate::dialogue::view::{Block, Button, View};

/// The days of a calendar row; Telegram allows eight buttons.
const DAYS_A_ROW: usize = 7;
/// The usual lengths of plans, in days.
const USUAL: [u16; 2] = [28, 30];

/// What a reminder is, and how to set one.
pub(super) fn remind(catalog: &Catalog, lang: Lang) -> View {
    let mut view = ViewBuilder::new(catalog, lang);
    view.title(keys::RENEWAL_TITLE);
    view.text_with(keys::RENEWAL_HELLO, &[("time", &time())]);
    view.text(keys::RENEWAL_ASK);
    kinds(&mut view, None);
    view.navigation(Screen::Reminders);
    view.finish()
}

/// A reminder screen with its data.
pub(super) fn screen(catalog: &Catalog, lang: Lang, screen: ReminderScreen) -> View {
    let view = ViewBuilder::new(catalog, lang);
    match screen {
        ReminderScreen::List(reminders) => list(view, reminders),
        ReminderScreen::Change(rule) => change(view, rule),
        ReminderScreen::Day { instead } => day(view, instead),
        ReminderScreen::Length { instead } => length(view, instead),
        ReminderScreen::Next { days, instead, today } => next(view, days, instead, today),
        ReminderScreen::Set { reminder, soon } => set(view, reminder, soon),
        ReminderScreen::Due { reminder, ahead } => due(view, reminder, ahead),
    }
}

fn list(mut view: ViewBuilder<'_>, reminders: Reminders) -> View {
    view.title(keys::RENEWAL_LIST);
    let set: Vec<Reminder> = reminders.into_iter().flatten().collect();
    let lines = set.iter().map(|reminder| {
        let (rule, next) = (rule_text(&view, reminder.rule), date(&view, reminder.next));
        let message_day = date(&view, reminder.message_day());
        let guide = reminder.guide.map(|guide| guide_text(&view, guide)).unwrap_or_default();
        let key = if guide.is_empty() { keys::RENEWAL_LINE } else { keys::RENEWAL_LINE_GUIDE };
        let extra: [(&str, &str); 5] =
            [("rule", &rule), ("date", &next), ("eve", &message_day), ("time", &time()), ("guide", &guide)];
        view.line_with(key, &extra)
    });
    let lines = lines.collect();
    view.put(Block::Points(lines));
    for reminder in &set {
        let rule = rule_text(&view, reminder.rule);
        let extra = [("rule", rule.as_str())];
        view.lay(vec![
            button(&view, keys::RENEWAL_CHANGE, &extra, ReminderPress::Change(reminder.rule)),
            button(&view, keys::RENEWAL_STOP, &extra, ReminderPress::Stop(reminder.rule)),
        ]);
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
    let name = rule_text(&view, rule);
    view.title_with(keys::RENEWAL_CHANGE_TITLE, &[("rule", &name)]);
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
            let press = ReminderPress::Set { rule: Rule::Monthly { day }, instead };
            Button::press(day.to_string(), Press::Reminder(press))
        });
        view.row(row.collect());
    }
    navigation(view)
}

fn length(mut view: ViewBuilder<'_>, instead: Option<Rule>) -> View {
    view.title(keys::RENEWAL_LENGTH_TITLE);
    view.text(keys::RENEWAL_LENGTH_ASK);
    let buttons = USUAL.map(|days| {
        let press = ReminderPress::PickNext { days, instead };
        button(&view, keys::RENEWAL_EVERY, &[("days", &day_count(&view, days))], press)
    });
    view.lay(buttons.into());
    navigation(view)
}

fn next(mut view: ViewBuilder<'_>, days: u16, instead: Option<Rule>, today: NaiveDate) -> View {
    let number = day_count(&view, days);
    view.title_with(keys::RENEWAL_NEXT_TITLE, &[("days", &number)]);
    view.text(keys::RENEWAL_NEXT_ASK);
    for (label, from) in [(keys::RENEWAL_TODAY, today), (keys::RENEWAL_TOMORROW, plus(today, 1))] {
        let press = ReminderPress::Set { rule: Rule::Every { days, from }, instead };
        let button = button(&view, label, &[("date", &date(&view, from))], press);
        view.row(vec![button]);
    }
    navigation(view)
}

fn set(mut view: ViewBuilder<'_>, reminder: Reminder, soon: Option<Ahead>) -> View {
    view.title(keys::RENEWAL_SET_TITLE);
    match soon {
        Some(Ahead::Today) => view.text(keys::RENEWAL_SOON_TODAY),
        Some(Ahead::Tomorrow) => view.text(keys::RENEWAL_SOON_TOMORROW),
        None => {}
    }
    let (rule, next) = (rule_text(&view, reminder.rule), date(&view, reminder.next));
    let message_day = date(&view, reminder.message_day());
    let extra: [(&str, &str); 4] =
        [("rule", &rule), ("date", &next), ("eve", &message_day), ("time", &time())];
    view.text_with(keys::RENEWAL_SET_NEXT, &extra);
    if matches!(reminder.rule, Rule::Monthly { day: 29.. }) {
        view.text(keys::RENEWAL_SHORT_MONTH);
    }
    match reminder.guide {
        Some(guide) => {
            let guide = guide_text(&view, guide);
            view.text_with(keys::RENEWAL_SET_GUIDE, &[("guide", &guide)]);
        }
        None => view.text(keys::RENEWAL_SET_PLAIN),
    }
    view.buttons([
        (keys::RENEWAL_CHANGE_THIS, Press::Reminder(ReminderPress::Change(reminder.rule))),
        (keys::RENEWAL_STOP_THIS, Press::Reminder(ReminderPress::Stop(reminder.rule))),
    ]);
    view.buttons([
        (keys::RENEWAL_ALL, view.open(Screen::Reminders)),
        (keys::RESUME, Menu::Screen(Screen::Reminders).back(view.catalog)),
    ]);
    view.last_buttons([
        (keys::RESTART, view.open(FIRST)),
        (keys::LANGUAGE, Press::PickLanguage(Screen::Reminders)),
    ]);
    view.finish()
}

/// The message is kept: what its buttons open appears below it, except that stopping changes it in place.
fn due(mut view: ViewBuilder<'_>, reminder: Reminder, ahead: Ahead) -> View {
    if let Some(ReminderGuide { operator, method }) = reminder.guide {
        view = view.about(operator, method);
    }
    let (title, text) = match ahead {
        Ahead::Tomorrow => (keys::RENEWAL_DUE_TOMORROW, keys::RENEWAL_DUE_TOMORROW_TEXT),
        Ahead::Today => (keys::RENEWAL_DUE_TODAY, keys::RENEWAL_DUE_TODAY_TEXT),
    };
    let (rule, next) = (rule_text(&view, reminder.rule), date(&view, reminder.next));
    view.title_with(title, &[("date", &next)]);
    view.text(text);
    view.text_with(keys::RENEWAL_DUE_WHY, &[("rule", &rule)]);
    let (label, screen) = match reminder.guide {
        Some(ReminderGuide { operator, method: Some(method) }) => {
            (keys::RENEWAL_GUIDE, Screen::Sheet(Sheet::Guide, GuideId { operator, method }))
        }
        Some(ReminderGuide { operator, method: None }) if view.catalog.operator(operator).name.is_some() => {
            (keys::TOP_UP_WITH, Screen::ways(operator))
        }
        _ => (keys::START_TOP_UP, FIRST),
    };
    let guide = reminder.guide.map(|guide| guide_text(&view, guide)).unwrap_or_default();
    let label = view.plain_with(label, &[("guide", &guide)]);
    view.row(vec![Button::press(label, view.open_below(screen))]);
    view.buttons([
        (keys::RENEWAL_ALL, view.open_below(Screen::Reminders)),
        (keys::RENEWAL_STOP_THIS, Press::Reminder(ReminderPress::Stop(reminder.rule))),
    ]);
    view.finish()
}

/// The two kinds of rule to choose from.
fn kinds(view: &mut ViewBuilder<'_>, instead: Option<Rule>) {
    view.buttons([
        (keys::RENEWAL_BY_DAY, Press::Reminder(ReminderPress::PickDay { instead })),
        (keys::RENEWAL_BY_LENGTH, Press::Reminder(ReminderPress::PickLength { instead })),
    ]);
}

/// The last row of a question: back, start again, language.
fn navigation(mut view: ViewBuilder<'_>) -> View {
    view.last_buttons([
        (keys::BACK, Menu::ReminderQuestion.back(view.catalog)),
        (keys::RESTART, view.open(FIRST)),
        (keys::LANGUAGE, Press::PickLanguage(Screen::Reminders)),
    ]);
    view.finish()
}

fn button(view: &ViewBuilder<'_>, label: &str, extra: &[(&str, &str)], press: ReminderPress) -> Button {
    Button::press(view.plain_with(label, extra), Press::Reminder(press))
}

fn rule_text(view: &ViewBuilder<'_>, rule: Rule) -> String {
    match rule {
        Rule::Monthly { day } => view.plain_with(keys::RENEWAL_MONTHLY, &[("day", &day.to_string())]),
        Rule::Every { days, .. } => view.plain_with(keys::RENEWAL_EVERY, &[("days", &day_count(view, days))]),
    }
}

/// A day as it is written in the language.
fn date(view: &ViewBuilder<'_>, day: NaiveDate) -> String {
    view.plain_with(&keys::date(day.month()), &[("day", &day.day().to_string())])
}

fn time() -> String {
    format!("{HOUR}:00")
}

/// A guide as its buttons name it; for an unknown operator the method alone.
fn guide_text(view: &ViewBuilder<'_>, ReminderGuide { operator, method }: ReminderGuide) -> String {
    let method = method.map(|method| view.plain(&format!("method.{}.label", view.catalog.method(method).id)));
    let named = view.catalog.operator(operator).name.clone();
    match (named, method) {
        (Some(operator), Some(method)) => format!("{operator} · {method}"),
        (None, Some(method)) => method,
        (_, None) => view.catalog.operator_label(view.lang, operator),
    }
}

/// A number of days with the word for days in the form that the number takes; a language with one form repeats it.
fn day_count(view: &ViewBuilder<'_>, days: u16) -> String {
    let key = match (days % 10, days % 100) {
        (_, 11..=14) => keys::DAYS_MANY,
        (1, _) => keys::DAYS_ONE,
        (2..=4, _) => keys::DAYS_FEW,
        _ => keys::DAYS_MANY,
    };
    view.plain_with(key, &[("days", &days.to_string())])
}
