//! The conversation of the bot as teloxide's own examples would write it: `Dispatcher`, `dialogue::enter`, the
//! library's SQLite storage, errors by `?`. It takes the same updates, answers each with the same number of calls
//! and texts of the same length, and stands for what a plain bot costs. It is not meant to be run by anybody.

mod texts;

use std::error::Error;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use teloxide::dispatching::dialogue::serializer::Json;
use teloxide::dispatching::dialogue::{self, Dialogue, SqliteStorage};
use teloxide::dispatching::{Dispatcher, UpdateFilterExt, UpdateHandler};
use teloxide::dptree::{self, case, deps};
use teloxide::macros::BotCommands;
use teloxide::payloads::{EditMessageTextSetters, SendMessageSetters};
use teloxide::requests::Requester;
use teloxide::types::{CallbackQuery, ChatId, LinkPreviewOptions, Message, ParseMode, Update};
use teloxide::{Bot, filter_command};

use crate::texts::{Screen, Texts};

type ChatDialogue = Dialogue<State, SqliteStorage<Json>>;
type HandlerResult = Result<(), Box<dyn Error + Send + Sync>>;

const NO_PREVIEW: LinkPreviewOptions = LinkPreviewOptions {
    is_disabled: true,
    url: None,
    prefer_small_media: false,
    prefer_large_media: false,
    show_above_text: false,
};

/// Where a chat stands.
#[derive(Clone, Default, Serialize, Deserialize)]
enum State {
    #[default]
    Start,
    ReceiveOperator,
    ReceiveWay {
        operator: String,
    },
}

#[derive(Clone, BotCommands)]
#[command(rename_rule = "lowercase")]
enum Command {
    /// Begin.
    Start,
    /// Read the tips.
    Tips,
}

#[tokio::main]
async fn main() -> HandlerResult {
    pretty_env_logger::init();
    let url = std::env::var("STORAGE_URL")?;
    let storage = SqliteStorage::open(url.trim_start_matches("sqlite:"), Json).await?;
    let texts = Arc::new(Texts::embedded()?);
    Dispatcher::builder(Bot::from_env(), schema())
        .dependencies(deps![storage, texts])
        .build()
        .dispatch()
        .await;
    Ok(())
}

fn schema() -> UpdateHandler<Box<dyn Error + Send + Sync>> {
    let commands = filter_command::<Command, _>()
        .branch(case![Command::Start].endpoint(start))
        .branch(case![Command::Tips].endpoint(tips));
    let messages = Update::filter_message()
        .branch(commands)
        .branch(case![State::ReceiveOperator].endpoint(receive_operator))
        .branch(case![State::ReceiveWay { operator }].endpoint(receive_way))
        .branch(dptree::endpoint(help));
    let presses = Update::filter_callback_query().endpoint(press);
    dialogue::enter::<Update, SqliteStorage<Json>, State, _>().branch(messages).branch(presses)
}

async fn start(bot: Bot, dialogue: ChatDialogue, message: Message, texts: Arc<Texts>) -> HandlerResult {
    send(&bot, message.chat.id, &texts.operators).await?;
    dialogue.update(State::ReceiveOperator).await?;
    Ok(())
}

async fn tips(bot: Bot, message: Message, texts: Arc<Texts>) -> HandlerResult {
    send(&bot, message.chat.id, &texts.tips).await
}

async fn help(bot: Bot, message: Message, texts: Arc<Texts>) -> HandlerResult {
    send(&bot, message.chat.id, &texts.help).await
}

async fn receive_operator(
    bot: Bot,
    dialogue: ChatDialogue,
    message: Message,
    texts: Arc<Texts>,
) -> HandlerResult {
    match message.text().and_then(|text| texts.operator(text)) {
        Some(operator) => {
            send(&bot, message.chat.id, &texts.ways).await?;
            dialogue.update(State::ReceiveWay { operator }).await?;
        }
        None => send(&bot, message.chat.id, &texts.help).await?,
    }
    Ok(())
}

async fn receive_way(
    bot: Bot,
    dialogue: ChatDialogue,
    operator: String,
    message: Message,
    texts: Arc<Texts>,
) -> HandlerResult {
    match message.text().and_then(|text| texts.guide(&operator, text)) {
        Some(guide) => {
            send(&bot, message.chat.id, guide).await?;
            dialogue.update(State::ReceiveOperator).await?;
        }
        None => send(&bot, message.chat.id, &texts.help).await?,
    }
    Ok(())
}

async fn press(bot: Bot, dialogue: ChatDialogue, query: CallbackQuery, texts: Arc<Texts>) -> HandlerResult {
    bot.answer_callback_query(query.id.clone()).await?;
    let Some(message) = query.regular_message() else { return Ok(()) };
    let data: Vec<&str> = query.data.as_deref().unwrap_or_default().split('/').collect();
    match *data.as_slice() {
        ["open", "ways", operator] | ["payer", _, operator] => {
            edit(&bot, message, &texts.ways).await?;
            dialogue.update(State::ReceiveWay { operator: operator.to_owned() }).await?;
        }
        ["open", "guide", operator, way] => {
            edit(&bot, message, &texts.chosen).await?;
            let guide = texts.guide(operator, way).unwrap_or(&texts.help);
            send(&bot, message.chat.id, guide).await?;
            dialogue.update(State::ReceiveOperator).await?;
        }
        ["open", "page", "tips"] => edit(&bot, message, &texts.tips).await?,
        _ => edit(&bot, message, &texts.operators).await?,
    }
    Ok(())
}

async fn send(bot: &Bot, chat: ChatId, screen: &Screen) -> HandlerResult {
    bot.send_message(chat, &screen.html)
        .parse_mode(ParseMode::Html)
        .link_preview_options(NO_PREVIEW)
        .reply_markup(screen.keyboard.clone())
        .await?;
    Ok(())
}

async fn edit(bot: &Bot, message: &Message, screen: &Screen) -> HandlerResult {
    bot.edit_message_text(message.chat.id, message.id, &screen.html)
        .parse_mode(ParseMode::Html)
        .link_preview_options(NO_PREVIEW)
        .reply_markup(screen.keyboard.clone())
        .await?;
    Ok(())
}
