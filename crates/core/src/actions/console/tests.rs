use std::sync::Arc;

use super::*;

/// A writer whose bytes a test can read while the console has it.
#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

const TERMINAL: Mode = Mode::Terminal { colour: false, width: 80 };

/// What `act` leaves on stdout and stderr.
fn printed(mode: Mode, act: impl FnOnce(Console)) -> (String, String) {
    let (out, err) = (Buffer::default(), Buffer::default());
    act(Console::new(Box::new(out.clone()), Box::new(err.clone()), mode));
    (out.text(), err.text())
}

#[test]
fn results_go_to_stdout_and_talk_to_stderr_in_a_terminal() {
    let (out, err) = printed(TERMINAL, |console| {
        console.print("1.4.0");
        console.info("3 commits\n");
        console.group("Plan");
        console.notice("n");
        console.warning("w");
        console.debug("unseen");
        console.tell(Annotation::error("bad\n::error::x").title("T").file("a.rs").line(3));
        console.end_group();
        assert_eq!(console.finish(), None);
    });
    assert_eq!(out, "1.4.0\n");
    assert_eq!(err, "3 commits\nPlan\nnote: n\nwarning: w\nerror: T: bad\n:\\:error::x\n  --> a.rs:3\n");
}

#[test]
fn colours_are_ours_alone() {
    let (_, err) = printed(Mode::Terminal { colour: true, width: 80 }, |console| {
        console.error("x\u{1b}[0m");
        console.info(Styled::new().good("ok"));
        console.with_debug(true).debug("d");
    });
    assert_eq!(
        err,
        "\u{1b}[1;31merror\u{1b}[0m: x␛[0m\n\u{1b}[32mok\u{1b}[0m\n\u{1b}[2mdebug: \u{1b}[0m\u{1b}[2md\u{1b}[0m\n"
    );
}

#[test]
fn the_runner_gets_commands_on_stdout() {
    let (out, err) = printed(Mode::Runner, |console| {
        console.info("::error::x");
        console.group("a\nb");
        console.group("c");
        console.debug("d");
        console.warning("w");
        console.annotate(Annotation::error("e").file("a.rs").line(1));
        assert_eq!(console.finish(), None);
        assert_eq!(console.finish(), None);
    });
    assert_eq!(
        out,
        ":\\:error::x\n::group::a␊b\n::endgroup::\n::group::c\n::debug::d\n::warning::w\n\
         ::endgroup::\n::error file=a.rs,line=1::e\n"
    );
    assert_eq!(err, "");
}

#[test]
fn reserved_stdout_holds_the_document_alone() {
    let (out, err) = printed(Mode::Runner, |console| {
        let console = console.with_reserved_stdout(true);
        console.info("i");
        console.warning("w");
        console.document("{\"title\": \"##[group]\"}");
    });
    assert_eq!(out, "{\"title\": \"#\\u0023[group]\"}\n");
    assert_eq!(err, "i\n::warning::w\n");
}

#[test]
fn secrets_are_blotted_out_in_both_modes() {
    for mode in [TERMINAL, Mode::Runner] {
        let (out, err) = printed(mode, |console| {
            console.mask(&Secret::new("hunter22"));
            console.print("hunter22");
            console.document("{\"a\": \"hunter22\"}");
            console.tell(Annotation::error("hunter22").title("hunter22").file("hunter22"));
            console.debug("hunter22");
            console.group("hunter22");
        });
        let all = out + &err;
        let shown = all.lines().filter(|line| !line.starts_with("::add-mask::"));
        assert!(shown.clone().all(|line| !line.contains("hunter22")), "{all}");
        assert!(shown.clone().any(|line| line == "{\"a\": \"***\"}"), "{all}");
    }
}

#[test]
fn a_blank_secret_is_a_warning() {
    let (out, _) = printed(Mode::Runner, |console| console.mask(&Secret::new(" \n")));
    assert_eq!(out, "::warning::a secret of nothing but white space cannot be masked\n");
}

#[test]
fn a_flood_is_seen_in_the_log_and_ranked_at_the_end() {
    let (out, _) = printed(Mode::Runner, |console| {
        for number in 0..12 {
            console.warning(format!("w{number}"));
        }
        let overflow = console.finish().unwrap();
        assert!(overflow.contains("- w10\n- w11\n"), "{overflow}");
    });
    assert_eq!(out.matches("::warning::").count(), 10);
    assert!(out.contains("\nwarning: w11\n"), "{out}");
}

#[test]
fn what_the_runner_cuts_is_in_the_log() {
    let long = "x".repeat(5000);
    let (out, _) = printed(Mode::Runner, |console| console.error(long.as_str()));
    assert!(out.starts_with(&format!("{long}\n::error::xxx")));
    assert!(out.ends_with("(cut; the whole message is in the log)\n"));
}

#[test]
fn our_commands_wait_while_the_runner_does_not_listen() {
    let (out, _) = printed(Mode::Runner, |console| {
        let outer = console.stop_commands().unwrap();
        let inner = console.stop_commands().unwrap();
        console.error("e");
        console.info("i");
        drop(inner);
        drop(outer);
    });
    let token = out.lines().next().unwrap().strip_prefix("::stop-commands::").unwrap();
    assert_eq!(out, format!("::stop-commands::{token}\ni\n\n::{token}::\n::error::e\n"));
    let (out, err) = printed(TERMINAL, |console| drop(console.stop_commands().unwrap()));
    assert_eq!((out, err), (String::new(), String::new()));
}
