//! Which addresses Telegram accepts.

use url::Url;

/// An address Telegram would open. One without a scheme counts as `http`.
///
/// # Errors
/// Telegram's reason.
pub fn checked_url(address: &str) -> Result<Url, &'static str> {
    let address = address.trim();
    let has_scheme = address.contains("://") || address.starts_with("tg:") || address.starts_with("ton:");
    let full = if has_scheme { address.to_owned() } else { format!("http://{address}") };
    let url = Url::parse(&full).map_err(|_| "Wrong HTTP URL")?;
    match url.scheme() {
        "http" | "https" => match url.host_str() {
            Some(host) if host.contains('.') && !host.ends_with('.') && !host.contains("..") => Ok(url),
            Some(host) if host.starts_with('[') => Ok(url),
            _ => Err("Wrong HTTP URL"),
        },
        "tg" | "ton" | "tonsite" => Ok(url),
        _ => Err("Unsupported URL protocol"),
    }
}
