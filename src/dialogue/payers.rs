//! Who pays, in typed text: read as the answer where it was asked.
//!
//! A list of methods without a payer is in the catalog's order: it is what links, groups and old buttons carry. In a
//! private chat it is shown in the person's order, after one question; somebody who names a method is not asked.

use crate::catalog::aliases::Word;
use crate::catalog::model::Catalog;
use crate::catalog::reading::Reading;
use crate::dialogue::session::{PayerChoice, Session, State};

/// Reads a typed text: where the question is who pays, as an answer to it.
pub fn read(catalog: &Catalog, session: Session, text: &str) -> Reading {
    match session.asked() {
        Some(State::ReceivePayer { .. }) => catalog.read_payer(text),
        _ => catalog.read(text),
    }
}

/// The payer that a text names, if it is plain: with two of them, or beside a no, it is none.
pub fn answer(reading: &Reading) -> Option<PayerChoice> {
    if reading.words.contains(&Word::No) {
        return None;
    }
    match (reading.payers.as_slice(), reading.words.contains(&Word::Everything)) {
        ([payer], false) => Some(PayerChoice::Payer(*payer)),
        ([], true) => Some(PayerChoice::Everything),
        _ => None,
    }
}
