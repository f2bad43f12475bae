//! One mistake for every check of the content, each told by file, key and check.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use kz_topup_bot::catalog::check;
use serde_json::json;

use crate::command_line::cards::CARDS;
use crate::command_line::draft::{Mistake, mistake};
use crate::command_line::languages::LANGUAGES;
use crate::command_line::payers::PAYERS;
use crate::command_line::signs::SIGNS;

const READING: &[Mistake] = &[
    mistake("syntax", "pages.json", "", "EOF", |draft| draft.write("pages.json", "{\"pages\": [")),
    mistake("syntax", "catalog.json", "", "unknown field `colour`", |draft| {
        draft.edit_entry("catalog.json", "operators", "izi", |izi| izi["colour"] = json!("red"));
    }),
    mistake("syntax", "guides/beeline.json", "shop", "invalid type", |draft| {
        draft.edit("guides/beeline.json", |guide| guide["methods"]["shop"]["steps"] = json!("one"));
    }),
    mistake("syntax", "text/en.json", "", "`page.tips.more` stands twice", |draft| {
        let text = draft.read("text/en.json").replacen('{', "{\"page.tips.more\": \"?\",", 1);
        draft.write("text/en.json", text);
    }),
    mistake("missing-file", "pages.json", "", "missing", |draft| draft.remove("pages.json")),
    mistake("missing-file", "guides/izi.json", "", "missing", |draft| draft.remove("guides/izi.json")),
    mistake("missing-file", "text/kk.json", "", "missing", |draft| draft.remove("text/kk.json")),
    mistake("format", "catalog.json", "format", "not 2", |draft| {
        draft.edit("catalog.json", |catalog| catalog["format"] = json!(2));
    }),
    mistake("template", "text/en.json", "page.tips.more", "braces", |draft| {
        draft.texts("en", |texts| texts["page.tips.more"] = json!("More? {oops"));
    }),
    mistake("template", "text/zh.json", "page.tips.more", "`**`", |draft| {
        draft.texts("zh", |texts| texts["page.tips.more"] = json!("**More?"));
    }),
    mistake("guide-operator", "guides/beeline.json", "kcell", "`beeline`", |draft| {
        draft.edit("guides/beeline.json", |guide| guide["operator"] = json!("kcell"));
    }),
    mistake("fact-shape", "facts.json", "half", "go together", |draft| {
        draft.add_fact(json!({ "id": "half", "kind": "phone", "words": ["page.tips.more"] }));
    }),
    mistake("unknown-id", "facts.json", "hearsay", "`a-friend`", |draft| {
        draft.add_fact(json!({ "id": "hearsay", "source": "a-friend", "words": ["page.tips.more"] }));
    }),
    mistake("unknown-id", "facts.json", "abroad", "`megafon`", |draft| {
        draft.add_fact(json!({ "id": "abroad", "operator": "megafon", "words": ["page.tips.more"] }));
    }),
    mistake("unknown-id", "catalog.json", "reseller", "`pigeon`", |draft| {
        draft.edit_entry("catalog.json", "methods", "reseller", |method| {
            method["risk"]["safer"].as_array_mut().unwrap().push(json!("pigeon"));
        });
    }),
    mistake("unknown-id", "catalog.json", "wallet", "`purse`", |draft| {
        draft.edit_entry("catalog.json", "methods", "wallet", |method| method["within"] = json!("purse"));
    }),
    mistake("unknown-id", "pages.json", "sos", "`panic`", |draft| {
        draft.edit_entry("pages.json", "pages", "sos", |page| page["within"] = json!("panic"));
    }),
    mistake("unknown-id", "pages.json", "help", "`panic`", |draft| {
        draft.edit_entry("pages.json", "pages", "help", |page| page["next"] = json!(["panic"]));
    }),
    mistake("unknown-id", "guides/beeline.json", "pigeon", "catalog.json", |draft| {
        draft.edit("guides/beeline.json", |guide| {
            guide["methods"]["pigeon"] = json!({ "unavailable": "why.lycamobile" });
        });
    }),
    mistake("missing-file", "flags.json", "", "missing", |draft| draft.remove("flags.json")),
    mistake("phrase", "flags.json", "slow", "between words", |draft| {
        draft.edit_entry("flags.json", "flags", "slow", |flag| flag["patterns"]["en"] = json!(["slow …"]));
    }),
    mistake("phrase", "flags.json", "denials", "without words", |draft| {
        draft.edit("flags.json", |flags| flags["denials"].as_array_mut().unwrap().push(json!("!|?")));
    }),
    mistake("syntax", "flags.json", "", "unknown variant `purple`", |draft| {
        draft.edit_entry("flags.json", "flags", "slow", |flag| flag["weight"] = json!("purple"));
    }),
    mistake("unknown-id", "flags.json", "slow", "`xx`", |draft| {
        draft.edit_entry("flags.json", "flags", "slow", |flag| flag["patterns"]["xx"] = json!(["lento"]));
    }),
    mistake("unknown-id", "catalog.json", "cash", "`banknotes`", |draft| {
        draft.edit("catalog.json", |catalog| catalog["retired"]["methods"]["cash"] = json!("banknotes"));
    }),
];

const STRUCTURE: &[Mistake] = &[
    mistake("stray-file", "guides/megafon.json", "", "nothing reads", |draft| {
        draft.write("guides/megafon.json", "{}");
    }),
    mistake("id-form", "facts.json", "Not_kebab", "hyphens", |draft| {
        draft.add_fact(json!({ "id": "Not_kebab", "words": ["page.tips.more"] }));
    }),
    mistake("id-once", "facts.json", "police", "two facts", |draft| {
        draft.add_fact(
            json!({ "id": "police", "kind": "phone", "value": "102", "words": ["page.sos.police"] }),
        );
    }),
    mistake("alias-once", "catalog.json", "билайн", "two things", |draft| {
        draft.edit_entry("catalog.json", "operators", "izi", |izi| {
            izi["aliases"].as_array_mut().unwrap().push(json!("Билайн"));
        });
    }),
    mistake("group-flat", "catalog.json", "bank-app", "one level", |draft| {
        draft.edit_entry("catalog.json", "methods", "bank-app", |group| group["within"] = json!("bank-app"));
    }),
    mistake("group-flat", "pages.json", "trouble-number", "two levels", |draft| {
        draft.edit_entry("pages.json", "pages", "tips", |tips| tips["within"] = json!("help"));
    }),
    mistake("all-ways", "guides/beeline.json", "shop", "add the guide", |draft| {
        draft.edit("guides/beeline.json", |guide| {
            guide["methods"].as_object_mut().unwrap().shift_remove("shop");
        });
    }),
    mistake("all-ways", "guides/beeline.json", "bank-app", "a group", |draft| {
        draft.edit("guides/beeline.json", |guide| {
            guide["methods"]["bank-app"] = guide["methods"]["kaspi"].clone();
        });
    }),
    mistake("guide-whole", "guides/beeline.json", "shop", "`fee` is empty", |draft| {
        draft.edit("guides/beeline.json", |guide| guide["methods"]["shop"]["fee"] = json!([]));
    }),
    mistake("guide-whole", "guides/beeline.json", "shop", "half-way", |draft| {
        draft.edit("guides/beeline.json", |guide| {
            guide["methods"]["shop"]["steps"].as_array_mut().unwrap().truncate(2);
        });
    }),
    mistake("offline-whole", "guides/beeline.json", "offline", "half-way", |draft| {
        draft.edit("guides/beeline.json", |guide| {
            let lines = guide["offline"]["lines"].as_array_mut().unwrap().split_off(3);
            guide["offline"]["unknown"].as_array_mut().unwrap().extend(lines);
        });
    }),
    mistake("offline-whole", "guides/lycamobile.json", "offline", "delete it", |draft| {
        draft.edit("guides/lycamobile.json", |guide| {
            guide["offline"] = json!({ "lines": ["offline.friend"] })
        });
    }),
    mistake("risk-on-way", "catalog.json", "bank-app", "its members", |draft| {
        draft.edit_entry("catalog.json", "methods", "bank-app", |method| {
            method["risk"] = json!({ "title": "risk.title", "lines": ["risk.we"], "safer": ["shop"] });
        });
    }),
    mistake("retired-is-gone", "catalog.json", "kcell", "never used again", |draft| {
        draft.edit("catalog.json", |catalog| catalog["retired"]["operators"]["kcell"] = json!("activ"));
    }),
    mistake("safer-is-safe", "catalog.json", "reseller", "at least one", |draft| {
        draft.edit_entry("catalog.json", "methods", "reseller", |method| method["risk"]["safer"] = json!([]));
    }),
    mistake("safer-is-safe", "catalog.json", "reseller", "`reseller` is risky", |draft| {
        draft.edit_entry("catalog.json", "methods", "reseller", |method| {
            method["risk"]["safer"] = json!(["shop", "reseller"]);
        });
    }),
];

const TEXTS: &[Mistake] = &[
    mistake("same-keys", "text/ru.json", "page.tips.more", "missing", |draft| {
        draft.texts("ru", |texts| drop(texts.shift_remove("page.tips.more")));
    }),
    mistake("same-keys", "text/ru.json", "ui.extra", "no such text", |draft| {
        draft.texts("ru", |texts| drop(texts.insert("ui.extra".to_owned(), json!("Ещё"))));
    }),
    mistake("same-keys", "text/kk.json", "ui.resume", "out of order", |draft| {
        draft.texts("kk", |texts| {
            let (key, text) = texts.shift_remove_entry("ui.back").unwrap();
            texts.insert(key, text);
        });
    }),
    mistake("same-places", "text/en.json", "ways.title", "operator", |draft| {
        draft.texts("en", |texts| texts["ways.title"] = json!("Ways to pay"));
    }),
    mistake("text-exists", "guides/beeline.json", "step.shop.fly", "no text", |draft| {
        draft.edit("guides/beeline.json", |guide| {
            guide["methods"]["shop"]["steps"].as_array_mut().unwrap().push(json!("step.shop.fly"));
        });
    }),
    mistake("text-used", "text/zh.json", "step.shop.fly", "delete it everywhere", |draft| {
        draft.all_texts(|texts| drop(texts.insert("step.shop.fly".to_owned(), json!("?"))));
    }),
    mistake("text-fills", "pages.json", "page.tips.more", "`{moon-code}`", |draft| {
        draft.all_texts(|texts| texts["page.tips.more"] = json!("{moon-code}"));
    }),
    mistake("text-tidy", "text/en.json", "page.tips.more", "double space", |draft| {
        draft.texts("en", |texts| texts["page.tips.more"] = json!("More?  Yes"));
    }),
];

const EVIDENCE: &[Mistake] = &[
    mistake("text-of-operator", "guides/izi.json", "step.terminal.pick-activ", "`activ`", |draft| {
        draft.edit("guides/izi.json", |guide| {
            let steps = guide["methods"]["terminal"]["steps"].as_array_mut().unwrap();
            steps.push(json!("step.terminal.pick-activ"));
        });
    }),
    mistake("code-names-operator", "text/en.json", "card.trap-tele2", "`{operator}`", |draft| {
        draft.texts("en", |texts| texts["card.trap-tele2"] = json!("Do not dial *105#."));
    }),
    mistake("number-has-fact", "text/en.json", "page.paid.title", "`words`", |draft| {
        draft.texts("en", |texts| texts["page.paid.title"] = json!("It costs 5%"));
    }),
    mistake("code-names-operator", "text/en.json", "card.balance-packs", "`{operator}`", |draft| {
        draft.all_texts(|texts| texts["card.balance-packs"] = json!("{balance-packs}"));
    }),
    mistake("fact-used", "facts.json", "unseen", "no text shows", |draft| {
        draft.add_fact(json!({ "id": "unseen", "kind": "phone", "value": "109" }));
    }),
    mistake("fact-words", "facts.json", "unsaid", "`page.tips.nothing`", |draft| {
        draft.add_fact(json!({ "id": "unsaid", "words": ["page.tips.nothing"] }));
    }),
    mistake("mark-allows", "facts.json", "police", "unconfirmed", |draft| {
        draft.edit_entry("facts.json", "facts", "police", |fact| fact["mark"] = json!("unconfirmed"));
    }),
    mistake("number-has-fact", "text/en.json", "page.before.translate", "`words`", |draft| {
        draft.texts("en", |texts| texts["page.before.translate"] = json!("Pay 500 for it."));
    }),
    mistake("site-is-https", "facts.json", "site", "https://kcell.kz", |draft| {
        draft.edit_entry("facts.json", "facts", "site", |fact| fact["url"] = json!("http://kcell.kz"));
    }),
    mistake("prefix-form", "facts.json", "prefixes", "`70 1`", |draft| {
        draft.edit_entry("facts.json", "facts", "prefixes", |fact| fact["value"] = json!("70 1, 702"));
    }),
    mistake("prefix-form", "facts.json", "prefixes", "`70x`", |draft| {
        draft.edit_entry("facts.json", "facts", "prefixes", |fact| fact["value"] = json!("70x, 775"));
    }),
    mistake("prefix-form", "facts.json", "other-ranges", "`916`", |draft| {
        draft.edit_entry("facts.json", "facts", "other-ranges", |fact| fact["value"] = json!("75x, 916"));
    }),
    mistake("prefix-once", "facts.json", "more-prefixes", "stands twice", |draft| {
        draft.edit_entry("facts.json", "facts", "more-prefixes", |fact| fact["value"] = json!("706, 705"));
    }),
    mistake("prefix-once", "facts.json", "more-prefixes", "no operator", |draft| {
        draft.edit_entry("facts.json", "facts", "more-prefixes", |fact| fact["value"] = json!("765"));
    }),
];

const SCREENS: &[Mistake] = &[
    mistake("words-exist", "text/en.json", "ui.tips", "needs this text", |draft| {
        draft.all_texts(|texts| drop(texts.shift_remove("ui.tips")));
    }),
    mistake("words-fill", "text/kk.json", "hint.first", "`{code}`", |draft| {
        draft.all_texts(|texts| drop(texts.insert("hint.first".to_owned(), json!("Type {code}"))));
    }),
    mistake("pages-exist", "pages.json", "done", "needs this page", |draft| {
        draft.edit("pages.json", |pages| {
            pages["pages"].as_array_mut().unwrap().retain(|page| page["id"] != "done");
        });
        draft.all_texts(|texts| texts.retain(|key, _| !key.starts_with("page.done.")));
    }),
    mistake("short-enough", "text/en.json", "notice.old-button", "Telegram takes 200", |draft| {
        draft.texts("en", |texts| texts["notice.old-button"] = json!("x".repeat(201)));
    }),
    mistake("guide-short", "text/en.json", "guide_beeline_shop", "seen at once, 900 at most", |draft| {
        draft.texts("en", |texts| {
            texts["step.shop.find"] = json!(format!("{{operator}} {{site}} {}", "x".repeat(1_000)));
        });
    }),
    mistake("screen-fits", "text/en.json", "page_tips", "shorten it", |draft| {
        draft.texts("en", |texts| texts["page.tips.more"] = json!("x".repeat(4_000)));
    }),
    mistake("screen-fits", "text/en.json", "outdated_beeline_kaspi", "`report.ask`", |draft| {
        draft.texts("en", |texts| texts["report.ask"] = json!("?".repeat(600)));
    }),
    mistake("offline-short", "text/en.json", "offline_tele2", "one phone screen", |draft| {
        draft.texts("en", |texts| texts["offline.gift-tele2"] = json!("x".repeat(1_000)));
    }),
    Mistake {
        also: &["offline-short", "guide-short"],
        ..mistake("screen-fits", "text/en.json", "operators", "columns wide", |draft| {
            draft.edit_entry("catalog.json", "operators", "izi", |izi| izi["name"] = json!("i".repeat(50)));
        })
    },
    mistake("screen-fits", "text/en.json", "card_beeline", "cannot be copied", |draft| {
        draft.edit("facts.json", |content| {
            let facts = content["facts"].as_array_mut().unwrap();
            let code = |fact: &&mut serde_json::Value| {
                fact["id"] == "balance-packs" && fact["operator"] == "beeline"
            };
            facts.iter_mut().find(code).unwrap()["value"] = json!("");
        });
    }),
    mistake("screen-fits", "text/en.json", "card_kcell", "no web address", |draft| {
        draft.edit_entry("facts.json", "facts", "site", |fact| {
            fact["value"] = json!("kcell kz");
            fact["url"] = json!("https://kcell kz");
        });
    }),
    mistake("screen-fits", "text/en.json", "verdict", "shorten it", |draft| {
        draft.texts("en", |texts| texts["flag.slow.safer"] = json!("x".repeat(3_000)));
    }),
    Mistake {
        check: "link-fits",
        file: "catalog.json",
        key: LONG_LINK,
        says: "shorten the ids",
        also: &["screen-fits"],
        make: |draft| {
            let id = LONG_LINK.trim_start_matches("page_");
            draft.edit("pages.json", |pages| {
                let page = json!({ "id": id, "points": ["page.tips.more"] });
                pages["pages"].as_array_mut().unwrap().push(page);
            });
            draft.all_texts(|texts| drop(texts.insert(format!("page.{id}.title"), json!("Long"))));
        },
    },
];

const LONG_LINK: &str = "page_all-that-anybody-ever-wanted-to-know-about-topping-up-a-phone";

#[test]
fn files_that_cannot_be_read_are_reported() {
    READING.iter().for_each(Mistake::is_reported);
}

#[test]
fn mistakes_of_structure_are_reported() {
    STRUCTURE.iter().for_each(Mistake::is_reported);
}

#[test]
fn mistakes_of_texts_are_reported() {
    TEXTS.iter().for_each(Mistake::is_reported);
}

#[test]
fn mistakes_of_evidence_are_reported() {
    EVIDENCE.iter().for_each(Mistake::is_reported);
}

#[test]
fn screens_that_telegram_would_refuse_are_reported() {
    SCREENS.iter().for_each(Mistake::is_reported);
}

#[test]
fn every_check_has_its_mistake_here() {
    let tried: BTreeSet<String> =
        [READING, STRUCTURE, TEXTS, LANGUAGES, SIGNS, EVIDENCE, SCREENS, PAYERS, CARDS]
            .into_iter()
            .flatten()
            .map(|mistake| mistake.check.to_owned())
            .collect();
    let mut checks: BTreeSet<String> = check::names().map(str::to_owned).collect();
    for file in [
        "catalog/load/mod",
        "catalog/load/languages",
        "render/check",
        "render/picture/check",
        "render/picture/font",
    ] {
        let file = format!("src/{file}.rs");
        let source = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
        let reports = source.split("Problem::new(").chain(source.split("self.problem(")).skip(1);
        let names = reports.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next());
        checks.extend(names.map(str::to_owned));
    }
    assert_eq!(tried, checks);
}
