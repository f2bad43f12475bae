//! Telegram's MarkdownV2, read as strictly as Telegram reads it: a text and its entities, or the reason why not.

use crate::rules::entities::{Entity, Kind};
use crate::rules::output::{Output, link};

/// The characters that mean something unless a backslash is before them.
const RESERVED: &str = "_*[]()~`>#+-=|{}.!";

/// What is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Bold,
    Italic,
    Underline,
    Strikethrough,
    Spoiler,
    Code,
    Pre,
    PreCode,
    Link,
    CustomEmoji,
    Blockquote,
}

/// A mark that waits for its end.
#[derive(Debug)]
struct Open {
    mark: Mark,
    /// In UTF-16 code units of the text.
    offset: usize,
    /// In bytes of the text.
    byte: usize,
    /// In bytes of the source.
    begin: usize,
    language: Option<String>,
}

struct Parser<'a> {
    source: &'a str,
    at: usize,
    open: Vec<Open>,
}

/// Reads a whole text.
///
/// # Errors
/// Telegram's reason, with byte offsets of the source.
pub fn parse(source: &str, output: &mut Output) -> Result<(), String> {
    let mut parser = Parser { source, at: 0, open: Vec::new() };
    while let Some(c) = parser.next() {
        parser.step(c, output)?;
    }
    parser.end_quote(output);
    match parser.open.last() {
        Some(open) => Err(parser.unfinished(open)),
        None => Ok(()),
    }
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        &self.source[self.at..]
    }

    fn next(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn unfinished(&self, open: &Open) -> String {
        let name = match open.mark {
            Mark::Link => "TextUrl".to_owned(),
            mark => format!("{mark:?}"),
        };
        format!("Can't find end of {name} entity at byte offset {}", open.begin)
    }

    fn step(&mut self, c: char, output: &mut Output) -> Result<(), String> {
        if c == '\\'
            && let Some(escaped) =
                self.rest()[1..].chars().next().filter(|c| ('\u{1}'..='\u{7E}').contains(c))
        {
            output.push(escaped);
            self.at += 2;
            return Ok(());
        }
        let verbatim =
            self.open.last().is_some_and(|open| matches!(open.mark, Mark::Code | Mark::Pre | Mark::PreCode));
        let reserved = if verbatim { c == '`' } else { RESERVED.contains(c) };
        if !reserved {
            return self.plain(c, output);
        }
        match self.open.last().map(|open| open.mark) {
            Some(mark) if self.is_end_of(mark) => self.end(output),
            _ => self.begin(c, output),
        }
    }

    fn plain(&mut self, c: char, output: &mut Output) -> Result<(), String> {
        let quoted = self.open.first().is_some_and(|open| open.mark == Mark::Blockquote);
        if c == '\n' && quoted && !self.rest()[1..].starts_with('>') {
            self.end_quote(output);
            if let Some(open) = self.open.last() {
                return Err(self.unfinished(open));
            }
        }
        output.push(c);
        self.at += c.len_utf8();
        if c == '\n' && self.open.first().is_some_and(|open| open.mark == Mark::Blockquote) {
            // The mark of the next line of the quote.
            self.at += 1;
        }
        Ok(())
    }

    fn is_end_of(&self, mark: Mark) -> bool {
        let rest = self.rest();
        match mark {
            Mark::Bold => rest.starts_with('*'),
            Mark::Italic => rest.starts_with('_') && !rest.starts_with("__"),
            Mark::Underline => rest.starts_with("__"),
            Mark::Strikethrough => rest.starts_with('~'),
            Mark::Spoiler => rest.starts_with("||"),
            Mark::Code => rest.starts_with('`'),
            Mark::Pre | Mark::PreCode => rest.starts_with("```"),
            Mark::Link | Mark::CustomEmoji => rest.starts_with(']'),
            Mark::Blockquote => false,
        }
    }

    fn begin(&mut self, c: char, output: &Output) -> Result<(), String> {
        let rest = self.rest();
        let at_line_start = output.text().is_empty() || output.text().ends_with('\n');
        let (mark, length) = match c {
            '_' if rest.starts_with("__") => (Mark::Underline, 2),
            '_' => (Mark::Italic, 1),
            '*' => (Mark::Bold, 1),
            '~' => (Mark::Strikethrough, 1),
            '|' if rest.starts_with("||") => (Mark::Spoiler, 2),
            '[' => (Mark::Link, 1),
            '!' if rest.starts_with("![") => (Mark::CustomEmoji, 2),
            '`' if rest.starts_with("```") => (Mark::Pre, 3),
            '`' => (Mark::Code, 1),
            '>' if at_line_start && self.open.is_empty() => (Mark::Blockquote, 1),
            _ => {
                return Err(format!(
                    "Character '{c}' is reserved and must be escaped with the preceding '\\'"
                ));
            }
        };
        let (offset, byte) = (output.units(), output.text().len());
        let mut open = Open { mark, offset, byte, begin: self.at, language: None };
        self.at += length;
        if mark == Mark::Pre {
            self.begin_block(&mut open);
        }
        self.open.push(open);
        Ok(())
    }

    /// The language of a block, and the line break before its first line.
    fn begin_block(&mut self, open: &mut Open) {
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || c == '`').unwrap_or(rest.len());
        let language = &rest[..end];
        if !language.is_empty() && rest[end..].starts_with(char::is_whitespace) {
            open.language = Some(language.to_owned());
            open.mark = Mark::PreCode;
            self.at += end;
        }
        if self.rest().starts_with("\r\n") {
            self.at += 2;
        } else if self.rest().starts_with(['\n', '\r']) {
            self.at += 1;
        }
    }

    fn end(&mut self, output: &mut Output) -> Result<(), String> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let end = self.at;
        self.at += match open.mark {
            Mark::Underline | Mark::Spoiler => 2,
            Mark::Pre | Mark::PreCode => 3,
            _ => 1,
        };
        let kind = match open.mark {
            Mark::Bold => Kind::Bold,
            Mark::Italic => Kind::Italic,
            Mark::Underline => Kind::Underline,
            Mark::Strikethrough => Kind::Strikethrough,
            Mark::Spoiler => Kind::Spoiler,
            Mark::Code => Kind::Code,
            Mark::Pre | Mark::PreCode => Kind::Pre(open.language),
            Mark::Blockquote => Kind::Blockquote,
            Mark::Link => {
                let shown = output.text()[open.byte..].to_owned();
                let address = self.address()?.unwrap_or(shown);
                match link(&address) {
                    Some(kind) => kind,
                    None => return Ok(()),
                }
            }
            Mark::CustomEmoji => {
                let address = self.address()?.ok_or_else(|| {
                    format!("Custom emoji entity must contain a tg://emoji URL at byte offset {end}")
                })?;
                match address.strip_prefix("tg://emoji?id=").filter(|id| id.parse::<u64>().is_ok()) {
                    Some(id) => Kind::CustomEmoji(id.to_owned()),
                    None => return Err("Invalid custom emoji identifier specified".to_owned()),
                }
            }
        };
        push(output, open.offset, kind);
        Ok(())
    }

    /// The address in brackets behind a text; `None` without one.
    fn address(&mut self) -> Result<Option<String>, String> {
        if !self.rest().starts_with('(') {
            return Ok(None);
        }
        let begin = self.at + 1;
        let mut address = String::new();
        let mut escaped = false;
        for (at, c) in self.source[begin..].char_indices() {
            match c {
                '\\' if !escaped => escaped = true,
                ')' if !escaped => {
                    self.at = begin + at + 1;
                    return Ok(Some(address));
                }
                c => {
                    escaped = false;
                    address.push(c);
                }
            }
        }
        Err(format!("Can't find end of a URL at byte offset {begin}"))
    }

    /// Ends the quote, if one is open. An empty spoiler at its end makes it expandable.
    fn end_quote(&mut self, output: &mut Output) {
        let empty = |open: &Open| open.mark == Mark::Spoiler && open.offset == output.units();
        let expandable = self.open.len() == 2 && self.open.last().is_some_and(empty);
        if expandable {
            self.open.pop();
        }
        if let [quote] = self.open.as_slice()
            && quote.mark == Mark::Blockquote
        {
            let kind = if expandable { Kind::ExpandableBlockquote } else { Kind::Blockquote };
            push(output, quote.offset, kind);
            self.open.pop();
        }
    }
}

fn push(output: &mut Output, offset: usize, kind: Kind) {
    let length = output.units() - offset;
    if length > 0 {
        output.entity(Entity { offset, length, kind });
    }
}
