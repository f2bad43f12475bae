//! Checks of what is said at a counter and of the words on screens.

use crate::catalog::check::Content;
use crate::catalog::model::Way;
use crate::catalog::problem::Problem;
use crate::catalog::schema::GuideEntry;

/// A guide and where it stands.
struct Place<'a> {
    guide: &'a GuideEntry,
    file: String,
    method: &'a str,
    risky: bool,
}

/// A request comes first; and no warning is led around.
pub(super) fn clerk_whole(content: &Content<'_>, problems: &mut Vec<Problem>) {
    for Place { guide, file, method, risky } in guides(content) {
        let clerk = &guide.clerk;
        let message = match (clerk.say.is_empty(), clerk.then.is_empty()) {
            (true, true) => continue,
            (true, false) => "`clerk` has no request: `say` is empty",
            (false, _) if risky => "a warning stands before this way, and `clerk` would lead around it",
            (false, _) => continue,
        };
        problems.push(Problem::new("clerk-whole", file, method, message));
    }
}

/// There is something to look for; what is called seen was seen, so it rests on a fact.
pub(super) fn labels_whole(content: &Content<'_>, problems: &mut Vec<Problem>) {
    for Place { guide, file, method, risky } in guides(content) {
        let labels = &guide.labels;
        let mut report = |message: String| {
            problems.push(Problem::new("labels-whole", &file, method, message));
        };
        match (labels.look.is_empty(), labels.seen.is_empty()) {
            (true, false) => report("`labels` has nothing to look for: `look` is empty".to_owned()),
            (false, _) if risky => {
                report("a warning stands before this way, and `labels` would lead around it".to_owned());
            }
            _ => {}
        }
        for key in labels.seen.iter().filter(|key| content.catalog.facts_behind(key).is_empty()) {
            report(format!("`{key}` is called seen: list it in the `words` of the fact that proves it"));
        }
    }
}

fn guides<'a>(content: &Content<'a>) -> impl Iterator<Item = Place<'a>> {
    let catalog = content.catalog;
    let methods = move |operator| catalog.methods().map(move |method| (operator, method));
    catalog.operators().flat_map(methods).filter_map(move |(operator, method)| {
        let Some(Way::Guide(guide)) = catalog.way(operator, method) else { return None };
        let file = format!("guides/{}.json", catalog.operator(operator).id);
        let method = catalog.method(method);
        Some(Place { guide, file, method: &method.id, risky: method.risk.is_some() })
    })
}
