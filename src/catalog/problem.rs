//! What is wrong with the content: one problem, told so that an author can mend it.

use std::fmt;

/// One mistake in `dialogues/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, relative to `dialogues/`.
    pub file: String,
    /// The key or id inside the file; empty if the file as a whole is meant.
    pub key: String,
    /// Name of the check that found it.
    pub check: &'static str,
    /// What is wrong and what to do.
    pub message: String,
}

impl Problem {
    /// Makes a problem of its four parts.
    pub fn new(
        check: &'static str,
        file: impl Into<String>,
        key: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self { file: file.into(), key: key.into(), check, message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, key, check, message } = self;
        match key.as_str() {
            "" => write!(f, "{file}: {message} [{check}]"),
            _ => write!(f, "{file}: `{key}`: {message} [{check}]"),
        }
    }
}
