//! Every button and screen of this moment, in every language: it means what made it, keeps Telegram's limits, and leads
//! somewhere in every state.

use kz_topup_bot::bot::content::Content;
use kz_topup_bot::dialogue::effect::Effect;
use kz_topup_bot::dialogue::event::{Event, Place, Press};
use kz_topup_bot::dialogue::interruption::{Interruption, Question};
use kz_topup_bot::dialogue::reminder::{
    Reminder, ReminderPress, ReminderQuestion, ReminderScreen, Reminders, Rule,
};
use kz_topup_bot::dialogue::screen::{FIRST, Screen};
use kz_topup_bot::dialogue::screen_id::Decoded;
use kz_topup_bot::dialogue::session::{Session, State};
use kz_topup_bot::dialogue::shown::Shown;
use kz_topup_bot::dialogue::transition::transition;
use kz_topup_bot::dialogue::walk::presses_on;
use kz_topup_bot::render::callback::{decode_press, encode_press};
use kz_topup_bot::render::check;
use kz_topup_bot::render::html::html;
use proptest::prelude::{ProptestConfig, prop, prop_assert, proptest};

use crate::person::{content, today};
use crate::remind::day;

fn sessions(content: &Content) -> Vec<Session> {
    let operator = content.catalog.operators().next().unwrap();
    let rule = Rule::Monthly { day: 28 };
    let every = Rule::Every { days: 30, from: day(2026, 11, 1) };
    let new = |rule| Some(Reminder::new(rule, today(), None));
    let reminders: [Reminders; 4] = [
        [None; 3],
        [new(rule), None, None],
        [None, new(every), None],
        [new(rule), new(every), new(Rule::Monthly { day: 31 })],
    ];
    let mut questions = vec![None];
    for asked in [ReminderQuestion::Rule, ReminderQuestion::Length, ReminderQuestion::Next { days: 30 }] {
        let question = |instead| Some(Question::Reminder { asked, instead, named: None });
        questions.extend([None, Some(rule)].map(question));
    }
    let interruptions =
        questions.into_iter().map(|question| question.map(|question| Interruption { question, menu: FIRST }));
    let states = [State::Start, State::choose(operator)];
    let each = |interruption| {
        let session = move |state| Session { state, interruption, ..Session::default() };
        states
            .map(session)
            .into_iter()
            .flat_map(move |session| reminders.map(|reminders| Session { reminders, ..session }))
    };
    interruptions.flat_map(each).collect()
}

#[test]
fn every_button_means_what_made_it_and_leads_on_in_every_state() {
    let content = content();
    let catalog = &content.catalog;
    let mut presses: Vec<Press> = Vec::new();
    for lang in catalog.languages() {
        for telling in ReminderScreen::samples(catalog) {
            for press in presses_on(catalog, lang, &Shown::Reminder(telling)) {
                if !presses.contains(&press) {
                    presses.push(press);
                }
            }
        }
    }
    assert!(presses.len() > 40, "{presses:?}");
    for &press in &presses {
        let data = encode_press(catalog, press);
        assert!((1..=64).contains(&data.len()), "{data}");
        assert_eq!(decode_press(catalog, &data), Decoded::Exact(press), "{data}");
        for session in sessions(content) {
            let followed = transition(catalog, session, Event::Press(press), today());
            let shown = followed.effects.iter().find_map(Effect::shown);
            let shown = shown.unwrap_or_else(|| panic!("silence after {press:?} in {session:?}"));
            assert!(!content.message(catalog.fallback(), &shown).html.is_empty());
        }
    }
}

#[test]
fn every_screen_of_this_moment_leads_back_and_fits() {
    let content = content();
    let catalog = &content.catalog;
    let mut problems = Vec::new();
    for lang in catalog.languages() {
        for telling in ReminderScreen::samples(catalog) {
            let shown = Shown::Reminder(telling);
            let view = kz_topup_bot::dialogue::view::view(catalog, lang, &shown);
            check::screen(catalog, lang, &shown, &view, &html(&view), &mut problems);
            let presses: Vec<Press> = presses_on(catalog, lang, &shown).collect();
            let leads = |to| presses.iter().any(|press| matches!(press, Press::Open(s, _) if *s == to));
            assert!(leads(FIRST) || leads(Screen::Reminders), "{telling:?}");
            let kept = matches!(telling, ReminderScreen::Due { .. });
            let below = presses.iter().all(|press| !matches!(press, Press::Open(_, Place::Here)));
            assert!(!kept || below, "what a reminder opens appears below it");
        }
    }
    assert_eq!(problems, []);
}

#[test]
fn garbled_buttons_lead_to_the_list() {
    let content = content();
    for data in [
        "renew/",
        "renew/stop",
        "renew/stop/m32",
        "renew/set/e1.20261201",
        "renew/next/400",
        "renew/set/m5/x",
    ] {
        let expected = Decoded::Nearest(Press::Open(Screen::Reminders, Place::Here));
        assert_eq!(decode_press(&content.catalog, data), expected, "{data}");
    }
    let stop = Press::Reminder(ReminderPress::Stop(Rule::Monthly { day: 28 }));
    assert_eq!(decode_press(&content.catalog, "renew/stop/m28"), Decoded::Exact(stop), "for ever");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn no_mangled_data_breaks_the_bot(parts in prop::collection::vec(prop::sample::select(vec![
        "renew", "day", "length", "next", "set", "change", "stop", "forget", "m28", "m0", "e30.20261201", "e30.00000000",
        "30", "366", "-1", "", "x"]), 0..6), at in 0_usize..1_000) {
        let content = content();
        let press = decode_press(&content.catalog, &parts.join("/")).value();
        let sessions = sessions(content);
        let session = sessions[at % sessions.len()];
        let followed = transition(&content.catalog, session, Event::Press(press), today());
        prop_assert!(followed.effects.iter().any(|effect| effect.shown().is_some()));
    }
}
