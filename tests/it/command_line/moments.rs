//! Mistakes on screens that are rendered only when they are shown: they are told of beforehand.

use serde_json::json;

use crate::command_line::draft::{Mistake, mistake};

const MOMENTS: &[Mistake] = &[
    mistake("words-exist", "text/ru.json", "date.12", "needs this text", |draft| {
        draft.all_texts(|texts| drop(texts.shift_remove("date.12")));
    }),
    mistake("screen-fits", "text/zh.json", "remind", "the places of the text `renewal.due-why`", |draft| {
        draft.all_texts(|texts| drop(texts.insert("renewal.due-why".to_owned(), json!("{day}?"))));
    }),
    mistake("screen-fits", "text/en.json", "remind", "columns wide", |draft| {
        draft.texts("en", |texts| {
            texts["renewal.every"] = json!("{days} days, and ever so many more of them")
        });
    }),
];

#[test]
fn mistakes_on_screens_rendered_when_shown_are_reported() {
    MOMENTS.iter().for_each(Mistake::is_reported);
}
