//! MarkdownV2, and entities that are given with a text.

use serde_json::{Value, json};
use telegram_bot_api_sandbox::rules::formatting::{ParseMode, format};

use crate::support::TestSandbox;

/// The text, and each entity as `type from..to`.
fn read(source: &str) -> Result<(String, Vec<String>), String> {
    let formatted = format(source, ParseMode::MarkdownV2)?;
    let name = |entity: &Value| {
        let (from, length) = (entity["offset"].as_u64().unwrap(), entity["length"].as_u64().unwrap());
        format!("{} {from}..{}", entity["type"].as_str().unwrap(), from + length)
    };
    let entities = formatted.entities.iter().map(|entity| name(&entity.json())).collect();
    Ok((formatted.text, entities))
}

fn reads(source: &str, text: &str, entities: &[&str]) {
    assert_eq!(
        read(source),
        Ok((text.to_owned(), entities.iter().map(|&name| name.to_owned()).collect())),
        "{source}"
    );
}

#[test]
fn every_mark_becomes_its_entity() {
    reads(
        "*b* _i_ __u__ ~s~ ||x||",
        "b i u s x",
        &["bold 0..1", "italic 2..3", "underline 4..5", "strikethrough 6..7", "spoiler 8..9"],
    );
    reads("*b _i_*", "b i", &["bold 0..3", "italic 2..3"]);
    reads("`a*b` and ```rust\nlet x;\n```", "a*b and let x;", &["code 0..3", "pre 8..14"]);
    reads(
        "[me](tg://user?id=7) [site](https://example.org/a\\)b)",
        "me site",
        &["text_mention 0..2", "text_link 3..7"],
    );
    reads("![👍](tg://emoji?id=5368324170671202286)", "👍", &["custom_emoji 0..2"]);
    reads(">one\n>two\nthree", "one\ntwo\nthree", &["blockquote 0..7"]);
    reads(">one\n>two||", "one\ntwo", &["expandable_blockquote 0..7"]);
    reads("1\\. a\\-b 😀 *c*", "1. a-b 😀 c", &["bold 10..11"]);
}

#[test]
fn mistakes_are_refused_in_the_words_of_telegram() {
    for (source, reason) in [
        ("1. a", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a > b", "Character '>' is reserved and must be escaped with the preceding '\\'"),
        ("a *b", "Can't find end of Bold entity at byte offset 2"),
        ("ж ```b", "Can't find end of Pre entity at byte offset 3"),
        ("[a](b", "Can't find end of a URL at byte offset 4"),
    ] {
        assert_eq!(read(source), Err(reason.to_owned()), "{source}");
    }
}

#[tokio::test]
async fn entities_can_be_given_with_the_text() {
    let t = TestSandbox::new().await;
    let ann = t.person().await;
    let bold = json!([{ "type": "bold", "offset": 3, "length": 2 }]);
    let sent = t.call("sendMessage", json!({ "chat_id": ann, "text": "😀 ok", "entities": bold })).await;
    assert_eq!(sent["entities"], bold);
    let outside = json!([{ "type": "bold", "offset": 3, "length": 9 }]);
    let refused =
        t.refused("sendMessage", json!({ "chat_id": ann, "text": "😀 ok", "entities": outside })).await;
    assert!(refused.ends_with("(sandbox)"), "{refused}");
    let both = json!({ "chat_id": ann, "text": "a", "entities": [], "parse_mode": "HTML" });
    assert!(t.refused("sendMessage", both).await.ends_with("(sandbox)"));
}
