//! A text in letters of one size, broken into lines where its language allows it.

use ab_glyph_rasterizer::{Point, Rasterizer, point};
use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};

use crate::render::picture::canvas::{Canvas, Colour};
use crate::render::picture::font::{Faces, Fonts, Weight};
use crate::render::picture::{MARGIN, WIDTH};

/// From one line to the next, as a share of the size: room for the tails and marks of Kazakh letters.
const LINE: f32 = 1.3;
/// From the top of a line to where its letters stand, as a share of the size.
const BASELINE: f32 = 1.02;

/// A text to be drawn.
pub struct Lettering<'a> {
    faces: Faces<'a>,
    lines: Vec<String>,
    size: f32,
    colour: Colour,
}

impl<'a> Lettering<'a> {
    /// Breaks a text into lines that fit between the margins.
    pub fn new(fonts: &'a Fonts, text: &str, size: f32, weight: Weight, colour: Colour) -> Self {
        let faces = fonts.faces(weight, size);
        let room = f32::from(u16::try_from(WIDTH - 2 * MARGIN).unwrap_or(u16::MAX));
        let lines = text.lines().flat_map(|line| balanced(&faces, line, room)).collect();
        Self { faces, lines, size, colour }
    }

    /// How high it is, in pixels.
    pub fn height(&self) -> u32 {
        self.line_height() * u32::try_from(self.lines.len()).unwrap_or(u32::MAX)
    }

    fn line_height(&self) -> u32 {
        pixels(self.size * LINE)
    }

    /// Draws it with its upper left corner at a point.
    pub fn draw(&self, canvas: &mut Canvas, x: u32, y: u32) {
        let height = self.line_height();
        for (line, y) in self.lines.iter().zip((y..).step_by(height.max(1) as usize)) {
            let mut rasterizer = Rasterizer::new(canvas.width() as usize, height as usize);
            let mut pen = Pen {
                at: point(x as f32, self.size * BASELINE),
                from: point(0.0, 0.0),
                last: point(0.0, 0.0),
                rasterizer: &mut rasterizer,
            };
            for glyph in line.chars().filter_map(|c| self.faces.glyph(c)) {
                let outlines = &self.faces.face(glyph.face).outlines;
                let settings = DrawSettings::unhinted(Size::new(self.size), LocationRef::default());
                if let Some(outline) = outlines.get(glyph.id) {
                    // A glyph whose shape is broken leaves its room empty.
                    let _ = outline.draw(settings, &mut pen);
                }
                pen.at.x += glyph.advance;
            }
            rasterizer.for_each_pixel_2d(|x, row, coverage| {
                canvas.blend(x, y + row, self.colour, coverage);
            });
        }
    }
}

/// A line in as few pieces as fit, as even as can be: no word is left alone on the last one.
fn balanced(faces: &Faces<'_>, line: &str, room: f32) -> Vec<String> {
    let fewest = broken(faces, line, room);
    let (mut narrow, mut wide) = (0.0, room);
    // Halved so often, the difference is less than a pixel.
    for _ in 0..12 {
        let between = (narrow + wide) / 2.0;
        match broken(faces, line, between).len() > fewest.len() {
            true => narrow = between,
            false => wide = between,
        }
    }
    broken(faces, line, wide)
}

/// A line in pieces that fit. What cannot be broken stays too long.
fn broken(faces: &Faces<'_>, line: &str, room: f32) -> Vec<String> {
    let width =
        |text: &str| text.chars().filter_map(|c| faces.glyph(c)).map(|glyph| glyph.advance).sum::<f32>();
    let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
    let (mut lines, mut start, mut end) = (Vec::new(), 0, 0);
    for next in segmenter.segment_str(line).filter(|&at| at > 0) {
        if end > start && width(line[start..next].trim_end()) > room {
            lines.push(line[start..end].trim_end().to_owned());
            start = end;
        }
        end = next;
    }
    lines.push(line[start..].trim_end().to_owned());
    lines
}

/// Sizes are small and positive.
fn pixels(length: f32) -> u32 {
    length.ceil() as u32
}

/// Draws outlines, which grow upwards, onto a picture, which grows downwards.
struct Pen<'a> {
    rasterizer: &'a mut Rasterizer,
    /// Where the glyph stands.
    at: Point,
    /// Where the contour began.
    from: Point,
    last: Point,
}

impl Pen<'_> {
    fn place(&self, x: f32, y: f32) -> Point {
        point(self.at.x + x, self.at.y - y)
    }
}

impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.from = self.place(x, y);
        self.last = self.from;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.place(x, y);
        self.rasterizer.draw_line(self.last, to);
        self.last = to;
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let to = self.place(x, y);
        self.rasterizer.draw_quad(self.last, self.place(cx, cy), to);
        self.last = to;
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let to = self.place(x, y);
        self.rasterizer.draw_cubic(self.last, self.place(ax, ay), self.place(bx, by), to);
        self.last = to;
    }

    fn close(&mut self) {
        self.rasterizer.draw_line(self.last, self.from);
        self.last = self.from;
    }
}
