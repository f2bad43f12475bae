//! Checks of finished screens: what Telegram would refuse or cut off, found before anybody asks for it.

use std::cmp::Reverse;

use crate::catalog::files::CATALOG;
use crate::catalog::id::{FlagId, Lang};
use crate::catalog::line::{Line, Scope};
use crate::catalog::model::Catalog;
use crate::catalog::problem::Problem;
use crate::dialogue::effect::{Hint, Notice};
use crate::dialogue::event::Command;
use crate::dialogue::keys;
use crate::dialogue::keys::pages;
use crate::dialogue::offer::{Doubt, LONGEST_LINK as LONGEST_SHOWN, Level, MOST_LINKS, Verdict};
use crate::dialogue::reminder::ReminderScreen;
use crate::dialogue::screen::Screen;
use crate::dialogue::shown::{Fixed, Shown};
use crate::dialogue::view::outdated::report;
use crate::dialogue::view::{Action, Block, View, view};
use crate::render::callback::{LONGEST_CALLBACK, LONGEST_LINK, encode_link, encode_press};
use crate::render::html::{HINT_GAP, LONGEST_TEXT, html, visible_length};
use crate::render::limits;
use crate::render::report::{LONGEST_REPORT, filled};
use crate::text::hosts::defused;
use crate::text::script::columns;

/// Telegram's limit of the answer to a button press, in characters.
const LONGEST_NOTICE: usize = 200;
/// Room kept in every message for a hint above it, in characters.
const ROOM_FOR_HINT: usize = 300;
/// Telegram's limit of what stands below a picture, in characters.
const LONGEST_CAPTION: usize = 1024;
/// Wider labels are cut off on a phone; a Chinese character counts twice.
const WIDEST_LABEL: usize = 44;
/// As much text fits one picture of a phone's screen, in columns: what helps without money and data is kept as one.
const PHONE_SCREEN: usize = 1_100;
/// Telegram's limit of a copied text, in characters.
const LONGEST_COPY: usize = 256;
/// Telegram's limit of an inline query, in characters.
const LONGEST_QUERY: usize = 256;
/// Telegram's limits of a bot's name, short description and description, in characters.
const PROFILE: [(&str, usize); 3] =
    [(keys::PROFILE_NAME, 64), (keys::PROFILE_SHORT, 120), (keys::PROFILE_ABOUT, 512)];
/// Telegram's limit of a command's description, in characters.
const LONGEST_COMMAND: usize = 256;

/// Runs every check of finished screens.
pub fn run(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = texts(catalog);
    reminders(catalog, &mut problems);
    for lang in catalog.languages() {
        for fixed in Fixed::all(catalog) {
            let shown = fixed.into();
            let view = view(catalog, lang, &shown);
            screen(catalog, lang, &shown, &view, &html(&view), &mut problems);
        }
        verdicts(catalog, lang, &mut problems);
    }
    problems
}

/// Reminder screens keep the limits: the longest of each kind is checked, since persons and days are not known yet.
pub fn reminders(catalog: &Catalog, problems: &mut Vec<Problem>) {
    for lang in catalog.languages() {
        for sample in ReminderScreen::samples(catalog) {
            let shown = Shown::Reminder(sample);
            let view = view(catalog, lang, &shown);
            screen(catalog, lang, &shown, &view, &html(&view), problems);
        }
    }
}

/// The checks of what stands beside the screens: words, pages, links.
pub fn texts(catalog: &Catalog) -> Vec<Problem> {
    let mut problems = Vec::new();
    words_exist(catalog, &mut problems);
    pages_exist(catalog, &mut problems);
    for lang in catalog.languages() {
        short_enough(catalog, lang, &mut problems);
    }
    for screen in Screen::all(catalog) {
        let link = encode_link(catalog, screen);
        if link.len() > LONGEST_LINK {
            let message = format!("the link of this screen is longer than {LONGEST_LINK}: shorten the ids");
            problems.push(Problem::new("link-fits", CATALOG, link, message));
        }
    }
    problems
}

/// Every text that the program names exists in every language.
fn words_exist(catalog: &Catalog, problems: &mut Vec<Problem>) {
    let commands = Command::MENU.iter().map(|name| format!("command.{name}"));
    let dates = (1..=12).map(keys::date);
    for key in keys::ALL.iter().map(|key| (*key).to_owned()).chain(commands).chain(dates) {
        for lang in catalog.languages().filter(|&lang| catalog.template(lang, &key).is_none()) {
            let message = "the program needs this text";
            problems.push(Problem::new("words-exist", catalog.text_file(lang, &key), &key, message));
        }
    }
}

/// The pages that buttons and commands lead to exist.
fn pages_exist(catalog: &Catalog, problems: &mut Vec<Problem>) {
    for page in pages::ALL.iter().filter(|page| catalog.page_named(page).is_none()) {
        problems.push(Problem::new("pages-exist", "pages.json", *page, "the program needs this page"));
    }
}

/// Notices, hints, profile and command texts keep Telegram's limits.
fn short_enough(catalog: &Catalog, lang: Lang, problems: &mut Vec<Problem>) {
    let limits = Notice::ALL
        .map(|notice| (notice.key().to_owned(), LONGEST_NOTICE))
        .into_iter()
        .chain(Hint::ALL.map(|hint| (hint.key().to_owned(), ROOM_FOR_HINT)))
        .chain(PROFILE.map(|(key, limit)| (key.to_owned(), limit)))
        .chain(Command::MENU.map(|name| (format!("command.{name}"), LONGEST_COMMAND)));
    for (key, limit) in limits {
        let words = match catalog.fill(lang, &key, Scope::default()) {
            Ok(line) => line.plain(),
            Err(error) => {
                problems.push(Problem::new(
                    "words-fill",
                    catalog.text_file(lang, &key),
                    key,
                    error.to_string(),
                ));
                continue;
            }
        };
        let length = words.chars().count();
        if length > limit {
            let message = format!("{length} characters; Telegram takes {limit}");
            problems.push(Problem::new("short-enough", catalog.text_file(lang, &key), key, message));
        }
    }
}

/// Whatever is said of a message fits a message of ours: the longest signs, all links, and more signs than are shown.
pub fn verdicts(catalog: &Catalog, lang: Lang, problems: &mut Vec<Problem>) {
    let mut flags: Vec<FlagId> = catalog.flags().collect();
    let long = |&id: &FlagId| {
        let flag = catalog.flag(id);
        let length = |key: &str| catalog.words(lang, key, Scope::default()).chars().count();
        Reverse(length(&flag.reason) + length(&flag.safer))
    };
    flags.sort_by_key(long);
    let host = defused(&"a.".repeat(LONGEST_SHOWN / 2));
    for level in Level::ALL {
        let links = vec![host.clone(); MOST_LINKS];
        let (flags, doubt) = match level {
            Level::Unknown => (Vec::new(), None),
            Level::Amber => (flags.clone(), flags.first().map(|&flag| Doubt::Resembles(flag))),
            Level::Red => (flags.clone(), None),
        };
        let verdict = Verdict { level, flags, links, doubt };
        let view = view(catalog, lang, &Shown::Verdict(verdict));
        fits(catalog, lang, "verdict", &view, &html(&view), problems);
    }
}

/// A screen fits a message, and its buttons fit theirs; `html` is the screen's text as it will be sent.
pub fn screen(
    catalog: &Catalog,
    lang: Lang,
    shown: &Shown,
    view: &View,
    html: &str,
    problems: &mut Vec<Problem>,
) {
    if matches!(shown, Shown::Fixed(Fixed::Screen(screen)) if matches!(screen.screen(), Screen::Offline { .. }))
    {
        offline_short(catalog, lang, shown.screen(), view, problems);
    }
    let key = encode_link(catalog, shown.screen());
    for message in limits::problems(catalog, lang, shown.screen(), view) {
        problems.push(Problem::new("guide-short", file(catalog, lang), &key, message));
    }
    let length = visible_length(html);
    if matches!(shown, Shown::Fixed(Fixed::PictureCaption(_))) && length > LONGEST_CAPTION {
        let message =
            format!("{length} characters stand below the picture, {LONGEST_CAPTION} fit: shorten it");
        problems.push(Problem::new("screen-fits", file(catalog, lang), &key, message));
    }
    fits(catalog, lang, &key, view, html, problems);
}

fn fits(catalog: &Catalog, lang: Lang, key: &str, view: &View, html: &str, problems: &mut Vec<Problem>) {
    let mut report = |message: String| {
        problems.push(Problem::new("screen-fits", file(catalog, lang), key, message));
    };
    // Where a text cannot be filled, its key is shown in its place.
    let lines = view.blocks.iter().flat_map(Block::lines).map(Line::plain);
    for key in lines.chain(view.buttons.iter().flatten().map(|button| button.label.clone())) {
        if catalog.template(lang, &key).is_some() {
            report(format!("nothing fills the places of the text `{key}` here"));
        }
    }
    let length = visible_length(html);
    let limit = LONGEST_TEXT - ROOM_FOR_HINT - HINT_GAP.len();
    if length > limit {
        report(format!("the screen has {length} characters, {limit} fit: shorten it"));
    }
    for button in view.buttons.iter().flatten() {
        let columns = columns(&button.label);
        if columns > WIDEST_LABEL {
            report(format!("the button `{}` is {columns} columns wide, {WIDEST_LABEL} fit", button.label));
        }
        match &button.action {
            Action::Press(press) => {
                let data = encode_press(catalog, *press);
                if data.len() > LONGEST_CALLBACK {
                    report(format!(
                        "the button's data `{data}` is over {LONGEST_CALLBACK} bytes: shorten the ids"
                    ));
                }
            }
            Action::Copy(text) if text.is_empty() || text.chars().count() > LONGEST_COPY => {
                report(format!("`{text}` cannot be copied by a button: 1 to {LONGEST_COPY} characters"));
            }
            Action::Open(address) if url::Url::parse(address).is_err() => {
                report(format!("`{address}` is no web address"));
            }
            Action::Copy(_) | Action::Open(_) | Action::AddToGroup | Action::ReportWords(_) => {}
            Action::Share(query) if query.chars().count() > LONGEST_QUERY => {
                report(format!("`{query}` is too long to ask for in another chat: shorten the ids"));
            }
            Action::Share(_) => {}
            Action::Report(about) => {
                about_report(catalog, lang, *about).into_iter().for_each(&mut report);
            }
        }
    }
}

/// What is wrong with a report that begins by itself.
fn about_report(catalog: &Catalog, lang: Lang, about: Screen) -> Vec<String> {
    let texts = report(catalog, lang, about).map(|report| [report.title, report.ask]);
    let unfilled = texts.into_iter().flatten().filter(|key| catalog.template(lang, key).is_some());
    let unfilled = unfilled.map(|key| format!("nothing fills the places of the text `{key}` here"));
    let length = filled(catalog, lang, about).map_or(0, |filled| filled.len());
    let long = (length > LONGEST_REPORT).then(|| {
        format!("a report begins with {length} bytes of link, {LONGEST_REPORT} fit: shorten `report.ask`")
    });
    unfilled.chain(long).collect()
}

/// What helps without money and data fits one phone's screen, but for what is folded up.
fn offline_short(catalog: &Catalog, lang: Lang, screen: Screen, view: &View, problems: &mut Vec<Problem>) {
    // Nor counts the line of the date, which grows with age: a text that fits today fits in a year.
    let seen = view.blocks.iter().filter(|block| !matches!(block, Block::Fold(_) | Block::Note(_)));
    let columns: usize = seen.flat_map(Block::lines).map(|line| columns(&line.plain())).sum();
    if columns > PHONE_SCREEN {
        let key = encode_link(catalog, screen);
        let message = format!("{columns} columns of text, {PHONE_SCREEN} fit one phone screen: shorten it");
        problems.push(Problem::new("offline-short", file(catalog, lang), key, message));
    }
}

fn file(catalog: &Catalog, lang: Lang) -> String {
    format!("text/{}.json", catalog.language(lang).id)
}
