//! Search: the screens that match a query, for inline mode, guest mode and shared links. There is no session and no
//! question back, so the result is a list of complete screens, the best first.

use crate::catalog::aliases::Word;
use crate::catalog::id::{GuideId, IntentId, MethodId, OperatorId, PageId};
use crate::catalog::intents::Target;
use crate::catalog::model::Catalog;
use crate::catalog::schema::Rank;
use crate::dialogue::event::Press;
use crate::dialogue::keys::pages;
use crate::dialogue::prefix;
use crate::dialogue::screen::{FIRST, ResolvedScreen, Screen, Sheet};
use crate::dialogue::shown::Shown;
use crate::dialogue::suggestions::Choice;
use crate::dialogue::understanding::{Meaning, Reason, Understood, understand};

/// The largest number of results; Telegram takes no more.
pub const MOST: usize = 50;
/// Follows an operator's id in the query for [`Screen::Offline`].
const OFFLINE: &str = "offline";

/// The query that finds a screen: permanent ids, which [`matching`] reads exactly.
pub fn query(catalog: &Catalog, screen: Screen) -> String {
    let operator = |id: OperatorId| catalog.operator(id).id.clone();
    match screen {
        Screen::Sheet(sheet, guide) => {
            let ids = format!("{} {}", operator(guide.operator), catalog.method(guide.method).id);
            match sheet {
                Sheet::Clerk | Sheet::Labels => format!("{ids} {}", sheet.id()),
                Sheet::Warning | Sheet::Guide | Sheet::Chosen | Sheet::Outdated => ids,
            }
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
        // About one person only.
        Screen::Reminders | Screen::Forget => String::new(),
    }
}

/// The screens that a text asks for, at most [`MOST`], each once; none if it names nothing of the content.
pub fn matching(catalog: &Catalog, text: &str) -> Vec<ResolvedScreen> {
    matching_understood(catalog, text, &understand(catalog, text))
}

/// The one screen that a text asks for. What it only may mean is no answer where there is one answer.
pub fn best(catalog: &Catalog, text: &str) -> Option<ResolvedScreen> {
    let mut understood = understand(catalog, text);
    if matches!(understood.meaning, Meaning::Unsure(_)) {
        understood.meaning = Meaning::Nothing;
    }
    matching_understood(catalog, text, &understood).into_iter().next()
}

fn matching_understood(catalog: &Catalog, text: &str, understood: &Understood) -> Vec<ResolvedScreen> {
    let mut found = Vec::new();
    found.extend(exactly(catalog, text));
    found.extend(asked(catalog, understood));
    if understood.reason == Reason::Paid {
        return once(catalog, found);
    }
    let reading = &understood.entities;
    let methods = members(catalog, &reading.methods);
    if reading.words.contains(&Word::Offline) && methods.is_empty() {
        let named = reading.operators.iter().copied();
        let meant = named.chain(catalog.nameless().filter(|_| reading.operators.is_empty()));
        found.extend(meant.map(|operator| Screen::Offline { operator }));
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
                let methods = members(catalog, &catalog.methods_within(None).collect::<Vec<_>>());
                found.extend(methods.into_iter().filter_map(|method| guide(catalog, operator, method)));
            }
        }
        (operators, methods) => {
            for &operator in operators {
                found.extend(methods.iter().map(|&method| Sheet::Guide.of(operator, method)));
            }
        }
    }
    once(catalog, found)
}

/// The screens of an intent other than topping up, or of those that a text may mean. Questions and what is stored of a
/// person are for private chats.
fn asked(catalog: &Catalog, understood: &Understood) -> Vec<Screen> {
    let operator = understood.operator(catalog);
    let screen = |&intent: &IntentId| {
        let topping_up = catalog.intent(intent).opens == Target::TopUp;
        let choice = Choice::of_intent(catalog, intent, operator, FIRST).filter(|_| !topping_up)?;
        match choice.press {
            Press::Open(screen, _) => (!Shown::from(screen.resolve(catalog)).is_private()).then_some(screen),
            _ => None,
        }
    };
    match &understood.meaning {
        Meaning::Intent(intent) => screen(intent).into_iter().collect(),
        Meaning::Unsure(intents) => intents.iter().filter_map(screen).collect(),
        Meaning::Names | Meaning::Nothing => Vec::new(),
    }
}

/// The results for an empty query: the urgent pages, then every operator.
pub fn useful(catalog: &Catalog) -> Vec<ResolvedScreen> {
    let mut found = vec![Screen::page(catalog, pages::TIPS)];
    let urgent = |page: PageId| catalog.page(page).entry.rank == Rank::Urgent;
    // A page inside another of them is reached from there.
    let outermost = |page: PageId| !catalog.page(page).within.is_some_and(urgent);
    let urgent = catalog.pages().filter(|&page| urgent(page) && outermost(page));
    found.extend(urgent.map(Screen::Page));
    found.extend(catalog.operators().map(|operator| Screen::OperatorCard { operator }));
    once(catalog, found)
}

/// The screens for ids as [`query`] writes them.
fn exactly(catalog: &Catalog, text: &str) -> Vec<Screen> {
    let ids: Vec<&str> = text.split_whitespace().collect();
    let operator = |id: &str| catalog.operator_named(id);
    let found = match *ids.as_slice() {
        [o, OFFLINE] => operator(o).map(|operator| Screen::Offline { operator }),
        [o, m] => operator(o).zip(catalog.method_named(m)).map(|(o, m)| Sheet::Guide.of(o, m)),
        [o, m, sheet] => {
            let sheet = [Sheet::Clerk, Sheet::Labels].into_iter().find(|known| known.id() == sheet);
            let guide = operator(o).zip(catalog.method_named(m));
            sheet.zip(guide).map(|(sheet, (operator, method))| sheet.of(operator, method))
        }
        [id] => {
            let page = catalog.page_named(id).map(Screen::Page);
            return page.into_iter().chain(prefix::alone(catalog, id)).collect();
        }
        _ => None,
    };
    found.into_iter().collect()
}

/// Payment methods, with the members of a group instead of the group.
fn members(catalog: &Catalog, named: &[MethodId]) -> Vec<MethodId> {
    let members = |&method: &MethodId| match catalog.is_group(method) {
        true => catalog.methods_within(Some(method)).collect(),
        false => vec![method],
    };
    named.iter().flat_map(members).collect()
}

/// The guide of an operator for a method, if the method fits.
fn guide(catalog: &Catalog, operator: OperatorId, method: MethodId) -> Option<Screen> {
    let fits = catalog.can_top_up(operator) && catalog.fits(operator, method);
    fits.then(|| Sheet::Guide.of(operator, method))
}

/// Screens that exist, each once. A risky guide is replaced by its warning: the yes is given in the dialogue.
fn once(catalog: &Catalog, screens: Vec<Screen>) -> Vec<ResolvedScreen> {
    let mut unique = Vec::new();
    for screen in screens {
        let mut resolved = screen.resolve(catalog);
        if let Screen::Sheet(Sheet::Guide, guide) = resolved.screen()
            && is_risky(catalog, guide)
        {
            resolved = Screen::Sheet(Sheet::Warning, guide).resolve(catalog);
        }
        if !unique.contains(&resolved) {
            unique.push(resolved);
        }
    }
    unique.truncate(MOST);
    unique
}

fn is_risky(catalog: &Catalog, GuideId { operator, method }: GuideId) -> bool {
    catalog.method(method).risk.is_some() && catalog.fits(operator, method)
}
