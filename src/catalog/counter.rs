//! What is said at a counter and what stands on a screen, where a way to pay has such words.

use crate::catalog::id::{Lang, MethodId, OperatorId};
use crate::catalog::model::Catalog;
use crate::catalog::model::Way;
use crate::catalog::schema::{ClerkEntry, GuideEntry, LabelsEntry};

impl Catalog {
    /// The languages spoken at counters, the most common one first.
    pub fn counter(&self) -> &[Lang] {
        &self.counter
    }

    /// What to say to whoever helps with a way to pay.
    pub fn clerk(&self, operator: OperatorId, method: MethodId) -> Option<&ClerkEntry> {
        self.harmless(operator, method).map(|guide| &guide.clerk).filter(|clerk| !clerk.say.is_empty())
    }

    /// The words on the screen of a way to pay.
    pub fn labels(&self, operator: OperatorId, method: MethodId) -> Option<&LabelsEntry> {
        self.harmless(operator, method).map(|guide| &guide.labels).filter(|labels| !labels.look.is_empty())
    }

    /// A guide that no warning stands before: nothing may lead around one.
    fn harmless(&self, operator: OperatorId, method: MethodId) -> Option<&GuideEntry> {
        match self.way(operator, method) {
            Some(Way::Guide(guide)) if self.method(method).risk.is_none() => Some(guide),
            _ => None,
        }
    }
}
