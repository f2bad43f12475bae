//! A text in letters of one size, broken into lines where its language allows it.

use ab_glyph_rasterizer::{Point, Rasterizer, point};
use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};

use crate::render::picture::canvas::{Canvas, Dye};
use crate::render::picture::font::{Faces, Fonts, Weight};
use crate::render::picture::style::{MARGIN, WIDTH};

/// From one line to the next, as a share of the size: room for the tails and marks of Kazakh letters.
const LINE: f32 = 1.3;
/// From the top of a line to where its letters stand, as a share of the size.
const BASELINE: f32 = 1.02;

/// How often a difference of a page's width is halved until less than a pixel is left.
const HALVINGS: u32 = 11;

/// A text to be drawn.
pub struct Lettering<'a> {
    faces: Faces<'a>,
    lines: Vec<String>,
    size: f32,
    dye: Dye,
}

impl<'a> Lettering<'a> {
    /// Breaks a text into as few lines as fit between the margins, as even as can be: no word is left alone.
    pub fn new(fonts: &'a Fonts, text: &str, size: f32, weight: Weight, dye: Dye) -> Self {
        let faces = fonts.faces(weight, size);
        let lines = text.lines().flat_map(|line| broken(&faces, line)).collect();
        Self { faces, lines, size, dye }
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
                if coverage > 0.0 {
                    canvas.put(x, y + row, self.dye, coverage);
                }
            });
        }
    }
}

/// A part of a line between two places where it may be broken.
struct Piece<'a> {
    text: &'a str,
    /// In pixels, with the space at its end.
    width: f32,
    /// The same without.
    bare: f32,
}

fn broken(faces: &Faces<'_>, line: &str) -> Vec<String> {
    let pieces = pieces(faces, line);
    let room = f32::from(u16::try_from(WIDTH - 2 * MARGIN).unwrap_or(u16::MAX));
    let fewest = filled(&pieces, room).len();
    let (mut narrow, mut wide) = (0.0, room);
    for _ in 0..HALVINGS {
        let between = (narrow + wide) / 2.0;
        match filled(&pieces, between).len() > fewest {
            true => narrow = between,
            false => wide = between,
        }
    }
    filled(&pieces, wide)
}

fn pieces<'a>(faces: &Faces<'_>, line: &'a str) -> Vec<Piece<'a>> {
    let width =
        |text: &str| text.chars().filter_map(|c| faces.glyph(c)).map(|glyph| glyph.advance).sum::<f32>();
    let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
    let places: Vec<usize> = segmenter.segment_str(line).collect();
    let piece = |place: &[usize]| {
        let text = &line[place[0]..place[1]];
        Piece { text, width: width(text), bare: width(text.trim_end()) }
    };
    places.windows(2).map(piece).collect()
}

/// The pieces in lines of at most this width. A piece that is wider by itself stays so.
fn filled(pieces: &[Piece<'_>], room: f32) -> Vec<String> {
    let mut lines: Vec<(String, f32)> = Vec::new();
    for piece in pieces {
        match lines.last_mut() {
            Some((line, width)) if *width + piece.bare <= room => {
                line.push_str(piece.text);
                *width += piece.width;
            }
            _ => lines.push((piece.text.to_owned(), piece.width)),
        }
    }
    lines.into_iter().map(|(line, _)| line.trim_end().to_owned()).collect()
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
