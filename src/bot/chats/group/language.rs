//! The language of an answer in a group.

use std::sync::Arc;

use crate::bot::content::Content;
use crate::bot::incoming::types::Person;
use crate::bot::records::record::Record;
use crate::catalog::id::Lang;
use crate::catalog::model::Catalog;
use crate::storage::any::AnyStorage;

/// The language for a person in a group: their own choice; then that of their client, unless it is the default of
/// clients; then the group's.
pub async fn language(
    content: &Content,
    storage: &Arc<AnyStorage>,
    person: Option<&Person>,
    group: Option<Lang>,
) -> Lang {
    let catalog = &content.catalog;
    let Some(person) = person else { return group.unwrap_or_else(|| catalog.fallback()) };
    let own = Record::of(person.id.into(), Arc::clone(storage)).await.session(catalog).lang;
    preferred(catalog, own, person, group)
}

/// The same for a person whose own choice is known.
pub fn preferred(catalog: &Catalog, own: Option<Lang>, person: &Person, group: Option<Lang>) -> Lang {
    let client = person.tag.as_deref().and_then(|tag| catalog.negotiate(tag));
    let chosen_by_client = client.filter(|&lang| lang != catalog.fallback());
    own.or(chosen_by_client).or(group).or(client).unwrap_or_else(|| catalog.fallback())
}
