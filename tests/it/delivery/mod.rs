//! What the bot does when Telegram refuses, delays or loses a call, and when storage is unavailable.

mod albums;
mod forgetting;
mod refusals;
mod saving;

use serde_json::{Value, json};

use crate::person::Town;

/// Makes the next calls of a method fail.
pub async fn order(town: &Town, fault: Value) {
    let ordered = town.post("/sandbox/faults", fault).await;
    assert!(ordered["error"].is_null(), "{ordered}");
}

/// Makes the next call of a method fail with a refusal.
pub async fn refuse(town: &Town, method: &str, code: u16, description: &str) {
    order(town, json!({ "method": method, "error_code": code, "description": description })).await;
}
