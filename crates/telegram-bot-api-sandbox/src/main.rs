//! The sandbox as a program: a local Bot API for a bot in any language, and the chat page.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;

use clap::Parser;
use telegram_bot_api_sandbox::{DEFAULT_PORT, Options, TOKEN, WebhookTargets, launch};

/// A local Telegram Bot API with a chat page in the browser: try any bot without a token and without a network.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// Port on 127.0.0.1, 0 for any free one. [default: 7100, or the next free one]
    #[arg(long)]
    port: Option<u16>,
    /// The token the bot uses, <id>:<secret>; any will do.
    #[arg(long, default_value = TOKEN)]
    token: String,
    /// The bot's username, without @.
    #[arg(long, default_value = "sandbox_bot")]
    username: String,
    /// The bot's name until it sets one itself.
    #[arg(long, default_value = "Sandbox bot")]
    name: String,
    /// Open the page in a browser.
    #[arg(long)]
    open: bool,
    /// Let the bot set webhooks on other machines, too; without it only on this one.
    #[arg(long)]
    allow_remote_webhooks: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    match serve(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(arguments: Arguments) -> io::Result<()> {
    let webhook_targets =
        if arguments.allow_remote_webhooks { WebhookTargets::Any } else { WebhookTargets::LoopbackOnly };
    let options = Options {
        address: SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port.unwrap_or(DEFAULT_PORT))),
        token: arguments.token,
        bot_name: arguments.name,
        bot_username: arguments.username.trim_start_matches('@').to_owned(),
        webhook_targets,
        ..Options::default()
    };
    let sandbox = launch::start(options, arguments.port.is_some()).await?;
    print!("{}{}", launch::page_hint(&sandbox), launch::bot_hint(&sandbox));
    if arguments.open {
        launch::open_page(&sandbox).unwrap_or_else(|error| eprintln!("no browser was opened: {error}"));
    }
    tokio::signal::ctrl_c().await?;
    sandbox.stop().await;
    Ok(())
}
