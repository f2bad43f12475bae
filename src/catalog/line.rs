//! A text with its places filled: one line of a screen, as a value without markup, together with the facts
//! it shows. A value that is less than verified says so at the end of its line.

use crate::catalog::id::{FactId, Lang, MethodId, OperatorId};
use crate::catalog::model::Catalog;
use crate::catalog::schema::facts::{FactKind, Mark};
use crate::catalog::template::{Part, Strength};
use crate::text::script::is_full_width;

/// A run of characters of one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// As it is.
    Plain(String),
    /// Bold.
    Bold(String),
    /// Something to be typed or dialled exactly; a tap copies it.
    Code(String),
    /// A link to an official site.
    Link {
        /// What is shown.
        label: String,
        /// Where it leads.
        url: String,
    },
}

/// One line of a screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// What is shown, in order.
    pub inlines: Vec<Inline>,
    /// The facts behind it, those of the text and those of its places.
    pub facts: Vec<FactId>,
}

/// What fills the places of a text, besides the facts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scope<'a> {
    /// Fills `{operator}` and the operator's own facts.
    pub operator: Option<OperatorId>,
    /// Fills `{method}`.
    pub method: Option<MethodId>,
    /// Fills anything else, by name.
    pub extra: &'a [(&'a str, &'a str)],
}

/// Why a text cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FillError {
    /// The language has no such text.
    #[error("there is no text `{0}`")]
    NoText(String),
    /// Nothing fills a place.
    #[error(
        "nothing fills the place `{{{0}}}` here: no fact of that name, no `{{operator}}` or `{{method}}` in sight"
    )]
    NoFact(String),
}

impl Line {
    /// The words without any look.
    pub fn plain(&self) -> String {
        self.inlines.iter().map(Inline::shown).collect()
    }
}

impl Inline {
    /// The characters a reader sees.
    pub fn shown(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Bold(text) | Self::Code(text) => text,
            Self::Link { label, .. } => label,
        }
    }

    /// The words of plain or bold text, to be mended in place; codes and links stay as they are.
    fn text_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::Plain(text) | Self::Bold(text) => Some(text),
            Self::Code(_) | Self::Link { .. } => None,
        }
    }
}

impl Catalog {
    /// A text with its places filled; an error where the content does not hold together (start-up refuses such
    /// content).
    pub fn fill(&self, lang: Lang, key: &str, scope: Scope<'_>) -> Result<Line, FillError> {
        let template = self.template(lang, key).ok_or_else(|| FillError::NoText(key.to_owned()))?;
        let mut line = Line { inlines: Vec::new(), facts: self.facts_behind(key).to_vec() };
        let mut weakest = Mark::Verified;
        for part in template.parts() {
            match part {
                Part::Words { text, strong } => line.inlines.push(look(text.clone(), *strong)),
                Part::Place { name, strong } => {
                    weakest = weakest.max(self.fill_place(lang, name, *strong, scope, &mut line)?);
                }
            }
        }
        if weakest > Mark::Verified {
            line.inlines.push(Inline::Plain(self.mark_note(lang, weakest)?));
        }
        close_up(&mut line.inlines);
        line.facts.dedup();
        Ok(line)
    }

    /// A line that start-up has proved to exist; shows the key should that ever be wrong.
    pub fn line(&self, lang: Lang, key: &str, scope: Scope<'_>) -> Line {
        self.fill(lang, key, scope)
            .unwrap_or_else(|_| Line { inlines: vec![Inline::Plain(key.to_owned())], facts: Vec::new() })
    }

    /// [`Catalog::line`] as plain words.
    pub fn words(&self, lang: Lang, key: &str, scope: Scope<'_>) -> String {
        self.line(lang, key, scope).plain()
    }

    /// The operator's name inside a sentence.
    pub fn operator_name(&self, lang: Lang, id: OperatorId) -> String {
        let operator = self.operator(id);
        operator.name.clone().unwrap_or_else(|| {
            self.words(lang, &format!("operator.{}.inline", operator.id), Scope::default())
        })
    }

    /// The operator's name on a button.
    pub fn operator_label(&self, lang: Lang, id: OperatorId) -> String {
        let operator = self.operator(id);
        operator
            .name
            .clone()
            .unwrap_or_else(|| self.words(lang, &format!("operator.{}.name", operator.id), Scope::default()))
    }

    /// A way to pay inside a sentence.
    pub fn method_name(&self, lang: Lang, id: MethodId) -> String {
        self.words(lang, &format!("method.{}.name", self.method(id).id), Scope::default())
    }

    /// Where a fact was read: a host name as it is, anything else by its text (`source.<site>`).
    pub fn site_name(&self, lang: Lang, site: &str) -> String {
        match site.contains('.') {
            true => site.to_owned(),
            false => self.words(lang, &format!("source.{site}"), Scope::default()),
        }
    }

    /// Fills one place; tells how sure a value is that the reader may act on (codes, telephone numbers, sites and
    /// apps).
    fn fill_place(
        &self,
        lang: Lang,
        name: &str,
        strong: Strength,
        scope: Scope<'_>,
        line: &mut Line,
    ) -> Result<Mark, FillError> {
        let words = match (name, scope.operator, scope.method) {
            ("operator", Some(operator), _) => Some(self.operator_name(lang, operator)),
            ("method", _, Some(method)) => Some(self.method_name(lang, method)),
            _ => scope.extra.iter().find(|(extra, _)| *extra == name).map(|(_, value)| (*value).to_owned()),
        };
        if let Some(words) = words {
            line.inlines.push(look(words, strong));
            return Ok(Mark::Verified);
        }
        let missing = || FillError::NoFact(name.to_owned());
        let id = self.fact_for(scope.operator, name).ok_or_else(missing)?;
        let fact = self.fact(id);
        let (kind, value) = fact.value.clone().ok_or_else(missing)?;
        line.facts.push(id);
        let (inline, mark) = match kind {
            FactKind::Code | FactKind::Phone => (Inline::Code(value), fact.mark),
            FactKind::Site => {
                let url = fact.url.clone().unwrap_or_else(|| format!("https://{value}"));
                (Inline::Link { label: value, url }, fact.mark)
            }
            FactKind::App => (Inline::Bold(value), fact.mark),
            FactKind::Prefixes | FactKind::Name => (look(value, strong), Mark::Verified),
        };
        line.inlines.push(inline);
        Ok(mark)
    }

    fn mark_note(&self, lang: Lang, mark: Mark) -> Result<String, FillError> {
        let note = self.fill(lang, &format!("mark.{}.short", mark.id()), Scope::default())?.plain();
        Ok(self.fill(lang, "mark.note", Scope { extra: &[("note", &note)], ..Scope::default() })?.plain())
    }
}

/// Texts set a space between Chinese and a Latin name; where a place is filled with Chinese, it must go again.
fn close_up(inlines: &mut [Inline]) {
    for i in 1..inlines.len() {
        let (before, after) = inlines.split_at_mut(i);
        let (Some(left), Some(right)) = (before.last_mut().and_then(Inline::text_mut), after[0].text_mut())
        else {
            continue;
        };
        let ends_in_han = |text: &str| text.chars().next_back().is_some_and(is_full_width);
        let starts_with_han = |text: &str| text.chars().next().is_some_and(is_full_width);
        if starts_with_han(right) && left.strip_suffix(' ').is_some_and(ends_in_han) {
            left.pop();
        } else if ends_in_han(left) && right.strip_prefix(' ').is_some_and(starts_with_han) {
            right.remove(0);
        }
    }
}

fn look(text: String, strong: Strength) -> Inline {
    match strong {
        Strength::Plain => Inline::Plain(text),
        Strength::Strong => Inline::Bold(text),
    }
}
