//! What people type about a renewal, in every language, and what is set by it.

use kz_topup_bot::catalog::model::Catalog;
use kz_topup_bot::dialogue::effect::Effect;
use kz_topup_bot::dialogue::event::Event;
use kz_topup_bot::dialogue::interruption::{Interruption, Question};
use kz_topup_bot::dialogue::reminder::{ReminderQuestion, ReminderScreen, Rule};
use kz_topup_bot::dialogue::screen::{FIRST, Screen};
use kz_topup_bot::dialogue::session::{PayerChoice, Session};
use kz_topup_bot::dialogue::shown::Shown;
use kz_topup_bot::dialogue::transition::{Transition, transition};
use kz_topup_bot::render::callback::encode_link;

use crate::person::{content, today};

/// Typed where the rule is asked for: `m28` for what is set, `next 30` for the next question, `?` for a hint.
const RULES: &[(&str, &str)] = &[
    ("28", "m28"),
    ("２８", "m28"),
    ("28号", "m28"),
    ("每月28号", "m28"),
    ("每个月28日", "m28"),
    ("套餐28号续费", "m28"),
    ("on the 28th", "m28"),
    ("28th of each month", "m28"),
    ("my plan renews on the 3rd", "m3"),
    ("28-го", "m28"),
    ("28 числа каждого месяца", "m28"),
    ("тариф продлевается 1-го числа", "m1"),
    ("28-і күні", "m28"),
    ("әр айдың 5-і", "m5"),
    ("12 декабря", "m12"),
    ("12月28日", "m28"),
    ("every 30 days", "next 30"),
    ("28 days", "next 28"),
    ("每30天", "next 30"),
    ("30天一次", "next 30"),
    ("每隔 28 天", "next 28"),
    ("каждые 28 дней", "next 28"),
    ("раз в 31 день", "next 31"),
    ("28 күн сайын", "next 28"),
    ("32", "?"),
    ("0", "?"),
    ("every 1 days", "?"),
    ("каждые 400 дней", "?"),
    ("28 29", "?"),
    ("99999999999999", "!"),
    ("beeline", "ways_beeline"),
    ("tele 2", "ways_tele2"),
    ("kaspi", "operators_kaspi"),
    ("没到账", "page_trouble"),
    ("+7 701 123 45 67", "!"),
    ("取消", "operators"),
];

/// Typed where the next renewal of a plan of 30 days is asked for, on 23 November 2026.
const NEXT: &[(&str, &str)] = &[
    ("today", "e30.20261123"),
    ("сегодня", "e30.20261123"),
    ("今天", "e30.20261123"),
    ("明天", "e30.20261124"),
    ("ертең", "e30.20261124"),
    ("12.12", "e30.20261212"),
    ("05.12.2026", "e30.20261205"),
    ("2026-12-05", "e30.20261205"),
    ("12月5日", "e30.20261205"),
    ("5 декабря", "e30.20261205"),
    ("5 Dec", "e30.20261205"),
    ("December 5th", "e30.20261205"),
    ("5 желтоқсан", "e30.20261205"),
    ("5", "e30.20261205"),
    ("25", "e30.20261125"),
    // Behind, within a period: that is when it was paid.
    ("20.11", "e30.20261120"),
    ("20 ноября", "e30.20261120"),
    ("every 28 days", "next 28"),
    // Month first, as the Chinese write it, where the other way round it cannot be.
    ("12.03", "e30.20261203"),
    ("12 марта", "?"),
    ("31.02", "?"),
    ("40", "?"),
    ("beeline", "ways_beeline"),
];

/// Typed by somebody who was asked nothing.
const ANYWHERE: &[(&str, &str)] = &[
    ("提醒我28号续费", "m28"),
    ("напомни 28-го", "m28"),
    ("remind me every 30 days", "next 30"),
    ("еске сал", "remind"),
    ("remind me", "remind"),
    ("напоминание", "remind"),
    ("28", "remind"),
];

fn table(rows: &[(&str, &str)], interruption: Option<Interruption>) {
    let content = content();
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(words, expected)| {
            let session = Session { interruption, payer: PayerChoice::Everything, ..Session::default() };
            let event = Event::Text((*words).to_owned());
            let got = outcome(&content.catalog, transition(&content.catalog, session, event, today()));
            (got != *expected).then(|| format!("{words}: {got}, not {expected}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn outcome(catalog: &Catalog, followed: Transition) -> String {
    let shown = followed.effects.iter().find_map(|effect| match effect {
        Effect::Show { shown, hint, .. } => Some((shown.clone(), *hint)),
        Effect::Send { shown, .. } => Some((shown.clone(), None)),
        _ => None,
    });
    match shown.unwrap() {
        (_, Some(hint)) if hint.key().contains("renewal") => "?".to_owned(),
        (_, Some(hint)) if hint.key() == "hint.digits" => "!".to_owned(),
        (Shown::Suggestions(_), _) => "suggestions".to_owned(),
        (Shown::Reminder(ReminderScreen::Set { reminder, .. }), _) => {
            assert_eq!(followed.session.reminders[0], Some(reminder));
            reminder.rule.code()
        }
        (Shown::Reminder(ReminderScreen::Next { days, .. }), _) => format!("next {days}"),
        (shown, _) => encode_link(catalog, shown.screen()),
    }
}

fn asking(asked: ReminderQuestion) -> Option<Interruption> {
    let question = Question::Reminder { asked, instead: None, named: None };
    Some(Interruption { question, menu: FIRST })
}

#[test]
fn a_rule_is_understood_in_every_language() {
    table(RULES, asking(ReminderQuestion::Rule));
}

#[test]
fn the_next_renewal_is_understood_in_every_language() {
    table(NEXT, asking(ReminderQuestion::Next { days: 30 }));
}

#[test]
fn who_asks_to_be_reminded_is_understood_anywhere() {
    table(ANYWHERE, None);
}

#[test]
fn a_number_is_one_of_days_where_days_are_asked_for() {
    table(
        &[("45", "next 45"), ("1", "?"), ("366", "next 366"), ("367", "?")],
        asking(ReminderQuestion::Length),
    );
}

#[test]
fn an_operator_that_is_named_is_remembered_with_it() {
    let content = content();
    let session = Session { interruption: asking(ReminderQuestion::Rule), ..Session::default() };
    let event = Event::Text("beeline, remind me on the 28th".to_owned());
    let followed = transition(&content.catalog, session, event, today());
    let reminder = followed.session.reminders[0].unwrap();
    assert_eq!(reminder.rule, Rule::Monthly { day: 28 });
    let operator = content.catalog.operator_named("beeline").unwrap();
    assert_eq!(reminder.guide.map(|guide| guide.operator), Some(operator));
    let shown = followed.effects.iter().find_map(Effect::shown).unwrap();
    assert_eq!(shown.screen(), Screen::Reminders);
}
