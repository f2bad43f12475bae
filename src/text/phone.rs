//! Reads telephone numbers: runs of digits, however they are grouped, and the country they belong to. Full-width
//! digits, brackets, dashes and the invisible marks that address books put around numbers make no difference.

use crate::text::fold::fold_width;

/// Characters of a text that are read.
const READ_AT_MOST: usize = 300;
/// Digits after +7 that tell the operator.
const PREFIX: usize = 3;
/// Kazakhstan and Russia share this country code.
const SHARED_CODE: char = '7';
/// The country code of China.
const CHINA_CODE: &str = "86";
/// What is dialled instead of a plus sign.
const INTERNATIONAL: &str = "00";
/// Digits of the longest telephone number, with its country code.
const LONGEST_NUMBER: usize = 15;

/// A run of digits, however they are grouped.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct DigitRun {
    form: Form,
    digits: String,
}

/// How a number begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Form {
    /// With a digit.
    #[default]
    Bare,
    /// With a plus sign.
    International,
}

/// Where a number belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin<'a> {
    /// Three digits after +7, where Kazakhstan's mobile numbers are.
    Kazakhstan(&'a str),
    /// A Russian number.
    Russia,
    /// A Chinese number.
    China,
    /// A number of another country.
    Abroad,
    /// After +7, but of no known range.
    Unknown,
    /// Neither the beginning of a number nor a whole one.
    Unclear,
}

/// The run of digits that is the likeliest number: the first that can be one, else the first at all.
pub fn number(text: &str) -> Option<DigitRun> {
    let mut runs = runs(text);
    let telling = |run: &DigitRun| run.form == Form::International || run.digits.len() >= PREFIX;
    let at = runs.iter().position(telling).unwrap_or_default();
    (!runs.is_empty()).then(|| runs.swap_remove(at))
}

fn runs(text: &str) -> Vec<DigitRun> {
    let text: String = text.chars().take(READ_AT_MOST).collect();
    let mut runs = Vec::new();
    let mut run = DigitRun::default();
    for c in fold_width(&text).chars() {
        match c {
            '0'..='9' => run.digits.push(c),
            '+' => {
                runs.push(std::mem::take(&mut run));
                run.form = Form::International;
            }
            c if is_grouping(c) => {}
            _ => runs.push(std::mem::take(&mut run)),
        }
    }
    runs.push(run);
    runs.retain(|run| !run.digits.is_empty());
    runs
}

/// Whether a character may stand inside a number: spaces, brackets, dots, dashes, marks of direction.
fn is_grouping(c: char) -> bool {
    matches!(c, ' ' | '\t' | '(' | ')' | '.' | '-' | '\u{AD}' | '\u{2010}'..='\u{2015}' | '\u{2212}')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

impl DigitRun {
    /// Where the number belongs.
    pub fn origin(&self) -> Origin<'_> {
        origin(self.form, &self.digits)
    }
}

fn origin(form: Form, digits: &str) -> Origin<'_> {
    if digits.len() == PREFIX && digits.starts_with(SHARED_CODE) {
        return Origin::Kazakhstan(digits);
    }
    match (form, digits.strip_prefix(INTERNATIONAL)) {
        (Form::International, _) => international(digits),
        (Form::Bare, Some(rest)) if rest.len() > PREFIX => international(rest),
        (Form::Bare, _) => bare(digits),
    }
}

/// A number with its country code.
fn international(digits: &str) -> Origin<'_> {
    if let Some(national) = digits.strip_prefix(SHARED_CODE) {
        shared(national)
    } else if digits.starts_with(CHINA_CODE) {
        Origin::China
    } else if (2..=LONGEST_NUMBER).contains(&digits.len()) {
        Origin::Abroad
    } else {
        Origin::Unclear
    }
}

/// A number without a plus sign: its length tells how it is written. What is a code or a card by its length is not
/// read.
fn bare(digits: &str) -> Origin<'_> {
    match digits.len() {
        // Three digits after +7, or ten, as on a shop's counter.
        3 | 10 => match shared(digits) {
            // Numbers of other countries are as long; only Russia's mobile ones are surely meant.
            Origin::Russia if !digits.starts_with('9') => Origin::Unknown,
            origin => origin,
        },
        // With the 7 of the country or the 8 that is dialled inside it.
        4 | 11 if digits.starts_with([SHARED_CODE, '8']) => shared(&digits[1..]),
        11 if digits.starts_with('1') => Origin::China,
        13 if digits.starts_with(CHINA_CODE) => Origin::China,
        12 | 13 => Origin::Abroad,
        _ => Origin::Unclear,
    }
}

/// What stands behind +7: Kazakhstan has the numbers that begin with 7, 6 and 0; Russia most of the others.
fn shared(national: &str) -> Origin<'_> {
    let Some(prefix) = national.get(..PREFIX).filter(|_| national.len() < LONGEST_NUMBER) else {
        return Origin::Unclear;
    };
    match prefix.chars().next() {
        Some('7') => Origin::Kazakhstan(prefix),
        Some('3' | '4' | '9') => Origin::Russia,
        _ => Origin::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_by_how_they_are_written() {
        for (text, expected) in [
            ("701", Origin::Kazakhstan("701")),
            ("+701", Origin::Kazakhstan("701")),
            ("７０１", Origin::Kazakhstan("701")),
            ("7701", Origin::Kazakhstan("701")),
            ("8701", Origin::Kazakhstan("701")),
            ("8 (701) 123-45-67", Origin::Kazakhstan("701")),
            ("8.701.123.45.67", Origin::Kazakhstan("701")),
            ("+7 701 …", Origin::Kazakhstan("701")),
            ("\u{202a}+7\u{a0}701\u{2011}123\u{2011}45\u{2011}67\u{202c}", Origin::Kazakhstan("701")),
            ("＋７（７０１）１２３４５６７", Origin::Kazakhstan("701")),
            ("007 701 1234567", Origin::Kazakhstan("701")),
            ("7011234567", Origin::Kazakhstan("701")),
            ("77011234567", Origin::Kazakhstan("701")),
            ("701 *** ** **", Origin::Kazakhstan("701")),
            ("我的号码是 +7 701 123 45 67，充 5000", Origin::Kazakhstan("701")),
            ("25 жаста, 701", Origin::Kazakhstan("701")),
            ("+7 705 1234567 +7 701 1234567", Origin::Kazakhstan("705")),
            ("+7 916 123 45 67", Origin::Russia),
            ("8 916 123 45 67", Origin::Russia),
            ("9161234567", Origin::Russia),
            ("+7 495 123 45 67", Origin::Russia),
            ("4951234567", Origin::Unknown),
            ("+86 138 0013 8000", Origin::China),
            ("+86", Origin::China),
            ("0086 138 0013 8000", Origin::China),
            ("8613800138000", Origin::China),
            ("13800138000", Origin::China),
            ("+996 555 123456", Origin::Abroad),
            ("998901234567", Origin::Abroad),
            ("138", Origin::Unknown),
            ("+7 6", Origin::Unclear),
            ("+7 600 1234567", Origin::Unknown),
            ("70", Origin::Unclear),
            ("+7", Origin::Unclear),
            ("482913", Origin::Unclear),
            ("4400 4301 1234 5678", Origin::Unclear),
            ("+7701123456701234567", Origin::Unclear),
        ] {
            let run = number(text).expect("digits");
            assert_eq!(run.origin(), expected, "{text}");
        }
    }
}
