//! A server that answers but refuses is a mistake in the configuration: the program says so in one line, without the
//! password, and ends.

use crate::program::{Program, TOKEN};
use crate::servers::postgres::PostgresServer;
use crate::servers::redis::RedisServer;

/// What the program says about a storage.
#[track_caller]
fn complaint(url: &str) -> String {
    let program = Program::new()
        .with("TELOXIDE_TOKEN", TOKEN)
        .with("TELOXIDE_API_URL", "http://127.0.0.1:9")
        .with("STORAGE_URL", url);
    let ended = program.runs(&["run"]);
    let complaint = ended.complaint(2);
    assert!(complaint.contains("STORAGE_URL: "), "{complaint}");
    assert!(!complaint.contains("hunter2"), "{complaint}");
    complaint.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs redis-server, which tests/run installs"]
async fn redis_refuses_a_wrong_password_and_a_database_that_is_not_there() {
    let server = RedisServer::start_with_password("open-sesame").await;
    let url = server.url();
    let place = url.split_once('@').unwrap().1;
    for (url, words) in [
        (format!("redis://:hunter2@{place}"), "assword"),
        (format!("redis://nobody:hunter2@{place}"), "assword"),
        (format!("redis://{place}"), "NOAUTH"),
        (format!("{url}/99"), "database"),
    ] {
        let complaint = complaint(&url);
        assert!(complaint.contains(place) && complaint.contains(words), "{complaint}");
        assert!(!complaint.contains("open-sesame"), "{complaint}");
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs postgresql, which tests/run installs"]
async fn postgres_refuses_a_wrong_password_a_wrong_database_and_missing_rights() {
    let server = PostgresServer::start().await;
    let user = PostgresServer::USER;
    server.client().await.batch_execute("CREATE USER clerk PASSWORD 'hunter2'").await.unwrap();
    for (url, words) in [
        (server.url_of(user, "hunter2", "postgres"), "28P01"),
        (server.url_of(user, "", "postgres"), "password"),
        (server.url_of("clerk", "hunter2", "nowhere"), "3D000"),
        (server.url_of("clerk", "hunter2", "postgres"), "42501"),
        (format!("{}?schema=mine", server.url_of("clerk", "hunter2", "postgres")), "42501"),
        (format!("{}?sslmode=require", server.url()), "TLS"),
    ] {
        let complaint = complaint(&url);
        let place = url.split_once('@').unwrap().1.split('?').next().unwrap();
        assert!(complaint.contains(place) && complaint.contains(words), "{complaint}");
        assert!(!complaint.contains("open-sesame"), "{complaint}");
    }
}
