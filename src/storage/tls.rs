//! TLS to a server: certificates are always checked, against the public roots or a certificate authority from a file.

use std::error::Error;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

/// The TLS configuration of a client. With `ca`, a PEM file, only its authorities are trusted.
///
/// # Errors
/// Why the file cannot be used.
pub(super) fn client_config(ca: Option<&Path>) -> Result<ClientConfig, String> {
    let roots = match ca {
        Some(path) => authorities(&pem(path)?, path)?,
        None => RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() },
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.map_err(|error| error.to_string())?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

/// The content of a PEM file that holds at least one certificate.
///
/// # Errors
/// Why it cannot be used.
pub(super) fn authority_file(path: &Path) -> Result<Vec<u8>, String> {
    let pem = pem(path)?;
    authorities(&pem, path).map(|_| pem)
}

fn pem(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("ca={}: {error}", path.display()))
}

fn authorities(pem: &[u8], path: &Path) -> Result<RootCertStore, String> {
    let unusable = |error: &dyn std::fmt::Display| format!("ca={}: {error}", path.display());
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|error| unusable(&error))?;
        roots.add(certificate).map_err(|error| unusable(&error))?;
    }
    match roots.is_empty() {
        true => Err(unusable(&"there is no certificate in the file")),
        false => Ok(roots),
    }
}

/// Whether an invalid certificate is the cause of an error, so that waiting does not help.
pub(super) fn is_certificate(error: &(dyn Error + 'static)) -> bool {
    // The Redis client shares the error it wraps.
    if let Some(shared) = error.downcast_ref::<Arc<dyn Error + Send + Sync>>() {
        return is_certificate(shared.as_ref());
    }
    let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    let is_one = error.downcast_ref().or(inner.and_then(|inner| inner.downcast_ref::<rustls::Error>()));
    matches!(is_one, Some(rustls::Error::InvalidCertificate(_))) || error.source().is_some_and(is_certificate)
}
