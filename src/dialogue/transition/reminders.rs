//! What follows from presses, commands and words about reminders. What cannot be read as one is somebody else's: words
//! that name an operator or a page lead there from here as from anywhere.

use crate::catalog::aliases::{Digits, Reading, Word};
use crate::dialogue::effect::{Effect, Hint, Notice};
use crate::dialogue::event::Place;
use crate::dialogue::reminder::typed::said;
use crate::dialogue::reminder::{
    DAYS_OF_MONTH, LENGTHS, Question, Reminder, ReminderGuide, ReminderPress, ReminderScreen, Reminders, Rule,
};
use crate::dialogue::screen::{Address, Screen};
use crate::dialogue::session::{Session, State};
use crate::dialogue::transition::{Step, Transition};
use crate::text::date::{Said, resolve};

/// What words about a renewal ask for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::dialogue) enum Wish {
    /// The list, and the question how the plan renews.
    List,
    /// The question when a plan of so many days renews next.
    Next(u16),
    /// A reminder.
    Set(Rule),
    /// Something that cannot be.
    Refused(Hint),
}

impl Step<'_> {
    /// A press.
    pub(in crate::dialogue) fn renew(self, renew: ReminderPress) -> Transition {
        let here = Place::Here;
        match renew {
            ReminderPress::PickDay { instead } => self.asking(Question::Rule, instead).show_reminder(
                ReminderScreen::Day { instead },
                None,
                here,
            ),
            ReminderPress::PickLength { instead } => self.asking(Question::Length, instead).show_reminder(
                ReminderScreen::Length { instead },
                None,
                here,
            ),
            ReminderPress::PickNext { days, instead } => self.ask_next(days, instead, here),
            ReminderPress::Set { rule, instead } => self.set(rule, instead, here),
            ReminderPress::Change(rule) if self.has(rule) => self
                .asking(Question::Rule, Some(rule))
                .show_reminder(ReminderScreen::Change(rule), None, here),
            ReminderPress::Stop(rule) if self.has(rule) => self.stop(rule),
            ReminderPress::Change(_) | ReminderPress::Stop(_) => {
                let mut transition = self.open_menu(Screen::Reminders, here);
                transition.effects.push(Effect::Notify(Notice::OldButton));
                transition
            }
        }
    }

    /// `/remind` with words behind it.
    pub(in crate::dialogue) fn remind(mut self, words: &str) -> Transition {
        self.session.state = self.session.state.after(Screen::Reminders);
        let reading = self.catalog.read(words);
        match self.wish(words, &reading) {
            Some(wish) => self.grant(wish, &reading),
            None => self.hint(Hint::RenewalRule),
        }
    }

    /// Everything about the chat is to be forgotten. The session is gone at once; the shell removes the record.
    pub(in crate::dialogue) fn forget(self) -> Transition {
        let told = Effect::Show { address: Address::Forgotten, hint: None, place: Place::Here };
        Transition { session: Session::default(), effects: vec![Effect::Forget, told] }
    }

    /// What words ask for, if they are about a renewal: because one was asked for, or because they say so.
    pub(in crate::dialogue) fn wish(&self, text: &str, reading: &Reading) -> Option<Wish> {
        let asked = match self.session.state {
            State::ReceiveRenewal { asked, .. } => Some(asked),
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
            Question::Rule => rule(&said),
            Question::Length => length(&said),
            Question::Next { days } => self.next(days, &said),
        };
        wish.or(about.then_some(Wish::List))
    }

    /// Does what words ask for.
    pub(in crate::dialogue) fn grant(mut self, wish: Wish, reading: &Reading) -> Transition {
        let instead = self.session.state.instead();
        if !matches!(self.session.state, State::ReceiveRenewal { .. }) {
            self.session.state = self.session.state.after(Screen::Reminders);
        }
        if let (State::ReceiveRenewal { guide, .. }, [operator]) =
            (&mut self.session.state, reading.operators.as_slice())
            && guide.is_none_or(|guide| guide.operator != *operator)
            && self.catalog.can_top_up(*operator)
        {
            *guide = Some(ReminderGuide { operator: *operator, method: None });
        }
        match wish {
            Wish::List => self.open_menu(Screen::Reminders, Place::Below),
            Wish::Next(days) => self.ask_next(days, instead, Place::Below),
            Wish::Set(rule) => self.set(rule, instead, Place::Below),
            Wish::Refused(hint) => self.hint(hint),
        }
    }

    /// What stands at [`Screen::Reminders`] for this person just now.
    pub(in crate::dialogue) fn renewals(&self) -> Address {
        let Session { state, reminders, .. } = self.session;
        let instead = state.instead();
        match state {
            State::ReceiveRenewal { asked: Question::Length, .. } => {
                Address::Reminder(ReminderScreen::Length { instead })
            }
            State::ReceiveRenewal { asked: Question::Next { days }, .. } => {
                Address::Reminder(ReminderScreen::Next { days, instead, today: self.today })
            }
            _ if instead.is_some_and(|rule| self.has(rule)) => instead
                .map_or(Address::At(Screen::Reminders), |rule| {
                    Address::Reminder(ReminderScreen::Change(rule))
                }),
            _ if reminders.iter().any(Option::is_some) => {
                let today = self.today;
                let now = reminders.map(|reminder| reminder.map(|reminder| reminder.caught_up(today)));
                Address::Reminder(ReminderScreen::List(now))
            }
            _ => Address::At(Screen::Reminders),
        }
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

    fn asking(mut self, asked: Question, instead: Option<Rule>) -> Self {
        let guide = self.session.state.remembered();
        self.session.state = State::ReceiveRenewal { asked, instead, guide };
        self.understood()
    }

    fn ask_next(self, days: u16, instead: Option<Rule>, place: Place) -> Transition {
        let telling = ReminderScreen::Next { days, instead, today: self.today };
        self.asking(Question::Next { days }, instead).show_reminder(telling, None, place)
    }

    fn show_reminder(self, telling: ReminderScreen, hint: Option<Hint>, place: Place) -> Transition {
        self.show(Address::Reminder(telling), hint, place)
    }

    /// Sets a reminder. Twice the same one is one; a button that comes once more changes nothing.
    fn set(mut self, rule: Rule, instead: Option<Rule>, place: Place) -> Transition {
        let reminders = &mut self.session.reminders;
        let find = |reminders: &Reminders, rule| {
            reminders.iter().position(|slot| slot.is_some_and(|reminder| reminder.rule == rule))
        };
        let replaced = instead.and_then(|instead| find(reminders, instead));
        let same = find(reminders, rule);
        let free = reminders.iter().position(Option::is_none);
        let Some(at) = same.or(replaced).or(free) else {
            let full = self.open_menu(Screen::Reminders, place);
            return full.with_hint(Hint::RenewalFull);
        };
        let before = replaced.and_then(|at| reminders[at]).or(reminders[at]);
        let guide = self.session.state.remembered().or(before.and_then(|before| before.guide));
        if let Some(replaced) = replaced {
            reminders[replaced] = None;
        }
        let reminder = Reminder::new(rule, self.today, guide);
        let lang = before.and_then(|before| before.lang);
        reminders[at] = Some(Reminder { lang, ..reminder });
        self.session.state = State::of(guide);
        let soon = reminder.soon(self.today);
        self.understood().show_reminder(ReminderScreen::Set { reminder, soon }, None, place)
    }

    fn stop(mut self, rule: Rule) -> Transition {
        for slot in &mut self.session.reminders {
            slot.take_if(|reminder| reminder.rule == rule);
        }
        let mut transition = self.open_menu(Screen::Reminders, Place::Here);
        transition.effects.push(Effect::Notify(Notice::ReminderStopped));
        transition
    }
}

impl Transition {
    fn with_hint(mut self, said: Hint) -> Self {
        for effect in &mut self.effects {
            if let Effect::Show { hint, .. } = effect {
                *hint = Some(said);
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
