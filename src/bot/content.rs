//! The content in the two shapes the bot needs: to decide with, and to answer with.

use chrono::NaiveDate;

use crate::catalog::files::Files;
use crate::catalog::problem::Problem;
use crate::catalog::{Catalog, load};
use crate::render::screens::Screens;

/// The catalog and its rendered screens.
#[derive(Debug)]
pub struct Content {
    /// What is known.
    pub catalog: Catalog,
    /// What it looks like.
    pub screens: Screens,
}

impl Content {
    /// Loads, checks and renders; gives every problem that stands in the way.
    pub fn load(files: &Files, today: NaiveDate) -> Result<Self, Vec<Problem>> {
        let catalog = load::load(files, today)?;
        let screens = Screens::render(&catalog)?;
        Ok(Self { catalog, screens })
    }
}
