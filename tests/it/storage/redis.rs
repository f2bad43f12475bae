//! Dialogues are kept on a Redis server.

use redis::aio::MultiplexedConnection;
use redis::{FromRedisValue, cmd};

use crate::servers::redis::RedisServer;
use crate::storage::{fresh, next, open, record, says, talk};

async fn ask<T: FromRedisValue>(client: &MultiplexedConnection, words: &[&str]) -> T {
    cmd(words[0]).arg(&words[1..]).query_async(&mut client.clone()).await.unwrap()
}

const DAY: i64 = 24 * 60 * 60;

#[tokio::test]
#[ignore = "needs redis-server, which tests/run installs"]
async fn a_record_is_dropped_a_year_after_the_last_write_or_as_is_wished() {
    let server = RedisServer::start().await;
    let client = server.client().await;
    let is_about = async |key: &str, days: i64| {
        let seconds: i64 = ask(&client, &["TTL", key]).await;
        assert!((days * DAY - 600..=days * DAY).contains(&seconds), "{key}: {seconds}");
    };

    let storage = open(&server.url()).await;
    talk(&storage, 7).update(fresh("a")).await.unwrap();
    is_about("kz-topup-bot:7", 400).await;
    let () = ask(&client, &["EXPIRE", "kz-topup-bot:7", "1000"]).await;
    let read = talk(&storage, 7).get().await.unwrap().unwrap();
    talk(&storage, 7).update(next(&read, "b")).await.unwrap();
    is_about("kz-topup-bot:7", 400).await;

    let storage = open(&format!("{}/3?prefix=a+b%2Fc.&expire_days=2", server.url())).await;
    talk(&storage, -7).update(fresh("elsewhere")).await.unwrap();
    let () = ask(&client, &["SELECT", "3"]).await;
    let keys: Vec<String> = ask(&client, &["KEYS", "*"]).await;
    assert_eq!(keys, ["a b/c.-7"]);
    is_about("a b/c.-7", 2).await;

    let storage = open(&format!("{}/4?prefix=&expire_days=0", server.url())).await;
    talk(&storage, 7).update(fresh("for ever")).await.unwrap();
    let () = ask(&client, &["SELECT", "4"]).await;
    assert_eq!(ask::<i64>(&client, &["TTL", "7"]).await, -1);
}

#[tokio::test]
#[ignore = "needs redis-server, which tests/run installs"]
async fn a_key_that_holds_something_else_is_nothing_and_can_be_written_over() {
    let server = RedisServer::start().await;
    let client = server.client().await;
    let storage = open(&server.url()).await;
    let () = ask(&client, &["RPUSH", "kz-topup-bot:1", "x"]).await;
    for (chat, value) in (2..).zip([
        "",
        "x",
        "{}",
        "0 {}",
        "007 {}",
        "-1 {}",
        "1{}",
        " 1 {}",
        "99999999999999999999 {}",
        "18446744073709551616 {}",
    ]) {
        let () = ask(&client, &["SET", &format!("kz-topup-bot:{chat}"), value]).await;
    }
    for chat in 1..=11 {
        assert_eq!(says(&storage, chat).await, None, "{chat}");
        talk(&storage, chat).update(fresh("afresh")).await.unwrap();
        assert_eq!(says(&storage, chat).await, Some(record("afresh")), "{chat}");
    }
}

#[tokio::test]
#[ignore = "needs redis-server, which tests/run installs"]
async fn a_server_that_has_forgotten_the_script_is_told_it_again() {
    let server = RedisServer::start().await;
    let client = server.client().await;
    let storage = open(&server.url()).await;
    for chat in 1..4 {
        let () = ask(&client, &["SCRIPT", "FLUSH"]).await;
        talk(&storage, chat).update(fresh("a")).await.unwrap();
    }
    let loaded: String = ask(&client, &["INFO", "memory"]).await;
    assert!(loaded.contains("number_of_cached_scripts:1"), "{loaded}");
}

#[tokio::test]
#[ignore = "needs redis-server, which tests/run installs"]
async fn a_restart_of_the_server_between_two_messages_is_not_noticed() {
    let mut server = RedisServer::start().await;
    let storage = open(&server.url()).await;
    talk(&storage, 7).update(fresh("before")).await.unwrap();
    server.kill();
    server.restart().await;
    let read = talk(&storage, 7).get().await.unwrap().unwrap();
    assert_eq!(read.record, record("before"));
    talk(&storage, 7).update(next(&read, "after")).await.unwrap();
    assert_eq!(says(&storage, 7).await, Some(record("after")));
}
