//! Encryption towards a server: TLS whose certificates are checked, always, against the roots that browsers know.

use std::error::Error;
use std::io;
use std::sync::Arc;

use rustls::{ClientConfig, RootCertStore};

/// How to encrypt.
///
/// # Errors
/// None that this program could meet; rustls cannot know that.
pub(super) fn client_config() -> Result<ClientConfig, rustls::Error> {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

/// Whether a certificate that nobody vouches for stands behind an error: waiting does not help.
pub(super) fn is_certificate(error: &(dyn Error + 'static)) -> bool {
    let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    let is_one = error.downcast_ref().or(inner.and_then(|inner| inner.downcast_ref::<rustls::Error>()));
    matches!(is_one, Some(rustls::Error::InvalidCertificate(_))) || error.source().is_some_and(is_certificate)
}
