//! Identifiers of the content. Inside the program an id is a small number that only [`super::model::Catalog`] can
//! make, so an id always refers to existing content. Callback data, links and stored sessions hold the permanent
//! kebab-case name, which is converted to an id when it is read.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(u16);

        impl $name {
            /// The index of this id in the catalog's list of its kind.
            pub fn index(self) -> usize {
                usize::from(self.0)
            }

            /// The id of an index; the caller guarantees that the index exists.
            pub(in crate::catalog) fn at(index: usize) -> Self {
                Self(u16::try_from(index).unwrap_or(u16::MAX))
            }
        }
    )+};
}

ids! {
    /// One language the bot speaks.
    Lang,
    /// A mobile operator's brand, or one of the two answers that are not a brand (`other`, `lycamobile`).
    OperatorId,
    /// A way to pay, or a group of ways (`bank-app`).
    MethodId,
    /// A page of text such as `tips` or `privacy`.
    PageId,
    /// A fact with its evidence.
    FactId,
    /// Three digits after +7 with which an operator's numbers begin.
    PrefixId,
    /// What holds for somebody who pays, such as having no local bank account.
    PayerId,
    /// A sign of a bad offer.
    FlagId,
    /// What a typed text can ask for, such as `not-arrived`.
    IntentId,
}

/// Names a guide and the screens that belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GuideId {
    /// The operator.
    pub operator: OperatorId,
    /// The payment method.
    pub method: MethodId,
}
