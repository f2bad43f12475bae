//! The view at which a screen is put together: fills texts, remembers the facts they show, lays out buttons.

use std::collections::BTreeMap;

use crate::catalog::id::{FactId, Lang, MethodId, OperatorId};
use crate::catalog::line::{Line, Scope};
use crate::catalog::schema::{FactKind, Mark};
use crate::catalog::{Age, Catalog};
use crate::dialogue::event::{Place, Press};
use crate::dialogue::keys;
use crate::dialogue::screen::{FIRST, Screen};
use crate::dialogue::view::{Action, Block, Button, View};
use crate::text::script::columns;

/// Two buttons share a row if each is at most this wide; a Chinese character is two columns wide.
const HALF_ROW: usize = 18;
/// Three buttons share a row if each is at most this wide.
const THIRD_ROW: usize = 12;

/// A screen being put together, about an operator and a way to pay where it has them.
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

    pub(super) fn about(mut self, operator: OperatorId, method: Option<MethodId>) -> Self {
        self.operator = Some(operator);
        self.method = method;
        self
    }

    pub(super) fn finish(self) -> View {
        self.built
    }

    /// Fills a text and remembers its facts.
    pub(super) fn line(&mut self, key: &str) -> Line {
        self.line_with(key, &[])
    }

    pub(super) fn line_with(&mut self, key: &str, extra: &[(&str, &str)]) -> Line {
        let scope = Scope { operator: self.operator, method: self.method, extra };
        let line = self.catalog.line(self.lang, key, scope);
        self.rest_on(&line.facts);
        line
    }

    /// The same text in another language than the reader's.
    pub(super) fn line_in(&mut self, lang: Lang, key: &str) -> Line {
        let scope = Scope { operator: self.operator, method: self.method, extra: &[] };
        let line = self.catalog.line(lang, key, scope);
        self.rest_on(&line.facts);
        line
    }

    /// Counts facts that the screen rests on without naming them in a text.
    pub(super) fn rest_on(&mut self, facts: &[FactId]) {
        for &fact in facts {
            if !self.facts.contains(&fact) {
                self.facts.push(fact);
            }
        }
    }

    pub(super) fn lines(&mut self, keys: &[String]) -> Vec<Line> {
        keys.iter().map(|key| self.line(key)).collect()
    }

    pub(super) fn words(&self, key: &str) -> String {
        let scope = Scope { operator: self.operator, method: self.method, extra: &[] };
        self.catalog.words(self.lang, key, scope)
    }

    pub(super) fn words_with(&self, key: &str, extra: &[(&str, &str)]) -> String {
        let scope = Scope { operator: self.operator, method: self.method, extra };
        self.catalog.words(self.lang, key, scope)
    }

    pub(super) fn put(&mut self, block: Block) {
        self.built.blocks.push(block);
    }

    pub(super) fn title(&mut self, key: &str) {
        let line = self.line(key);
        self.put(Block::Title(line));
    }

    pub(super) fn text(&mut self, key: &str) {
        let line = self.line(key);
        self.put(Block::Text(line));
    }

    pub(super) fn texts(&mut self, keys: &[String]) {
        for key in keys {
            self.text(key);
        }
    }

    /// What can wait, unless there is nothing of it.
    pub(super) fn fold(&mut self, blocks: Vec<Block>) {
        if !blocks.is_empty() {
            self.put(Block::Fold(blocks));
        }
    }

    /// A labelled list, unless it is empty.
    pub(super) fn section(&mut self, label: &str, keys: &[String]) -> Vec<Block> {
        match keys {
            [] => Vec::new(),
            keys => {
                let label = self.line(label);
                vec![Block::Label(label), Block::Points(self.lines(keys))]
            }
        }
    }

    /// Where the facts of this screen were read, best first: a label and a point for each mark.
    pub(super) fn sources(&mut self) -> Vec<Block> {
        let mut by_mark: BTreeMap<Mark, Vec<String>> = BTreeMap::new();
        for &id in &self.facts {
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
            return Vec::new();
        }
        let points = by_mark
            .into_iter()
            .map(|(mark, sources)| {
                let mark = self.words(&format!("mark.{}", mark.id()));
                let sources = sources.join(", ");
                self.line_with(keys::SOURCE_LINE, &[("mark", &mark), ("sources", &sources)])
            })
            .collect();
        let label = self.line(keys::SECTION_SOURCES);
        vec![Block::Label(label), Block::Points(points)]
    }

    /// What this screen rests on.
    pub(super) fn facts(&self) -> &[FactId] {
        &self.facts
    }

    /// The day on which the facts of this screen were checked: the longest ago counts.
    pub(super) fn checked_on(&self) -> Option<String> {
        let days = self.facts.iter().map(|&id| self.catalog.fact(id).checked_on);
        days.min().map(|day| day.to_string())
    }

    /// When the facts of this screen were checked.
    pub(super) fn checked(&mut self) {
        let Some(oldest) = self.checked_on() else {
            return;
        };
        let facts = self.facts.iter().map(|&id| self.catalog.fact(id));
        let key = match facts.map(|fact| fact.age).max() {
            Some(Age::Stale) => keys::SECTION_STALE,
            _ => keys::SECTION_CHECKED,
        };
        let line = self.line_with(key, &[("date", &oldest)]);
        self.put(Block::Note(line));
    }

    /// Buttons for the official site and for copying the codes and numbers of the operator shown here, but no code
    /// that may cost money.
    pub(super) fn fact_keys(&mut self, copies: usize) {
        let mut keys = Vec::new();
        if let Some(fact) = self.catalog.fact_for(self.operator, "site").map(|id| self.catalog.fact(id))
            && let (Some((_, site)), Some(url)) = (&fact.value, &fact.url)
        {
            let label = self.words_with(keys::OPEN_SITE, &[("site", site)]);
            keys.push(Button { label, action: Action::Open(url.clone()) });
        }
        let codes: Vec<String> = self
            .facts
            .iter()
            .map(|&id| self.catalog.fact(id))
            .filter(|fact| fact.operator.is_some() && fact.operator == self.operator && !fact.costs)
            .filter_map(|fact| match &fact.value {
                Some((FactKind::Code | FactKind::Phone, value)) => Some(value.clone()),
                _ => None,
            })
            .collect();
        for code in codes.into_iter().filter(|code| !code.contains('X')).take(copies) {
            let label = self.words_with(keys::COPY_CODE, &[("code", &code)]);
            keys.push(Button { label, action: Action::Copy(code) });
        }
        self.lay(keys);
    }

    /// Lays out the few buttons at the end of a screen: in one row if they are short.
    pub(super) fn lay_last(&mut self, keys: Vec<Button>) {
        if keys.len() <= 3 && keys.iter().all(|key| columns(&key.label) <= THIRD_ROW) {
            self.row(keys);
        } else {
            self.lay(keys);
        }
    }

    /// Lays out short buttons two a row; the last three of an odd number share one, so that none stands alone.
    pub(super) fn lay_pairs(&mut self, mut keys: Vec<Button>) {
        let last = keys.split_off(keys.len().saturating_sub(2 + keys.len() % 2));
        self.lay(keys);
        self.lay_last(last);
    }

    /// Lays out buttons in order, two a row where both are short.
    pub(super) fn lay(&mut self, keys: Vec<Button>) {
        let mut keys = keys.into_iter().peekable();
        while let Some(key) = keys.next() {
            let half = |key: &Button| columns(&key.label) <= HALF_ROW;
            match keys.next_if(|next| half(&key) && half(next)) {
                Some(next) => self.row(vec![key, next]),
                None => self.row(vec![key]),
            }
        }
    }

    pub(super) fn row(&mut self, row: Vec<Button>) {
        self.built.buttons.push(row);
    }

    pub(super) fn key(&self, label: &str, press: Press) -> Button {
        Button { label: self.words(label), action: Action::Press(press) }
    }

    /// The last row of every screen: back, start again, language.
    pub(super) fn navigation(&mut self, screen: Screen) {
        let mut row = Vec::with_capacity(3);
        let parent = screen.parent(self.catalog);
        match (parent, screen) {
            (Some(parent), _) => row.push(self.key(keys::BACK, Press::Open(parent, Place::Here))),
            (None, FIRST) => {}
            (None, _) => row.push(self.key(keys::RESUME, Press::Resume)),
        }
        if parent != Some(FIRST) && screen != FIRST {
            row.push(self.key(keys::RESTART, Press::Open(FIRST, Place::Here)));
        }
        row.push(self.key(keys::LANGUAGE, Press::PickLanguage(screen)));
        self.lay_last(row);
    }
}
