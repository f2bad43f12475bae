//! `offers.json`: example messages, by the sign they show.

use crate::catalog::entries::Entries;

/// Sign or `honest` -> language -> messages.
pub type OffersFile = Entries<Entries<Vec<String>>>;
