//! A view as plain text with its buttons, for snapshots and transcripts that people read.

use std::fmt::Write as _;

use crate::catalog::line::{Inline, Line};
use crate::dialogue::view::{Action, Block, Button, View};

/// A view as plain text: what a reader sees, folded parts behind `▎`, buttons in brackets.
pub fn text(view: &View) -> String {
    let mut out = String::new();
    write_blocks(&view.blocks, "", &mut out);
    out.push('\n');
    for row in &view.buttons {
        let row: Vec<String> = row.iter().map(button).collect();
        let _ = writeln!(out, "{}", row.join(" "));
    }
    out
}

fn button(button: &Button) -> String {
    match &button.action {
        Action::Press(_) => format!("[{}]", button.label),
        Action::Open(url) => format!("[{} → {url}]", button.label),
        Action::Copy(copied) => format!("[{} ⧉ {}]", button.label, copied.replace('\n', " ⏎ ")),
        Action::Share(query) => format!("[{} ↗ {query}]", button.label),
        Action::Report(_) | Action::ReportWords(_) => format!("[{} → report]", button.label),
        Action::AddToGroup => format!("[{} → group]", button.label),
    }
}

fn write_blocks(blocks: &[Block], prefix: &str, out: &mut String) {
    for block in blocks {
        match block {
            Block::Title(line) => write_line(&format!("{prefix}# "), line, out),
            Block::Label(line) => write_line(&format!("{prefix}## "), line, out),
            Block::Text(line) => write_line(prefix, line, out),
            Block::Warning(line) => write_line(&format!("{prefix}! "), line, out),
            Block::Note(line) => write_line(&format!("{prefix}~ "), line, out),
            Block::Points(lines) => {
                lines.iter().for_each(|line| write_line(&format!("{prefix}• "), line, out));
            }
            Block::Steps(lines) => {
                for (i, line) in lines.iter().enumerate() {
                    write_line(&format!("{prefix}{}. ", i + 1), line, out);
                }
            }
            Block::Fold(blocks) => write_blocks(blocks, "▎ ", out),
            Block::Card(groups) => {
                for (i, lines) in groups.iter().enumerate() {
                    if i > 0 {
                        out.push_str("❝\n");
                    }
                    lines.iter().for_each(|line| write_line("❝ ", line, out));
                }
            }
        }
    }
}

fn write_line(prefix: &str, line: &Line, out: &mut String) {
    let words: String = line
        .inlines
        .iter()
        .map(|inline| match inline {
            Inline::Plain(text) => text.clone(),
            Inline::Bold(text) => format!("**{text}**"),
            Inline::Code(text) => format!("`{text}`"),
            Inline::Link { label, url } => format!("{label} <{url}>"),
        })
        .collect();
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{prefix}{words}");
}
