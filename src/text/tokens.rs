//! Splits a message into words, each with its sentence, its clause and its quotation: "never ask for a code" and a
//! quoted threat are no threat.

use crate::text::script::{as_cyrillic, is_han};

/// A word, a number, or the sign `%`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Folded.
    pub word: String,
    /// Which sentence it is in.
    pub sentence: usize,
    /// Which clause it is in.
    pub clause: usize,
    /// The first word of the quotation it is in, if it is in one.
    pub quoted: Option<usize>,
}

/// The words of a folded text that is given in pieces; a word ends where its piece does.
pub fn tokens(pieces: &[impl AsRef<str>]) -> Vec<Token> {
    let mut tokenizer = Tokenizer::default();
    for piece in pieces {
        tokenizer.read(piece.as_ref());
        tokenizer.end_word();
    }
    tokenizer.tokens
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Latin,
    Cyrillic,
    Digits,
}

#[derive(Default)]
struct Tokenizer {
    tokens: Vec<Token>,
    word: String,
    sentence: usize,
    clause: usize,
    quoted: Option<usize>,
}

impl Tokenizer {
    fn read(&mut self, text: &str) {
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let next = chars.peek().copied();
            let ends = next.is_none_or(|next| !next.is_alphanumeric());
            match c {
                '。' | '!' | '?' | '\n' => self.end_sentence(),
                '.' if ends => self.end_sentence(),
                // 5 000 and 5,000 are one number.
                ',' | '.' | ' ' if self.groups_digits(chars.clone()) => {}
                ',' | ';' | ':' | '—' | '–' | '(' | ')' => self.end_clause(),
                '“' | '„' | '«' | '「' | '『' => self.open_quotation(),
                '”' | '»' | '」' | '』' => self.close_quotation(),
                '"' => match self.quoted {
                    None => self.open_quotation(),
                    Some(_) => self.close_quotation(),
                },
                c => self.letter(c),
            }
        }
    }

    /// Whether a mark between digits only groups them: three digits follow, and no fourth.
    fn groups_digits(&self, after: impl Iterator<Item = char>) -> bool {
        let before = !self.word.is_empty() && self.word.chars().all(|c| c.is_ascii_digit());
        before && after.take(4).take_while(char::is_ascii_digit).count() == 3
    }

    fn letter(&mut self, c: char) {
        if is_han(c) {
            self.end_word();
            self.push(c.to_string());
        } else if c == '%' {
            self.end_word();
            self.push("%".to_owned());
        } else if !c.is_alphanumeric() {
            self.end_word();
        } else {
            if self.word.chars().next_back().is_some_and(|last| last.is_numeric() != c.is_numeric()) {
                self.end_word();
            }
            self.word.push(c);
        }
    }

    fn end_word(&mut self) {
        let word = std::mem::take(&mut self.word);
        if word.is_empty() {
            return;
        }
        let cyrillic: Option<String> =
            word.chars().map(|c| if kind(c) == Kind::Latin { as_cyrillic(c) } else { Some(c) }).collect();
        let kinds = |of| word.chars().any(|c| kind(c) == of);
        match cyrillic {
            Some(whole) if kinds(Kind::Latin) && kinds(Kind::Cyrillic) => self.push(whole),
            // "kaspiге" is a name and an ending.
            _ => self.push_by_script(&word),
        }
    }

    fn push_by_script(&mut self, word: &str) {
        let mut part = String::new();
        for c in word.chars() {
            if part.chars().next_back().is_some_and(|last| kind(last) != kind(c)) {
                self.push(std::mem::take(&mut part));
            }
            part.push(c);
        }
        self.push(part);
    }

    fn push(&mut self, word: String) {
        let (sentence, clause, quoted) = (self.sentence, self.clause, self.quoted);
        self.tokens.push(Token { word, sentence, clause, quoted });
    }

    fn end_clause(&mut self) {
        self.end_word();
        self.clause += 1;
    }

    fn end_sentence(&mut self) {
        self.end_clause();
        self.sentence += 1;
    }

    fn open_quotation(&mut self) {
        self.end_clause();
        self.quoted = Some(self.tokens.len());
    }

    fn close_quotation(&mut self) {
        self.end_clause();
        self.quoted = None;
    }
}

fn kind(c: char) -> Kind {
    match c {
        '\u{400}'..='\u{4ff}' => Kind::Cyrillic,
        c if c.is_numeric() => Kind::Digits,
        _ => Kind::Latin,
    }
}
