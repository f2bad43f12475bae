//! The bot grew out of an article. Each of its claims is confirmed, corrected or marked as opinion somewhere: this
//! table says where, and the test looks there, in every language.

use kz_topup_bot::catalog::line::Scope;
use kz_topup_bot::dialogue::screen_id::Decoded;
use kz_topup_bot::dialogue::shown::Fixed;
use kz_topup_bot::dialogue::view::{fixed_view, screen_view};
use kz_topup_bot::render::callback::decode_link;
use kz_topup_bot::render::text::text;

use crate::person::content;

/// Claim of the article, the screen that answers it, the text that does.
const CLAIMS: &[(&str, &str, &str)] = &[
    ("A1: three operators, one of them Lycamobile", "card_lycamobile", "card.lycamobile.truth"),
    ("A1: the third network is another", "card_lycamobile", "card.lycamobile.third"),
    ("A1: beware of who sells it", "card_lycamobile", "card.lycamobile.seller"),
    ("A2: Kcell is old", "card_kcell", "card.kcell.owner"),
    ("A2: Kcell is wide and stable, for callers", "card_kcell", "card.kcell.suits"),
    ("A2: Kcell has plans for calls and for the young", "card_kcell", "card.kcell.young"),
    ("A3: Beeline is Russian", "card_beeline", "card.beeline.owner"),
    ("A3: Beeline is cheap, for heavy users of data", "card_beeline", "card.beeline.suits"),
    ("A4: fine in Nur-Sultan", "card_lycamobile", "card.lycamobile.capital"),
    ("M1: staff speak Chinese", "guide_kcell_shop", "detail.shop-language"),
    ("M1: some shops take only cash", "guide_kcell_shop", "need.cash-card"),
    ("M2: terminals in malls and shops, few of them", "guide_tele2_terminal", "step.terminal.find"),
    ("M2: type the number", "guide_tele2_terminal", "step.terminal.number"),
    ("M2: card or cash", "guide_tele2_terminal", "need.tenge"),
    ("M3: most bank apps can do it", "guide_activ_kaspi", "step.bank.mobile"),
    ("M3: who can have an account", "ways_activ_bank-app", "method.bank-app.ask"),
    ("M4: the operator's app", "guide_beeline_operator-app", "step.app.install"),
    ("M4: balance, plans, points in it", "card_beeline", "card.app-beeline"),
    ("M5: sellers on social networks", "warning_kcell_reseller", "risk.stolen"),
    ("M5: Alipay and WeChat", "guide_kcell_wallet", "step.wallet.no-transfer"),
    ("C1: plan ahead, queues on holidays", "page_before", "page.before.plan"),
    ("C1: the holidays", "page_before", "page.before.nauryz"),
    ("C2: check number and amount", "page_tips", "page.tips.top-number"),
    ("C2: call support at once if it fails", "page_trouble", "page.trouble.channel"),
    ("C3: watch promotions", "page_before", "page.before.promo"),
    ("C4: keep the receipt", "page_tips", "page.tips.top-receipt"),
    ("T1: a SIM with roaming for commuters", "page_plan", "page.plan.roaming"),
    ("T2: plans with a free SIM", "page_plan", "page.plan.free-sim"),
    ("T3: a monthly plan for a long stay", "page_plan", "page.plan.month"),
    ("T4: translation app or a friend", "page_before", "page.before.translate"),
    ("Z1: questions and experiences are welcome", "page_about", "page.about.wrong"),
    ("Z2: the advertisement at both ends", "warning_kcell_reseller", "risk.article"),
];

/// Every claim id of the article.
const IDS: &[&str] = &[
    "A1", "A2", "A3", "A4", "M1", "M2", "M3", "M4", "M5", "C1", "C2", "C3", "C4", "T1", "T2", "T3", "T4",
    "Z1", "Z2",
];

#[test]
fn every_claim_of_the_article_is_answered_in_every_language() {
    let content = content();
    let catalog = &content.catalog;
    for id in IDS {
        assert!(
            CLAIMS.iter().any(|(claim, ..)| claim.starts_with(&format!("{id}:"))),
            "{id} is not answered"
        );
    }
    for (claim, link, key) in CLAIMS {
        let Decoded::Exact(screen) = decode_link(catalog, link) else { panic!("{claim}: no screen {link}") };
        for lang in catalog.languages() {
            let shown = text(&screen_view(catalog, lang, screen.resolve(catalog)));
            let operator = link.split('_').nth(1).and_then(|name| catalog.operator_named(name));
            let method = link.split('_').nth(2).and_then(|name| catalog.method_named(name));
            let line = catalog.fill(lang, key, Scope { operator, method, extra: &[] });
            let line = line.unwrap_or_else(|error| panic!("{claim}: {error}"));
            for inline in &line.inlines {
                assert!(
                    shown.contains(inline.shown()),
                    "{claim}: {link} does not show {key}: {}",
                    inline.shown()
                );
            }
        }
    }
}

#[test]
fn the_advertisement_itself_is_never_shown() {
    let content = content();
    let catalog = &content.catalog;
    for lang in catalog.languages() {
        for fixed in Fixed::all(catalog) {
            let shown = text(&fixed_view(catalog, lang, fixed));
            // The warning shows the pattern of such advertisements, with a made-up name.
            for after in shown.split('@').skip(1) {
                let named = after.starts_with(|c: char| c.is_ascii_alphanumeric());
                assert!(!named || after.starts_with("someone"), "{fixed:?} names somebody: @{after}");
            }
            assert!(!shown.contains("t.me/"), "{fixed:?}");
        }
    }
}
