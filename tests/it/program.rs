//! The program itself, as its user runs it: the real binary in an empty folder, with a clean environment.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::person::Town;

/// Ends a test that would wait for ever; far longer than anything takes on a machine that is busy with other work.
const PATIENCE: Duration = Duration::from_secs(600);

/// A token of the right shape that opens nothing, not even the sandbox.
pub const TOKEN: &str = "7000000009:AAnobody-nobody-nobody-nobody-nobody";

/// A folder to run the program in, and the environment to run it with.
pub struct Program {
    pub folder: TempDir,
    variables: Vec<(String, String)>,
}

/// The program while it runs. It is killed when dropped.
pub struct Running {
    child: Child,
    out: Receiver<String>,
    err: Receiver<String>,
}

/// What a run left behind.
#[derive(Debug)]
pub struct Ended {
    /// The exit code; `None` after a signal.
    pub code: Option<i32>,
    /// The lines on the standard output.
    pub out: Vec<String>,
    /// The lines on the standard error.
    pub err: Vec<String>,
}

impl Program {
    /// An empty folder and an empty environment.
    pub fn new() -> Self {
        Self { folder: TempDir::new().unwrap(), variables: Vec::new() }
    }

    /// The bot of a town, with its dialogues in a file.
    pub fn in_town(town: &Town) -> Self {
        Self::new()
            .with("TELOXIDE_TOKEN", town.sandbox.token())
            .with("TELOXIDE_API_URL", town.sandbox.api_url().as_str())
            .with("STORAGE_URL", "sqlite:bot.sqlite")
            .with("MESSAGES_PER_SECOND", "0")
    }

    /// Sets a variable.
    pub fn with(mut self, variable: &str, value: &str) -> Self {
        self.variables.push((variable.to_owned(), value.to_owned()));
        self
    }

    /// Puts a file into the folder.
    pub fn file(self, name: &str, text: &str) -> Self {
        fs::write(self.folder.path().join(name), text).unwrap();
        self
    }

    /// Runs it to its end. Whatever it says, the token is not in it.
    #[track_caller]
    pub fn runs(&self, arguments: &[&str]) -> Ended {
        let ended = self.starts(arguments).ends();
        let said = format!("{ended:?}");
        for (_, value) in self.variables.iter().filter(|(variable, _)| variable == "TELOXIDE_TOKEN") {
            assert!(value.trim().is_empty() || !said.contains(value.trim()), "the token is shown: {said}");
        }
        ended
    }

    /// Starts it.
    pub fn starts(&self, arguments: &[&str]) -> Running {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let out = lines(child.stdout.take().unwrap());
        let err = lines(child.stderr.take().unwrap());
        Running { child, out, err }
    }

    /// The command, for whoever wants other streams.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kz-topup-bot"));
        command.args(arguments).current_dir(&self.folder).env_clear();
        command.envs(self.variables.iter().map(|(variable, value)| (variable, value)));
        command
    }
}

impl Running {
    /// The number of its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits for its end.
    #[track_caller]
    pub fn ends(mut self) -> Ended {
        let (out, err) = (rest(&self.out), rest(&self.err));
        let status: ExitStatus = self.child.wait().unwrap();
        Ended { code: status.code(), out, err }
    }

    /// Waits until a line of the standard error contains these words, and gives all lines up to it.
    #[track_caller]
    pub fn says(&self, words: &str) -> Vec<String> {
        let mut said = Vec::new();
        while !said.last().is_some_and(|line: &String| line.contains(words)) {
            said.push(
                self.err.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no `{words}` in {said:#?}")),
            );
        }
        said
    }

    /// Ends it as a crash would, and gives what it had said.
    pub fn kill(mut self) -> Ended {
        self.child.kill().unwrap();
        self.ends()
    }

    /// Asks it to stop, as a service manager does, and waits.
    #[track_caller]
    pub fn stop(self) -> Ended {
        let kill = format!("kill -TERM {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
        self.ends()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Fails only if it has ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Ended {
    /// The only line on the standard error, with nothing on the standard output.
    #[track_caller]
    pub fn complaint(&self, code: i32) -> &str {
        assert_eq!((self.code, self.out.len(), self.err.len()), (Some(code), 0, 1), "{self:#?}");
        &self.err[0]
    }

    /// The only line on the standard output of a run that went well.
    #[track_caller]
    pub fn word(&self) -> &str {
        assert_eq!((self.code, self.out.len(), self.err.len()), (Some(0), 1, 0), "{self:#?}");
        &self.out[0]
    }
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).unwrap()),
        }
    }
}

/// A stream's lines as they come; closed at its end.
fn lines(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, lines) = channel();
    thread::spawn(move || {
        for line in BufReader::new(stream).lines() {
            // Nobody listens any more once the test is over.
            let _ = sender.send(line.unwrap());
        }
    });
    lines
}

#[track_caller]
fn rest(lines: &Receiver<String>) -> Vec<String> {
    let end = Instant::now() + PATIENCE;
    let mut rest = Vec::new();
    loop {
        match lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(line) => rest.push(line),
            Err(RecvTimeoutError::Disconnected) => return rest,
            Err(RecvTimeoutError::Timeout) => panic!("the program does not end; it said {rest:#?}"),
        }
    }
}
