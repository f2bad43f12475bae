//! The example bot with teloxide. It reads `TELOXIDE_TOKEN` and `TELOXIDE_API_URL`.

#![allow(clippy::unwrap_used, reason = "an example may stop at once")]

use teloxide::net::Download as _;
use teloxide::prelude::*;
use teloxide::types::{
    InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, KeyboardMarkup, Message, ParseMode,
    ReplyParameters,
};
use teloxide::{Bot, RequestError};

fn counter(count: u32) -> InlineKeyboardMarkup {
    InlineKeyboardMarkup::new([[InlineKeyboardButton::callback(
        format!("Count: {count}"),
        (count + 1).to_string(),
    )]])
}

async fn message(bot: Bot, message: Message) -> Result<(), RequestError> {
    let chat = message.chat.id;
    if let Some(document) = message.document() {
        let file = bot.get_file(document.file.id.clone()).await?;
        let mut content = Vec::new();
        bot.download_file(&file.path, &mut content).await.unwrap();
        let reply = bot.send_message(chat, format!("{} bytes", content.len()));
        reply.reply_parameters(ReplyParameters::new(message.id)).await?;
        return Ok(());
    }
    match message.text() {
        Some("/start") => {
            let greeting =
                bot.send_message(chat, "*Hello* from _teloxide_").parse_mode(ParseMode::MarkdownV2);
            greeting.reply_markup(counter(0)).await?;
        }
        Some("menu") => {
            let keyboard = KeyboardMarkup::new([[KeyboardButton::new("Yes"), KeyboardButton::new("No")]]);
            bot.send_message(chat, "Yes or no?").reply_markup(keyboard).await?;
        }
        _ => {
            bot.copy_message(chat, chat, message.id).await?;
        }
    }
    Ok(())
}

async fn press(bot: Bot, query: CallbackQuery) -> Result<(), RequestError> {
    let data = query.data.clone().unwrap_or_default();
    if let Some(message) = query.regular_message() {
        let count = data.parse().unwrap_or_default();
        bot.edit_message_reply_markup(message.chat.id, message.id).reply_markup(counter(count)).await?;
    }
    bot.answer_callback_query(query.id).text(format!("{data}!")).await?;
    Ok(())
}

#[tokio::main]
async fn main() {
    let bot = Bot::from_env();
    let bot = match std::env::var("TELOXIDE_API_URL") {
        Ok(url) => bot.set_api_url(url.parse().unwrap()),
        Err(_) => bot,
    };
    let handler = dptree::entry()
        .branch(Update::filter_message().endpoint(message))
        .branch(Update::filter_callback_query().endpoint(press));
    Dispatcher::builder(bot, handler).build().dispatch().await;
}
