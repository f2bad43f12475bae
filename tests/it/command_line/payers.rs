//! Mistakes in what is said of who pays.

use serde_json::json;

use crate::command_line::draft::{Mistake, mistake};

pub const PAYERS: &[Mistake] = &[
    mistake("unknown-id", "catalog.json", "visitor", "`pigeon`", |draft| {
        draft.edit_entry("catalog.json", "payers", "visitor", |payer| {
            payer["hard"]["pigeon"] = json!("payer.no-account");
        });
    }),
    mistake("unknown-id", "catalog.json", "tourist", "`astronaut`", |draft| {
        draft.edit("catalog.json", |catalog| catalog["retired"]["payers"]["tourist"] = json!("astronaut"));
    }),
    mistake("payer-once", "catalog.json", "resident", "`Tourist`", |draft| {
        draft.edit_entry("catalog.json", "payers", "resident", |payer| {
            payer["aliases"].as_array_mut().unwrap().push(json!("Tourist"));
        });
    }),
    mistake("payer-ways", "catalog.json", "visitor", "`shop` twice", |draft| {
        draft.edit_entry("catalog.json", "payers", "visitor", |payer| {
            payer["hard"]["shop"] = json!("payer.not-there");
        });
    }),
    mistake("payer-ways", "catalog.json", "visitor", "`reseller` is risky", |draft| {
        draft.edit_entry("catalog.json", "payers", "visitor", |payer| {
            payer["maybe"].as_array_mut().unwrap().push(json!("reseller"));
        });
    }),
    mistake("payer-served", "catalog.json", "visitor", "`izi`", |draft| {
        draft.edit_entry("catalog.json", "payers", "visitor", |payer| payer["first"] = json!(["shop"]));
    }),
    mistake("not-empty", "catalog.json", "payers", "empty", |draft| {
        draft.edit("catalog.json", |catalog| catalog["payers"] = json!([]));
        draft.all_texts(|texts| texts.retain(|key, _| !key.starts_with("payer.")));
        draft.edit_entry("facts.json", "facts", "iin", |fact| {
            fact["words"].as_array_mut().unwrap().retain(|key| key != "payer.no-account");
        });
    }),
    mistake("id-once", "catalog.json", "abroad", "two payers", |draft| {
        draft.edit("catalog.json", |catalog| {
            let payers = catalog["payers"].as_array_mut().unwrap();
            let mut again = payers[2].clone();
            again["aliases"] = json!([]);
            payers.push(again);
        });
    }),
];

#[test]
fn mistakes_of_payers_are_reported() {
    PAYERS.iter().for_each(Mistake::is_reported);
}
