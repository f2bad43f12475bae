//! Telegram's HTML: what it becomes, and how it is refused.

use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};
use serde_json::{Value, json};
use telegram_bot_api_sandbox::rules::formatting::{ParseMode, format};

use crate::support::TestSandbox;

/// A source, the text it becomes, and its entities as `type@offset+length[=extra]`.
const GOOD: &[(&str, &str, &str)] = &[
    ("plain", "plain", ""),
    ("<b>a</b> <strong>b</strong>", "a b", "bold@0+1 bold@2+1"),
    ("<i>a</i><em>b</em>", "ab", "italic@0+1 italic@1+1"),
    ("<u>a</u><ins>b</ins>", "ab", "underline@0+1 underline@1+1"),
    (
        "<s>a</s><strike>b</strike><del>c</del>",
        "abc",
        "strikethrough@0+1 strikethrough@1+1 strikethrough@2+1",
    ),
    ("<tg-spoiler>a</tg-spoiler><span class=\"tg-spoiler\">b</span>", "ab", "spoiler@0+1 spoiler@1+1"),
    ("<code>*100#</code>", "*100#", "code@0+5"),
    ("<code class=\"language-rust\">x</code>", "x", "code@0+1"),
    ("<pre>a\nb</pre>", "a\nb", "pre@0+3"),
    ("<pre><code class=\"language-rust\">x</code></pre>", "x", "pre@0+1=rust"),
    ("<pre><code class=\"language-rust\">x</code> y</pre>", "x y", "pre@0+3"),
    ("<a href=\"https://beeline.kz/a?b=1&amp;c=2\">x</a>", "x", "text_link@0+1=https://beeline.kz/a?b=1&c=2"),
    ("<a href='http://kaspi.kz'>x</a>", "x", "text_link@0+1=http://kaspi.kz/"),
    ("<a href=\"tg://resolve?domain=x\">x</a>", "x", "text_link@0+1=tg://resolve?domain=x"),
    ("<a>kaspi.kz</a>", "kaspi.kz", "text_link@0+8=http://kaspi.kz/"),
    ("<a href=\"nowhere\">x</a>", "x", ""),
    ("<a href=\"javascript://x.y\">x</a>", "x", ""),
    ("<blockquote>a</blockquote>", "a", "blockquote@0+1"),
    ("<blockquote expandable>a <b>b</b></blockquote>", "a b", "expandable_blockquote@0+3 bold@2+1"),
    ("<tg-emoji emoji-id=\"5368\">👍</tg-emoji>", "👍", "custom_emoji@0+2=5368"),
    ("<tg-time unix=\"1700000000\" format=\"d\">then</tg-time>", "then", "date_time@0+4=1700000000"),
    ("&lt;b&gt; &amp; &quot;", "<b> & \"", ""),
    ("&#60;&#x3e;&#128077;", "<>👍", ""),
    ("&nbsp;&copy; &unknown; & &#0;", "&nbsp;&copy; &unknown; & &#0;", ""),
    ("&ltb", "&ltb", ""),
    ("<B>a</B> <A HREF='https://a.kz'>b</A>", "a b", "bold@0+1 text_link@2+1=https://a.kz/"),
    ("<b>a</>", "a", "bold@0+1"),
    ("<b>a</b  >", "a", "bold@0+1"),
    ("<b class=\"x\" id=y>a</b>", "a", "bold@0+1"),
    ("<b><i>a</i></b>", "a", "bold@0+1 italic@0+1"),
    ("👍 <b>中文</b> e", "👍 中文 e", "bold@3+2"),
    ("<b>  a  </b>b", "a  b", "bold@0+1"),
    ("a<b> </b>b<i></i>", "a b", ""),
    ("  a  ", "a", ""),
    ("\n\n<b>\n a</b>\n", "a", "bold@0+1"),
    ("<b>a<code>b</code>c</b>", "abc", "bold@0+1 code@1+1 bold@2+1"),
    ("<b>a <code>b</code> c</b>", "a b c", "bold@0+1 code@2+1 bold@4+1"),
    ("<a href=\"tg://user?id=1\">a</a>", "a", ""),
    ("<code><b>a</b></code>", "a", "code@0+1"),
    ("<a href=\"https://a.kz\">a<code>b</code></a>", "ab", "code@1+1"),
    ("<blockquote><code>b</code></blockquote>", "b", "blockquote@0+1 code@0+1"),
    ("a\r\nb\tc\u{202E}d", "a\nb cd", ""),
    (
        "/start @someone https://a.kz/b, a.kz.",
        "/start @someone https://a.kz/b, a.kz.",
        "bot_command@0+6 mention@7+8 url@16+14 url@32+4",
    ),
    ("<code>/start</code> <b>/help</b>", "/start /help", "code@0+6 bot_command@7+5 bold@7+5"),
    ("a/start /start/x 1.5 a.b ok.", "a/start /start/x 1.5 a.b ok.", ""),
    ("/start@sandbox_bot", "/start@sandbox_bot", "bot_command@0+18"),
    ("(/start)", "(/start)", "bot_command@1+6"),
];

/// A source and Telegram's reason not to take it.
const BAD: &[(&str, &str)] = &[
    ("<x>a</x>", "Unsupported start tag \"x\" at byte offset 0"),
    ("я<br/>", "Unsupported start tag \"br/\" at byte offset 2"),
    ("a < b", "Unsupported start tag \"\" at byte offset 2"),
    ("<p>", "Unsupported start tag \"p\" at byte offset 0"),
    ("<b>a", "Can't find end tag corresponding to start tag \"b\""),
    ("<b><i>a</i>", "Can't find end tag corresponding to start tag \"b\""),
    ("a</b>", "Unexpected end tag at byte offset 1"),
    ("<b>a</b></b>", "Unexpected end tag at byte offset 8"),
    ("<b><i>a</b></i>", "Unmatched end tag at byte offset 7, expected \"</i>\", found \"</b>\""),
    ("<b>a</strong>", "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</strong>\""),
    ("a <b", "Unclosed start tag at byte offset 2"),
    ("a <", "Unclosed start tag at byte offset 2"),
    ("<a href=\"x>a</a>", "Unclosed start tag at byte offset 0"),
    ("<a href=", "Unclosed start tag at byte offset 0"),
    ("<b>a</b", "Unclosed end tag at byte offset 4"),
    ("<b>a</b x>", "Unclosed end tag at byte offset 4"),
    ("<a =\"x\">a</a>", "Empty attribute name in the tag \"a\" at byte offset 0"),
    ("<b/ >a</b>", "Unsupported start tag \"b/\" at byte offset 0"),
    ("<b />a</b>", "Empty attribute name in the tag \"b\" at byte offset 0"),
    ("<a href=https://a.kz>a</a>", "Unexpected end of name token at byte offset 8"),
    ("<span>a</span>", "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0"),
    ("<span class=\"x\">a</span>", "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0"),
    ("<tg-emoji>👍</tg-emoji>", "Invalid custom emoji identifier specified"),
    (
        "<blockquote>a<blockquote>b</blockquote></blockquote>",
        "Blockquotes can't be nested at byte offset 13 (sandbox)",
    ),
];

/// `type@offset+length`, with what belongs to it.
fn short(entity: &Value) -> String {
    let extra =
        ["url", "language", "custom_emoji_id", "unix_time"].iter().find_map(|field| entity.get(field));
    let extra = match extra {
        Some(Value::String(text)) => format!("={text}"),
        Some(value) => format!("={value}"),
        None => String::new(),
    };
    format!("{}@{}+{}{extra}", entity["type"].as_str().unwrap(), entity["offset"], entity["length"])
}

#[tokio::test]
async fn good_html_becomes_text_and_entities() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    for (source, text, entities) in GOOD {
        let sent =
            t.call("sendMessage", json!({ "chat_id": id, "text": source, "parse_mode": "hTmL" })).await;
        let none = Vec::new();
        let found: Vec<String> = sent["entities"].as_array().unwrap_or(&none).iter().map(short).collect();
        assert_eq!(
            (sent["text"].as_str().unwrap(), found.join(" ").as_str()),
            (*text, *entities),
            "{source}"
        );
    }
}

#[tokio::test]
async fn bad_html_is_refused_in_telegrams_words() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    for (source, reason) in BAD {
        let said =
            t.refused("sendMessage", json!({ "chat_id": id, "text": source, "parse_mode": "HTML" })).await;
        assert_eq!(said, format!("Bad Request: can't parse entities: {reason}"), "{source}");
    }
}

#[tokio::test]
async fn a_plain_text_stays_as_it_is() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    let sent = t.call("sendMessage", json!({ "chat_id": id, "text": "<b>1 < 2 &amp;" })).await;
    assert_eq!((&sent["text"], sent.get("entities")), (&json!("<b>1 < 2 &amp;"), None));
    let with_mode = |mode: &str| json!({ "chat_id": id, "text": "a", "parse_mode": mode });
    assert_eq!(t.refused("sendMessage", with_mode("x")).await, "Bad Request: unsupported parse_mode");
    // A mode that exists is not refused as one that does not.
    assert!(t.refused("sendMessage", with_mode("Markdown")).await.ends_with("(sandbox)"));
}

#[tokio::test]
async fn the_limit_counts_characters_after_parsing() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    for unit in ["a", "я", "中", "👍", "&amp;"] {
        let text = format!("<b>{}</b>", unit.repeat(4096));
        t.call("sendMessage", json!({ "chat_id": id, "text": text, "parse_mode": "HTML" })).await;
        let text = format!("<b>{}</b>{unit}", unit.repeat(4096));
        let params = json!({ "chat_id": id, "text": text, "parse_mode": "HTML" });
        assert_eq!(t.refused("sendMessage", params).await, "Bad Request: message is too long", "{unit}");
    }
    let hundred = "<b>a</b> ".repeat(100);
    t.call("sendMessage", json!({ "chat_id": id, "text": hundred, "parse_mode": "HTML" })).await;
    let more = "<b>a</b> ".repeat(101);
    let params = json!({ "chat_id": id, "text": more, "parse_mode": "HTML" });
    assert_eq!(t.refused("sendMessage", params).await, "Bad Request: more than 100 entities (sandbox)");
}

#[tokio::test]
async fn an_invisible_text_is_empty() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    for text in ["", " \n\t", "<b> </b>", "\u{200B}", "\u{2800}\u{FEFF}", "<i></i>", "\u{0}"] {
        let params = json!({ "chat_id": id, "text": text, "parse_mode": "HTML" });
        assert_eq!(t.refused("sendMessage", params).await, "Bad Request: message text is empty", "{text:?}");
    }
}

#[tokio::test]
async fn a_mention_by_id_needs_somebody_known() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    let text = format!("<a href=\"tg://user?id={id}\">you</a>");
    let sent = t.call("sendMessage", json!({ "chat_id": id, "text": text, "parse_mode": "HTML" })).await;
    let user = json!({ "id": id, "is_bot": false, "first_name": "Ann" });
    assert_eq!(sent["entities"], json!([{ "offset": 0, "length": 3, "type": "text_mention", "user": user }]));
}

/// Pieces of HTML in any order, most of them wrong.
fn scraps() -> impl Strategy<Value = String> {
    let tags = [
        "<b>",
        "</b>",
        "<code>",
        "</code>",
        "<pre>",
        "</pre>",
        "<a href=\"a.kz\">",
        "</a>",
        "</>",
        "<blockquote>",
    ];
    let odd = [
        "<",
        ">",
        "&",
        "&#",
        "&#x1F44D;",
        "&amp;",
        " ",
        "\n",
        "/start",
        "@name1",
        "https://a.kz",
        "\"",
        "=",
        "\0",
    ];
    let scrap = prop_oneof![
        prop::sample::select(tags.to_vec()).prop_map(str::to_owned).boxed(),
        prop::sample::select(odd.to_vec()).prop_map(str::to_owned).boxed(),
        any::<char>().prop_map(String::from).boxed(),
        Just("中👍".to_owned()).boxed(),
    ];
    prop::collection::vec(scrap, 0..20).prop_map(|scraps| scraps.concat())
}

proptest! {
    #[test]
    fn entities_always_lie_within_the_text(source in scraps()) {
        for mode in [ParseMode::Html, ParseMode::Plain] {
            let Ok(formatted) = format(&source, mode) else { continue };
            let units: Vec<u16> = formatted.text.encode_utf16().collect();
            for entity in &formatted.entities {
                assert!(entity.length > 0 && entity.end() <= units.len(), "{source:?}: {formatted:?}");
                assert!(String::from_utf16(&units[entity.offset..entity.end()]).is_ok(), "{source:?}: {formatted:?}");
            }
            assert!(formatted.entities.is_sorted_by_key(|entity| entity.offset), "{source:?}: {formatted:?}");
        }
    }
}
