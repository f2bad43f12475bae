//! What is remembered of one private chat.

use crate::catalog::id::{Lang, MethodId, OperatorId, PayerId};
use crate::dialogue::feedback::Feedback;
use crate::dialogue::payers;
use crate::dialogue::reminder::{Question, ReminderGuide, Reminders, Rule};
use crate::dialogue::screen::{FIRST, Screen};

/// The session of one private chat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Session {
    /// The language the person chose; `None` follows the client's.
    pub lang: Option<Lang>,
    /// What holds for who pays; outlives what is being topped up.
    pub payer: PayerChoice,
    /// Where the dialogue stands; gives meaning to typed words.
    pub state: State,
    /// How often in a row nothing was understood.
    pub misses: u8,
    /// What was said last of a guide, so that it is not counted twice.
    pub told: Option<Feedback>,
    /// The renewals to be reminded of.
    pub reminders: Reminders,
}

/// In which order the ways to pay are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PayerChoice {
    /// It has not been said.
    #[default]
    Unknown,
    /// In nobody's.
    Everything,
    /// In that for a payer.
    Payer(PayerId),
}

impl Session {
    /// The screen a person is at, in their order.
    pub fn screen(self) -> Screen {
        payers::listed(self, self.state.screen())
    }

    /// The session after something was said in a language: reminders that were set just now are remembered in it.
    pub fn spoken_in(mut self, lang: Lang) -> Self {
        for reminder in self.reminders.iter_mut().flatten() {
            reminder.lang.get_or_insert(lang);
        }
        self
    }
}

/// Where the dialogue stands, with exactly what has been learnt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum State {
    /// Nothing has been asked yet.
    #[default]
    Start,
    /// Asked for the operator; the way to pay may be known already.
    ReceiveOperator {
        /// The way to pay, if it was named first.
        method: Option<MethodId>,
    },
    /// Asked what holds for who pays.
    ReceivePayer {
        /// The operator.
        operator: OperatorId,
    },
    /// Asked for the way to pay.
    ReceivePaymentMethod {
        /// The operator.
        operator: OperatorId,
    },
    /// Warned of a risky way; waiting for a yes.
    ReceiveConfirmation {
        /// The operator.
        operator: OperatorId,
        /// The risky way.
        method: MethodId,
    },
    /// Asked for the first digits of the number. What is typed is looked up and forgotten.
    ReceivePrefix,
    /// Asked when the plan renews.
    ReceiveRenewal {
        /// What exactly.
        asked: Question,
        /// The reminder that the answer takes the place of.
        instead: Option<Rule>,
        /// Where the person was before, to be offered with the reminder.
        guide: Option<ReminderGuide>,
    },
    /// Asked for a message to judge; remembers what had been learnt before.
    ReceiveOffer {
        /// The operator.
        operator: Option<OperatorId>,
        /// The way to pay, if it was named first.
        method: Option<MethodId>,
    },
    /// The guide has been sent.
    Answered {
        /// The operator.
        operator: OperatorId,
        /// The way to pay.
        method: MethodId,
    },
}

impl State {
    /// The screen a person in this state is at.
    pub fn screen(self) -> Screen {
        match self {
            Self::Start => FIRST,
            Self::ReceiveOperator { method } => Screen::Operators { method },
            Self::ReceivePayer { operator } => Screen::Payers { operator },
            Self::ReceivePaymentMethod { operator } | Self::Answered { operator, .. } => {
                Screen::ways(operator)
            }
            Self::ReceiveConfirmation { operator, method } => Screen::Warning { operator, method },
            Self::ReceiveOffer { .. } => Screen::Offer,
            Self::ReceivePrefix => Screen::WhoAmI,
            Self::ReceiveRenewal { .. } => Screen::Reminders,
        }
    }

    /// The state after a screen has been shown as a menu; screens that only inform leave it as it is.
    pub fn after(self, screen: Screen) -> Self {
        match screen {
            Screen::Operators { method } => Self::ReceiveOperator { method },
            Screen::Payers { operator } => Self::ReceivePayer { operator },
            Screen::Ways { operator, .. } => Self::ReceivePaymentMethod { operator },
            Screen::Warning { operator, method } => Self::ReceiveConfirmation { operator, method },
            Screen::Chosen { operator, method } => Self::Answered { operator, method },
            // As a menu, a guide is the reason why the way does not fit; the operator has been learnt all the same.
            Screen::Guide { operator, .. }
            | Screen::Offline { operator }
            | Screen::Outdated { operator, .. } => Self::ReceivePaymentMethod { operator },
            // Another number may follow.
            Screen::WhoAmI | Screen::Prefix(_) => Self::ReceivePrefix,
            // Seen beside a guide, they change nothing; from elsewhere, the operator has been learnt.
            Screen::Clerk { operator, .. } | Screen::Labels { operator, .. } => match self.operator() {
                Some(known) if known == operator => self,
                _ => Self::ReceivePaymentMethod { operator },
            },
            Screen::Reminders => {
                Self::ReceiveRenewal { asked: Question::Rule, instead: None, guide: self.remembered() }
            }
            Screen::Offer => Self::ReceiveOffer { operator: self.operator(), method: self.method_first() },
            Screen::OperatorList | Screen::OperatorCard { .. } | Screen::Page(_) | Screen::Forget => self,
        }
    }

    /// Where the dialogue stood before it turned to an offer or a renewal; any other state is that already.
    pub fn beneath(self) -> Self {
        match self {
            Self::ReceiveOffer { operator: Some(operator), .. } => Self::ReceivePaymentMethod { operator },
            Self::ReceiveOffer { operator: None, method } => Self::ReceiveOperator { method },
            Self::ReceiveRenewal { guide, .. } => Self::of(guide),
            state => state,
        }
    }

    /// The way to pay that was named before any operator.
    fn method_first(self) -> Option<MethodId> {
        match self {
            Self::ReceiveOperator { method } | Self::ReceiveOffer { operator: None, method } => method,
            _ => None,
        }
    }

    /// The operator that has been learnt.
    pub fn operator(self) -> Option<OperatorId> {
        match self {
            Self::Start | Self::ReceiveOperator { .. } | Self::ReceivePrefix => None,
            Self::ReceiveOffer { operator, .. } => operator,
            Self::ReceivePayer { operator }
            | Self::ReceivePaymentMethod { operator }
            | Self::ReceiveConfirmation { operator, .. }
            | Self::Answered { operator, .. } => Some(operator),
            Self::ReceiveRenewal { guide, .. } => guide.map(|guide| guide.operator),
        }
    }

    /// The guide that was sent last, or the operator that has been learnt.
    pub fn remembered(self) -> Option<ReminderGuide> {
        match self {
            Self::Answered { operator, method } => Some(ReminderGuide { operator, method: Some(method) }),
            Self::ReceiveRenewal { guide, .. } => guide,
            state => state.operator().map(|operator| ReminderGuide { operator, method: None }),
        }
    }

    /// The state of somebody who was there before.
    pub fn of(remembered: Option<ReminderGuide>) -> Self {
        match remembered {
            None => Self::Start,
            Some(ReminderGuide { operator, method: None }) => Self::ReceivePaymentMethod { operator },
            Some(ReminderGuide { operator, method: Some(method) }) => Self::Answered { operator, method },
        }
    }

    /// The reminder that an answer takes the place of.
    pub fn instead(self) -> Option<Rule> {
        match self {
            Self::ReceiveRenewal { instead, .. } => instead,
            _ => None,
        }
    }

    /// The name of the variant, as in diagrams.
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "Start",
            Self::ReceiveOperator { .. } => "ReceiveOperator",
            Self::ReceivePayer { .. } => "ReceivePayer",
            Self::ReceivePaymentMethod { .. } => "ReceivePaymentMethod",
            Self::ReceiveConfirmation { .. } => "ReceiveConfirmation",
            Self::ReceivePrefix => "ReceivePrefix",
            Self::ReceiveRenewal { .. } => "ReceiveRenewal",
            Self::ReceiveOffer { .. } => "ReceiveOffer",
            Self::Answered { .. } => "Answered",
        }
    }
}
