//! Questions asked in between: each returns to the menu it interrupted, and loses nothing that was learnt.

use kz_topup_bot::catalog::id::GuideId;
use kz_topup_bot::catalog::model::Catalog;
use kz_topup_bot::dialogue::effect::Effect;
use kz_topup_bot::dialogue::event::{Command, Event, Place, Press};
use kz_topup_bot::dialogue::interruption::{Interruption, Question};
use kz_topup_bot::dialogue::menu::Menu;
use kz_topup_bot::dialogue::reminder::{ReminderGuide, ReminderPress, ReminderQuestion, Rule};
use kz_topup_bot::dialogue::screen::{FIRST, Screen, Sheet};
use kz_topup_bot::dialogue::session::{PayerChoice, Session, State};
use kz_topup_bot::dialogue::stored::StoredSession;
use kz_topup_bot::dialogue::transition::{Transition, transition};

use crate::person::{at, content, today};

fn follow(session: Session, event: Event) -> Transition {
    transition(&content().catalog, session, event, today())
}

fn text(session: Session, text: &str) -> Transition {
    follow(session, Event::Text(text.to_owned()))
}

fn press(session: Session, press: Press) -> Transition {
    follow(session, Event::Press(press))
}

fn last_screen(transition: &Transition) -> Screen {
    transition.effects.iter().rev().find_map(Effect::shown).unwrap().screen()
}

fn guide(operator: &str, method: &str) -> GuideId {
    let catalog = &content().catalog;
    GuideId {
        operator: catalog.operator_named(operator).unwrap(),
        method: catalog.method_named(method).unwrap(),
    }
}

/// Sessions at every question of the top-up, at a group of methods, at a page and at a card.
fn sessions(catalog: &Catalog) -> Vec<Session> {
    let GuideId { operator, method } = guide("beeline", "kaspi");
    let fresh = Session { payer: PayerChoice::Everything, ..Session::default() };
    let group = catalog.method_named("bank-app");
    let screens = [
        FIRST,
        Screen::Operators { method: Some(method) },
        Screen::Payers { operator },
        Screen::ways(operator),
        Screen::Ways { operator, group, payer: None },
        Sheet::Warning.of(operator, catalog.method_named("reseller").unwrap()),
        Sheet::Guide.of(operator, method),
    ];
    let asked: Vec<Session> =
        screens.map(|screen| press(fresh, Press::Open(screen, Place::Here)).session).into();
    let beside = [Screen::page(catalog, "tips"), Screen::OperatorCard { operator }];
    let beside = asked
        .iter()
        .flat_map(|&session| beside.map(|screen| press(session, Press::Open(screen, Place::Here)).session));
    beside.chain(asked.iter().copied()).chain([fresh]).collect()
}

#[test]
fn resume_after_any_question_returns_to_what_it_interrupted() {
    let questions = [
        Command::Check(String::new()),
        Command::WhoAmI(String::new()),
        Command::WhoAmI("705".to_owned()),
        Command::Remind(String::new()),
        Command::Remind("every 30 days".to_owned()),
    ];
    for before in sessions(&content().catalog) {
        for first in &questions {
            for second in
                [None, Some(Command::Tips), Some(Command::Lang)].iter().chain(&questions.clone().map(Some))
            {
                let mut session = follow(before, Event::Command(first.clone())).session;
                if let Some(second) = second {
                    session = follow(session, Event::Command(second.clone())).session;
                }
                assert!(session.interruption.is_some(), "{first:?} {second:?} in {before:?}");
                assert_eq!(session.state, before.state, "{first:?} {second:?}");
                let resumed = press(session, Press::Resume);
                assert_eq!(last_screen(&resumed), before.menu.screen(), "{first:?} {second:?} in {before:?}");
                let state = resumed.session.state;
                let same = state == before.state || before.state == State::Start;
                assert!(same, "{first:?} {second:?}: {state:?}, not {:?}", before.state);
                assert_eq!(resumed.session.interruption, None);
            }
        }
    }
}

#[test]
fn pages_and_languages_change_no_state() {
    for before in sessions(&content().catalog) {
        for command in [Command::Tips, Command::Help, Command::Privacy, Command::Operators, Command::Lang] {
            let opened = follow(before, Event::Command(command.clone())).session;
            assert_eq!(opened.state, before.state, "{command:?}");
            let resumed = press(opened, Press::Resume).session;
            assert!(resumed.state == before.state || before.state == State::Start, "{command:?}");
        }
        let languages = follow(before, Event::Command(Command::Lang)).session;
        let Menu::Languages(at) = languages.menu else { panic!("{languages:?}") };
        let back = press(languages, Press::KeepLanguage(at));
        assert_eq!(last_screen(&back), before.menu.screen());
        assert!(back.session.state == before.state || before.state == State::Start, "{before:?}");
    }
}

#[test]
fn a_method_named_first_is_kept_through_every_question() {
    let kaspi = guide("beeline", "kaspi");
    let named = text(Session::default(), "kaspi").session;
    for command in
        [Command::Check(String::new()), Command::WhoAmI(String::new()), Command::Remind(String::new())]
    {
        let asked = follow(named, Event::Command(command.clone())).session;
        let resumed = press(asked, Press::Resume);
        assert_eq!(last_screen(&resumed), Screen::Operators { method: Some(kaspi.method) }, "{command:?}");
        let sent = text(resumed.session, "beeline");
        assert_eq!(last_screen(&sent), Screen::Sheet(Sheet::Guide, kaspi), "{command:?}");
    }
    let asked = follow(named, Event::Command(Command::WhoAmI(String::new()))).session;
    let prefix = text(asked, "705").session;
    let ways = Press::Open(Screen::ways(kaspi.operator), Place::Here);
    assert_eq!(last_screen(&press(prefix, ways)), Screen::Sheet(Sheet::Guide, kaspi), "by its button");
    assert_eq!(last_screen(&text(prefix, "beeline")), Screen::Sheet(Sheet::Guide, kaspi), "in words");
}

#[test]
fn a_changed_reminder_stays_for_its_sim() {
    let (kcell, beeline) = (guide("kcell", "terminal"), guide("beeline", "terminal"));
    let first = follow(Session::default(), Event::Command(Command::TopUp("kcell terminal".to_owned())));
    let set = follow(first.session, Event::Command(Command::Remind("28".to_owned()))).session;
    let second = follow(set, Event::Command(Command::TopUp("beeline terminal".to_owned()))).session;
    let rule = Rule::Monthly { day: 28 };
    let change = press(second, Press::Reminder(ReminderPress::Change(rule))).session;
    for changed in [
        text(change, "15"),
        press(
            change,
            Press::Reminder(ReminderPress::Set { rule: Rule::Monthly { day: 15 }, instead: Some(rule) }),
        ),
    ] {
        let reminder = changed.session.reminders[0].unwrap();
        assert_eq!(reminder.rule, Rule::Monthly { day: 15 });
        let for_kcell = ReminderGuide { operator: kcell.operator, method: Some(kcell.method) };
        assert_eq!(reminder.guide, Some(for_kcell));
        assert_eq!(changed.session.state, State::Answered(beeline), "the top-up goes on");
    }
    let named = text(change, "beeline, remind me on the 15th").session.reminders[0].unwrap();
    assert_eq!(named.guide.map(|guide| guide.operator), Some(beeline.operator), "unless it is named");
}

#[test]
fn another_language_keeps_the_question_about_a_reminder() {
    let catalog = &content().catalog;
    let asked =
        follow(Session::default(), Event::Command(Command::Remind("every 30 days".to_owned()))).session;
    let languages = press(asked, Press::PickLanguage(Screen::Reminders)).session;
    let ru = catalog.lang_named("ru").unwrap();
    let again = press(languages, Press::SetLanguage(ru, Screen::Reminders)).session;
    assert_eq!(again.question(), asked.question());
    let set = text(again, "28").session.reminders[0].unwrap();
    assert!(matches!(set.rule, Rule::Every { days: 30, .. }), "{set:?}");
}

/// Records as the first version wrote them, when a question asked in between was a state; each with the state and the
/// question that it means.
fn records_of_the_first_version() -> Vec<(&'static str, State, Option<Question>)> {
    let kaspi = guide("beeline", "kaspi");
    let reminder = |asked, instead| Question::Reminder { asked, instead, named: None };
    let (method, operator) = (Some(kaspi.method), kaspi.operator);
    let monthly = Rule::Monthly { day: 28 };
    vec![
        (r#"{"v":1,"state":{"at":"start"}}"#, State::Start, None),
        (r#"{"at":"nothing"}"#, State::Start, None),
        (
            r#"{"v":1,"state":{"at":"receive-operator","method":"kaspi"}}"#,
            State::ReceiveOperator { method },
            None,
        ),
        (
            r#"{"v":1,"state":{"at":"receive-payer","operator":"beeline"}}"#,
            State::ReceivePayer { operator },
            None,
        ),
        (
            r#"{"v":1,"state":{"at":"receive-payment-method","operator":"beeline"}}"#,
            State::choose(operator),
            None,
        ),
        (
            r#"{"v":1,"state":{"at":"receive-confirmation","operator":"beeline","method":"kaspi"}}"#,
            State::ReceiveConfirmation(kaspi),
            None,
        ),
        (
            r#"{"v":1,"state":{"at":"answered","operator":"beeline","method":"kaspi"}}"#,
            State::Answered(kaspi),
            None,
        ),
        (r#"{"v":1,"state":{"at":"receive-prefix"}}"#, State::Start, Some(Question::Digits)),
        (
            r#"{"v":1,"state":{"at":"receive-offer","method":"kaspi"}}"#,
            State::ReceiveOperator { method },
            Some(Question::Offer),
        ),
        (
            r#"{"v":1,"state":{"at":"receive-offer","operator":"beeline"}}"#,
            State::choose(operator),
            Some(Question::Offer),
        ),
        (
            r#"{"v":1,"state":{"at":"receive-renewal","asked":"rule","instead":"m28","operator":"beeline","method":"kaspi"}}"#,
            State::Answered(kaspi),
            Some(reminder(ReminderQuestion::Rule, Some(monthly))),
        ),
        (
            r#"{"v":1,"state":{"at":"receive-renewal","asked":"next","days":30,"operator":"beeline"}}"#,
            State::choose(operator),
            Some(reminder(ReminderQuestion::Next { days: 30 }, None)),
        ),
        (
            r#"{"v":1,"state":{"at":"receive-renewal","asked":"length"}}"#,
            State::Start,
            Some(reminder(ReminderQuestion::Length, None)),
        ),
    ]
}

#[test]
fn records_of_the_first_version_are_read() {
    let catalog = &content().catalog;
    for (stored, state, question) in records_of_the_first_version() {
        let record: StoredSession = serde_json::from_str(stored).unwrap();
        let session = record.session(catalog);
        assert_eq!((session.state, session.question()), (state, question), "{stored}");
        let menu = question.map_or(state.menu(), Question::screen);
        assert_eq!(session.menu, Menu::Screen(menu), "{stored}");
        let interrupted = question.map(|question| Interruption { question, menu: state.menu() });
        assert_eq!(session.interruption, interrupted, "{stored}");
    }
}

#[test]
fn a_menu_whose_page_is_gone_is_the_first_one() {
    let stored = r#"{"v":1,"state":{"at":"start"},"menu":"page/weather"}"#;
    let record: StoredSession = serde_json::from_str(stored).unwrap();
    let session = record.session(&content().catalog);
    assert_eq!(session.menu, Menu::Screen(FIRST));
    assert_eq!(text(session, "back").effects[0].shown(), Some(at(FIRST)));
}
