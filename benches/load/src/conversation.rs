//! What every person says and presses, in order, and how many calls a bot needs to answer it.
//!
//! A press is answered and its menu edited; a guide is sent besides; typed words get one new message.

/// One thing a person does.
pub struct Step {
    /// What it is.
    pub act: Act,
    /// The calls that answer it. The next step comes when all have been made.
    pub calls: u8,
}

/// Something that becomes an update.
pub enum Act {
    /// A text, commands included.
    Type(&'static str),
    /// A button under the bot's last message, by its data.
    Press(&'static str),
}

/// The conversation.
pub const STEPS: [Step; 9] = [
    Step { act: Act::Type("/start"), calls: 1 },
    Step { act: Act::Press("open/ways/beeline"), calls: 2 },
    Step { act: Act::Press("payer/visitor/beeline"), calls: 2 },
    Step { act: Act::Press("open/page/tips"), calls: 2 },
    Step { act: Act::Press("open/ways/beeline"), calls: 2 },
    Step { act: Act::Press("open/guide/beeline/shop"), calls: 3 },
    Step { act: Act::Type("tele2"), calls: 1 },
    Step { act: Act::Type("kaspi"), calls: 1 },
    Step { act: Act::Type("/tips"), calls: 1 },
];
