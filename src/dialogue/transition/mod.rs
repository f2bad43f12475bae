//! The function that decides: an event and the session go in, the new session and the effects come out.
//!
//! # How it works
//!
//! - Buttons carry what they open ([`Press`]), so a press means the same in every state; the state follows the screen.
//! - Typed text is read in the light of the open question, then by all aliases (`typed`). What has been learnt is kept:
//!   an operator, a payment method named first, who pays ([`payers`](super::payers)).
//! - Commands open their page and change no state, except `/start`, `/topup` and `/cancel`, which begin again.
//! - `/check`, `/whoami` and `/remind` ask a question in between ([`Interruption`](super::interruption::Interruption)).
//!   It holds the menu it interrupted; Resume and a typed "back" return there.
//! - A guide is sent as a message of its own, so that it can be kept and forwarded, and the menu becomes a short
//!   note. A second press of the same button finds the guide sent and sends nothing.
//! - A risky method shows its warning first, however it was reached, and its guide only after a yes.
//! - A forwarded message is checked as an offer in every state, and so is text typed where an offer was asked for; a
//!   verdict changes no state.
//!
//! There are no errors: what is not understood shows the current screen with a hint, the third time in a row the help
//! page. Every transition has at least one effect.

mod languages;
mod reminders;
mod typed;

use chrono::NaiveDate;

use crate::catalog::id::{GuideId, OperatorId};
use crate::catalog::model::Catalog;
use crate::dialogue::effect::{Effect, Hint, Notice, Sending};
use crate::dialogue::event::{Command, Event, Place, Press};
use crate::dialogue::feedback::Feedback;
use crate::dialogue::interruption::Question;
use crate::dialogue::keys::pages;
use crate::dialogue::menu::Menu;
use crate::dialogue::offer;
use crate::dialogue::screen::{FIRST, Screen, Sheet};
use crate::dialogue::session::{PayerChoice, Session, State};
use crate::dialogue::shown::{Fixed, Shown};
use crate::dialogue::suggestions::{Kind, Suggestions};
use crate::dialogue::understanding::{Understood, understand};

/// After this many texts in a row that were not understood the help page is shown.
const MISSES_BEFORE_HELP: u8 = 3;

/// What follows from an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The session from now on.
    pub session: Session,
    /// What to do, in this order; at least one.
    pub effects: Vec<Effect>,
}

/// Decides what follows from an event; `today` is the day in Almaty.
pub fn transition(catalog: &Catalog, session: Session, event: Event, today: NaiveDate) -> Transition {
    transition_by(catalog, session, event, today, &|text| understand(catalog, text))
}

/// The same with another way to understand typed text, such as one that remembers what it understood before.
pub fn transition_by(
    catalog: &Catalog,
    session: Session,
    event: Event,
    today: NaiveDate,
    understand: &dyn Fn(&str) -> Understood,
) -> Transition {
    let step = Step { catalog, session, today, understand };
    match event {
        Event::Command(command) => step.command(command),
        Event::Text(text) => step.on_text(&text),
        Event::Forwarded(text) => step.check_offer(&text),
        Event::NotText => step.hint(Hint::NotText),
        Event::Press(press) => step.press(press),
        Event::OldPress(press) => {
            let mut transition = step.press(press);
            if !transition.effects.iter().any(|effect| matches!(effect, Effect::Notify(_))) {
                transition.effects.push(Effect::Notify(Notice::OldButton));
            }
            transition
        }
    }
}

/// The transition of a person whose client reports the language tag `tag`: a reminder that was set without a chosen
/// language keeps the language of the client, since no client is there when it is sent.
pub fn transition_for_client(
    catalog: &Catalog,
    session: Session,
    event: Event,
    today: NaiveDate,
    tag: Option<&str>,
) -> Transition {
    let Transition { session, effects } = transition(catalog, session, event, today);
    let lang = catalog.speak(session.lang, tag);
    Transition { session: session.with_reminder_language(lang), effects }
}

/// One transition in progress: the session so far, and what is known.
struct Step<'a> {
    catalog: &'a Catalog,
    session: Session,
    today: NaiveDate,
    understand: &'a dyn Fn(&str) -> Understood,
}

/// How a screen was asked for. Only a pressed button has a menu that can be changed, and can be pressed twice.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Pressed(Place),
    Typed,
}

impl Origin {
    fn place(self) -> Place {
        match self {
            Self::Pressed(place) => place,
            Self::Typed => Place::Below,
        }
    }
}

impl Step<'_> {
    fn command(self, command: Command) -> Transition {
        let typed = Origin::Typed;
        match command {
            // A link to a list of methods opens the list, without the question who pays.
            Command::Start(Some(list @ Screen::Ways { .. })) => {
                let list = self.session.payer.order(list);
                self.begin_again().open_menu(list, Place::Below)
            }
            Command::Start(screen) => self.begin_again().open(screen.unwrap_or(FIRST), typed),
            Command::TopUp(text) if text.trim().is_empty() => self.begin_again().open(FIRST, typed),
            Command::TopUp(text) => self.begin_again().read_top_up(&text),
            Command::Check(text) if text.trim().is_empty() => self.open(Screen::Offer, typed),
            Command::Check(text) if offer::says_too_little(self.catalog, &text) => self.ask_for_offer(),
            Command::Check(text) => self.check_offer(&text),
            Command::Operators => self.open(Screen::OperatorList, typed),
            Command::WhoAmI(text) if text.trim().is_empty() => self.open(Screen::WhoAmI, typed),
            Command::WhoAmI(text) => {
                let understood = (self.understand)(&text);
                self.interrupted_by(Question::Digits).read_request(&text, understood)
            }
            Command::Remind(text) if text.trim().is_empty() => self.open(Screen::Reminders, typed),
            Command::Remind(text) => self.remind(&text),
            Command::Forget => self.open(Screen::Forget, typed),
            Command::Tips => self.page(pages::TIPS, None),
            Command::Help => self.page(pages::HELP, None),
            Command::About => self.page(pages::ABOUT, None),
            Command::Privacy => self.page(pages::PRIVACY, None),
            Command::Unknown => self.page(pages::HELP, Some(Hint::Command)),
            Command::Lang => {
                let at = self.session.menu.screen();
                self.understood().languages(at, Place::Below)
            }
            Command::Cancel => self.begin_again().show_screen(FIRST, Some(Hint::Cancelled), Place::Below),
        }
    }

    fn press(self, press: Press) -> Transition {
        match press {
            Press::Open(screen, place) => self.open(screen, Origin::Pressed(place)),
            Press::Confirm(guide) => self.confirm(guide, Origin::Pressed(Place::Here)),
            Press::SetPayer { payer, operator } => {
                self.set_payer(payer.map_or(PayerChoice::Everything, PayerChoice::Payer), operator)
            }
            Press::PickLanguage(at) => self.understood().languages(at, Place::Here),
            Press::KeepLanguage(at) => self.show_again(at, Place::Here),
            Press::SetLanguage(lang, at) => self.set_language(lang, at),
            // Shown in groups only, which do not come here; elsewhere it sets the person's own language.
            Press::SetGroupLanguage(lang) => self.set_language(lang, FIRST),
            Press::Reminder(press) => self.press_reminder(press),
            Press::Forget => self.forget(),
            Press::Resume => self.resume(Place::Here),
            Press::Feedback(feedback) => self.on_feedback(feedback),
            Press::Picture(guide) => {
                match Screen::Sheet(Sheet::Clerk, guide).resolve(self.catalog).screen() {
                    Screen::Sheet(Sheet::Clerk, guide) => self.understood().only(Effect::Picture(guide)),
                    screen => self.open(screen, Origin::Pressed(Place::Below)),
                }
            }
        }
    }

    /// Opens a screen: a guide as a message of its own, after its warning if it is risky; anything else as a menu.
    fn open(self, screen: Screen, origin: Origin) -> Transition {
        match self.completed(screen).resolve(self.catalog).screen() {
            Screen::Sheet(Sheet::Guide | Sheet::Chosen, guide) if self.fits(guide) => {
                if self.catalog.method(guide.method).risk.is_some() {
                    self.warn(guide, origin.place())
                } else {
                    self.deliver(guide, origin)
                }
            }
            Screen::Sheet(Sheet::Warning, guide) => self.warn(guide, origin.place()),
            screen => {
                let screen = self.session.payer.ask_before(screen);
                self.open_menu(screen, origin.place())
            }
        }
    }

    /// An operator that answers "which operator am I on?" goes on with the payment method named before that question.
    fn completed(&self, screen: Screen) -> Screen {
        match (screen, self.session.question(), self.session.state.method_first()) {
            (Screen::Ways { operator, group: None, .. }, Some(Question::Digits), Some(method)) => {
                Sheet::Guide.of(operator, method)
            }
            _ => screen,
        }
    }

    /// Opens a screen as a menu; the state follows it.
    fn open_menu(mut self, screen: Screen, place: Place) -> Transition {
        let screen = screen.resolve(self.catalog).screen();
        self.session = self.session.opened(self.catalog, screen);
        self.understood().show_screen(screen, None, place)
    }

    /// The yes to a warning, pressed or typed.
    fn confirm(self, guide: GuideId, origin: Origin) -> Transition {
        match Screen::Sheet(Sheet::Guide, guide).resolve(self.catalog).screen() {
            Screen::Sheet(Sheet::Guide, guide) if self.fits(guide) => self.deliver(guide, origin),
            screen => self.open(screen, origin),
        }
    }

    fn warn(self, guide: GuideId, place: Place) -> Transition {
        self.open_menu(Screen::Sheet(Sheet::Warning, guide), place).and(Effect::Notify(Notice::Risk))
    }

    /// Sends a guide; the menu whose button was pressed becomes a note that it was sent.
    fn deliver(mut self, guide: GuideId, origin: Origin) -> Transition {
        let before = self.session.asked();
        let note = Screen::Sheet(Sheet::Chosen, guide);
        self.session = self.session.opened(self.catalog, note);
        self.session.menu = Menu::Screen(note);
        let step = self.understood();
        let shown = Screen::Sheet(Sheet::Guide, guide).resolve(step.catalog).into();
        if origin == Origin::Pressed(Place::Here) {
            let sending = match before == Some(State::Answered(guide)) {
                true => Sending::OnlyIfMenuChanges,
                false => Sending::Always,
            };
            step.show_screen(note, None, Place::Here).and(Effect::Send { shown, sending })
        } else {
            step.only(Effect::Send { shown, sending: Sending::Always })
        }
    }

    fn set_payer(mut self, payer: PayerChoice, operator: OperatorId) -> Transition {
        self.session.payer = payer;
        self.open(Screen::ways(operator), Origin::Pressed(Place::Here))
    }

    /// Returns to the menu that a question interrupted, else to the open question of the top-up.
    fn resume(mut self, place: Place) -> Transition {
        let interrupted = self.session.interruption.take().map(|interruption| interruption.menu);
        let screen = match interrupted {
            // A guide is a message of its own; its menu is the note that it was sent.
            Some(Screen::Sheet(Sheet::Guide, guide)) if self.fits(guide) => {
                Screen::Sheet(Sheet::Chosen, guide)
            }
            Some(screen) => screen,
            None => self.session.state.menu(),
        };
        let screen = self.session.payer.ask_before(screen);
        self.open_menu(screen, place)
    }

    /// Does what the Back button of the newest menu does, in a new message.
    fn back(self) -> Transition {
        match self.session.menu.back(self.catalog) {
            Press::Open(screen, _) => self.open(screen, Origin::Typed),
            Press::KeepLanguage(at) => self.show_again(at, Place::Below),
            _ => self.resume(Place::Below),
        }
    }

    /// Thanks, and opens what helps next; counts feedback that is not the same as the last one.
    fn on_feedback(mut self, feedback: Feedback) -> Transition {
        let catalog = self.catalog;
        let is_new = self.session.record_feedback(catalog, feedback);
        let mut transition = self.open(feedback.next(catalog), Origin::Pressed(Place::Below));
        if feedback.is_of_a_guide(catalog) {
            transition.effects.push(Effect::Notify(Notice::Thanks));
        }
        transition.effects.extend(is_new.then_some(Effect::Count(feedback)));
        transition
    }

    /// Checks a seller's message; no state changes.
    fn check_offer(self, text: &str) -> Transition {
        let shown = Shown::Verdict(offer::judge(self.catalog, text));
        self.understood().only(Effect::Send { shown, sending: Sending::Always })
    }

    /// Asks for the seller's message again, where something else was sent.
    fn ask_for_offer(mut self) -> Transition {
        self.session.interrupt(Question::Offer);
        self.understood().show_screen(Screen::Offer, Some(Hint::Offer), Place::Below)
    }

    /// Deletes everything about the chat: the session here, the record by the effect.
    fn forget(mut self) -> Transition {
        self.session = Session::default();
        let shown = Fixed::Deleted.into();
        let confirmation = Effect::Show { shown, hint: None, place: Place::Here };
        self.only(Effect::Forget).and(confirmation)
    }

    fn page(self, name: &str, hint: Option<Hint>) -> Transition {
        let page = Screen::page(self.catalog, name);
        self.understood().show_screen(page, hint, Place::Below)
    }

    /// Shows the screen of the open question with a line above it.
    fn hint(self, hint: Hint) -> Transition {
        let screen = self.session.screen();
        self.show_screen(screen, Some(hint), Place::Below)
    }

    /// Answers a text that was not understood: with buttons, others at the second time in a row, then the help page.
    fn miss(mut self, text: &str) -> Transition {
        self.session.misses = self.session.misses.saturating_add(1);
        let kind = match (self.session.misses, self.session.question()) {
            (1, Some(Question::Reminder { .. })) => return self.hint(Hint::RenewalRule),
            (1, Some(Question::Digits)) => return self.hint(Hint::Prefix),
            (1, _) => Kind::FirstMiss,
            (2..MISSES_BEFORE_HELP, _) => Kind::SecondMiss,
            _ => return self.page(pages::HELP, Some(Hint::Third)),
        };
        let suggestions = Suggestions::after_miss(self.catalog, kind, text);
        self.suggest(suggestions)
    }

    fn suggest(self, suggestions: Suggestions) -> Transition {
        let shown = Shown::Suggestions(suggestions);
        self.only(Effect::Send { shown, sending: Sending::Always })
    }

    /// Shows a screen as the newest menu; the state does not change.
    fn show_screen(mut self, screen: Screen, hint: Option<Hint>, place: Place) -> Transition {
        if screen == Screen::Reminders {
            return self.show_reminders(hint, place);
        }
        let resolved = screen.resolve(self.catalog);
        self.session.menu = Menu::of(resolved.screen());
        self.only(Effect::Show { shown: resolved.into(), hint, place })
    }

    /// Ends the step with its first effect.
    fn only(self, effect: Effect) -> Transition {
        Transition { session: self.session, effects: vec![effect] }
    }

    fn begin_again(mut self) -> Self {
        self.session.state = State::Start;
        self.session.interruption = None;
        self.session.menu = Menu::default();
        self.understood()
    }

    fn interrupted_by(mut self, question: Question) -> Self {
        self.session.interrupt(question);
        self.understood()
    }

    fn understood(mut self) -> Self {
        self.session.misses = 0;
        self
    }

    fn fits(&self, GuideId { operator, method }: GuideId) -> bool {
        self.catalog.fits(operator, method)
    }

    /// The session knowing an operator, if one was named.
    fn knowing(mut self, operator: Option<OperatorId>) -> Self {
        let new = operator.filter(|&operator| self.session.state.operator() != Some(operator));
        if let Some(operator) = new.filter(|&operator| self.catalog.can_top_up(operator)) {
            self.session.state = State::choose(operator);
        }
        self
    }
}

impl Transition {
    /// Adds an effect after the others.
    fn and(mut self, effect: Effect) -> Self {
        self.effects.push(effect);
        self
    }
}
