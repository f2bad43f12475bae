//! Telegram's HTML, as strictly as Telegram reads it. One rule is stricter: a quote inside a quote is refused, where
//! Telegram would silently drop the inner one.

use crate::rules::entities::{Entity, Kind};
use crate::rules::html_tags::{self, Cursor, Tag};
use crate::rules::output::{Output, link};

/// A tag that waits for its end.
struct Open {
    tag: Tag,
    offset: usize,
    byte: usize,
}

/// Reads a whole text.
///
/// # Errors
/// Telegram's reason, with byte offsets of the source.
pub fn parse(source: &str, output: &mut Output) -> Result<(), String> {
    let mut cursor = Cursor::new(source);
    let mut open: Vec<Open> = Vec::new();
    let mut code_language = None;
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
            close(last, output, &mut code_language);
        } else {
            let tag = html_tags::start_tag(&mut cursor)?;
            let quoted = open.iter().any(|outer| outer.tag.name == "blockquote");
            if tag.name == "blockquote" && quoted {
                return Err(format!("Blockquotes can't be nested at byte offset {begin} (sandbox)"));
            }
            open.push(Open { tag, offset: output.units(), byte: output.text().len() });
        }
    }
    match open.pop() {
        Some(last) => Err(format!("Can't find end tag corresponding to start tag \"{}\"", last.tag.name)),
        None => Ok(()),
    }
}

/// `code_language` is the language of the `code` that ended last.
fn close(open: Open, output: &mut Output, code_language: &mut Option<String>) {
    let inner = &output.text()[open.byte..];
    let length = output.units() - open.offset;
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
        "pre" => Kind::Pre(language_of_only_code(open.offset, length, output, code_language)),
        _ => Kind::Code,
    };
    if kind == Kind::Code {
        *code_language = argument;
    }
    output.entity(Entity { offset: open.offset, length, kind });
}

/// The language of a `pre` is written on a `code` that fills it, which then is no entity of its own.
fn language_of_only_code(
    offset: usize,
    length: usize,
    output: &mut Output,
    code_language: &mut Option<String>,
) -> Option<String> {
    let whole = Entity { offset, length, kind: Kind::Code };
    if output.take_back(&whole) { code_language.take() } else { None }
}
