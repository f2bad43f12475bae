//! Finds links in a text: behind a scheme in any script, as an address of the net, with user info, in punycode; and
//! bare host names. Nothing behind the host is read.

use std::net::Ipv4Addr;
use std::ops::Range;

use url::Url;

use crate::text::script::is_han;

/// A link found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// All of it, in bytes.
    pub span: Range<usize>,
    /// Its host in lower case, punycode decoded; with its scheme if that opens a program (`tg://resolve`).
    pub host: String,
    /// What comes before `@`, where a reader expects the host.
    pub user: Option<String>,
}

/// The longest host name that can be looked up.
const LONGEST_HOST: usize = 253;
/// Schemes of web pages; links of any other scheme open a program.
const WEB: [&str; 2] = ["http", "https"];
const BEHIND_SCHEME: &str = "://";

/// The links of a text in lower case and one width, in order. A bare host must end in one of `endings` or begin with
/// `www.`.
pub fn links(text: &str, endings: &[String]) -> Vec<Link> {
    let mut links = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let found = next_link(text, at, endings);
        let Some(link) = found else { break };
        at = link.span.end;
        links.push(link);
    }
    links
}

fn next_link(text: &str, from: usize, endings: &[String]) -> Option<Link> {
    let with_scheme = text[from..].match_indices(BEHIND_SCHEME).find_map(|(found, mark)| {
        let authority = from + found + mark.len();
        behind_scheme(text, from, from + found, authority, endings)
    });
    let bare = bare_hosts(text, from).find_map(|run| bare(text, run, endings));
    match (with_scheme, bare) {
        (Some(one), Some(other)) if other.span.end <= one.span.start => Some(other),
        (Some(one), _) => Some(one),
        (None, other) => other,
    }
}

/// A link whose `://` is at `mark`.
fn behind_scheme(text: &str, from: usize, mark: usize, start: usize, endings: &[String]) -> Option<Link> {
    let scheme_at = text[from..mark]
        .rfind(|c: char| !c.is_ascii_alphanumeric())
        .map_or(from, |at| from + at + text[from + at..].chars().next().map_or(0, char::len_utf8));
    let scheme = &text[scheme_at..mark];
    let run = text[start..].find(ends_authority).map_or(text.len(), |length| start + length);
    let (user, host_at) = match text[start..run].rfind('@') {
        Some(at) => (Some(text[start..start + at].to_owned()), start + at + 1),
        None => (None, start),
    };
    let written = known_ending(&text[host_at..run], endings).trim_end_matches(['.', '-', ':']);
    let host_end = host_at + written.len();
    if scheme.is_empty() || written.is_empty() {
        return None;
    }
    if !WEB.contains(&scheme) {
        let host = format!("{scheme}{BEHIND_SCHEME}{written}");
        return Some(Link { span: scheme_at..path_end(text, host_end), host, user });
    }
    let host = web_host(written)?;
    Some(Link { span: scheme_at..path_end(text, host_end), host, user })
}

/// The host that a browser would open.
fn web_host(written: &str) -> Option<String> {
    let dots = written.replace('。', ".");
    let parsed = Url::parse(&format!("http://{dots}")).ok();
    let opened = parsed.as_ref().and_then(Url::host_str).map(|host| idna::domain_to_unicode(host).0);
    // What cannot be looked up is shown as it is written.
    let host = opened.unwrap_or_else(|| dots.split(':').next().unwrap_or_default().to_owned());
    (host.contains(['.', ':']) && host.len() <= LONGEST_HOST).then_some(host)
}

/// Runs of characters that host names consist of, where no scheme precedes them.
fn bare_hosts(text: &str, from: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = from;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_host_char)?;
        let end = text[start..].find(|c| !is_host_char(c)).map_or(text.len(), |length| start + length);
        at = end;
        Some(start..end)
    })
}

fn bare(text: &str, run: Range<usize>, endings: &[String]) -> Option<Link> {
    let mail = text[..run.start].ends_with('@');
    let host = text[run.clone()].trim_start_matches(['.', '-', '_']);
    let start = run.end - host.len();
    let host = known_ending(host, endings).trim_end_matches(['.', '-', '_']);
    let end = start + host.len();
    let rest = &text[end..];
    let (name, ending) = host.rsplit_once('.')?;
    let whole = host.len() <= LONGEST_HOST && host.split('.').all(|label| !label.is_empty());
    let named = name.contains(char::is_alphabetic)
        && (name.starts_with("www.") || endings.iter().any(|known| known == ending));
    let numbered = host.parse::<Ipv4Addr>().is_ok() && rest.starts_with(['/', ':']);
    if mail || rest.starts_with('@') || !whole || !(named || numbered) {
        return None;
    }
    let host = idna::domain_to_unicode(host).0;
    Some(Link { span: start..path_end(text, end), host, user: None })
}

/// A host without the word that is written right behind it: `kaspi.kz充值`, `kaspi.kz-ке`.
fn known_ending<'a>(host: &'a str, endings: &[String]) -> &'a str {
    let Some(dot) = host.rfind('.') else { return host };
    let last = &host[dot + 1..];
    let ascii = last.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(last.len());
    let behind = last[ascii..].chars().find(|c| c.is_alphanumeric());
    let word_follows = behind.is_some_and(|c| !c.is_ascii());
    match word_follows && endings.iter().any(|known| *known == last[..ascii]) {
        true => &host[..dot + 1 + ascii],
        false => host,
    }
}

/// Where a link ends whose host ends at `host_end`: behind its path, if it has one.
fn path_end(text: &str, host_end: usize) -> usize {
    let path = &text[host_end..];
    match path.starts_with(['/', ':', '?', '#', '\\']) {
        true => {
            path.find(|c: char| c.is_whitespace() || !c.is_ascii()).map_or(text.len(), |end| host_end + end)
        }
        false => host_end,
    }
}

/// Letters and digits of any script but Chinese, which sets no spaces around a host.
fn is_host_char(c: char) -> bool {
    matches!(c, '.' | '-' | '_') || c.is_alphanumeric() && !is_han(c)
}

fn ends_authority(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '/' | '?' | '#' | '\\' | '"' | '<' | '>' | '«' | '»' | '(' | ')' | ',' | ';' | '!' | '\''
        )
        || matches!(c, '，' | '；' | '！' | '？' | '、' | '“' | '”' | '「' | '」' | '（' | '）' | '…')
}
