//! The pages that the program itself leads to. A check at start-up proves that they exist.

/// What to know before paying.
pub const TIPS: &str = "tips";
/// How to use the bot.
pub const HELP: &str = "help";
/// What the bot is and is not.
pub const ABOUT: &str = "about";
/// What is stored.
pub const PRIVACY: &str = "privacy";
/// The tricks of swindlers.
pub const SCAMS: &str = "scams";
/// Somebody has paid a swindler.
pub const PAID: &str = "paid";
/// The money did not arrive.
pub const TROUBLE: &str = "trouble";
/// The money arrived.
pub const DONE: &str = "done";

/// All of them.
pub const ALL: [&str; 8] = [TIPS, HELP, ABOUT, PRIVACY, SCAMS, PAID, TROUBLE, DONE];
