//! The clerk card, shown to somebody who helps, and the labels on the screen of a terminal or an app.

use crate::catalog::id::{GuideId, Lang};
use crate::catalog::line::{Inline, Line, Scope};
use crate::catalog::model::Catalog;
use crate::dialogue::clerk::{ClerkRequest, languages, requests};
use crate::dialogue::event::Press;
use crate::dialogue::keys;
use crate::dialogue::screen::{FIRST, Screen, Sheet};
use crate::dialogue::view::builder::ViewBuilder;
use crate::dialogue::view::{Action, Block, Button, View};

/// The card: the request, what may be said after it, and buttons to copy it or to get it as a picture.
pub(super) fn clerk(catalog: &Catalog, lang: Lang, guide: GuideId) -> View {
    let mut view = ViewBuilder::new(catalog, lang).about_guide(guide);
    view.title(keys::CLERK_TITLE);
    view.text(keys::CLERK_HOW);
    let requests = requests(catalog, lang, guide);
    let groups = requests.iter().enumerate().map(|(i, request)| group(&mut view, request, i == 0)).collect();
    view.put(Block::Card(groups));
    if let Some(entry) = catalog.clerk(guide.operator, guide.method) {
        phrases(&mut view, keys::CLERK_THEN, &entry.then);
        phrases(&mut view, keys::CLERK_HEAR, &entry.hear);
    }
    view.evidence();
    view.button(keys::AS_PICTURE, Press::Picture(guide));
    let copies = requests.iter().filter(|request| catalog.counter().contains(&request.lang));
    let copies = copies.map(|request| {
        let language = catalog.language(request.lang).name.as_str();
        let label = view.plain_with(keys::COPY_IN, &[("language", language)]);
        Button { label, action: Action::Copy(copy(catalog, request)) }
    });
    let copies = copies.collect();
    view.lay(copies);
    if catalog.labels(guide.operator, guide.method).is_some() {
        view.button(keys::SCREEN_WORDS, view.open(Screen::Sheet(Sheet::Labels, guide)));
    }
    view.navigation(Screen::Sheet(Sheet::Clerk, guide));
    view.finish()
}

/// The labels: those to look for, and those that were seen.
pub(super) fn labels(catalog: &Catalog, lang: Lang, guide: GuideId) -> View {
    let mut view = ViewBuilder::new(catalog, lang).about_guide(guide);
    view.title(keys::LABELS_TITLE);
    view.text(keys::LABELS_HOW);
    if let Some(labels) = catalog.labels(guide.operator, guide.method) {
        view.section(keys::LABELS_LOOK, &labels.look);
        view.section(keys::LABELS_SEEN, &labels.seen);
    }
    view.evidence();
    if catalog.clerk(guide.operator, guide.method).is_some() {
        view.button(keys::SAY_TO_CLERK, view.open(Screen::Sheet(Sheet::Clerk, guide)));
    }
    view.navigation(Screen::Sheet(Sheet::Labels, guide));
    view.finish()
}

/// The caption of the picture. The picture is shown to others and kept, so its buttons never change it.
pub(super) fn caption(catalog: &Catalog, lang: Lang, guide: GuideId) -> View {
    let mut view = ViewBuilder::new(catalog, lang).about_guide(guide);
    view.text(keys::CLERK_CAPTION);
    let language = Press::PickLanguage(Screen::Sheet(Sheet::Clerk, guide));
    view.row(vec![
        Button::press(view.plain(keys::RESTART), view.open_below(FIRST)),
        Button::press(view.plain(keys::LANGUAGE), language),
    ]);
    view.finish()
}

/// The buttons of a guide that open its clerk card and its labels, where it has them.
pub(super) fn buttons(view: &ViewBuilder<'_>, guide: GuideId) -> Vec<Button> {
    let sheets = [(keys::SAY_TO_CLERK, Sheet::Clerk), (keys::SCREEN_WORDS, Sheet::Labels)];
    let screens = sheets.map(|(label, sheet)| (label, Screen::Sheet(sheet, guide)));
    let exist = screens.into_iter().filter(|(_, screen)| screen.resolve(view.catalog).screen() == *screen);
    exist.map(|(label, screen)| Button::press(view.plain(label), view.open_below(screen))).collect()
}

/// The request in one language with its blanks; the first language is bold.
fn group(view: &mut ViewBuilder<'_>, request: &ClerkRequest, first: bool) -> Vec<Line> {
    let mut lines = request.lines.clone();
    for line in &mut lines {
        view.use_facts(&line.facts);
        if first {
            embolden(line);
        }
    }
    let blank = |text| Line { inlines: vec![Inline::Plain(text)], facts: Vec::new() };
    lines.extend(blanks(view.catalog, request).map(blank));
    lines
}

/// A labelled card of phrases, unless there are none.
fn phrases(view: &mut ViewBuilder<'_>, label: &str, keys: &[String]) {
    if !keys.is_empty() {
        view.label(label);
        let phrases = keys.iter().map(|key| phrase(view, key)).collect();
        view.put(Block::Card(phrases));
    }
}

/// A phrase in every language of counters, and in the reader's.
fn phrase(view: &mut ViewBuilder<'_>, key: &str) -> Vec<Line> {
    let languages: Vec<Lang> = languages(view.catalog, view.lang).collect();
    let mut lines: Vec<Line> = languages.into_iter().map(|lang| view.line_in(lang, key)).collect();
    if let Some(first) = lines.first_mut() {
        embolden(first);
    }
    lines
}

/// The card in one language as it is copied, with blanks to fill in.
fn copy(catalog: &Catalog, request: &ClerkRequest) -> String {
    let lines = request.lines.iter().map(Line::plain);
    lines.chain(blanks(catalog, request)).collect::<Vec<_>>().join("\n")
}

fn blanks<'a>(catalog: &'a Catalog, request: &'a ClerkRequest) -> impl Iterator<Item = String> + 'a {
    request.blanks.iter().map(|(label, blank)| {
        let extra = [("label", label.as_str()), ("blank", *blank)];
        let scope = Scope { extra: &extra, ..Scope::default() };
        catalog.words(request.lang, keys::CLERK_FIELD, scope)
    })
}

fn embolden(line: &mut Line) {
    line.inlines = vec![Inline::Bold(line.plain())];
}
