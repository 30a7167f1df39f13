//! Reading costs the same for each byte, whatever a message holds.

mod hostile;

use deploy_kit_version::history::{self, Commit, Conventions};
use deploy_kit_version::message::Message;

/// Nothing is timed: a step that goes over the message once more for each line or word of these would take
/// this test not longer, but hours. `benches/message.rs` says how long it takes, and callgrind counts it.
#[test]
fn hostile_messages_are_read_to_the_end() {
    for (name, text) in hostile::messages(2 << 20) {
        let message = Message::parse(&text);
        assert!(text.contains(message.subject), "{name}");
    }
}

/// The same for what is kept of a message: entries that each held all of it would not fit into any memory.
#[test]
fn hostile_messages_make_small_entries() {
    let mut messages = hostile::messages(1 << 20);
    let list = "* feat: a b\n\nbreaking change: c\n\n".repeat(20_000);
    messages.push(("subject-and-squash", format!("{}\n\n{list}", "long ".repeat(100_000))));
    for (name, message) in messages {
        let id = "01".repeat(20).parse().unwrap();
        let commit = Commit { id, parents: Vec::new(), message, paths: Vec::new() };
        let entries = history::read(&[commit], &Conventions::default());
        let slips: usize = entries.iter().map(|entry| entry.near_misses.len()).sum();
        assert!(!entries.is_empty() && slips <= 12, "{name}: {slips} slips");
    }
}
