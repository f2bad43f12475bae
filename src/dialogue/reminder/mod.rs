//! Renewal reminders: the rule a person gave, the renewal that the next message is about, and the guide offered with
//! it.
//!
//! Days are days in Almaty; today is an argument. Invariants: the renewal of a new reminder is at least two days ahead,
//! so that its message, one day before, is in the future at any hour; day 29, 30 or 31 is the last day of a shorter
//! month; numbers of days are counted from a fixed day.

pub mod typed;

use std::ops::RangeInclusive;

use chrono::{Datelike, Days, NaiveDate};

use crate::catalog::id::{Lang, MethodId, OperatorId};
use crate::catalog::model::Catalog;

/// The largest number of reminders of one person.
pub const MOST: usize = 3;
/// The hour of a message, in Almaty.
pub const HOUR: u32 = 10;
/// The days of a month.
pub const DAYS_OF_MONTH: RangeInclusive<u8> = 1..=31;
/// The lengths of a plan, in days.
pub const LENGTHS: RangeInclusive<u16> = 2..=366;
/// The years accepted in the data of a button.
const YEARS: RangeInclusive<i32> = 2020..=2199;

/// The reminders of one person, in the order in which they were set.
pub type Reminders = [Option<Reminder>; MOST];

/// How a plan renews.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// On a day of every month.
    Monthly {
        /// 1 to 31.
        day: u8,
    },
    /// Every number of days.
    Every {
        /// 2 to 366.
        days: u16,
        /// A day of renewal, past or coming.
        from: NaiveDate,
    },
}

/// What a reminder is for: a guide, or only the operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReminderGuide {
    /// The operator.
    pub operator: OperatorId,
    /// The way to pay, if a guide was sent.
    pub method: Option<MethodId>,
}

/// A renewal reminder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reminder {
    /// How the plan renews.
    pub rule: Rule,
    /// The renewal that the next message is about.
    pub next: NaiveDate,
    /// What it is for; its message offers it.
    pub guide: Option<ReminderGuide>,
    /// The language it was set in: its message is not the answer to an update that tells the client's language.
    pub lang: Option<Lang>,
}

/// How far ahead a renewal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ahead {
    /// Today.
    Today,
    /// Tomorrow.
    Tomorrow,
}

/// What is asked about a reminder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ReminderQuestion {
    /// How the plan renews.
    #[default]
    Rule,
    /// Every how many days.
    Length,
    /// When it renews next.
    Next {
        /// The length of the plan.
        days: u16,
    },
}

/// A reminder screen with its data. It depends on the person and the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReminderScreen {
    /// The reminders, and how to set another one.
    List(Reminders),
    /// "What instead of this one?"
    Change(Rule),
    /// "Which day of the month?"
    Day {
        /// The reminder to replace.
        instead: Option<Rule>,
    },
    /// "Every how many days?"
    Length {
        /// The reminder to replace.
        instead: Option<Rule>,
    },
    /// "When does it renew next?"
    Next {
        /// The length of the plan.
        days: u16,
        /// The reminder to replace.
        instead: Option<Rule>,
        /// The day on which this is asked.
        today: NaiveDate,
    },
    /// Confirms a reminder that was set.
    Set {
        /// The reminder.
        reminder: Reminder,
        /// Set if the plan renews before the first message.
        soon: Option<Ahead>,
    },
    /// The message of a reminder.
    Due {
        /// The reminder.
        reminder: Reminder,
        /// How far ahead the renewal is.
        ahead: Ahead,
    },
}

/// What a button about reminders does. It carries the whole rule, so that an old button never means another reminder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReminderPress {
    /// Asks for the day of the month.
    PickDay {
        /// The reminder to replace.
        instead: Option<Rule>,
    },
    /// Asks for the number of days.
    PickLength {
        /// The reminder to replace.
        instead: Option<Rule>,
    },
    /// Asks when a plan of so many days renews next.
    PickNext {
        /// The length of the plan.
        days: u16,
        /// The reminder to replace.
        instead: Option<Rule>,
    },
    /// Sets a reminder.
    Set {
        /// How the plan renews.
        rule: Rule,
        /// The reminder to replace.
        instead: Option<Rule>,
    },
    /// Asks for another rule of a reminder.
    Change(Rule),
    /// Stops a reminder.
    Stop(Rule),
}

impl Rule {
    /// The first renewal after a day.
    pub fn after(self, day: NaiveDate) -> NaiveDate {
        match self {
            Self::Monthly { day: of_month } => {
                let months = [(day.year(), day.month()), following(day.year(), day.month())];
                let renewals = months.map(|(year, month)| last_of(year, month, of_month.into()));
                renewals.into_iter().find(|&renewal| renewal > day).unwrap_or(NaiveDate::MAX)
            }
            Self::Every { from, .. } if from > day => from,
            Self::Every { days, from } => {
                let days = u64::from(days.max(1));
                let since = u64::try_from((day - from).num_days()).unwrap_or_default();
                plus(from, (since / days + 1) * days)
            }
        }
    }

    /// The permanent code, in buttons and in storage: `m28`, `e30.20261228`.
    pub fn code(self) -> String {
        match self {
            Self::Monthly { day } => format!("m{day}"),
            Self::Every { days, from } => format!("e{days}.{}", from.format("%Y%m%d")),
        }
    }

    /// The rule with this code.
    pub fn of_code(code: &str) -> Option<Self> {
        if let Some(day) = code.strip_prefix('m') {
            let day = number(day)?;
            return DAYS_OF_MONTH.contains(&day).then_some(Self::Monthly { day });
        }
        let (days, from) = code.strip_prefix('e')?.split_once('.')?;
        let (days, from) = (number(days)?, day_of(from)?);
        LENGTHS.contains(&days).then_some(Self::Every { days, from })
    }
}

impl Reminder {
    /// A reminder set today.
    pub fn new(rule: Rule, today: NaiveDate, guide: Option<ReminderGuide>) -> Self {
        Self { rule, next: rule.after(plus(today, 1)), guide, lang: None }
    }

    /// The day of its message.
    pub fn message_day(self) -> NaiveDate {
        self.next.pred_opt().unwrap_or(self.next)
    }

    /// Skips renewals that are already past.
    pub fn skip_past(self, today: NaiveDate) -> Self {
        let next = if self.next < today { self.rule.after(before(today)) } else { self.next };
        Self { next, ..self }
    }

    /// The reminder after the message of its renewal has been sent.
    pub fn advance(self) -> Self {
        Self { next: self.rule.after(self.next), ..self }
    }

    /// How far ahead its renewal is, if it is today or tomorrow.
    pub fn ahead(self, today: NaiveDate) -> Option<Ahead> {
        near(self.next, today)
    }

    /// Set if the plan renews before the first message. The day that days are counted from is paid once it is there.
    pub fn soon(self, today: NaiveDate) -> Option<Ahead> {
        let paid = matches!(self.rule, Rule::Every { from, .. } if from == today);
        near(self.rule.after(if paid { today } else { before(today) }), today)
    }
}

impl ReminderScreen {
    /// The longest screen of each kind, and for every guide the screens that name it.
    pub fn samples(catalog: &Catalog) -> Vec<Self> {
        let first = NaiveDate::from_ymd_opt(2026, 1, 28).unwrap_or_default();
        let long = Rule::Every { days: *LENGTHS.end(), from: first };
        let last = Rule::Monthly { day: *DAYS_OF_MONTH.end() };
        let mut samples = vec![Self::Change(long), Self::Change(last)];
        for instead in [None, Some(long), Some(last)] {
            samples.extend([Self::Day { instead }, Self::Length { instead }]);
            let days = [*LENGTHS.start(), *LENGTHS.end()];
            samples.extend(days.map(|days| Self::Next { days, instead, today: first }));
        }
        for month in 1..=12 {
            let next = first.with_month(month).unwrap_or(first);
            for rule in [long, last] {
                let reminder = Reminder { rule, next, guide: None, lang: None };
                samples.push(Self::List([Some(reminder), None, None]));
                let soon = [Some(Ahead::Today), Some(Ahead::Tomorrow), None];
                samples.extend(soon.map(|soon| Self::Set { reminder, soon }));
                samples.extend([Ahead::Today, Ahead::Tomorrow].map(|ahead| Self::Due { reminder, ahead }));
            }
        }
        for operator in catalog.operators().filter(|&operator| catalog.can_top_up(operator)) {
            let fitting = catalog.methods().filter(|&method| catalog.fits(operator, method));
            for method in fitting.map(Some).chain([None]) {
                let guide = Some(ReminderGuide { operator, method });
                let reminder = Reminder { rule: last, next: first, guide, lang: None };
                samples.push(Self::List([Some(reminder); MOST]));
                samples.push(Self::Set { reminder, soon: None });
                samples.push(Self::Due { reminder, ahead: Ahead::Tomorrow });
            }
        }
        samples
    }
}

impl ReminderQuestion {
    /// The name in storage.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Length => "length",
            Self::Next { .. } => "next",
        }
    }
}

/// A day as in the code of a rule: `20261228`.
fn day_of(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text, "%Y%m%d").ok()?;
    (text.len() == 8 && YEARS.contains(&day.year())).then_some(day)
}

/// A number as this program writes it: digits without a leading zero.
fn number<T: std::str::FromStr>(text: &str) -> Option<T> {
    let plain = text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
    plain.then(|| text.parse().ok())?
}

fn near(renewal: NaiveDate, today: NaiveDate) -> Option<Ahead> {
    match (renewal - today).num_days() {
        0 => Some(Ahead::Today),
        1 => Some(Ahead::Tomorrow),
        _ => None,
    }
}

fn following(year: i32, month: u32) -> (i32, u32) {
    if month == 12 { (year + 1, 1) } else { (year, month + 1) }
}

/// A day of a month, or the last one of a month that is shorter.
fn last_of(year: i32, month: u32, day: u32) -> NaiveDate {
    (1..=day).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day)).unwrap_or(NaiveDate::MAX)
}

pub(in crate::dialogue) fn plus(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

fn before(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(day)
}
