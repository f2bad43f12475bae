//! Limits of our own, for a reader in a hurry: how long a guide may be, and how many buttons a screen may have.

use crate::catalog::id::Lang;
use crate::catalog::line::Scope;
use crate::catalog::model::Catalog;
use crate::dialogue::keys;
use crate::dialogue::screen::{Screen, Sheet};
use crate::dialogue::view::{Block, View};
use crate::text::script::columns;

/// The most characters of a guide: what is seen at once, and all of it. Sources and the date are not counted.
struct Length {
    open: usize,
    whole: usize,
}

/// In Chinese.
const CHINESE: Length = Length { open: 500, whole: 900 };
/// In languages written with letters.
const LETTERS: Length = Length { open: 900, whole: 2_000 };
/// The most steps of a guide.
const STEPS: usize = 7;
/// The most warnings of a guide.
const WARNINGS: usize = 2;
/// The most buttons under a guide.
const GUIDE_BUTTONS: usize = 8;
/// The most buttons of a list, such as the ways that are offered instead of one that does not fit.
const LIST_BUTTONS: usize = 10;

/// What is too long in a guide; nothing about other screens.
pub(super) fn problems(catalog: &Catalog, lang: Lang, screen: Screen, view: &View) -> Vec<String> {
    if !matches!(screen, Screen::Sheet(Sheet::Guide, _)) {
        return Vec::new();
    }
    let open: String = view
        .blocks
        .iter()
        .filter(|block| is_open(block))
        .flat_map(Block::lines)
        .map(|line| line.plain())
        .collect();
    let characters = open.chars().count();
    // A Chinese character is two columns wide.
    let length = if columns(&open) > characters + characters / 2 { CHINESE } else { LETTERS };
    let folded: usize = view.blocks.iter().map(|block| folded(catalog, lang, block)).sum();
    let steps: usize =
        view.blocks.iter().map(|block| if let Block::Steps(steps) = block { steps.len() } else { 0 }).sum();
    let warnings = view.blocks.iter().filter(|block| matches!(block, Block::Warning(_))).count();
    let buttons = view.buttons.iter().flatten().count();
    [
        (characters, length.open, "characters are seen at once"),
        (characters + folded, length.whole, "characters in all"),
        (steps, STEPS, "steps"),
        (warnings, WARNINGS, "warnings"),
        (buttons, if steps == 0 { LIST_BUTTONS } else { GUIDE_BUTTONS }, "buttons"),
    ]
    .into_iter()
    .filter(|(found, most, _)| found > most)
    .map(|(found, most, what)| format!("{found} {what}, {most} at most"))
    .collect()
}

/// Whether a block is seen at once. The line of the date grows with age and is not counted.
fn is_open(block: &Block) -> bool {
    !matches!(block, Block::Fold(_) | Block::Note(_))
}

/// The characters of what is folded up, up to the lists of sources.
fn folded(catalog: &Catalog, lang: Lang, block: &Block) -> usize {
    let Block::Fold(blocks) = block else { return 0 };
    let sources = [keys::SECTION_BASIS, keys::SECTION_SOURCES];
    let sources = sources.map(|key| catalog.words(lang, key, Scope::default()));
    let lines = blocks.iter().flat_map(Block::lines).map(|line| line.plain());
    lines.take_while(|line| !sources.contains(line)).map(|line| line.chars().count()).sum()
}
