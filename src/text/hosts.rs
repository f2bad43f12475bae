//! Whose a host is: an official site's, a messenger's, one that imitates an official site, or one that is not known.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::links::Link;
use crate::text::script::as_latin;

/// Known host names, in lower case.
#[derive(Debug, Default)]
pub struct Hosts {
    /// Hosts whose pages, and those below them, are official.
    pub official: Vec<String>,
    /// Names of official sites that false ones put into theirs.
    pub imitated: Vec<String>,
    /// Hosts that lead to a person in a messenger.
    pub messengers: Vec<String>,
    /// Last parts of host names that are known without `https://` before them.
    pub endings: Vec<String>,
}

/// Whose a host is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// An official site.
    Official,
    /// Somebody in a messenger.
    Messenger,
    /// Somebody who wants to be taken for an official site.
    Imitator,
    /// Not known.
    Unknown,
}

/// Names shorter than this are looked for as whole words of a host only, and must be spelt exactly.
const SHORTEST_RESEMBLED: usize = 5;
/// Schemes that open a messenger.
const MESSENGER_SCHEMES: [&str; 4] = ["tg://", "whatsapp://", "weixin://", "viber://"];

impl Hosts {
    /// Whose a link is. What precedes `@` imitates if it is or resembles an official host.
    pub fn owner(&self, link: &Link) -> Owner {
        let disguised = |user: &String| matches!(self.host_owner(user), Owner::Official | Owner::Imitator);
        if link.user.as_ref().is_some_and(disguised) {
            return Owner::Imitator;
        }
        self.host_owner(&link.host)
    }

    fn host_owner(&self, host: &str) -> Owner {
        let below = |known: &String| {
            host.strip_suffix(known.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        if self.official.iter().any(below) {
            Owner::Official
        } else if self.messengers.iter().any(below)
            || MESSENGER_SCHEMES.iter().any(|scheme| host.starts_with(scheme))
        {
            Owner::Messenger
        } else if self.imitates(host) {
            Owner::Imitator
        } else {
            Owner::Unknown
        }
    }

    fn imitates(&self, host: &str) -> bool {
        let shape = skeleton(host);
        let names = self.official.iter().filter_map(|host| host.rsplit_once('.').map(|(name, _)| name));
        let names: Vec<String> = names.map(skeleton).collect();
        let labels = shape.split(['.', '-', '_']).filter(|label| !label.is_empty());
        let resembles = |label: &str, name: &String| {
            let long = name.chars().count() >= SHORTEST_RESEMBLED;
            label == name || (long && label.len() == name.len() && strsim::osa_distance(label, name) == 1)
        };
        let alike = labels.clone().any(|label| names.iter().any(|name| resembles(label, name)));
        let joined = shape.replace(['-', '_'], "");
        alike || self.imitated.iter().any(|name| joined.contains(&skeleton(name)))
    }
}

/// A host so that it can be read and not be followed: `site.kz` becomes `site[.]kz`.
pub fn defused(host: &str) -> String {
    host.replace('.', "[.]")
}

/// A host as it is read at a glance: letters that look alike become the same letter, accents go.
fn skeleton(host: &str) -> String {
    host.nfkd().filter(|c| !is_combining_mark(*c)).map(at_a_glance).collect()
}

/// The letter that a character is read as at a glance.
fn at_a_glance(c: char) -> char {
    match c {
        '0' | 'ο' | 'σ' => 'o',
        '1' | 'i' | '|' | 'і' | 'ı' | 'ӏ' | 'ι' => 'l',
        '3' | 'ε' => 'e',
        '5' | 'ѕ' => 's',
        'α' => 'a',
        'ρ' => 'p',
        'κ' | 'қ' => 'k',
        'τ' => 't',
        'ν' => 'v',
        'υ' | 'ү' | 'ұ' => 'y',
        'χ' => 'x',
        'ј' => 'j',
        'ԁ' => 'd',
        'һ' => 'h',
        'ԛ' => 'q',
        'ԝ' => 'w',
        c => as_latin(c).unwrap_or(c),
    }
}
