//! What Telegram shows of the bot before anything is said: its commands, name and descriptions, in every
//! language. Only what differs is written, because Telegram limits how often these may change.

use teloxide::payloads::{
    GetMyCommands, GetMyCommandsSetters, GetMyDescription, GetMyDescriptionSetters, GetMyName,
    GetMyNameSetters, GetMyShortDescription, GetMyShortDescriptionSetters, SetMyCommands,
    SetMyCommandsSetters, SetMyDescription, SetMyDescriptionSetters, SetMyName, SetMyNameSetters,
    SetMyShortDescription, SetMyShortDescriptionSetters,
};
use teloxide::types::BotCommand;

use crate::bot::failure::Failure;
use crate::bot::outbox::{Delivery, Outbox};
use crate::catalog::Catalog;
use crate::catalog::id::Lang;
use crate::catalog::line::Scope;
use crate::dialogue::event::Command;
use crate::dialogue::words;

/// Brings the profile up to date, language by language. A failure costs only the profile and is logged.
pub async fn update(outbox: &Outbox, catalog: &Catalog) {
    // An empty code is what readers of all other languages get.
    let fallback = (String::new(), catalog.fallback());
    let named = catalog.languages().map(|lang| (catalog.language(lang).id.clone(), lang));
    for (code, lang) in [fallback].into_iter().chain(named) {
        if let Err(failure) = update_one(outbox, catalog, &code, lang).await {
            log::warn!("the profile in language {code:?} stays as it was: {failure:?}");
        }
    }
}

async fn update_one(outbox: &Outbox, catalog: &Catalog, code: &str, lang: Lang) -> Result<(), Failure> {
    let words = |key: &str| catalog.words(lang, key, Scope::default());
    let plain = Delivery::default();
    let commands =
        Command::MENU.map(|name| BotCommand::new(name, words(&format!("command.{name}")))).to_vec();
    let shown = outbox.deliver(&GetMyCommands::new().language_code(code), plain).await?;
    if shown.as_ref() != Some(&commands) {
        outbox.deliver(&SetMyCommands::new(commands).language_code(code), plain).await?;
    }
    let name = words(words::PROFILE_NAME);
    let shown = outbox.deliver(&GetMyName::new().language_code(code), plain).await?;
    if shown.is_none_or(|shown| shown.name != name) {
        outbox.deliver(&SetMyName::new().name(name).language_code(code), plain).await?;
    }
    let about = words(words::PROFILE_ABOUT);
    let shown = outbox.deliver(&GetMyDescription::new().language_code(code), plain).await?;
    if shown.is_none_or(|shown| shown.description != about) {
        outbox.deliver(&SetMyDescription::new().description(about).language_code(code), plain).await?;
    }
    let short = words(words::PROFILE_SHORT);
    let shown = outbox.deliver(&GetMyShortDescription::new().language_code(code), plain).await?;
    if shown.is_none_or(|shown| shown.short_description != short) {
        let payload = SetMyShortDescription::new().short_description(short).language_code(code);
        outbox.deliver(&payload, plain).await?;
    }
    Ok(())
}
