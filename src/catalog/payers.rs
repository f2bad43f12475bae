//! Payers: what may hold for a person who pays, such as having no local bank account.

use crate::catalog::aliases::Aliases;
use crate::catalog::id::MethodId;

/// Stands for the list in nobody's order where a payer's id could stand; never an id.
pub const EVERYTHING: &str = "everything";

/// What holds for somebody who pays.
#[derive(Debug)]
pub struct Payer {
    /// Permanent id.
    pub id: String,
    /// The ways that suit, in the order in which they are offered.
    pub first: Vec<MethodId>,
    /// The ways that may work, behind those: the evidence is thin, or they need what only some have.
    pub maybe: Vec<MethodId>,
    /// The ways that probably do not work, with the text key of what is missing.
    pub hard: Vec<(MethodId, String)>,
    /// What people type for it, in any script.
    pub aliases: Vec<String>,
}

/// All payers, and how an answer to the question is read.
#[derive(Debug, Default)]
pub(in crate::catalog) struct Payers {
    pub list: Vec<Payer>,
    /// Everything that can be typed. Words that mean a way to pay elsewhere ("abroad") mean the payer here.
    pub answers: Aliases,
}

impl Payer {
    /// Every way that is named, list by list.
    pub fn named(&self) -> impl Iterator<Item = MethodId> + '_ {
        let hard = self.hard.iter().map(|(method, _)| *method);
        self.first.iter().chain(&self.maybe).copied().chain(hard)
    }
}
