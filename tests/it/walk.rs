//! The whole dialogue, walked: from a fresh session through every press and word, in every language.

use std::collections::HashSet;

use kz_topup_bot::catalog::Catalog;
use kz_topup_bot::catalog::aliases::Answer;
use kz_topup_bot::catalog::id::{Lang, MethodId, OperatorId};
use kz_topup_bot::dialogue::effect::Effect;
use kz_topup_bot::dialogue::event::{Event, Place, Press};
use kz_topup_bot::dialogue::screen::{Address, FIRST, Screen};
use kz_topup_bot::dialogue::session::State;
use kz_topup_bot::dialogue::view::view;
use kz_topup_bot::dialogue::walk::{Step, presses_on, walk};

use crate::person::content;

fn every_language(test: impl Fn(&Catalog, Lang)) {
    let content = content();
    for lang in content.catalog.languages() {
        test(&content.catalog, lang);
    }
}

#[test]
fn walked_in_chinese() {
    walked("zh");
}

#[test]
fn walked_in_traditional_chinese() {
    walked("zh-hant");
}

#[test]
fn walked_in_english() {
    walked("en");
}

#[test]
fn walked_in_russian() {
    walked("ru");
}

#[test]
fn walked_in_kazakh() {
    walked("kk");
}

/// Everything that can be done: somebody is always answered, with something that was rendered; a risky guide comes
/// only after its warning was accepted; every guide is reached.
fn walked(lang: &str) {
    let content = content();
    let catalog = &content.catalog;
    let lang = catalog.lang_named(lang).unwrap();
    let rendered: HashSet<Address> = Address::all(catalog).into_iter().collect();
    let mut steps = 0;
    let mut sent = HashSet::new();
    let mut judged = HashSet::new();
    walk(catalog, lang, |step| {
        steps += 1;
        answered(step, &rendered);
        if step.transition.effects.iter().any(|effect| effect.verdict().is_some()) {
            judged.insert((step.before.state.name(), step.event.name()));
        }
        for effect in &step.transition.effects {
            let Effect::Send { screen: Screen::Guide { operator, method }, .. } = *effect else { continue };
            sent.insert((operator, method));
            if catalog.method(method).risk.is_some() {
                accepted(catalog, step, operator, method);
            }
        }
    });
    assert!(steps > 100_000, "the walk covers the dialogue: {steps} steps");
    for state in ["Start", "ReceiveConfirmation", "ReceiveOffer", "Answered"] {
        for event in ["forwarded message", "/check"] {
            assert!(judged.contains(&(state, event)), "{event} in {state}");
        }
        assert_eq!(judged.contains(&(state, "typed words")), state == "ReceiveOffer", "{state}");
    }
    for operator in catalog.operators() {
        for method in catalog.methods().filter(|&method| !catalog.is_group(method)) {
            let reached = sent.contains(&(operator, method));
            assert_eq!(reached, catalog.fits(operator, method), "{operator:?} {method:?}");
        }
    }
}

#[track_caller]
fn answered(step: &Step, rendered: &HashSet<Address>) {
    let shown: Vec<Address> = step.transition.effects.iter().filter_map(Effect::address).collect();
    let judged = step.transition.effects.iter().any(|effect| effect.verdict().is_some());
    assert!(judged || !shown.is_empty(), "silence after {step:?}");
    for address in shown {
        let known = address.is_of_the_moment() || rendered.contains(&address);
        assert!(known, "{address:?} was never rendered: {step:?}");
    }
}

/// A yes to this very warning: its button, or the word while it stands.
#[track_caller]
fn accepted(catalog: &Catalog, step: &Step, operator: OperatorId, method: MethodId) {
    let yes = match &step.event {
        Event::Press(press) => *press == Press::Confirm { operator, method },
        Event::Text(words) => {
            step.before.state == State::ReceiveConfirmation { operator, method }
                && catalog.read(words).answer() == Some(Answer::Yes)
        }
        Event::Command(_) | Event::Forwarded(_) | Event::NotText | Event::OldPress(_) => false,
    };
    assert!(yes, "no warning before {step:?}");
}

#[test]
fn the_yes_to_a_risk_stands_only_under_its_warning() {
    every_language(|catalog, lang| {
        for address in Address::all(catalog) {
            let confirms =
                presses_on(catalog, lang, address).any(|press| matches!(press, Press::Confirm { .. }));
            let warning = matches!(address, Address::At(Screen::Warning { .. }));
            assert_eq!(confirms, warning, "{address:?}");
        }
    });
}

#[test]
fn every_screen_leads_on_back_to_the_start_and_to_another_language() {
    every_language(|catalog, lang| {
        for address in Address::all(catalog) {
            let presses: Vec<Press> = presses_on(catalog, lang, address).collect();
            if let Address::Languages(at) = address {
                for other in catalog.languages() {
                    assert!(presses.contains(&Press::SetLanguage(other, at)), "{address:?}");
                }
                continue;
            }
            let restarts = presses.iter().any(|press| matches!(press, Press::Open(FIRST, _)));
            let language = presses.iter().any(|press| {
                matches!(press, Press::PickLanguage(_) | Press::SetLanguage(..) | Press::SetGroupLanguage(_))
            });
            assert!(restarts || address == Address::At(FIRST), "{address:?} has no way to the start");
            assert!(language, "{address:?} has no way to another language");
        }
    });
}

#[test]
fn nobody_is_without_help_for_the_lack_of_money() {
    every_language(|catalog, lang| {
        for operator in catalog.operators().filter(|&operator| catalog.can_top_up(operator)) {
            let offline = Press::Open(Screen::Offline { operator }, Place::Here);
            for screen in [Screen::OperatorCard { operator }, Screen::ways(operator)] {
                assert!(
                    presses_on(catalog, lang, Address::At(screen)).any(|press| press == offline),
                    "{screen:?}"
                );
            }
        }
    });
}

#[test]
fn what_to_do_about_lost_money_is_two_questions_away() {
    every_language(|catalog, lang| {
        let trouble = catalog.page_named("trouble").unwrap();
        let asked: Vec<Press> = presses_on(catalog, lang, Address::At(Screen::Page(trouble))).collect();
        for page in catalog.pages().filter(|&page| catalog.page(page).within == Some(trouble)) {
            assert!(asked.contains(&Press::Open(Screen::Page(page), Place::Here)), "{page:?}");
            let inner = catalog.pages().any(|inner| catalog.page(inner).within == Some(page));
            assert!(!inner, "{page:?} asks once more");
        }
        let help = Screen::page(catalog, "help");
        let led = Press::Open(Screen::Page(trouble), Place::Here);
        assert!(presses_on(catalog, lang, Address::At(help)).any(|press| press == led));
    });
}

#[test]
fn every_screen_says_the_same_things_in_every_language() {
    let content = content();
    let catalog = &content.catalog;
    let original = catalog.languages().next().unwrap();
    for address in Address::all(catalog) {
        let shape = |lang| {
            let view = view(catalog, lang, address);
            let actions: Vec<_> = view.buttons.into_iter().flatten().map(|key| key.action).collect();
            (view.blocks.len(), actions)
        };
        let (blocks, actions) = shape(original);
        for lang in catalog.languages().skip(1) {
            let (other_blocks, other_actions) = shape(lang);
            assert_eq!(blocks, other_blocks, "{address:?}");
            if !matches!(address, Address::Languages(_)) {
                assert_eq!(actions, other_actions, "{address:?}");
            }
        }
    }
}
