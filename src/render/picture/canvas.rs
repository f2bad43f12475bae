//! The sheet that is drawn on, and its PNG file.
//!
//! A pixel is one byte: a dye and how much of it. So a picture takes a third of the memory, and its file half of the
//! space, that three bytes would.

use std::ops::Range;

use png::{BitDepth, ColorType, Encoder, EncodingError};

use crate::render::picture::style::{BAND, Colour, GREY, INK, PALE, PAPER};

/// From none of a dye to all of it.
const SHADES: u8 = 64;

/// A colour upon another. Two of them never meet in one pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Dye {
    /// What is to be read from afar.
    Ink,
    /// What stands beside it.
    Grey,
    /// Rules between two languages.
    Pale,
    /// Light letters on the band of the brand.
    Band,
}

/// A sheet.
pub struct Canvas {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

impl Dye {
    /// In the order of their numbers.
    const ALL: [Self; 4] = [Self::Ink, Self::Grey, Self::Pale, Self::Band];

    /// What it is put upon, and what it is.
    fn colours(self) -> (Colour, Colour) {
        match self {
            Self::Ink => (PAPER, INK),
            Self::Grey => (PAPER, GREY),
            Self::Pale => (PAPER, PALE),
            Self::Band => (BAND, PAPER),
        }
    }

    /// The byte of a pixel that a shape covers to a share from 0 to 1.
    fn byte(self, coverage: f32) -> u8 {
        let shade = (coverage.clamp(0.0, 1.0) * f32::from(SHADES - 1)).round();
        // Less than the number of shades, so it is a byte.
        self as u8 * SHADES + shade as u8
    }
}

impl Canvas {
    /// An empty sheet; width and height in pixels.
    pub fn new(width: u32, height: u32) -> Self {
        Self { width, height, pixels: vec![Dye::Ink.byte(0.0); width as usize * height as usize] }
    }

    /// In pixels.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Covers some rows between two columns to a share from 0 to 1.
    pub fn fill(&mut self, y: u32, rows: u32, columns: Range<u32>, dye: Dye, coverage: f32) {
        for y in y..y + rows {
            columns.clone().for_each(|x| self.put(x, y, dye, coverage));
        }
    }

    /// Covers a pixel to a share from 0 to 1. Beside the sheet nothing happens.
    pub fn put(&mut self, x: u32, y: u32, dye: Dye, coverage: f32) {
        if x < self.width && y < self.height {
            self.pixels[y as usize * self.width as usize + x as usize] = dye.byte(coverage);
        }
    }

    /// The sheet as a PNG file.
    ///
    /// # Errors
    /// What the encoder says.
    pub fn png(&self) -> Result<Vec<u8>, EncodingError> {
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, self.width, self.height);
        encoder.set_color(ColorType::Indexed);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_palette(palette());
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.pixels)?;
        writer.finish()?;
        Ok(file)
    }
}

/// The colour of every byte.
fn palette() -> Vec<u8> {
    let shades = Dye::ALL.into_iter().flat_map(|dye| (0..SHADES).map(move |shade| (dye.colours(), shade)));
    let mixed = |((below, above), shade): ((Colour, Colour), u8)| {
        let share = f32::from(shade) / f32::from(SHADES - 1);
        let part = |(below, above): (u8, u8)| {
            // Between two bytes, so it is one.
            (f32::from(below) + (f32::from(above) - f32::from(below)) * share).round() as u8
        };
        below.into_iter().zip(above).map(part).collect::<Vec<u8>>()
    };
    shades.flat_map(mixed).collect()
}
