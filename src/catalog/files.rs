//! The files of `dialogues/` as text: embedded in the binary, or read from a folder.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use include_dir::{Dir, include_dir};

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/dialogues");

/// Path below `dialogues/` (with `/`) -> contents. Only `.json` files count.
#[derive(Clone, Debug, Default)]
pub struct Files(pub BTreeMap<String, String>);

impl Files {
    /// The content that was in the tree when the program was built.
    pub fn embedded() -> Self {
        let mut files = BTreeMap::new();
        collect_embedded(&EMBEDDED, &mut files);
        Self(files)
    }

    /// The content of a folder laid out like `dialogues/`.
    pub fn from_dir(dir: &Path) -> io::Result<Self> {
        let mut files = BTreeMap::new();
        collect_dir(dir, "", &mut files)?;
        Ok(Self(files))
    }
}

fn collect_embedded(dir: &Dir<'_>, files: &mut BTreeMap<String, String>) {
    for file in dir.files().filter(|file| is_json(file.path())) {
        let path = file.path().to_string_lossy().replace('\\', "/");
        files.insert(path, String::from_utf8_lossy(file.contents()).into_owned());
    }
    for inner in dir.dirs() {
        collect_embedded(inner, files);
    }
}

fn collect_dir(dir: &Path, prefix: &str, files: &mut BTreeMap<String, String>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect_dir(&entry.path(), &format!("{name}/"), files)?;
        } else if is_json(&entry.path()) {
            let text = fs::read_to_string(entry.path());
            let text = text.map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}")))?;
            files.insert(name, text);
        }
    }
    Ok(())
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "json")
}
