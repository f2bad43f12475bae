//! Every way to spell a call.

use serde_json::{Value, json};

use crate::support::TestSandbox;

const KEYBOARD: &str = r#"{"inline_keyboard":[[{"text":"a","callback_data":"1"}]]}"#;

fn check(answer: &Value) {
    assert_eq!(answer["ok"], true, "{answer}");
    assert_eq!(answer["result"]["text"], "a&b 中");
    assert_eq!(answer["result"]["reply_markup"], serde_json::from_str::<Value>(KEYBOARD).unwrap());
}

/// A multipart body by hand, so that nothing stands in it but what is seen here.
fn multipart(fields: &[(&str, &str)]) -> String {
    let parts = fields.iter().map(|(name, value)| {
        format!("--border\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    });
    parts.collect::<String>() + "--border--\r\n"
}

#[tokio::test]
async fn all_encodings_mean_the_same() {
    let t = TestSandbox::new().await;
    let chat = t.person().await.to_string();
    let fields = [("chat_id", chat.as_str()), ("text", "a&b 中"), ("reply_markup", KEYBOARD)];
    let keyboard: Value = serde_json::from_str(KEYBOARD).unwrap();
    let method = t.method("sendMessage");
    let number: i64 = chat.parse().unwrap();
    for body in [
        json!({ "chat_id": number, "text": "a&b 中", "reply_markup": keyboard, "parse_mode": null }),
        json!({ "chat_id": chat, "text": "a&b 中", "reply_markup": KEYBOARD }),
    ] {
        check(&t.raw("sendMessage", body).await);
    }
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let json_of =
        async |request: reqwest::RequestBuilder| request.send().await.unwrap().json::<Value>().await.unwrap();
    check(&json_of(t.http.post(&method).form(&fields)).await);
    check(&json_of(t.http.get(format!("{method}?{query}"))).await);
    check(&json_of(t.http.post(format!("{method}?{query}"))).await);
    let form = t.http.post(&method).header("Content-Type", "multipart/form-data; boundary=border");
    check(&json_of(form.body(multipart(&fields))).await);
    // What stands in the body wins over the query string.
    check(&json_of(t.http.post(format!("{method}?text=x")).form(&fields)).await);
}

#[tokio::test]
async fn broken_bodies_are_refused() {
    let t = TestSandbox::new().await;
    for (content_type, body, said) in [
        (
            "application/json",
            "{",
            "Bad Request: can't parse parameters: EOF while parsing an object at line 1 column 1",
        ),
        ("application/json", "[1]", "Bad Request: can't parse parameters: expected an object"),
        ("text/plain", "a", "Bad Request: unsupported content type \"text/plain\" (sandbox)"),
        ("application/x-www-form-urlencoded", "text=%FF", "Bad Request: strings must be encoded in UTF-8"),
    ] {
        let request = t.http.post(t.method("getMe")).header("Content-Type", content_type).body(body);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 400);
        assert_eq!(answer.json::<Value>().await.unwrap()["description"], said);
    }
}

#[tokio::test]
async fn method_names_ignore_case_and_tokens_do_not() {
    let t = TestSandbox::new().await;
    for name in ["getMe", "getme", "GETME", "GetMe"] {
        assert_eq!(t.call(name, json!({})).await["is_bot"], true);
    }
    assert_eq!(
        t.raw("getYou", json!({})).await,
        json!({ "ok": false, "error_code": 404, "description": "Not Found" })
    );
    let wrong = t.http.get(t.url("/bot1:x/getMe")).send().await.unwrap();
    assert_eq!(wrong.status(), 401);
    let expected = json!({ "ok": false, "error_code": 401, "description": "Unauthorized" });
    assert_eq!(wrong.json::<Value>().await.unwrap(), expected);
    assert_eq!(t.http.get(t.url("/nothing/here")).send().await.unwrap().status(), 404);
    assert_eq!(t.get(&format!("/bot{}/getMe", t.sandbox.token().replace(':', "%3A"))).await["ok"], true);
}

#[tokio::test]
async fn unknown_parameters_are_refused() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    let said = t.refused("sendMessage", json!({ "chat_id": id, "text": "a", "parsemode": "HTML" })).await;
    assert_eq!(said, "Bad Request: unknown parameter \"parsemode\" (sandbox)");
    let nested = json!({ "chat_id": id, "text": "a", "link_preview_options": { "disabled": true } });
    let expected = "Bad Request: unknown field \"disabled\" in link_preview_options (sandbox)";
    assert_eq!(t.refused("sendMessage", nested).await, expected);
    let newest = json!({ "chat_id": id, "text": "a", "suggested_post_parameters": {} });
    let expected = "Bad Request: parameter \"suggested_post_parameters\" is not supported yet (sandbox)";
    assert_eq!(t.refused("sendMessage", newest).await, expected);
}
