//! The catalog, its rendered screens and the fonts, loaded together.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::NaiveDate;
use url::Url;

use crate::catalog::files::Files;
use crate::catalog::id::Lang;
use crate::catalog::load;
use crate::catalog::model::Catalog;
use crate::catalog::problem::Problem;
use crate::dialogue::shown::Shown;
use crate::render::picture;
use crate::render::picture::font::Fonts;
use crate::render::screens::{Rendered, Screens};

/// The catalog, its rendered screens, and what pictures are drawn with.
#[derive(Debug)]
pub struct Content {
    /// The content.
    pub catalog: Catalog,
    /// Its rendered screens.
    pub screens: Screens,
    /// The fonts of its pictures.
    pub fonts: Arc<Fonts>,
}

impl Content {
    /// Loads, checks and renders the content, without a page for new issues; returns all problems.
    pub fn load(files: &Files, today: NaiveDate) -> Result<Self, Vec<Problem>> {
        Self::load_reporting_to(None, files, today)
    }

    /// The same with a page for new issues, if there is one.
    pub fn load_reporting_to(
        issues: Option<&Url>,
        files: &Files,
        today: NaiveDate,
    ) -> Result<Self, Vec<Problem>> {
        let catalog = load::load(files, today)?;
        let screens = Screens::render(&catalog, issues)?;
        let fonts = Fonts::load(files)?;
        let problems = picture::check::run(&catalog, &fonts);
        match problems.is_empty() {
            true => Ok(Self { catalog, screens, fonts: Arc::new(fonts) }),
            false => Err(problems),
        }
    }

    /// The message at an address: one that was rendered at start, or one of this moment.
    pub fn message(&self, lang: Lang, shown: &Shown) -> Cow<'_, Rendered> {
        self.screens.message(&self.catalog, lang, shown)
    }
}
