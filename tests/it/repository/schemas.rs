//! The JSON Schemas in `docs/schema/` are those of the program, and every content file names its own.
//! `BLESS=1 cargo test schemas` writes them anew.

use std::fs;
use std::path::Path;

use kz_topup_bot::catalog::files::Files;
use kz_topup_bot::catalog::schema::json_schema::json_schemas;
use serde_json::Value;

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema")
}

#[test]
fn every_kind_of_content_file_has_its_present_schema() {
    for (name, schema) in json_schemas() {
        let path = folder().join(format!("{name}.json"));
        let text = format!("{:#}\n", schema.to_value());
        if std::env::var_os("BLESS").is_some() {
            fs::create_dir_all(folder()).unwrap();
            fs::write(&path, &text).unwrap();
        }
        let written = fs::read_to_string(&path).unwrap_or_default();
        assert!(written == text, "{}: accept the change with BLESS=1", path.display());
    }
}

#[test]
fn every_content_file_names_its_schema() {
    for (path, text) in Files::embedded().0 {
        let (folder, up) = match path.split_once('/') {
            Some((folder, _)) => (folder, "../.."),
            None => (path.trim_end_matches(".json"), ".."),
        };
        // A list has no place for it.
        let Value::Object(file) = serde_json::from_str(&text).unwrap() else { continue };
        assert_eq!(
            file.get("$schema"),
            Some(&Value::from(format!("{up}/docs/schema/{folder}.json"))),
            "{path}"
        );
    }
}
