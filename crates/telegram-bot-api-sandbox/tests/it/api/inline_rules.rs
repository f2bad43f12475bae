//! What an answer to an inline query may say.

use serde_json::{Value, json};

use crate::support::TestSandbox;

fn article(id: &str) -> Value {
    json!({ "type": "article", "id": id, "title": "T", "input_message_content": { "message_text": "a" } })
}

/// An article with some fields changed, or taken away by `null`.
fn with(changes: Value) -> Value {
    let mut article = article("1");
    for (name, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => article.as_object_mut().unwrap().shift_remove(name),
            value => article.as_object_mut().unwrap().insert(name.clone(), value.clone()),
        };
    }
    article
}

async fn query(t: &TestSandbox) -> Value {
    let [ann] = t.people().await;
    let asking = json!({ "from": ann, "chat_type": "group", "query": "q", "timeout": 0 });
    t.post("/sandbox/inline_queries", asking).await["inline_query_id"].clone()
}

#[tokio::test]
async fn bad_results_are_refused() {
    let t = TestSandbox::new().await;
    let id = query(&t).await;
    let parse = "can't parse inline query result: ";
    let content = |content: Value| with(json!({ "input_message_content": content }));
    let keyboard = json!({ "inline_keyboard": [[{ "text": "a", "callback_data": "x".repeat(65) }]] });
    let app = json!({ "inline_keyboard": [[{ "text": "a", "web_app": { "url": "https://a.kz" } }]] });
    for (result, said) in [
        (with(json!({ "id": "" })), "RESULT_ID_INVALID".to_owned()),
        (with(json!({ "id": "я".repeat(33) })), "RESULT_ID_INVALID".to_owned()),
        (with(json!({ "id": null })), format!("{parse}Can't find field \"id\"")),
        (with(json!({ "title": null })), format!("{parse}Can't find field \"title\"")),
        (with(json!({ "title": " " })), "ARTICLE_TITLE_EMPTY".to_owned()),
        (with(json!({ "title": 1 })), format!("{parse}Field \"title\" must be of type String")),
        (with(json!({ "description": 1 })), format!("{parse}Field \"description\" must be of type String")),
        (with(json!({ "type": "artikel" })), format!("{parse}Unsupported type specified")),
        (
            with(json!({ "type": "photo" })),
            "results of type \"photo\" are not supported yet (sandbox)".to_owned(),
        ),
        (
            with(json!({ "input_message_content": null })),
            format!("{parse}Can't find field \"input_message_content\""),
        ),
        (
            with(json!({ "thumb_url": "x" })),
            "unknown field \"thumb_url\" in InlineQueryResultArticle (sandbox)".to_owned(),
        ),
        (with(json!({ "thumbnail_url": "x" })), "ARTICLE_URL_INVALID".to_owned()),
        (with(json!({ "reply_markup": keyboard })), "BUTTON_DATA_INVALID".to_owned()),
        (with(json!({ "reply_markup": app })), "BUTTON_TYPE_INVALID".to_owned()),
        (with(json!({ "reply_markup": { "force_reply": true } })), "inline keyboard expected".to_owned()),
        (
            content(json!({})),
            "can't parse input message content: Can't find field \"message_text\"".to_owned(),
        ),
        (content(json!({ "message_text": " " })), "message text is empty".to_owned()),
        (content(json!({ "message_text": "x".repeat(4097) })), "message is too long".to_owned()),
        (
            content(json!({ "message_text": "<b>", "parse_mode": "HTML" })),
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"".to_owned(),
        ),
    ] {
        let answer = json!({ "inline_query_id": id, "results": [result] });
        assert_eq!(t.refused("answerInlineQuery", answer).await, format!("Bad Request: {said}"), "{result}");
    }
}

#[tokio::test]
async fn bad_answers_are_refused() {
    let t = TestSandbox::new().await;
    let id = query(&t).await;
    let many = |count: usize| (0..count).map(|n| article(&n.to_string())).collect::<Vec<_>>();
    let button = |parameter: &str| json!({ "text": "a", "start_parameter": parameter });
    let large: Vec<Value> =
        (0..50).map(|n| with(json!({ "id": n.to_string(), "description": "x".repeat(11_000) }))).collect();
    for (fields, said) in [
        (json!({ "results": many(51) }), "RESULTS_TOO_MUCH"),
        (json!({ "results": [article("1"), article("1")] }), "RESULT_ID_DUPLICATE"),
        (json!({}), "parameter \"results\" is required"),
        (json!({ "results": many(1), "next_offset": "x".repeat(65) }), "NEXT_OFFSET_INVALID"),
        (json!({ "results": many(1), "cache_time": -1 }), "CACHE_TIME_INVALID"),
        (json!({ "results": [], "button": { "text": " ", "start_parameter": "x" } }), "SWITCH_PM_TEXT_EMPTY"),
        (json!({ "results": [], "button": { "text": "a" } }), "START_PARAM_EMPTY"),
        (json!({ "results": [], "button": button("") }), "START_PARAM_INVALID"),
        (json!({ "results": [], "button": button("a b") }), "START_PARAM_INVALID"),
        (json!({ "results": [], "button": button(&"x".repeat(65)) }), "START_PARAM_INVALID"),
    ] {
        let mut answer = fields;
        answer["inline_query_id"] = id.clone();
        let refused = t.refused("answerInlineQuery", answer).await;
        assert_eq!(refused, format!("Bad Request: {said}"));
    }
    let large = json!({ "inline_query_id": id, "results": large });
    assert!(t.refused("answerInlineQuery", large).await.ends_with("are too large (sandbox)"));
    let good = json!({
        "inline_query_id": id, "results": many(50), "next_offset": "x".repeat(64), "button": button(&"x".repeat(64)),
    });
    t.call("answerInlineQuery", good.clone()).await;
    let old = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    assert_eq!(t.refused("answerInlineQuery", good).await, old, "a query is answered once");
}
