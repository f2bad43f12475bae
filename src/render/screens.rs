//! Everything that is known at start, in all languages, rendered once, so that answering is a lookup.

use std::borrow::Cow;
use std::collections::HashMap;

use teloxide::types::InlineKeyboardMarkup;
use url::Url;

use crate::catalog::id::Lang;
use crate::catalog::line::Scope;
use crate::catalog::model::Catalog;
use crate::catalog::problem::Problem;
use crate::dialogue::effect::{Hint, Notice};
use crate::dialogue::screen::FIRST;
use crate::dialogue::shown::{Fixed, Shown};
use crate::dialogue::view::{fixed_view, view};
use crate::render::html::{html, line_html};
use crate::render::{check, keyboard};

/// A message as Telegram takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Rendered {
    /// Telegram HTML.
    pub html: String,
    /// The buttons.
    pub keyboard: InlineKeyboardMarkup,
}

/// Every screen, hint and notice, rendered.
#[derive(Debug)]
pub struct Screens {
    screens: HashMap<(Lang, Fixed), Rendered>,
    hints: HashMap<(Lang, Hint), String>,
    notices: HashMap<(Lang, Notice), String>,
    /// The page for new reports.
    issues: Option<Url>,
}

impl Screens {
    /// Renders everything; every screen that Telegram would refuse is a problem. `issues` is the page for new reports.
    pub fn render(catalog: &Catalog, issues: Option<&Url>) -> Result<Self, Vec<Problem>> {
        let mut problems = check::texts(catalog);
        if !problems.is_empty() {
            return Err(problems);
        }
        let all = Fixed::all(catalog);
        let mut screens = HashMap::with_capacity(all.len() * catalog.languages().count());
        let mut hints = HashMap::new();
        let mut notices = HashMap::new();
        check::reminders(catalog, &mut problems);
        for lang in catalog.languages() {
            for &fixed in &all {
                let view = fixed_view(catalog, lang, fixed);
                let mut html = html(&view);
                html.shrink_to_fit();
                check::screen(catalog, lang, &fixed.into(), &view, &html, &mut problems);
                let keyboard = keyboard::keyboard(catalog, lang, &view, issues);
                screens.insert((lang, fixed), Rendered { html, keyboard });
            }
            check::verdicts(catalog, lang, &mut problems);
            let scope = Scope::default();
            let hint = |hint: Hint| ((lang, hint), line_html(&catalog.line(lang, hint.key(), scope)));
            hints.extend(Hint::ALL.map(hint));
            let notice = |notice: Notice| ((lang, notice), catalog.words(lang, notice.key(), scope));
            notices.extend(Notice::ALL.map(notice));
        }
        match problems.is_empty() {
            true => Ok(Self { screens, hints, notices, issues: issues.cloned() }),
            false => Err(problems),
        }
    }

    /// The message for what is shown: looked up, or rendered now if it depends on the moment.
    pub fn message(&self, catalog: &Catalog, lang: Lang, shown: &Shown) -> Cow<'_, Rendered> {
        match shown {
            Shown::Fixed(fixed) => Cow::Borrowed(self.fixed(catalog, lang, *fixed)),
            Shown::Reminder(_) | Shown::Verdict(_) | Shown::Suggestions(_) => {
                let view = view(catalog, lang, shown);
                let keyboard = keyboard::keyboard(catalog, lang, &view, self.issues.as_ref());
                Cow::Owned(Rendered { html: html(&view), keyboard })
            }
        }
    }

    /// The message for what is known at start. All of it was rendered; the first screen is a default for the compiler.
    pub fn fixed(&self, catalog: &Catalog, lang: Lang, fixed: Fixed) -> &Rendered {
        let first = || &self.screens[&(lang, Fixed::Screen(FIRST.resolve(catalog)))];
        self.screens.get(&(lang, fixed)).unwrap_or_else(first)
    }

    /// A hint as Telegram HTML.
    pub fn hint(&self, lang: Lang, hint: Hint) -> &str {
        self.hints.get(&(lang, hint)).map_or("", String::as_str)
    }

    /// A notice as plain text.
    pub fn notice(&self, lang: Lang, notice: Notice) -> &str {
        self.notices.get(&(lang, notice)).map_or("", String::as_str)
    }
}
