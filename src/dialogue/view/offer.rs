//! "Is this offer safe?": the question, and the verdict on a message. The buttons of a verdict open their screens below
//! it, because it is worth keeping.

use crate::catalog::id::{FlagId, Lang};
use crate::catalog::line::{Inline, Line};
use crate::catalog::model::Catalog;
use crate::catalog::schema::flags::Weight;
use crate::dialogue::keys;
use crate::dialogue::keys::pages;
use crate::dialogue::offer::{Doubt, Level, Verdict};
use crate::dialogue::screen::{FIRST, Screen};
use crate::dialogue::view::builder::ViewBuilder;
use crate::dialogue::view::{Block, View};

/// This many signs are explained; the rest are counted.
pub const MOST_SIGNS: usize = 6;

/// Asks for the message.
pub(super) fn offer(catalog: &Catalog, lang: Lang) -> View {
    let mut view = ViewBuilder::new(catalog, lang);
    view.title(keys::OFFER_TITLE);
    view.text(keys::OFFER_ASK);
    view.text(keys::OFFER_PRIVACY);
    view.buttons([
        (&format!("page.{}.title", pages::SCAMS), view.open(Screen::page(catalog, pages::SCAMS))),
        (keys::MONEY_GONE, view.open(Screen::page(catalog, pages::PAID))),
    ]);
    view.navigation(Screen::Offer);
    view.finish()
}

/// The verdict on a message: the signs with what to do instead, and the links.
pub(super) fn verdict(catalog: &Catalog, lang: Lang, verdict: &Verdict) -> View {
    let mut view = ViewBuilder::new(catalog, lang);
    let (title, lead) = match verdict.level {
        Level::Red => (keys::OFFER_RED, keys::OFFER_RED_LEAD),
        Level::Amber => (keys::OFFER_AMBER, keys::OFFER_AMBER_LEAD),
        Level::Unknown => (keys::OFFER_UNKNOWN, keys::OFFER_UNKNOWN_LEAD),
    };
    view.title(title);
    view.text(lead);
    if verdict.level == Level::Unknown {
        view.text(keys::OFFER_UNKNOWN_LOOKED);
        view.points(&[keys::OFFER_UNKNOWN_WHO, keys::OFFER_UNKNOWN_HOW]);
    }
    match verdict.doubt {
        Some(Doubt::Resembles(flag)) => {
            view.text(keys::OFFER_RESEMBLES);
            sign(&mut view, flag);
        }
        Some(Doubt::Honest) => view.text(keys::OFFER_DOUBTED),
        None => {}
    }
    for &flag in verdict.flags.iter().take(MOST_SIGNS) {
        sign(&mut view, flag);
    }
    let more = verdict.flags.len().saturating_sub(MOST_SIGNS);
    if more > 0 {
        view.text_with(keys::OFFER_MORE, &[("count", &more.to_string())]);
    }
    if !verdict.links.is_empty() {
        view.label(keys::OFFER_LINKS);
        let host = |host: &String| Line { inlines: vec![Inline::Code(host.clone())], facts: Vec::new() };
        view.put(Block::Points(verdict.links.iter().map(host).collect()));
    }
    view.fold(ViewBuilder::sources);
    let rules = view.line(keys::OFFER_RULES);
    view.put(Block::Note(rules));
    view.checked();
    view.button(keys::CHECK_ANOTHER, view.open_below(Screen::Offer));
    view.button(keys::MONEY_GONE, view.open_below(Screen::page(catalog, pages::PAID)));
    view.buttons([
        (keys::TIPS, view.open_below(Screen::page(catalog, pages::TIPS))),
        (keys::RESTART, view.open_below(FIRST)),
    ]);
    view.finish()
}

/// Why it is a sign, and what to do instead.
fn sign(view: &mut ViewBuilder<'_>, flag: FlagId) {
    let flag = view.catalog.flag(flag);
    let mark = match flag.weight {
        Weight::Red => "🔴 ",
        Weight::Amber | Weight::Light => "🟠 ",
    };
    let mut reason = view.line(&flag.reason);
    reason.inlines.insert(0, Inline::Plain(mark.to_owned()));
    view.put(Block::Label(reason));
    view.text(&flag.safer);
}
