//! Mistakes in what is said at a counter, in the words on screens, and in the letters of their pictures.

use serde_json::json;

use crate::command_line::draft::{Mistake, mistake};

/// One for each check, and for each way to fail it.
pub const CARDS: &[Mistake] = &[
    mistake("unknown-id", "catalog.json", "counter", "`uz`", |draft| {
        draft.edit("catalog.json", |catalog| catalog["counter"] = json!(["ru", "uz"]));
    }),
    mistake("font-unreadable", "fonts/letters.ttf", "", "fonts/README.md", |draft| {
        draft.write("fonts/letters.ttf", "no font");
    }),
    mistake("not-empty", "catalog.json", "counter", "empty", |draft| {
        draft.edit("catalog.json", |catalog| catalog["counter"] = json!([]));
    }),
    mistake("clerk-whole", "guides/beeline.json", "shop", "`say` is empty", |draft| {
        draft.edit("guides/beeline.json", |guide| guide["methods"]["shop"]["clerk"]["say"] = json!([]));
    }),
    mistake("clerk-whole", "guides/beeline.json", "reseller", "around it", |draft| {
        draft.edit("guides/beeline.json", |guide| {
            guide["methods"]["reseller"]["clerk"] = guide["methods"]["shop"]["clerk"].clone();
        });
    }),
    mistake("labels-whole", "guides/beeline.json", "terminal", "`look` is empty", |draft| {
        draft.edit("guides/beeline.json", |guide| guide["methods"]["terminal"]["labels"]["look"] = json!([]));
    }),
    mistake("labels-whole", "guides/beeline.json", "reseller", "around it", |draft| {
        draft.edit("guides/beeline.json", |guide| {
            guide["methods"]["reseller"]["labels"] = json!({ "look": ["label.pay"] });
        });
    }),
    mistake("labels-whole", "guides/izi.json", "kaspi", "`label.pay` is called seen", |draft| {
        draft.edit("guides/izi.json", |guide| {
            guide["methods"]["kaspi"]["labels"]["seen"] = json!(["label.kaspi-services", "label.pay"]);
        });
    }),
    mistake("glyph-missing", "text/zh.json", "clerk_kcell_shop", "`龘` (U+9F98)", |draft| {
        draft.texts("zh", |texts| texts["say.shop"] = json!("龘龘 {operator}"));
    }),
    mistake("glyph-missing", "text/en.json", "clerk_kcell_shop", "fonts/subset.py", |draft| {
        draft.edit_entry("catalog.json", "operators", "kcell", |kcell| kcell["name"] = json!("Kce☎"));
    }),
    mistake("screen-fits", "text/en.json", "clerk_izi_terminal", "below the picture", |draft| {
        draft.texts("en", |texts| texts["clerk.caption"] = json!("x".repeat(1_025)));
    }),
    mistake("picture-fits", "text/en.json", "clerk_tele2_shop", "shorten it", |draft| {
        draft.texts("en", |texts| texts["say.shop"] = json!("Top up {operator}, please. ".repeat(40).trim()));
    }),
];

#[test]
fn mistakes_of_cards_are_reported() {
    CARDS.iter().for_each(Mistake::is_reported);
}
