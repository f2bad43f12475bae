//! Mistakes in the signs by which an offer is judged.

use serde_json::{Value, json};

use crate::command_line::draft::{Mistake, mistake};

fn rename(offers: &mut Value, from: &str, to: &str) {
    let offers = offers.as_object_mut().unwrap();
    let examples = offers.shift_remove(from).unwrap();
    offers.insert(to.to_owned(), examples);
}

pub const SIGNS: &[Mistake] = &[
    mistake("not-empty", "flags.json", "flags", "empty", |draft| {
        draft.edit("flags.json", |flags| flags["flags"] = json!([]));
        draft.edit("offers.json", |offers| {
            offers.as_object_mut().unwrap().retain(|sign, _| sign == "honest");
        });
        draft.all_texts(|texts| texts.retain(|key, _| !key.starts_with("flag.")));
        draft.edit("facts.json", |content| {
            for fact in content["facts"].as_array_mut().unwrap() {
                if let Some(words) = fact.get_mut("words").and_then(|words| words.as_array_mut()) {
                    words.retain(|key| !key.as_str().unwrap().starts_with("flag."));
                }
            }
            let facts = content["facts"].as_array_mut().unwrap();
            facts.retain(|fact| !fact["value"].is_null() || fact["words"] != json!([]));
        });
    }),
    mistake("id-form", "flags.json", "Slow_One", "hyphens", |draft| {
        draft.edit_entry("flags.json", "flags", "slow", |flag| flag["id"] = json!("Slow_One"));
        draft.edit("offers.json", |offers| rename(offers, "slow", "Slow_One"));
    }),
    mistake("id-once", "flags.json", "wait", "two flags", |draft| {
        draft.edit_entry("flags.json", "flags", "slow", |flag| flag["id"] = json!("wait"));
        draft.edit("offers.json", |offers| drop(offers.as_object_mut().unwrap().shift_remove("slow")));
    }),
    mistake("flag-heard", "flags.json", "slow", "`kk`", |draft| {
        draft.edit_entry("flags.json", "flags", "slow", |flag| {
            flag["patterns"].as_object_mut().unwrap().shift_remove("kk");
        });
    }),
    mistake("sign-examples", "offers.json", "slow", "`kk`", |draft| {
        draft.edit("offers.json", |offers| offers["slow"]["kk"] = json!(["баяу"]));
    }),
    mistake("unknown-id", "offers.json", "slower", "`slower`", |draft| {
        draft.edit("offers.json", |offers| {
            offers.as_object_mut().unwrap().insert("slower".to_owned(), json!({ "en": ["slower"] }));
        });
    }),
    mistake("missing-file", "offers.json", "", "missing", |draft| draft.remove("offers.json")),
    mistake("phrase-once", "flags.json", "wait", "`slow`", |draft| {
        draft.edit_entry("flags.json", "flags", "slow", |flag| flag["patterns"]["en"] = json!(["at last"]));
        draft.edit_entry("flags.json", "flags", "wait", |flag| flag["patterns"]["en"] = json!(["at last"]));
    }),
    mistake("hollow-denies", "flags.json", "hollow", "`good morning`", |draft| {
        draft.edit("flags.json", |flags| flags["hollow"].as_array_mut().unwrap().push(json!("good morning")));
    }),
    mistake("host-form", "flags.json", "https://wa.me", "no host name", |draft| {
        draft.edit("flags.json", |flags| {
            flags["messengers"].as_array_mut().unwrap().push(json!("https://wa.me"))
        });
    }),
    mistake("host-official", "flags.json", "cheap.kz", "no verified fact", |draft| {
        draft.edit("flags.json", |flags| flags["official"].as_array_mut().unwrap().push(json!("cheap.kz")));
    }),
    mistake("host-official", "flags.json", "izi.me", "add it", |draft| {
        draft.edit("flags.json", |flags| {
            flags["official"].as_array_mut().unwrap().retain(|host| host != "izi.me");
        });
    }),
    mistake("text-exists", "flags.json", "flag.slow.because", "no text", |draft| {
        draft.edit_entry("flags.json", "flags", "slow", |flag| {
            flag["patterns"]["en"] = json!(["slow"]);
            flag["reason"] = json!("flag.slow.because");
            flag["safer"] = json!("flag.slow.reason");
        });
        draft.edit_entry("flags.json", "flags", "wait", |flag| flag["safer"] = json!("flag.slow.safer"));
        draft.all_texts(|texts| drop(texts.shift_remove("flag.wait.safer")));
    }),
];

#[test]
fn mistakes_of_signs_are_reported() {
    SIGNS.iter().for_each(Mistake::is_reported);
}
