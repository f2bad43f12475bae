//! Telegram's HTML, as strictly as Telegram reads it: a text and its entities, or the reason why not.
//!
//! The reasons are Telegram's own sentences, byte offsets included. One rule is stricter: a quote inside a quote is
//! refused, where Telegram would silently drop the inner one.

use url::Url;

use crate::entities::{self, Entity, Kind};
use crate::html_tags::{self, Cursor, Tag};

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParseMode {
    /// As it is.
    Plain,
    /// Telegram's HTML.
    Html,
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
        ParseMode::Html => parse(source, &mut output)?,
    }
    let (text, entities) = entities::tidy(&output.text, output.entities);
    if text.chars().all(is_invisible) {
        return Ok(Formatted { text: String::new(), entities: Vec::new() });
    }
    Ok(Formatted { text, entities })
}

/// The text written so far, and its length in UTF-16 code units.
#[derive(Debug, Default)]
struct Output {
    text: String,
    units: usize,
    entities: Vec<Entity>,
    /// The language of the `code` that ended last.
    code_language: Option<String>,
}

impl Output {
    /// Writes a character, if it is one Telegram lets through.
    fn push(&mut self, c: char) {
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
}

/// A tag that waits for its end.
struct Open {
    tag: Tag,
    offset: usize,
    byte: usize,
}

fn parse(source: &str, output: &mut Output) -> Result<(), String> {
    let mut cursor = Cursor::new(source);
    let mut open: Vec<Open> = Vec::new();
    while let Some(c) = cursor.char() {
        if c == '&'
            && let Some(decoded) = cursor.entity()
        {
            output.push(decoded);
            continue;
        }
        if c != '<' {
            output.push(c);
            cursor.skip(c);
            continue;
        }
        let begin = cursor.position();
        if cursor.is_end_tag() {
            let Some(last) = open.pop() else {
                return Err(format!("Unexpected end tag at byte offset {begin}"));
            };
            html_tags::end_tag(&mut cursor, last.tag.name)?;
            close(last, output);
        } else {
            let tag = html_tags::start_tag(&mut cursor)?;
            let quoted = open.iter().any(|outer| outer.tag.name == "blockquote");
            if tag.name == "blockquote" && quoted {
                return Err(format!("Blockquotes can't be nested at byte offset {begin} (sandbox)"));
            }
            open.push(Open { tag, offset: output.units, byte: output.text.len() });
        }
    }
    match open.pop() {
        Some(last) => Err(format!("Can't find end tag corresponding to start tag \"{}\"", last.tag.name)),
        None => Ok(()),
    }
}

fn close(open: Open, output: &mut Output) {
    let inner = &output.text[open.byte..];
    let length = output.units - open.offset;
    if length == 0 {
        return;
    }
    let mut argument = open.tag.argument;
    let kind = match open.tag.name {
        "b" | "strong" => Kind::Bold,
        "i" | "em" => Kind::Italic,
        "u" | "ins" => Kind::Underline,
        "s" | "strike" | "del" => Kind::Strikethrough,
        "tg-spoiler" | "span" => Kind::Spoiler,
        "blockquote" if argument.is_some() => Kind::ExpandableBlockquote,
        "blockquote" => Kind::Blockquote,
        "a" => match link(argument.as_deref().filter(|href| !href.is_empty()).unwrap_or(inner)) {
            Some(kind) => kind,
            None => return,
        },
        "tg-emoji" => Kind::CustomEmoji(argument.take().unwrap_or_default()),
        "tg-time" => Kind::DateTime(open.tag.unix_time.unwrap_or_default(), argument.take()),
        "pre" => Kind::Pre(language_of_only_code(open.offset, length, output)),
        _ => Kind::Code,
    };
    if kind == Kind::Code {
        output.code_language = argument;
    }
    output.entities.push(Entity { offset: open.offset, length, kind });
}

/// The language of a `pre` is written on a `code` that fills it, which then is no entity of its own.
fn language_of_only_code(offset: usize, length: usize, output: &mut Output) -> Option<String> {
    let whole = Entity { offset, length, kind: Kind::Code };
    output.entities.pop_if(|inner| *inner == whole)?;
    output.code_language.take()
}

/// Where a link leads. Telegram silently drops a link to nowhere.
fn link(address: &str) -> Option<Kind> {
    if let Some(id) = address.strip_prefix("tg://user?id=") {
        return id.parse().ok().map(Kind::TextMention);
    }
    checked_url(address).ok().map(|url| Kind::TextLink(url.into()))
}

/// An address Telegram would open. One without a scheme counts as `http`.
///
/// # Errors
/// Telegram's reason.
pub fn checked_url(address: &str) -> Result<Url, &'static str> {
    let address = address.trim();
    let has_scheme = address.contains("://") || address.starts_with("tg:") || address.starts_with("ton:");
    let full = if has_scheme { address.to_owned() } else { format!("http://{address}") };
    let url = Url::parse(&full).map_err(|_| "Wrong HTTP URL")?;
    match url.scheme() {
        "http" | "https" => match url.host_str() {
            Some(host) if host.contains('.') && !host.ends_with('.') && !host.contains("..") => Ok(url),
            Some(host) if host.starts_with('[') => Ok(url),
            _ => Err("Wrong HTTP URL"),
        },
        "tg" | "ton" | "tonsite" => Ok(url),
        _ => Err("Unsupported URL protocol"),
    }
}

/// A character nobody sees; a text of nothing else counts as empty.
fn is_invisible(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{0}'..='\u{20}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{2800}' | '\u{FEFF}')
}
