//! Whatever arrives, nothing breaks, and a person is answered. A few cases each time; `PROPTEST_CASES=100000` has the
//! patience for more. What a fuzzer thinks of is in `fuzz/`.

mod bot;
mod newer;
mod properties;
mod shapes;
mod way;
pub mod words;
