//! What both targets need: the way of an update, with the content loaded once.

use std::sync::LazyLock;

use chrono::NaiveDate;
use kz_topup_bot::bot::content::Content;
use kz_topup_bot::catalog::files::Files;

#[path = "../../tests/it/hostile/way.rs"]
#[allow(clippy::unwrap_used, reason = "a target may stop at once")]
pub mod way;

use way::Way;

/// The way, the same for every run.
pub static WAY: LazyLock<Way> = LazyLock::new(|| {
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
    let content = Content::load(&Files::embedded(), today).expect("the content has no problems");
    Way::new(Box::leak(Box::new(content)))
});
