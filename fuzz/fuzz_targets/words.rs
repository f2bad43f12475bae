//! Any text as typed words, as callback data, as the payload of a link, as a client's language, as a stored session.
//!
//! The first byte says where the dialogue stands, and lines follow one another.

#![no_main]

use kz_topup_bot_fuzz::WAY;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else {
        return;
    };
    let text = String::from_utf8_lossy(rest);
    let mut session = WAY.stored(&text).unwrap_or_else(|| WAY.session(usize::from(*first) * 7));
    for line in text.split('\n') {
        session = WAY.text(line, Some(line), session);
        WAY.press(line, None, session);
        WAY.link(line, None, session);
    }
    WAY.text(&text, None, session);
});
