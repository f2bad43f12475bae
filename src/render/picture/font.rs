//! The fonts of pictures: letters in two weights, and Chinese characters beside them.

use std::borrow::Cow;

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::outline::OutlineGlyphCollection;
use skrifa::{FontRef, GlyphId, MetadataProvider};

use crate::catalog::files::Files;
use crate::catalog::problem::Problem;

const BOLD: &str = "fonts/letters-bold.ttf";
const REGULAR: &str = "fonts/letters.ttf";
const CHARACTERS: &str = "fonts/characters.otf";

/// The fonts as files.
#[derive(Debug)]
pub struct Fonts {
    bold: Cow<'static, [u8]>,
    regular: Cow<'static, [u8]>,
    characters: Cow<'static, [u8]>,
}

/// How thick letters are. Characters have one weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// As in this text.
    Regular,
    /// To be read from afar.
    Bold,
}

/// Fonts at one size: the first that has a character shows it.
pub struct Faces<'a>(Vec<Face<'a>>);

/// A font at one size.
pub struct Face<'a> {
    map: Charmap<'a>,
    metrics: GlyphMetrics<'a>,
    /// The shapes of its glyphs.
    pub outlines: OutlineGlyphCollection<'a>,
}

/// A character as it is shown: in which font, as which glyph, and how much room it takes in pixels.
#[derive(Clone, Copy)]
pub struct Glyph {
    /// The place of its font among the faces.
    pub face: usize,
    /// Its place in the font.
    pub id: GlyphId,
    /// From its left end to that of the next, in pixels.
    pub advance: f32,
}

impl Fonts {
    /// Takes the fonts out of the content.
    ///
    /// # Errors
    /// Fonts that are missing or no fonts.
    pub fn load(files: &Files) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut font = |path: &str| {
            let bytes = files.1.get(path).cloned().unwrap_or_default();
            if let Err(error) = FontRef::new(&bytes) {
                let message = format!("this is no font that can be read ({error}): see fonts/README.md");
                problems.push(Problem::new("font-unreadable", path, "", message));
            }
            bytes
        };
        let fonts = Self { bold: font(BOLD), regular: font(REGULAR), characters: font(CHARACTERS) };
        if problems.is_empty() { Ok(fonts) } else { Err(problems) }
    }

    /// The fonts for a weight at a size in pixels.
    pub fn faces(&self, weight: Weight, size: f32) -> Faces<'_> {
        let letters = match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        };
        let fonts = [letters, &self.characters].into_iter().filter_map(|bytes| FontRef::new(bytes).ok());
        let faces = fonts.map(|font| Face {
            map: font.charmap(),
            metrics: font.glyph_metrics(Size::new(size), LocationRef::default()),
            outlines: font.outline_glyphs(),
        });
        Faces(faces.collect())
    }
}

impl<'a> Faces<'a> {
    /// How a character is shown, if any font has it.
    pub fn glyph(&self, c: char) -> Option<Glyph> {
        self.0.iter().enumerate().find_map(|(face, font)| {
            let id = font.map.map(c)?;
            Some(Glyph { face, id, advance: font.metrics.advance_width(id).unwrap_or_default() })
        })
    }

    /// One of the fonts.
    pub fn face(&self, at: usize) -> &Face<'a> {
        &self.0[at]
    }
}
