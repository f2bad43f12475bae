//! What a request outside of a dialogue asks for: inline, as a guest, in a link that is shared. There is no session
//! and nobody to ask back, so the answer is a choice of complete screens, the best first.

use crate::catalog::Catalog;
use crate::catalog::aliases::Word;
use crate::catalog::id::{IntentId, MethodId, OperatorId, PageId};
use crate::catalog::intents::Target;
use crate::catalog::schema::Rank;
use crate::dialogue::event::Press;
use crate::dialogue::keys::pages;
use crate::dialogue::prefix;
use crate::dialogue::screen::{Address, FIRST, Screen};
use crate::dialogue::suggestions::Choice;
use crate::dialogue::understanding::{Meaning, Reason, Understood, understand};

/// As many screens are offered; Telegram takes no more.
pub const MOST: usize = 50;
/// Behind an operator's id, asks for what helps its subscribers without money and data.
const OFFLINE: &str = "offline";

/// Behind an operator's id and a way's, asks for what to show to a clerk.
const CLERK: &str = "clerk";
/// Behind an operator's id and a way's, asks for the words on the screen.
const LABELS: &str = "labels";

/// Words that bring a screen up: permanent ids, which [`matching`] reads exactly.
pub fn query(catalog: &Catalog, screen: Screen) -> String {
    let operator = |id: OperatorId| catalog.operator(id).id.clone();
    match screen {
        Screen::Guide { operator: o, method: m }
        | Screen::Warning { operator: o, method: m }
        | Screen::Chosen { operator: o, method: m }
        | Screen::Outdated { operator: o, method: m } => format!("{} {}", operator(o), catalog.method(m).id),
        Screen::Clerk { operator: o, method: m } => {
            format!("{} {} {CLERK}", operator(o), catalog.method(m).id)
        }
        Screen::Labels { operator: o, method: m } => {
            format!("{} {} {LABELS}", operator(o), catalog.method(m).id)
        }
        Screen::Payers { operator: o }
        | Screen::Ways { operator: o, .. }
        | Screen::OperatorCard { operator: o } => operator(o),
        Screen::Offline { operator: o } => format!("{} {OFFLINE}", operator(o)),
        Screen::Operators { method: Some(method) } => catalog.method(method).id.clone(),
        Screen::Page(page) => catalog.page(page).entry.id.clone(),
        Screen::Prefix(prefix) => catalog.prefix(prefix).digits.clone(),
        Screen::Operators { method: None } | Screen::OperatorList | Screen::WhoAmI | Screen::Offer => {
            String::new()
        }
        // Nothing of this is for others.
        Screen::Reminders | Screen::Forget => String::new(),
    }
}

/// The screens that words ask for, at most [`MOST`], each once; none if they ask for nothing that is known.
pub fn matching(catalog: &Catalog, words: &str) -> Vec<Screen> {
    let mut found = Vec::new();
    exactly(catalog, words, &mut found);
    let understood = understand(catalog, words);
    found.extend(asked(catalog, &understood));
    if understood.reason == Reason::Paid {
        return once(found);
    }
    let reading = understood.entities;
    let methods = ways(catalog, &reading.methods);
    if reading.words.contains(&Word::Offline) && methods.is_empty() {
        let named = reading.operators.iter().copied();
        let meant = named.chain(catalog.nameless().filter(|_| reading.operators.is_empty()));
        found.extend(meant.map(|operator| Screen::Offline { operator }.settled(catalog)));
    }
    match (reading.operators.as_slice(), methods.as_slice()) {
        ([], []) => {}
        ([], methods) => {
            for &method in methods {
                found.extend(catalog.operators().filter_map(|operator| guide(catalog, operator, method)));
            }
        }
        (operators, []) => {
            for &operator in operators {
                found.push(Screen::OperatorCard { operator });
                let methods = ways(catalog, &catalog.methods_within(None).collect::<Vec<_>>());
                found.extend(methods.into_iter().filter_map(|method| guide(catalog, operator, method)));
            }
        }
        (operators, methods) => {
            for &operator in operators {
                let asked = methods.iter().map(|&method| Screen::Guide { operator, method }.settled(catalog));
                found.extend(asked.map(|screen| warned(catalog, screen)));
            }
        }
    }
    once(found)
}

/// The screens of an intent other than topping up, or of those that a text may mean.
fn asked(catalog: &Catalog, understood: &Understood) -> Vec<Screen> {
    let operator = understood.operator(catalog);
    let screen = |&intent: &IntentId| {
        let topping_up = catalog.intent(intent).opens == Target::TopUp;
        let choice = Choice::of_intent(catalog, intent, operator, FIRST).filter(|_| !topping_up)?;
        match choice.press {
            // Questions and what is kept of a person are for private chats.
            Press::Open(screen, _) if !Address::At(screen).is_private() => Some(screen),
            _ => None,
        }
    };
    match &understood.meaning {
        Meaning::Intent(intent) => screen(intent).into_iter().collect(),
        Meaning::Unsure(intents) => intents.iter().filter_map(screen).collect(),
        Meaning::Names | Meaning::Nothing => Vec::new(),
    }
}

/// What is worth offering to somebody who has not said anything yet: what to beware of, then every operator.
pub fn useful(catalog: &Catalog) -> Vec<Screen> {
    let mut found = vec![Screen::page(catalog, pages::TIPS)];
    let urgent = |page: PageId| catalog.page(page).entry.rank == Rank::Urgent;
    // What is inside another of them is a tap away.
    let outermost = |page: PageId| !catalog.page(page).within.is_some_and(urgent);
    let urgent = catalog.pages().filter(|&page| urgent(page) && outermost(page));
    found.extend(urgent.map(Screen::Page));
    found.extend(catalog.operators().map(|operator| Screen::OperatorCard { operator }));
    once(found)
}

/// Ids as [`query`] writes them.
fn exactly(catalog: &Catalog, words: &str, found: &mut Vec<Screen>) {
    let ids: Vec<&str> = words.split_whitespace().collect();
    match ids.as_slice() {
        [o, OFFLINE] => {
            let operator = catalog.operator_named(o);
            found.extend(operator.map(|operator| Screen::Offline { operator }.settled(catalog)));
        }
        [o, m] => {
            if let (Some(operator), Some(method)) = (catalog.operator_named(o), catalog.method_named(m)) {
                let screen = Screen::Guide { operator, method }.settled(catalog);
                found.push(warned(catalog, screen));
            }
        }
        [o, m, last @ (CLERK | LABELS)] => {
            if let (Some(operator), Some(method)) = (catalog.operator_named(o), catalog.method_named(m)) {
                let screen = match *last {
                    CLERK => Screen::Clerk { operator, method },
                    _ => Screen::Labels { operator, method },
                };
                found.push(warned(catalog, screen.settled(catalog)));
            }
        }
        [id] => {
            found.extend(catalog.page_named(id).map(Screen::Page));
            found.extend(prefix::alone(catalog, id));
        }
        _ => {}
    }
}

/// Ways to pay, with the members of a group in its place.
fn ways(catalog: &Catalog, named: &[MethodId]) -> Vec<MethodId> {
    let members = |&method: &MethodId| match catalog.is_group(method) {
        true => catalog.methods_within(Some(method)).collect(),
        false => vec![method],
    };
    named.iter().flat_map(members).collect()
}

/// The guide of an operator for a way, if the way fits.
fn guide(catalog: &Catalog, operator: OperatorId, method: MethodId) -> Option<Screen> {
    let fits = catalog.can_top_up(operator) && catalog.fits(operator, method);
    fits.then(|| warned(catalog, Screen::Guide { operator, method }))
}

/// A risky way is warned about first, however it is asked for; the yes is given in the dialogue.
fn warned(catalog: &Catalog, screen: Screen) -> Screen {
    match screen {
        Screen::Guide { operator, method }
            if catalog.method(method).risk.is_some() && catalog.fits(operator, method) =>
        {
            Screen::Warning { operator, method }
        }
        screen => screen,
    }
}

fn once(screens: Vec<Screen>) -> Vec<Screen> {
    let mut unique = Vec::new();
    for screen in screens {
        if !unique.contains(&screen) {
            unique.push(screen);
        }
    }
    unique.truncate(MOST);
    unique
}
