//! Checks of cards before anybody asks for their picture: every character can be drawn, and all of it fits.

use std::collections::BTreeSet;

use crate::catalog::model::Catalog;
use crate::catalog::problem::Problem;
use crate::dialogue::screen::{Screen, Sheet};
use crate::render::callback::encode_link;
use crate::render::picture::card::Card;
use crate::render::picture::font::{Fonts, Weight};
use crate::render::picture::style::HIGHEST;

/// Every problem of the pictures.
pub fn run(catalog: &Catalog, fonts: &Fonts) -> Vec<Problem> {
    let mut problems = Vec::new();
    let faces = [Weight::Bold, Weight::Regular].map(|weight| fonts.faces(weight, 1.0));
    for lang in catalog.languages() {
        let file = format!("text/{}.json", catalog.language(lang).id);
        let mut looked_at = BTreeSet::from(['\n']);
        for screen in Screen::all(catalog) {
            let Screen::Sheet(Sheet::Clerk, guide) = screen else { continue };
            let (card, key) = (Card::of(catalog, lang, guide), encode_link(catalog, screen));
            let new = card.texts().flat_map(str::chars).filter(|&c| looked_at.insert(c));
            for c in new.filter(|&c| faces.iter().any(|faces| faces.glyph(c).is_none())) {
                let message = format!(
                    "no font has `{c}` (U+{:04X}), which stands on this picture: make them anew with \
                     fonts/subset.py",
                    u32::from(c)
                );
                problems.push(Problem::new("glyph-missing", &file, &key, message));
            }
            let height = card.height(fonts);
            if height > HIGHEST {
                let message =
                    format!("the picture is {height} pixels high, {HIGHEST} fit a phone: shorten it");
                problems.push(Problem::new("picture-fits", &file, &key, message));
            }
        }
    }
    problems
}
