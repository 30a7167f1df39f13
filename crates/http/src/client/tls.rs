//! TLS by ring, chosen once for the process.

use std::sync::Once;

/// Installs the cryptography, unless someone has done so: without it the first handshake would panic.
pub(super) fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // An error means that another provider is installed already, which does as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}
