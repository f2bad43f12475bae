//! The text that a parser of markup writes, with its entities, and the links it may make.

use crate::rules::entities::{Entity, Kind};
use crate::rules::urls::checked_url;

/// The text written so far, and its length in UTF-16 code units.
#[derive(Debug, Default)]
pub struct Output {
    text: String,
    units: usize,
    entities: Vec<Entity>,
}

impl Output {
    /// Writes a character, if it is one Telegram lets through.
    pub fn push(&mut self, c: char) {
        let c = match c {
            '\n' => c,
            // Carriage returns, and marks that change the direction of the text that follows.
            '\r' | '\u{2028}'..='\u{202E}' | '\u{0333}' | '\u{033F}' | '\u{030A}' => return,
            c if c < ' ' => ' ',
            c => c,
        };
        self.text.push(c);
        self.units += c.len_utf16();
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its length in UTF-16 code units.
    pub fn units(&self) -> usize {
        self.units
    }

    /// Adds an entity.
    pub fn entity(&mut self, entity: Entity) {
        self.entities.push(entity);
    }

    /// Takes the newest entity back, if it is this one.
    pub fn take_back(&mut self, entity: &Entity) -> bool {
        self.entities.pop_if(|newest| newest == entity).is_some()
    }

    /// The text and its entities.
    pub fn finish(self) -> (String, Vec<Entity>) {
        (self.text, self.entities)
    }
}

/// What a link is; `None` for one that leads nowhere, which Telegram drops without a word.
pub fn link(address: &str) -> Option<Kind> {
    if let Some(id) = address.strip_prefix("tg://user?id=") {
        return id.parse().ok().map(Kind::TextMention);
    }
    checked_url(address).ok().map(|url| Kind::TextLink(url.into()))
}
