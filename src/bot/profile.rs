//! What Telegram shows of the bot before anything is said: its commands, name and descriptions, in every
//! language. Only what differs is written, because Telegram limits how often these may change.

use teloxide::payloads::{
    GetMyCommandsSetters, GetMyDescriptionSetters, GetMyNameSetters, GetMyShortDescriptionSetters,
    SetMyCommandsSetters, SetMyDescriptionSetters, SetMyNameSetters, SetMyShortDescriptionSetters,
};
use teloxide::requests::Requester;
use teloxide::types::BotCommand;
use teloxide::{Bot, RequestError};

use crate::catalog::Catalog;
use crate::catalog::id::Lang;
use crate::catalog::line::Scope;
use crate::dialogue::event::Command;
use crate::dialogue::words;

/// Brings the profile up to date, language by language. A failure costs only the profile and is logged.
pub async fn update(bot: &Bot, catalog: &Catalog) {
    // An empty code is what readers of all other languages get.
    let fallback = (String::new(), catalog.fallback());
    let named = catalog.languages().map(|lang| (catalog.language(lang).id.clone(), lang));
    for (code, lang) in [fallback].into_iter().chain(named) {
        if let Err(error) = update_one(bot, catalog, &code, lang).await {
            log::warn!("the profile in language {code:?} stays as it was: {error}");
        }
    }
}

async fn update_one(bot: &Bot, catalog: &Catalog, code: &str, lang: Lang) -> Result<(), RequestError> {
    let words = |key: &str| catalog.words(lang, key, Scope::default());
    let commands = Command::MENU.map(|name| BotCommand::new(name, words(&format!("command.{name}"))));
    if bot.get_my_commands().language_code(code).await? != commands {
        bot.set_my_commands(commands).language_code(code).await?;
    }
    let name = words(words::PROFILE_NAME);
    if bot.get_my_name().language_code(code).await?.name != name {
        bot.set_my_name().name(name).language_code(code).await?;
    }
    let about = words(words::PROFILE_ABOUT);
    if bot.get_my_description().language_code(code).await?.description != about {
        bot.set_my_description().description(about).language_code(code).await?;
    }
    let short = words(words::PROFILE_SHORT);
    if bot.get_my_short_description().language_code(code).await?.short_description != short {
        bot.set_my_short_description().short_description(short).language_code(code).await?;
    }
    Ok(())
}
