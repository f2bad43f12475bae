//! What a person needs after the start: the address, how to point a bot at it, and a browser.

use std::io;
use std::process::{Command, Stdio};

use crate::options::Options;
use crate::server::Sandbox;

/// Starts a sandbox for people: on exactly the port of the options if a person has `chosen` it, else on that one or
/// the next free one.
///
/// # Errors
/// As [`Sandbox::start`]; for a port that is taken it says what to do.
pub async fn start(options: Options, chosen: bool) -> io::Result<Sandbox> {
    if !chosen {
        return Sandbox::start_on_next_free_port(options).await;
    }
    let advice = |error: io::Error| match error.kind() {
        io::ErrorKind::AddrInUse => io::Error::new(
            error.kind(),
            format!("{error}; give another --port, or none to take the next free one"),
        ),
        _ => error,
    };
    Sandbox::start(options).await.map_err(advice)
}

/// The lines to print at the start: the page's address, and how it is reached from another machine.
pub fn page_hint(sandbox: &Sandbox) -> String {
    let (address, port) = (sandbox.address(), sandbox.address().port());
    format!(
        "Open http://{address}/ in a browser; Ctrl+C ends it.\n\
         From another machine: ssh -L {port}:{address} THIS-HOST, then the same address there.\n"
    )
}

/// The lines that say how a bot is pointed at the sandbox, for any library.
pub fn bot_hint(sandbox: &Sandbox) -> String {
    let (address, token) = (sandbox.address(), sandbox.token());
    format!(
        "\nBot API root:  http://{address}\n\
         Token:         {token}\n\
         Try:           curl http://{address}/bot{token}/getMe\n\
         For teloxide:\n  export TELOXIDE_TOKEN={token}\n  export TELOXIDE_API_URL=http://{address}\n"
    )
}

/// Opens the page in the browser of this machine.
///
/// # Errors
/// When there is no program that does it.
pub fn open_page(sandbox: &Sandbox) -> io::Result<()> {
    let url = format!("http://{}/", sandbox.address());
    let (program, first): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    command.args(first).arg(&url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let named = |error: io::Error| io::Error::new(error.kind(), format!("{program} {url}: {error}"));
    command.spawn().map(drop).map_err(named)
}
