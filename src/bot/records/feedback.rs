//! Counts feedback on guides: in storage ([`AnyStorage::tallies`]) and in metrics, by operator, method and outcome,
//! without who gave it.
//!
//! Feedback is counted after the session that holds it was written, so an update that is delivered again, and a
//! person who presses the same again, add nothing. If the session could not be written nothing is counted: a count
//! too small is better than one that grows by itself.

use std::sync::Arc;

use metrics::counter;
use teloxide::types::ChatId;

use crate::bot::outgoing::outcome::Outcome;
use crate::bot::records::record::{Record, Saved};
use crate::catalog::model::Catalog;
use crate::dialogue::effect::Effect;
use crate::dialogue::feedback::Feedback;
use crate::dialogue::session::Session;
use crate::intake::update::UpdateId;
use crate::storage::any::AnyStorage;
use crate::storage::error::StorageError;
use crate::telemetry;

/// Separates the parts of a tally's name; no id of the catalog contains it.
pub const SEPARATOR: char = '/';

/// Counts the feedback among the effects, if the session was saved.
pub async fn count(catalog: &Catalog, storage: &AnyStorage, effects: &[Effect], saved: Saved) {
    for effect in effects {
        if let (&Effect::Count(feedback), Saved::Yes) = (effect, saved) {
            add(catalog, storage, feedback).await;
        }
    }
}

/// Counts feedback given in a group. Of the session, only the last feedback changes.
pub async fn count_in_group(
    catalog: &Catalog,
    storage: &Arc<AnyStorage>,
    person: ChatId,
    update: UpdateId,
    feedback: Feedback,
) {
    let record = Record::of(person, Arc::clone(storage)).await;
    let is_new = record.session(catalog).record_feedback(catalog, feedback);
    if !is_new || record.has_answered(update) {
        return;
    }
    let remember = |mut session: Session| {
        session.record_feedback(catalog, feedback);
        session
    };
    if record.keep(catalog, update, Outcome::Edited, remember).await == Saved::Yes {
        add(catalog, storage, feedback).await;
    }
}

async fn add(catalog: &Catalog, storage: &AnyStorage, Feedback { guide, outcome }: Feedback) {
    let (operator, method) = (&catalog.operator(guide.operator).id, &catalog.method(guide.method).id);
    let outcome = outcome.id();
    let labels =
        [("operator", operator.clone()), ("method", method.clone()), ("outcome", outcome.to_owned())];
    counter!(telemetry::FEEDBACK, &labels).increment(1);
    let name = format!("{operator}{SEPARATOR}{method}{SEPARATOR}{outcome}");
    if let Err(error) = storage.count(&name).await {
        counter!(telemetry::STORAGE_FAILURES, "operation" => "count").increment(1);
        // The storage has logged an outage itself.
        if !matches!(error, StorageError::Unavailable(_)) {
            log::error!("{name} is not counted: {error}");
        }
    }
}
