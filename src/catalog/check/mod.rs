//! The rules of sound content: a table of small named checks. Each looks at the whole catalog and adds what it
//! finds; all run, and all their problems are reported at once. What can only be judged on a finished screen
//! (length, callback size) is checked where screens are rendered.

mod counter;
mod derived;
mod evidence;
mod payers;
mod prefixes;
mod signs;
mod structure;
mod texts;

use crate::catalog::files::Files;
use crate::catalog::model::Catalog;
use crate::catalog::problem::Problem;

/// What a check sees.
pub(in crate::catalog::check) struct Content<'a> {
    catalog: &'a Catalog,
    files: &'a Files,
}

type Check = fn(&Content<'_>, &mut Vec<Problem>);

/// Every check, in the order in which an author would want to hear of it.
static CHECKS: &[(&str, Check)] = &[
    ("stray-file", structure::stray_file),
    ("not-empty", structure::not_empty),
    ("id-form", structure::id_form),
    ("id-once", structure::id_once),
    ("alias-once", structure::alias_once),
    ("group-flat", structure::group_flat),
    ("all-ways", structure::all_ways),
    ("guide-whole", structure::guide_whole),
    ("offline-whole", structure::offline_whole),
    ("clerk-whole", counter::clerk_whole),
    ("labels-whole", counter::labels_whole),
    ("risk-on-way", structure::risk_on_way),
    ("retired-is-gone", structure::retired_is_gone),
    ("safer-is-safe", structure::safer_is_safe),
    ("flag-heard", signs::flag_heard),
    ("sign-examples", signs::sign_examples),
    ("phrase-once", signs::phrase_once),
    ("hollow-denies", signs::hollow_denies),
    ("host-form", signs::host_form),
    ("host-official", signs::host_official),
    ("same-keys", texts::same_keys),
    ("same-places", texts::same_places),
    ("by-hand-needed", derived::by_hand_needed),
    ("wording-used", derived::wording_used),
    ("text-exists", texts::text_exists),
    ("text-used", texts::text_used),
    ("text-fills", texts::text_fills),
    ("text-of-operator", texts::text_of_operator),
    ("text-tidy", texts::text_tidy),
    ("code-names-operator", evidence::code_names_operator),
    ("fact-used", evidence::fact_used),
    ("fact-words", evidence::fact_words),
    ("mark-allows", evidence::mark_allows),
    ("number-has-fact", evidence::number_has_fact),
    ("site-is-https", evidence::site_is_https),
    ("payer-once", payers::payer_once),
    ("payer-ways", payers::payer_ways),
    ("payer-served", payers::payer_served),
    ("prefix-form", prefixes::prefix_form),
    ("prefix-once", prefixes::prefix_once),
];

/// The names of all checks, for the authors' manual.
pub fn names() -> impl Iterator<Item = &'static str> {
    CHECKS.iter().map(|(name, _)| *name)
}

/// Runs every check.
pub(in crate::catalog) fn run(catalog: &Catalog, files: &Files) -> Vec<Problem> {
    let content = Content { catalog, files };
    let mut problems = Vec::new();
    for (_, check) in CHECKS {
        check(&content, &mut problems);
    }
    problems
}
