//! The pure way of an update, for anything at all.

use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any, prop_assert, proptest};

use crate::hostile::way::Way;
use crate::hostile::{shapes, words};
use crate::person::content;

/// Somebody's chat.
const CHAT: i64 = 100_000_001;
/// Of so many cases the counts below are meant.
const USUAL: u32 = 256;

static WAY: LazyLock<Way> = LazyLock::new(|| Way::new(content()));

/// As many cases, or more or fewer as the environment asks for.
fn cases(usual: u32) -> ProptestConfig {
    let asked = ProptestConfig::default().cases;
    let cases = u64::from(usual) * u64::from(asked) / u64::from(USUAL);
    ProptestConfig { cases: u32::try_from(cases).unwrap_or(u32::MAX).max(1), ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(250))]

    #[test]
    fn an_update_of_any_shape_is_read_and_answered(
        text in shapes::update(CHAT), number in any::<usize>(), id in any::<Option<i64>>(),
    ) {
        let text = match id {
            Some(id) => text.replacen('{', &format!("{{\"update_id\":{id},"), 1),
            None => text,
        };
        if let Some(after) = WAY.update(&text, WAY.session(number)) {
            WAY.update(&text, after);
        }
    }

    #[test]
    fn a_persons_message_is_answered_whatever_else_it_holds(text in words::text(), number in any::<usize>()) {
        let message = serde_json::json!({ "update_id": 1, "message": {
            "message_id": 1, "date": 1, "chat": { "id": CHAT, "type": "private" }, "text": text,
            "entities": [{ "type": "new", "offset": -7, "length": 1_u64 << 40 }], "new": { "text": [text] },
        }});
        prop_assert!(WAY.update(&message.to_string(), WAY.session(number)).is_some());
    }

    #[test]
    fn any_data_of_a_button_leads_somewhere(data in words::data(), tag in words::tag(), number in any::<usize>()) {
        WAY.press(&data, tag.as_deref(), WAY.session(number));
    }

    #[test]
    fn any_payload_of_a_link_leads_somewhere(payload in words::payload(), tag in words::tag(), number in any::<usize>()) {
        let after = WAY.link(&payload, tag.as_deref(), WAY.session(number));
        WAY.text(&format!("/start {payload}"), tag.as_deref(), after);
    }

    #[test]
    fn any_session_in_storage_can_be_gone_on_with(state in shapes::update(CHAT), text in words::text()) {
        let stored = format!("{{\"v\":1,\"lang\":\"zh\",\"state\":{state}}}");
        for stored in [stored, state] {
            if let Some(session) = WAY.stored(&stored) {
                WAY.text(&text, None, session);
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(80))]

    #[test]
    fn anything_typed_is_answered_in_every_state(
        texts in vec(words::text(), 1..5), tag in words::tag(), number in any::<usize>(),
    ) {
        let mut session = WAY.session(number);
        for text in texts {
            session = WAY.text(&text, tag.as_deref(), session);
        }
    }
}
