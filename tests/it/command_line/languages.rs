//! Mistakes in the list of languages, and in one that is made from another, each told by file, key and check.

use serde_json::json;

use crate::command_line::draft::{Draft, Mistake, mistake};

pub const LANGUAGES: &[Mistake] = &[
    mistake("not-empty", "catalog.json", "languages", "empty", |draft| {
        let lists = ["languages", "counter"];
        draft.edit("catalog.json", |catalog| lists.iter().for_each(|list| catalog[list] = json!([])));
        draft.edit("intents.json", |intents| intents["languages"] = json!({}));
        for folder in ["text", "wording", "examples", "unseen"] {
            draft.remove_folder(folder);
        }
    }),
    mistake("id-once", "catalog.json", "en", "two languages", |draft| {
        draft.edit("catalog.json", |catalog| {
            let languages = catalog["languages"].as_array_mut().unwrap();
            let english = languages.iter().find(|language| language["id"] == "en").unwrap().clone();
            languages.push(english);
        });
    }),
    mistake("missing-file", "text/zh-hant.json", "", "missing", |draft| draft.remove("text/zh-hant.json")),
    mistake("missing-file", "wording/zh-hant.json", "", "missing", |draft| {
        draft.remove("wording/zh-hant.json");
    }),
    mistake("unknown-id", "catalog.json", "zh-hant", "`from` is `ja`", |draft| {
        draft.edit_entry("catalog.json", "languages", "zh-hant", |language| language["from"] = json!("ja"));
    }),
    mistake("unknown-id", "catalog.json", "zh-hant", "`from` is `kk`", |draft| {
        draft.edit_entry("catalog.json", "languages", "zh-hant", |language| language["from"] = json!("kk"));
    }),
    mistake("unknown-id", "catalog.json", "zh-hant", "`from` is `zh-hant`", |draft| {
        draft.edit_entry("catalog.json", "languages", "zh-hant", |language| {
            language["from"] = json!("zh-hant");
        });
    }),
    mistake("stray-file", "wording/en.json", "", "nothing reads", |draft| {
        draft.write("wording/en.json", "{}")
    }),
    mistake("same-keys", "text/zh-hant.json", "ui.extra", "no such text", |draft| {
        draft.texts("zh-hant", |texts| drop(texts.insert("ui.extra".to_owned(), json!("更多"))));
    }),
    mistake("same-keys", "text/zh-hant.json", "notice.language-set", "out of order", |draft| {
        draft.texts("zh-hant", |texts| drop(texts.insert("ui.back".to_owned(), json!("上一頁"))));
    }),
    mistake("by-hand-needed", "text/zh-hant.json", "ui.back", "delete it", |draft| {
        draft.write("text/zh-hant.json", r#"{ "ui.back": "⬅️ 返回" }"#);
    }),
    mistake("wording-used", "wording/zh-hant.json", "軟件", "no converted text", |draft| {
        draft.edit("wording/zh-hant.json", |wording| wording["軟件"] = json!("軟體"));
    }),
];

#[test]
fn mistakes_of_languages_are_reported() {
    LANGUAGES.iter().for_each(Mistake::is_reported);
}

/// What is wrong in the original is wrong in what is made from it, and is told once, where it is written.
#[test]
fn a_mistake_of_the_original_is_reported_once() {
    let mut draft = Draft::new();
    draft.texts("zh", |texts| {
        texts["page.tips.more"] = json!("两个  空格");
        texts["notice.old-button"] = json!("旧".repeat(201));
    });
    let problems = draft.problems();
    let files: Vec<_> = problems.iter().map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!(files, ["text/zh.json"], "{problems:#?}");
}
