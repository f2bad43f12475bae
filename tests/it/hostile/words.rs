//! Texts that people, clients and attackers send: all that is odd in Unicode, and all that means something to the bot.

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::select;

/// The longest message that Telegram lets through, in UTF-16 units.
pub const LONGEST: usize = 4096;

/// What means something, in some state.
const KNOWN: &[&str] = &[
    "beeline",
    "kcell",
    "Каспи",
    "支付宝",
    "比兰",
    "代充",
    "терминал",
    "alipay",
    "теле2",
    "activ",
    "lycamobile",
    "да",
    "нет",
    "不要",
    "是",
    "yes",
    "no",
    "иә",
    "назад",
    "hello",
    "你好",
    "不知道",
    "other",
    "cancel",
    "/start",
    "/topup",
    "/TopUp@sandbox_bot ",
    "／start",
    "/start guide_beeline_kaspi",
    "/lang",
    "/cancel",
    "/",
    "+7 701 123 45 67",
    "8(777)1234567",
    "701",
    "＋７７０１",
    "+86 138 0013 8000",
    "8 916 123-45-67",
    "which operator",
    "/whoami ",
    "4400 4301 1234 5678",
    "123456",
    "*111#",
    "没到账",
    "骗子",
];

/// What is odd, one way or another.
const ODD: &[&str] = &[
    "\0",
    "\u{1}",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{200d}",
    "\u{200f}",
    "\u{202e}",
    "\u{2066}",
    "\u{2028}",
    "\u{3000}",
    "\u{feff}",
    "\u{fffd}",
    "\u{ffff}",
    "\u{e000}",
    "\u{10ffff}",
    "\u{e0001}",
    "e\u{301}",
    "\u{301}\u{301}\u{301}",
    "İ",
    "ı",
    "ß",
    "ﬃ",
    "ǅ",
    "Ⅷ",
    "１２３",
    "٣",
    "🇰🇿",
    "👨‍👩‍👧‍👦",
    "👍🏽",
    "ي",
    "ﷺ",
    "<b>",
    "&lt;",
    "{operator}",
    "%s",
    "\\",
    "\"",
    "'",
    "\n",
    "\r\n",
    "\t",
    "_",
    "/",
    "-",
    "@",
];

/// A text of such pieces, short or long.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => pieces(1..8),
        2 => any::<String>(),
        1 => pieces(20..60),
        1 => full(),
    ]
}

/// What a message as long as Telegram allows holds.
fn full() -> impl Strategy<Value = String> {
    piece().prop_map(|piece| {
        let units = piece.encode_utf16().count().max(1);
        piece.repeat(LONGEST / units)
    })
}

/// Callback data, of this bot, of an older one, of nobody.
pub fn data() -> impl Strategy<Value = String> {
    prop_oneof![address("/"), text(), "[ -~]{0,64}"]
}

/// The payload of a link: in theory 64 of `A-Z a-z 0-9 _ -`; people type anything.
pub fn payload() -> impl Strategy<Value = String> {
    prop_oneof![address("_"), text(), "[A-Za-z0-9_-]{0,64}"]
}

/// A client's language, as it says.
pub fn tag() -> impl Strategy<Value = Option<String>> {
    let known =
        vec!["zh", "zh-hans", "ZH_TW", "zh-hant-hk", "ru", "kk-Cyrl-KZ", "en-GB", "uk", "", "-", "_", "zh-"];
    prop_oneof![Just(None), select(known).prop_map(|tag| Some(tag.to_owned())), piece().prop_map(Some)]
}

/// Words of addresses, in any order.
fn address(separator: &'static str) -> impl Strategy<Value = String> {
    let words = [
        "open",
        "below",
        "confirm",
        "languages",
        "language",
        "keep",
        "resume",
        "operators",
        "ways",
        "warning",
        "guide",
        "chosen",
        "cards",
        "card",
        "page",
        "whoami",
        "prefix",
        "701",
        "beeline",
        "kcell",
        "tele2",
        "kaspi",
        "reseller",
        "alipay",
        "help",
        "tips",
        "zh",
        "xx",
        "",
    ];
    vec(select(words.to_vec()), 0..6).prop_map(move |words| words.join(separator))
}

fn pieces(count: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    vec((piece(), select(["", " ", " ", "\n"].as_slice())), count)
        .prop_map(|pieces| pieces.into_iter().map(|(piece, gap)| piece + gap).collect())
}

fn piece() -> impl Strategy<Value = String> {
    let known = |list: &'static [&'static str]| select(list).prop_map(str::to_owned);
    prop_oneof![4 => known(KNOWN), 4 => known(ODD), 1 => "\\PC{1,6}"]
}
