//! Links in a message, and whose they are: an official site's, a messenger's, one that imitates an official site, or
//! one that nobody here knows. Only the host is looked at; what stands behind it is never read or shown.

use std::ops::Range;

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

/// A link found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// All of it, in bytes.
    pub span: Range<usize>,
    /// Its host in lower case.
    pub host: String,
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
/// The longest host that the net knows.
const LONGEST_HOST: usize = 253;

impl Hosts {
    /// The links of a text, in order.
    pub fn links(&self, text: &str) -> Vec<Link> {
        let mut links: Vec<Link> = Vec::new();
        let mut at = 0;
        // In `https://beeline.kz@shop.xyz` the host comes last.
        let mut scheme_before_user: Option<&str> = None;
        while let Some(start) = text[at..].find(is_host_char).map(|found| at + found) {
            let run = text[start..].find(|c| !is_host_char(c)).map_or(text.len(), |length| start + length);
            at = run;
            let before = &text[..start];
            let own = ["http://", "https://"].into_iter().find(|scheme| ends_with(before, scheme));
            let scheme = own.or(scheme_before_user.take());
            let host = text[start..run].trim_matches(['.', '-']).to_lowercase();
            if scheme.is_some() && text[run..].starts_with('@') {
                scheme_before_user = scheme;
                continue;
            }
            let mail = before.ends_with('@') && scheme.is_none();
            if mail || !self.is_host(&host, scheme.is_some()) {
                continue;
            }
            let path = &text[run..];
            let goes_on = path.starts_with(['/', ':', '?', '#']);
            let end =
                path.find(|c: char| c.is_whitespace() || !c.is_ascii()).map_or(text.len(), |end| run + end);
            at = if goes_on { end } else { run };
            links.push(Link { span: start - own.map_or(0, str::len)..at, host });
        }
        links
    }

    /// Whose a host is.
    pub fn owner(&self, host: &str) -> Owner {
        let below = |known: &String| {
            host.strip_suffix(known.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        if self.official.iter().any(below) {
            Owner::Official
        } else if self.messengers.iter().any(below) {
            Owner::Messenger
        } else if self.imitates(host) {
            Owner::Imitator
        } else {
            Owner::Unknown
        }
    }

    /// What looks like a host: with a scheme anything with a dot, else what begins with `www.` or ends as hosts do.
    fn is_host(&self, host: &str, after_scheme: bool) -> bool {
        let Some((name, ending)) = host.rsplit_once('.') else { return false };
        let sound = host.len() <= LONGEST_HOST && host.split('.').all(|label| !label.is_empty());
        let word = name.contains(|c: char| c.is_alphabetic());
        let known = self.endings.iter().any(|known| known == ending) || name.starts_with("www.");
        sound && word && (after_scheme || known)
    }

    fn imitates(&self, host: &str) -> bool {
        let shape: String = host.chars().map(plain).collect();
        let names = self.official.iter().filter_map(|host| host.rsplit_once('.').map(|(name, _)| name));
        let names: Vec<String> = names.map(|name| name.chars().map(plain).collect()).collect();
        let labels = shape.split(['.', '-', '_']).filter(|label| !label.is_empty());
        let resembles = |label: &str, name: &String| {
            let long = name.chars().count() >= SHORTEST_RESEMBLED;
            label == name || (long && label.len() == name.len() && strsim::osa_distance(label, name) == 1)
        };
        let alike = labels.clone().any(|label| names.iter().any(|name| resembles(label, name)));
        let joined = shape.replace('-', "");
        let held = self.imitated.iter().map(|name| name.chars().map(plain).collect::<String>());
        alike || held.into_iter().any(|name| joined.contains(&name))
    }
}

/// A host so that it can be read and not be followed: `site.kz` becomes `site[.]kz`.
pub fn defused(host: &str) -> String {
    host.replace('.', "[.]")
}

fn is_host_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') || as_latin(c.to_ascii_lowercase()).is_some()
}

fn ends_with(text: &str, suffix: &str) -> bool {
    let start = text.len().checked_sub(suffix.len());
    start.and_then(|start| text.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(suffix))
}

/// The letter that a sign of a host is read as at a glance.
fn plain(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | 'i' | '|' => 'l',
        '3' => 'e',
        '5' => 's',
        c => as_latin(c).unwrap_or(c),
    }
}
