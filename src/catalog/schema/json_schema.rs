//! The JSON Schemas of the content files, for editors: they complete and mark mistakes while an author types.

use schemars::{Schema, schema_for};

use crate::catalog::schema::facts::FactsFile;
use crate::catalog::schema::flags::FlagsFile;
use crate::catalog::schema::intents::{ExamplesFile, IntentsFile, UnseenFile};
use crate::catalog::schema::offers::OffersFile;
use crate::catalog::schema::vocabulary::VocabularyFile;
use crate::catalog::schema::{CatalogFile, GuideFile, PagesFile, TextFile, WordingFile};

/// The schema of every kind of content file, by its name without `.json`; a folder's name is that of its files.
pub fn json_schemas() -> Vec<(&'static str, Schema)> {
    vec![
        ("catalog", schema_for!(CatalogFile)),
        ("examples", schema_for!(ExamplesFile)),
        ("facts", schema_for!(FactsFile)),
        ("flags", schema_for!(FlagsFile)),
        ("guides", schema_for!(GuideFile)),
        ("intents", schema_for!(IntentsFile)),
        ("offers", schema_for!(OffersFile)),
        ("pages", schema_for!(PagesFile)),
        ("text", schema_for!(TextFile)),
        ("unseen", schema_for!(UnseenFile)),
        ("vocabulary", schema_for!(VocabularyFile)),
        ("wording", schema_for!(WordingFile)),
    ]
}
