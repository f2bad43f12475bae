//! Which of our languages a `language_code` means. Telegram sends whatever the client calls its language
//! (`zh-hans`, `zh-hant-tw`, `pt-br`, nothing at all), and no tag, however odd, may cost a person an answer.

use crate::catalog::Catalog;
use crate::catalog::id::Lang;

/// Longest tag that is looked at; BCP 47 suggests 35 characters, the rest is junk.
const LONGEST_TAG: usize = 40;

impl Catalog {
    /// The language a client's tag means: its primary subtag, without regard to case, `-` or `_`. `None` if we do not speak it.
    pub fn negotiate(&self, tag: &str) -> Option<Lang> {
        let tag = tag.trim();
        if tag.is_empty() || tag.len() > LONGEST_TAG {
            return None;
        }
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        self.languages()
            .find(|&lang| self.language(lang).tags.iter().any(|known| known.eq_ignore_ascii_case(primary)))
    }

    /// The language to answer in: what the person chose, else what the client speaks, else English.
    pub fn speak(&self, chosen: Option<Lang>, tag: Option<&str>) -> Lang {
        chosen.or_else(|| self.negotiate(tag.unwrap_or_default())).unwrap_or_else(|| self.fallback())
    }
}
