//! The sheet that is drawn on, row by row from the top, and its PNG file.

use std::ops::Range;

use png::{BitDepth, ColorType, Encoder, EncodingError};

/// Bytes of a pixel: red, green, blue.
const PIXEL: usize = 3;

/// Red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub [u8; PIXEL]);

/// A sheet.
pub struct Canvas {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

impl Canvas {
    /// A sheet of one colour; width and height in pixels.
    pub fn new(width: u32, height: u32, colour: Colour) -> Self {
        let pixels = colour.0.repeat(width as usize * height as usize);
        Self { width, height, pixels }
    }

    /// In pixels.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Fills some rows between two columns.
    pub fn fill(&mut self, y: u32, rows: u32, columns: Range<u32>, colour: Colour) {
        for y in y..y + rows {
            columns.clone().for_each(|x| self.blend(x, y, colour, 1.0));
        }
    }

    /// Puts a colour on a pixel that a shape covers to a share from 0 to 1. Beside the sheet nothing happens.
    pub fn blend(&mut self, x: u32, y: u32, colour: Colour, coverage: f32) {
        if coverage <= 0.0 || x >= self.width || y >= self.height {
            return;
        }
        let at = (y as usize * self.width as usize + x as usize) * PIXEL;
        for (below, above) in self.pixels[at..at + PIXEL].iter_mut().zip(colour.0) {
            let mixed = f32::from(*below) + (f32::from(above) - f32::from(*below)) * coverage.min(1.0);
            // Between two bytes, so it is one.
            *below = mixed.round() as u8;
        }
    }

    /// The sheet as a PNG file.
    ///
    /// # Errors
    /// What the encoder says.
    pub fn png(&self) -> Result<Vec<u8>, EncodingError> {
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, self.width, self.height);
        encoder.set_color(ColorType::Rgb);
        encoder.set_depth(BitDepth::Eight);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.pixels)?;
        writer.finish()?;
        Ok(file)
    }
}
