//! What a screen shows, as a value without markup. Telegram, the book of screens and the tests all render this
//! one value, so they cannot disagree.

mod builder;
mod clerk;
mod guide;
mod menus;
pub mod offer;
pub mod outdated;
mod payers;
mod reference;
mod reminders;
pub mod suggestions;
mod whoami;

use crate::catalog::Catalog;
use crate::catalog::id::Lang;
use crate::catalog::line::Line;
use crate::dialogue::event::Press;
use crate::dialogue::screen::{Address, Screen};

/// What a person sees: text above buttons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The text, top to bottom.
    pub blocks: Vec<Block>,
    /// The buttons, row by row.
    pub buttons: Vec<Vec<Button>>,
}

/// A part of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// The heading.
    Title(Line),
    /// A paragraph.
    Text(Line),
    /// A small heading above what follows.
    Label(Line),
    /// Points in no order.
    Points(Vec<Line>),
    /// Steps, numbered from one.
    Steps(Vec<Line>),
    /// Something not to be missed.
    Warning(Line),
    /// What can wait until it is asked for: folded up until a tap opens it.
    Fold(Vec<Block>),
    /// Small print.
    Note(Line),
    /// Something to hold out to somebody else: groups of lines, set apart from the rest and from each other.
    Card(Vec<Vec<Line>>),
}

impl Block {
    /// The lines of a block, with those folded up in it.
    pub fn lines(&self) -> Vec<&Line> {
        match self {
            Self::Title(line)
            | Self::Text(line)
            | Self::Label(line)
            | Self::Warning(line)
            | Self::Note(line) => {
                vec![line]
            }
            Self::Points(lines) | Self::Steps(lines) => lines.iter().collect(),
            Self::Fold(blocks) => blocks.iter().flat_map(Self::lines).collect(),
            Self::Card(groups) => groups.iter().flatten().collect(),
        }
    }
}

/// A button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// What stands on it.
    pub label: String,
    /// What it does.
    pub action: Action,
}

/// What a button does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Comes back to the bot.
    Press(Press),
    /// Opens an official site.
    Open(String),
    /// Copies a code or number.
    Copy(String),
    /// Lets the reader pick a chat and puts words for the bot into it, which bring the screen up.
    Share(String),
    /// Copies the link of a screen.
    CopyLink(Screen),
    /// Lets the reader pick a group to add the bot to.
    AddToGroup,
    /// Opens the page for new reports, filled in with an [`outdated::Report`] about a screen; not there if none is known.
    Report(Screen),
    /// Opens the page for new reports, filled in with a text that was not understood; not there if none is known.
    ReportWords(String),
}

/// What stands at an address, in a language.
pub fn view(catalog: &Catalog, lang: Lang, address: Address) -> View {
    let screen = match address {
        Address::Languages(at) => return menus::languages(catalog, lang, at),
        Address::Group => return menus::group(catalog, lang),
        Address::Picture { operator, method } => return clerk::picture(catalog, lang, operator, method),
        Address::Reminder(telling) => return reminders::telling(catalog, lang, telling),
        Address::Forgotten => return reminders::forgotten(catalog, lang),
        Address::At(screen) => screen.settled(catalog),
    };
    match screen {
        Screen::Operators { method } => menus::operators(catalog, lang, method),
        Screen::Payers { operator } => payers::payers(catalog, lang, operator),
        Screen::Ways { operator, group, payer } => menus::ways(catalog, lang, operator, group, payer),
        Screen::Warning { operator, method } => menus::warning(catalog, lang, operator, method),
        Screen::Guide { operator, method } => guide::guide(catalog, lang, operator, method),
        Screen::Chosen { operator, method } => menus::chosen(catalog, lang, operator, method),
        Screen::Outdated { operator, method } => outdated::outdated(catalog, lang, operator, method),
        Screen::OperatorList => reference::cards(catalog, lang),
        Screen::OperatorCard { operator } => reference::card(catalog, lang, operator),
        Screen::Offline { operator } => reference::offline(catalog, lang, operator),
        Screen::Clerk { operator, method } => clerk::clerk(catalog, lang, operator, method),
        Screen::Labels { operator, method } => clerk::labels(catalog, lang, operator, method),
        Screen::Offer => offer::offer(catalog, lang),
        Screen::Page(page) => reference::page(catalog, lang, page),
        Screen::WhoAmI => whoami::whoami(catalog, lang),
        Screen::Prefix(prefix) => whoami::prefix(catalog, lang, prefix),
        Screen::Reminders => reminders::remind(catalog, lang),
        Screen::Forget => reminders::forget(catalog, lang),
    }
}
