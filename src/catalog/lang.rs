//! Which of our languages a `language_code` means. Telegram sends whatever the client calls its language
//! (`zh-hans`, `zh-hant-tw`, `pt-br`, nothing at all), and no tag, however odd, may cost a person an answer.

use crate::catalog::id::Lang;
use crate::catalog::model::Catalog;

/// Longest tag that is looked at; BCP 47 suggests 35 characters, the rest is junk.
const LONGEST_TAG: usize = 40;

impl Catalog {
    /// The language a client's tag means, without regard to case, `-` or `_`: the one that knows most of its subtags
    /// from the left, so that `zh-hant-hk` is not taken for `zh`. `None` if we do not speak it.
    pub fn negotiate(&self, tag: &str) -> Option<Lang> {
        let tag = tag.trim();
        if tag.is_empty() || tag.len() > LONGEST_TAG {
            return None;
        }
        let known = |lang| self.language(lang).tags.iter().filter_map(|known| begins(tag, known)).max();
        let spoken = self.languages().filter_map(|lang| Some((known(lang)?, lang)));
        spoken.max_by_key(|(subtags, _)| *subtags).map(|(_, lang)| lang)
    }

    /// The language to answer in: what the person chose, else what the client speaks, else English.
    pub fn speak(&self, chosen: Option<Lang>, tag: Option<&str>) -> Lang {
        chosen.or_else(|| self.negotiate(tag.unwrap_or_default())).unwrap_or_else(|| self.fallback())
    }
}

/// How many subtags of `tag` are those of `known`; `None` if it does not begin with all of them.
fn begins(tag: &str, known: &str) -> Option<usize> {
    let mut subtags = tag.split(['-', '_']);
    let mut same = |part: &str| subtags.next().is_some_and(|subtag| subtag.eq_ignore_ascii_case(part));
    known.split('-').all(&mut same).then(|| known.split('-').count())
}
