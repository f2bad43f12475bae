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

/// A number of Russia.
pub const NUMBER_RUSSIA: &str = "number-russia";
/// A number of China.
pub const NUMBER_CHINA: &str = "number-china";
/// A number of some other country.
pub const NUMBER_ABROAD: &str = "number-abroad";
/// A number of Kazakhstan that is known to be of no operator.
pub const NUMBER_SPECIAL: &str = "number-special";
/// A number whose first digits are not known.
pub const NUMBER_UNKNOWN: &str = "number-unknown";

/// What is said of a number that tells no operator.
pub const NUMBERS: [&str; 5] = [NUMBER_RUSSIA, NUMBER_CHINA, NUMBER_ABROAD, NUMBER_SPECIAL, NUMBER_UNKNOWN];

/// All of them.
pub const ALL: [&str; 13] = [
    TIPS,
    HELP,
    ABOUT,
    PRIVACY,
    SCAMS,
    PAID,
    TROUBLE,
    DONE,
    NUMBER_RUSSIA,
    NUMBER_CHINA,
    NUMBER_ABROAD,
    NUMBER_SPECIAL,
    NUMBER_UNKNOWN,
];
