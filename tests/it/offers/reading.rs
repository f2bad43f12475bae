//! How a message is read: links and whose they are, words written to be overlooked, what is denied, sums.

use kz_topup_bot::dialogue::offer::{LONGEST_LINK, Level, MOST_LINKS, judge};
use kz_topup_bot::text::hosts::Owner;

use crate::person::content;

/// The signs of a message, by id.
fn signs(text: &str) -> Vec<String> {
    let content = content();
    let verdict = judge(&content.catalog, text);
    verdict.flags.iter().map(|&id| content.catalog.flag(id).id.clone()).collect()
}

#[test]
fn links_belong_to_whom_they_belong() {
    let content = content();
    let hosts = &content.catalog.signs().hosts;
    for (text, host, owner) in [
        ("https://my.beeline.kz/pay", "my.beeline.kz", Owner::Official),
        ("看 kcell.kz。", "kcell.kz", Owner::Official),
        ("http://beeline.kz.example.com/", "beeline.kz.example.com", Owner::Imitator),
        ("beeline-kz.top", "beeline-kz.top", Owner::Imitator),
        ("BEEL1NE.KZ", "beel1ne.kz", Owner::Imitator),
        ("каspi.kz", "каspi.kz", Owner::Imitator),
        ("点击kaspl.kz领取", "kaspl.kz", Owner::Imitator),
        ("https://beeline.kz@shop.xyz/a", "shop.xyz", Owner::Unknown),
        ("notbeeline.kz", "notbeeline.kz", Owner::Imitator),
        ("t.me/someone", "t.me", Owner::Messenger),
        ("www.some-shop.example", "www.some-shop.example", Owner::Unknown),
    ] {
        let links = hosts.links(&text.to_lowercase());
        let found = links.iter().map(|link| (link.host.as_str(), hosts.owner(&link.host)));
        assert!(found.clone().any(|link| link == (host, owner)), "{text}: {:?}", found.collect::<Vec<_>>());
    }
    for text in ["Готово.Спасибо", "2.5 ч. и т.д.", "ann@mail.ru", "8.5折", "*106#", "...", "a..com"]
    {
        assert!(hosts.links(text).is_empty(), "{text}: {:?}", hosts.links(text));
    }
}

#[test]
fn words_written_to_be_overlooked_are_seen() {
    for (text, sign) in [
        ("话费打９折", "discount"),
        ("慢\u{200b}充", "slow"),
        ("把驗證碼發給我", "code"),
        ("Cкидка 20% на баланс", "discount"),
        ("ПРЕДОПЛАТА", "prepay"),
        ("联系 ＠some_seller", "contact"),
        ("5 000 тенге за 4 000", "discount"),
        ("付180元充200元", "discount"),
        ("Kaspiге эй, AnyDesk жүктеңіз", "remote"),
    ] {
        assert!(signs(text).iter().any(|found| found == sign), "{text}: {:?}", signs(text));
    }
}

#[test]
fn what_is_denied_is_no_sign_and_what_only_looks_denied_is() {
    for (text, expected) in [
        ("不要把验证码告诉任何人", false),
        ("别犹豫，把验证码发给我", true),
        ("不要把验证码告诉别人，发给我就行，把验证码发我", true),
        ("никому не сообщайте код", false),
        ("не забудьте сообщить код", true),
        ("Не волнуйтесь, сообщите код", true),
        ("Мошенники говорят: «сообщите код». Положите трубку.", false),
        ("Я не мошенник, сообщите код", true),
        ("never share your code", false),
        ("don't forget to send me the code", true),
        ("кодты ешкімге айтпаңыз", false),
        ("кодты айтып жіберіңіз", true),
    ] {
        assert_eq!(signs(text).iter().any(|sign| sign == "code"), expected, "{text}: {:?}", signs(text));
    }
}

#[test]
fn two_amber_signs_make_a_red_verdict_and_none_proves_nothing() {
    let content = content();
    for (text, level) in [
        ("", Level::Unknown),
        ("你好", Level::Unknown),
        ("скидка 20% на баланс", Level::Amber),
        ("скидка 20% на баланс, пишите @someone_kz", Level::Red),
        ("慢充", Level::Red),
    ] {
        assert_eq!(judge(&content.catalog, text).level, level, "{text}");
    }
}

#[test]
fn links_are_shown_harmless_few_and_short() {
    let content = content();
    let long = format!("https://{}.com", "a".repeat(70));
    let text = format!("{long} https://one.xyz/?card=4400 two.top three.win four.icu one.xyz kcell.kz");
    let links = judge(&content.catalog, &text).links;
    assert_eq!(links, ["a".repeat(LONGEST_LINK), "one[.]xyz".to_owned(), "two[.]top".to_owned()]);
    assert_eq!(links.len(), MOST_LINKS);
}
