//! How updates arrive, from Telegram to one [`Handler`](handler::Handler).
//!
//! This module knows nothing of what an update says. It keeps six promises: an update is confirmed to Telegram only
//! when it has been handled; updates with the same [`OrderKey`](handler::OrderKey) are handled strictly one after
//! another, all others in parallel; one conversation, however many updates it sends, does not hold up others; a panic
//! or a stuck handler costs one update; memory is bounded; and a stop finishes what is in flight. After a crash
//! Telegram sends the unconfirmed updates again, so a handler may see one twice.
//!
//! Reading order: [`update`] and [`handler`] have the types; [`dispatch`] orders and bounds the work in per-chat
//! queues, [`superseded`] says whether a newer update replaces an answer, [`completion`] how an update ended,
//! [`ledger`] remembers which updates are in flight or recently finished. [`polling`] asks Telegram for updates and
//! confirms them, [`webhook`] receives them; both call [`crate::api::updates`] (with the waits of [`faults`]), end by
//! what is in [`stop`], and show in [`ready`] whether updates arrive.

mod chat_queue;
pub mod completion;
pub mod dispatch;
pub mod faults;
pub mod handler;
pub mod ledger;
pub mod polling;
pub mod ready;
pub mod stop;
pub mod superseded;
pub mod update;
pub mod webhook;
