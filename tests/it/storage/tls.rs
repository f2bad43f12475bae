//! TLS to servers whose certificate is from an authority of the test's own: trusted with `ca=`, refused otherwise.

use kz_topup_bot::storage::any::AnyStorage;
use kz_topup_bot::storage::error::OpenError;

use crate::servers::authority::Authority;
use crate::servers::postgres::PostgresServer;
use crate::servers::redis::RedisServer;
use crate::storage::{fresh, open, record, says, talk};

async fn refusal(url: &str) -> String {
    match AnyStorage::open(&url.parse().unwrap()).await {
        Err(OpenError::Refused { reason, .. }) => reason,
        Err(other) => panic!("{url}: {other}"),
        Ok(_) => panic!("{url} is opened"),
    }
}

/// With the right authority records are read and written; with another one, or the public ones, nothing is.
async fn only_the_right_authority_is_trusted(url: &str, right: &Authority) {
    let other = Authority::new();
    let and = if url.contains('?') { '&' } else { '?' };
    let with = |authority: &Authority| format!("{url}{and}ca={}", authority.file().display());

    let storage = open(&with(right)).await;
    talk(&storage, 1).update(fresh("terminal")).await.unwrap();
    assert_eq!(says(&storage, 1).await, Some(record("terminal")));
    storage.close().await;

    for url in [url.to_owned(), with(&other)] {
        let reason = refusal(&url).await;
        assert!(reason.to_lowercase().contains("certificate"), "{url}: {reason}");
    }
    let reason = refusal(&format!("{url}{and}ca=/nowhere/ca.pem")).await;
    assert!(reason.contains("ca=/nowhere/ca.pem"), "{reason}");
    let reason = refusal(&format!("{url}{and}ca={}", right.key().display())).await;
    assert!(reason.contains("no certificate"), "a key is no authority: {reason}");
}

#[tokio::test]
#[ignore = "needs redis-server, which tests/run installs"]
async fn redis_is_trusted_by_its_authority_only() {
    let authority = Authority::new();
    let server = RedisServer::start_with_tls(&authority).await;
    only_the_right_authority_is_trusted(&server.tls_url(), &authority).await;
}

#[tokio::test]
#[ignore = "needs postgresql, which tests/run installs"]
async fn postgresql_is_trusted_by_its_authority_only() {
    let authority = Authority::new();
    let server = PostgresServer::start_with_tls(&authority).await;
    for mode in ["require", "verify-ca", "verify-full"] {
        let url = format!("{}?sslmode={mode}", server.url());
        only_the_right_authority_is_trusted(&url, &authority).await;
        let client = server.client().await;
        client.batch_execute("DELETE FROM kz_topup_dialogues").await.unwrap();
    }
}

#[tokio::test]
#[ignore = "needs postgresql, which tests/run installs"]
async fn postgresql_without_tls_is_refused_when_tls_is_required() {
    let server = PostgresServer::start().await;
    let reason = refusal(&format!("{}?sslmode=verify-full", server.url())).await;
    assert!(reason.to_lowercase().contains("tls"), "{reason}");
}
