//! Which language a client's tag means: whatever a client sends, somebody is answered.

use crate::person::content;

/// What a client may send, and the language it is answered in.
const TAGS: &[(&str, &str)] = &[
    ("zh", "zh"),
    ("zh-hans", "zh"),
    ("zh-hant", "zh-hant"),
    ("zh-hans-cn", "zh"),
    ("zh-hant-tw", "zh-hant"),
    ("zh-CN", "zh"),
    ("zh-TW", "zh-hant"),
    ("zh-HK", "zh-hant"),
    ("zh-mo", "zh-hant"),
    ("zh-sg", "zh"),
    ("zh-my", "zh"),
    ("zh_TW", "zh-hant"),
    ("ZH_Hant", "zh-hant"),
    ("zh-Hant-HK", "zh-hant"),
    ("zh-hant-cn", "zh-hant"),
    ("zh-hant-raw", "zh-hant"),
    ("zh-hans-hk", "zh"),
    ("zh-hans-tw", "zh"),
    ("zh-hantx", "zh"),
    ("zh-tw-", "zh-hant"),
    ("zh-", "zh"),
    ("hant", "en"),
    ("tw", "en"),
    ("zh_CN", "zh"),
    ("ZH_Hans", "zh"),
    ("ZH", "zh"),
    ("zh-hans-raw", "zh"),
    ("cmn", "zh"),
    ("cmn-hans-tw", "zh"),
    ("cmn-Hant-TW", "zh-hant"),
    ("cmn-tw", "zh-hant"),
    ("yue", "zh-hant"),
    ("yue-hans-cn", "zh"),
    ("yue-HK", "zh-hant"),
    (" zh-hans ", "zh"),
    ("en", "en"),
    ("en-US", "en"),
    ("en_GB", "en"),
    ("EN", "en"),
    ("ru", "ru"),
    ("ru-RU", "ru"),
    ("ru_KZ", "ru"),
    ("RU", "ru"),
    ("kk", "kk"),
    ("kk-KZ", "kk"),
    ("kk_cyrl_kz", "kk"),
    ("pt-br", "en"),
    ("it-IT", "en"),
    ("de", "en"),
    ("uz", "en"),
    ("", "en"),
    (" ", "en"),
    ("-", "en"),
    ("_", "en"),
    ("x", "en"),
    ("zhx", "en"),
    ("z", "en"),
    ("中文", "en"),
    ("\u{0}", "en"),
];

#[test]
fn a_tag_of_any_shape_finds_its_language() {
    let content = content();
    let catalog = &content.catalog;
    let junk = "x".repeat(200);
    let junk_zh = format!("zh-{}", "x".repeat(200));
    let junk = [(junk.as_str(), "en"), (junk_zh.as_str(), "en")];
    for (tag, expected) in TAGS.iter().copied().chain(junk) {
        let lang = catalog.speak(None, Some(tag));
        assert_eq!(catalog.language(lang).id, expected, "{tag:?}");
    }
    assert_eq!(catalog.language(catalog.speak(None, None)).id, "en");
    let chosen = catalog.lang_named("kk");
    assert_eq!(catalog.language(catalog.speak(chosen, Some("zh"))).id, "kk", "the choice wins");
}
