//! Any bytes in the place of an update, and once more from where the first time has led.

#![no_main]

use kz_topup_bot_fuzz::WAY;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // As `getUpdates` reads them.
    let text = String::from_utf8_lossy(bytes);
    // The length chooses where the dialogue stands, so that an input stays plain JSON.
    let before = WAY.session(bytes.len());
    if let Some(after) = WAY.update(&text, before) {
        WAY.update(&text, after);
    }
});
