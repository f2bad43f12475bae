//! The files of `dialogues/`, texts and fonts: embedded in the binary, or read from a folder.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use include_dir::{Dir, include_dir};

/// Languages, operators, methods, payers and retired ids.
pub const CATALOG: &str = "catalog.json";
/// Facts and their sources.
pub const FACTS: &str = "facts.json";
/// Conversation words.
pub const VOCABULARY: &str = "vocabulary.json";
/// Pages.
pub const PAGES: &str = "pages.json";
/// The signs of a bad offer.
pub const FLAGS: &str = "flags.json";
/// Example messages for the signs.
pub const OFFERS: &str = "offers.json";
/// Intents.
pub const INTENTS: &str = "intents.json";

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/dialogues");
/// How the names of fonts end.
const FONTS: &[&str] = &["ttf", "otf"];

/// Path below `dialogues/` (with `/`) -> contents: of the `.json` files as text, and of the fonts (`.ttf`, `.otf`).
#[derive(Clone, Debug, Default)]
pub struct Files(pub BTreeMap<String, String>, pub BTreeMap<String, Cow<'static, [u8]>>);

impl Files {
    /// The content that was in the tree when the program was built.
    pub fn embedded() -> Self {
        let mut files = Self::default();
        collect_embedded(&EMBEDDED, &mut files);
        files
    }

    /// The content of a folder laid out like `dialogues/`. Fonts that it has not are the embedded ones.
    pub fn from_dir(dir: &Path) -> io::Result<Self> {
        let mut files = Self(BTreeMap::new(), Self::embedded().1);
        collect_dir(dir, "", &mut files)?;
        Ok(files)
    }
}

fn collect_embedded(dir: &Dir<'static>, files: &mut Files) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        if has_extension(file.path(), &["json"]) {
            files.0.insert(path, String::from_utf8_lossy(file.contents()).into_owned());
        } else if has_extension(file.path(), FONTS) {
            files.1.insert(path, Cow::Borrowed(file.contents()));
        }
    }
    for inner in dir.dirs() {
        collect_embedded(inner, files);
    }
}

fn collect_dir(dir: &Path, prefix: &str, files: &mut Files) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let (path, name) = (entry.path(), format!("{prefix}{}", entry.file_name().to_string_lossy()));
        let named = |error: io::Error| io::Error::new(error.kind(), format!("{name}: {error}"));
        if entry.file_type()?.is_dir() {
            collect_dir(&path, &format!("{name}/"), files)?;
        } else if has_extension(&path, &["json"]) {
            let text = fs::read_to_string(&path).map_err(named)?;
            files.0.insert(name, text);
        } else if has_extension(&path, FONTS) {
            let font = fs::read(&path).map_err(named)?;
            files.1.insert(name, Cow::Owned(font));
        }
    }
    Ok(())
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    path.extension().is_some_and(|extension| extensions.iter().any(|known| extension == *known))
}
