//! How a message is read: links and whose they are, words written to be overlooked, what is denied, sums.

use kz_topup_bot::dialogue::offer::{LONGEST_LINK, Level, MOST_LINKS, judge};
use kz_topup_bot::text::fold::lower_visible;
use kz_topup_bot::text::hosts::Owner;
use kz_topup_bot::text::links::links;

use crate::person::content;

/// A text, the host of the only link in it, and whose it is.
const LINKS: [(&str, &str, Owner); 46] = [
    ("https://my.beeline.kz/pay", "my.beeline.kz", Owner::Official),
    ("看 kcell.kz。", "kcell.kz", Owner::Official),
    ("点击https://kaspi.kz领取", "kaspi.kz", Owner::Official),
    ("kaspi.kz-ке кіріңіз", "kaspi.kz", Owner::Official),
    ("kaspi.kzге кіріңіз", "kaspi.kz", Owner::Official),
    ("Сайт: beeline.kz, раздел «Оплата»", "beeline.kz", Owner::Official),
    ("ＨＴＴＰＳ：／／ＫＡＳＰＩ．ＫＺ", "kaspi.kz", Owner::Official),
    ("https://kaspi.kz:443/x", "kaspi.kz", Owner::Official),
    ("http://beeline.kz.example.com/", "beeline.kz.example.com", Owner::Imitator),
    ("beeline-kz.top", "beeline-kz.top", Owner::Imitator),
    ("kaspi-kz.com", "kaspi-kz.com", Owner::Imitator),
    ("kaspi.kz.pay-now.xyz", "kaspi.kz.pay-now.xyz", Owner::Imitator),
    ("beeIine.kz", "beeiine.kz", Owner::Imitator),
    ("BEEL1NE.KZ", "beel1ne.kz", Owner::Imitator),
    ("каspi.kz", "каspi.kz", Owner::Imitator),
    ("点击kaspl.kz领取", "kaspl.kz", Owner::Imitator),
    ("notbeeline.kz", "notbeeline.kz", Owner::Imitator),
    ("https://kaspі.kz/pay", "kaspі.kz", Owner::Imitator),
    ("HTTPS://KASPІ.KZ", "kaspі.kz", Owner::Imitator),
    ("https://kаsрі.kz/pay", "kаsрі.kz", Owner::Imitator),
    ("https://beelіne.kz/topup", "beelіne.kz", Owner::Imitator),
    ("https://actіv.kz", "actіv.kz", Owner::Imitator),
    ("https://kaѕpi.kz/x", "kaѕpi.kz", Owner::Imitator),
    ("kaѕpi.kz", "kaѕpi.kz", Owner::Imitator),
    ("https://káspi.kz", "káspi.kz", Owner::Imitator),
    ("https://κaspi.kz", "κaspi.kz", Owner::Imitator),
    ("https://xn--kasp-o9d.kz/", "kaspі.kz", Owner::Imitator),
    ("https://kaspi.kz@evil.com/", "evil.com", Owner::Imitator),
    ("https://beeline.kz@shop.xyz/a", "shop.xyz", Owner::Imitator),
    ("https://kaspi.kz:pay@185.12.33.4/", "185.12.33.4", Owner::Imitator),
    ("https://оплата-каспи.рф/pay", "оплата-каспи.рф", Owner::Imitator),
    ("https://билайн.қаз/", "билайн.қаз", Owner::Imitator),
    ("билайн.қаз", "билайн.қаз", Owner::Imitator),
    ("https://пополни.онлайн", "пополни.онлайн", Owner::Unknown),
    ("https://充值.中国/pay", "充值.中国", Owner::Unknown),
    ("http://185.12.33.4/kaspi", "185.12.33.4", Owner::Unknown),
    ("185.12.33.4:8080", "185.12.33.4", Owner::Unknown),
    ("http://3106676996/a", "185.44.33.4", Owner::Unknown),
    ("http://[2001:db8::1]/a", "[2001:db8::1]", Owner::Unknown),
    ("https://shop.xyz\\@kaspi.kz", "shop.xyz", Owner::Unknown),
    ("https://user:pass@shop.xyz", "shop.xyz", Owner::Unknown),
    ("www.some-shop.example", "www.some-shop.example", Owner::Unknown),
    ("tg://resolve?domain=abc", "tg://resolve", Owner::Messenger),
    ("t.me/someone", "t.me", Owner::Messenger),
    ("https://wa.me/77010000000", "wa.me", Owner::Messenger),
    ("weixin://dl/chat", "weixin://dl", Owner::Messenger),
];

const NO_LINKS: [&str; 12] = [
    "Готово.Спасибо",
    "2.5 ч. и т.д.",
    "ann@mail.ru",
    "8.5折",
    "*106#",
    "...",
    "a..com",
    "v1.2.3.4",
    "https://",
    "http://localhost",
    "12.03.2026",
    "Оплата.Баланс 1.000.000",
];

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
    for (text, host, owner) in LINKS {
        let links = links(&lower_visible(text), &hosts.endings);
        let found: Vec<_> = links.iter().map(|link| (link.host.as_str(), hosts.owner(link))).collect();
        assert_eq!(found, [(host, owner)], "{text}");
    }
    for text in NO_LINKS {
        let links = links(&lower_visible(text), &hosts.endings);
        assert!(links.is_empty(), "{text}: {links:?}");
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
