//! A strictly typed client gets along with the sandbox.

use serde_json::json;
use teloxide::payloads::{
    AnswerCallbackQuerySetters as _, AnswerInlineQuerySetters as _, EditMessageTextSetters as _,
    GetMyNameSetters as _, GetUpdatesSetters as _, SendMessageSetters as _, SetMyCommandsSetters as _,
    SetMyDescriptionSetters as _,
};
use teloxide::prelude::{Bot, Request as _, Requester as _};
use teloxide::types::{
    AllowedUpdate, BotCommand, BotCommandScope, CallbackQueryId, ChatId, InlineKeyboardButton,
    InlineKeyboardMarkup, InlineQueryResultArticle, InputMessageContent, InputMessageContentText,
    LinkPreviewOptions, MessageEntityKind, MessageId, ParseMode, ReplyParameters, UpdateKind, UserId,
};
use teloxide::{ApiError, RequestError};

use crate::support::TestSandbox;

fn bot(t: &TestSandbox) -> Bot {
    Bot::with_client(t.sandbox.token(), t.http.clone()).set_api_url(t.sandbox.api_url())
}

fn keyboard() -> InlineKeyboardMarkup {
    let link = "https://kaspi.kz".parse().unwrap();
    InlineKeyboardMarkup::new([[
        InlineKeyboardButton::callback("one", "1"),
        InlineKeyboardButton::url("two", link),
        InlineKeyboardButton::switch_inline_query("three", ""),
    ]])
}

#[tokio::test]
async fn a_typed_conversation() {
    let t = TestSandbox::new().await;
    let bot = bot(&t);
    let id = t.person().await;
    let me = bot.get_me().await.unwrap();
    assert_eq!((me.username(), me.id.0), ("sandbox_bot", 7_000_000_001));
    let polled =
        bot.get_updates().allowed_updates([AllowedUpdate::Message, AllowedUpdate::CallbackQuery]).timeout(0);
    let updates = polled.send().await.unwrap();
    let UpdateKind::Message(asked) = &updates[0].kind else { panic!("{updates:?}") };
    assert_eq!((asked.text(), asked.entities().unwrap().len()), (Some("/start"), 1));

    let preview = LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    };
    let send = bot
        .send_message(ChatId(id), "<b>Hi</b> <a href=\"https://a.kz\">there</a>")
        .parse_mode(ParseMode::Html);
    let send = send.reply_markup(keyboard()).link_preview_options(preview).protect_content(true);
    let sent = send.reply_parameters(ReplyParameters::new(asked.id)).await.unwrap();
    assert_eq!(sent.text(), Some("Hi there"));
    let kinds: Vec<_> = sent.entities().unwrap().iter().map(|entity| entity.kind.clone()).collect();
    let link = MessageEntityKind::TextLink { url: "https://a.kz".parse().unwrap() };
    assert_eq!(kinds, [MessageEntityKind::Bold, link]);
    assert_eq!(sent.reply_markup(), Some(&keyboard()));
    assert_eq!(sent.reply_to_message().map(|message| message.id), Some(asked.id));

    let tap = json!({ "from": id, "chat": id, "message_id": sent.id.0, "data": "1" });
    t.post("/sandbox/presses", tap).await;
    let updates = bot.get_updates().offset(-1).await.unwrap();
    let UpdateKind::CallbackQuery(query) = &updates[0].kind else { panic!("{updates:?}") };
    assert_eq!(
        (query.data.as_deref(), query.regular_message().map(|message| message.id)),
        (Some("1"), Some(sent.id))
    );
    bot.answer_callback_query(query.id.clone()).text("ok").show_alert(true).await.unwrap();
    let edited = bot.edit_message_text(ChatId(id), sent.id, "Bye").reply_markup(keyboard()).await.unwrap();
    assert_eq!((edited.text(), edited.edit_date().is_some()), (Some("Bye"), true));

    let gone = json!({ "from": id, "chat": id, "message_id": 999, "data": "1" });
    t.post("/sandbox/presses", gone).await;
    let updates = bot.get_updates().offset(-1).await.unwrap();
    let UpdateKind::CallbackQuery(query) = &updates[0].kind else { panic!("{updates:?}") };
    assert!(query.message.is_some() && query.regular_message().is_none());
    t.call("getUpdates", json!({ "allowed_updates": [] })).await;
    t.patch(&format!("/sandbox/users/{id}"), json!({ "blocked": true })).await;
    let updates = bot.get_updates().offset(-1).await.unwrap();
    assert!(matches!(updates[0].kind, UpdateKind::MyChatMember(_)), "{updates:?}");
}

#[tokio::test]
async fn a_typed_profile() {
    let t = TestSandbox::new().await;
    let bot = bot(&t);
    let commands = [BotCommand::new("start", "Begin"), BotCommand::new("help", "Help")];
    bot.set_my_commands(commands.clone())
        .scope(BotCommandScope::AllPrivateChats)
        .language_code("zh")
        .await
        .unwrap();
    assert_eq!(t.get("/sandbox/profile?language_code=zh").await["commands"][1]["command"], "help");
    bot.set_my_commands(commands.clone()).await.unwrap();
    assert_eq!(bot.get_my_commands().await.unwrap(), commands);
    bot.set_my_description().description("What I do").language_code("zh").await.unwrap();
    assert_eq!(bot.get_my_name().language_code("zh").await.unwrap().name, "Sandbox bot");
    assert_eq!(bot.get_webhook_info().await.unwrap().url, None);
    bot.delete_webhook().await.unwrap();
}

#[tokio::test]
async fn typed_errors() {
    let t = TestSandbox::new().await;
    let bot = bot(&t);
    let id = ChatId(t.person().await);
    let api = |error: RequestError| match error {
        RequestError::Api(error) => error,
        other => panic!("{other}"),
    };
    let sent = bot.send_message(id, "a").await.unwrap();
    assert_eq!(api(bot.edit_message_text(id, sent.id, "a").await.unwrap_err()), ApiError::MessageNotModified);
    assert_eq!(
        api(bot.edit_message_text(id, MessageId(999), "a").await.unwrap_err()),
        ApiError::MessageToEditNotFound
    );
    assert_eq!(api(bot.send_message(ChatId(5), "a").await.unwrap_err()), ApiError::ChatNotFound);
    assert_eq!(api(bot.send_message(id, "").await.unwrap_err()), ApiError::MessageTextIsEmpty);
    let late = bot.answer_callback_query(CallbackQueryId("1".into())).await.unwrap_err();
    assert!(matches!(api(late), ApiError::Unknown(text) if text.contains("query is too old")));
    let order = json!({ "method": "getMe", "error_code": 429, "parameters": { "retry_after": 3 } });
    t.post("/sandbox/faults", order).await;
    assert!(matches!(bot.get_me().await.unwrap_err(), RequestError::RetryAfter(_)));
}

#[tokio::test]
async fn a_typed_group() {
    let t = TestSandbox::new().await;
    let bot = bot(&t);
    let [ann, bob] = t.people().await;
    let founding = json!({ "type": "supergroup", "title": "F", "members": [ann, bob], "is_forum": true });
    let small = t.chat(json!({ "type": "group", "title": "S", "members": [ann] })).await;
    let group = t.chat(founding).await;
    t.make(group, 7_000_000_001, "administrator").await;
    let topic = t.post(&format!("/sandbox/chats/{group}/topics"), json!({ "name": "x" })).await;
    let anonymous = json!({ "user": bob, "status": "administrator", "is_anonymous": true });
    t.post(&format!("/sandbox/chats/{group}/members"), anonymous).await;
    t.say_with(bob, group, "/x", json!({ "send_as": group })).await;
    t.say_with(bob, group, "/x", json!({ "thread": topic["message_thread_id"], "forwarded_from": ann }))
        .await;
    t.patch(&format!("/sandbox/chats/{group}"), json!({ "title": "G" })).await;
    t.make(small, 7_000_000_001, "member").await;
    t.post(&format!("/sandbox/chats/{small}/migration"), json!({})).await;
    let asking = json!({ "from": ann, "chat": group, "query": "q", "timeout": 0 });
    t.post("/sandbox/inline_queries", asking).await;
    let updates = bot.get_updates().await.unwrap();
    assert!(updates.len() > 7);
    for update in &updates {
        assert!(!matches!(update.kind, UpdateKind::Error(_)), "{update:?}");
    }
    let id = ChatId(group);
    assert_eq!(bot.get_chat(id).await.unwrap().title(), Some("G"));
    let admins = bot.get_chat_administrators(id).await.unwrap();
    assert_eq!((admins.len(), admins[0].is_owner(), admins[1].is_administrator()), (3, true, true));
    assert!(bot.get_chat_member(id, UserId(bob.unsigned_abs())).await.unwrap().is_present());
    let UpdateKind::InlineQuery(query) = &updates.last().unwrap().kind else { panic!("{updates:?}") };
    let content = InputMessageContent::Text(InputMessageContentText::new("hi"));
    let article = InlineQueryResultArticle::new("1", "T", content).description("d").reply_markup(keyboard());
    bot.answer_inline_query(query.id.clone(), [article.into()])
        .cache_time(5)
        .is_personal(true)
        .await
        .unwrap();
    bot.leave_chat(id).await.unwrap();
    let left = bot.send_message(id, "a").await.unwrap_err();
    assert!(matches!(left, RequestError::Api(_)), "{left}");
}
