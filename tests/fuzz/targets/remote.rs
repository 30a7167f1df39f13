//! A remote's URL: no password gets out, and the page's address names the same repository.
#![no_main]

use deploy_kit_fuzz::one;
use deploy_kit_git::Remote;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let url = one(data);
    let Some(remote) = Remote::parse(&url) else { return };
    for part in [&remote.host, &remote.owner, &remote.name] {
        assert!(
            !part.is_empty() && !part.contains(char::is_whitespace) && !part.contains(char::is_control),
            "{remote:?}"
        );
    }
    assert!(!remote.host.contains(['@', '/']), "{remote:?}");
    assert!(!remote.name.contains('/') && !remote.owner.starts_with('/') && !remote.owner.ends_with('/'));
    assert_eq!(remote.host, remote.host.to_lowercase());
    let again = Remote::parse(&remote.web_url).expect("the page is a URL as well");
    assert_eq!(again, remote);
});
