//! The content in the two shapes the bot needs: to decide with, and to answer with.

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
    /// What is known.
    pub catalog: Catalog,
    /// What it looks like.
    pub screens: Screens,
    /// The letters of its pictures.
    pub fonts: Arc<Fonts>,
}

impl Content {
    /// Loads, checks and renders; gives every problem that stands in the way. Nobody is led to a page for reports.
    pub fn load(files: &Files, today: NaiveDate) -> Result<Self, Vec<Problem>> {
        Self::load_reporting_to(None, files, today)
    }

    /// The same with a page for new reports, if there is one.
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
