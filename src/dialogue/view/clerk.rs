//! What to show to whoever helps, and the words on the screen of a terminal or an app.

use crate::catalog::Catalog;
use crate::catalog::id::{Lang, MethodId, OperatorId};
use crate::catalog::line::{Inline, Line, Scope};
use crate::dialogue::clerk::{Saying, languages, sayings};
use crate::dialogue::event::{Place, Press};
use crate::dialogue::screen::{FIRST, Screen};
use crate::dialogue::view::build::Desk;
use crate::dialogue::view::{Action, Block, Key, View};
use crate::dialogue::words;

/// The card, what may be said after it, and the ways to hand it over.
pub(super) fn clerk(catalog: &Catalog, lang: Lang, operator: OperatorId, method: MethodId) -> View {
    let mut desk = Desk::new(catalog, lang).about(operator, Some(method));
    desk.title(words::CLERK_TITLE);
    desk.text(words::CLERK_HOW);
    let sayings = sayings(catalog, lang, operator, method);
    let groups = sayings.iter().enumerate().map(|(i, saying)| group(&mut desk, saying, i == 0)).collect();
    desk.put(Block::Card(groups));
    if let Some(entry) = catalog.clerk(operator, method) {
        for (label, keys) in [(words::CLERK_THEN, &entry.then), (words::CLERK_HEAR, &entry.hear)] {
            phrases(&mut desk, label, keys);
        }
    }
    let sources = desk.sources();
    desk.fold(sources);
    desk.checked();
    let picture = desk.key(words::AS_PICTURE, Press::Picture { operator, method });
    desk.row(vec![picture]);
    let copies = sayings.iter().filter(|saying| catalog.counter().contains(&saying.lang));
    let copies = copies.map(|saying| {
        let language = catalog.language(saying.lang).name.as_str();
        let label = desk.words_with(words::COPY_IN, &[("language", language)]);
        Key { label, action: Action::Copy(copy(catalog, saying)) }
    });
    let copies = copies.collect();
    desk.lay(copies);
    if catalog.labels(operator, method).is_some() {
        let labels = Screen::Labels { operator, method };
        let key = desk.key(words::SCREEN_WORDS, Press::Open(labels, Place::Here));
        desk.row(vec![key]);
    }
    desk.navigation(Screen::Clerk { operator, method });
    desk.finish()
}

/// The words on the screen: first those that were seen, then those to look for.
pub(super) fn labels(catalog: &Catalog, lang: Lang, operator: OperatorId, method: MethodId) -> View {
    let mut desk = Desk::new(catalog, lang).about(operator, Some(method));
    desk.title(words::LABELS_TITLE);
    desk.text(words::LABELS_HOW);
    let labels = catalog.labels(operator, method).cloned().unwrap_or_default();
    for (label, keys) in [(words::LABELS_LOOK, &labels.look), (words::LABELS_SEEN, &labels.seen)] {
        for block in desk.section(label, keys) {
            desk.put(block);
        }
    }
    let sources = desk.sources();
    desk.fold(sources);
    desk.checked();
    if catalog.clerk(operator, method).is_some() {
        let clerk = Screen::Clerk { operator, method };
        let key = desk.key(words::SAY_TO_CLERK, Press::Open(clerk, Place::Here));
        desk.row(vec![key]);
    }
    desk.navigation(Screen::Labels { operator, method });
    desk.finish()
}

/// What stands below the picture. It is handed over and kept, so its buttons never change it.
pub(super) fn picture(catalog: &Catalog, lang: Lang, operator: OperatorId, method: MethodId) -> View {
    let mut desk = Desk::new(catalog, lang).about(operator, Some(method));
    desk.text(words::CLERK_CAPTION);
    let row = vec![
        desk.key(words::RESTART, Press::Open(FIRST, Place::Below)),
        desk.key(words::LANGUAGE, Press::PickLanguage(Screen::Clerk { operator, method })),
    ];
    desk.row(row);
    desk.finish()
}

/// The buttons of a guide that lead here.
pub(super) fn keys(desk: &Desk<'_>, operator: OperatorId, method: MethodId) -> Vec<Key> {
    let clerk = desk.catalog.clerk(operator, method);
    let labels = desk.catalog.labels(operator, method);
    let offered = [
        (words::SAY_TO_CLERK, Screen::Clerk { operator, method }, clerk.is_some()),
        (words::SCREEN_WORDS, Screen::Labels { operator, method }, labels.is_some()),
    ];
    let offered = offered.into_iter().filter(|(_, _, is_there)| *is_there);
    offered.map(|(label, screen, _)| desk.key(label, Press::Open(screen, Place::Below))).collect()
}

/// The request in one language with its blanks; what is to be read first is bold.
fn group(desk: &mut Desk<'_>, saying: &Saying, first: bool) -> Vec<Line> {
    let mut lines = saying.request.clone();
    for line in &mut lines {
        desk.rest_on(&line.facts);
        if first {
            embolden(line);
        }
    }
    lines.extend(
        blanks(desk.catalog, saying)
            .map(|text| Line { inlines: vec![Inline::Plain(text)], facts: Vec::new() }),
    );
    lines
}

/// A labelled card of phrases, unless there are none.
fn phrases(desk: &mut Desk<'_>, label: &str, keys: &[String]) {
    if keys.is_empty() {
        return;
    }
    let label = desk.line(label);
    desk.put(Block::Label(label));
    let phrases = keys.iter().map(|key| phrase(desk, key)).collect();
    desk.put(Block::Card(phrases));
}

/// A phrase in every language of counters, and its meaning.
fn phrase(desk: &mut Desk<'_>, key: &str) -> Vec<Line> {
    let languages: Vec<Lang> = languages(desk.catalog, desk.lang).collect();
    let mut lines: Vec<Line> = languages.into_iter().map(|lang| desk.line_in(lang, key)).collect();
    if let Some(first) = lines.first_mut() {
        embolden(first);
    }
    lines
}

/// The card in one language as it is copied, to be filled in elsewhere.
fn copy(catalog: &Catalog, saying: &Saying) -> String {
    let request = saying.request.iter().map(Line::plain);
    request.chain(blanks(catalog, saying)).collect::<Vec<_>>().join("\n")
}

fn blanks<'a>(catalog: &'a Catalog, saying: &'a Saying) -> impl Iterator<Item = String> + 'a {
    saying.blanks.iter().map(|(label, blank)| {
        let extra = [("label", label.as_str()), ("blank", *blank)];
        let scope = Scope { extra: &extra, ..Scope::default() };
        catalog.words(saying.lang, words::CLERK_FIELD, scope)
    })
}

fn embolden(line: &mut Line) {
    line.inlines = vec![Inline::Bold(line.plain())];
}
