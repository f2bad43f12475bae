//! The kind of an update, to count it by: the name of the one field beside `update_id`.

use std::fmt;

use serde::Deserializer;
use serde::de::{IgnoredAny, MapAccess, Visitor};

/// Every kind the Bot API knows.
const KINDS: [&str; 25] = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "guest_message",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "managed_bot",
];

/// What is counted for anything newer.
const OTHER: &str = "other";

/// The kind of an update; `other` for one that is not known here.
pub fn kind(json: &str) -> &'static str {
    let kind = serde_json::Deserializer::from_str(json).deserialize_map(Kind);
    kind.ok().flatten().unwrap_or(OTHER)
}

/// Finds the first known field.
struct Kind;

impl<'de> Visitor<'de> for Kind {
    type Value = Option<&'static str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an update")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Self::Value, A::Error> {
        let mut kind = None;
        while let Some((field, _)) = fields.next_entry::<String, IgnoredAny>()? {
            kind = kind.or_else(|| KINDS.into_iter().find(|known| *known == field));
        }
        Ok(kind)
    }
}

#[cfg(test)]
mod tests {
    use super::kind;

    #[test]
    fn the_kind_is_the_name_of_a_known_field() {
        for (json, expected) in [
            (r#"{"update_id":1,"message":{"text":"callback_query"}}"#, "message"),
            (r#"{"callback_query":{"message":{}},"update_id":1}"#, "callback_query"),
            (r#"{"update_id":1,"hologram":{}}"#, "other"),
            (r#"{"update_id":1}"#, "other"),
            ("[]", "other"),
            ("", "other"),
        ] {
            assert_eq!(kind(json), expected, "{json}");
        }
    }
}
