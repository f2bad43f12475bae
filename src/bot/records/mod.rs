//! What is stored: the [`record`] of each chat, the counts of [`feedback`], and the [`reminders`] that are sent from
//! records.

pub mod feedback;
pub mod record;
pub mod reminders;
