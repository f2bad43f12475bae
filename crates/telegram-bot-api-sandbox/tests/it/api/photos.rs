//! Pictures: sent as files or by their ids, refused where Telegram refuses them, and given out again.

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use teloxide::Bot;
use teloxide::payloads::SendPhotoSetters as _;
use teloxide::prelude::Requester as _;
use teloxide::types::{ChatId, InputFile};

use crate::support::TestSandbox;

/// A PNG file of one colour.
fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&vec![128; width as usize * height as usize]).unwrap();
    writer.finish().unwrap();
    file
}

impl TestSandbox {
    /// Sends a file with more parameters; the whole answer.
    async fn uploads(&self, chat: i64, file: Vec<u8>, more: &[(&'static str, &str)]) -> Value {
        let mut form = Form::new().text("chat_id", chat.to_string());
        form = form.part("photo", Part::bytes(file).file_name("a.png"));
        for (name, value) in more {
            form = form.text(*name, (*value).to_owned());
        }
        self.http.post(self.method("sendPhoto")).multipart(form).send().await.unwrap().json().await.unwrap()
    }
}

#[tokio::test]
async fn a_picture_is_sent_shown_and_sent_again() {
    let t = TestSandbox::new().await;
    let (ann, bob) = (t.person().await, t.person().await);
    let file = picture(300, 200);
    let keyboard = r#"{"inline_keyboard":[[{"text":"a","callback_data":"1"}]]}"#;
    let more = [("caption", "<b>Hold</b> it out"), ("parse_mode", "HTML"), ("reply_markup", keyboard)];
    let message = t.uploads(ann, file.clone(), &more).await["result"].clone();
    assert_eq!(message["caption"], "Hold it out");
    assert_eq!(message["caption_entities"], json!([{ "type": "bold", "offset": 0, "length": 4 }]));
    assert_eq!(message["reply_markup"]["inline_keyboard"][0][0]["text"], "a");
    let sizes = message["photo"].as_array().unwrap();
    let largest = sizes.last().unwrap();
    assert_eq!((&largest["width"], &largest["height"]), (&json!(300), &json!(200)));
    assert_eq!(largest["file_size"], file.len());
    let id = largest["file_id"].as_str().unwrap();
    let shown = t.http.get(t.url(&format!("/sandbox/files/{id}"))).send().await.unwrap();
    assert_eq!(shown.headers()["content-type"], "image/png");
    assert_eq!(shown.bytes().await.unwrap(), file);
    let again = t.call("sendPhoto", json!({ "chat_id": bob, "photo": id })).await;
    assert_eq!((&again["photo"], again.get("caption")), (&message["photo"], None));
    assert_eq!(t.seen(bob, bob).await.last().unwrap()["photo"], message["photo"]);
}

#[tokio::test]
async fn a_typed_client_attaches_files_by_names_of_its_own() {
    let t = TestSandbox::new().await;
    let bot = Bot::with_client(t.sandbox.token(), t.http.clone()).set_api_url(t.sandbox.api_url());
    let id = t.person().await;
    let file = InputFile::memory(picture(40, 30)).file_name("card.png");
    let sent = bot.send_photo(ChatId(id), file).caption("Here").await.unwrap();
    assert_eq!(sent.caption(), Some("Here"));
    let largest = sent.photo().unwrap().last().unwrap();
    assert_eq!((largest.width, largest.height), (40, 30));
    let again = bot.send_photo(ChatId(id), InputFile::file_id(largest.file.id.clone())).await.unwrap();
    assert_eq!(again.photo().unwrap().last().unwrap().file.id, largest.file.id);
}

#[tokio::test]
async fn what_is_no_picture_is_refused() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    let mut broken = picture(300, 200);
    broken.truncate(60);
    for (file, said) in [
        (Vec::new(), "file must be non-empty"),
        (b"GIF89a".to_vec(), "only PNG and JPEG files are known as photos (sandbox)"),
        (broken, "IMAGE_PROCESS_FAILED"),
        (picture(2_100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (picture(5_001, 5_000), "PHOTO_INVALID_DIMENSIONS"),
        (
            vec![0; 10 * 1024 * 1024 + 1],
            "file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes",
        ),
    ] {
        let answer = t.uploads(id, file, &[]).await;
        assert_eq!(answer["description"], format!("Bad Request: {said}"));
    }
    let long = "x".repeat(1_025);
    let answer = t.uploads(id, picture(9, 9), &[("caption", &long)]).await;
    assert_eq!(answer["description"], "Bad Request: message caption is too long");
    for (photo, said) in [
        (json!(null), "there is no photo in the request"),
        (json!("photo-1"), "wrong file identifier/HTTP URL specified"),
        (json!("attach://elsewhere"), "wrong file identifier/HTTP URL specified"),
    ] {
        let refused = t.refused("sendPhoto", json!({ "chat_id": id, "photo": photo })).await;
        assert_eq!(refused, format!("Bad Request: {said}"));
    }
    assert!(t.seen(id, id).await.iter().all(|message| message.get("photo").is_none()));
    assert_eq!(t.get("/sandbox/files/photo-1").await["error"], "no such path");
}

#[tokio::test]
async fn a_picture_has_no_text_to_edit_but_its_keyboard_can_be_changed() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    let sent = t.uploads(id, picture(9, 9), &[("caption", "a")]).await["result"]["message_id"].clone();
    let refused =
        t.refused("editMessageText", json!({ "chat_id": id, "message_id": sent, "text": "b" })).await;
    assert_eq!(refused, "Bad Request: there is no text in the message to edit");
    let keyboard = json!({ "inline_keyboard": [[{ "text": "a", "callback_data": "1" }]] });
    let edit = json!({ "chat_id": id, "message_id": sent, "reply_markup": keyboard });
    assert_eq!(t.call("editMessageReplyMarkup", edit).await["caption"], "a");
}

#[tokio::test]
async fn who_is_told_of_pictures_in_groups_and_which_faults_they_meet() {
    let t = TestSandbox::new().await;
    let [ann] = t.people().await;
    let group = t.supergroup(&[ann], "member").await;
    assert_eq!(t.uploads(group, picture(9, 9), &[]).await["ok"], true);
    assert!(t.seen(group, ann).await.last().unwrap()["photo"].is_array(), "everybody sees it");
    t.post("/sandbox/faults", json!({ "method": "sendPhoto", "error_code": 429 })).await;
    assert_eq!(t.uploads(group, picture(9, 9), &[]).await["error_code"], 429);
    t.post("/sandbox/faults", json!({ "method": "sendPhoto", "kind": "malformed" })).await;
    let form = Form::new()
        .text("chat_id", group.to_string())
        .part("photo", Part::bytes(picture(9, 9)).file_name("a"));
    let answer = t.http.post(t.method("sendPhoto")).multipart(form).send().await.unwrap();
    assert!(answer.json::<Value>().await.is_err());
    assert_eq!(
        t.seen(group, ann).await.iter().filter(|message| message["photo"].is_array()).count(),
        2,
        "done all the same"
    );
}
