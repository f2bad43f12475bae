//! Which language a client's tag means: whatever a client sends, somebody is answered.

use crate::person::content;

#[test]
fn a_tag_of_any_shape_finds_its_language() {
    let content = content();
    let catalog = &content.catalog;
    let junk = "x".repeat(200);
    let junk_zh = format!("zh-{}", "x".repeat(200));
    for (tag, expected) in [
        ("zh", "zh"),
        ("zh-hans", "zh"),
        ("zh-hant", "zh"),
        ("zh-hans-cn", "zh"),
        ("zh-hant-tw", "zh"),
        ("zh-CN", "zh"),
        ("zh-TW", "zh"),
        ("zh-HK", "zh"),
        ("zh-mo", "zh"),
        ("zh-sg", "zh"),
        ("zh_CN", "zh"),
        ("ZH_Hans", "zh"),
        ("ZH", "zh"),
        ("zh-hans-raw", "zh"),
        ("cmn", "zh"),
        ("yue-HK", "zh"),
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
        (&junk, "en"),
        (&junk_zh, "en"),
    ] {
        let lang = catalog.speak(None, Some(tag));
        assert_eq!(catalog.language(lang).id, expected, "{tag:?}");
    }
    assert_eq!(catalog.language(catalog.speak(None, None)).id, "en");
    let chosen = catalog.lang_named("kk");
    assert_eq!(catalog.language(catalog.speak(chosen, Some("zh"))).id, "kk", "the choice wins");
}
