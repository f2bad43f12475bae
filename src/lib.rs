//! kz-topup-bot
