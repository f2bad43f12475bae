//! Texts with formatting, as strictly as Telegram reads them: a text and its entities, or the reason why not. The
//! reasons are Telegram's own sentences, byte offsets included.

use crate::rules::entities::{self, Entity};
use crate::rules::output::Output;
use crate::rules::{html, markdown};

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParseMode {
    /// As it is.
    Plain,
    /// Telegram's HTML.
    Html,
    /// Telegram's MarkdownV2.
    MarkdownV2,
}

/// A text as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formatted {
    /// Without any markup, trimmed.
    pub text: String,
    /// Sorted; see [`entities`].
    pub entities: Vec<Entity>,
}

/// Reads a text. An invisible one comes out empty.
///
/// # Errors
/// Telegram's reason, without the prefix `can't parse entities: `.
pub fn format(source: &str, mode: ParseMode) -> Result<Formatted, String> {
    let mut output = Output::default();
    match mode {
        ParseMode::Plain => source.chars().for_each(|c| output.push(c)),
        ParseMode::Html => html::parse(source, &mut output)?,
        ParseMode::MarkdownV2 => markdown::parse(source, &mut output)?,
    }
    let (text, entities) = output.finish();
    Ok(finish(&text, entities))
}

/// A text whose entities were given with it, by offsets in UTF-16 code units.
///
/// # Errors
/// A sentence, for an entity that is not inside the text.
pub fn with_entities(source: &str, entities: Vec<Entity>) -> Result<Formatted, String> {
    let length = entities::units(source);
    if let Some(entity) = entities.iter().find(|entity| entity.length == 0 || entity.end() > length) {
        let (offset, end) = (entity.offset, entity.end());
        return Err(format!(
            "entity from {offset} to {end} is not inside the text of {length} units (sandbox)"
        ));
    }
    Ok(finish(source, entities))
}

fn finish(text: &str, entities: Vec<Entity>) -> Formatted {
    let (text, entities) = entities::tidy(text, entities);
    if text.chars().all(is_invisible) {
        return Formatted { text: String::new(), entities: Vec::new() };
    }
    Formatted { text, entities }
}

/// A character nobody sees; a text of nothing else counts as empty.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{0}'..='\u{20}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{2800}' | '\u{FEFF}')
}
