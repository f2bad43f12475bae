//! Acknowledges button presses, so that the client stops showing progress. Nothing waits for it: not the answer itself,
//! not the session, not the next update of the same person. The client gives up by itself after a while.

use metrics::counter;
use teloxide::payloads::AnswerCallbackQuery;
use tokio::time::{Duration, timeout};

use crate::api::failure::Failure;
use crate::bot::outgoing::client::{Delivery, OutboundClient, Refusal};
use crate::telemetry;

/// How long the one try takes at most.
const TIMEOUT: Duration = Duration::from_secs(3);
/// How long a press is answered for if the answer is all that the person gets, such as a link.
const LINK_TIMEOUT: Duration = Duration::from_secs(10);

/// Acknowledges a press in a task of its own: one try, no retries.
pub fn acknowledge(client: &OutboundClient, answer: AnswerCallbackQuery) {
    let client = client.clone();
    tokio::spawn(async move {
        let tried = timeout(TIMEOUT, client.call(&answer, Refusal::Expected)).await;
        match tried.unwrap_or(Err(Failure::MaybeDone)) {
            Ok(_) | Err(Failure::QueryExpired | Failure::DoneUnreadable) => {}
            Err(failure) => {
                counter!(telemetry::UNACKNOWLEDGED, "failure" => failure.name()).increment(1);
                client.log().warn(format_args!("a button press is not acknowledged: {}", failure.name()));
            }
        }
    });
}

/// Answers a press with something that the person gets in no other way, such as a link: waits, and tries again.
pub async fn answer_press(client: &OutboundClient, answer: &AnswerCallbackQuery) {
    match client.within(LINK_TIMEOUT).deliver(answer, Delivery::default()).await {
        Ok(_) | Err(Failure::QueryExpired) => {}
        Err(failure) => {
            log::warn!("a button press is not answered: {failure:?}");
            counter!(telemetry::LOST, "failure" => failure.name()).increment(1);
        }
    }
}
