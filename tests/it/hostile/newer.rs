//! What Telegram may say in years to come: fields that are not read, or are not as we know them, cost nobody the
//! answer.

use kz_topup_bot::bot::incoming::types::Incoming;

/// A message with these fields beside its text.
fn said(fields: &str) -> Incoming {
    let chat = r#""chat":{"id":5,"type":"private"},"from":{"id":5,"is_bot":false}"#;
    Incoming::read(&format!(
        r#"{{"update_id":1,"message":{{"message_id":2,"date":3,{chat},"text":"/start",{fields}}}}}"#
    ))
}

#[test]
fn a_text_is_read_whatever_stands_beside_it() {
    let deep = format!(r#""future":{}1{}"#, "[".repeat(200), "]".repeat(200));
    let odd = [
        deep.as_str(),
        r#""future":1e999"#,
        r#""future":"\ud800""#,
        r#""is_topic_message":1"#,
        r#""message_thread_id":"7""#,
        r#""caption":{}"#,
        r#""ephemeral_message_id":"x""#,
        r#""guest_query_id":7"#,
        r#""migrate_to_chat_id":{}"#,
        r#""reply_to_message":[]"#,
    ];
    for fields in odd {
        let Incoming::Message(message) = said(fields) else { panic!("{fields} costs the message") };
        assert_eq!(message.text.as_deref(), Some("/start"), "{fields}");
    }
}

#[test]
fn what_is_not_text_is_told_from_a_notice_of_telegrams_own() {
    let sent = |field: &str| {
        let chat = r#""chat":{"id":5,"type":"private"},"from":{"id":5,"is_bot":false}"#;
        Incoming::read(&format!(
            r#"{{"update_id":1,"message":{{"message_id":2,"date":3,{chat},"{field}":{{"a":[1]}}}}}}"#
        ))
    };
    assert!(matches!(sent("voice"), Incoming::Message(_)));
    assert!(matches!(sent("pinned_message"), Incoming::Other));
}
