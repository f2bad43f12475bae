//! "Is this offer safe?": the question, and what is said of a message. A verdict has no address, because what it says
//! depends on a message that nobody keeps; its buttons open their screens below it.

use crate::catalog::Catalog;
use crate::catalog::id::{FlagId, Lang};
use crate::catalog::line::{Inline, Line};
use crate::catalog::schema::flags::Weight;
use crate::dialogue::event::{Place, Press};
use crate::dialogue::keys;
use crate::dialogue::keys::pages;
use crate::dialogue::offer::{Level, Verdict};
use crate::dialogue::screen::{FIRST, Screen};
use crate::dialogue::view::builder::ViewBuilder;
use crate::dialogue::view::{Block, View};

/// As many signs are explained; the rest are counted.
pub const MOST_SIGNS: usize = 6;

/// Asks for the message.
pub(super) fn offer(catalog: &Catalog, lang: Lang) -> View {
    let mut view = ViewBuilder::new(catalog, lang);
    view.title(keys::OFFER_TITLE);
    view.text(keys::OFFER_ASK);
    view.text(keys::OFFER_PRIVACY);
    let scams = Screen::page(catalog, pages::SCAMS);
    let paid = Screen::page(catalog, pages::PAID);
    let keys = vec![
        view.key(&format!("page.{}.title", pages::SCAMS), Press::Open(scams, Place::Here)),
        view.key(keys::MONEY_GONE, Press::Open(paid, Place::Here)),
    ];
    view.lay(keys);
    view.navigation(Screen::Offer);
    view.finish()
}

/// What a message shows.
pub fn verdict(catalog: &Catalog, lang: Lang, verdict: &Verdict) -> View {
    let mut view = ViewBuilder::new(catalog, lang);
    let (title, lead) = match verdict.level {
        Level::Red => (keys::OFFER_RED, keys::OFFER_RED_LEAD),
        Level::Amber => (keys::OFFER_AMBER, keys::OFFER_AMBER_LEAD),
        Level::Unknown => (keys::OFFER_UNKNOWN, keys::OFFER_UNKNOWN_LEAD),
    };
    view.title(title);
    view.text(lead);
    if verdict.level == Level::Unknown {
        let questions = [keys::OFFER_UNKNOWN_WHO, keys::OFFER_UNKNOWN_HOW].map(|key| view.line(key));
        view.put(Block::Points(questions.into()));
    }
    for &flag in verdict.flags.iter().take(MOST_SIGNS) {
        sign(&mut view, flag);
    }
    let more = verdict.flags.len().saturating_sub(MOST_SIGNS);
    if more > 0 {
        let line = view.line_with(keys::OFFER_MORE, &[("count", &more.to_string())]);
        view.put(Block::Text(line));
    }
    if !verdict.links.is_empty() {
        let label = view.line(keys::OFFER_LINKS);
        view.put(Block::Label(label));
        let host = |host: &String| Line { inlines: vec![Inline::Code(host.clone())], facts: Vec::new() };
        view.put(Block::Points(verdict.links.iter().map(host).collect()));
    }
    let sources = view.sources();
    view.fold(sources);
    let rules = view.line(keys::OFFER_RULES);
    view.put(Block::Note(rules));
    view.checked();
    keys(view)
}

/// Why it is a sign, and what to do instead.
fn sign(view: &mut ViewBuilder<'_>, flag: FlagId) {
    let flag = view.catalog.flag(flag);
    let mark = match flag.weight {
        Weight::Red => "🔴 ",
        Weight::Amber => "🟠 ",
    };
    let mut reason = view.line(&flag.reason);
    reason.inlines.insert(0, Inline::Plain(mark.to_owned()));
    view.put(Block::Label(reason));
    view.text(&flag.safer);
}

/// The message is worth keeping, so nothing replaces it.
fn keys(mut view: ViewBuilder<'_>) -> View {
    let catalog = view.catalog;
    let below = |screen| Press::Open(screen, Place::Below);
    let another = view.key(keys::CHECK_ANOTHER, below(Screen::Offer));
    view.row(vec![another]);
    let paid = view.key(keys::MONEY_GONE, below(Screen::page(catalog, pages::PAID)));
    view.row(vec![paid]);
    let last = vec![
        view.key(keys::TIPS, below(Screen::page(catalog, pages::TIPS))),
        view.key(keys::RESTART, below(FIRST)),
    ];
    view.lay(last);
    view.finish()
}
