//! What the owner of a bot switches on, and how strict the server is. Both can change while the sandbox runs.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Switch {
    /// On.
    On,
    /// Off.
    Off,
}

impl Switch {
    /// Whether it is on.
    pub fn is_on(self) -> bool {
        self == Switch::On
    }
}

/// What the server makes of ephemeral messages.
///
/// Both a server that is older than the feature and one that has it switched off are likely, and they differ: an
/// old one has no such methods, but it lets a parameter pass that it does not know, so the message is public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ephemeral {
    /// It knows them.
    Accepted,
    /// It knows them and refuses each with 400.
    Refused,
    /// The methods do not exist (404), and the parameter is refused with 400.
    UnknownMethod,
    /// The methods do not exist (404), and the parameter is ignored: the message is public.
    Ignored,
}

/// How many sends and edits a group takes, per time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupLimit {
    /// Any number.
    Off,
    /// As Telegram says: 20 in a minute.
    On,
    /// Another number, for tests that cannot wait.
    AtMost {
        /// How many.
        calls: usize,
        /// In how many milliseconds.
        window_ms: u64,
    },
}

impl GroupLimit {
    /// The number and the time, if there is a limit.
    pub fn bounds(self) -> Option<(usize, Duration)> {
        match self {
            GroupLimit::Off => None,
            GroupLimit::On => Some((20, Duration::from_secs(60))),
            GroupLimit::AtMost { calls, window_ms } => Some((calls.max(1), Duration::from_millis(window_ms))),
        }
    }
}

/// All settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// Privacy mode: in groups the bot gets only what concerns it.
    pub privacy: Switch,
    /// Inline mode.
    pub inline_mode: Switch,
    /// Whether the bot learns which inline results are chosen.
    pub inline_feedback: Switch,
    /// Whether answers to inline queries are kept and given again.
    pub inline_cache: Switch,
    /// Guest mode.
    pub guest_mode: Switch,
    /// Ephemeral messages.
    pub ephemeral: Ephemeral,
    /// How long a press or an ephemeral command allows an ephemeral answer, in milliseconds.
    pub ephemeral_window_ms: u64,
    /// The limit of groups.
    pub group_limit: GroupLimit,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            privacy: Switch::On,
            inline_mode: Switch::On,
            inline_feedback: Switch::Off,
            inline_cache: Switch::On,
            guest_mode: Switch::On,
            ephemeral: Ephemeral::Accepted,
            ephemeral_window_ms: 15_000,
            group_limit: GroupLimit::Off,
        }
    }
}

/// New values; `None` leaves a setting as it is.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingsChange {
    privacy: Option<Switch>,
    inline_mode: Option<Switch>,
    inline_feedback: Option<Switch>,
    inline_cache: Option<Switch>,
    guest_mode: Option<Switch>,
    ephemeral: Option<Ephemeral>,
    ephemeral_window_ms: Option<u64>,
    group_limit: Option<GroupLimit>,
}

impl Settings {
    /// Takes over what was given.
    pub fn change(&mut self, change: SettingsChange) {
        self.privacy = change.privacy.unwrap_or(self.privacy);
        self.inline_mode = change.inline_mode.unwrap_or(self.inline_mode);
        self.inline_feedback = change.inline_feedback.unwrap_or(self.inline_feedback);
        self.inline_cache = change.inline_cache.unwrap_or(self.inline_cache);
        self.guest_mode = change.guest_mode.unwrap_or(self.guest_mode);
        self.ephemeral = change.ephemeral.unwrap_or(self.ephemeral);
        self.ephemeral_window_ms = change.ephemeral_window_ms.unwrap_or(self.ephemeral_window_ms);
        self.group_limit = change.group_limit.unwrap_or(self.group_limit);
    }

    /// How long a press or an ephemeral command allows an ephemeral answer.
    pub fn ephemeral_window(&self) -> Duration {
        Duration::from_millis(self.ephemeral_window_ms)
    }
}
