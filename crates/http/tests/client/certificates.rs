//! A system without certificates. The store is found by variables of the process, so it takes one of its own.

use std::process::Command;

use deploy_kit_http::{Client, Clock, Options, SetupError, Tls};

const CHILD: &str = "DEPLOY_KIT_TEST_WITHOUT_CERTIFICATES";

#[cfg(target_os = "linux")]
#[test]
fn a_system_without_certificates_is_told_what_to_do() {
    if std::env::var_os(CHILD).is_some() {
        return without();
    }
    let this = std::env::current_exe().unwrap();
    let mut child = Command::new(this);
    child.args(["--exact", "certificates::a_system_without_certificates_is_told_what_to_do"]);
    let none = "/no/such/place";
    let output = child.env(CHILD, "1").env("SSL_CERT_FILE", none).env("SSL_CERT_DIR", none).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

fn without() {
    let client = |tls| Client::new(Options { tls, ..Options::default() }, Clock::start(0));
    let error = client(Tls::System).unwrap_err();
    assert!(matches!(error, SetupError::Certificates(_)), "{error:?}");
    assert!(error.hint().contains("ca-certificates"));
    // What speaks plain HTTP needs none.
    assert!(client(Tls::None).is_ok());
}
