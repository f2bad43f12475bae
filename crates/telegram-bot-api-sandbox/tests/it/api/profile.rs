//! Commands, name, descriptions and menu button, by scope and language.

use serde_json::{Value, json};

use crate::support::TestSandbox;

fn command(name: &str, description: &str) -> Value {
    json!({ "command": name, "description": description })
}

#[tokio::test]
async fn commands_have_scopes_and_languages() {
    let t = TestSandbox::new().await;
    let lists = [
        (json!({}), "default"),
        (json!({ "language_code": "zh" }), "zh"),
        (json!({ "scope": { "type": "all_private_chats" } }), "private"),
        (json!({ "scope": { "type": "chat", "chat_id": 5 }, "language_code": "ru" }), "five"),
    ];
    for (place, name) in &lists {
        let mut params = place.clone();
        params["commands"] = json!([command(name, "x")]);
        assert_eq!(t.call("setMyCommands", params).await, true);
    }
    for (place, name) in &lists {
        assert_eq!(t.call("getMyCommands", place.clone()).await, json!([command(name, "x")]));
    }
    assert_eq!(t.call("getMyCommands", json!({ "language_code": "kk" })).await, json!([]));
    let sees = async |query: &str| {
        t.get(&format!("/sandbox/profile?{query}")).await["commands"][0]["command"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(sees("language_code=zh").await, "private", "the nearer scope wins over the language");
    assert_eq!(sees("language_code=ru&chat=5").await, "five");
    t.call("deleteMyCommands", json!({ "scope": { "type": "all_private_chats" } })).await;
    assert_eq!(sees("language_code=zh-hans").await, "zh");
    assert_eq!(sees("language_code=kk").await, "default");
}

#[tokio::test]
async fn bad_commands_are_refused() {
    let t = TestSandbox::new().await;
    let many = |count: usize| (0..count).map(|n| command(&format!("c{n}"), "x")).collect::<Vec<_>>();
    t.call("setMyCommands", json!({ "commands": many(100) })).await;
    let good = [command(&"a".repeat(32), &"中".repeat(256)), command("a_1", "x")];
    t.call("setMyCommands", json!({ "commands": good })).await;
    let invalid = "BOT_COMMAND_INVALID";
    let description = "BOT_COMMAND_DESCRIPTION_INVALID";
    for (params, said) in [
        (json!({}), "parameter \"commands\" is required"),
        (json!({ "commands": many(101) }), "BOT_COMMANDS_TOO_MUCH"),
        (json!({ "commands": [command(&"a".repeat(33), "x")] }), invalid),
        (json!({ "commands": [command("", "x")] }), invalid),
        (json!({ "commands": [command("Start", "x")] }), invalid),
        (json!({ "commands": [command("/start", "x")] }), invalid),
        (json!({ "commands": [command("a-b", "x")] }), invalid),
        (json!({ "commands": [command("a", "")] }), description),
        (json!({ "commands": [command("a", &"x".repeat(257))] }), description),
        (
            json!({ "commands": [command("a", "x"), command("a", "y")] }),
            "command \"a\" is listed twice (sandbox)",
        ),
        (
            json!({ "commands": [{ "command": "a" }] }),
            "can't parse BotCommand: Can't find field \"description\"",
        ),
        (json!({ "commands": [], "language_code": "zh-hans" }), "invalid language code specified"),
        (json!({ "commands": [], "language_code": "zhh" }), "invalid language code specified"),
        (json!({ "commands": [], "language_code": "ZH" }), "invalid language code specified"),
        (
            json!({ "commands": [], "scope": { "type": "x" } }),
            "can't parse BotCommandScope: Unsupported type specified",
        ),
        (
            json!({ "commands": [], "scope": { "type": "chat" } }),
            "can't parse BotCommandScope: Can't find field \"chat_id\"",
        ),
    ] {
        let refused = t.refused("setMyCommands", params.clone()).await;
        assert_eq!(refused, format!("Bad Request: {said}"), "{params}");
    }
}

#[tokio::test]
async fn texts_have_languages_and_limits() {
    let t = TestSandbox::new().await;
    for (method, field, longest, otherwise) in [
        ("MyName", "name", 64, "Sandbox bot"),
        ("MyDescription", "description", 512, ""),
        ("MyShortDescription", "short_description", 120, ""),
    ] {
        let (set, get) = (format!("set{method}"), format!("get{method}"));
        assert_eq!(t.call(&get, json!({})).await, json!({ field: otherwise }));
        t.call(&set, json!({ field: "all" })).await;
        t.call(&set, json!({ field: "中".repeat(longest), "language_code": "zh" })).await;
        assert_eq!(
            t.call(&get, json!({ "language_code": "zh" })).await,
            json!({ field: "中".repeat(longest) })
        );
        assert_eq!(t.call(&get, json!({ "language_code": "ru" })).await, json!({ field: "all" }));
        assert_eq!(t.get("/sandbox/profile?language_code=zh-hant-tw").await[field], "中".repeat(longest));
        assert_eq!(t.get("/sandbox/profile").await[field], "all");
        t.call(&set, json!({ field: "", "language_code": "zh" })).await;
        assert_eq!(t.call(&get, json!({ "language_code": "zh" })).await, json!({ field: "all" }));
        let said = t.refused(&set, json!({ field: "x".repeat(longest + 1) })).await;
        assert_eq!(said, format!("Bad Request: {field} is longer than {longest} characters (sandbox)"));
        let said = t.refused(&set, json!({ field: "x", "language_code": "zh-hans" })).await;
        assert_eq!(said, "Bad Request: invalid language code specified");
    }
    assert_eq!(t.call("getMe", json!({})).await["first_name"], "all");
}

#[tokio::test]
async fn a_menu_button_is_for_all_or_for_one() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    assert_eq!(t.call("getChatMenuButton", json!({})).await, json!({ "type": "commands" }));
    t.call("setChatMenuButton", json!({ "menu_button": { "type": "default" } })).await;
    let own = json!({ "type": "web_app", "text": "a", "web_app": { "url": "https://a.kz" } });
    t.call("setChatMenuButton", json!({ "chat_id": id, "menu_button": own })).await;
    assert_eq!(t.call("getChatMenuButton", json!({ "chat_id": id })).await, own);
    assert_eq!(t.call("getChatMenuButton", json!({})).await, json!({ "type": "default" }));
    let said = t.refused("setChatMenuButton", json!({ "menu_button": { "type": "x" } })).await;
    assert_eq!(said, "Bad Request: can't parse MenuButton: Unsupported type specified");
}
