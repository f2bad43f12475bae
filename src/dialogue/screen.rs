//! The addresses of all screens. A button carries the address it leads to, so it works after a restart, in any
//! chat, pressed twice or a year later; the dialogue's state is only needed to understand typed words.

use crate::catalog::Catalog;
use crate::catalog::id::{MethodId, OperatorId, PageId, PayerId, PrefixId};
use crate::dialogue::keys::pages;
use crate::dialogue::reminder::ReminderScreen;

/// A screen, for an operator and a way to pay where it has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Screen {
    /// "Which operator?"; `method` if the way to pay is known already.
    Operators {
        /// The way to pay, if the person named it first.
        method: Option<MethodId>,
    },
    /// "Who pays?": what holds for them decides in which order the ways stand.
    Payers {
        /// The operator.
        operator: OperatorId,
    },
    /// "Which way to pay?", or which way of a group.
    Ways {
        /// The operator.
        operator: OperatorId,
        /// The group, such as bank apps.
        group: Option<MethodId>,
        /// For whom the ways are in order; `None` for the catalog's order.
        payer: Option<PayerId>,
    },
    /// The warning before a risky way.
    Warning {
        /// The operator.
        operator: OperatorId,
        /// The risky way.
        method: MethodId,
    },
    /// The guide itself, or the reason why the way does not fit.
    Guide {
        /// The operator.
        operator: OperatorId,
        /// The way to pay.
        method: MethodId,
    },
    /// What the menu turns into once the guide has been sent as a message of its own.
    Chosen {
        /// The operator.
        operator: OperatorId,
        /// The way to pay.
        method: MethodId,
    },
    /// What to do about a guide that is not right any more.
    Outdated {
        /// The operator.
        operator: OperatorId,
        /// The way to pay.
        method: MethodId,
    },
    /// The list of operators' cards.
    OperatorList,
    /// One operator's card.
    OperatorCard {
        /// The operator.
        operator: OperatorId,
    },
    /// What helps without money and without data, for the SIM of one operator.
    Offline {
        /// The operator.
        operator: OperatorId,
    },
    /// What to show to somebody at a counter or at a terminal.
    Clerk {
        /// The operator.
        operator: OperatorId,
        /// The way to pay.
        method: MethodId,
    },
    /// The words on the screen of a terminal or an app.
    Labels {
        /// The operator.
        operator: OperatorId,
        /// The way to pay.
        method: MethodId,
    },
    /// "Is this offer safe?" asks for the message.
    Offer,
    /// A page of text.
    Page(PageId),
    /// "Which operator am I on?"; asks for the three digits after +7.
    WhoAmI,
    /// Whose numbers begin with three digits, probably.
    Prefix(PrefixId),
    /// How to be reminded of a renewal. What is set already shows as [`ReminderScreen::List`] in its place.
    Reminders,
    /// "Forget all about me?"
    Forget,
}

/// Everything that can be shown: a screen, or the choice of language above a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Address {
    /// A screen.
    At(Screen),
    /// The choice of language, which leads back to a screen.
    Languages(Screen),
    /// What a group is told: how to ask, and the choice of its language.
    Group,
    /// What stands below the picture of a clerk's card.
    Picture {
        /// The operator.
        operator: OperatorId,
        /// The way to pay.
        method: MethodId,
    },
    /// What is said of reminders, which depends on the person and the day.
    Reminder(ReminderScreen),
    /// All about the chat has been forgotten.
    Forgotten,
}

/// The first screen.
pub const FIRST: Screen = Screen::Operators { method: None };

impl Screen {
    /// The screen that is really shown for an address: a name that is no operator has a card instead of ways,
    /// a group of ways asks which of them, a way that does not fit says why.
    pub fn settled(self, catalog: &Catalog) -> Self {
        match self {
            Self::Payers { operator } | Self::Ways { operator, .. } | Self::Offline { operator }
                if !catalog.can_top_up(operator) =>
            {
                Self::OperatorCard { operator }
            }
            Self::Ways { operator, group: Some(group), payer } if !catalog.is_group(group) => {
                Self::Ways { operator, group: None, payer }
            }
            Self::Guide { operator, method }
            | Self::Warning { operator, method }
            | Self::Chosen { operator, method }
            | Self::Outdated { operator, method } => {
                if !catalog.can_top_up(operator) {
                    Self::OperatorCard { operator }
                } else if catalog.is_group(method) {
                    Self::Ways { operator, group: Some(method), payer: None }
                } else if !matches!(self, Self::Guide { .. }) && !catalog.fits(operator, method) {
                    Self::Guide { operator, method }
                } else if matches!(self, Self::Warning { .. }) && catalog.method(method).risk.is_none() {
                    Self::ways(operator)
                } else {
                    self
                }
            }
            Self::Clerk { operator, method } if catalog.clerk(operator, method).is_none() => {
                Self::Guide { operator, method }.settled(catalog)
            }
            Self::Labels { operator, method } if catalog.labels(operator, method).is_none() => {
                Self::Guide { operator, method }.settled(catalog)
            }
            screen => screen,
        }
    }

    /// The screen that Back leads to; `None` for the first, and for pages reached from anywhere.
    pub fn parent(self, catalog: &Catalog) -> Option<Self> {
        match self {
            Self::Operators { method: None } => None,
            Self::Operators { method: Some(_) } | Self::Payers { .. } | Self::Ways { group: None, .. } => {
                Some(FIRST)
            }
            Self::Ways { operator, group: Some(_), payer } => {
                Some(Self::Ways { operator, group: None, payer })
            }
            Self::Warning { operator, method }
            | Self::Guide { operator, method }
            | Self::Chosen { operator, method }
            | Self::Outdated { operator, method }
            | Self::Clerk { operator, method }
            | Self::Labels { operator, method } => {
                Some(Self::Ways { operator, group: catalog.method(method).within, payer: None })
            }
            Self::OperatorList | Self::Offer | Self::Reminders => None,
            Self::OperatorCard { .. } => Some(Self::OperatorList),
            Self::Offline { operator } => Some(Self::OperatorCard { operator }),
            Self::Page(page) => catalog.page(page).within.map(Self::Page),
            Self::WhoAmI => Some(FIRST),
            Self::Forget => Some(Self::page(catalog, pages::PRIVACY)),
            Self::Prefix(_) => Some(Self::WhoAmI),
        }
    }

    /// The ways of an operator in nobody's order.
    pub fn ways(operator: OperatorId) -> Self {
        Self::Ways { operator, group: None, payer: None }
    }

    /// A list of ways in the order for a payer; any other screen as it is.
    pub fn with_payer(self, payer: PayerId) -> Self {
        match self {
            Self::Ways { operator, group, .. } => Self::Ways { operator, group, payer: Some(payer) },
            screen => screen,
        }
    }

    /// One of the pages that the program itself leads to; the first screen should it be missing.
    pub fn page(catalog: &Catalog, name: &str) -> Self {
        catalog.page_named(name).map_or(FIRST, Self::Page)
    }

    /// The kind of screen, as it is counted.
    pub fn name(self) -> &'static str {
        match self {
            Self::Operators { .. } => "operators",
            Self::Payers { .. } => "payers",
            Self::Ways { .. } => "ways",
            Self::Warning { .. } => "warning",
            Self::Guide { .. } => "guide",
            Self::Chosen { .. } => "chosen",
            Self::Outdated { .. } => "outdated",
            Self::OperatorList => "cards",
            Self::OperatorCard { .. } => "card",
            Self::Offline { .. } => "offline",
            Self::Clerk { .. } => "clerk",
            Self::Labels { .. } => "labels",
            Self::Offer => "offer",
            Self::Page(_) => "page",
            Self::WhoAmI => "whoami",
            Self::Prefix(_) => "prefix",
            Self::Reminders => "remind",
            Self::Forget => "forget",
        }
    }

    /// Every screen of the catalog that can be shown, each once.
    pub fn all(catalog: &Catalog) -> Vec<Self> {
        let mut screens = vec![FIRST, Self::OperatorList, Self::Offer];
        screens.extend(catalog.methods().map(|method| Self::Operators { method: Some(method) }));
        screens.extend(catalog.pages().map(Self::Page));
        screens.extend([Self::WhoAmI, Self::Reminders, Self::Forget]);
        screens.extend(catalog.prefixes().map(Self::Prefix));
        for operator in catalog.operators() {
            screens.push(Self::OperatorCard { operator });
            screens.push(Self::Offline { operator });
            screens.push(Self::Payers { operator });
            let groups = catalog.methods().filter(|&method| catalog.is_group(method)).map(Some);
            for group in [None].into_iter().chain(groups) {
                let payers = [None].into_iter().chain(catalog.payers().map(Some));
                screens.extend(payers.map(|payer| Self::Ways { operator, group, payer }));
            }
            for method in catalog.methods() {
                screens.push(Self::Warning { operator, method });
                screens.push(Self::Guide { operator, method });
                screens.push(Self::Chosen { operator, method });
                screens.push(Self::Outdated { operator, method });
                screens.push(Self::Clerk { operator, method });
                screens.push(Self::Labels { operator, method });
            }
        }
        screens.retain(|screen| screen.settled(catalog) == *screen);
        screens
    }
}

impl Address {
    /// The kind of screen, as it is counted.
    pub fn name(self) -> &'static str {
        match self {
            Self::At(screen) => screen.name(),
            Self::Languages(_) => "languages",
            Self::Group => "group",
            Self::Picture { .. } => "picture",
            Self::Reminder(_) => "remind",
            Self::Forgotten => "forgotten",
        }
    }

    /// The screen that a link to this address leads to: choices of language have no links of their own.
    pub fn screen(self) -> Screen {
        match self {
            Self::At(screen) | Self::Languages(screen) => screen,
            Self::Group => FIRST,
            Self::Picture { operator, method } => Screen::Clerk { operator, method },
            Self::Reminder(_) => Screen::Reminders,
            Self::Forgotten => Screen::Forget,
        }
    }

    /// Whether it is for a private chat only: it asks for words, which in a group everybody would see and nobody would
    /// answer, or is about what is stored of that chat.
    pub fn is_private(self) -> bool {
        match self {
            Self::At(screen) => {
                matches!(screen, Screen::WhoAmI | Screen::Offer | Screen::Reminders | Screen::Forget)
            }
            // A picture would be for everybody to see.
            Self::Reminder(_) | Self::Forgotten | Self::Picture { .. } => true,
            Self::Languages(_) | Self::Group => false,
        }
    }

    /// Whether it depends on the person and the day, so that it is rendered when it is shown.
    pub fn is_of_the_moment(self) -> bool {
        matches!(self, Self::Reminder(_))
    }

    /// Every address that is known beforehand: each screen, the choice of language above it, its picture, what groups are
    /// told, and what is said when all is forgotten.
    pub fn all(catalog: &Catalog) -> Vec<Self> {
        let screens = Screen::all(catalog).into_iter();
        let addresses = screens.flat_map(|screen| {
            let picture = match screen {
                Screen::Clerk { operator, method } => Some(Self::Picture { operator, method }),
                _ => None,
            };
            [Self::At(screen), Self::Languages(screen)].into_iter().chain(picture)
        });
        addresses.chain([Self::Group, Self::Forgotten]).collect()
    }
}
