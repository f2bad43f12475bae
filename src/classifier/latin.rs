//! A Latin word in Cyrillic letters, so that Russian and Kazakh typed on a Latin keyboard share letter groups with
//! the same words in Cyrillic.

/// Letter groups that stand for one letter; longer groups first.
const GROUPS: [(&str, &str); 15] = [
    ("shch", "щ"),
    ("sh", "ш"),
    ("ch", "ч"),
    ("zh", "ж"),
    ("kh", "х"),
    ("ts", "ц"),
    ("yu", "ю"),
    ("ya", "я"),
    ("yo", "е"),
    ("ye", "е"),
    ("iu", "ю"),
    ("ia", "я"),
    ("gh", "г"),
    ("ng", "н"),
    ("ck", "к"),
];

/// The word in Cyrillic letters; `None` if it holds anything but `a` to `z` and apostrophes.
pub fn in_cyrillic(word: &str) -> Option<String> {
    let mut cyrillic = String::with_capacity(2 * word.len());
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        if let Some((group, letter)) = GROUPS.iter().find(|(group, _)| rest.starts_with(group)) {
            cyrillic.push_str(letter);
            rest = &rest[group.len()..];
            continue;
        }
        cyrillic.push(letter(first)?);
        rest = &rest[first.len_utf8()..];
    }
    Some(cyrillic)
}

fn letter(latin: char) -> Option<char> {
    Some(match latin {
        'a' => 'а',
        'b' => 'б',
        'c' => 'ц',
        'd' => 'д',
        'e' => 'е',
        'f' => 'ф',
        'g' => 'г',
        'h' => 'х',
        'i' => 'и',
        'j' => 'ж',
        'k' | 'q' => 'к',
        'l' => 'л',
        'm' => 'м',
        'n' => 'н',
        'o' => 'о',
        'p' => 'п',
        'r' => 'р',
        's' => 'с',
        't' => 'т',
        'u' | 'w' => 'у',
        'v' => 'в',
        'x' => 'х',
        'y' => 'ы',
        'z' => 'з',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_words_are_written_in_cyrillic() {
        for (latin, cyrillic) in [
            ("zhetpedi", Some("жетпеди")),
            ("aqsha", Some("акша")),
            ("shchyot", Some("щет")),
            ("деньги", None),
            ("k9", None),
        ] {
            assert_eq!(in_cyrillic(latin).as_deref(), cyrillic, "{latin}");
        }
    }
}
