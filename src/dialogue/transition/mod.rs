//! The one function that decides. An event and the session go in, the new session and the effects come out.
//!
//! # Theory of operation
//!
//! Buttons carry addresses ([`Press`]), so pressing one never depends on the state: it opens its screen, and the
//! state follows the screen. Typed words are read in the light of the state, then by all aliases; whatever has
//! been learnt stays learnt (an operator named first, a way to pay named first, who pays: [`payers`]). Commands open their page and
//! leave the state as it is, except `/start`, `/topup` and `/cancel`, which begin anew, and `/whoami`, which asks who
//! the operator is. A number is read only where its first digits are asked for ([`crate::dialogue::prefix`]), a day only
//! where a renewal is ([`crate::dialogue::reminder`]); what depends on today's day is told which one that is.
//!
//! A guide is sent as a message of its own, so that it can be kept and forwarded, and the menu turns into a
//! short note; a second press of the same button finds the guide sent and sends nothing. A way that must be
//! warned about shows its warning first, whichever way it was reached, and its guide only after a yes.
//!
//! What was forwarded is judged ([`crate::dialogue::offer`]), whatever the state, and so are words typed where an offer
//! was asked for; a verdict moves nothing.
//!
//! Nothing is an error here: what is not understood shows the current screen with a hint, the third time in a
//! row the help page. Every arm ends in at least one effect.

pub(in crate::dialogue) mod reminders;
mod typed;

use chrono::NaiveDate;

use crate::catalog::Catalog;
use crate::catalog::id::{Lang, MethodId, OperatorId};
use crate::dialogue::clerk;
use crate::dialogue::effect::{Effect, Hint, Notice, Sending};
use crate::dialogue::event::{Command, Event, Place, Press};
use crate::dialogue::feedback::Feedback;
use crate::dialogue::keys::pages;
use crate::dialogue::offer;
use crate::dialogue::payers;
use crate::dialogue::screen::{Address, FIRST, Screen};
use crate::dialogue::session::{PayerChoice, Session, State};
use crate::dialogue::suggestions::{Kind, Suggestions};

/// As many times in a row something may be not understood before the help page is shown.
const MISSES_BEFORE_HELP: u8 = 3;

/// What follows from an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The session from now on.
    pub session: Session,
    /// What to do, in this order; at least one.
    pub effects: Vec<Effect>,
}

/// Decides what follows from an event, on a day in Almaty. Never fails, and always has an effect.
pub fn transition(catalog: &Catalog, session: Session, event: Event, today: NaiveDate) -> Transition {
    let step = Step { catalog, session, today };
    match event {
        Event::Command(command) => step.command(command),
        Event::Text(text) => step.on_text(&text),
        Event::Forwarded(text) => step.judge(&text),
        Event::NotText => step.hint(Hint::NotText),
        Event::Press(press) => step.press(press),
        Event::OldPress(press) => {
            let mut transition = step.press(press);
            let told = transition.effects.iter().any(|effect| matches!(effect, Effect::Notify(_)));
            if !told {
                transition.effects.push(Effect::Notify(Notice::OldButton));
            }
            transition
        }
    }
}

/// One step of the machine: the session as it was, and what is known.
pub(in crate::dialogue) struct Step<'a> {
    pub(in crate::dialogue) catalog: &'a Catalog,
    pub(in crate::dialogue) session: Session,
    pub(in crate::dialogue) today: NaiveDate,
}

/// How a guide was asked for; decides whether there is a menu to turn into a note, and whether asking twice
/// means a double tap.
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
        let below = Origin::Typed;
        match command {
            // A link leads where it says.
            Command::Start(Some(list @ Screen::Ways { .. })) => {
                let list = payers::listed(self.session, list);
                self.afresh().open_menu(list, Place::Below)
            }
            Command::Start(Some(screen)) => self.afresh().open(screen, below),
            Command::Start(None) => self.afresh().open(FIRST, below),
            Command::TopUp(words) if words.trim().is_empty() => self.afresh().open(FIRST, below),
            Command::TopUp(words) => self.afresh().read_request(&words),
            Command::Check(text) if text.trim().is_empty() => self.open(Screen::Offer, below),
            Command::Check(text) => self.judge(&text),
            Command::Operators => self.open(Screen::OperatorList, below),
            Command::WhoAmI(words) if words.trim().is_empty() => self.open(Screen::WhoAmI, below),
            Command::WhoAmI(words) => self.asking_whose().read_request(&words),
            Command::Remind(words) if words.trim().is_empty() => self.open(Screen::Reminders, below),
            Command::Remind(words) => self.remind(&words),
            Command::Forget => self.open(Screen::Forget, below),
            Command::Tips => self.page(pages::TIPS, None),
            Command::Help => self.page(pages::HELP, None),
            Command::About => self.page(pages::ABOUT, None),
            Command::Privacy => self.page(pages::PRIVACY, None),
            Command::Unknown => self.page(pages::HELP, Some(Hint::Command)),
            Command::Lang => {
                let address = Address::Languages(self.session.screen());
                self.understood().show(address, None, Place::Below)
            }
            Command::Cancel => self.afresh().show(Address::At(FIRST), Some(Hint::Cancelled), Place::Below),
        }
    }

    fn press(self, press: Press) -> Transition {
        match press {
            Press::Open(screen, place) => self.open(screen, Origin::Pressed(place)),
            Press::Confirm { operator, method } => {
                self.confirm(operator, method, Origin::Pressed(Place::Here))
            }
            Press::SetPayer { payer, operator } => {
                self.set_payer(payer.map_or(PayerChoice::Everything, PayerChoice::Payer), operator)
            }
            Press::PickLanguage(at) => self.understood().show(Address::Languages(at), None, Place::Here),
            Press::KeepLanguage(at) => self.show_again(at),
            Press::SetLanguage(lang, at) => self.set_language(lang, at),
            // Only ever shown in groups, where it is not for this function; elsewhere it speaks for its presser.
            Press::SetGroupLanguage(lang) => self.set_language(lang, FIRST),
            Press::Reminder(renew) => self.renew(renew),
            Press::Forget => self.forget(),
            Press::Resume => {
                let screen = payers::asked(self.session, self.session.state.beneath().screen());
                self.open_menu(screen, Place::Here)
            }
            Press::Feedback(feedback) => self.on_feedback(feedback),
            Press::Picture { operator, method } => match clerk::picture(self.catalog, operator, method) {
                Ok(effect) => Transition { session: self.understood().session, effects: vec![effect] },
                Err(screen) => self.open(screen, Origin::Pressed(Place::Below)),
            },
        }
    }

    /// Thanks, and goes on with what helps; counts what has not been said just before.
    fn on_feedback(mut self, feedback: Feedback) -> Transition {
        let catalog = self.catalog;
        let is_news = feedback.is_news(catalog, &mut self.session);
        let mut transition = self.open(feedback.next(catalog), Origin::Pressed(Feedback::PLACE));
        if feedback.is_of_a_guide(catalog) {
            transition.effects.push(Effect::Notify(Notice::Thanks));
        }
        transition.effects.extend(is_news.then_some(Effect::Count(feedback)));
        transition
    }

    /// Says what a message shows; the dialogue stays where it stands.
    fn judge(self, text: &str) -> Transition {
        let verdict = offer::judge(self.catalog, text);
        Transition { session: self.understood().session, effects: vec![Effect::Judge(verdict)] }
    }

    /// Opens a screen, by way of its warning or its message of its own where it has one.
    fn open(self, screen: Screen, asked: Origin) -> Transition {
        match screen.settled(self.catalog) {
            Screen::Guide { operator, method } | Screen::Chosen { operator, method }
                if self.catalog.fits(operator, method) =>
            {
                if self.catalog.method(method).risk.is_some() {
                    self.warn(Screen::Warning { operator, method }, asked.place())
                } else {
                    self.deliver(operator, method, asked)
                }
            }
            warning @ Screen::Warning { .. } => self.warn(warning, asked.place()),
            screen => {
                let screen = payers::asked(self.session, screen);
                self.open_menu(screen, asked.place())
            }
        }
    }

    pub(in crate::dialogue) fn open_menu(mut self, screen: Screen, place: Place) -> Transition {
        let screen = screen.settled(self.catalog);
        self.session.state = match screen {
            // A name that is no operator: the question who the operator is stays open.
            Screen::OperatorCard { operator } if !self.catalog.can_top_up(operator) => {
                State::ReceiveOperator { method: None }
            }
            // What holds for every operator tells nothing of whose the SIM is.
            Screen::Offline { operator } if self.catalog.operator(operator).name.is_none() => {
                self.session.state
            }
            screen => self.session.state.after(screen),
        };
        self.understood().show(Address::At(screen), None, place)
    }

    /// The yes to a warning, pressed or typed.
    fn confirm(self, operator: OperatorId, method: MethodId, asked: Origin) -> Transition {
        match (Screen::Guide { operator, method }).settled(self.catalog) {
            Screen::Guide { operator, method } if self.catalog.fits(operator, method) => {
                self.deliver(operator, method, asked)
            }
            screen => self.open(screen, asked),
        }
    }

    fn warn(self, warning: Screen, place: Place) -> Transition {
        let mut transition = self.open_menu(warning, place);
        transition.effects.push(Effect::Notify(Notice::Risk));
        transition
    }

    fn deliver(mut self, operator: OperatorId, method: MethodId, asked: Origin) -> Transition {
        let answered = State::Answered { operator, method };
        let mut sending = Sending::Always;
        let mut effects = Vec::with_capacity(2);
        if asked == Origin::Pressed(Place::Here) {
            let address = Address::At(Screen::Chosen { operator, method });
            effects.push(Effect::Show { address, hint: None, place: Place::Here });
            if self.session.state == answered {
                sending = Sending::OnlyIfMenuChanges;
            }
        }
        effects.push(Effect::Send { screen: Screen::Guide { operator, method }, sending });
        self.session.state = answered;
        self.session.misses = 0;
        Transition { session: self.session, effects }
    }

    fn set_payer(mut self, payer: PayerChoice, operator: OperatorId) -> Transition {
        self.session.payer = payer;
        self.open(Screen::ways(operator), Origin::Pressed(Place::Here))
    }

    fn set_language(mut self, lang: Lang, at: Screen) -> Transition {
        self.session.lang = Some(lang);
        let mut transition = self.show_again(at);
        transition.effects.push(Effect::Notify(Notice::LanguageSet));
        transition
    }

    /// Takes a language whose name was typed, and shows the current screen in it.
    fn typed_language(mut self, lang: Lang) -> Transition {
        self.session.lang = Some(lang);
        let current = self.session.screen();
        self.open_menu(current, Place::Below)
    }

    /// Shows a screen in the message it stood in before the choice of language. A guide stays the message it is and
    /// moves nothing; a menu moves the dialogue to where it stands.
    fn show_again(self, at: Screen) -> Transition {
        match at.settled(self.catalog) {
            guide @ Screen::Guide { operator, method } if self.catalog.fits(operator, method) => {
                self.understood().show(Address::At(guide), None, Place::Here)
            }
            screen => self.open_menu(screen, Place::Here),
        }
    }

    fn page(self, name: &str, hint: Option<Hint>) -> Transition {
        let screen = Screen::page(self.catalog, name);
        self.understood().show(Address::At(screen), hint, Place::Below)
    }

    /// Shows the current screen with a line above it.
    pub(in crate::dialogue) fn hint(self, hint: Hint) -> Transition {
        let screen = self.session.screen();
        self.show(Address::At(screen), Some(hint), Place::Below)
    }

    /// A text that was not understood: buttons, others at the second time in a row, then the help page.
    fn miss(mut self, text: &str) -> Transition {
        self.session.misses = self.session.misses.saturating_add(1);
        let kind = match self.session.misses {
            1 => Kind::FirstMiss,
            2..MISSES_BEFORE_HELP => Kind::SecondMiss,
            _ => return self.page(pages::HELP, Some(Hint::Third)),
        };
        let suggestions = Suggestions::after_miss(self.catalog, kind, text);
        Transition { session: self.session, effects: vec![Effect::Suggest(suggestions)] }
    }

    pub(in crate::dialogue) fn show(self, address: Address, hint: Option<Hint>, place: Place) -> Transition {
        let address = match address {
            Address::At(Screen::Reminders) => self.renewals(),
            Address::At(screen) => Address::At(screen.settled(self.catalog)),
            Address::Languages(at) => Address::Languages(at.settled(self.catalog)),
            address @ (Address::Group
            | Address::Picture { .. }
            | Address::Reminder(_)
            | Address::Forgotten) => address,
        };
        Transition { session: self.session, effects: vec![Effect::Show { address, hint, place }] }
    }

    fn afresh(mut self) -> Self {
        self.session.state = State::Start;
        self.understood()
    }

    fn asking_whose(mut self) -> Self {
        self.session.state = State::ReceivePrefix;
        self.understood()
    }

    pub(in crate::dialogue) fn understood(mut self) -> Self {
        self.session.misses = 0;
        self
    }

    /// The session knowing an operator, if one was named.
    fn knowing(mut self, operator: Option<OperatorId>) -> Self {
        if let Some(operator) = operator.filter(|&operator| self.catalog.can_top_up(operator)) {
            self.session.state = State::ReceivePaymentMethod { operator };
        }
        self
    }
}
