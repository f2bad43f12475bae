//! The URL of a storage is read strictly, and what is said of it never holds a password.

use kz_topup_bot::storage::url::StorageUrl;
use kz_topup_bot::storage::url_error::StorageUrlError;
use proptest::prelude::{Strategy, any, prop, prop_assert, prop_oneof, proptest};

fn read(text: &str) -> Result<String, StorageUrlError> {
    text.parse().map(|url: StorageUrl| url.to_string())
}

#[test]
fn urls_are_read_strictly() {
    let sqlite = |path: &str| Ok(StorageUrl::Sqlite(path.into()));
    for (text, read) in [
        ("memory:", Ok(StorageUrl::Memory)),
        ("sqlite:bot.sqlite", sqlite("bot.sqlite")),
        (" sqlite:/var/lib/bot.sqlite\n", sqlite("/var/lib/bot.sqlite")),
        ("sqlite://data/bot.sqlite", sqlite("data/bot.sqlite")),
        ("sqlite:///var/bot.sqlite", sqlite("/var/bot.sqlite")),
        ("", Err(StorageUrlError::NoScheme)),
        ("bot.sqlite", Err(StorageUrlError::NoScheme)),
        ("sqlite:", Err(StorageUrlError::NoPath)),
        ("sqlite::memory:", Err(StorageUrlError::SqliteInMemory)),
        ("sqlite:bot.sqlite?mode=rwc", Err(StorageUrlError::Options)),
        ("memory:here", Err(StorageUrlError::MemoryWithPath)),
        ("mysql://me:secret@host", Err(StorageUrlError::UnknownScheme("mysql".to_owned()))),
    ] {
        assert_eq!(text.parse(), read, "{text}");
    }
}

#[test]
fn the_address_of_a_server_shows_itself_without_user_and_password() {
    for (text, shown) in [
        ("redis://localhost", "redis://localhost"),
        ("redis://:p%40ss@localhost:6380/3?prefix=a:&expire_days=0", "redis://localhost:6380/3"),
        ("rediss://me:secret@redis.example/", "rediss://redis.example/"),
        ("redis://[::1]:6379", "redis://[::1]:6379"),
        ("postgres://me:secret@db.example/bot", "postgres://db.example:5432/bot"),
        ("postgresql://me@a:1,b:2/bot?sslmode=require&schema=kz_1&pool=8", "postgres://a:1,b:2/bot"),
        ("postgres://me:p%2Fss@%2Frun%2Fpostgresql/bot", "postgres:///run/postgresql:5432/bot"),
        ("postgres:///bot?host=db.example&user=me&password=secret", "postgres://db.example/bot"),
    ] {
        assert_eq!(read(text).as_deref(), Ok(shown), "{text}");
        let url: StorageUrl = text.parse().unwrap();
        assert_eq!(format!("{url:?}"), format!("StorageUrl({shown})"));
        assert_eq!(url.engine(), if text.starts_with('r') { "redis" } else { "postgres" });
    }
}

#[test]
fn what_cannot_be_used_is_refused_with_what_would_do() {
    for text in [
        "redis:",
        "redis://",
        "redis:///1",
        "redis://host/first",
        "redis://host/1/2",
        "redis://host/-1",
        "redis://host/1#insecure",
        "redis://host:port",
        "redis://host:99999",
        "redis:host",
        "postgres:",
        "postgres://",
        "postgres:///bot",
        "postgres://me@/bot",
        "postgres://host:port/bot",
        "postgres://host/bot?sslmode=verify",
        "postgres://host/bot?no_such_option=1",
        "postgres://host/bot?schema",
    ] {
        let error = read(text).unwrap_err().to_string();
        assert!(
            error.contains("redis://USER") || error.contains("postgres://USER") || error.contains("schema="),
            "{text}: {error}"
        );
    }
    for text in [
        "redis://host?prefix=%00",
        "redis://host?expire_days=-1",
        "redis://host?expire_days=36501",
        "redis://host?pool=3",
        "redis://host?protocol=resp3",
        "postgres://host/bot?schema=",
        "postgres://host/bot?schema=A",
        "postgres://host/bot?schema=a;b",
        "postgres://host/bot?schema=1a",
        "postgres://host/bot?pool=0",
        "postgres://host/bot?pool=101",
        "postgres://host/bot?pool=many",
    ] {
        assert!(matches!(read(text), Err(StorageUrlError::Option(_))), "{text}: {:?}", read(text));
    }
    for password in ["a@b", "a/b", "a?b", "a#b", "a:b", "a/b@c"] {
        for scheme in ["redis", "rediss", "postgres", "postgresql"] {
            let text = format!("{scheme}://me:{password}@host/1");
            assert_eq!(read(&text), Err(StorageUrlError::Escape), "{text}");
        }
    }
}

/// What no line may hold.
const SECRET: &str = "hunter2";

/// Anything a person could write by mistake, with the password somewhere before the host or among the options.
fn hostile() -> impl Strategy<Value = String> {
    let scheme = prop_oneof!["redis", "rediss", "postgres", "postgresql", "valkey", "[a-z+:/]{0,8}"];
    let junk = || {
        prop_oneof![
            "",
            "[@/?#:]{1,2}",
            "[-a-z0-9:@/?#&=%,.\\[\\] ]{0,6}",
            any::<char>().prop_map(String::from)
        ]
    };
    let path = prop_oneof!["", "/1", "/bot", "[-a-z0-9:/?#&=%,.\\[\\]]{0,12}"];
    (scheme, prop::array::uniform4(junk()), path, any::<bool>()).prop_map(|(scheme, junk, path, option)| {
        let [before, after, host, more] = junk;
        match option {
            false => format!("{scheme}://{before}:{more}{SECRET}{after}@host{host}{path}"),
            true => format!("{scheme}://me@host{host}{path}?password={before}{SECRET}{after}&{more}=1"),
        }
    })
}

proptest! {
    #[test]
    fn no_text_makes_a_url_show_a_password(text in hostile()) {
        let read: Result<StorageUrl, StorageUrlError> = text.parse();
        let said = match &read {
            Ok(url) => format!("{url} {url:?}"),
            Err(error) => format!("{error} {error:?}"),
        };
        prop_assert!(!said.contains(SECRET), "{text}: {said}");
    }

    #[test]
    fn no_text_makes_reading_a_url_panic(text in ".{0,60}", scheme in "(redis|postgres|sqlite|memory)?(:|://)?") {
        let _ = format!("{scheme}{text}").parse::<StorageUrl>().map(|url| url.to_string());
    }
}
