//! Who may bring updates, and how much of the server anybody may take.

use std::time::Duration;

use reqwest::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::intake::recorder::{Seen, update};
use crate::intake::webhook::{HEADER, Hook, SECRET, answer, options};
use crate::intake::within;

#[tokio::test]
async fn only_the_right_secret_opens() {
    let hook = Hook::start().await;
    assert_eq!(hook.brings(1, "a", "go").await.status(), 200);
    for (id, secret) in (1..=2).flat_map(|id| {
        ["", "right-Secret_", "right-Secret_11", "right-Secret_2", "right-secret_1", "wrong"]
            .map(|secret| (id, Some(secret)))
            .into_iter()
            .chain([(id, None)])
    }) {
        let body = update(id, "a", "go").json.get().to_owned();
        let mut request = hook.request(Method::POST, "/hook/a").body(body);
        if let Some(secret) = secret {
            request = request.header(HEADER, secret);
        }
        let response = within(request.send()).await.unwrap();
        assert_eq!(response.status(), 401, "{secret:?}");
        assert_eq!(within(response.bytes()).await.unwrap().len(), 0, "{secret:?}");
    }
    assert_eq!(hook.brings(1, "a", "go").await.status(), 200);
    assert_eq!(hook.recorder.seen(), [Seen::Began(1), Seen::Ended(1)]);
    hook.stop().await.unwrap();
}

#[tokio::test]
async fn there_is_one_path_and_one_method() {
    let hook = Hook::start().await;
    let body = update(1, "a", "go").json.get().to_owned();
    for path in ["/", "/hook", "/hook/", "/hook/a/", "/hook/A", "/hook/a/b", "/hook//a", "/metrics"] {
        let request = hook.request(Method::POST, path).header(HEADER, SECRET).body(body.clone());
        assert_eq!(within(request.send()).await.unwrap().status(), 404, "{path}");
    }
    for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE, Method::OPTIONS] {
        let request = hook.request(method.clone(), "/hook/a").header(HEADER, SECRET).body(body.clone());
        let response = within(request.send()).await.unwrap();
        assert_eq!(
            (response.status().as_u16(), &response.headers()["allow"]),
            (405, &"POST".parse().unwrap())
        );
    }
    assert_eq!(hook.recorder.seen(), []);
    hook.stop().await.unwrap();
}

#[tokio::test]
async fn a_body_has_a_limit_declared_or_not() {
    let hook = Hook::start().await;
    let padded = |bytes: usize| {
        let start = r#"{"update_id":1,"key":"a","do":"go","x":""#;
        format!("{start}{}\"}}", "x".repeat(bytes - start.len() - 2))
    };
    const LIMIT: usize = 1024 * 1024;
    let post = || hook.request(Method::POST, "/hook/a").header(HEADER, SECRET);
    // Whoever sends the rest of a refused body may find the connection closed before the answer is read.
    let refused =
        |sent: reqwest::Result<reqwest::Response>| sent.map_or(413, |response| response.status().as_u16());
    assert_eq!(refused(within(post().body(padded(LIMIT + 1)).send()).await), 413);
    let mut stream = TcpStream::connect(&hook.address).await.unwrap();
    let head = format!(
        "POST /hook/a HTTP/1.1\r\nhost: a\r\n{HEADER}: {SECRET}\r\ntransfer-encoding: chunked\r\n\r\n"
    );
    let chunked = format!("{head}{:x}\r\n{}\r\n0\r\n\r\n", LIMIT + 1, padded(LIMIT + 1));
    let mut heard = Vec::new();
    if stream.write_all(chunked.as_bytes()).await.is_ok() {
        // A reset is an end as well.
        let _ = within(stream.read_to_end(&mut heard)).await;
    }
    assert!(heard.is_empty() || heard.starts_with(b"HTTP/1.1 413"), "{heard:?}");
    assert_eq!(hook.recorder.seen(), []);
    assert_eq!(within(post().body(padded(LIMIT)).send()).await.unwrap().status(), 200);
    hook.stop().await.unwrap();
}

#[tokio::test]
async fn nonsense_is_taken_off_telegrams_hands() {
    let hook = Hook::start().await;
    let bodies: [&[u8]; 8] =
        [b"", b"nonsense", b"{", b"[1]", b"null", br#"{"message":{}}"#, br#"{"update_id":"1"}"#, b"\xff\xfe"];
    for body in bodies {
        let request = hook.request(Method::POST, "/hook/a").header(HEADER, SECRET).body(body.to_vec());
        assert_eq!(within(request.send()).await.unwrap().status(), 200, "{body:?}");
    }
    assert_eq!(hook.recorder.seen(), []);
    // One byte that is no text does not make nonsense of the rest.
    let body = b"{\"update_id\":1,\"key\":\"a\",\"do\":\"go\",\"x\":\"\xff\"}".to_vec();
    let request = hook.request(Method::POST, "/hook/a").header(HEADER, SECRET).body(body);
    assert_eq!(within(request.send()).await.unwrap().status(), 200);
    assert_eq!(hook.recorder.begun(1), 1);
    hook.stop().await.unwrap();
}

#[tokio::test]
async fn slow_peers_are_shown_out_and_leave_room() {
    let mut options = options();
    options.bounds.connections = 2;
    options.bounds.read_within = Duration::from_millis(500);
    options.bounds.idle = Duration::from_millis(500);
    let hook = Hook::with(options).await;
    let head =
        format!("POST /hook/a HTTP/1.1\r\nhost: a\r\n{HEADER}: {SECRET}\r\ncontent-length: 99\r\n\r\n{{");
    let answered = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";
    for (said, heard) in [
        ("", ""),
        ("POST /hook/a HTTP/1.1\r\nhost:", ""),
        (head.as_str(), "HTTP/1.1 408"),
        (answered, "HTTP/1.1 404"),
    ] {
        let mut streams = Vec::new();
        for _ in 0..2 {
            let mut stream = TcpStream::connect(&hook.address).await.unwrap();
            stream.write_all(said.as_bytes()).await.unwrap();
            streams.push(stream);
        }
        // On a busy machine even an honest peer may be too slow once.
        within(async {
            while !hook.delivery(1, "a", "go").send().await.is_ok_and(|sent| sent.status() == 200) {}
        })
        .await;
        for mut stream in streams {
            let mut answer = Vec::new();
            // A reset is an end as well.
            let _ = within(stream.read_to_end(&mut answer)).await;
            assert!(String::from_utf8(answer).unwrap().starts_with(heard), "{said}");
        }
    }
    hook.stop().await.unwrap();
}

#[tokio::test]
async fn an_answer_may_take_longer_than_a_question() {
    let mut options = options();
    options.bounds.read_within = Duration::from_secs(1);
    options.bounds.idle = Duration::from_secs(1);
    let hook = Hook::with(options).await;
    let slow = hook.begins(1, "a", "wait");
    within(hook.recorder.until(Seen::Began(1))).await;
    // Were it not enough for a wrong end, the test would pass for nothing, not fail.
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    hook.recorder.release(1);
    assert_eq!(answer(slow).await, 200);
    hook.stop().await.unwrap();
}
