//! Dialogues are kept on a PostgreSQL server.

use futures::future::join_all;
use kz_topup_bot::storage::any::AnyStorage;
use kz_topup_bot::storage::error::OpenError;

use crate::servers::postgres::PostgresServer;
use crate::storage::{fresh, next, open, record, says, talk};

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs postgresql, which tests/run installs"]
async fn programs_that_start_together_on_an_empty_database_make_the_tables_once() {
    let server = PostgresServer::start().await;
    for options in ["", "?schema=another"] {
        let url = format!("{}{options}", server.url());
        let programs = (0..8).map(|_| {
            let url = url.clone();
            tokio::spawn(async move { open(&url).await })
        });
        for (chat, storage) in (0..).zip(join_all(programs).await) {
            let storage = storage.unwrap();
            storage.healthy().await.unwrap();
            talk(&storage, chat).update(fresh("x")).await.unwrap();
        }
    }
    assert_eq!(server.complaints(), [""; 0], "they take turns");
    let client = server.client().await;
    let versions = client.query("SELECT version FROM kz_topup_schema", &[]).await.unwrap();
    assert_eq!(versions.iter().map(|row| row.get::<_, i64>(0)).collect::<Vec<_>>(), [1, 2, 3]);
    let rows = client.query_one("SELECT count(*) FROM another.kz_topup_dialogues", &[]).await.unwrap();
    assert_eq!(rows.get::<_, i64>(0), 8);

    a_user_who_may_only_read_and_write_is_enough(&server).await;
    a_newer_table_is_refused_and_left_alone(&server).await;
}

async fn a_user_who_may_only_read_and_write_is_enough(server: &PostgresServer) {
    let grants = "CREATE USER clerk PASSWORD 'key'; GRANT SELECT ON kz_topup_schema TO clerk;
        GRANT SELECT, INSERT, UPDATE, DELETE ON kz_topup_dialogues, kz_topup_tallies TO clerk";
    server.client().await.batch_execute(grants).await.unwrap();
    let storage = open(&server.url_of("clerk", "key", "postgres")).await;
    talk(&storage, 100).update(fresh("a")).await.unwrap();
    let read = talk(&storage, 100).get().await.unwrap().unwrap();
    talk(&storage, 100).update(next(&read, "b")).await.unwrap();
    talk(&storage, 100).exit().await.unwrap();
    storage.count("x").await.unwrap();
    assert_eq!(storage.tallies().await.unwrap().len(), 1);
}

async fn a_newer_table_is_refused_and_left_alone(server: &PostgresServer) {
    let client = server.client().await;
    client.execute("INSERT INTO kz_topup_schema VALUES (9)", &[]).await.unwrap();
    let error = AnyStorage::open(&server.url().parse().unwrap()).await.err().unwrap();
    assert!(matches!(error, OpenError::Refused { .. }), "{error}");
    assert!(error.to_string().contains("newer program"), "{error}");
    let rows = client.query_one("SELECT count(*) FROM kz_topup_dialogues", &[]).await.unwrap();
    assert_eq!(rows.get::<_, i64>(0), 8);
}

#[tokio::test]
#[ignore = "needs postgresql, which tests/run installs"]
async fn a_restart_of_the_server_between_two_messages_is_not_noticed() {
    let mut server = PostgresServer::start().await;
    let storage = open(&server.url()).await;
    talk(&storage, 7).update(fresh("before")).await.unwrap();
    server.kill();
    server.restart().await;
    let read = talk(&storage, 7).get().await.unwrap().unwrap();
    assert_eq!(read.record, record("before"));
    talk(&storage, 7).update(next(&read, "after")).await.unwrap();
    assert_eq!(says(&storage, 7).await, Some(record("after")));
}
