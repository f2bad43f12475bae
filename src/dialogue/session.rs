//! What is kept of one private chat.

use crate::catalog::id::{GuideId, Lang, MethodId, OperatorId, PayerId};
use crate::catalog::model::Catalog;
use crate::dialogue::feedback::Feedback;
use crate::dialogue::interruption::{Interruption, Question};
use crate::dialogue::menu::Menu;
use crate::dialogue::reminder::{ReminderGuide, Reminders};
use crate::dialogue::screen::{FIRST, Screen, Sheet};

/// The session of one private chat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Session {
    /// The language the person chose; `None` follows the client's.
    pub lang: Option<Lang>,
    /// Who pays; kept when another SIM is topped up.
    pub payer: PayerChoice,
    /// The open question of the top-up, with what has been learnt.
    pub state: State,
    /// A question asked in between. It takes nothing from `state`.
    pub interruption: Option<Interruption>,
    /// The newest menu.
    pub menu: Menu,
    /// How often in a row nothing was understood.
    pub misses: u8,
    /// The last feedback given on a guide, so that it is not counted twice.
    pub last_feedback: Option<Feedback>,
    /// The renewal reminders.
    pub reminders: Reminders,
}

/// The order in which the payment methods are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PayerChoice {
    /// The person has not been asked, or has not answered.
    #[default]
    Unknown,
    /// No order wanted: the methods are shown in the catalog's order.
    Everything,
    /// In the order for a payer.
    Payer(PayerId),
}

impl PayerChoice {
    /// A list of payment methods becomes the question who pays, if that is unknown, else the list in the payer's order.
    /// A group of methods was chosen from such a list already, so the question does not come before it.
    pub fn ask_before(self, screen: Screen) -> Screen {
        match (screen, self) {
            (Screen::Ways { operator, group: None, payer: None }, Self::Unknown) => {
                Screen::Payers { operator }
            }
            _ => self.order(screen),
        }
    }

    /// A list of payment methods in the payer's order, if the payer is known; any other screen unchanged.
    pub fn order(self, screen: Screen) -> Screen {
        match (screen, self) {
            (Screen::Ways { payer: None, .. }, Self::Payer(payer)) => screen.with_payer(payer),
            _ => screen,
        }
    }
}

impl Session {
    /// The screen of the open question.
    pub fn screen(self) -> Screen {
        match self.interruption {
            Some(interruption) => interruption.question.screen(),
            None => self.payer.order(self.state.screen()),
        }
    }

    /// The question asked in between, if one is open.
    pub fn question(self) -> Option<Question> {
        self.interruption.map(|interruption| interruption.question)
    }

    /// Asks a question in between. A question asked during another one replaces it and keeps the menu to return to. The
    /// screen of a question may still be the newest menu; then the menu of the top-up is the one to return to.
    pub fn interrupt(&mut self, question: Question) {
        let newest = self.menu.screen();
        let interrupted = match Question::asked_by(newest) {
            Some(_) => self.state.menu(),
            None => newest,
        };
        let menu = self.interruption.map_or(interrupted, |before| before.menu);
        self.interruption = Some(Interruption { question, menu });
    }

    /// The session after a screen has been opened as a menu: the state follows the screen.
    pub fn opened(mut self, catalog: &Catalog, screen: Screen) -> Self {
        if let Some(question) = Question::asked_by(screen) {
            self.interrupt(question);
        } else if let Some(state) = self.state.after(catalog, screen) {
            self.state = state;
            self.interruption = None;
        }
        self
    }

    /// Records feedback on a guide that exists; whether it is new and is to be counted.
    pub fn record_feedback(&mut self, catalog: &Catalog, feedback: Feedback) -> bool {
        feedback.is_of_a_guide(catalog) && self.last_feedback.replace(feedback) != Some(feedback)
    }

    /// Gives new reminders the language they were set in.
    pub fn with_reminder_language(mut self, lang: Lang) -> Self {
        for reminder in self.reminders.iter_mut().flatten() {
            reminder.lang.get_or_insert(lang);
        }
        self
    }

    /// The operator of the SIM, unless that is just what is being asked.
    pub fn operator(self) -> Option<OperatorId> {
        match self.question() {
            Some(Question::Digits) => None,
            Some(Question::Offer | Question::Reminder { .. }) | None => self.state.operator(),
        }
    }

    /// The state, unless another question is open: an answer is one to the question asked last.
    pub fn asked(self) -> Option<State> {
        self.interruption.is_none().then_some(self.state)
    }
}

/// The open question of the top-up, with exactly what has been learnt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum State {
    /// Nothing has been asked yet.
    #[default]
    Start,
    /// Asked for the operator.
    ReceiveOperator {
        /// The payment method, if it was named first.
        method: Option<MethodId>,
    },
    /// Asked who pays.
    ReceivePayer {
        /// The operator.
        operator: OperatorId,
    },
    /// Asked for the payment method.
    ReceivePaymentMethod {
        /// The operator.
        operator: OperatorId,
        /// The group of methods that was opened, such as bank apps.
        group: Option<MethodId>,
    },
    /// Warned of a risky method; waiting for a yes.
    ReceiveConfirmation(GuideId),
    /// The guide has been sent.
    Answered(GuideId),
}

impl State {
    /// The screen that asks the question.
    pub fn screen(self) -> Screen {
        match self {
            Self::Start => FIRST,
            Self::ReceiveOperator { method } => Screen::Operators { method },
            Self::ReceivePayer { operator } => Screen::Payers { operator },
            Self::ReceivePaymentMethod { operator, group } => Screen::Ways { operator, group, payer: None },
            Self::Answered(guide) => Screen::ways(guide.operator),
            Self::ReceiveConfirmation(guide) => Screen::Sheet(Sheet::Warning, guide),
        }
    }

    /// The menu to return to.
    pub fn menu(self) -> Screen {
        match self {
            Self::Answered(guide) => Screen::Sheet(Sheet::Chosen, guide),
            state => state.screen(),
        }
    }

    /// The state after a screen has been opened as a menu; `None` if the screen only informs.
    fn after(self, catalog: &Catalog, screen: Screen) -> Option<Self> {
        Some(match screen {
            Screen::Operators { method } => Self::ReceiveOperator { method },
            Screen::Payers { operator } => Self::ReceivePayer { operator },
            Screen::Ways { operator, group, .. } => Self::ReceivePaymentMethod { operator, group },
            Screen::Sheet(Sheet::Warning, guide) => Self::ReceiveConfirmation(guide),
            Screen::Sheet(Sheet::Chosen, guide) => Self::Answered(guide),
            // As a menu, a guide is the reason why the method does not fit; the operator has been learnt.
            Screen::Sheet(Sheet::Guide | Sheet::Outdated, GuideId { operator, .. }) => Self::choose(operator),
            // Opened from its guide it changes nothing; from elsewhere, the operator has been learnt.
            Screen::Sheet(Sheet::Clerk | Sheet::Labels, GuideId { operator, .. }) => match self.operator() {
                Some(known) if known == operator => return None,
                _ => Self::choose(operator),
            },
            // What holds for every operator does not tell whose the SIM is.
            Screen::Offline { operator } if catalog.operator(operator).name.is_none() => return None,
            Screen::Offline { operator } => Self::choose(operator),
            // The card of a name that is no operator: the question for the operator stays open.
            Screen::OperatorCard { operator } if !catalog.can_top_up(operator) => {
                Self::ReceiveOperator { method: self.method_first() }
            }
            Screen::OperatorList
            | Screen::OperatorCard { .. }
            | Screen::Page(_)
            | Screen::Offer
            | Screen::WhoAmI
            | Screen::Prefix(_)
            | Screen::Reminders
            | Screen::Forget => return None,
        })
    }

    /// Asks for the payment method of an operator.
    pub fn choose(operator: OperatorId) -> Self {
        Self::ReceivePaymentMethod { operator, group: None }
    }

    /// The payment method that was named before any operator.
    pub fn method_first(self) -> Option<MethodId> {
        match self {
            Self::ReceiveOperator { method } => method,
            Self::Start
            | Self::ReceivePayer { .. }
            | Self::ReceivePaymentMethod { .. }
            | Self::ReceiveConfirmation(_)
            | Self::Answered(_) => None,
        }
    }

    /// The operator that has been learnt.
    pub fn operator(self) -> Option<OperatorId> {
        match self {
            Self::Start | Self::ReceiveOperator { .. } => None,
            Self::ReceivePayer { operator } | Self::ReceivePaymentMethod { operator, .. } => Some(operator),
            Self::ReceiveConfirmation(guide) | Self::Answered(guide) => Some(guide.operator),
        }
    }

    /// What a reminder set in this state is for: the guide that was sent last, or the operator.
    pub fn reminder_guide(self) -> Option<ReminderGuide> {
        match self {
            Self::Answered(GuideId { operator, method }) => {
                Some(ReminderGuide { operator, method: Some(method) })
            }
            state => state.operator().map(|operator| ReminderGuide { operator, method: None }),
        }
    }

    /// The name of the variant, as in diagrams.
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "Start",
            Self::ReceiveOperator { .. } => "ReceiveOperator",
            Self::ReceivePayer { .. } => "ReceivePayer",
            Self::ReceivePaymentMethod { .. } => "ReceivePaymentMethod",
            Self::ReceiveConfirmation(_) => "ReceiveConfirmation",
            Self::Answered(_) => "Answered",
        }
    }
}
