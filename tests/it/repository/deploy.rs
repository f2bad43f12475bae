//! What `deploy/` says of the program, compared with the program.

use std::collections::BTreeSet;

use crate::repository::documents::{is_variable, variables};
use crate::repository::source::{files, is_word, read};

/// Words in capitals that are not ours: what Redis's client and the HTTP library read, and what systemd and seccomp
/// name.
const OTHERS: [&str; 5] = ["REDISCLI_AUTH", "HTTPS_PROXY", "AF_INET", "AF_INET6", "AF_UNIX"];

/// All words of a text: of letters, digits and `_`, with a letter first.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !is_word(c)).filter(|word| word.starts_with(char::is_alphabetic))
}

#[test]
fn every_variable_is_one_the_program_knows() {
    let known = variables();
    let mut named = BTreeSet::new();
    // A deployer's own secrets may lie beside the examples.
    let secret = |path: &String| path.ends_with(".env") || path.starts_with("deploy/tls/");
    for path in files(&["deploy"]).into_iter().filter(|path| !secret(path)) {
        for name in words(&read(&path)).filter(|word| is_variable(word) && !OTHERS.contains(word)) {
            assert!(known.contains(name), "{path}: the program does not read {name}");
            named.insert(name.to_owned());
        }
    }
    assert!(named.contains("TELOXIDE_TOKEN") && named.contains("STORAGE_URL"), "{named:?}");
}

#[test]
fn every_metric_of_an_alert_is_counted() {
    let telemetry = read("src/telemetry.rs");
    let counted: BTreeSet<&str> = telemetry.split('"').filter(|name| name.starts_with("kz_topup_")).collect();
    let alerts = read("deploy/alerts.yml");
    let named: BTreeSet<&str> = words(&alerts).filter(|word| word.starts_with("kz_topup_")).collect();
    assert!(named.len() > 5, "{named:?}");
    for name in named {
        // What a histogram is made of has names of its own.
        let parts = ["_bucket", "_count", "_sum"];
        let whole = parts.iter().find_map(|part| name.strip_suffix(part)).unwrap_or(name);
        assert!(counted.contains(name) || counted.contains(whole), "nobody counts {name}");
    }
}

#[test]
fn the_webhook_leads_to_the_bots() {
    let example = read("deploy/bot.env.example");
    let address = example.lines().find_map(|line| line.strip_prefix("WEBHOOK_URL=https://")).unwrap();
    let (name, path) = address.split_once('/').unwrap();
    let nginx = read("deploy/nginx.conf");
    assert!(nginx.contains(&format!("server_name {name};")), "{name}");
    assert!(nginx.contains(&format!("location = /{path} {{")), "/{path}");
}
