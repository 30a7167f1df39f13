//! Large files. Nothing is timed: a format that goes over the text once more for each of its entries would take
//! these not longer, but hours.

use std::fmt::Write as _;

use deploy_kit_files::{Released, Target, by_name, update};
use semver::Version;

const SIZE: usize = 5 << 20;

/// Entries up to the size, of which each hundredth is ours.
fn entries(entry: impl Fn(usize, bool) -> String, between: &str) -> (String, usize) {
    let (mut text, mut own) = (String::with_capacity(SIZE + 1000), 0);
    for number in 0.. {
        if text.len() > SIZE {
            break;
        }
        let ours = number % 100 == 0;
        own += usize::from(ours);
        let _ = write!(text, "{}{}", if number == 0 { "" } else { between }, entry(number, ours));
    }
    (text, own)
}

fn check(format: &str, text: &str, own: usize) {
    let new = Version::new(1, 3, 0);
    let released: Released = (0..own).map(|number| (format!("p{}", number * 100), new.clone())).collect();
    let target = Target { version: Some(&new), shared: None, last_final: None, released: &released };
    let after = update(by_name(format).unwrap(), text, &target).unwrap();
    assert_eq!(after.len(), text.len());
    let changed = text.lines().zip(after.lines()).filter(|(before, after)| before != after).count();
    assert_eq!(changed, own, "{format}");
}

#[test]
fn a_cargo_lock_of_five_megabytes() {
    let (text, own) = entries(
        |number, own| {
            let source = if own { "" } else { "source = \"registry+x\"\n" };
            format!(
                "[[package]]\nname = \"p{number}\"\nversion = \"1.2.0\"\n{source}dependencies = [\n \"p0 1.1.0\",\n]\n\n"
            )
        },
        "",
    );
    check("cargo-lock", &text, own);
}

#[test]
fn a_package_lock_of_five_megabytes() {
    let (text, own) = entries(
        |number, own| {
            let folder = if own { "packages" } else { "node_modules" };
            format!("\"{folder}/p{number}\": {{ \"version\": \"1.2.0\" }}")
        },
        ",\n",
    );
    check("npm-lock", &format!("{{ \"packages\": {{\n{text}\n}} }}"), own);
}

#[test]
fn a_marked_file_of_five_megabytes() {
    let (text, own) = entries(
        |_, own| if own { "1.2.0 x-deploy-kit-version".to_owned() } else { "1.2.0-a".repeat(20) },
        "\n",
    );
    check("marked", &text, own);
}

#[test]
fn a_line_of_five_megabytes() {
    let text = format!("1.2.0-{} x-deploy-kit-version\n", "x.".repeat(SIZE / 2));
    check("marked", &text, 1);
}

#[test]
fn a_manifest_of_five_megabytes() {
    let (text, own) =
        entries(|number, own| format!("\"p{number}\": \"{}1.2.0\"", if own { "^" } else { "~" }), ",\n");
    check("npm", &format!("{{ \"dependencies\": {{\n{text}\n}}, \"version\": \"1.3.0\" }}"), own);
}
