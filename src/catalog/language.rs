//! A language with its texts, and where they come from.

use std::collections::HashMap;

use crate::catalog::id::Lang;
use crate::catalog::template::Template;

/// A language and its texts.
#[derive(Debug)]
pub struct Language {
    /// Two-letter code, or a longer tag where a script of its own makes a language of it.
    pub id: String,
    /// The language's name in itself.
    pub name: String,
    /// Tags that mean it, and all that begin with one of them.
    pub tags: Vec<String>,
    /// Where its texts come from.
    pub(in crate::catalog) making: Making,
    /// Text key -> text, in the order of the file.
    pub(in crate::catalog) texts: Vec<(String, Template)>,
    pub(in crate::catalog) by_key: HashMap<String, usize>,
}

/// Where the texts of a language come from.
#[derive(Debug)]
pub(in crate::catalog) enum Making {
    /// All are written by hand.
    Written,
    /// They are made from another language's.
    Derived {
        /// The other language.
        from: Lang,
        /// The keys that are written by hand all the same, in the order of the file.
        by_hand: Vec<String>,
        /// Those of them that say what the conversion says anyway.
        needless: Vec<String>,
        /// The phrases of the wording that no text has.
        idle: Vec<String>,
    },
}

impl Language {
    /// Whether its texts are made from another language's.
    pub(in crate::catalog) fn is_derived(&self) -> bool {
        matches!(self.making, Making::Derived { .. })
    }

    /// The file of its texts.
    pub(in crate::catalog) fn text_path(&self) -> String {
        text_path(&self.id)
    }

    /// The file of its wording, if it is made from another language.
    pub(in crate::catalog) fn wording_path(&self) -> String {
        wording_path(&self.id)
    }
}

/// The file of a language's texts.
pub(in crate::catalog) fn text_path(id: &str) -> String {
    format!("text/{id}.json")
}

/// The file of the wording of a language that is made from another.
pub(in crate::catalog) fn wording_path(id: &str) -> String {
    format!("wording/{id}.json")
}
