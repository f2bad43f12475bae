//! The control API: what the page and the tests do to the world, and how they look at it. JSON in and out; a
//! mistake is `{"error": "..."}` with a 4xx status.
//!
//! | Route | What |
//! |---|---|
//! | `GET bot`, `GET profile?language_code&chat&user` | the bot and its token; the bot as somebody sees it |
//! | `GET methods` | the names of the methods that the sandbox has |
//! | `GET`, `PATCH settings` | what is switched on: see [`crate::state::settings`] |
//! | `GET`, `POST users`, `PATCH users/{id}` | people |
//! | `GET`, `POST chats`, `GET`, `PATCH chats/{chat}` | groups, channels, people's own chats |
//! | `POST chats/{chat}/members` | `{user, status, by?, is_anonymous?, payload?}`; the bot is a user, too |
//! | `POST chats/{chat}/topics`, `PATCH chats/{chat}/topics/{thread}` | `{name, by?}`, `{state}` |
//! | `POST chats/{chat}/migration` | `{order?}`: `to_first` or `from_first` |
//! | `GET chats/{chat}/messages?viewer` | without a viewer, also the ephemeral messages of all |
//! | `POST files?name&photo`, `GET files/{file_id}` | what people send, and what was sent; see [`crate::state::files`] |
//! | `PATCH`, `DELETE messages`, `POST reactions` | see [`crate::people::changing`] |
//! | `POST messages` | see [`crate::people::writing::SendText`] |
//! | `POST presses` | see [`crate::people::pressing::PressButton`] |
//! | `POST inline_queries`, `POST inline_results` | see [`crate::people::inline`] |
//! | `POST updates` | an update as given |
//! | `GET`, `POST faults`, `POST`, `DELETE faults/mix` | see `crate::control::faults` |
//! | `GET events?after&timeout`, `GET settled?timeout` | what happened; whether all updates are confirmed |
//!
//! All paths begin with `/sandbox/`. The events `message`, `edit` and `delete` of an ephemeral message say with
//! `receiver` whom it is for and with `seen_by` which person sees it.

mod acting;
mod answer;
mod chats;
mod faults;
mod people;
mod watching;

use axum::routing::get;

use crate::control::answer::{Answer, ControlError, ControlRoutes};

/// The control API's routes.
pub fn routes() -> ControlRoutes {
    ControlRoutes::new()
        .merge(people::routes())
        .merge(chats::routes())
        .merge(acting::routes())
        .merge(watching::routes())
        .merge(faults::routes())
        .route("/sandbox/{*rest}", get(nothing).post(nothing).patch(nothing).delete(nothing))
}

async fn nothing() -> Answer {
    Err(ControlError::not_found())
}
