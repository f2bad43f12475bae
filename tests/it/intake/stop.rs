//! Signals, sent to a process of its own: this test binary, started again for one test.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdout, Command, Stdio};

use kz_topup_bot::intake::stop::stop_signal;

/// Set in the process that waits for signals.
const ALONE: &str = "KZ_TOPUP_BOT_WAITS_FOR_SIGNALS";

/// Stops for the first signal, and is never done with what it has in hand.
#[tokio::test]
async fn waits_for_signals() {
    // Only in the process that the test below starts; elsewhere nobody would send a signal.
    if std::env::var_os(ALONE).is_none() {
        return;
    }
    let stop = stop_signal().unwrap();
    say("listening");
    stop.await;
    say("stopping");
    std::future::pending::<()>().await;
}

#[test]
fn the_first_signal_stops_in_order_and_the_second_at_once() {
    for (first, second, code) in [("TERM", "TERM", 143), ("INT", "INT", 130), ("INT", "TERM", 143)] {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "--nocapture", "intake::stop::waits_for_signals"])
            .env(ALONE, "1")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        await_line(&mut lines, "listening");
        signal(&child, first);
        await_line(&mut lines, "stopping");
        assert!(child.try_wait().unwrap().is_none());
        signal(&child, second);
        assert_eq!(child.wait().unwrap().code(), Some(code));
    }
}

fn say(word: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "\n{word}").unwrap();
    out.flush().unwrap();
}

fn await_line(lines: &mut Lines<BufReader<ChildStdout>>, wanted: &str) {
    assert!(lines.any(|line| line.unwrap() == wanted), "it never said {wanted}");
}

fn signal(child: &Child, name: &str) {
    let status = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status().unwrap();
    assert!(status.success());
}
