//! The words of one card, and how they are drawn from top to bottom.

use crate::catalog::id::{GuideId, Lang};
use crate::catalog::line::Line;
use crate::catalog::model::Catalog;
use crate::dialogue::clerk::requests;
use crate::render::picture::canvas::{Canvas, Dye};
use crate::render::picture::font::{Fonts, Weight};
use crate::render::picture::lettering::Lettering;
use crate::render::picture::style::{BLANK, BRAND, GAP, LABEL, MARGIN, NO_BRAND, OWN, RULE, SPOKEN, WIDTH};

/// The words of one card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    brand: String,
    /// The request, in each language that is spoken at counters.
    spoken: Vec<String>,
    /// What each blank is for, in all languages, and the blank.
    blanks: Vec<(String, &'static str)>,
    /// The request in the reader's language, if that is another.
    own: Option<String>,
}

/// A part of the picture, from top to bottom.
enum Part<'a> {
    Words(Lettering<'a>),
    Rule,
    Gap(u32),
}

impl Card {
    /// The card of a way to pay, in a reader's language.
    pub fn of(catalog: &Catalog, lang: Lang, guide: GuideId) -> Self {
        let requests = requests(catalog, lang, guide);
        let text = |lines: &[Line]| lines.iter().map(Line::plain).collect::<Vec<_>>().join("\n");
        let (spoken, own): (Vec<_>, Vec<_>) =
            requests.iter().partition(|request| catalog.counter().contains(&request.lang));
        let blank = |i: usize| {
            let labels: Vec<&str> = requests.iter().map(|request| request.blanks[i].0.as_str()).collect();
            requests.first().map(|request| (labels.join(" · "), request.blanks[i].1))
        };
        Self {
            brand: catalog.operator(guide.operator).name.clone().unwrap_or_else(|| NO_BRAND.to_owned()),
            spoken: spoken.iter().map(|request| text(&request.lines)).collect(),
            blanks: (0..2).filter_map(blank).collect(),
            own: own.first().map(|request| text(&request.lines)),
        }
    }

    /// Every text on it.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let blanks = self.blanks.iter().flat_map(|(label, blank)| [label.as_str(), *blank]);
        let requests = self.spoken.iter().chain(&self.own).map(String::as_str);
        [self.brand.as_str()].into_iter().chain(requests).chain(blanks)
    }

    /// Draws the card as a PNG file.
    ///
    /// # Errors
    /// What the encoder says; with memory enough it says nothing.
    pub fn draw(&self, fonts: &Fonts) -> Result<Vec<u8>, png::EncodingError> {
        let brand = Lettering::new(fonts, &self.brand, BRAND, Weight::Bold, Dye::Band);
        let band = brand.height() + GAP;
        let parts = self.parts(fonts);
        let mut canvas = Canvas::new(WIDTH, band + height(&parts));
        canvas.fill(0, band, 0..WIDTH, Dye::Band, 0.0);
        brand.draw(&mut canvas, MARGIN, GAP / 2);
        let mut y = band;
        for part in &parts {
            match part {
                Part::Words(words) => words.draw(&mut canvas, MARGIN, y),
                Part::Rule => canvas.fill(y, RULE, MARGIN..WIDTH - MARGIN, Dye::Pale, 1.0),
                Part::Gap(_) => {}
            }
            y += part.height();
        }
        canvas.png()
    }

    /// How high the picture is, in pixels.
    pub(super) fn height(&self, fonts: &Fonts) -> u32 {
        let brand = Lettering::new(fonts, &self.brand, BRAND, Weight::Bold, Dye::Band);
        brand.height() + GAP + height(&self.parts(fonts))
    }

    /// What stands below the brand.
    fn parts<'a>(&self, fonts: &'a Fonts) -> Vec<Part<'a>> {
        let words =
            |text: &str, size, weight, dye| Part::Words(Lettering::new(fonts, text, size, weight, dye));
        let mut parts = vec![Part::Gap(GAP)];
        for (i, request) in self.spoken.iter().enumerate() {
            let size = SPOKEN[i.min(SPOKEN.len() - 1)];
            if i > 0 {
                parts.extend([Part::Gap(GAP), Part::Rule, Part::Gap(GAP)]);
            }
            parts.push(words(request, size, Weight::Bold, Dye::Ink));
            if i == 0 {
                for (label, blank) in &self.blanks {
                    parts.push(Part::Gap(GAP));
                    parts.push(words(label, LABEL, Weight::Regular, Dye::Grey));
                    parts.push(words(blank, BLANK, Weight::Bold, Dye::Ink));
                }
            }
        }
        if let Some(own) = &self.own {
            parts.extend([Part::Gap(GAP), Part::Rule, Part::Gap(GAP)]);
            parts.push(words(own, OWN, Weight::Regular, Dye::Grey));
        }
        parts.push(Part::Gap(GAP + GAP / 2));
        parts
    }
}

impl Part<'_> {
    fn height(&self) -> u32 {
        match self {
            Self::Words(words) => words.height(),
            Self::Rule => RULE,
            Self::Gap(gap) => *gap,
        }
    }
}

fn height(parts: &[Part<'_>]) -> u32 {
    parts.iter().map(Part::height).sum()
}
