//! Sizes and colours of a picture; sizes are in pixels.

/// Red, green and blue.
pub type Colour = [u8; 3];

/// The width of a picture in pixels: Telegram makes wider ones smaller.
pub const WIDTH: u32 = 1080;
/// A higher picture is no longer readable on the screen of a phone, in pixels.
pub const HIGHEST: u32 = 1920;

/// Stands in the place of an operator that has no name.
pub const NO_BRAND: &str = "SIM";
/// Left and right of all words.
pub const MARGIN: u32 = 64;
/// Between parts, and above and below the rule between two languages.
pub const GAP: u32 = 36;
/// The height of the rule between two languages.
pub const RULE: u32 = 3;
/// The brand, as all sizes of letters below in pixels of their height.
pub const BRAND: f32 = 92.0;
/// A blank for a number or a sum.
pub const BLANK: f32 = 68.0;
/// What a blank is for.
pub const LABEL: f32 = 34.0;
/// The request in the languages spoken at counters, the first and the others.
pub const SPOKEN: [f32; 2] = [68.0, 52.0];
/// The request in the reader's language.
pub const OWN: f32 = 38.0;

/// What is read from afar.
pub const INK: Colour = [0x12, 0x12, 0x12];
/// What is beside it.
pub const GREY: Colour = [0x55, 0x55, 0x55];
/// Rules.
pub const PALE: Colour = [0xC4, 0xC4, 0xC4];
/// The background.
pub const PAPER: Colour = [0xFF, 0xFF, 0xFF];
/// Behind the brand.
pub const BAND: Colour = [0x10, 0x2A, 0x56];
