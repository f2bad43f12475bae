//! Search: the screens that match a query, for inline mode, guest mode and shared links. There is no session and no
//! question back, so the result is a list of complete screens, the best first.

use crate::catalog::Catalog;
use crate::catalog::aliases::Word;
use crate::catalog::id::{GuideId, MethodId, OperatorId, PageId};
use crate::catalog::schema::Rank;
use crate::dialogue::keys::pages;
use crate::dialogue::prefix;
use crate::dialogue::screen::{ResolvedScreen, Screen, Sheet};

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
    let mut found = Vec::new();
    found.extend(exactly(catalog, text));
    let reading = catalog.read(text);
    let urgent = |&&page: &&_| catalog.page(page).entry.rank == Rank::Urgent;
    found.extend(reading.pages.iter().filter(urgent).map(|&page| Screen::Page(page)));
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
    found.extend(reading.pages.iter().map(|&page| Screen::Page(page)));
    once(catalog, found)
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
