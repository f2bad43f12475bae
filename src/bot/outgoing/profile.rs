//! Sets the bot's commands, name and descriptions in every language. Only what differs is set, because Telegram
//! limits how often these may change.

use serde::{Deserialize, Serialize};
use teloxide::payloads::{
    GetMyCommands, GetMyCommandsSetters, GetMyDescription, GetMyDescriptionSetters, GetMyName,
    GetMyNameSetters, GetMyShortDescription, GetMyShortDescriptionSetters, SetMyCommands,
    SetMyCommandsSetters, SetMyDescription, SetMyDescriptionSetters, SetMyName, SetMyNameSetters,
    SetMyShortDescription, SetMyShortDescriptionSetters,
};
use teloxide::requests::Payload;
use teloxide::types::{BotCommand, BotCommandScope, True};

use crate::api::failure::Failure;
use crate::bot::outgoing::client::{Delivery, OutboundClient};
use crate::catalog::id::Lang;
use crate::catalog::line::Scope;
use crate::catalog::model::Catalog;
use crate::dialogue::event::Command;
use crate::dialogue::keys;

/// Telegram keeps profiles by two-letter codes: all scripts of a language share one.
const CODE_LENGTH: usize = 2;

/// Sets the profile in each language. A failure is logged and leaves the profile of that language as it was.
pub async fn update(client: &OutboundClient, catalog: &Catalog) {
    // An empty code is what readers of all other languages get.
    let fallback = (String::new(), catalog.fallback());
    let named = catalog.languages().map(|lang| (catalog.language(lang).id.clone(), lang));
    let named = named.filter(|(code, _)| code.len() == CODE_LENGTH);
    for (code, lang) in [fallback].into_iter().chain(named) {
        if let Err(failure) = update_one(client, catalog, &code, lang).await {
            log::warn!("the profile in language {code:?} stays as it was: {failure:?}");
        }
    }
}

/// A command as of Bot API 10.2, which the library does not know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct GroupCommand {
    command: String,
    description: String,
    /// Whether only the bot sees who sends it.
    #[serde(default)]
    is_ephemeral: bool,
}

#[derive(Clone, Serialize)]
struct GetGroupCommands {
    scope: BotCommandScope,
    language_code: String,
}

impl Payload for GetGroupCommands {
    type Output = Vec<GroupCommand>;

    const NAME: &'static str = "GetMyCommands";
}

#[derive(Clone, Serialize)]
struct SetGroupCommands {
    commands: Vec<GroupCommand>,
    scope: BotCommandScope,
    language_code: String,
}

impl Payload for SetGroupCommands {
    type Output = True;

    const NAME: &'static str = "SetMyCommands";
}

/// Sets the commands for groups. They are ephemeral where Telegram supports it: only the bot sees them.
async fn update_in_groups(
    client: &OutboundClient,
    catalog: &Catalog,
    code: &str,
    lang: Lang,
) -> Result<(), Failure> {
    let (scope, language_code) = (BotCommandScope::AllGroupChats, code.to_owned());
    let commands = Command::GROUP_MENU.map(|name| GroupCommand {
        command: name.to_owned(),
        description: catalog.words(lang, &format!("command.{name}"), Scope::default()),
        is_ephemeral: true,
    });
    let commands = commands.to_vec();
    let get = GetGroupCommands { scope: scope.clone(), language_code: language_code.clone() };
    if client.deliver(&get, Delivery::default()).await?.as_ref() != Some(&commands) {
        client.deliver(&SetGroupCommands { commands, scope, language_code }, Delivery::default()).await?;
    }
    Ok(())
}

async fn update_one(
    client: &OutboundClient,
    catalog: &Catalog,
    code: &str,
    lang: Lang,
) -> Result<(), Failure> {
    let words = |key: &str| catalog.words(lang, key, Scope::default());
    let plain = Delivery::default();
    let commands =
        Command::MENU.map(|name| BotCommand::new(name, words(&format!("command.{name}")))).to_vec();
    let shown = client.deliver(&GetMyCommands::new().language_code(code), plain).await?;
    if shown.as_ref() != Some(&commands) {
        client.deliver(&SetMyCommands::new(commands).language_code(code), plain).await?;
    }
    let name = words(keys::PROFILE_NAME);
    let shown = client.deliver(&GetMyName::new().language_code(code), plain).await?;
    if shown.is_none_or(|shown| shown.name != name) {
        client.deliver(&SetMyName::new().name(name).language_code(code), plain).await?;
    }
    let about = words(keys::PROFILE_ABOUT);
    let shown = client.deliver(&GetMyDescription::new().language_code(code), plain).await?;
    if shown.is_none_or(|shown| shown.description != about) {
        client.deliver(&SetMyDescription::new().description(about).language_code(code), plain).await?;
    }
    let short = words(keys::PROFILE_SHORT);
    let shown = client.deliver(&GetMyShortDescription::new().language_code(code), plain).await?;
    if shown.is_none_or(|shown| shown.short_description != short) {
        let payload = SetMyShortDescription::new().short_description(short).language_code(code);
        client.deliver(&payload, plain).await?;
    }
    update_in_groups(client, catalog, code, lang).await
}
