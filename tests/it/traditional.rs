//! Traditional Chinese, made from Simplified: only Chinese characters change, and the person is answered in it.

use std::sync::LazyLock;

use kz_topup_bot::catalog::template::{Part, Template};
use kz_topup_bot::text::chinese::Traditional;
use kz_topup_bot::text::script::is_han;
use kz_topup_bot::text::wording::Wording;
use proptest::prelude::{prop_assert_eq, proptest};

use crate::groups::atlas::atlas;
use crate::person::{Person, Town, content};

/// Everything of a text but its Chinese characters: places, marks, codes, brands, Russian and Kazakh words.
fn beside_chinese(template: &Template) -> Vec<String> {
    let parts = template.parts().iter();
    let shown = parts.map(|part| match part {
        // The wording says "SIM 卡" where the original says "手机卡".
        Part::Words { text, strong } => {
            format!("{strong:?} {}", text.replace("SIM", "").replace(|c| is_han(c) || c == ' ', ""))
        }
        Part::Place { name, strong } => format!("{strong:?} {{{name}}}"),
    });
    shown.collect()
}

#[test]
fn nothing_but_chinese_characters_is_converted() {
    let content = content();
    let catalog = &content.catalog;
    let [simplified, traditional] = ["zh", "zh-hant"].map(|name| catalog.lang_named(name).unwrap());
    let mut converted = 0;
    for key in catalog.text_keys(simplified) {
        if catalog.text_file(traditional, key) == "text/zh.json" {
            let texts = [simplified, traditional].map(|lang| catalog.template(lang, key).unwrap());
            let [before, after] = texts.map(beside_chinese);
            assert_eq!(before, after, "{key}");
            converted += 1;
        }
    }
    let all = catalog.text_keys(simplified).count();
    assert!(converted * 10 > all * 9, "{converted} of {all} texts are converted, the rest is written twice");
}

#[test]
fn no_simplified_character_is_left() {
    let content = content();
    let catalog = &content.catalog;
    let lang = catalog.lang_named("zh-hant").unwrap();
    for key in catalog.text_keys(lang) {
        for part in catalog.template(lang, key).unwrap().parts() {
            let Part::Words { text, .. } = part else { continue };
            // These are written so in one script only, and the texts are full of them; the last two are an empress and
            // a mile in the other, and converters take them for "after" and "in".
            let simplified =
                text.chars().find(|&c| "们这个网号码电钱运营对时话给为还费说没请会发卖后里".contains(c));
            assert_eq!(simplified, None, "{key}: {text}");
        }
    }
}

static CONVERTER: LazyLock<Traditional> = LazyLock::new(Traditional::open);

proptest! {
    #[test]
    fn whatever_stands_between_chinese_stays(text in "([ -~]|[а-яәқңі]|[，。「」！？\n]|[一-鿿]|充值|短信|\\PC){0,40}") {
        let mut wording = Wording::new([("充值".to_owned(), "儲值".to_owned())]);
        let converted = CONVERTER.text(&text, &mut wording);
        prop_assert_eq!(text.replace(is_han, ""), converted.replace(is_han, ""));
    }
}

/// Found by the property above: the dictionaries answer with characters beyond the basic plane.
#[test]
fn characters_converted_to_an_extension_are_chinese_too() {
    for (simplified, traditional) in [("暅", "𣈶"), ("毶", "𣯶")] {
        let converted = CONVERTER.text(simplified, &mut Wording::new([]));
        assert_eq!(converted, traditional);
        assert_eq!(converted.replace(is_han, ""), "", "{simplified}");
    }
}

#[tokio::test]
async fn a_client_in_traditional_chinese_is_answered_in_it() {
    let town = Town::new().await;
    for tag in ["zh-hant", "zh-tw", "zh-HK", "zh_TW"] {
        let person = town.person(tag).await;
        let seen = person.types("/start").await.one();
        assert!(seen.text.contains("哈薩克 SIM 卡儲值指南"), "{tag}: {}", seen.text);
        let labels: Vec<&str> = seen.keys.iter().flatten().map(|(label, _)| label.as_str()).collect();
        assert!(labels.contains(&"🌐 語言"), "{tag}: {labels:?}");
        let languages = person.presses(&seen, "🌐 語言").await.one();
        let labels: Vec<&str> = languages.keys.iter().flatten().map(|(label, _)| label.as_str()).collect();
        assert!(labels.contains(&"✓ 繁體中文") && labels.contains(&"简体中文"), "{tag}: {labels:?}");
    }
}

#[tokio::test]
async fn a_shared_link_opens_in_the_clients_script_and_a_choice_outlasts_a_restart() {
    let mut town = Town::new().await;
    let (taiwan, mainland) = (town.person("zh-TW").await.id, town.person("zh-hans").await.id);
    let link = "/start guide_beeline_kaspi";
    let opened = Person::again(&town, taiwan).types(link).await.one();
    assert_eq!(atlas().name(&opened), "zh-hant guide_beeline_kaspi");
    let person = Person::again(&town, mainland);
    assert_eq!(atlas().name(&person.types(link).await.one()), "zh guide_beeline_kaspi");
    let menu = person.types("/lang").await.one();
    person.presses(&menu, "繁體中文").await;
    town.restart().await;
    let person = Person::again(&town, mainland);
    assert_eq!(atlas().name(&person.types("/tips").await.one()), "zh-hant page_tips");
    let menu = Person::again(&town, taiwan).types("/lang").await.one();
    let chosen = Person::again(&town, taiwan).presses(&menu, "简体中文").await.edits.remove(0);
    assert!(atlas().name(&chosen).starts_with("zh "), "{chosen:#?}");
}
