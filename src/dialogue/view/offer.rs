//! "Is this offer safe?": the question, and what is said of a message. A verdict has no address, because what it says
//! depends on a message that nobody keeps; its buttons open their screens below it.

use crate::catalog::Catalog;
use crate::catalog::id::{FlagId, Lang};
use crate::catalog::line::{Inline, Line};
use crate::catalog::schema::flags::Weight;
use crate::dialogue::event::{Place, Press};
use crate::dialogue::offer::{Level, Verdict};
use crate::dialogue::pages;
use crate::dialogue::screen::{FIRST, Screen};
use crate::dialogue::view::build::Desk;
use crate::dialogue::view::{Block, View};
use crate::dialogue::words;

/// As many signs are explained; the rest are counted.
pub const MOST_SIGNS: usize = 6;

/// Asks for the message.
pub(super) fn offer(catalog: &Catalog, lang: Lang) -> View {
    let mut desk = Desk::new(catalog, lang);
    desk.title(words::OFFER_TITLE);
    desk.text(words::OFFER_ASK);
    desk.text(words::OFFER_PRIVACY);
    let scams = Screen::page(catalog, pages::SCAMS);
    let paid = Screen::page(catalog, pages::PAID);
    let keys = vec![
        desk.key(&format!("page.{}.title", pages::SCAMS), Press::Open(scams, Place::Here)),
        desk.key(words::MONEY_GONE, Press::Open(paid, Place::Here)),
    ];
    desk.lay(keys);
    desk.navigation(Screen::Offer);
    desk.finish()
}

/// What a message shows.
pub fn verdict(catalog: &Catalog, lang: Lang, verdict: &Verdict) -> View {
    let mut desk = Desk::new(catalog, lang);
    let (title, lead) = match verdict.level {
        Level::Red => (words::OFFER_RED, words::OFFER_RED_LEAD),
        Level::Amber => (words::OFFER_AMBER, words::OFFER_AMBER_LEAD),
        Level::Unknown => (words::OFFER_UNKNOWN, words::OFFER_UNKNOWN_LEAD),
    };
    desk.title(title);
    desk.text(lead);
    if verdict.level == Level::Unknown {
        let questions = [words::OFFER_UNKNOWN_WHO, words::OFFER_UNKNOWN_HOW].map(|key| desk.line(key));
        desk.put(Block::Points(questions.into()));
    }
    for &flag in verdict.flags.iter().take(MOST_SIGNS) {
        sign(&mut desk, flag);
    }
    let more = verdict.flags.len().saturating_sub(MOST_SIGNS);
    if more > 0 {
        let line = desk.line_with(words::OFFER_MORE, &[("count", &more.to_string())]);
        desk.put(Block::Text(line));
    }
    if !verdict.links.is_empty() {
        let label = desk.line(words::OFFER_LINKS);
        desk.put(Block::Label(label));
        let host = |host: &String| Line { inlines: vec![Inline::Code(host.clone())], facts: Vec::new() };
        desk.put(Block::Points(verdict.links.iter().map(host).collect()));
    }
    let sources = desk.sources();
    desk.fold(sources);
    let rules = desk.line(words::OFFER_RULES);
    desk.put(Block::Note(rules));
    desk.checked();
    keys(desk)
}

/// Why it is a sign, and what to do instead.
fn sign(desk: &mut Desk<'_>, flag: FlagId) {
    let flag = desk.catalog.flag(flag);
    let mark = match flag.weight {
        Weight::Red => "🔴 ",
        Weight::Amber => "🟠 ",
    };
    let mut reason = desk.line(&flag.reason);
    reason.inlines.insert(0, Inline::Plain(mark.to_owned()));
    desk.put(Block::Label(reason));
    desk.text(&flag.safer);
}

/// The message is worth keeping, so nothing replaces it.
fn keys(mut desk: Desk<'_>) -> View {
    let catalog = desk.catalog;
    let below = |screen| Press::Open(screen, Place::Below);
    let another = desk.key(words::CHECK_ANOTHER, below(Screen::Offer));
    desk.row(vec![another]);
    let paid = desk.key(words::MONEY_GONE, below(Screen::page(catalog, pages::PAID)));
    desk.row(vec![paid]);
    let last = vec![
        desk.key(words::TIPS, below(Screen::page(catalog, pages::TIPS))),
        desk.key(words::RESTART, below(FIRST)),
    ];
    desk.lay(last);
    desk.finish()
}
