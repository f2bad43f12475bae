//! Checks of what is written by hand for a language that is made from another one: all of it is needed.

use crate::catalog::check::Content;
use crate::catalog::language::Making;
use crate::catalog::problem::Problem;

/// A text by hand says something else than the conversion would.
pub(super) fn by_hand_needed(content: &Content<'_>, problems: &mut Vec<Problem>) {
    for language in &content.catalog.languages {
        let Making::Derived { needless, .. } = &language.making else { continue };
        for key in needless {
            let message = "not needed: the conversion says the same; delete it here";
            problems.push(Problem::new("by-hand-needed", language.text_path(), key, message));
        }
    }
}

/// A phrase of the wording is in some text.
pub(super) fn wording_used(content: &Content<'_>, problems: &mut Vec<Problem>) {
    for language in &content.catalog.languages {
        let Making::Derived { idle, .. } = &language.making else { continue };
        for phrase in idle {
            let message = "no converted text has this phrase; is it written as the conversion writes it?";
            problems.push(Problem::new("wording-used", language.wording_path(), phrase, message));
        }
    }
}
