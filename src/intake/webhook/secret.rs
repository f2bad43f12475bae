//! The secret that Telegram sends with every update; it proves that a request comes from Telegram.

use std::fmt;
use std::str::FromStr;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// What the derived secret is for. Another label gives another secret.
const LABEL: &[u8] = b"kz-topup-bot webhook secret 1";

/// The most characters Telegram takes.
const LONGEST: usize = 256;

/// 1 to 256 characters of `A-Z`, `a-z`, `0-9`, `_` and `-`. It does not print itself.
#[derive(Clone)]
pub struct Secret(String);

/// Not a secret that Telegram takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it must have 1 to 256 characters of A-Z, a-z, 0-9, _ and -")]
pub struct BadSecret;

impl Secret {
    /// The secret that belongs to a token: HMAC-SHA-256 of a fixed label under the token, in hexadecimal. Every replica
    /// finds the same, before and after a restart, and it tells nothing of the token.
    pub fn of_token(token: &str) -> Self {
        let mut mac = Hmac::<Sha256>::new_from_slice(token.as_bytes()).expect("a key of any length will do");
        mac.update(LABEL);
        Secret(mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Whether this is the secret. How long the answer takes tells at most the secret's length.
    pub fn is(&self, offered: &[u8]) -> bool {
        self.0.as_bytes().ct_eq(offered).into()
    }

    /// The secret itself, for Telegram alone.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl FromStr for Secret {
    type Err = BadSecret;

    fn from_str(text: &str) -> Result<Self, BadSecret> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        match !text.is_empty() && text.len() <= LONGEST && text.bytes().all(fits) {
            true => Ok(Secret(text.to_owned())),
            false => Err(BadSecret),
        }
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.is(other.0.as_bytes())
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    const TOKEN: &str = "7000000009:AAnobody-nobody-nobody-nobody-nobody";

    #[test]
    fn a_derived_secret_is_stable_belongs_to_one_token_and_suits_telegram() {
        let secret = Secret::of_token(TOKEN);
        assert_eq!(secret, Secret::of_token(TOKEN));
        assert_ne!(secret, Secret::of_token(&TOKEN.replace("9:", "8:")));
        assert_eq!(secret.reveal().parse(), Ok(secret.clone()));
        assert_eq!(secret.reveal().len(), 64);
        assert!(!format!("{secret:?}").contains(secret.reveal()));
    }

    #[test]
    fn only_the_whole_secret_is_the_secret() {
        let secret: Secret = "abc-DEF_123".parse().expect("it fits");
        assert!(secret.is(b"abc-DEF_123"));
        for offered in ["", "abc-DEF_12", "abc-DEF_1234", "abc-DEF_124", "ABC-DEF_123", " abc-DEF_123"] {
            assert!(!secret.is(offered.as_bytes()), "{offered}");
        }
    }

    #[test]
    fn what_telegram_would_not_take_is_no_secret() {
        for text in ["", "a b", "a.b", "секрет", &"a".repeat(257)] {
            assert!(text.parse::<Secret>().is_err(), "{text}");
        }
        assert!("a".repeat(256).parse::<Secret>().is_ok());
    }
}
