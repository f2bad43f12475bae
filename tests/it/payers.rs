//! "What can I use?": asked once before the ways to pay, and what follows from the answer.

use std::collections::BTreeSet;

use kz_topup_bot::bot::content::Content;
use kz_topup_bot::catalog::model::Catalog;
use kz_topup_bot::catalog::standing::Standing;
use kz_topup_bot::dialogue::effect::Effect;
use kz_topup_bot::dialogue::event::Event;
use kz_topup_bot::dialogue::screen::Screen;
use kz_topup_bot::dialogue::session::{PayerChoice, Session, State};
use kz_topup_bot::dialogue::shown::Shown as Show;
use kz_topup_bot::dialogue::stored::StoredSession;
use kz_topup_bot::dialogue::transition::{Transition, transition};
use kz_topup_bot::dialogue::view::screen_view;
use kz_topup_bot::render::callback::encode_link;

use crate::person::{Person, Shown, Town, content, today};

/// The labels of the buttons that are ways to pay.
fn ways(shown: &Shown) -> Vec<&str> {
    let leads = |data: &str| ["guide/", "warning/", "bank-app"].iter().any(|part| data.contains(part));
    let keys = shown.keys.iter().flatten().filter(|(_, data)| data.starts_with("open/") && leads(data));
    keys.map(|(label, _)| label.as_str()).collect()
}

#[tokio::test]
async fn who_pays_is_asked_once_and_kept() {
    let mut town = Town::new().await;
    let id = {
        let person = town.person("zh-hans").await;
        let menu = person.types("/start").await.one();
        let asked = person.presses(&menu, "Beeline").await.one();
        assert_eq!(asked.id, menu.id, "asked in place");
        assert!(asked.text.starts_with("Beeline：谁来付这笔钱"), "{}", asked.text);
        let list = person.presses(&asked, "短期游客").await.one();
        assert!(list.text.contains("按「短期游客」排序"), "{}", list.text);
        assert_eq!(ways(&list)[0], "✅ 🏪 营业厅 · 现金，也许能刷卡");
        assert_eq!(ways(&list)[6], "➖ 📲 当地银行 App · 要当地账户");
        assert_eq!(ways(&list).last(), Some(&"⚠️ 网上代充 · 有风险"));
        let menu = person.types("/start").await.one();
        let other = person.presses(&menu, "Tele2").await.one();
        assert!(other.text.contains("按「短期游客」排序"), "not asked again: {}", other.text);
        person.types("/cancel").await.one();
        person.id
    };
    town.restart().await;
    let person = Person::again(&town, id);
    let list = person.types("kcell").await.one();
    assert!(list.text.contains("按「短期游客」排序"), "{}", list.text);
}

#[tokio::test]
async fn who_pays_is_changed_with_one_tap() {
    let town = Town::new().await;
    let person = town.person("en").await;
    let asked = person.types("activ").await.one();
    let list = person.presses(&asked, "Visiting").await.one();
    let asked = person.presses(&list, "a visitor · change").await.one();
    assert_eq!((asked.id, asked.text.starts_with("activ: who’s paying?")), (list.id, true), "{}", asked.text);
    let list = person.presses(&asked, "Outside Kazakhstan").await.one();
    assert_eq!(ways(&list)[0], "✅ 🤝 Someone else pays · a friend");
    let asked = person.presses(&list, "someone outside Kazakhstan · change").await.one();
    let neutral = person.presses(&asked, "show me everything").await.one();
    assert_eq!(ways(&neutral)[0], "🏪 Operator’s shop · cash, card?");
    let again = person.types("activ").await.one();
    assert_eq!(again.text, neutral.text, "that is kept as well");
    assert_eq!(ways(&again), ways(&neutral));
    let asked = person.presses(&again, "What can I use?").await.one();
    assert!(asked.text.starts_with("activ: who’s paying?"), "{}", asked.text);
}

#[tokio::test]
async fn the_banks_are_marked_for_a_visitor_and_lead_back_to_the_same_list() {
    let town = Town::new().await;
    let person = town.person("ru").await;
    let asked = person.types("теле2").await.one();
    let list = person.presses(&asked, "Я здесь ненадолго").await.one();
    let banks = person.presses(&list, "Приложение банка").await.one();
    assert!(banks.text.contains("здесь ненадолго"), "{}", banks.text);
    for bank in ["Kaspi", "Halyk", "Другой банк"] {
        banks.data(&format!("➖ {bank} · нужен счёт"));
    }
    for label in ["местного счёта", "⬅️"] {
        let found = banks.keys.iter().flatten().find(|(text, _)| text.contains(label));
        let back = person.presses_data(banks.id, found.unwrap().1.clone()).await.one();
        assert_eq!(ways(&back), ways(&list), "{label}");
        person.presses(&back, "Приложение банка").await.one();
    }
    let (_, guide) = person.presses(&banks, "Kaspi").await.menu_and_guide();
    assert!(guide.text.contains("Kaspi"), "hard, and open all the same: {}", guide.text);
}

#[tokio::test]
async fn nobody_is_asked_who_named_a_way_or_came_by_a_link() {
    let town = Town::new().await;
    for (words, expected) in [
        ("beeline kaspi", "Beeline · Kaspi"),
        ("/topup beeline 终端", "Beeline · 自助终端机"),
        ("/start guide_beeline_shop", "Beeline · 运营商营业厅"),
        ("beeline 银行", "Beeline：用哪家银行"),
        ("/start ways_beeline", "Beeline：怎么付钱"),
        ("/start ways_beeline_bank-app", "Beeline：用哪家银行"),
        ("tele2 代充", "⚠️"),
    ] {
        let shown = town.person("zh-hans").await.types(words).await.one();
        assert!(shown.text.starts_with(expected), "{words}: {}", shown.text);
    }
    let person = town.person("zh-hans").await;
    let neutral = person.types("/start ways_beeline").await.one();
    let choice = person.presses(&neutral, "语言").await.one();
    let same = person.presses(&choice, "English").await.one();
    assert_eq!(ways(&same)[0], "🏪 Operator’s shop · cash, card?", "a language asks nothing");
    let asked = person.types("tele2").await.one();
    person.presses(&asked, "Outside Kazakhstan").await.one();
    let list = person.types("/start ways_beeline").await.one();
    assert!(list.text.contains("someone outside Kazakhstan"), "a link is in one's order: {}", list.text);
    let old = person.presses_data(neutral.id, "open/ways/beeline".to_owned()).await.one();
    assert_eq!(old.text, list.text, "and so is an old button");
}

#[tokio::test]
async fn a_way_named_at_the_question_leads_to_its_guide() {
    let town = Town::new().await;
    let person = town.person("zh-hans").await;
    person.types("beeline").await.one();
    assert!(person.types("有现金").await.one().text.starts_with("Beeline · 自助终端机"));
    assert!(person.types("beeline").await.one().text.contains("谁来付这笔钱"), "it is still open who pays");
    assert!(person.types("啥意思").await.one().text.starts_with("你是想问"));
    assert!(person.types("我在国外").await.one().text.contains("按「人在国外」排序"));
    assert!(person.types("我在国外").await.one().text.contains("国际充值网站"), "elsewhere it is a way");
}

/// What is typed when asked, and what follows: a payer and a screen.
const ASKED: &[(&str, &str, &str)] = &[
    ("游客", "visitor", "ways-for_visitor_beeline"),
    ("我是遊客", "visitor", "ways-for_visitor_beeline"),
    ("我没有 IIN", "visitor", "ways-for_visitor_beeline"),
    ("沒有當地銀行帳戶", "visitor", "ways-for_visitor_beeline"),
    ("没有银行卡", "visitor", "ways-for_visitor_beeline"),
    ("I'm a tourist", "visitor", "ways-for_visitor_beeline"),
    ("I don't have an IIN", "visitor", "ways-for_visitor_beeline"),
    ("visiter", "visitor", "ways-for_visitor_beeline"),
    ("Я турист", "visitor", "ways-for_visitor_beeline"),
    ("ИИН нет", "visitor", "ways-for_visitor_beeline"),
    ("Мен қонақпын", "visitor", "ways-for_visitor_beeline"),
    ("有IIN", "resident", "ways-for_resident_beeline"),
    ("我長住", "resident", "ways-for_resident_beeline"),
    ("i live here", "resident", "ways-for_resident_beeline"),
    ("есть ИИН", "resident", "ways-for_resident_beeline"),
    ("ЖСН бар", "resident", "ways-for_resident_beeline"),
    ("我在中国", "abroad", "ways-for_abroad_beeline"),
    ("我在國外", "abroad", "ways-for_abroad_beeline"),
    ("I'm not in Kazakhstan", "abroad", "ways-for_abroad_beeline"),
    ("из-за границы", "abroad", "ways-for_abroad_beeline"),
    ("шетелден", "abroad", "ways-for_abroad_beeline"),
    ("全部列出来", "everything", "ways_beeline"),
    ("不知道", "everything", "ways_beeline"),
    ("show me everything", "everything", "ways_beeline"),
    ("не знаю", "everything", "ways_beeline"),
    ("бәрін көрсет", "everything", "ways_beeline"),
    ("tele2", "", "payers_tele2"),
    ("kaspi", "", "guide_beeline_kaspi"),
    ("from abroad with ding", "abroad", "guide_beeline_international"),
    ("游客，有IIN", "", "?"),
    ("不是游客", "", "?"),
    ("什么是IIN？", "", "page_new-sim"),
    ("你好", "", "payers_beeline"),
    ("back", "", "operators"),
    ("钱没到账", "", "page_trouble"),
    ("没流量", "", "offline_beeline"),
];

fn says(catalog: &Catalog, state: State, text: &str) -> Transition {
    transition(catalog, Session { state, ..Session::default() }, Event::Text(text.to_owned()), today())
}

#[test]
fn what_is_typed_when_asked_is_told_apart() {
    let Content { catalog, .. } = content();
    let beeline = catalog.operator_named("beeline").unwrap();
    let mut wrong = Vec::new();
    for (text, payer, link) in ASKED {
        let after = says(catalog, State::ReceivePayer { operator: beeline }, text);
        let shown = match after.effects[0] {
            Effect::Show { hint: Some(_), .. } | Effect::Send { shown: Show::Suggestions(_), .. } => {
                "?".to_owned()
            }
            ref effect => encode_link(catalog, effect.shown().unwrap().screen()),
        };
        let learnt = match after.session.payer {
            PayerChoice::Unknown => "",
            PayerChoice::Everything => "everything",
            PayerChoice::Payer(payer) => &catalog.payer(payer).id,
        };
        if (shown.as_str(), learnt) != (*link, *payer) {
            wrong.push(format!("{text}: {shown} for `{learnt}`"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let elsewhere = says(catalog, State::choose(beeline), "不知道");
    assert_eq!(elsewhere.session.payer, PayerChoice::Unknown, "only an answer to the question counts");
}

#[test]
fn nothing_is_hidden_from_anybody_and_a_risk_stands_last() {
    let Content { catalog, .. } = content();
    let lang = catalog.fallback();
    for operator in catalog.operators().filter(|&operator| catalog.can_top_up(operator)) {
        for group in [None, catalog.method_named("bank-app")] {
            let all: BTreeSet<_> = catalog.ways_for(operator, group, None).into_iter().collect();
            for payer in catalog.payers() {
                let list = catalog.ways_for(operator, group, Some(payer));
                assert_eq!(list.iter().copied().collect::<BTreeSet<_>>(), all);
                let risky = |&way: &_| catalog.method(way).risk.is_some();
                let first_risk = list.iter().position(risky).unwrap_or(list.len());
                assert!(list[first_risk..].iter().all(risky), "{list:?}");
                let hard = |way| matches!(catalog.standing(payer, way), Standing::Hard(_));
                let safe = &list[..first_risk];
                assert!(safe.is_sorted_by_key(|&way| hard(way)), "what is hard stands behind: {list:?}");
                let screen = Screen::Ways { operator, group, payer: Some(payer) };
                let keys = screen_view(catalog, lang, screen.resolve(catalog)).buttons.into_iter().flatten();
                let marked = |label: &str| ["✅", "🤔", "➖"].iter().any(|mark| label.starts_with(mark));
                assert_eq!(keys.filter(|key| marked(&key.label)).count(), safe.len(), "{screen:?}");
            }
        }
    }
}

#[test]
fn what_is_stored_of_who_pays_is_a_name_and_read_leniently() {
    let Content { catalog, .. } = content();
    let visitor = catalog.payer_named("visitor").unwrap();
    for (payer, stored) in [
        (PayerChoice::Unknown, r#"{"v":1,"state":{"at":"start"}}"#),
        (PayerChoice::Everything, r#"{"v":1,"payer":"everything","state":{"at":"start"}}"#),
        (PayerChoice::Payer(visitor), r#"{"v":1,"payer":"visitor","state":{"at":"start"}}"#),
    ] {
        let session = Session { payer, ..Session::default() };
        assert_eq!(serde_json::to_string(&StoredSession::of(catalog, session)).unwrap(), stored);
    }
    for (stored, payer) in [
        (r#"{"v":1,"state":{"at":"start"}}"#, PayerChoice::Unknown),
        (r#"{"v":1,"payer":"visitor"}"#, PayerChoice::Payer(visitor)),
        (r#"{"v":1,"payer":"everything"}"#, PayerChoice::Everything),
        (r#"{"v":1,"payer":"astronaut"}"#, PayerChoice::Unknown),
        (r#"{"v":1,"payer":{"id":7}}"#, PayerChoice::Unknown),
    ] {
        let read: StoredSession = serde_json::from_str(stored).unwrap();
        assert_eq!(read.session(catalog).payer, payer, "{stored}");
    }
}
