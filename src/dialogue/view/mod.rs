//! Views: what a message shows, as a value without markup. Telegram, the book of screens and the tests render the same
//! value.

mod builder;
mod clerk;
mod forget;
mod guide;
mod menus;
pub mod offer;
pub mod outdated;
mod payers;
mod reference;
mod reminders;
pub mod suggestions;
mod whoami;

use crate::catalog::id::Lang;
use crate::catalog::line::Line;
use crate::catalog::model::Catalog;
use crate::dialogue::event::Press;
use crate::dialogue::screen::{ResolvedScreen, Screen, Sheet};
use crate::dialogue::shown::{Fixed, Shown};

/// What a message shows: text above buttons.
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
    /// A list without order.
    Points(Vec<Line>),
    /// Steps, numbered from one.
    Steps(Vec<Line>),
    /// Something not to be missed.
    Warning(Line),
    /// Details, hidden until a tap opens them.
    Fold(Vec<Block>),
    /// Small print.
    Note(Line),
    /// Something to show to somebody else: groups of lines, separated from the rest and from each other.
    Card(Vec<Vec<Line>>),
}

impl Block {
    /// The lines of a block, with those folded in it.
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
    /// The label.
    pub label: String,
    /// What it does.
    pub action: Action,
}

impl Button {
    /// A button that sends a press.
    pub fn press(label: String, press: Press) -> Self {
        Self { label, action: Action::Press(press) }
    }
}

/// What a button does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Sends a press to the bot.
    Press(Press),
    /// Opens an official site.
    Open(String),
    /// Copies a code or number.
    Copy(String),
    /// Lets the reader pick a chat, and starts an inline query there.
    Share(String),
    /// Lets the reader pick a group to add the bot to.
    AddToGroup,
    /// Opens the page for new reports, filled in with an [`outdated::Report`] about a screen; left out if there is no
    /// page.
    Report(Screen),
    /// Opens the page for new reports, filled in with a text that was not understood; not there if none is known.
    ReportWords(String),
}

/// The view of what a message shows, in a language.
pub fn view(catalog: &Catalog, lang: Lang, shown: &Shown) -> View {
    match shown {
        Shown::Fixed(fixed) => fixed_view(catalog, lang, *fixed),
        Shown::Reminder(screen) => reminders::screen(catalog, lang, *screen),
        Shown::Verdict(verdict) => offer::verdict(catalog, lang, verdict),
        Shown::Suggestions(offered) => suggestions::suggestions(catalog, lang, offered),
    }
}

/// The view of what is known at start.
pub fn fixed_view(catalog: &Catalog, lang: Lang, fixed: Fixed) -> View {
    match fixed {
        Fixed::Screen(screen) => screen_view(catalog, lang, screen),
        Fixed::Languages(at) => menus::languages(catalog, lang, at.screen()),
        Fixed::Group => menus::group(catalog, lang),
        Fixed::PictureCaption(guide) => clerk::caption(catalog, lang, guide),
        Fixed::Deleted => forget::deleted(catalog, lang),
    }
}

/// The view of a screen.
pub fn screen_view(catalog: &Catalog, lang: Lang, screen: ResolvedScreen) -> View {
    match screen.screen() {
        Screen::Operators { method } => menus::operators(catalog, lang, method),
        Screen::Payers { operator } => payers::payers(catalog, lang, operator),
        Screen::Ways { operator, group, payer } => menus::ways(catalog, lang, operator, group, payer),
        Screen::Sheet(Sheet::Warning, guide) => menus::warning(catalog, lang, guide),
        Screen::Sheet(Sheet::Guide, guide) => guide::guide(catalog, lang, guide),
        Screen::Sheet(Sheet::Chosen, guide) => menus::chosen(catalog, lang, guide),
        Screen::Sheet(Sheet::Outdated, guide) => outdated::outdated(catalog, lang, guide),
        Screen::Sheet(Sheet::Clerk, guide) => clerk::clerk(catalog, lang, guide),
        Screen::Sheet(Sheet::Labels, guide) => clerk::labels(catalog, lang, guide),
        Screen::OperatorList => reference::cards(catalog, lang),
        Screen::OperatorCard { operator } => reference::card(catalog, lang, operator),
        Screen::Offline { operator } => reference::offline(catalog, lang, operator),
        Screen::Offer => offer::offer(catalog, lang),
        Screen::Page(page) => reference::page(catalog, lang, page),
        Screen::WhoAmI => whoami::whoami(catalog, lang),
        Screen::Prefix(prefix) => whoami::prefix(catalog, lang, prefix),
        Screen::Reminders => reminders::remind(catalog, lang),
        Screen::Forget => forget::forget(catalog, lang),
    }
}
