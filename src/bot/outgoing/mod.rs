//! Calls to Telegram. [`client`] counts, paces and retries every call; [`delivery`] performs the effects of a private
//! chat with it; [`ephemeral`] and [`picture`] send what needs more than one call.

pub mod acknowledge;
pub mod client;
pub mod delivery;
pub mod ephemeral;
pub mod identity;
pub mod keyboard;
pub mod once_a_while;
pub mod outcome;
pub mod pace;
pub mod picture;
pub mod profile;
pub mod reduce;
