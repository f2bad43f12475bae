//! Counts what people say of a guide: in storage, for [`the_tallies`], and for Prometheus. A count is by names of the
//! catalog, and holds nothing of who said it.
//!
//! It comes after the session that remembers it has been written, so an update that comes once more, and a person who
//! says the same again, add nothing. When that could not be written nothing is counted: the person is answered all the
//! same, and a number too small is better than one that grows by itself.
//!
//! [`the_tallies`]: crate::storage::AnyStorage::tallies

use std::sync::Arc;

use metrics::counter;
use teloxide::types::ChatId;

use crate::bot::memory::{Kept, Memory};
use crate::bot::reply::Reach;
use crate::catalog::Catalog;
use crate::dialogue::effect::Effect;
use crate::dialogue::feedback::Feedback;
use crate::intake::UpdateId;
use crate::storage::{AnyStorage, StorageError};
use crate::telemetry;

/// What stands between the parts of a tally's name; in no id of the catalog.
pub const SEPARATOR: char = '/';

/// Counts what the effects ask for, if they are remembered.
pub async fn count(catalog: &Catalog, storage: &AnyStorage, effects: &[Effect], kept: Kept) {
    for effect in effects {
        if let (&Effect::Count(feedback), Kept::Yes) = (effect, kept) {
            add(catalog, storage, feedback).await;
        }
    }
}

/// Counts what somebody said in a group. There is no dialogue with them there, only what they said last.
pub async fn count_in_group(
    catalog: &Catalog,
    storage: &Arc<AnyStorage>,
    person: ChatId,
    update: UpdateId,
    feedback: Feedback,
) {
    let memory = Memory::of(person, Arc::clone(storage)).await;
    let is_news = feedback.is_news(catalog, &mut memory.session(catalog)) && !memory.has_answered(update);
    if !is_news {
        return;
    }
    let remember = |mut session| {
        feedback.is_news(catalog, &mut session);
        session
    };
    if memory.keep(catalog, update, Reach::InPlace, remember).await == Kept::Yes {
        add(catalog, storage, feedback).await;
    }
}

async fn add(catalog: &Catalog, storage: &AnyStorage, Feedback { operator, method, outcome }: Feedback) {
    let (operator, method) = (&catalog.operator(operator).id, &catalog.method(method).id);
    let outcome = outcome.id();
    let labels =
        [("operator", operator.clone()), ("method", method.clone()), ("outcome", outcome.to_owned())];
    counter!(telemetry::FEEDBACK, &labels).increment(1);
    let name = format!("{operator}{SEPARATOR}{method}{SEPARATOR}{outcome}");
    if let Err(error) = storage.count(&name).await {
        counter!(telemetry::STORAGE_FAILURES, "operation" => "count").increment(1);
        // The storage has said itself that it does not serve.
        if !matches!(error, StorageError::Unavailable(_)) {
            log::error!("{name} is not counted: {error}");
        }
    }
}
