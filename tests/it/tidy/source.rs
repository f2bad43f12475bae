//! Source files, with comments and literals told apart from code. This is no parser: it knows comments (nested ones
//! too), strings (raw ones too), characters and lifetimes, which is enough to count braces and to find paths.

use std::fs;
use std::ops::Range;
use std::path::Path;

/// A file of Rust.
pub struct Source {
    /// Path from the root of the tree, with `/`.
    pub path: String,
    /// As it is.
    pub text: String,
    /// The same lines with spaces in the place of comments and of what stands in quotation marks.
    pub code: String,
    /// What stands in quotation marks, double or single, by line from 0.
    pub literals: Vec<(usize, String)>,
    /// The lines of `#[cfg(test)]` items.
    tests: Vec<Range<usize>>,
}

/// A function with a body.
pub struct Function {
    pub name: String,
    /// From the line of `fn` to that of the closing brace, both counted.
    pub lines: usize,
}

/// All Rust files in these folders.
pub fn sources(folders: &[&str]) -> Vec<Source> {
    let files = files(folders).into_iter().filter(|path| path.ends_with(".rs"));
    files.map(|path| Source::new(&path, read(&path))).collect()
}

/// The paths of all files in these folders.
pub fn files(folders: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for folder in folders {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
            match entry.file_type().unwrap().is_dir() {
                true => found.extend(files(&[&path])),
                false => found.push(path),
            }
        }
    }
    found.sort();
    found
}

/// A file of the tree.
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

impl Source {
    pub fn new(path: &str, text: String) -> Self {
        let mut reader =
            Reader { rest: text.chars().collect(), at: 0, code: String::new(), literals: vec![] };
        reader.read();
        let Reader { code, literals, .. } = reader;
        let mut source = Self { path: path.to_owned(), text, code, literals, tests: Vec::new() };
        source.tests = source.test_items();
        source
    }

    /// Whether a line, from 0, belongs to a unit test.
    pub fn in_tests(&self, line: usize) -> bool {
        self.tests.iter().any(|lines| lines.contains(&line))
    }

    /// The lines of code, from 0.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code.lines().enumerate()
    }

    /// Where a path such as `std::fs` or a word stands by itself, as lines from 0.
    pub fn mentions(&self, path: &str) -> Vec<usize> {
        let found = self.code.match_indices(path).map(|(at, _)| at).filter(|&at| {
            let before = self.code[..at].chars().next_back();
            let after = self.code[at + path.len()..].chars().next();
            !before.is_some_and(|c| is_word(c) || c == '$') && !after.is_some_and(is_word)
        });
        found.map(|at| self.line(at)).collect()
    }

    /// Every function with a body: from the word `fn` and a name to the brace that closes the first one opened outside
    /// all parentheses. A `;` there instead means that there is no body.
    pub fn functions(&self) -> Vec<Function> {
        let starts = self.code.match_indices("fn ").map(|(at, _)| at);
        let starts = starts.filter(|&at| !self.code[..at].chars().next_back().is_some_and(is_word));
        let function = |at: usize| {
            let name: String = self.code[at + 3..].chars().take_while(|&c| is_word(c)).collect();
            let body = at + body(&self.code[at..])?;
            let end = body + closing(&self.code[body..])?;
            (!name.is_empty()).then(|| Function { name, lines: self.line(end) - self.line(at) + 1 })
        };
        starts.filter_map(function).collect()
    }

    fn test_items(&self) -> Vec<Range<usize>> {
        let starts = self.code.match_indices("#[cfg(test)]").map(|(at, _)| at);
        let item = |at: usize| {
            let body = at + body(&self.code[at..])?;
            Some(self.line(at)..self.line(body + closing(&self.code[body..])?) + 1)
        };
        starts.filter_map(item).collect()
    }

    fn line(&self, at: usize) -> usize {
        self.code[..at].matches('\n').count()
    }
}

pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Where the first brace outside parentheses and brackets opens, unless a `;` comes first.
fn body(code: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in code.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '{' if depth == 0 => return Some(at),
            ';' if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// Where the brace that opens at the start is closed.
fn closing(code: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in code.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return Some(at),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Goes through a text once.
struct Reader {
    rest: Vec<char>,
    at: usize,
    code: String,
    literals: Vec<(usize, String)>,
}

impl Reader {
    fn read(&mut self) {
        while let Some(c) = self.peek(0) {
            match (c, self.peek(1)) {
                ('/', Some('/')) => self.blank_while(|reader| reader.peek(0) != Some('\n')),
                ('/', Some('*')) => self.block_comment(),
                ('r', Some('"' | '#')) if self.raw_string() => {}
                ('"', _) => self.quoted('"'),
                ('\'', Some('\\')) => self.quoted('\''),
                ('\'', _) if self.peek(2) == Some('\'') => self.quoted('\''),
                _ => self.keep(),
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.rest.get(self.at + ahead).copied()
    }

    fn starts_with(&self, text: &str) -> bool {
        text.chars().enumerate().all(|(i, c)| self.peek(i) == Some(c))
    }

    fn keep(&mut self) {
        self.code.extend(self.peek(0));
        self.at += 1;
    }

    fn blank(&mut self) {
        self.code.extend(self.peek(0).map(|c| if c == '\n' { c } else { ' ' }));
        self.at += 1;
    }

    fn blank_while(&mut self, goes_on: impl Fn(&Self) -> bool) {
        while self.at < self.rest.len() && goes_on(self) {
            self.blank();
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        loop {
            let step = match (self.starts_with("/*"), self.starts_with("*/")) {
                (true, _) => 1,
                (_, true) => -1,
                _ => 0,
            };
            depth += step;
            self.blank();
            if step != 0 {
                self.blank();
            }
            if depth == 0 || self.at >= self.rest.len() {
                return;
            }
        }
    }

    /// Takes `r"…"` or `r#"…"#`, if it is one: `r#type` is a name.
    fn raw_string(&mut self) -> bool {
        let hashes = self.rest[self.at + 1..].iter().take_while(|&&c| c == '#').count();
        let in_word = self.code.chars().next_back().is_some_and(|c| is_word(c) && c != 'b');
        if in_word || self.peek(1 + hashes) != Some('"') {
            return false;
        }
        let end = format!("\"{}", "#".repeat(hashes));
        (0..hashes + 2).for_each(|_| self.keep());
        let (line, start) = (self.line(), self.at);
        self.blank_while(|reader| !reader.starts_with(&end));
        self.literals.push((line, self.rest[start..self.at].iter().collect()));
        (0..hashes + 1).for_each(|_| self.keep());
        true
    }

    fn quoted(&mut self, mark: char) {
        self.keep();
        let (line, start) = (self.line(), self.at);
        while self.at < self.rest.len() && self.peek(0) != Some(mark) {
            if self.peek(0) == Some('\\') {
                self.blank();
            }
            self.blank();
        }
        self.literals.push((line, self.rest[start..self.at].iter().collect()));
        self.keep();
    }

    fn line(&self) -> usize {
        self.code.matches('\n').count()
    }
}

#[test]
fn code_is_told_from_comments_and_literals() {
    let text = concat!(
        "// fn a() {\n/* { /* { */ */ fn b<'a>(x: &'a str, y: [u8; 2]) -> char {\n",
        "    let r#in = (\"}\\\"}\", r#\"}\"}\"#, '}', '\\'', b\"}\");\n    '{'\n}\n",
        "trait T {\n    fn c();\n}\n#[cfg(test)]\nmod tests {\n    fn d() {}\n}\n",
    );
    let source = Source::new("a.rs", text.to_owned());
    let functions: Vec<_> = source.functions().into_iter().map(|f| (f.name, f.lines)).collect();
    assert_eq!(functions, [("b".to_owned(), 4), ("d".to_owned(), 1)]);
    let literals: Vec<_> = source.literals.iter().map(|(_, literal)| literal.as_str()).collect();
    assert_eq!(literals, ["}\\\"}", "}\"}", "}", "\\'", "}", "{"]);
    assert_eq!(source.code.lines().count(), text.lines().count());
    assert!(source.in_tests(10) && !source.in_tests(6));
    assert_eq!(source.mentions("str"), [1]);
}
