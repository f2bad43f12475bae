//! What the bot says: a handful of screens from one embedded file.

use std::collections::HashMap;

use serde::Deserialize;
use teloxide::types::InlineKeyboardMarkup;

/// All screens, and the names people may type.
#[derive(Deserialize)]
pub struct Texts {
    /// The choice of operator.
    pub operators: Screen,
    /// The choice of a way to pay.
    pub ways: Screen,
    /// What a menu becomes when a guide has been sent.
    pub chosen: Screen,
    /// Advice.
    pub tips: Screen,
    /// For whom was not understood.
    pub help: Screen,
    /// Guides by way to pay.
    guides: HashMap<String, Screen>,
    /// Known operators.
    names: Vec<String>,
}

/// A message.
#[derive(Deserialize)]
pub struct Screen {
    /// Telegram HTML.
    pub html: String,
    /// The buttons.
    pub keyboard: InlineKeyboardMarkup,
}

impl Texts {
    /// Those in the binary.
    pub fn embedded() -> Result<Self, serde_json::Error> {
        serde_json::from_str(include_str!("texts.json"))
    }

    /// The operator somebody typed.
    pub fn operator(&self, text: &str) -> Option<String> {
        let text = text.to_lowercase();
        self.names.iter().find(|name| text.contains(name.as_str())).cloned()
    }

    /// The guide for a way somebody typed or pressed.
    pub fn guide(&self, operator: &str, way: &str) -> Option<&Screen> {
        let known = self.names.iter().any(|name| name == operator);
        self.guides.get(&way.to_lowercase()).filter(|_| known)
    }
}
