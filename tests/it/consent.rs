//! What counts as a yes under a warning, and which names are refused: in any word order, in every language.

use kz_topup_bot::catalog::line::Scope;
use kz_topup_bot::dialogue::keys;

use crate::groups::atlas::atlas;
use crate::person::{Shown, Town, content};

/// Typed under the warning about resellers, where only a plain yes opens the guide.
const NO_CONSENT: [&str; 42] = [
    "is it ok?",
    "are you sure?",
    "ok but is it safe",
    "I understand the risk is too high",
    "can I continue later?",
    "yeah right",
    "sure, why would I",
    "ok so what now",
    "okay okay but no",
    "i agree it is risky",
    "understood, no thanks",
    "да ну его",
    "а это хорошо?",
    "хорошо подумаю",
    "ага, щас",
    "дальше что",
    "да уж",
    "хорошо бы без этого",
    "понятно, развод",
    "да ладно",
    "да?",
    "согласен что опасно",
    "ок, а гарантии",
    "иә ма",
    "иә, қауіпті ғой",
    "жарайды ма?",
    "жарайды, ойланамын",
    "去年可以",
    "确定吗",
    "好危险",
    "可以吗？",
    "行吗",
    "可以信吗",
    "好像不行",
    "是吗",
    "是不是骗子",
    "好啊可是",
    "明白但是不敢",
    "同意吗",
    "知道了太危险",
    "確定嗎",
    "可以嗎？",
];

const CONSENT: [&str; 11] = [
    "ok",
    "yes please",
    "I understand the risk",
    "да",
    "да, понял",
    "понимаю риск",
    "иә",
    "иә, түсінемін",
    "好的，我明白了",
    "我明白风险",
    "確定",
];

/// What is typed at the beginning, and what must not open the guide that is refused in it.
const REFUSALS: [(&str, &str); 46] = [
    ("билайн не хочу каспи", "payers_beeline"),
    ("не надо каспи билайн", "payers_beeline"),
    ("билайн не нужно терминал", "payers_beeline"),
    ("билайн кроме каспи", "payers_beeline"),
    ("билайн каспи не надо", "payers_beeline"),
    ("билайн без каспи", "payers_beeline"),
    ("билайн нет каспи", "payers_beeline"),
    ("билайн не каспи", "payers_beeline"),
    ("каспи нет, билайн", "payers_beeline"),
    ("не хочу терминал, билайн", "payers_beeline"),
    ("каспи керек емес билайн", "payers_beeline"),
    ("билайн каспи керек емес", "payers_beeline"),
    ("билайн, каспи жоқ", "payers_beeline"),
    ("билайн каспиім жоқ", "payers_beeline"),
    ("каспи болмайды билайн", "payers_beeline"),
    ("билайн каспи арқылы емес", "payers_beeline"),
    ("билайн каспи қаламаймын", "payers_beeline"),
    ("beeline no thanks kaspi", "payers_beeline"),
    ("don't want kaspi beeline", "payers_beeline"),
    ("beeline except kaspi", "payers_beeline"),
    ("beeline, anything but kaspi", "payers_beeline"),
    ("beeline without kaspi", "payers_beeline"),
    ("beeline not kaspi", "payers_beeline"),
    ("beeline i do not want kaspi", "payers_beeline"),
    ("no kaspi, beeline", "payers_beeline"),
    ("beeline don't have kaspi", "payers_beeline"),
    ("不要kaspi 比兰", "payers_beeline"),
    ("比兰 不用kaspi", "payers_beeline"),
    ("比兰 不能用kaspi", "payers_beeline"),
    ("比兰 不想用支付宝", "payers_beeline"),
    ("比兰 没有kaspi", "payers_beeline"),
    ("比兰 除了kaspi", "payers_beeline"),
    ("kaspi不行 比兰", "payers_beeline"),
    ("比兰 支付宝用不了", "payers_beeline"),
    ("比蘭 沒有kaspi", "payers_beeline"),
    ("не билайн", "operators"),
    ("it's not beeline", "operators"),
    ("我不是比兰", "operators"),
    ("билайн емес", "operators"),
    ("не билайн, а кселл", "payers_kcell"),
    ("not beeline but kcell", "payers_kcell"),
    ("不是比兰，是Kcell", "payers_kcell"),
    ("не могу пополнить билайн", "payers_beeline"),
    ("нет, каспи билайн", "guide_beeline_kaspi"),
    ("no, kaspi beeline", "guide_beeline_kaspi"),
    ("kaspi beeline", "guide_beeline_kaspi"),
];

/// What is named instead of a screen when the bot asks what was meant.
const SUGGESTIONS: &str = "suggestions";

/// Whether the bot asks what was meant: it opens nothing.
fn asks_what_was_meant(shown: &Shown) -> bool {
    let catalog = &content().catalog;
    let questions = [keys::SUGGEST_TITLE, keys::SUGGEST_FIRST, keys::SUGGEST_SECOND];
    catalog.languages().any(|lang| {
        questions.iter().any(|key| shown.text.starts_with(&catalog.words(lang, key, Scope::default())))
    })
}

fn name(shown: &Shown) -> String {
    match asks_what_was_meant(shown) {
        true => SUGGESTIONS.to_owned(),
        false => atlas().name(shown),
    }
}

/// The screens that are shown for words typed by a fresh person, the last one at the end; `before` is typed first.
async fn shown(town: &Town, before: Option<&str>, words: &str) -> Vec<String> {
    let person = town.person("en").await;
    if let Some(before) = before {
        person.types(before).await;
    }
    let seen = person.types(words).await;
    seen.edits.iter().chain(&seen.messages).map(name).collect()
}

#[tokio::test]
async fn a_question_a_doubt_or_a_sneer_is_no_consent() {
    let town = Town::new().await;
    for words in NO_CONSENT {
        let shown = shown(&town, Some("/topup beeline reseller"), words).await;
        let opened = shown.iter().any(|name| name.ends_with("guide_beeline_reseller"));
        assert!(!shown.is_empty() && !opened, "{words}: {shown:?}");
    }
}

#[tokio::test]
async fn a_plain_yes_opens_the_guide_it_was_asked_for() {
    let town = Town::new().await;
    for words in CONSENT {
        let shown = shown(&town, Some("/topup beeline reseller"), words).await;
        assert!(shown.iter().any(|name| name.ends_with("guide_beeline_reseller")), "{words}: {shown:?}");
    }
}

#[tokio::test]
async fn what_is_refused_is_not_opened() {
    let town = Town::new().await;
    for (words, expected) in REFUSALS {
        let shown = shown(&town, None, words).await;
        assert!(shown.iter().any(|name| name.ends_with(expected)), "{words}: {shown:?}, not {expected}");
    }
}
