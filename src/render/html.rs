//! A view as Telegram HTML. Everything that is shown is escaped here, and nowhere else is markup made.

use std::fmt::Write as _;

use teloxide::utils::html::escape;

use crate::catalog::line::{Inline, Line};
use crate::dialogue::view::{Block, View};

/// A message may hold as many characters, counted without markup.
pub const LONGEST_TEXT: usize = 4096;
/// What stands between a hint and the screen below it.
pub const HINT_GAP: &str = "\n\n";

/// The text of a view as Telegram HTML.
pub fn html(view: &View) -> String {
    let mut out = String::new();
    write_blocks(&view.blocks, &mut out);
    out
}

/// A single line as Telegram HTML, such as a hint above a screen.
pub fn line_html(line: &Line) -> String {
    let mut out = String::new();
    write_line(line, &mut out);
    out
}

/// How many characters Telegram will count in a text of ours: those that are seen. An escaped character counts as the
/// one it stands for.
pub fn visible_length(html: &str) -> usize {
    let mut length = 0;
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        match c {
            '<' => rest = rest.split_once('>').map_or("", |(_, after)| after),
            '&' => {
                rest = rest.split_once(';').map_or("", |(_, after)| after);
                length += 1;
            }
            c => {
                rest = &rest[c.len_utf8()..];
                length += 1;
            }
        }
    }
    length
}

fn write_blocks(blocks: &[Block], out: &mut String) {
    for (i, block) in blocks.iter().enumerate() {
        if i > 0 {
            out.push_str(between(&blocks[i - 1], block));
        }
        write_block(block, out);
    }
}

/// The space between two blocks: a label stays with what it labels, warnings stay together.
fn between(above: &Block, below: &Block) -> &'static str {
    match (above, below) {
        (Block::Label(_), _) | (Block::Warning(_), Block::Warning(_)) => "\n",
        _ => "\n\n",
    }
}

fn write_block(block: &Block, out: &mut String) {
    match block {
        Block::Title(line) | Block::Label(line) => wrap("b", out, |out| write_words(line, out)),
        Block::Text(line) => write_line(line, out),
        Block::Points(lines) => write_list(lines, out, |_| "• ".to_owned()),
        Block::Steps(lines) => write_list(lines, out, |i| format!("{}. ", i + 1)),
        Block::Warning(line) => {
            if !starts_with_sign(line) {
                out.push_str("⚠️ ");
            }
            write_line(line, out);
        }
        Block::Fold(blocks) => {
            out.push_str("<blockquote expandable>");
            write_blocks(blocks, out);
            out.push_str("</blockquote>");
        }
        Block::Card(groups) => wrap("blockquote", out, |out| {
            for (i, lines) in groups.iter().enumerate() {
                if i > 0 {
                    out.push_str("\n\n");
                }
                write_list(lines, out, |_| String::new());
            }
        }),
        Block::Note(line) => wrap("i", out, |out| write_line(line, out)),
    }
}

fn write_list(lines: &[Line], out: &mut String, mark: impl Fn(usize) -> String) {
    for (i, line) in lines.iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        out.push_str(&mark(i));
        write_line(line, out);
    }
}

fn write_line(line: &Line, out: &mut String) {
    for inline in &line.inlines {
        match inline {
            Inline::Plain(text) => out.push_str(&escape(text)),
            Inline::Bold(text) => wrap("b", out, |out| out.push_str(&escape(text))),
            Inline::Code(text) => wrap("code", out, |out| out.push_str(&escape(text))),
            Inline::Link { label, url } => {
                let url = escape(url).replace('"', "&quot;");
                // Writing to a String cannot fail.
                let _ = write!(out, "<a href=\"{url}\">{}</a>", escape(label));
            }
        }
    }
}

/// A line inside bold: bold parts need no tag of their own.
fn write_words(line: &Line, out: &mut String) {
    for inline in &line.inlines {
        out.push_str(&escape(inline.shown()));
    }
}

fn wrap(tag: &str, out: &mut String, inner: impl FnOnce(&mut String)) {
    let _ = write!(out, "<{tag}>");
    inner(out);
    let _ = write!(out, "</{tag}>");
}

fn starts_with_sign(line: &Line) -> bool {
    line.inlines.first().is_some_and(|inline| inline.shown().starts_with('⚠'))
}
