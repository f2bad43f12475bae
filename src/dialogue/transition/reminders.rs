//! What follows from presses, commands and typed text about reminders. A text that is not about a renewal is read like
//! any other: an operator or a page that it names is opened.

use crate::catalog::aliases::Word;
use crate::catalog::reading::{Digits, Reading};
use crate::dialogue::effect::{Effect, Hint, Notice};
use crate::dialogue::event::Place;
use crate::dialogue::interruption::Question;
use crate::dialogue::menu::Menu;
use crate::dialogue::reminder::typed::said;
use crate::dialogue::reminder::{
    DAYS_OF_MONTH, LENGTHS, Reminder, ReminderGuide, ReminderPress, ReminderQuestion, ReminderScreen,
    Reminders, Rule,
};
use crate::dialogue::screen::Screen;
use crate::dialogue::shown::Shown;
use crate::dialogue::transition::{Step, Transition};
use crate::text::date::{Said, resolve};

/// What a text about a renewal asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    /// The list, and the question how the plan renews.
    List,
    /// The question when a plan of this many days renews next.
    Next(u16),
    /// A reminder.
    Set(Rule),
    /// Something impossible.
    Refused(Hint),
}

impl Step<'_> {
    pub(super) fn press_reminder(self, press: ReminderPress) -> Transition {
        let here = Place::Here;
        match press {
            ReminderPress::PickDay { instead } => self
                .asking(ReminderQuestion::Rule, instead)
                .show_reminder(ReminderScreen::Day { instead }, here),
            ReminderPress::PickLength { instead } => self
                .asking(ReminderQuestion::Length, instead)
                .show_reminder(ReminderScreen::Length { instead }, here),
            ReminderPress::PickNext { days, instead } => self.ask_next(days, instead, here),
            ReminderPress::Set { rule, instead } => self.set(rule, instead, here),
            ReminderPress::Change(rule) if self.has(rule) => self
                .asking(ReminderQuestion::Rule, Some(rule))
                .show_reminder(ReminderScreen::Change(rule), here),
            ReminderPress::Stop(rule) if self.has(rule) => self.stop(rule),
            ReminderPress::Change(_) | ReminderPress::Stop(_) => {
                self.open_menu(Screen::Reminders, here).and(Effect::Notify(Notice::OldButton))
            }
        }
    }

    /// `/remind` followed by text.
    pub(super) fn remind(self, text: &str) -> Transition {
        let step = self.interrupted_by(Question::RENEWAL);
        let reading = step.catalog.read(text);
        match step.wish(text, &reading) {
            Some(wish) => step.grant(wish, &reading),
            None => step.hint(Hint::RenewalRule),
        }
    }

    /// What a text asks for, if it is about a renewal: because that was asked, or because it says so.
    pub(super) fn wish(&self, text: &str, reading: &Reading) -> Option<Wish> {
        let asked = match self.session.question() {
            Some(Question::Reminder { asked, .. }) => Some(asked),
            _ => None,
        };
        let about = reading.words.contains(&Word::Remind);
        if asked.is_none() && !about {
            return None;
        }
        let said = said(self.catalog, text, reading);
        let named = !(reading.operators.is_empty() && reading.methods.is_empty());
        let date = matches!(said, Said::Date(_));
        if (named && !about && !matches!(said, Said::Days(_))) || (reading.digits == Digits::Many && !date) {
            return about.then_some(Wish::List);
        }
        let wish = match asked.unwrap_or_default() {
            ReminderQuestion::Rule => rule(&said),
            ReminderQuestion::Length => length(&said),
            ReminderQuestion::Next { days } => self.next(days, &said),
        };
        wish.or(about.then_some(Wish::List))
    }

    /// Does what a text asks for; the reminder is for the operator that it names.
    pub(super) fn grant(mut self, wish: Wish, reading: &Reading) -> Transition {
        if !matches!(self.session.question(), Some(Question::Reminder { .. })) {
            self.session.interrupt(Question::RENEWAL);
        }
        if let [operator] = *reading.operators
            && self.catalog.can_top_up(operator)
            && let Some(interruption) = &mut self.session.interruption
            && let Question::Reminder { named, .. } = &mut interruption.question
        {
            *named = Some(ReminderGuide { operator, method: None });
        }
        let instead = self.instead();
        match wish {
            Wish::List => self.open_list(Place::Below),
            Wish::Next(days) => self.ask_next(days, instead, Place::Below),
            Wish::Set(rule) => self.set(rule, instead, Place::Below),
            Wish::Refused(hint) => self.hint(hint),
        }
    }

    /// Shows what [`Screen::Reminders`] is for this person today: the open question, the list, or how to begin.
    pub(super) fn show_reminders(mut self, hint: Option<Hint>, place: Place) -> Transition {
        let screen = match self.session.question() {
            Some(Question::Reminder { asked: ReminderQuestion::Length, instead, .. }) => {
                Some(ReminderScreen::Length { instead })
            }
            Some(Question::Reminder { asked: ReminderQuestion::Next { days }, instead, .. }) => {
                Some(ReminderScreen::Next { days, instead, today: self.today })
            }
            Some(Question::Reminder { instead: Some(rule), .. }) if self.has(rule) => {
                Some(ReminderScreen::Change(rule))
            }
            _ => self.list(),
        };
        self.session.menu = match screen {
            None | Some(ReminderScreen::List(_)) => Menu::Screen(Screen::Reminders),
            Some(_) => Menu::ReminderQuestion,
        };
        let shown = match screen {
            Some(screen) => Shown::Reminder(screen),
            None => Screen::Reminders.resolve(self.catalog).into(),
        };
        self.only(Effect::Show { shown, hint, place })
    }

    fn list(&self) -> Option<ReminderScreen> {
        let reminders = self.session.reminders;
        let current = |reminder: Option<Reminder>| reminder.map(|reminder| reminder.skip_past(self.today));
        reminders.iter().any(Option::is_some).then(|| ReminderScreen::List(reminders.map(current)))
    }

    /// Asks how the plan renews, below the list.
    fn open_list(mut self, place: Place) -> Transition {
        let named = self.named();
        self.session.interrupt(Question::Reminder { asked: ReminderQuestion::Rule, instead: None, named });
        self.understood().show_reminders(None, place)
    }

    fn next(&self, days: u16, said: &Said) -> Option<Wish> {
        Some(match said {
            Said::Nothing => return None,
            Said::Days(_) => length(said)?,
            said => match resolve(said, days, self.today) {
                Some(from) => Wish::Set(Rule::Every { days, from }),
                None => Wish::Refused(Hint::RenewalDate),
            },
        })
    }

    fn has(&self, rule: Rule) -> bool {
        self.session.reminders.iter().flatten().any(|reminder| reminder.rule == rule)
    }

    /// The reminder that an answer replaces.
    fn instead(&self) -> Option<Rule> {
        match self.session.question() {
            Some(Question::Reminder { instead, .. }) => instead,
            _ => None,
        }
    }

    /// The operator named together with the reminder.
    fn named(&self) -> Option<ReminderGuide> {
        match self.session.question() {
            Some(Question::Reminder { named, .. }) => named,
            _ => None,
        }
    }

    fn asking(self, asked: ReminderQuestion, instead: Option<Rule>) -> Self {
        let named = self.named();
        self.interrupted_by(Question::Reminder { asked, instead, named })
    }

    fn ask_next(self, days: u16, instead: Option<Rule>, place: Place) -> Transition {
        let screen = ReminderScreen::Next { days, instead, today: self.today };
        self.asking(ReminderQuestion::Next { days }, instead).show_reminder(screen, place)
    }

    fn show_reminder(mut self, screen: ReminderScreen, place: Place) -> Transition {
        self.session.menu = match screen {
            ReminderScreen::Set { .. } => Menu::Screen(Screen::Reminders),
            _ => Menu::ReminderQuestion,
        };
        self.only(Effect::Show { shown: Shown::Reminder(screen), hint: None, place })
    }

    /// Sets a reminder and returns to the top-up. Idempotent: setting the same rule again changes nothing.
    ///
    /// 1. The slot: that of the same rule, else of the one to replace, else a free one; none is left: the list with a
    ///    hint.
    /// 2. What it is for: the operator named with it, else what the replaced reminder was for, else the top-up.
    /// 3. The language: that of the reminder before, else the shell fills it in.
    fn set(mut self, rule: Rule, instead: Option<Rule>, place: Place) -> Transition {
        let (named, here) = (self.named(), self.session.state.reminder_guide());
        let reminders = &mut self.session.reminders;
        let find = |reminders: &Reminders, rule| {
            reminders.iter().position(|slot| slot.is_some_and(|reminder| reminder.rule == rule))
        };
        let replaced = instead.and_then(|instead| find(reminders, instead));
        let same = find(reminders, rule);
        let free = reminders.iter().position(Option::is_none);
        let Some(at) = same.or(replaced).or(free) else {
            return self.open_menu(Screen::Reminders, place).with_hint(Hint::RenewalFull);
        };
        let before = replaced.and_then(|at| reminders[at]).or(reminders[at]);
        let own = before.and_then(|before| before.guide);
        let guide = named.or(if replaced.is_some() { own.or(here) } else { here.or(own) });
        if let Some(replaced) = replaced {
            reminders[replaced] = None;
        }
        let reminder = Reminder::new(rule, self.today, guide);
        let lang = before.and_then(|before| before.lang);
        reminders[at] = Some(Reminder { lang, ..reminder });
        self.session.interruption = None;
        let soon = reminder.soon(self.today);
        self.understood().show_reminder(ReminderScreen::Set { reminder, soon }, place)
    }

    fn stop(mut self, rule: Rule) -> Transition {
        for slot in &mut self.session.reminders {
            slot.take_if(|reminder| reminder.rule == rule);
        }
        self.open_menu(Screen::Reminders, Place::Here).and(Effect::Notify(Notice::ReminderStopped))
    }
}

impl Transition {
    fn with_hint(mut self, line: Hint) -> Self {
        for effect in &mut self.effects {
            if let Effect::Show { hint, .. } = effect {
                *hint = Some(line);
            }
        }
        self
    }
}

/// An answer to "how does the plan renew?"
fn rule(said: &Said) -> Option<Wish> {
    let monthly = |day: u32| {
        let day = u8::try_from(day).ok().filter(|day| DAYS_OF_MONTH.contains(day));
        day.map_or(Wish::Refused(Hint::RenewalRule), |day| Wish::Set(Rule::Monthly { day }))
    };
    Some(match said {
        Said::Nothing => return None,
        Said::Number(day) => monthly(*day),
        Said::Date(dates) => dates.first().map_or(Wish::List, |&(_, day)| monthly(day)),
        Said::Days(_) => length(said)?,
        Said::Unclear | Said::Today | Said::Tomorrow => Wish::Refused(Hint::RenewalRule),
    })
}

/// An answer to "every how many days?"
fn length(said: &Said) -> Option<Wish> {
    Some(match said {
        Said::Nothing => return None,
        Said::Number(days) | Said::Days(days) => {
            let days = u16::try_from(*days).ok().filter(|days| LENGTHS.contains(days));
            days.map_or(Wish::Refused(Hint::RenewalRule), Wish::Next)
        }
        Said::Unclear | Said::Date(_) | Said::Today | Said::Tomorrow => Wish::Refused(Hint::RenewalRule),
    })
}
