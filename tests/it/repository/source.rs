//! Reads files of the repository, and the lines of code in Rust files.

use std::fs;
use std::path::Path;

/// A Rust file.
pub struct Source {
    /// Path from the root of the repository, with `/`.
    pub path: String,
    pub text: String,
}

impl Source {
    /// The lines before the unit tests that are no comments, with their numbers from 1.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = (1..).zip(self.text.lines());
        let lines = lines.take_while(|(_, line)| line.trim() != "#[cfg(test)]");
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

/// All Rust files in these folders.
pub fn sources(folders: &[&str]) -> Vec<Source> {
    let paths = files(folders).into_iter().filter(|path| path.ends_with(".rs"));
    paths.map(|path| Source { text: read(&path), path }).collect()
}

/// The paths of all files in these folders, sorted; without what cargo builds there.
pub fn files(folders: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for folder in folders {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let path = format!("{folder}/{name}");
            match entry.file_type().unwrap().is_dir() {
                true if name == "target" => {}
                true => found.extend(files(&[&path])),
                false => found.push(path),
            }
        }
    }
    found.sort();
    found
}

/// A file of the repository.
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Whether the repository has this file or folder.
pub fn exists(path: &str) -> bool {
    root().join(path).exists()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
