//! A text classifier that learns labels from example sentences: a linear SVM over hashed letter groups.
//!
//! It knows neither languages nor content. Labels are numbers; texts are folded (one case, one width) by the caller,
//! who may replace names by placeholders: a word in ASCII capitals is kept whole.
//!
//! 1. `features` turns a text into a sparse vector.
//! 2. `train` learns one weight for each bucket and label.
//! 3. [`model`] scores a text.
//! 4. [`evaluate`] cross-validates and finds the examples nearest to a text.
//!
//! Training uses only the four operations and the square root of `f32`, in a fixed order, so every build of the
//! program learns the same weights from the same examples.

pub mod evaluate;
mod features;
mod float;
mod latin;
pub mod model;
mod train;
