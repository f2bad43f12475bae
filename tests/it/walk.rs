//! The whole dialogue: from a fresh session through every press and word, and every screen in every language.

use std::collections::HashSet;
use std::sync::LazyLock;

use kz_topup_bot::catalog::id::{GuideId, Lang};
use kz_topup_bot::catalog::model::Catalog;
use kz_topup_bot::catalog::reading::Answer;
use kz_topup_bot::dialogue::effect::Effect;
use kz_topup_bot::dialogue::event::{Event, Place, Press};
use kz_topup_bot::dialogue::interruption::Question;
use kz_topup_bot::dialogue::keys;
use kz_topup_bot::dialogue::screen::{FIRST, Screen, Sheet};
use kz_topup_bot::dialogue::session::{Session, State};
use kz_topup_bot::dialogue::shown::{Fixed, Shown};
use kz_topup_bot::dialogue::transition::{Transition, transition};
use kz_topup_bot::dialogue::view::{Action, fixed_view, view};
use kz_topup_bot::dialogue::walk::{Diagram, Step, TODAY, presses_on, walk};

use crate::person::{at, content, is_rendered};

fn every_language(test: impl Fn(&Catalog, Lang)) {
    let content = content();
    for lang in content.catalog.languages() {
        test(&content.catalog, lang);
    }
}

/// Of so many steps, one is taken in every other language as well.
const SAMPLE: usize = 16;

/// What a walk through the whole dialogue in one language saw, and what it found wrong.
struct Walked {
    steps: usize,
    /// Guides that were sent.
    sent: HashSet<GuideId>,
    /// States and events after which an offer was judged.
    judged: HashSet<(&'static str, &'static str)>,
    /// Steps after which nothing was shown, or a screen that does not exist.
    unanswered: Vec<String>,
    /// Steps that sent a risky guide without a yes to its warning.
    unwarned: Vec<String>,
    sample: Vec<Step>,
    diagram: String,
}

/// The one walk of a test run, in the language of the diagram.
fn walked() -> &'static Walked {
    static WALKED: LazyLock<Walked> = LazyLock::new(|| {
        let catalog = &content().catalog;
        let mut diagram = Diagram::new(catalog);
        let mut walked = Walked {
            steps: 0,
            sent: HashSet::new(),
            judged: HashSet::new(),
            unanswered: Vec::new(),
            unwarned: Vec::new(),
            sample: Vec::new(),
            diagram: String::new(),
        };
        walk(catalog, catalog.fallback(), |step| {
            diagram.add(step);
            walked.add(catalog, step);
        });
        walked.diagram = diagram.mermaid();
        walked
    });
    &WALKED
}

/// The diagram of the dialogue as the walk of the tests draws it.
pub fn diagram() -> &'static str {
    &walked().diagram
}

impl Walked {
    fn add(&mut self, catalog: &Catalog, step: &Step) {
        self.steps += 1;
        if self.steps.is_multiple_of(SAMPLE) {
            self.sample.push(step.clone());
        }
        if !is_answered(step) {
            self.unanswered.push(format!("{step:?}"));
        }
        if step.transition.effects.iter().any(|effect| effect.verdict().is_some()) {
            let before = step.before;
            let asked = before.question().map_or(before.state.name(), Question::name);
            self.judged.insert((asked, step.event.name()));
        }
        for effect in &step.transition.effects {
            let Effect::Send { shown, .. } = effect else { continue };
            let Screen::Sheet(Sheet::Guide, guide) = shown.screen() else { continue };
            self.sent.insert(guide);
            if catalog.method(guide.method).risk.is_some() && !is_accepted(catalog, step, guide) {
                self.unwarned.push(format!("{step:?}"));
            }
        }
    }
}

/// Whether something is shown that exists.
fn is_answered(step: &Step) -> bool {
    let shown: Vec<Shown> = step.transition.effects.iter().filter_map(Effect::shown).collect();
    !shown.is_empty() && shown.iter().all(is_rendered)
}

/// A yes to this very warning: its button, or the word while it is the open question.
fn is_accepted(catalog: &Catalog, step: &Step, guide: GuideId) -> bool {
    match &step.event {
        Event::Press(press) => *press == Press::Confirm(guide),
        Event::Text(words) => {
            step.before.asked() == Some(State::ReceiveConfirmation(guide))
                && catalog.read(words).answer() == Some(Answer::Yes)
        }
        Event::Command(_) | Event::Forwarded(_) | Event::NotText | Event::OldPress(_) => false,
    }
}

#[test]
fn every_step_of_the_dialogue_is_answered_with_a_screen() {
    let walked = walked();
    assert!(walked.steps > 100_000, "the walk covers the dialogue: {} steps", walked.steps);
    assert_eq!(walked.unanswered.first(), None);
}

#[test]
fn every_guide_is_reached_and_a_risky_one_only_after_a_yes_to_its_warning() {
    let (walked, catalog) = (walked(), &content().catalog);
    assert_eq!(walked.unwarned.first(), None);
    for operator in catalog.operators() {
        for method in catalog.methods().filter(|&method| !catalog.is_group(method)) {
            let reached = walked.sent.contains(&GuideId { operator, method });
            assert_eq!(reached, catalog.fits(operator, method), "{operator:?} {method:?}");
        }
    }
}

#[test]
fn an_offer_is_judged_in_every_state_that_asks_for_one() {
    let judged = &walked().judged;
    for state in ["Start", "ReceiveConfirmation", "ReceiveOffer", "Answered"] {
        for event in ["forwarded message", "/check"] {
            assert!(judged.contains(&(state, event)), "{event} in {state}");
        }
        assert_eq!(judged.contains(&(state, "typed words")), state == "ReceiveOffer", "{state}");
    }
}

/// So one walk is enough: the session's language is passed on and decides nothing. That every screen has the same
/// buttons in every language is tested below.
#[test]
fn a_step_has_the_same_effects_in_every_language() {
    let (walked, catalog) = (walked(), &content().catalog);
    let first = catalog.fallback();
    let translated = |session: Session, from, to| Session {
        lang: if session.lang == Some(from) { Some(to) } else { session.lang },
        ..session
    };
    for Step { before, event, transition: expected } in &walked.sample {
        for lang in catalog.languages().filter(|&lang| lang != first) {
            let before = translated(*before, first, lang);
            let Transition { session, effects } = transition(catalog, before, event.clone(), TODAY);
            assert_eq!(effects, expected.effects, "{event:?} in {before:?}");
            if !matches!(event, Event::Press(Press::SetLanguage(..) | Press::SetGroupLanguage(_))) {
                assert_eq!(translated(session, lang, first), expected.session, "{event:?} in {before:?}");
            }
        }
    }
    assert!(walked.sample.len() > 5_000, "{} steps are compared", walked.sample.len());
}

#[test]
fn the_yes_to_a_risk_stands_only_under_its_warning() {
    every_language(|catalog, lang| {
        for fixed in Fixed::all(catalog) {
            let confirms =
                presses_on(catalog, lang, &fixed.into()).any(|press| matches!(press, Press::Confirm(_)));
            let is_screen = matches!(fixed, Fixed::Screen(_));
            let warning = is_screen && matches!(fixed.screen(), Screen::Sheet(Sheet::Warning, _));
            assert_eq!(confirms, warning, "{fixed:?}");
        }
    });
}

#[test]
fn every_screen_leads_on_back_to_the_start_and_to_another_language() {
    every_language(|catalog, lang| {
        for fixed in Fixed::all(catalog) {
            let presses: Vec<Press> = presses_on(catalog, lang, &fixed.into()).collect();
            if let Fixed::Languages(at) = fixed {
                for other in catalog.languages() {
                    assert!(presses.contains(&Press::SetLanguage(other, at.screen())), "{fixed:?}");
                }
                continue;
            }
            let restarts = presses.iter().any(|press| matches!(press, Press::Open(FIRST, _)));
            let language = presses.iter().any(|press| {
                matches!(press, Press::PickLanguage(_) | Press::SetLanguage(..) | Press::SetGroupLanguage(_))
            });
            let first = fixed == Fixed::Screen(FIRST.resolve(catalog));
            assert!(restarts || first, "{fixed:?} has no way to the start");
            // A guide is kept and forwarded; its few buttons go on from it.
            let is_guide =
                matches!(fixed, Fixed::Screen(_)) && matches!(fixed.screen(), Screen::Sheet(Sheet::Guide, _));
            assert!(language || is_guide, "{fixed:?} has no way to another language");
        }
    });
}

#[test]
fn help_without_money_is_offered_on_the_first_screen_and_on_every_card() {
    every_language(|catalog, lang| {
        let is_offline = |press| matches!(press, Press::Open(Screen::Offline { .. }, _));
        assert!(presses_on(catalog, lang, &at(FIRST)).any(is_offline), "on the first screen");
        for operator in catalog.operators().filter(|&operator| catalog.can_top_up(operator)) {
            let offline = Press::Open(Screen::Offline { operator }, Place::Here);
            let card = at(Screen::OperatorCard { operator });
            assert!(presses_on(catalog, lang, &card).any(|press| press == offline), "{operator:?}");
        }
    });
}

#[test]
fn what_to_do_about_lost_money_is_two_questions_away() {
    every_language(|catalog, lang| {
        let trouble = catalog.page_named("trouble").unwrap();
        let asked: Vec<Press> = presses_on(catalog, lang, &at(Screen::Page(trouble))).collect();
        for page in catalog.pages().filter(|&page| catalog.page(page).within == Some(trouble)) {
            assert!(asked.contains(&Press::Open(Screen::Page(page), Place::Here)), "{page:?}");
            let inner = catalog.pages().any(|inner| catalog.page(inner).within == Some(page));
            assert!(!inner, "{page:?} asks once more");
        }
        let help = Screen::page(catalog, "help");
        let led = Press::Open(Screen::Page(trouble), Place::Here);
        assert!(presses_on(catalog, lang, &at(help)).any(|press| press == led));
    });
}

#[test]
fn every_screen_says_the_same_things_in_every_language() {
    let content = content();
    let catalog = &content.catalog;
    let original = catalog.languages().next().unwrap();
    for fixed in Fixed::all(catalog) {
        let shape = |lang| {
            let view = fixed_view(catalog, lang, fixed);
            let actions: Vec<_> = view.buttons.into_iter().flatten().map(|key| key.action).collect();
            (view.blocks.len(), actions)
        };
        let (blocks, actions) = shape(original);
        for lang in catalog.languages().skip(1) {
            let (other_blocks, other_actions) = shape(lang);
            assert_eq!(blocks, other_blocks, "{fixed:?}");
            if !matches!(fixed, Fixed::Languages(_)) {
                assert_eq!(actions, other_actions, "{fixed:?}");
            }
        }
    }
}

/// Every menu that the walk can show, opened in a session of its own: what the Back button shows is what a typed "back"
/// shows, in every language.
#[test]
fn a_typed_back_shows_what_the_back_button_of_the_newest_menu_shows() {
    let catalog = &content().catalog;
    let back_words = [("zh", "返回"), ("zh-hant", "返回"), ("en", "back"), ("ru", "назад"), ("kk", "артқа")];
    let (mut compared, mut wrong) = (0, Vec::new());
    for (tag, word) in back_words {
        let lang = catalog.lang_named(tag).unwrap();
        let (back, resume) = [keys::BACK, keys::RESUME]
            .map(|key| catalog.words(lang, key, kz_topup_bot::catalog::line::Scope::default()))
            .into();
        for (before, shown) in menus(catalog, lang) {
            let view = view(catalog, lang, &shown);
            let labelled = |button: &&kz_topup_bot::dialogue::view::Button| {
                button.label == back || button.label == resume
            };
            let Some(button) = view.buttons.iter().flatten().find(labelled) else { continue };
            // The digits of a number are not kept, so the choice of language returns to the question for them.
            let on_prefix = matches!(shown.screen(), Screen::Prefix(_));
            if on_prefix && matches!(shown, Shown::Fixed(Fixed::Languages(_))) {
                continue;
            }
            let Action::Press(press) = button.action else { panic!("{shown:?}: Back is a press") };
            let pressed = transition(catalog, before, Event::Press(press), TODAY);
            let typed = transition(catalog, before, Event::Text(word.to_owned()), TODAY);
            let screens = |transition: &Transition| {
                transition.effects.iter().filter_map(Effect::shown).collect::<Vec<_>>()
            };
            compared += 1;
            if (screens(&pressed), pressed.session) != (screens(&typed), typed.session) {
                wrong.push(format!("{tag} {shown:?}: {:?}, not {:?}", screens(&typed), screens(&pressed)));
            }
        }
    }
    assert!(compared > 5_000, "{compared} menus");
    assert!(wrong.is_empty(), "{} of {compared}: {:#?}", wrong.len(), &wrong[..wrong.len().min(10)]);
}

/// Every menu that a press or a command opens in a few sessions, with the session that follows.
fn menus(catalog: &Catalog, lang: Lang) -> Vec<(Session, Shown)> {
    let beeline = catalog.operator_named("beeline").unwrap();
    let kaspi = catalog.method_named("kaspi");
    let chosen = State::Answered(GuideId { operator: beeline, method: kaspi.unwrap() });
    let states = [State::Start, State::ReceiveOperator { method: kaspi }, State::choose(beeline), chosen];
    let screens = Screen::all(catalog).into_iter();
    let mut presses: Vec<Press> =
        screens.flat_map(|screen| [Press::Open(screen, Place::Here), Press::PickLanguage(screen)]).collect();
    let reminders = kz_topup_bot::dialogue::reminder::ReminderScreen::samples(catalog);
    let kinds = reminders.into_iter().flat_map(|sample| presses_on(catalog, lang, &Shown::Reminder(sample)));
    presses.extend(kinds.filter(|press| matches!(press, Press::Reminder(_))));
    let mut menus = Vec::new();
    for state in states {
        let payer = kz_topup_bot::dialogue::session::PayerChoice::Everything;
        let before = Session { lang: Some(lang), payer, state, ..Session::default() };
        for &press in &presses {
            let Transition { session, effects } = transition(catalog, before, Event::Press(press), TODAY);
            menus.extend(effects.iter().filter_map(|effect| match effect {
                Effect::Show { shown, .. } => Some((session, shown.clone())),
                _ => None,
            }));
        }
    }
    menus
}
