//! The one function that decides. An event and the session go in, the new session and the effects come out.
//!
//! # Theory of operation
//!
//! Buttons carry addresses ([`Press`]), so pressing one never depends on the state: it opens its screen, and the
//! state follows the screen. Typed words are read in the light of the state, then by all aliases; whatever has
//! been learnt stays learnt (an operator named first, a way to pay named first). Commands open their page and
//! leave the state as it is, except `/start`, `/topup` and `/cancel`, which begin anew.
//!
//! A guide is sent as a message of its own, so that it can be kept and forwarded, and the menu turns into a
//! short note; a second press of the same button finds the guide sent and sends nothing. A way that must be
//! warned about shows its warning first, whichever way it was reached, and its guide only after a yes.
//!
//! Nothing is an error here: what is not understood shows the current screen with a hint, the third time in a
//! row the help page. Every arm ends in at least one effect.

use crate::catalog::Catalog;
use crate::catalog::aliases::{Answer, Digits, Reading};
use crate::catalog::id::{Lang, MethodId, OperatorId};
use crate::dialogue::event::{Command, Event, Place, Press};
use crate::dialogue::screen::{Address, FIRST, Screen, has_guide};
use crate::dialogue::session::{Session, State};
use crate::dialogue::words;

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

/// Something to be done by the shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Show a screen as the menu: in the message whose button was pressed if `Here`, else in a new message.
    Show {
        /// What to show.
        address: Address,
        /// A line above it.
        hint: Option<Hint>,
        /// Where.
        place: Place,
    },
    /// Send a guide as a message of its own, which no later press changes into another screen.
    Send(Screen),
    /// Say a short notice: with a button press as its answer, otherwise not at all.
    Notify(Notice),
}

/// A line above a screen, for somebody who was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Hint {
    /// The first time: what can be typed.
    First,
    /// The second time: use the buttons.
    Second,
    /// The third time, above the help page.
    Third,
    /// There is no such command.
    Command,
    /// A photo, a voice message and so on.
    NotText,
    /// A number or a code was sent; nobody needs it.
    Digits,
    /// The top-up was called off.
    Cancelled,
}

/// A short notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Notice {
    /// The button was an old one.
    OldButton,
    /// The guide has been sent already.
    AlreadySent,
    /// The language has been changed.
    LanguageSet,
    /// Read the warning first; important enough for an alert.
    Risk,
}

impl Hint {
    /// All hints.
    pub const ALL: [Self; 7] =
        [Self::First, Self::Second, Self::Third, Self::Command, Self::NotText, Self::Digits, Self::Cancelled];

    /// The text key of the hint.
    pub fn key(self) -> &'static str {
        match self {
            Self::First => words::HINT_FIRST,
            Self::Second => words::HINT_SECOND,
            Self::Third => words::HINT_THIRD,
            Self::Command => words::HINT_COMMAND,
            Self::NotText => words::HINT_NOT_TEXT,
            Self::Digits => words::HINT_DIGITS,
            Self::Cancelled => words::CANCELLED,
        }
    }
}

impl Notice {
    /// All notices.
    pub const ALL: [Self; 4] = [Self::OldButton, Self::AlreadySent, Self::LanguageSet, Self::Risk];

    /// The text key of the notice.
    pub fn key(self) -> &'static str {
        match self {
            Self::OldButton => words::OLD_BUTTON,
            Self::AlreadySent => words::ALREADY_SENT,
            Self::LanguageSet => words::LANGUAGE_SET,
            Self::Risk => words::RISK,
        }
    }
}

/// Decides what follows from an event. Never fails, and always has an effect.
pub fn transition(catalog: &Catalog, session: Session, event: Event) -> Transition {
    let step = Step { catalog, session };
    match event {
        Event::Command(command) => step.command(command),
        Event::Say(text) => step.say(&catalog.read(&text)),
        Event::Strange => step.hint(Hint::NotText),
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
struct Step<'a> {
    catalog: &'a Catalog,
    session: Session,
}

/// How a guide was asked for; decides whether there is a menu to turn into a note, and whether asking twice
/// means a double tap.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Pressed(Place),
    Typed,
}

impl Asked {
    fn place(self) -> Place {
        match self {
            Self::Pressed(place) => place,
            Self::Typed => Place::Below,
        }
    }
}

impl Step<'_> {
    fn command(self, command: Command) -> Transition {
        let below = Asked::Typed;
        match command {
            Command::Start(Some(screen)) => self.afresh().open(screen, below),
            Command::Start(None) => self.afresh().open(FIRST, below),
            Command::TopUp(words) if words.trim().is_empty() => self.afresh().open(FIRST, below),
            Command::TopUp(words) => {
                let reading = self.catalog.read(&words);
                self.afresh().say(&reading)
            }
            Command::Operators => self.open(Screen::Cards, below),
            Command::Tips => self.page("tips", None),
            Command::Help => self.page("help", None),
            Command::About => self.page("about", None),
            Command::Privacy => self.page("privacy", None),
            Command::Unknown => self.page("help", Some(Hint::Command)),
            Command::Lang => {
                let address = Address::Languages(self.session.state.screen());
                self.understood().show(address, None, Place::Below)
            }
            Command::Cancel => self.afresh().show(Address::At(FIRST), Some(Hint::Cancelled), Place::Below),
        }
    }

    fn press(self, press: Press) -> Transition {
        match press {
            Press::Open(screen, place) => self.open(screen, Asked::Pressed(place)),
            Press::Confirm { operator, method } => {
                let guide = Screen::Guide { operator, method }.settled(self.catalog);
                match guide {
                    Screen::Guide { operator, method } if has_guide(self.catalog, operator, method) => {
                        self.deliver(operator, method, Asked::Pressed(Place::Here))
                    }
                    screen => self.open(screen, Asked::Pressed(Place::Here)),
                }
            }
            Press::PickLanguage(at) => {
                let address = Address::Languages(at.settled(self.catalog));
                self.understood().show(address, None, Place::Here)
            }
            Press::SetLanguage(lang, at) => self.set_language(lang, at),
            Press::Resume => {
                let screen = self.session.state.screen();
                self.open_menu(screen, Place::Here)
            }
        }
    }

    fn say(self, reading: &Reading) -> Transition {
        if let State::ReceiveConfirmation { operator, method } = self.session.state {
            match reading.answer {
                Some(Answer::Yes) => return self.deliver(operator, method, Asked::Typed),
                Some(Answer::No) => {
                    return self.open(Screen::Ways { operator, group: None }, Asked::Typed);
                }
                None => {}
            }
        }
        let named_method = self.which_method(&reading.methods);
        let named_operator = self.which_operator(&reading.operators);
        let method = named_method.or(match self.session.state {
            State::ReceiveOperator { method } if named_operator.is_some() => method,
            _ => None,
        });
        let operator = named_operator.or(match reading.operators.len() {
            0 if named_method.is_some() => self.session.state.operator(),
            _ => None,
        });
        match (operator, method, reading.pages.first()) {
            (Some(operator), Some(method), _) => self.open(Screen::Guide { operator, method }, Asked::Typed),
            (Some(operator), None, None) => self.open(Screen::Ways { operator, group: None }, Asked::Typed),
            (None, Some(_), None) => self.open(Screen::Operators { method }, Asked::Typed),
            (_, _, Some(&page)) => self.open(Screen::Page(page), Asked::Typed),
            (None, None, None) if !reading.operators.is_empty() => self.open(FIRST, Asked::Typed),
            (None, None, None) if reading.digits == Digits::Many => self.hint(Hint::Digits),
            (None, None, None) => self.miss(),
        }
    }

    /// Opens a screen, by way of its warning or its message of its own where it has one.
    fn open(self, screen: Screen, asked: Asked) -> Transition {
        match screen.settled(self.catalog) {
            Screen::Guide { operator, method } if has_guide(self.catalog, operator, method) => {
                if self.catalog.method(method).risk.is_some() {
                    self.warn(Screen::Warning { operator, method }, asked.place())
                } else {
                    self.deliver(operator, method, asked)
                }
            }
            warning @ Screen::Warning { .. } => self.warn(warning, asked.place()),
            screen => self.open_menu(screen, asked.place()),
        }
    }

    fn open_menu(mut self, screen: Screen, place: Place) -> Transition {
        let screen = screen.settled(self.catalog);
        self.session.state = self.session.state.after(screen);
        self.understood().show(Address::At(screen), None, place)
    }

    fn warn(self, warning: Screen, place: Place) -> Transition {
        let mut transition = self.open_menu(warning, place);
        transition.effects.push(Effect::Notify(Notice::Risk));
        transition
    }

    fn deliver(mut self, operator: OperatorId, method: MethodId, asked: Asked) -> Transition {
        let answered = State::Answered { operator, method };
        let sent_already = asked != Asked::Typed && self.session.state == answered;
        self.session.state = answered;
        self.session.misses = 0;
        let mut effects = Vec::with_capacity(2);
        if asked == Asked::Pressed(Place::Here) {
            let address = Address::At(Screen::Chosen { operator, method });
            effects.push(Effect::Show { address, hint: None, place: Place::Here });
        }
        effects.push(if sent_already {
            Effect::Notify(Notice::AlreadySent)
        } else {
            Effect::Send(Screen::Guide { operator, method })
        });
        Transition { session: self.session, effects }
    }

    fn set_language(mut self, lang: Lang, at: Screen) -> Transition {
        self.session.lang = Some(lang);
        let address = Address::At(at.settled(self.catalog));
        let mut transition = self.understood().show(address, None, Place::Here);
        transition.effects.push(Effect::Notify(Notice::LanguageSet));
        transition
    }

    fn page(self, name: &str, hint: Option<Hint>) -> Transition {
        let screen = self.catalog.page_named(name).map_or(FIRST, Screen::Page);
        self.understood().show(Address::At(screen), hint, Place::Below)
    }

    /// Shows the current screen with a line above it.
    fn hint(self, hint: Hint) -> Transition {
        let screen = self.session.state.screen();
        self.show(Address::At(screen), Some(hint), Place::Below)
    }

    fn miss(mut self) -> Transition {
        self.session.misses += 1;
        match self.session.misses {
            1 => self.hint(Hint::First),
            2..MISSES_BEFORE_HELP => self.hint(Hint::Second),
            _ => self.page("help", Some(Hint::Third)),
        }
    }

    fn show(self, address: Address, hint: Option<Hint>, place: Place) -> Transition {
        Transition { session: self.session, effects: vec![Effect::Show { address, hint, place }] }
    }

    fn afresh(mut self) -> Self {
        self.session.state = State::Start;
        self.understood()
    }

    fn understood(mut self) -> Self {
        self.session.misses = 0;
        self
    }

    /// The way that was meant: a risky one if it was named at all, for its warning must not be missed; else one
    /// inside a group rather than the group; else the best match.
    fn which_method(&self, named: &[MethodId]) -> Option<MethodId> {
        let risky = named.iter().find(|&&id| self.catalog.method(id).risk.is_some());
        let inside = named.iter().find(|&&id| self.catalog.method(id).within.is_some());
        risky.or(inside).or(named.first()).copied()
    }

    /// The operator that was meant, if it is clear which.
    fn which_operator(&self, named: &[OperatorId]) -> Option<OperatorId> {
        let brands: Vec<OperatorId> =
            named.iter().copied().filter(|&id| self.catalog.operator(id).name.is_some()).collect();
        match (brands.as_slice(), named) {
            ([only], _) | ([], [only]) => Some(*only),
            _ => None,
        }
    }
}
