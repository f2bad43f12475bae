//! A language that is made from another one: Traditional Chinese from Simplified. Every text is converted, so a change
//! of the original is a change of both; the few that do not convert well are written by hand.

use std::collections::HashMap;

use crate::catalog::template::Template;
use crate::text::chinese::Traditional;
use crate::text::wording::Wording;

/// What came of making a language.
#[derive(Debug)]
pub(in crate::catalog) struct Made {
    /// Text key -> text, in the order of the original.
    pub texts: Vec<(String, Template)>,
    /// The texts written by hand that say what the conversion says anyway.
    pub needless: Vec<String>,
    /// The phrases that no text has.
    pub idle: Vec<String>,
}

/// Makes the texts of a language from those of `original`; what is in `by_hand` is taken as it is.
pub(in crate::catalog) fn derive(
    original: &[(String, Template)],
    by_hand: &[(String, Template)],
    phrases: Vec<(String, String)>,
) -> Made {
    let traditional = Traditional::open();
    let mut wording = Wording::new(phrases);
    let by_hand: HashMap<&str, &Template> = by_hand.iter().map(|(key, text)| (key.as_str(), text)).collect();
    let mut needless = Vec::new();
    let texts = original.iter().map(|(key, text)| {
        let converted = text.reworded(|words| traditional.text(words, &mut wording));
        let text = match by_hand.get(key.as_str()) {
            Some(&written) if *written != converted => written.clone(),
            Some(_) => {
                needless.push(key.clone());
                converted
            }
            None => converted,
        };
        (key.clone(), text)
    });
    let texts = texts.collect();
    Made { texts, needless, idle: wording.unused().map(str::to_owned).collect() }
}
