//! Hostile text, and the runner that judges what becomes of it.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use deploy_kit_core::actions::{Console, Mode};
use deploy_kit_runner_sim::{Culture, Files, Observed, Platform, Step};
use proptest::collection::vec;
use proptest::prelude::*;

/// What a stranger would write, and the pieces that make it when they meet.
const FRAGMENTS: &[&str] = &[
    "::set-output name=x::y",
    "::set-env name=x::y",
    "::add-path::/x",
    "::save-state name=x::y",
    "::add-mask::a",
    "::stop-commands::t",
    "::t::",
    "::error::x",
    "::group::x",
    "::echo::on",
    "::add-matcher::x.json",
    "##[set-output name=v]9",
    "##[add-mask]a",
    "##[stop-commands]t",
    "##[error]x",
    "##[group]x",
    "##[end-action x]",
    "ghadelimiter_",
    "x<<EOF\n",
    "\nEOF\n",
    "<<",
    "<",
    "=",
    "a=b\n",
    "%0A",
    "%25",
    "%3A%2C",
    "%",
    ":",
    "::",
    "#",
    "##",
    "[",
    "]",
    ",",
    ";",
    " ",
    "\t",
    "\n",
    "\r",
    "\r\n",
    "\u{b}",
    "\u{c}",
    "\u{85}",
    "\u{a0}",
    "\u{2003}",
    "\u{2028}",
    "\u{2029}",
    "\u{3000}",
    "\u{feff}",
    "\u{200b}",
    "\u{200d}",
    "\u{ad}",
    "\u{301}",
    "\u{591}",
    "\u{600}",
    "\u{1d165}",
    "\u{20dd}",
    "\u{fe0f}",
    "\u{202e}",
    "\u{2066}",
    "\0",
    "\u{1}",
    "\u{7f}",
    "\u{9b}31m",
    "\u{1b}[31m",
    "\u{1b}]8;;https://x\u{7}",
    "\u{1b}",
    "\"",
    "\\",
    "\\u0023",
    "NODE_OPTIONS",
    "日本",
    "🚀",
    "🏽",
    "fix: typo",
];

/// Text of up to a dozen pieces: characters of all of Unicode, and fragments of protocol.
pub(crate) fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => proptest::sample::select(FRAGMENTS).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => vec(proptest::char::range(' ', '~'), 0..8).prop_map(String::from_iter),
    ];
    vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// Cases from `PROPTEST_CASES`, else 256; failures are printed, not kept in files.
pub(crate) fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

/// How a runner may be set up: its system, and how it compares strings.
pub(crate) fn runners() -> impl Iterator<Item = (Platform, Culture)> {
    [Platform::Linux, Platform::Windows]
        .into_iter()
        .flat_map(|platform| [Culture::Ordinal, Culture::Linguistic].map(|culture| (platform, culture)))
}

/// A writer whose bytes can be read while the console has it.
#[derive(Clone, Default)]
pub(crate) struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    /// What was written.
    pub(crate) fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().expect("the buffer"))
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("the buffer").write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What `act` prints in `mode`: stdout and stderr.
pub(crate) fn printed(mode: Mode, act: impl FnOnce(&Console)) -> (Vec<u8>, Vec<u8>) {
    let (out, err) = (Buffer::default(), Buffer::default());
    act(&Console::new(Box::new(out.clone()), Box::new(err.clone()), mode));
    (out.take(), err.take())
}

/// What a runner understands of these streams.
pub(crate) fn observe((platform, culture): (Platform, Culture), (out, err): &(Vec<u8>, Vec<u8>)) -> Observed {
    let mut step = Step::new(platform).with_culture(culture);
    step.stdout(out);
    step.stderr(err);
    step.finish(&Files::default())
}

/// `observed` without its log, which may hold any harmless text.
pub(crate) fn without_log(observed: Observed) -> Observed {
    Observed { log: Vec::new(), ..observed }
}
