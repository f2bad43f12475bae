//! kz-topup-bot

#[cfg(feature = "sandbox")]
pub mod sandbox;
