//! Checks of the files in the repository: rules that no compiler knows, and documents against the program.

mod deploy;
mod documents;
mod imports;
mod schemas;
mod shape;
pub mod source;
