//! Exit codes, error lines and printing.

use std::fmt::Display;
use std::io::{self, Write as _};
use std::process::ExitCode;

/// Exit code of a check that found problems, and of a server that could not go on.
pub const FAILED: u8 = 1;
/// Exit code of a configuration that cannot be used.
pub const MISCONFIGURED: u8 = 2;
/// Exit code of a token that Telegram refuses.
pub const TOKEN_REFUSED: u8 = 3;

/// Prints one line that says what is wrong; gives the exit code for it.
pub fn fail(code: u8, error: impl Display) -> ExitCode {
    eprintln!("error: {error}");
    ExitCode::from(code)
}

/// Prints to the standard output. A reader that closed it early (`check | head`) is no failure.
pub(super) fn print(text: &str) -> ExitCode {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            fail(FAILED, format_args!("the standard output: {error}"))
        }
        _ => ExitCode::SUCCESS,
    }
}
