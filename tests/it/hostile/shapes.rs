//! Updates in every shape: real ones with something changed, left out, doubled, or put where it does not belong. Some
//! of it can only be said in text, so a marker stands for it until the end: numbers that no type holds, halves of
//! surrogate pairs, the same field twice.

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};

use crate::hostile::words;

/// What a JSON value cannot hold, as text.
const LITERAL: &[&str] = &[
    "1e999",
    "-0",
    "0.1",
    "9223372036854775808",
    "-9223372036854775809",
    "123456789012345678901234567890",
    r#""\ud800""#,
    r#""\udc00\ud800""#,
    r#""beeline \ud83d""#,
    r#""\u0000""#,
    r#""\ud83d\ude00\u202e""#,
    r#"{"id":1,"id":"2","id":null}"#,
];

/// Depths around those that parsers stop at.
const DEPTHS: &[usize] = &[1, 50, 120, 127, 128, 129, 2_000];

/// A change to an update.
#[derive(Clone, Debug)]
enum Change {
    /// Another value at some place.
    Put(Index, Value),
    /// No such field.
    Drop(Index),
    /// One more field.
    Add(Index, String, Value),
    /// The value of one place at another.
    Move(Index, Index),
}

/// An update without its id, as text; JSON nearly always, and always an object when it is.
pub fn update(chat: i64) -> impl Strategy<Value = String> {
    let spoilt = (update_whole(chat), any::<Index>(), words::text()).prop_map(|(text, at, odd)| {
        let at = text.floor_char_boundary(at.index(text.len() + 1));
        format!("{}{odd}{}", &text[..at], &text[at..])
    });
    prop_oneof![9 => update_whole(chat), 1 => spoilt]
}

/// The same, well-formed.
pub fn update_whole(chat: i64) -> impl Strategy<Value = String> {
    let drawn = (words::text(), words::data(), words::tag());
    let base = (any::<Index>(), drawn).prop_map(move |(which, (text, data, tag))| {
        let kinds = real(chat, &text, &data, tag.as_deref());
        kinds[which.index(kinds.len())].clone()
    });
    (base, vec(change(), 0..4)).prop_map(|(mut update, changes)| {
        for change in changes {
            change.apply(&mut update);
        }
        update.as_object_mut().and_then(|fields| fields.remove("update_id"));
        spell(&update)
    })
}

/// Updates as Telegram sends them.
fn real(chat: i64, text: &str, data: &str, tag: Option<&str>) -> Vec<Value> {
    let from = json!({ "id": chat, "is_bot": false, "first_name": "Ann", "language_code": tag });
    let private = json!({ "id": chat, "type": "private", "first_name": "Ann" });
    let group =
        json!({ "id": -1_001_234_567_890_i64, "type": "supergroup", "title": text, "is_forum": true });
    let message = json!({
        "message_id": 17, "date": 1_795_000_000, "chat": private, "from": from, "text": text,
        "entities": [
            { "type": "bot_command", "offset": 0, "length": 6 },
            { "type": "custom_emoji", "offset": 4095, "length": 3, "custom_emoji_id": "5" },
            { "type": "from_the_future", "offset": -1, "length": 99_999_999 },
        ],
    });
    let with = |fields: Value| {
        let mut message = message.clone();
        let map = message.as_object_mut().unwrap();
        map.remove("text");
        map.extend(fields.as_object().unwrap().clone());
        json!({ "message": message })
    };
    let tap = json!({ "id": "4000", "from": from, "chat_instance": "1", "message": message, "data": data });
    let member = |status: &str| json!({ "user": { "id": 7_000_000_001_i64, "is_bot": true, "first_name": "B" }, "status": status });
    vec![
        json!({ "message": message }),
        json!({ "callback_query": tap }),
        with(json!({ "photo": [{ "file_id": "a", "width": 1, "height": 1 }], "caption": text })),
        with(json!({ "sticker": { "emoji": "👍", "file_id": "a" } })),
        with(json!({ "text": text, "message_thread_id": 3, "is_topic_message": true })),
        with(json!({ "text": text, "chat": group, "message_thread_id": 3 })),
        with(json!({ "text": text, "reply_to_message": message, "quote": { "text": text, "position": 0 } })),
        with(json!({ "pinned_message": { "chat": private, "message_id": 1, "date": 0 } })),
        with(json!({ "rich_message": { "blocks": [{ "type": "paragraph", "text": text }] } })),
        with(json!({ "something_new": { "text": text } })),
        json!({ "edited_message": message }),
        json!({ "my_chat_member": {
            "chat": private, "from": from, "date": 1, "old_chat_member": member("member"), "new_chat_member": member("kicked"),
        }}),
        json!({ "inline_query": { "id": "5", "from": from, "query": text, "offset": "" } }),
        json!({ "callback_query": { "id": "6", "from": from, "inline_message_id": "x", "data": data } }),
        json!({ "kind_of_the_future": message }),
    ]
}

fn change() -> impl Strategy<Value = Change> {
    let names = [
        "message",
        "callback_query",
        "chat",
        "from",
        "id",
        "type",
        "text",
        "caption",
        "date",
        "message_id",
        "data",
        "language_code",
        "photo",
        "is_topic_message",
        "message_thread_id",
        "new_chat_member",
        "status",
    ];
    prop_oneof![
        4 => (any::<Index>(), value()).prop_map(|(at, value)| Change::Put(at, value)),
        2 => any::<Index>().prop_map(Change::Drop),
        1 => (any::<Index>(), select(names.to_vec()), value())
            .prop_map(|(at, name, value)| Change::Add(at, name.to_owned(), value)),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Change::Move(from, to)),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        2 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        3 => words::text().prop_map(Value::from),
        1 => Just(json!([])),
        1 => Just(json!({})),
        1 => Just(json!(["private", { "id": 1 }])),
        3 => (0..LITERAL.len()).prop_map(|which| json!({ "literal": which })),
        1 => select(DEPTHS).prop_map(|depth| json!({ "depth": depth })),
    ]
}

impl Change {
    fn apply(self, update: &mut Value) {
        let places = places(update);
        let pick = |at: Index| places[at.index(places.len())].as_str();
        match self {
            Change::Put(at, value) => replace(update, pick(at), value),
            Change::Move(from, to) => {
                let value = update.pointer(pick(from)).cloned().unwrap_or_default();
                replace(update, pick(to), value);
            }
            Change::Drop(at) => {
                if let Some((parent, name)) = pick(at).rsplit_once('/')
                    && let Some(Value::Object(fields)) = update.pointer_mut(parent)
                {
                    fields.remove(name);
                }
            }
            Change::Add(at, name, value) => {
                if let Some(Value::Object(fields)) = update.pointer_mut(pick(at)) {
                    fields.insert(name, value);
                }
            }
        }
    }
}

fn replace(update: &mut Value, place: &str, value: Value) {
    // The whole stays an object: anything else is no update.
    if let Some(there) = update.pointer_mut(place).filter(|_| !place.is_empty()) {
        *there = value;
    }
}

/// Pointers to all values.
fn places(value: &Value) -> Vec<String> {
    let mut places = vec![String::new()];
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (name, value) in inner {
        places.extend(self::places(value).into_iter().map(|rest| format!("/{name}{rest}")));
    }
    places
}

/// The text of a value, with markers spelt out. A later change may have made any number of theirs.
fn spell(value: &Value) -> String {
    let only = |fields: &Map<String, Value>, name: &str| {
        (fields.len() == 1).then(|| fields.get(name)?.as_u64()).flatten().map(|number| number as usize)
    };
    match value {
        Value::Object(fields) => {
            if let Some(which) = only(fields, "literal") {
                return LITERAL[which % LITERAL.len()].to_owned();
            }
            if let Some(depth) = only(fields, "depth").map(|depth| depth % 4096) {
                return format!("{}{}", r#"{"a":["#.repeat(depth), "]}".repeat(depth));
            }
            let fields = fields.iter().map(|(name, value)| format!("{}:{}", json!(name), spell(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(spell).collect::<Vec<_>>().join(",")),
        plain => plain.to_string(),
    }
}
