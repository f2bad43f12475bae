//! The tags of Telegram's HTML, read byte by byte the way Telegram's own parser does, so that refusals and their
//! byte offsets are the same.

/// Every tag there is.
const TAGS: [&str; 17] = [
    "b",
    "strong",
    "i",
    "em",
    "u",
    "ins",
    "s",
    "strike",
    "del",
    "a",
    "code",
    "pre",
    "span",
    "tg-spoiler",
    "tg-emoji",
    "blockquote",
    "tg-time",
];

/// A start tag.
#[derive(Debug)]
pub struct Tag {
    /// In lower case, one of those that exist.
    pub name: &'static str,
    /// The one attribute that matters for this tag: an address, a language, an id, a format.
    pub argument: Option<String>,
    /// The moment of a `tg-time`, in seconds since 1970.
    pub unix_time: Option<i64>,
}

/// A place in the source.
#[derive(Debug)]
pub struct Cursor<'a> {
    source: &'a str,
    position: usize,
}

impl<'a> Cursor<'a> {
    /// The beginning of a source.
    pub fn new(source: &'a str) -> Self {
        Cursor { source, position: 0 }
    }

    /// The byte offset of this place.
    pub fn position(&self) -> usize {
        self.position
    }

    /// The character here; `None` at the end.
    pub fn char(&self) -> Option<char> {
        self.source[self.position..].chars().next()
    }

    /// Goes past a character that was seen here.
    pub fn skip(&mut self, c: char) {
        self.position += c.len_utf8();
    }

    /// Whether an end tag begins here.
    pub fn is_end_tag(&self) -> bool {
        self.source[self.position..].starts_with("</")
    }

    /// Reads `&amp;` and the like, and numeric references. Anything else stays as it is written.
    pub fn entity(&mut self) -> Option<char> {
        let rest = &self.source[self.position..];
        let (length, decoded) = if let Some(number) = rest.strip_prefix("&#") {
            let hex = number.starts_with('x');
            let (radix, skipped) = if hex { (16, 3) } else { (10, 2) };
            let digits: String = rest[skipped..].chars().take_while(|c| c.is_digit(radix)).collect();
            let code = u32::from_str_radix(&digits, radix).ok().filter(|code| *code != 0)?;
            (skipped + digits.len(), char::from_u32(code)?)
        } else {
            let named = [("&lt", '<'), ("&gt", '>'), ("&amp", '&'), ("&quot", '"')];
            let whole_name = |name: &str| {
                rest.strip_prefix(name)
                    .is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphabetic()))
            };
            let (name, decoded) = named.into_iter().find(|(name, _)| whole_name(name))?;
            (name.len(), decoded)
        };
        self.position += length;
        if self.peek() == b';' {
            self.position += 1;
        }
        Some(decoded)
    }

    /// The byte here; 0 at the end.
    fn peek(&self) -> u8 {
        self.source.as_bytes().get(self.position).copied().unwrap_or(0)
    }

    /// Goes on while bytes are wanted and gives what was passed.
    fn take_while(&mut self, wanted: impl Fn(u8) -> bool) -> &'a str {
        let from = self.position;
        while self.position < self.source.len() && wanted(self.peek()) {
            self.position += 1;
        }
        &self.source[from..self.position]
    }

    fn skip_spaces(&mut self) {
        self.take_while(is_space);
    }

    /// Whether nothing is left. A NUL ends a tag as the end of the text does.
    fn is_over(&self) -> bool {
        self.peek() == 0
    }
}

/// Reads a start tag; the cursor is at its `<` and ends up behind its `>`.
///
/// # Errors
/// Telegram's reason.
pub fn start_tag(cursor: &mut Cursor<'_>) -> Result<Tag, String> {
    let begin = cursor.position;
    let unclosed = || format!("Unclosed start tag at byte offset {begin}");
    cursor.position += 1;
    let name = cursor.take_while(|byte| !is_space(byte) && byte != b'>').to_ascii_lowercase();
    if cursor.is_over() {
        return Err(unclosed());
    }
    let Some(known) = TAGS.into_iter().find(|known| *known == name) else {
        return Err(format!("Unsupported start tag \"{name}\" at byte offset {begin}"));
    };
    let mut tag = Tag { name: known, argument: None, unix_time: None };
    loop {
        cursor.skip_spaces();
        if cursor.is_over() {
            return Err(unclosed());
        }
        if cursor.peek() == b'>' {
            cursor.position += 1;
            break;
        }
        let attribute = cursor.take_while(|byte| !is_space(byte) && !b"=>/\"'".contains(&byte));
        if attribute.is_empty() {
            return Err(format!("Empty attribute name in the tag \"{name}\" at byte offset {begin}"));
        }
        cursor.skip_spaces();
        if cursor.peek() != b'=' {
            note(&mut tag, attribute, None);
            continue;
        }
        cursor.position += 1;
        cursor.skip_spaces();
        if cursor.is_over() {
            return Err(unclosed());
        }
        let value = attribute_value(cursor)?;
        if cursor.is_over() {
            return Err(unclosed());
        }
        note(&mut tag, attribute, Some(value));
    }
    check(tag, begin)
}

/// Reads an end tag; the cursor is at its `<` and ends up behind its `>`.
///
/// # Errors
/// Telegram's reason: not closed, or not the end of the tag that is open.
pub fn end_tag(cursor: &mut Cursor<'_>, expected: &str) -> Result<(), String> {
    let begin = cursor.position;
    cursor.position += 2;
    let found = cursor.take_while(|byte| !is_space(byte) && byte != b'>');
    cursor.skip_spaces();
    if cursor.peek() != b'>' {
        return Err(format!("Unclosed end tag at byte offset {begin}"));
    }
    cursor.position += 1;
    // Telegram takes `</>` as the end of whatever is open.
    if found.is_empty() || found.eq_ignore_ascii_case(expected) {
        return Ok(());
    }
    Err(format!("Unmatched end tag at byte offset {begin}, expected \"</{expected}>\", found \"</{found}>\""))
}

fn attribute_value(cursor: &mut Cursor<'_>) -> Result<String, String> {
    let begin = cursor.position;
    let quote = cursor.peek();
    if quote != b'"' && quote != b'\'' {
        let value = cursor.take_while(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-');
        if !is_space(cursor.peek()) && cursor.peek() != b'>' {
            return Err(format!("Unexpected end of name token at byte offset {begin}"));
        }
        return Ok(value.to_ascii_lowercase());
    }
    cursor.position += 1;
    let mut value = String::new();
    while let Some(c) = cursor.char() {
        if c == char::from(quote) {
            cursor.position += 1;
            break;
        }
        match (c, if c == '&' { cursor.entity() } else { None }) {
            (_, Some(decoded)) => value.push(decoded),
            (c, None) => {
                value.push(c);
                cursor.skip(c);
            }
        }
    }
    Ok(value)
}

/// Keeps the attributes that mean something; Telegram ignores all others.
fn note(tag: &mut Tag, attribute: &str, value: Option<String>) {
    let value_or_empty = value.unwrap_or_default();
    match (tag.name, attribute.to_ascii_lowercase().as_str()) {
        ("a", "href") | ("tg-emoji", "emoji-id") | ("tg-time", "format") => {
            tag.argument = Some(value_or_empty)
        }
        ("tg-time", "unix") => tag.unix_time = value_or_empty.parse().ok(),
        ("code", "class") => {
            tag.argument = value_or_empty.strip_prefix("language-").map(str::to_owned);
        }
        ("span", "class") => tag.argument = Some(value_or_empty),
        ("blockquote", "expandable") => tag.argument = Some(String::new()),
        _ => {}
    }
}

fn check(tag: Tag, begin: usize) -> Result<Tag, String> {
    match tag.name {
        "span" if tag.argument.as_deref() != Some("tg-spoiler") => {
            Err(format!("Tag \"span\" must have class \"tg-spoiler\" at byte offset {begin}"))
        }
        "tg-emoji" if tag.argument.as_deref().is_none_or(|id| id.parse::<u64>().is_err()) => {
            Err("Invalid custom emoji identifier specified".into())
        }
        "tg-time" if tag.unix_time.is_none() => Err("Invalid date-time specified".into()),
        _ => Ok(tag),
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0x0B | 0)
}
