//! kz-topup-bot

pub mod intake;
pub mod storage;
