//! Properties of single characters: Chinese, invisible, look-alike; and how wide a text is on a screen.

use unicode_width::UnicodeWidthStr;

/// Whether a character is a Chinese ideograph, of the basic block or of any extension.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// Whether a character is Chinese or the full-width punctuation that goes with it: no space is written beside it.
pub fn is_full_width(c: char) -> bool {
    is_han(c) || matches!(c, '\u{3001}'..='\u{303F}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF1F}')
}

/// Whether a character is not visible: soft hyphens, zero-width characters, variation selectors.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// How many columns a text takes: Chinese characters and emoji take two.
pub fn columns(text: &str) -> usize {
    text.width()
}

/// Latin letters and the Cyrillic ones that look like them.
const LOOK_ALIKES: [(char, char); 12] = [
    ('a', 'а'),
    ('b', 'в'),
    ('c', 'с'),
    ('e', 'е'),
    ('h', 'н'),
    ('k', 'к'),
    ('m', 'м'),
    ('o', 'о'),
    ('p', 'р'),
    ('t', 'т'),
    ('x', 'х'),
    ('y', 'у'),
];

/// The Cyrillic letter that a Latin one looks like.
pub fn as_cyrillic(c: char) -> Option<char> {
    LOOK_ALIKES.iter().find(|(latin, _)| *latin == c).map(|(_, cyrillic)| *cyrillic)
}

/// The Latin letter that a Cyrillic one looks like.
pub fn as_latin(c: char) -> Option<char> {
    LOOK_ALIKES.iter().find(|(_, cyrillic)| *cyrillic == c).map(|(latin, _)| *latin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ideographs_beyond_the_basic_plane_are_chinese() {
        assert!(['端', '㐀', '𣈶', '𣯶', '\u{323AF}'].into_iter().all(is_han));
        assert!(!['a', 'ж', '。', 'ー'].into_iter().any(is_han));
    }

    #[test]
    fn emoji_and_chinese_are_two_columns_wide() {
        for (text, expected) in [("abc", 3), ("Қазақ", 5), ("话费", 4), ("✅", 2), ("⚠️", 2), ("🪪", 2)]
        {
            assert_eq!(columns(text), expected, "{text}");
        }
    }
}
