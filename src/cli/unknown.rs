//! The to-do list of what is not known: each open question, the screens that wait for the answer, and what somebody on
//! the spot would do to find it out.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use teloxide::utils::html::escape;

use crate::catalog::id::{Lang, OperatorId};
use crate::catalog::line::Scope;
use crate::catalog::model::Catalog;
use crate::catalog::model::Way;
use crate::catalog::unknown::spot_key;
use crate::cli::content::with_catalog;
use crate::cli::output::{FAILED, fail, print};

/// The language of the list on the terminal.
const LIST_LANGUAGE: &str = "en";
/// The languages of the printable page, side by side.
const PAGE_LANGUAGES: [&str; 3] = ["zh", "ru", "en"];
/// The page up to its table.
const PAGE_HEAD: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Open questions</title>\n\
    <style>body{font:12px/1.35 sans-serif}table{border-collapse:collapse;width:100%}td,th{border:1px solid #999;\
    padding:4px;vertical-align:top;width:30%}td:last-child{width:10%}tr{break-inside:avoid}</style>\n\
    <h1>Open questions</h1>\n<p>Name, day, place: ______________________________</p>\n";

/// An open question about one operator, or about all of them.
struct Question {
    /// The key of its text.
    key: String,
    /// The operator it is about; none if the same is asked of several.
    operator: Option<OperatorId>,
    /// The links of the screens that say it is not known.
    screens: Vec<String>,
}

/// Lists the questions, or writes them as a page to be printed.
pub(super) fn unknown(page: Option<&Path>) -> ExitCode {
    with_catalog(|catalog| {
        let questions = questions(catalog);
        match page {
            None => print(&list(catalog, &questions)),
            Some(file) => match fs::write(file, html(catalog, &questions)) {
                Ok(()) => print(&format!("wrote {}\n", file.display())),
                Err(error) => fail(FAILED, format_args!("{}: {error}", file.display())),
            },
        }
    })
}

/// Every open question once, operator by operator, then those that are the same for several operators.
fn questions(catalog: &Catalog) -> Vec<Question> {
    let mut questions = Vec::new();
    for operator in catalog.operators() {
        let entry = catalog.operator(operator);
        let mut add = |keys: &[String], screen: String| {
            keys.iter().for_each(|key| note(&mut questions, catalog, key, Some(operator), &screen));
        };
        add(&entry.card.unknown, format!("card_{}", entry.id));
        add(&entry.offline.unknown, format!("offline_{}", entry.id));
        for method in catalog.methods() {
            if let Some(Way::Guide(guide)) = catalog.way(operator, method) {
                add(&guide.unknown, format!("guide_{}_{}", entry.id, catalog.method(method).id));
            }
        }
    }
    for page in catalog.pages() {
        let entry = &catalog.page(page).entry;
        let screen = format!("page_{}", entry.id);
        entry.unknown.iter().for_each(|key| note(&mut questions, catalog, key, None, &screen));
    }
    questions.sort_by_key(|question| question.operator.is_none());
    questions
}

/// Adds a screen to its question. A text without `{operator}` asks the same of every operator.
fn note(
    questions: &mut Vec<Question>,
    catalog: &Catalog,
    key: &str,
    operator: Option<OperatorId>,
    screen: &str,
) {
    let named = catalog
        .languages()
        .next()
        .and_then(|lang| catalog.template(lang, key))
        .is_some_and(|template| template.places().any(|place| place == "operator"));
    let operator = operator.filter(|_| named);
    let known = questions.iter_mut().find(|question| question.key == key && question.operator == operator);
    match known {
        Some(question) => question.screens.push(screen.to_owned()),
        None => questions.push(Question { key: key.to_owned(), operator, screens: vec![screen.to_owned()] }),
    }
}

/// The questions as text.
fn list(catalog: &Catalog, questions: &[Question]) -> String {
    let mut text = String::new();
    let Some(lang) = language(catalog, LIST_LANGUAGE).or_else(|| catalog.languages().next()) else {
        return text;
    };
    let mut about = None;
    for question in questions {
        let heading = heading(catalog, lang, question);
        if about.as_ref() != Some(&heading) {
            let _ = writeln!(text, "{heading}");
            about = Some(heading);
        }
        let _ = writeln!(text, "  {}", words(catalog, lang, question, &question.key));
        let _ =
            writeln!(text, "    on the spot: {}", words(catalog, lang, question, &spot_key(&question.key)));
        let _ = writeln!(text, "    screens: {}", question.screens.join(", "));
    }
    let _ = writeln!(text, "{} open questions", questions.len());
    text
}

/// The questions as a page with a column for each language and room for the answer.
fn html(catalog: &Catalog, questions: &[Question]) -> String {
    let languages: Vec<Lang> = PAGE_LANGUAGES.iter().filter_map(|id| language(catalog, id)).collect();
    let mut page = PAGE_HEAD.to_owned();
    page.push_str("<table>\n<tr>");
    for &lang in &languages {
        let _ = write!(page, "<th>{}</th>", escape(&catalog.language(lang).name));
    }
    page.push_str("<th></th></tr>\n");
    for question in questions {
        page.push_str("<tr>");
        for &lang in &languages {
            let asked = escape(&words(catalog, lang, question, &question.key));
            let todo = escape(&words(catalog, lang, question, &spot_key(&question.key)));
            let _ = write!(page, "<td><b>{asked}</b><br>{todo}</td>");
        }
        page.push_str("<td></td></tr>\n");
    }
    page.push_str("</table>\n</html>\n");
    page
}

fn heading(catalog: &Catalog, lang: Lang, question: &Question) -> String {
    question.operator.map_or_else(|| "All operators".to_owned(), |id| catalog.operator_label(lang, id))
}

fn words(catalog: &Catalog, lang: Lang, question: &Question, key: &str) -> String {
    catalog.words(lang, key, Scope { operator: question.operator, method: None, extra: &[] })
}

fn language(catalog: &Catalog, id: &str) -> Option<Lang> {
    catalog.languages().find(|&lang| catalog.language(lang).id == id)
}
