//! The ids of all screens. A button carries the screen it opens, so it works after a restart, in any chat, pressed
//! twice or a year later; the session is only needed to understand typed words.

use crate::catalog::id::{GuideId, MethodId, OperatorId, PageId, PayerId, PrefixId};
use crate::catalog::model::Catalog;
use crate::dialogue::keys::pages;

/// A screen, with the operator and the payment method it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Screen {
    /// "Which operator?"
    Operators {
        /// The payment method, if the person named it first.
        method: Option<MethodId>,
    },
    /// "Who pays?", which decides the order of the payment methods.
    Payers {
        /// The operator.
        operator: OperatorId,
    },
    /// "Which payment method?", or which one of a group.
    Ways {
        /// The operator.
        operator: OperatorId,
        /// The group, such as bank apps.
        group: Option<MethodId>,
        /// The payer for whom the methods are in order; `None` for the catalog's order.
        payer: Option<PayerId>,
    },
    /// A guide, or one of the screens that belong to it.
    Sheet(Sheet, GuideId),
    /// The list of operators' cards.
    OperatorList,
    /// One operator's card.
    OperatorCard {
        /// The operator.
        operator: OperatorId,
    },
    /// What helps without money and without data.
    Offline {
        /// The operator.
        operator: OperatorId,
    },
    /// "Is this offer safe?", which asks for the seller's message.
    Offer,
    /// A page of text.
    Page(PageId),
    /// "Which operator am I on?", which asks for the three digits after +7.
    WhoAmI,
    /// The likely operators of numbers that begin with three digits.
    Prefix(PrefixId),
    /// How to set a renewal reminder; the list of reminders once there is one.
    Reminders,
    /// "Delete everything stored about this chat?"
    Forget,
}

/// The screens that belong to one guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sheet {
    /// The warning before a risky method.
    Warning,
    /// The guide itself, or the reason why the method does not fit.
    Guide,
    /// What the menu turns into once the guide has been sent as a message of its own.
    Chosen,
    /// What to do about a guide that is out of date.
    Outdated,
    /// The clerk card: sentences to show at a counter.
    Clerk,
    /// The labels on the screen of a terminal or an app.
    Labels,
}

impl Sheet {
    /// All sheets.
    pub const ALL: [Self; 6] =
        [Self::Warning, Self::Guide, Self::Chosen, Self::Outdated, Self::Clerk, Self::Labels];

    /// The permanent id.
    pub fn id(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Guide => "guide",
            Self::Chosen => "chosen",
            Self::Outdated => "outdated",
            Self::Clerk => "clerk",
            Self::Labels => "labels",
        }
    }

    /// The sheet with this id.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sheet| sheet.id() == id)
    }

    /// This sheet of a guide.
    pub fn of(self, operator: OperatorId, method: MethodId) -> Screen {
        Screen::Sheet(self, GuideId { operator, method })
    }
}

/// "Which operator?", where a dialogue begins.
pub const FIRST: Screen = Screen::Operators { method: None };

/// A screen that exists. Only [`Screen::resolve`] makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResolvedScreen(Screen);

impl ResolvedScreen {
    /// The id of the screen.
    pub fn screen(self) -> Screen {
        self.0
    }
}

impl Screen {
    /// The screen that exists for a requested one: a name that is no operator has a card instead of payment methods, a
    /// group of methods asks which of them, a method that does not fit says why, a missing sheet is the guide.
    pub fn resolve(self, catalog: &Catalog) -> ResolvedScreen {
        let screen = match self {
            Self::Payers { operator } | Self::Ways { operator, .. } | Self::Offline { operator }
                if !catalog.can_top_up(operator) =>
            {
                Self::OperatorCard { operator }
            }
            Self::Ways { operator, group: Some(group), payer } if !catalog.is_group(group) => {
                Self::Ways { operator, group: None, payer }
            }
            Self::Sheet(sheet, guide) => resolve_sheet(catalog, sheet, guide),
            screen => screen,
        };
        ResolvedScreen(screen)
    }

    /// The screen that Back opens; `None` for the first one, and for those that return to what they interrupted.
    pub fn parent(self, catalog: &Catalog) -> Option<Self> {
        match self {
            Self::Operators { method: None } => None,
            Self::Operators { method: Some(_) } | Self::Payers { .. } | Self::Ways { group: None, .. } => {
                Some(FIRST)
            }
            Self::Ways { operator, group: Some(_), payer } => {
                Some(Self::Ways { operator, group: None, payer })
            }
            Self::Sheet(_, GuideId { operator, method }) => {
                Some(Self::Ways { operator, group: catalog.method(method).within, payer: None })
            }
            Self::OperatorList | Self::Offer | Self::Reminders | Self::WhoAmI => None,
            Self::OperatorCard { .. } => Some(Self::OperatorList),
            Self::Offline { operator } => Some(Self::OperatorCard { operator }),
            Self::Page(page) => catalog.page(page).within.map(Self::Page),
            Self::Forget => Some(Self::page(catalog, pages::PRIVACY)),
            Self::Prefix(_) => Some(Self::WhoAmI),
        }
    }

    /// The payment methods of an operator in the catalog's order.
    pub fn ways(operator: OperatorId) -> Self {
        Self::Ways { operator, group: None, payer: None }
    }

    /// A list of payment methods in the order for a payer; any other screen unchanged.
    pub fn with_payer(self, payer: PayerId) -> Self {
        match self {
            Self::Ways { operator, group, .. } => Self::Ways { operator, group, payer: Some(payer) },
            screen => screen,
        }
    }

    /// One of the pages that the program itself links to; the first screen should it be missing.
    pub fn page(catalog: &Catalog, name: &str) -> Self {
        catalog.page_named(name).map_or(FIRST, Self::Page)
    }

    /// The kind of screen, as in metrics; for a sheet its permanent id.
    pub fn name(self) -> &'static str {
        match self {
            Self::Operators { .. } => "operators",
            Self::Payers { .. } => "payers",
            Self::Ways { .. } => "ways",
            Self::Sheet(sheet, _) => sheet.id(),
            Self::OperatorList => "cards",
            Self::OperatorCard { .. } => "card",
            Self::Offline { .. } => "offline",
            Self::Offer => "offer",
            Self::Page(_) => "page",
            Self::WhoAmI => "whoami",
            Self::Prefix(_) => "prefix",
            Self::Reminders => "remind",
            Self::Forget => "forget",
        }
    }

    /// Every screen that exists, each once.
    pub fn all(catalog: &Catalog) -> Vec<Self> {
        ResolvedScreen::all(catalog).into_iter().map(ResolvedScreen::screen).collect()
    }
}

impl ResolvedScreen {
    /// Every screen that exists, each once.
    pub fn all(catalog: &Catalog) -> Vec<Self> {
        let mut screens = vec![FIRST, Screen::OperatorList, Screen::Offer];
        screens.extend(catalog.methods().map(|method| Screen::Operators { method: Some(method) }));
        screens.extend(catalog.pages().map(Screen::Page));
        screens.extend([Screen::WhoAmI, Screen::Reminders, Screen::Forget]);
        screens.extend(catalog.prefixes().map(Screen::Prefix));
        for operator in catalog.operators() {
            screens.push(Screen::OperatorCard { operator });
            screens.push(Screen::Offline { operator });
            screens.push(Screen::Payers { operator });
            let groups = catalog.methods().filter(|&method| catalog.is_group(method)).map(Some);
            for group in [None].into_iter().chain(groups) {
                let payers = [None].into_iter().chain(catalog.payers().map(Some));
                screens.extend(payers.map(|payer| Screen::Ways { operator, group, payer }));
            }
            for method in catalog.methods() {
                screens.extend(Sheet::ALL.map(|sheet| sheet.of(operator, method)));
            }
        }
        screens
            .into_iter()
            .map(|screen| (screen, screen.resolve(catalog)))
            .filter(|(screen, resolved)| resolved.screen() == *screen)
            .map(|(_, resolved)| resolved)
            .collect()
    }
}

fn resolve_sheet(catalog: &Catalog, sheet: Sheet, guide: GuideId) -> Screen {
    let GuideId { operator, method } = guide;
    let exists = match sheet {
        Sheet::Guide | Sheet::Warning => true,
        Sheet::Chosen | Sheet::Outdated => catalog.fits(operator, method),
        Sheet::Clerk => catalog.clerk(operator, method).is_some(),
        Sheet::Labels => catalog.labels(operator, method).is_some(),
    };
    if !catalog.can_top_up(operator) {
        Screen::OperatorCard { operator }
    } else if catalog.is_group(method) {
        Screen::Ways { operator, group: Some(method), payer: None }
    } else if !exists || (sheet == Sheet::Warning && !catalog.fits(operator, method)) {
        Screen::Sheet(Sheet::Guide, guide)
    } else if sheet == Sheet::Warning && catalog.method(method).risk.is_none() {
        Screen::ways(operator)
    } else {
        Screen::Sheet(sheet, guide)
    }
}
