//! The house rules that no compiler knows, read off the source tree: layers, shapes, and papers that must agree with
//! the code.

mod deploy;
mod layers;
mod papers;
mod shape;
pub mod source;
