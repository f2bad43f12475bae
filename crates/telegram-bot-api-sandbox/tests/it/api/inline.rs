//! Inline mode: asking, answering, choosing, and what comes of the message.

use serde_json::{Value, json};

use crate::support::TestSandbox;

fn article(id: &str, keyboard: &Value) -> Value {
    let content = json!({ "message_text": "<b>Hi</b>", "parse_mode": "HTML" });
    let mut article = json!({ "type": "article", "id": id, "title": "T", "input_message_content": content });
    if !keyboard.is_null() {
        article["reply_markup"] = keyboard.clone();
    }
    article
}

/// Somebody asks and the bot answers with these results and parameters; what the person gets and the bot's update.
async fn ask(t: &TestSandbox, asking: Value, answer: Value) -> (Value, Value) {
    let bot = async {
        let updates = t.call("getUpdates", json!({ "timeout": 20 })).await;
        let mut params = answer;
        params["inline_query_id"] = updates[0]["inline_query"]["id"].clone();
        t.call("answerInlineQuery", params).await;
        t.updates().await;
        updates[0]["inline_query"].clone()
    };
    tokio::join!(t.post("/sandbox/inline_queries", asking), bot)
}

#[tokio::test]
async fn a_result_is_found_sent_pressed_and_edited() {
    let t = TestSandbox::new().await;
    let [ann, bob] = t.people().await;
    let own = t.chat(json!({ "type": "private", "members": [ann, bob] })).await;
    t.settings(json!({ "inline_feedback": "on" })).await;
    assert_eq!(t.call("getMe", json!({})).await["supports_inline_queries"], true);
    let keyboard = json!({ "inline_keyboard": [[{ "text": "More", "callback_data": "1" }]] });
    let button = json!({ "text": "In private", "start_parameter": "x" });
    let answer = json!({ "results": [article("1", &keyboard), article("2", &Value::Null)], "button": button, "next_offset": "2" });
    let asking = json!({ "from": ann, "chat": own, "query": "bee", "timeout": 25 });
    let (found, query) = ask(&t, asking, answer).await;
    assert_eq!(
        (&query["query"], &query["chat_type"], &query["from"]["id"]),
        (&json!("bee"), &json!("private"), &json!(ann))
    );
    assert_eq!(
        (&found["answered"], &found["cached"], &found["next_offset"]),
        (&json!(true), &json!(false), &json!("2"))
    );
    assert_eq!((&found["results"][0], &found["button"]), (&article("1", &keyboard), &button));

    let choose = |result: &str| json!({ "from": ann, "chat": own, "inline_query_id": found["inline_query_id"], "result_id": result });
    let sent = t.post("/sandbox/inline_results", choose("1")).await;
    let message = &sent["message"];
    assert_eq!((&message["text"], &message["from"]["id"]), (&json!("Hi"), &json!(ann)));
    assert_eq!(
        (&message["via_bot"]["username"], &message["reply_markup"]),
        (&json!("sandbox_bot"), &keyboard)
    );
    assert_eq!(sent["update_id"], Value::Null, "the bot is not in that chat");
    let inline = &sent["inline_message_id"];
    let chosen = t.updates().await[0]["chosen_inline_result"].clone();
    assert_eq!(
        (&chosen["result_id"], &chosen["query"], &chosen["inline_message_id"]),
        (&json!("1"), &json!("bee"), inline)
    );

    pressed_and_edited(&t, own, bob, inline).await;

    // Without a keyboard there is no way back to the message.
    let bare = t.post("/sandbox/inline_results", choose("2")).await;
    assert_eq!((bare.get("inline_message_id"), bare["message"].get("sandbox")), (None, None));
    let wrong = t.post("/sandbox/inline_results", choose("3")).await;
    assert_eq!(wrong, json!({ "error": "no such inline result" }));
}

/// A message is reached by its `inline_message_id` alone.
async fn pressed_and_edited(t: &TestSandbox, own: i64, bob: i64, inline: &Value) {
    let tap = json!({ "from": bob, "inline_message_id": inline, "data": "1" });
    let tap = t.post("/sandbox/presses", tap).await;
    let query = t.updates().await[0]["callback_query"].clone();
    assert_eq!(
        (&query["inline_message_id"], query.get("message"), &query["from"]["id"]),
        (inline, None, &json!(bob))
    );
    t.call("answerCallbackQuery", json!({ "callback_query_id": tap["callback_query_id"] })).await;
    assert_eq!(t.last_event("callback_answer").await["inline_message_id"], *inline);
    let edit = json!({ "inline_message_id": inline, "text": "b" });
    assert_eq!(t.call("editMessageText", edit.clone()).await, true);
    assert!(t.refused("editMessageText", edit).await.contains("message is not modified"));
    let keyboard = json!({ "inline_keyboard": [[{ "text": "Less", "callback_data": "2" }]] });
    let edit = json!({ "inline_message_id": inline, "reply_markup": keyboard });
    assert_eq!(t.call("editMessageReplyMarkup", edit).await, true);
    assert_eq!(t.seen(own, bob).await[0]["text"], "b");
    for id in ["x", "AQ00000000000000000000000000000000"] {
        let edit = json!({ "inline_message_id": id, "text": "b" });
        assert_eq!(t.refused("editMessageText", edit).await, "Bad Request: MESSAGE_ID_INVALID");
    }
}

#[tokio::test]
async fn the_bot_sees_what_was_sent_via_it_where_it_is() {
    let t = TestSandbox::new().await;
    let ann = t.person().await;
    let group = t.supergroup(&[ann], "member").await;
    let answer = json!({ "results": [article("1", &Value::Null)] });
    let (found, query) = ask(&t, json!({ "from": ann, "chat": ann, "query": "" }), answer).await;
    assert_eq!(query["chat_type"], "sender");
    for chat in [ann, group] {
        let choice = json!({ "from": ann, "chat": chat, "inline_query_id": found["inline_query_id"], "result_id": "1" });
        let sent = t.post("/sandbox/inline_results", choice).await;
        assert!(sent["update_id"].is_i64(), "{sent}");
        assert_eq!(sent["chosen_update_id"], Value::Null);
        assert_eq!(t.updates().await[0]["message"]["via_bot"]["id"], 7_000_000_001_i64);
    }
}

#[tokio::test]
async fn answers_are_kept_for_whom_they_are_for() {
    let t = TestSandbox::new().await;
    let [ann, bob] = t.people().await;
    let asking = |from: i64, query: &str| json!({ "from": from, "chat_type": "channel", "query": query, "timeout": 0 });
    let results = json!([article("1", &Value::Null)]);
    let put = async |from: i64, query: &str| {
        let answer = t.post("/sandbox/inline_queries", asking(from, query)).await;
        (answer["cached"] == true, answer["update_id"].is_i64())
    };
    ask(&t, json!({ "from": ann, "chat_type": "channel", "query": "all" }), json!({ "results": results }))
        .await;
    assert_eq!((put(ann, "all").await, put(bob, "all").await), ((true, false), (true, false)));
    let mine = json!({ "results": results, "is_personal": true });
    ask(&t, json!({ "from": ann, "chat_type": "channel", "query": "mine" }), mine).await;
    assert_eq!((put(ann, "mine").await, put(bob, "mine").await), ((true, false), (false, true)));
    t.updates().await;
    let fresh = json!({ "results": results, "cache_time": 0 });
    ask(&t, json!({ "from": ann, "chat_type": "channel", "query": "now" }), fresh).await;
    assert_eq!(put(ann, "now").await, (false, true));
    t.settings(json!({ "inline_cache": "off" })).await;
    assert_eq!(put(ann, "all").await, (false, true));
}

#[tokio::test]
async fn not_every_query_is_asked_or_answered() {
    let t = TestSandbox::new().await;
    let [ann, bob] = t.people().await;
    let own = t.chat(json!({ "type": "private", "members": [ann] })).await;
    let said = "an inline query has at most 256 characters and comes from a chat or a chat_type";
    for (asking, said) in [
        (json!({ "from": ann, "query": "x" }), said),
        (json!({ "from": ann, "chat": own, "query": "x".repeat(257) }), said),
        (json!({ "from": ann, "chat_type": "x", "query": "x" }), said),
        (json!({ "from": bob, "chat": own, "query": "x" }), "no such chat"),
        (json!({ "from": 5, "chat": own, "query": "x" }), "no such user"),
    ] {
        assert_eq!(t.post("/sandbox/inline_queries", asking).await, json!({ "error": said }));
    }
    let silent = t.post("/sandbox/inline_queries", json!({ "from": ann, "chat": own, "timeout": 0 })).await;
    assert_eq!(silent["answered"], false);
    t.call("getUpdates", json!({ "allowed_updates": ["message"] })).await;
    let unwanted = t.post("/sandbox/inline_queries", json!({ "from": ann, "chat": own })).await;
    assert_eq!((&unwanted["answered"], &unwanted["update_id"]), (&json!(false), &Value::Null));
    t.settings(json!({ "inline_mode": "off" })).await;
    let off = t.post("/sandbox/inline_queries", json!({ "from": ann, "chat": own })).await;
    assert_eq!(off, json!({ "error": "this bot has no inline mode" }));
    assert_eq!(t.call("getMe", json!({})).await["supports_inline_queries"], false);
}
