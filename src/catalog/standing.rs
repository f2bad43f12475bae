//! The methods in the order for a payer. A method is never hidden; a payer only orders and marks them.
//!
//! Invariant: a risky method comes last, for every payer.

use crate::catalog::id::{MethodId, OperatorId, PayerId};
use crate::catalog::model::Catalog;
use crate::catalog::payers::Payer;
use crate::catalog::reading::Reading;

/// How a way stands with a payer; in the order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing<'a> {
    /// It suits.
    Fits,
    /// It may work.
    Maybe,
    /// Nothing is said of it.
    Plain,
    /// It probably does not work; the text key of what is missing.
    Hard(&'a str),
}

impl Catalog {
    /// All payers, in the order of the question.
    pub fn payers(&self) -> impl Iterator<Item = PayerId> + use<> {
        (0..self.payers.list.len()).map(PayerId::at)
    }

    /// A payer.
    pub fn payer(&self, id: PayerId) -> &Payer {
        &self.payers.list[id.index()]
    }

    /// The payer with a permanent id, or the one that took its place.
    pub fn payer_named(&self, name: &str) -> Option<PayerId> {
        self.payers().find(|&id| self.payer(id).id == name).or_else(|| self.retired.payers.get(name).copied())
    }

    /// Reads a text typed as the answer to who pays.
    pub fn read_payer(&self, text: &str) -> Reading {
        self.read_by(&self.payers.answers, text)
    }

    /// How a way stands with a payer. What is said of a group holds for its members, unless they are named themselves.
    pub fn standing(&self, payer: PayerId, method: MethodId) -> Standing<'_> {
        match (self.own_standing(payer, method), self.method(method).within) {
            (Standing::Plain, Some(group)) => self.own_standing(payer, group),
            (standing, _) => standing,
        }
    }

    /// The ways of a group, or those of no group, that fit an operator, in the order for a payer: the catalog's order
    /// within each standing, but for those that were put in one.
    pub fn ways_for(
        &self,
        operator: OperatorId,
        group: Option<MethodId>,
        payer: Option<PayerId>,
    ) -> Vec<MethodId> {
        let fits = |&method: &MethodId| self.fits(operator, method);
        let mut ways: Vec<MethodId> = self.methods_within(group).filter(fits).collect();
        if let Some(payer) = payer {
            ways.sort_by_key(|&method| {
                let place = self.payer(payer).named().position(|named| named == method);
                (self.method(method).risk.is_some(), self.standing(payer, method).rank(), place)
            });
        }
        ways
    }

    fn own_standing(&self, payer: PayerId, method: MethodId) -> Standing<'_> {
        let payer = self.payer(payer);
        if payer.first.contains(&method) {
            Standing::Fits
        } else if payer.maybe.contains(&method) {
            Standing::Maybe
        } else {
            let hard = payer.hard.iter().find(|(hard, _)| *hard == method);
            hard.map_or(Standing::Plain, |(_, why)| Standing::Hard(why))
        }
    }
}

impl Standing<'_> {
    fn rank(self) -> u8 {
        match self {
            Self::Fits => 0,
            Self::Maybe => 1,
            Self::Plain => 2,
            Self::Hard(_) => 3,
        }
    }
}
