//! What people type, and where it leads: the way to money lost is a sentence misread.

use kz_topup_bot::catalog::id::{GuideId, MethodId, OperatorId};
use kz_topup_bot::catalog::model::Catalog;
use kz_topup_bot::dialogue::effect::{Effect, Hint};
use kz_topup_bot::dialogue::event::{Event, Press};
use kz_topup_bot::dialogue::screen::Screen;
use kz_topup_bot::dialogue::search::{matching, query};
use kz_topup_bot::dialogue::session::{PayerChoice, Session, State};
use kz_topup_bot::dialogue::shown::Shown;
use kz_topup_bot::dialogue::suggestions::{Kind, Suggestions};
use kz_topup_bot::dialogue::transition::transition;
use kz_topup_bot::render::callback::encode_link;

use crate::person::{content, today};

/// Typed first of all, and the screen it leads to; with `~` it is among those suggested. `?` for a text that is not
/// understood, `!` for the hint about numbers.
const FRESH: &[(&str, &str)] = &[
    ("beeline 怎么充", "ways_beeline"),
    ("比兰终端机", "guide_beeline_terminal"),
    ("我是activ的卡", "ways_activ"),
    ("支付宝", "operators_wallet"),
    ("kaspi", "operators_kaspi"),
    ("手机银行", "operators_bank-app"),
    ("不知道", "ways_other"),
    ("не знаю", "ways_other"),
    ("другой оператор", "ways_other"),
    ("Другой", "ways_other"),
    ("каспи билайн", "guide_beeline_kaspi"),
    ("tele 2 терминал", "guide_tele2_terminal"),
    ("Как пополнить алтел?", "ways_altel"),
    ("izi картой", "guide_izi_operator-app"),
    ("izi картой visa", "guide_izi_operator-app"),
    ("How do I top up my Beeline SIM card?", "ways_beeline"),
    ("Sim card Kcell", "ways_kcell"),
    ("сим карта билайн", "ways_beeline"),
    ("сим-карту билайн", "ways_beeline"),
    ("другой номер билайн", "ways_beeline"),
    ("recharge beeline", "ways_beeline"),
    ("How can I recharge my phone?", "operators"),
    ("my sim card", "~page_new-sim"),
    ("beeline каспи не пришли деньги", "page_trouble"),
    ("wrong number beeline terminal", "page_trouble-number"),
    ("kaspi 没到账", "page_trouble"),
    ("钱还没到", "page_trouble"),
    ("不是没钱，是没到账", "page_trouble"),
    ("no money arrived", "page_trouble"),
    ("kaspi 充错号码了", "page_trouble-number"),
    ("не на тот номер, терминал", "page_trouble-number"),
    ("充了没信号", "page_trouble-dead"),
    ("нет связи", "page_trouble-dead"),
    ("списали деньги", "page_trouble-debt"),
    ("终端机吞钱", "page_trouble-terminal"),
    ("淘宝 退款", "page_trouble-refund"),
    ("вернуть деньги", "page_trouble-refund"),
    ("beeline 没流量没钱", "offline_beeline"),
    ("нет денег на балансе, актив", "offline_activ"),
    ("欠费上不了网", "offline_other"),
    ("нет денег на балансе", "offline_other"),
    ("I have no money and no data", "offline_other"),
    ("теңгерімде ақша жоқ, теле2", "offline_tele2"),
    ("不知道哪家，没钱了", "offline_other"),
    ("lycamobile 没钱", "card_lycamobile"),
    ("没钱 beeline 还是 kcell", "offline_other"),
    ("没话费 beeline 终端机", "guide_beeline_terminal"),
    ("没有网银 beeline", "ways_beeline"),
    ("no credit card, beeline", "ways_beeline"),
    ("beeline 新卡怎么充值", "ways_beeline"),
    ("каспи терминал", "operators_terminal"),
    ("терминал каспи билайн", "guide_beeline_terminal"),
    ("I don't have a card, beeline", "ways_beeline"),
    ("no kaspi, beeline", "ways_beeline"),
    ("我没有kaspi，beeline", "ways_beeline"),
    ("没有银行卡 tele2", "ways_tele2"),
    ("у меня нет карты каспи, билайн", "ways_beeline"),
    ("Is my SIM active?", "page_unused"),
    ("买来卡后怎么充", "operators"),
    ("предложение", "offer"),
    ("hi there", "operators"),
    ("пополнить на 5000", "operators"),
    ("充5000坚戈", "operators"),
    ("+7 701 123 45 67", "!"),
    ("8 (701) 1234567", "!"),
    ("4400 1234 5678 9012", "!"),
    ("hello", "operators"),
    ("你好", "operators"),
    ("tele2 代充 支付宝", "warning_tele2_reseller"),
    ("lyca mobile", "card_lycamobile"),
    ("beeline 还是 kcell", "operators"),
    ("支付寶", "operators_wallet"),
    ("比蘭 終端機", "guide_beeline_terminal"),
    ("比蘭 終端机", "guide_beeline_terminal"),
    ("我想在門市幫 beeline 儲值", "guide_beeline_shop"),
    ("營業廳", "operators_shop"),
    ("altel 現金", "guide_altel_terminal"),
    ("網路銀行", "operators_bank-app"),
    ("kcell 簽帳卡", "guide_kcell_operator-app"),
    ("萊卡移動", "card_lycamobile"),
    ("其他電信商", "ways_other"),
    ("beeline 沒到賬", "page_trouble"),
    ("beeline 沒到帳", "page_trouble"),
    ("beeline 没到帐", "page_trouble"),
    ("kaspi 沒入帳", "page_trouble"),
    ("tele2 代儲", "warning_tele2_reseller"),
    ("我沒有kaspi，beeline", "ways_beeline"),
    ("我的手機卡", "~page_new-sim"),
    ("報警", "page_sos"),
    ("我不知道", "ways_other"),
    ("我唔知", "ways_other"),
    ("不知道是哪家電信商", "whoami"),
    ("不知道運營商", "whoami"),
    ("我係邊間電訊商", "whoami"),
    ("終端機", "operators_terminal"),
    ("全家的繳費機可以儲值嗎", "operators_terminal"),
    ("銀行卡 beeline", "guide_beeline_operator-app"),
    ("官方網站 tele2", "guide_tele2_operator-app"),
    ("tele2 代增值", "warning_tele2_reseller"),
    ("沒錢了", "offline_other"),
    ("冇錢 beeline", "offline_beeline"),
    ("沒有網路，也沒有話費", "offline_other"),
    ("tele2 不能上網", "offline_tele2"),
    ("儲值了沒網路", "~page_trouble-dead"),
    ("沒有訊號", "page_trouble-dead"),
    ("餘額少了", "page_trouble-debt"),
    ("儲值錯號碼", "page_trouble-number"),
    ("機器吃錢", "page_trouble-terminal"),
    ("賣家封鎖我", "page_paid"),
    ("我要退費", "page_trouble-refund"),
    ("錢沒有進來", "page_trouble"),
    ("錢沒進來", "page_trouble"),
    ("詐騙", "~page_paid"),
    ("儲值", "operators"),
    ("怎麼用", "page_help"),
    ("領事館", "page_sos"),
];

/// Typed when the bot has asked how to pay for Beeline.
const ASKED: &[(&str, &str)] = &[
    ("别的银行", "guide_beeline_other-bank"),
    ("другой банк", "guide_beeline_other-bank"),
    ("басқа банк", "guide_beeline_other-bank"),
    ("Another bank", "guide_beeline_other-bank"),
    ("其他方式", "ways_beeline"),
    ("別的銀行", "guide_beeline_other-bank"),
    ("有没有别的办法", "ways_beeline"),
    ("another way", "ways_beeline"),
    ("другие способы", "ways_beeline"),
    ("不知道", "ways_beeline"),
    ("I don't know how to pay", "ways_beeline"),
    ("не знаю как", "ways_beeline"),
    ("终端机", "guide_beeline_terminal"),
    ("没有银行卡", "ways_beeline"),
    ("kaspi 没到账", "page_trouble"),
    ("没流量没钱", "offline_beeline"),
    ("нет денег", "offline_beeline"),
    ("没话费了，kcell", "offline_kcell"),
    ("kcell", "ways_kcell"),
    ("back", "operators"),
    ("назад", "operators"),
    ("取消", "operators"),
    ("hello", "ways_beeline"),
];

/// Typed under the warning of a reseller for Beeline.
const WARNED: &[(&str, &str)] = &[
    ("да, понял", "guide_beeline_reseller"),
    ("yes please", "guide_beeline_reseller"),
    ("好的，我明白了", "guide_beeline_reseller"),
    ("確定", "guide_beeline_reseller"),
    ("沒興趣", "ways_beeline"),
    ("иә", "guide_beeline_reseller"),
    ("不好", "ways_beeline"),
    ("我不明白", "ways_beeline"),
    ("не понимаю", "ways_beeline"),
    ("no", "ways_beeline"),
    ("нет, спасибо", "ways_beeline"),
    ("жоқ", "ways_beeline"),
    ("终端机", "guide_beeline_terminal"),
    ("нет денег на балансе", "offline_beeline"),
];

#[test]
fn first_words_are_understood() {
    table(FRESH, |_, _, _| State::Start);
}

#[test]
fn words_are_read_in_the_light_of_the_question() {
    table(ASKED, |_, operator, _| State::choose(operator));
}

#[test]
fn consent_must_be_plain() {
    table(WARNED, |_, operator, method| State::ReceiveConfirmation(GuideId { operator, method }));
}

#[test]
fn a_reason_why_not_keeps_the_operator_it_was_about() {
    let content = content();
    let catalog = &content.catalog;
    let izi = catalog.operator_named("izi").unwrap();
    let (_, after) = said(catalog, State::Start, "izi 营业厅");
    assert_eq!(after, State::choose(izi));
    let (shown, _) = said(catalog, after, "终端机");
    assert_eq!(shown, "guide_izi_terminal");
    let beeline = catalog.operator_named("beeline").unwrap();
    let (_, after) = said(catalog, State::choose(beeline), "lycamobile");
    let (shown, _) = said(catalog, after, "终端机");
    assert_eq!(shown, "operators_terminal", "Beeline is not meant any more");
}

#[test]
fn what_helps_without_money_keeps_the_operator_it_was_about() {
    let content = content();
    let catalog = &content.catalog;
    let tele2 = catalog.operator_named("tele2").unwrap();
    let (_, after) = said(catalog, State::Start, "tele2 没钱");
    assert_eq!(after, State::choose(tele2));
    let (shown, after) = said(catalog, State::Start, "没钱没流量");
    assert_eq!((shown.as_str(), after), ("offline_other", State::Start), "whose the SIM is stays open");
}

#[test]
fn words_in_another_chat_bring_up_what_helps_without_money() {
    let content = content();
    let catalog = &content.catalog;
    for operator in catalog.operators() {
        let offline = Screen::Offline { operator }.resolve(catalog);
        assert_eq!(matching(catalog, &query(catalog, Screen::Offline { operator })).first(), Some(&offline));
    }
    for (words, link) in [("Beeline 没钱", "offline_beeline"), ("нет денег", "offline_other")] {
        let found = matching(catalog, words);
        assert_eq!(
            found.first().map(|&screen| encode_link(catalog, screen.screen())).as_deref(),
            Some(link),
            "{words}"
        );
    }
}

fn table(rows: &[(&str, &str)], state: impl Fn(&Catalog, OperatorId, MethodId) -> State) {
    let content = content();
    let catalog = &content.catalog;
    let beeline = catalog.operator_named("beeline").unwrap();
    let reseller = catalog.method_named("reseller").unwrap();
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(words, expected)| {
            let (shown, _) = said(catalog, state(catalog, beeline, reseller), words);
            let is_right = match expected.strip_prefix('~') {
                Some(suggested) => {
                    shown.split('|').count() > 1 && shown.split('|').any(|name| name == suggested)
                }
                None => shown == *expected,
            };
            (!is_right).then(|| format!("{words}: {shown}, not {expected}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is shown after words in a state, and the state that follows.
fn said(catalog: &Catalog, state: State, words: &str) -> (String, State) {
    let session = Session { state, payer: PayerChoice::Everything, ..Session::default() };
    let transition = transition(catalog, session, Event::Text(words.to_owned()), today());
    let shown = transition.effects.iter().find_map(|effect| match effect {
        Effect::Show { hint: Some(Hint::Digits), .. } => Some("!".to_owned()),
        Effect::Send { shown: Shown::Suggestions(offered), .. } => Some(suggested(catalog, offered)),
        Effect::Send { shown: Shown::Verdict(_), .. } => Some("verdict".to_owned()),
        Effect::Show { shown, .. } | Effect::Send { shown, .. } => Some(encode_link(catalog, shown.screen())),
        Effect::Picture(_) | Effect::Forget | Effect::Notify(_) | Effect::Count(_) => None,
    });
    (shown.unwrap_or_default(), transition.session.state)
}

/// `?` for a text that was not understood; else the screens that are suggested, with `|` between them.
fn suggested(catalog: &Catalog, offered: &Suggestions) -> String {
    if offered.kind != Kind::DidYouMean {
        return "?".to_owned();
    }
    let screens = offered.choices.iter().map(|choice| match choice.press {
        Press::Open(screen, _) => encode_link(catalog, screen),
        _ => "languages".to_owned(),
    });
    screens.collect::<Vec<_>>().join("|")
}

/// A screen's link is its name here; this keeps the table honest when ids change.
#[test]
fn the_tables_name_real_screens() {
    let content = content();
    let links: Vec<String> = Screen::all(&content.catalog)
        .into_iter()
        .map(|screen| encode_link(&content.catalog, screen))
        .collect();
    for (words, expected) in FRESH.iter().chain(ASKED).chain(WARNED) {
        let name = expected.trim_start_matches('~');
        assert!(["?", "!"].contains(&name) || links.iter().any(|link| link == name), "{words}: {name}");
    }
}
