//! A draft of the content with mistakes in it, and what its author is told.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::program::{self, Ended, Program};

/// The languages of the content that are written by hand.
const LANGUAGES: [&str; 4] = ["zh", "en", "ru", "kk"];
/// What is written by hand for the language that is made from the first.
const BY_HAND: [&str; 2] = ["text/zh-hant.json", "wording/zh-hant.json"];

/// A copy of `dialogues/` to be spoilt.
pub struct Draft {
    program: Program,
    pub dir: PathBuf,
}

/// One mistake and the problem it is told as.
pub struct Mistake {
    /// The check that finds it.
    pub check: &'static str,
    /// The file named.
    pub file: &'static str,
    /// The key named; empty for the file as a whole.
    pub key: &'static str,
    /// What the message contains.
    pub says: &'static str,
    /// Another check that cannot but find it as well.
    pub also: Option<&'static str>,
    /// Makes it.
    pub make: fn(&Draft),
}

/// A mistake that one check finds.
pub const fn mistake(
    check: &'static str,
    file: &'static str,
    key: &'static str,
    says: &'static str,
    make: fn(&Draft),
) -> Mistake {
    Mistake { check, file, key, says, also: None, make }
}

impl Draft {
    /// The content as it is.
    pub fn new() -> Self {
        let program = Program::new().with("DIALOGUES_DIR", "draft");
        let dir = program.folder.path().join("draft");
        program::copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("dialogues"), &dir);
        Self { program, dir }
    }

    /// What `check` says of it.
    pub fn checked(&self) -> Ended {
        self.program.runs(&["check"])
    }

    /// What any command says of it.
    pub fn runs(&self, arguments: &[&str]) -> Ended {
        self.program.runs(arguments)
    }

    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.dir.join(file)).unwrap()
    }

    pub fn write(&self, file: &str, text: impl AsRef<[u8]>) {
        fs::write(self.dir.join(file), text).unwrap();
    }

    pub fn remove(&self, file: &str) {
        fs::remove_file(self.dir.join(file)).unwrap();
    }

    /// Changes a file.
    pub fn edit(&self, file: &str, change: impl FnOnce(&mut Value)) {
        let mut value = serde_json::from_str(&self.read(file)).unwrap();
        change(&mut value);
        self.write(file, value.to_string());
    }

    /// Changes the texts of one language.
    pub fn texts(&self, lang: &str, change: impl FnOnce(&mut Map<String, Value>)) {
        self.edit(&format!("text/{lang}.json"), |texts| change(texts.as_object_mut().unwrap()));
    }

    /// Changes the texts of every language; the one that is made from another follows in all of them.
    pub fn all_texts(&self, change: impl Fn(&mut Map<String, Value>)) {
        BY_HAND.iter().for_each(|file| self.write(file, "{}"));
        LANGUAGES.iter().for_each(|lang| self.texts(lang, &change));
    }

    /// Adds a fact with good evidence; `fields` come on top.
    pub fn add_fact(&self, fields: Value) {
        let mut fact = json!({ "mark": "verified", "source": "egov-numbers", "checked_on": "2026-11-22" });
        fact.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        self.edit("catalog.json", |catalog| catalog["facts"].as_array_mut().unwrap().push(fact));
    }

    /// Changes the entry of a list in a file that has this id.
    pub fn edit_entry(&self, file: &str, list: &str, id: &str, change: impl FnOnce(&mut Value)) {
        self.edit(file, |content| {
            let entries = content[list].as_array_mut().unwrap();
            change(entries.iter_mut().find(|entry| entry["id"] == id).expect("an entry of this id"));
        });
    }
}

impl Mistake {
    /// Makes it in a fresh draft: its author reads the file, the key, the check and what to do, and of nothing else.
    pub fn is_told(&self) {
        let draft = Draft::new();
        (self.make)(&draft);
        let ended = draft.checked();
        assert_eq!(ended.code, Some(1), "{}: {ended:#?}", self.check);
        let place = match self.key {
            "" => format!("{}: ", self.file),
            key => format!("{}: `{key}`: ", self.file),
        };
        let mark = |check: &str| format!(" [{check}]");
        let told = |line: &String| {
            line.starts_with(&place) && line.ends_with(&mark(self.check)) && line.contains(self.says)
        };
        assert!(ended.out.iter().any(told), "{place}…{}…{}: {ended:#?}", self.says, self.check);
        for line in &ended.out {
            let expected = line.ends_with(&mark(self.check))
                || self.also.is_some_and(|also| line.ends_with(&mark(also)));
            assert!(expected, "{} does not come alone: {ended:#?}", self.check);
        }
        assert_eq!(ended.err, [format!("error: {} problems in the content", ended.out.len())]);
    }
}
