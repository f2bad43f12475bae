//! Who pays, in the dialogue: when it is asked, what answers it, and what follows for the list of ways.
//!
//! An address without a payer is the list in nobody's order: what links, groups and old buttons carry. Whoever comes to
//! it in a private chat gets it in their order, or is asked first, once. Nobody is asked who has named a way already.

use crate::catalog::Catalog;
use crate::catalog::aliases::{Reading, Word};
use crate::dialogue::screen::Screen;
use crate::dialogue::session::{PayerChoice, Session, State};

/// Where a list of ways leads for somebody: to the question if they have not been asked, else to their list. A group of
/// ways has been chosen already, so nobody is asked before it.
pub fn asked(session: Session, screen: Screen) -> Screen {
    match (screen, session.payer) {
        (Screen::Ways { operator, group: None, payer: None }, PayerChoice::Unknown) => {
            Screen::Payers { operator }
        }
        _ => listed(session, screen),
    }
}

/// The list in the order for somebody, as far as that is known; nobody is asked.
pub fn listed(session: Session, screen: Screen) -> Screen {
    match (screen, session.payer) {
        (Screen::Ways { payer: None, .. }, PayerChoice::Payer(payer)) => screen.with_payer(payer),
        _ => screen,
    }
}

/// Reads typed words: where it has been asked who pays, as an answer to that.
pub fn read(catalog: &Catalog, state: State, text: &str) -> Reading {
    match state {
        State::ReceivePayer { .. } => catalog.read_payer(text),
        _ => catalog.read(text),
    }
}

/// The answer in words that were [`read`], if it is one and plain: of two, or beside a no, none is taken.
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
