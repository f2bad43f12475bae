//! Builds one view: fills templates, collects the facts used, lays out the keyboard.

use std::collections::BTreeMap;

use crate::catalog::facts::Age;
use crate::catalog::id::{FactId, GuideId, Lang, MethodId, OperatorId};
use crate::catalog::line::{Line, Scope};
use crate::catalog::model::Catalog;
use crate::catalog::schema::facts::{FactKind, Mark};
use crate::dialogue::event::{Place, Press};
use crate::dialogue::keys;
use crate::dialogue::menu::Menu;
use crate::dialogue::screen::{FIRST, Screen};
use crate::dialogue::view::{Action, Block, Button, View};
use crate::text::script::columns;

/// Two buttons share a row if each is at most this wide, in columns; a Chinese character is two columns wide.
const HALF_ROW: usize = 18;
/// Three buttons share a row if each is at most this wide.
const THIRD_ROW: usize = 12;

/// A view being built, about an operator and a payment method where it has them.
pub(super) struct ViewBuilder<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) lang: Lang,
    operator: Option<OperatorId>,
    method: Option<MethodId>,
    facts: Vec<FactId>,
    built: View,
}

impl<'a> ViewBuilder<'a> {
    pub(super) fn new(catalog: &'a Catalog, lang: Lang) -> Self {
        Self { catalog, lang, operator: None, method: None, facts: Vec::new(), built: View::default() }
    }

    /// Texts from here on are about an operator and, if known, a method.
    pub(super) fn about(mut self, operator: OperatorId, method: Option<MethodId>) -> Self {
        self.operator = Some(operator);
        self.method = method;
        self
    }

    /// Texts from here on are about a guide.
    pub(super) fn about_guide(self, GuideId { operator, method }: GuideId) -> Self {
        self.about(operator, Some(method))
    }

    pub(super) fn finish(self) -> View {
        self.built
    }
}

/// Texts.
impl ViewBuilder<'_> {
    /// Fills a text and collects its facts.
    pub(super) fn line(&mut self, key: &str) -> Line {
        self.line_with(key, &[])
    }

    pub(super) fn line_with(&mut self, key: &str, extra: &[(&str, &str)]) -> Line {
        self.line_in_with(self.lang, key, extra)
    }

    /// The same text in another language than the reader's.
    pub(super) fn line_in(&mut self, lang: Lang, key: &str) -> Line {
        self.line_in_with(lang, key, &[])
    }

    fn line_in_with(&mut self, lang: Lang, key: &str, extra: &[(&str, &str)]) -> Line {
        let scope = Scope { operator: self.operator, method: self.method, extra };
        let line = self.catalog.line(lang, key, scope);
        self.use_facts(&line.facts);
        line
    }

    /// Collects facts that the view depends on without naming them in a text.
    pub(super) fn use_facts(&mut self, facts: &[FactId]) {
        for &fact in facts {
            if !self.facts.contains(&fact) {
                self.facts.push(fact);
            }
        }
    }

    fn lines<K: AsRef<str>>(&mut self, keys: &[K]) -> Vec<Line> {
        keys.iter().map(|key| self.line(key.as_ref())).collect()
    }

    /// A text without formatting, such as a label.
    pub(super) fn plain(&self, key: &str) -> String {
        self.plain_with(key, &[])
    }

    pub(super) fn plain_with(&self, key: &str, extra: &[(&str, &str)]) -> String {
        let scope = Scope { operator: self.operator, method: self.method, extra };
        self.catalog.words(self.lang, key, scope)
    }

    pub(super) fn put(&mut self, block: Block) {
        self.built.blocks.push(block);
    }

    pub(super) fn title(&mut self, key: &str) {
        self.title_with(key, &[]);
    }

    pub(super) fn title_with(&mut self, key: &str, extra: &[(&str, &str)]) {
        let line = self.line_with(key, extra);
        self.put(Block::Title(line));
    }

    pub(super) fn text(&mut self, key: &str) {
        self.text_with(key, &[]);
    }

    pub(super) fn text_with(&mut self, key: &str, extra: &[(&str, &str)]) {
        let line = self.line_with(key, extra);
        self.put(Block::Text(line));
    }

    pub(super) fn texts(&mut self, keys: &[String]) {
        for key in keys {
            self.text(key);
        }
    }

    pub(super) fn label(&mut self, key: &str) {
        let line = self.line(key);
        self.put(Block::Label(line));
    }

    pub(super) fn warnings<K: AsRef<str>>(&mut self, keys: &[K]) {
        for key in keys {
            let line = self.line(key.as_ref());
            self.put(Block::Warning(line));
        }
    }

    /// A list, unless it is empty.
    pub(super) fn points<K: AsRef<str>>(&mut self, keys: &[K]) {
        if !keys.is_empty() {
            let lines = self.lines(keys);
            self.put(Block::Points(lines));
        }
    }

    /// Numbered steps, unless there are none.
    pub(super) fn steps(&mut self, keys: &[String]) {
        if !keys.is_empty() {
            let lines = self.lines(keys);
            self.put(Block::Steps(lines));
        }
    }

    /// A labelled list, unless it is empty.
    pub(super) fn section(&mut self, label: &str, keys: &[String]) {
        if !keys.is_empty() {
            self.label(label);
            self.points(keys);
        }
    }

    /// Folds what `build` puts, unless it puts nothing.
    pub(super) fn fold(&mut self, build: impl FnOnce(&mut Self)) {
        let before = std::mem::take(&mut self.built.blocks);
        build(self);
        let folded = std::mem::replace(&mut self.built.blocks, before);
        if !folded.is_empty() {
            self.put(Block::Fold(folded));
        }
    }

    /// The sources, folded, and the day on which the facts were checked.
    pub(super) fn evidence(&mut self) {
        self.fold(Self::sources);
        self.checked();
    }

    /// The sources of the facts collected so far, best first: a label, and a point for each mark.
    pub(super) fn sources(&mut self) {
        let facts = self.facts.clone();
        self.sources_of(keys::SECTION_SOURCES, &facts);
    }

    /// The same in two lists: what the steps rest on, then the rest.
    pub(super) fn sources_with_basis(&mut self, basis: &[FactId]) {
        let others: Vec<FactId> = self.facts.iter().copied().filter(|fact| !basis.contains(fact)).collect();
        self.sources_of(keys::SECTION_BASIS, basis);
        self.sources_of(keys::SECTION_SOURCES, &others);
    }

    fn sources_of(&mut self, heading: &str, facts: &[FactId]) {
        let mut by_mark: BTreeMap<Mark, Vec<String>> = BTreeMap::new();
        for &id in facts {
            let fact = self.catalog.fact(id);
            let site = self.catalog.site_name(self.lang, &fact.source.site);
            let source = match &fact.source.dated {
                Some(dated) if dated.starts_with("20") => format!("{site} {dated}"),
                _ => site,
            };
            let sources = by_mark.entry(fact.mark).or_default();
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        if by_mark.is_empty() {
            return;
        }
        let points = by_mark.into_iter().map(|(mark, sources)| {
            let mark = self.plain(&format!("mark.{}", mark.id()));
            let sources = sources.join(", ");
            self.line_with(keys::SOURCE_LINE, &[("mark", &mark), ("sources", &sources)])
        });
        let points = points.collect();
        self.label(heading);
        self.put(Block::Points(points));
    }

    /// The facts collected so far.
    pub(super) fn facts(&self) -> &[FactId] {
        &self.facts
    }

    /// The day on which the facts collected so far were checked: the earliest counts.
    pub(super) fn checked_on(&self) -> Option<String> {
        let days = self.facts.iter().map(|&id| self.catalog.fact(id).checked_on);
        days.min().map(|day| day.to_string())
    }

    /// Says when the facts collected so far were checked.
    pub(super) fn checked(&mut self) {
        let Some(earliest) = self.checked_on() else {
            return;
        };
        let facts = self.facts.iter().map(|&id| self.catalog.fact(id));
        let key = match facts.map(|fact| fact.age).max() {
            Some(Age::Stale) => keys::SECTION_STALE,
            _ => keys::SECTION_CHECKED,
        };
        let line = self.line_with(key, &[("date", &earliest)]);
        self.put(Block::Note(line));
    }
}

/// Buttons.
impl ViewBuilder<'_> {
    /// Opens a screen in the message of the button.
    pub(super) fn open(&self, screen: Screen) -> Press {
        Press::Open(screen.resolve(self.catalog).screen(), Place::Here)
    }

    /// Opens a screen in a message below, because the message of the button is kept.
    pub(super) fn open_below(&self, screen: Screen) -> Press {
        Press::Open(screen.resolve(self.catalog).screen(), Place::Below)
    }

    /// A button in a row of its own.
    pub(super) fn button(&mut self, label: &str, press: Press) {
        let button = Button::press(self.plain(label), press);
        self.row(vec![button]);
    }

    /// Buttons in order, two in a row where both are short.
    pub(super) fn buttons<const N: usize>(&mut self, buttons: [(&str, Press); N]) {
        let buttons = self.labelled(buttons);
        self.lay(buttons);
    }

    /// The few buttons at the end of a view: in one row if they are short.
    pub(super) fn last_buttons<const N: usize>(&mut self, buttons: [(&str, Press); N]) {
        let buttons = self.labelled(buttons);
        self.lay_last(buttons);
    }

    fn labelled<const N: usize>(&self, buttons: [(&str, Press); N]) -> Vec<Button> {
        buttons.map(|(label, press)| Button::press(self.plain(label), press)).into()
    }

    /// Buttons for the official site of the operator, and for copying at most `copies` of its codes and numbers, but
    /// no code that may cost money.
    pub(super) fn fact_buttons(&mut self, copies: usize) {
        let mut buttons = Vec::new();
        if let Some(fact) = self.catalog.fact_for(self.operator, "site").map(|id| self.catalog.fact(id))
            && let (Some((_, site)), Some(url)) = (&fact.value, &fact.url)
        {
            let label = self.plain_with(keys::OPEN_SITE, &[("site", site)]);
            buttons.push(Button { label, action: Action::Open(url.clone()) });
        }
        let facts = self.facts.iter().map(|&id| self.catalog.fact(id));
        let own =
            facts.filter(|fact| fact.operator.is_some() && fact.operator == self.operator && !fact.costs);
        let codes = own.filter_map(|fact| match &fact.value {
            Some((FactKind::Code | FactKind::Phone, value)) if !value.contains('X') => Some(value.clone()),
            _ => None,
        });
        buttons.extend(codes.take(copies).map(|code| {
            let label = self.plain_with(keys::COPY_CODE, &[("code", &code)]);
            Button { label, action: Action::Copy(code) }
        }));
        self.lay(buttons);
    }

    /// Lays out buttons in order, two in a row where both are short.
    pub(super) fn lay(&mut self, buttons: Vec<Button>) {
        let mut buttons = buttons.into_iter().peekable();
        while let Some(button) = buttons.next() {
            let half = |button: &Button| columns(&button.label) <= HALF_ROW;
            match buttons.next_if(|next| half(&button) && half(next)) {
                Some(next) => self.row(vec![button, next]),
                None => self.row(vec![button]),
            }
        }
    }

    /// Lays out short buttons two in a row; the last three of an odd number share one, so that none is alone.
    pub(super) fn lay_pairs(&mut self, mut buttons: Vec<Button>) {
        let last = buttons.split_off(buttons.len().saturating_sub(2 + buttons.len() % 2));
        self.lay(buttons);
        self.lay_last(last);
    }

    fn lay_last(&mut self, buttons: Vec<Button>) {
        if buttons.len() <= 3 && buttons.iter().all(|button| columns(&button.label) <= THIRD_ROW) {
            self.row(buttons);
        } else {
            self.lay(buttons);
        }
    }

    pub(super) fn row(&mut self, row: Vec<Button>) {
        self.built.buttons.push(row);
    }

    /// The last row of a menu: back or resume, start again, language.
    pub(super) fn navigation(&mut self, screen: Screen) {
        let back = Menu::of(screen).back(self.catalog);
        let mut row = Vec::with_capacity(3);
        if screen != FIRST {
            let label = if back == Press::Resume { keys::RESUME } else { keys::BACK };
            row.push((label, back));
            if back != Press::Open(FIRST, Place::Here) {
                row.push((keys::RESTART, self.open(FIRST)));
            }
        }
        row.push((keys::LANGUAGE, Press::PickLanguage(screen)));
        let row = row.into_iter().map(|(label, press)| Button::press(self.plain(label), press)).collect();
        self.lay_last(row);
    }
}
