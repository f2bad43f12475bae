//! A changed copy of the content, and the problems that are reported for it.

use std::fs;

use kz_topup_bot::catalog::files::Files;
use kz_topup_bot::catalog::problem::Problem;
use kz_topup_bot::cli::content::checked;
use serde_json::{Map, Value, json};

use crate::person::today;
use crate::program::Program;

/// The languages of the content that are written by hand.
const LANGUAGES: [&str; 4] = ["zh", "en", "ru", "kk"];
/// What is written by hand for the language that is made from the first.
const BY_HAND: [&str; 2] = ["text/zh-hant.json", "wording/zh-hant.json"];

/// A copy of `dialogues/` to be changed, in memory.
pub struct Draft {
    files: Files,
}

/// One mistake, and the problem that reports it.
pub struct Mistake {
    /// The check that finds it.
    pub check: &'static str,
    /// The file named.
    pub file: &'static str,
    /// The key named; empty for the file as a whole.
    pub key: &'static str,
    /// What the message contains.
    pub says: &'static str,
    /// Other checks that cannot but find it as well.
    pub also: &'static [&'static str],
    /// Makes it.
    pub make: fn(&mut Draft),
}

/// A mistake that one check finds.
pub const fn mistake(
    check: &'static str,
    file: &'static str,
    key: &'static str,
    says: &'static str,
    make: fn(&mut Draft),
) -> Mistake {
    Mistake { check, file, key, says, also: &[], make }
}

impl Draft {
    /// The content as it is.
    pub fn new() -> Self {
        Self { files: Files::embedded() }
    }

    /// The problems that `check` finds, sorted, as it prints them.
    pub fn problems(&self) -> Vec<String> {
        match checked(&self.files, today()) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.iter().map(Problem::to_string).collect(),
        }
    }

    /// A program that reads this content from a folder.
    pub fn program(&self) -> Program {
        let program = Program::new().with("DIALOGUES_DIR", "draft");
        let texts = self.files.0.iter().map(|(path, text)| (path, text.as_bytes()));
        let fonts = self.files.1.iter().map(|(path, font)| (path, font.as_ref()));
        for (path, bytes) in texts.chain(fonts) {
            let path = program.folder.path().join("draft").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        program
    }

    pub fn read(&self, file: &str) -> &str {
        &self.files.0[file]
    }

    pub fn write(&mut self, file: &str, text: impl Into<String>) {
        match file.ends_with(".json") {
            true => drop(self.files.0.insert(file.to_owned(), text.into())),
            false => drop(self.files.1.insert(file.to_owned(), text.into().into_bytes().into())),
        }
    }

    pub fn remove(&mut self, file: &str) {
        self.files.0.remove(file).expect("the file is there");
    }

    /// Removes all files of a folder.
    pub fn remove_folder(&mut self, folder: &str) {
        self.files.0.retain(|file, _| !file.starts_with(&format!("{folder}/")));
    }

    /// Changes a file.
    pub fn edit(&mut self, file: &str, change: impl FnOnce(&mut Value)) {
        let mut value = serde_json::from_str(self.read(file)).unwrap();
        change(&mut value);
        self.write(file, value.to_string());
    }

    /// Changes the texts of one language.
    pub fn texts(&mut self, lang: &str, change: impl FnOnce(&mut Map<String, Value>)) {
        self.edit(&format!("text/{lang}.json"), |texts| change(texts.as_object_mut().unwrap()));
    }

    /// Changes the texts of every language; the one that is made from another follows in all of them.
    pub fn all_texts(&mut self, change: impl Fn(&mut Map<String, Value>)) {
        for file in BY_HAND {
            self.write(file, "{}");
        }
        for lang in LANGUAGES {
            self.texts(lang, &change);
        }
    }

    /// Adds a fact with good evidence; `fields` come on top.
    pub fn add_fact(&mut self, fields: Value) {
        let mut fact = json!({ "mark": "verified", "source": "egov-numbers", "checked_on": "2026-11-22" });
        fact.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        self.edit("facts.json", |content| content["facts"].as_array_mut().unwrap().push(fact));
    }

    /// Changes the entry of a list in a file that has this id.
    pub fn edit_entry(&mut self, file: &str, list: &str, id: &str, change: impl FnOnce(&mut Value)) {
        self.edit(file, |content| {
            let entries = content[list].as_array_mut().unwrap();
            change(entries.iter_mut().find(|entry| entry["id"] == id).expect("an entry of this id"));
        });
    }
}

impl Mistake {
    /// Makes it in a fresh draft. The problem names the file, the key, the check and what to do; no other is reported.
    #[track_caller]
    pub fn is_reported(&self) {
        let mut draft = Draft::new();
        (self.make)(&mut draft);
        let problems = draft.problems();
        let place = match self.key {
            "" => format!("{}: ", self.file),
            key => format!("{}: `{key}`: ", self.file),
        };
        let mark = |check: &str| format!(" [{check}]");
        let reported = |line: &String| {
            line.starts_with(&place) && line.ends_with(&mark(self.check)) && line.contains(self.says)
        };
        assert!(problems.iter().any(reported), "{place}…{}…{}: {problems:#?}", self.says, self.check);
        for line in &problems {
            let expected =
                line.ends_with(&mark(self.check)) || self.also.iter().any(|also| line.ends_with(&mark(also)));
            assert!(expected, "{} does not come alone: {problems:#?}", self.check);
        }
    }
}
