//! What to show to whoever helps, and the words on the screen of a terminal or an app.

use crate::catalog::Catalog;
use crate::catalog::id::{Lang, MethodId, OperatorId};
use crate::catalog::line::{Inline, Line, Scope};
use crate::dialogue::clerk::{Saying, languages, sayings};
use crate::dialogue::event::{Place, Press};
use crate::dialogue::keys;
use crate::dialogue::screen::{FIRST, Screen};
use crate::dialogue::view::builder::ViewBuilder;
use crate::dialogue::view::{Action, Block, Button, View};

/// The card, what may be said after it, and the ways to hand it over.
pub(super) fn clerk(catalog: &Catalog, lang: Lang, operator: OperatorId, method: MethodId) -> View {
    let mut view = ViewBuilder::new(catalog, lang).about(operator, Some(method));
    view.title(keys::CLERK_TITLE);
    view.text(keys::CLERK_HOW);
    let sayings = sayings(catalog, lang, operator, method);
    let groups = sayings.iter().enumerate().map(|(i, saying)| group(&mut view, saying, i == 0)).collect();
    view.put(Block::Card(groups));
    if let Some(entry) = catalog.clerk(operator, method) {
        for (label, keys) in [(keys::CLERK_THEN, &entry.then), (keys::CLERK_HEAR, &entry.hear)] {
            phrases(&mut view, label, keys);
        }
    }
    let sources = view.sources();
    view.fold(sources);
    view.checked();
    let picture = view.key(keys::AS_PICTURE, Press::Picture { operator, method });
    view.row(vec![picture]);
    let copies = sayings.iter().filter(|saying| catalog.counter().contains(&saying.lang));
    let copies = copies.map(|saying| {
        let language = catalog.language(saying.lang).name.as_str();
        let label = view.words_with(keys::COPY_IN, &[("language", language)]);
        Button { label, action: Action::Copy(copy(catalog, saying)) }
    });
    let copies = copies.collect();
    view.lay(copies);
    if catalog.labels(operator, method).is_some() {
        let labels = Screen::Labels { operator, method };
        let key = view.key(keys::SCREEN_WORDS, Press::Open(labels, Place::Here));
        view.row(vec![key]);
    }
    view.navigation(Screen::Clerk { operator, method });
    view.finish()
}

/// The words on the screen: first those that were seen, then those to look for.
pub(super) fn labels(catalog: &Catalog, lang: Lang, operator: OperatorId, method: MethodId) -> View {
    let mut view = ViewBuilder::new(catalog, lang).about(operator, Some(method));
    view.title(keys::LABELS_TITLE);
    view.text(keys::LABELS_HOW);
    let labels = catalog.labels(operator, method).cloned().unwrap_or_default();
    for (label, keys) in [(keys::LABELS_LOOK, &labels.look), (keys::LABELS_SEEN, &labels.seen)] {
        for block in view.section(label, keys) {
            view.put(block);
        }
    }
    let sources = view.sources();
    view.fold(sources);
    view.checked();
    if catalog.clerk(operator, method).is_some() {
        let clerk = Screen::Clerk { operator, method };
        let key = view.key(keys::SAY_TO_CLERK, Press::Open(clerk, Place::Here));
        view.row(vec![key]);
    }
    view.navigation(Screen::Labels { operator, method });
    view.finish()
}

/// What stands below the picture. It is handed over and kept, so its buttons never change it.
pub(super) fn picture(catalog: &Catalog, lang: Lang, operator: OperatorId, method: MethodId) -> View {
    let mut view = ViewBuilder::new(catalog, lang).about(operator, Some(method));
    view.text(keys::CLERK_CAPTION);
    let row = vec![
        view.key(keys::RESTART, Press::Open(FIRST, Place::Below)),
        view.key(keys::LANGUAGE, Press::PickLanguage(Screen::Clerk { operator, method })),
    ];
    view.row(row);
    view.finish()
}

/// The buttons of a guide that lead here.
pub(super) fn keys(view: &ViewBuilder<'_>, operator: OperatorId, method: MethodId) -> Vec<Button> {
    let clerk = view.catalog.clerk(operator, method);
    let labels = view.catalog.labels(operator, method);
    let offered = [
        (keys::SAY_TO_CLERK, Screen::Clerk { operator, method }, clerk.is_some()),
        (keys::SCREEN_WORDS, Screen::Labels { operator, method }, labels.is_some()),
    ];
    let offered = offered.into_iter().filter(|(_, _, is_there)| *is_there);
    offered.map(|(label, screen, _)| view.key(label, Press::Open(screen, Place::Below))).collect()
}

/// The request in one language with its blanks; what is to be read first is bold.
fn group(view: &mut ViewBuilder<'_>, saying: &Saying, first: bool) -> Vec<Line> {
    let mut lines = saying.request.clone();
    for line in &mut lines {
        view.rest_on(&line.facts);
        if first {
            embolden(line);
        }
    }
    lines.extend(
        blanks(view.catalog, saying)
            .map(|text| Line { inlines: vec![Inline::Plain(text)], facts: Vec::new() }),
    );
    lines
}

/// A labelled card of phrases, unless there are none.
fn phrases(view: &mut ViewBuilder<'_>, label: &str, keys: &[String]) {
    if keys.is_empty() {
        return;
    }
    let label = view.line(label);
    view.put(Block::Label(label));
    let phrases = keys.iter().map(|key| phrase(view, key)).collect();
    view.put(Block::Card(phrases));
}

/// A phrase in every language of counters, and its meaning.
fn phrase(view: &mut ViewBuilder<'_>, key: &str) -> Vec<Line> {
    let languages: Vec<Lang> = languages(view.catalog, view.lang).collect();
    let mut lines: Vec<Line> = languages.into_iter().map(|lang| view.line_in(lang, key)).collect();
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
        catalog.words(saying.lang, keys::CLERK_FIELD, scope)
    })
}

fn embolden(line: &mut Line) {
    line.inlines = vec![Inline::Bold(line.plain())];
}
