//! Buttons and links: each means exactly what made it, and whatever else arrives leads somewhere sensible.

use kz_topup_bot::catalog::files::Files;
use kz_topup_bot::catalog::load::load;
use kz_topup_bot::catalog::model::Catalog;
use kz_topup_bot::dialogue::event::{Event, Place, Press};
use kz_topup_bot::dialogue::screen::{FIRST, Screen, Sheet};
use kz_topup_bot::dialogue::screen_id::Decoded;
use kz_topup_bot::dialogue::session::Session;
use kz_topup_bot::dialogue::shown::Fixed;
use kz_topup_bot::dialogue::transition::transition;
use kz_topup_bot::dialogue::walk::presses_on;
use kz_topup_bot::render::callback::{decode_link, decode_press, encode_link, encode_press};
use proptest::prelude::{ProptestConfig, any, prop, proptest};

use crate::person::{content, is_rendered, today};

#[test]
fn every_button_decodes_to_the_press_that_made_it() {
    let content = content();
    let catalog = &content.catalog;
    for lang in catalog.languages() {
        for fixed in Fixed::all(catalog) {
            for press in presses_on(catalog, lang, &fixed.into()) {
                let data = encode_press(catalog, press);
                assert!((1..=64).contains(&data.len()), "{data}");
                assert_eq!(decode_press(catalog, &data), Decoded::Exact(press), "{data}");
            }
        }
    }
}

#[test]
fn every_screen_has_a_link_of_its_own() {
    let content = content();
    let catalog = &content.catalog;
    for screen in Screen::all(catalog) {
        let link = encode_link(catalog, screen);
        assert!(link.len() <= 64, "{link}");
        assert!(link.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-'), "{link}");
        assert_eq!(decode_link(catalog, &link), Decoded::Exact(screen), "{link}");
    }
}

#[test]
fn old_and_garbled_buttons_lead_to_the_nearest_screen() {
    let content = content();
    let catalog = &content.catalog;
    let beeline = catalog.operator_named("beeline").unwrap();
    let kaspi = catalog.method_named("kaspi").unwrap();
    let visitor = catalog.payer_named("visitor").unwrap();
    let ways = Screen::ways(beeline);
    let known_method = Screen::Operators { method: Some(kaspi) };
    for (data, screen) in [
        ("open/guide/beeline/teleport", ways),
        ("open/guide/megafon/kaspi", known_method),
        ("confirm/beeline/teleport", ways),
        ("open/ways/beeline/teleport", ways),
        ("open/ways/megafon", FIRST),
        ("open/ways-for/astronaut/beeline", ways),
        ("open/ways-for/visitor/beeline/teleport", ways.with_payer(visitor)),
        ("open/ways-for/visitor/megafon", FIRST),
        ("open/ways-for/visitor", FIRST),
        ("open/payers/megafon", FIRST),
        ("payer/astronaut/beeline", Screen::Payers { operator: beeline }),
        ("payer/visitor/megafon", FIRST),
        ("open/card/megafon", Screen::OperatorList),
        ("open/offline/megafon", FIRST),
        ("open/page/weather", FIRST),
        ("open/prefix/999", Screen::WhoAmI),
        ("open/prefix/705/1234567", FIRST),
        ("open/outdated/beeline/teleport", ways),
        ("open/outdated/megafon/kaspi", known_method),
        ("open/guide/beeline", FIRST),
        ("open/clerk/megafon/kaspi", known_method),
        ("open/labels/beeline/teleport", ways),
        ("open/", FIRST),
        ("open", FIRST),
    ] {
        let expected = Decoded::Nearest(Press::Open(screen, Place::Here));
        assert_eq!(decode_press(catalog, data), expected, "{data}");
    }
    for (data, screen) in [
        ("tell/worked/beeline/teleport", ways),
        ("tell/failed/megafon/kaspi", known_method),
        ("tell/loved/beeline/kaspi", Sheet::Guide.of(beeline, kaspi)),
        ("tell/outdated", FIRST),
    ] {
        let expected = Decoded::Nearest(Press::Open(screen, Place::Below));
        assert_eq!(decode_press(catalog, data), expected, "{data}: the guide is kept");
    }
    for data in
        ["OPEN/ways/beeline", "v0:beeline:3", "payer/visitor", "\u{0}", "💳💳💳💳💳💳💳💳💳💳💳💳💳💳💳💳"]
    {
        let expected = Decoded::Nearest(Press::Open(FIRST, Place::Below));
        assert_eq!(decode_press(catalog, data), expected, "{data}: the message it stands under is kept");
    }
    let picture = Decoded::Nearest(Press::Open(ways, Place::Below));
    assert_eq!(decode_press(catalog, "picture/beeline/teleport"), picture, "nothing is overwritten");
    let elsewhere = decode_press(catalog, "language/xx/guide/beeline/kaspi");
    let guide = Sheet::Guide.of(beeline, kaspi);
    assert_eq!(elsewhere, Decoded::Nearest(Press::PickLanguage(guide)));
}

#[test]
fn a_retired_id_leads_to_what_took_its_place() {
    let mut files = Files::embedded();
    let catalog = files.0.get_mut("catalog.json").unwrap();
    *catalog = catalog.replace(
        r#""retired": {"operators": {}, "methods": {}, "payers": {}, "pages": {}}"#,
        r#""retired": {"operators": {"old-beeline": "beeline"}, "methods": {"till": "shop"}, "payers": {"tourist": "visitor"}, "pages": {"hints": "tips"}}"#,
    );
    let catalog: Catalog = load(&files, today()).unwrap();
    let operator = catalog.operator_named("beeline").unwrap();
    let method = catalog.method_named("shop").unwrap();
    let guide = Sheet::Guide.of(operator, method);
    assert_eq!(decode_link(&catalog, "guide_old-beeline_till"), Decoded::Exact(guide));
    let tourists = decode_press(&catalog, "payer/tourist/beeline");
    assert_eq!(tourists, decode_press(&catalog, "payer/visitor/beeline"));
    assert_eq!(decode_link(&catalog, "page_hints"), decode_link(&catalog, "page_tips"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Anything can arrive as callback data, from any client, at any time.
    #[test]
    fn no_callback_data_breaks_the_bot(data in any::<String>()) {
        answered(&data);
    }

    /// So can data that looks like ours.
    #[test]
    fn no_mangled_callback_data_breaks_the_bot(parts in prop::collection::vec(
        prop::sample::select(vec!["open", "below", "confirm", "tell", "worked", "outdated", "language", "languages", "resume", "zh", "zh-hant", "guide", "ways",
            "ways-for", "payers", "payer", "visitor", "everything", "card", "offline", "clerk", "labels", "picture", "page", "warning", "chosen", "operators", "beeline", "lycamobile", "other", "kaspi", "bank-app",
            "reseller", "tips", "", "x"]), 0..7)) {
        answered(&parts.join("/"));
    }

    /// And anything can be typed.
    #[test]
    fn no_typed_words_break_the_bot(text in any::<String>()) {
        let transition = transition(&content().catalog, Session::default(), Event::Text(text), today());
        assert!(!transition.effects.is_empty());
    }
}

fn answered(data: &str) {
    let catalog = &content().catalog;
    let press = decode_press(catalog, data).value();
    let transition = transition(catalog, Session::default(), Event::Press(press), today());
    assert!(!transition.effects.is_empty(), "{data}");
    for shown in transition.effects.iter().filter_map(|effect| effect.shown()) {
        assert!(is_rendered(&shown), "{data} shows {shown:?}");
    }
}
