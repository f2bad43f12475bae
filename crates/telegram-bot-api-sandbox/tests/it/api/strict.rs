//! What the sandbox refuses though Telegram would not say so, or would say it less clearly.

use serde_json::{Value, json};

use crate::support::TestSandbox;

#[tokio::test]
async fn a_method_that_is_not_here_yet_is_no_typo() {
    let t = TestSandbox::new().await;
    let said = t.refused("sendPoll", json!({})).await;
    assert_eq!(said, "Bad Request: method sendPoll is not supported yet (sandbox)");
    assert_eq!(t.refused("sendPool", json!({})).await, "Not Found");
    let said = t.refused("sendMessage", json!({ "chat_id": 1, "text": "a", "rich_message": {} })).await;
    assert!(said.ends_with("(sandbox)"), "{said}");
}

#[tokio::test]
async fn json_values_have_the_type_of_their_parameter() {
    let t = TestSandbox::new().await;
    let ann = t.person().await;
    for (name, value) in [
        ("text", json!([1, 2])),
        ("disable_notification", json!("perhaps")),
        ("protect_content", json!(7)),
        ("parse_mode", json!({})),
    ] {
        let mut params = json!({ "chat_id": ann, "text": "a" });
        params[name] = value;
        let said = t.refused("sendMessage", params).await;
        assert!(said.contains(name) && said.ends_with("(sandbox)"), "{said}");
    }
    t.call("sendMessage", json!({ "chat_id": ann.to_string(), "text": "a", "protect_content": "true" }))
        .await;
}

#[tokio::test]
async fn a_reply_keyboard_is_checked() {
    let t = TestSandbox::new().await;
    let ann = t.person().await;
    for (keyboard, said) in [
        (json!("nonsense"), "must be of type Array"),
        (json!([]), "a reply keyboard without buttons (sandbox)"),
        (json!([[{ "textt": "x" }]]), "unknown field \"textt\""),
        (json!([[{ "text": "x", "request_contact": true, "request_location": true }]]), "more than one of"),
        (json!([[" "]]), "must be non-empty"),
    ] {
        let params = json!({ "chat_id": ann, "text": "a", "reply_markup": { "keyboard": keyboard } });
        let refused = t.refused("sendMessage", params).await;
        assert!(refused.contains(said), "{refused}");
    }
    let [bob] = t.people().await;
    let group = t.chat(json!({ "type": "group", "title": "G", "members": [bob], "bot": "member" })).await;
    let contact = json!({ "keyboard": [[{ "text": "x", "request_contact": true }]] });
    let params = json!({ "chat_id": group, "text": "a", "reply_markup": contact });
    let said = t.refused("sendMessage", params).await;
    assert_eq!(said, "Bad Request: phone number can be requested in private chats only");
}

#[tokio::test]
async fn a_quote_is_a_part_of_the_message_and_threads_are_none_of_private_chats() {
    let t = TestSandbox::new().await;
    let ann = t.person().await;
    let first =
        t.call("sendMessage", json!({ "chat_id": ann, "text": "one two" })).await["message_id"].clone();
    let reply = |quote: &str| json!({ "chat_id": ann, "text": "a", "reply_parameters": { "message_id": first, "quote": quote } });
    t.call("sendMessage", reply("two")).await;
    assert_eq!(t.refused("sendMessage", reply("three")).await, "Bad Request: QUOTE_TEXT_INVALID");
    let thread = json!({ "chat_id": ann, "text": "a", "message_thread_id": 777 });
    assert_eq!(t.refused("sendMessage", thread).await, "Bad Request: message thread not found");
}

#[tokio::test]
async fn ephemeral_messages_are_counted_by_chat() {
    let t = TestSandbox::new().await;
    let [ann] = t.people().await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        let group = t.supergroup(&[ann], "administrator").await;
        let whom = json!({ "receiver_user_id": ann });
        let params = json!({ "chat_id": group, "text": "a", "ephemeral_message_parameters": whom });
        ids.push(t.call("sendMessage", params).await["ephemeral_message_id"].clone());
    }
    assert_eq!(ids[0], ids[1], "an id means something only together with its chat");
}

#[tokio::test]
async fn only_requests_that_mean_this_machine_are_answered() {
    let t = TestSandbox::new().await;
    let get = |name: &'static str, value: &str| {
        t.http.get(t.url("/sandbox/bot")).header(name, value.to_owned()).send()
    };
    for host in ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "10.0.0.1"] {
        assert_eq!(get("host", host).await.unwrap().status(), 403, "{host}");
        assert_eq!(get("origin", &format!("http://{host}")).await.unwrap().status(), 403, "{host}");
    }
    assert_eq!(get("origin", "null").await.unwrap().status(), 403);
    for host in ["localhost", "LOCALHOST:7100", "127.0.0.2:1", "[::1]:7100"] {
        assert_eq!(get("host", host).await.unwrap().status(), 200, "{host}");
        assert_eq!(get("origin", &format!("http://{host}")).await.unwrap().status(), 200, "{host}");
    }
}

#[tokio::test]
async fn webhooks_of_other_machines_are_refused_unless_allowed() {
    let t = TestSandbox::new().await;
    let said = t.refused("setWebhook", json!({ "url": "https://example.org/" })).await;
    assert!(said.ends_with("(sandbox)"), "{said}");
    let webhook_targets = telegram_bot_api_sandbox::WebhookTargets::Any;
    let t =
        TestSandbox::with(telegram_bot_api_sandbox::Options { webhook_targets, ..Default::default() }).await;
    t.call("setWebhook", json!({ "url": "https://example.org/" })).await;
}

#[tokio::test]
async fn the_readme_names_every_method() {
    let t = TestSandbox::new().await;
    let methods = t.get("/sandbox/methods").await;
    let methods: Vec<&str> = methods.as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    let readme = include_str!("../../../README.md");
    let table = readme.lines().filter(|line| line.starts_with('|'));
    let named: Vec<&str> = table.flat_map(|line| line.split('`').skip(1).step_by(2)).collect();
    let missing: Vec<_> = methods.iter().filter(|name| !named.contains(name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(readme.contains(&format!("({} of 185;", methods.len())), "{} methods", methods.len());
}

#[tokio::test]
async fn a_token_and_a_username_can_be_chosen() {
    let options = telegram_bot_api_sandbox::Options {
        token: "42:secret".into(),
        bot_username: "other_bot".into(),
        ..Default::default()
    };
    let t = TestSandbox::with(options).await;
    let me = t.call("getMe", Value::Null).await;
    assert_eq!((&me["id"], &me["username"]), (&json!(42), &json!("other_bot")));
    let none = telegram_bot_api_sandbox::Options { token: "no token".into(), ..Default::default() };
    assert!(telegram_bot_api_sandbox::Sandbox::start(none).await.is_err());
}

#[tokio::test]
async fn a_port_that_is_taken_is_named_and_the_next_one_is_free() {
    let t = TestSandbox::new().await;
    let address = t.sandbox.address();
    let options = || telegram_bot_api_sandbox::Options { address, ..Default::default() };
    let error = telegram_bot_api_sandbox::launch::start(options(), true).await.unwrap_err().to_string();
    assert!(error.contains(&address.to_string()) && error.contains("--port"), "{error}");
    let next = telegram_bot_api_sandbox::launch::start(options(), false).await.unwrap();
    assert!(next.address().port() > address.port());
}
