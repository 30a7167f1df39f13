use proptest::prelude::*;

use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn retry(repeatable: Repeatable, deadline: Deadline) -> Retry {
    Retry::new(Policy::default(), repeatable, deadline, 7)
}

fn status(status: u16) -> Outcome {
    Outcome::Answered(Answer { status, ..Answer::default() })
}

fn failed(kind: FailureKind) -> Outcome {
    Outcome::Failed(Failure::new(kind, "x"))
}

fn at(elapsed: Duration) -> Now {
    Now { elapsed, unix: 0 }
}

fn first(repeatable: Repeatable, outcome: &Outcome) -> Next {
    retry(repeatable, Deadline::NONE).next(outcome, at(Duration::ZERO))
}

#[test]
fn what_is_settled_is_not_repeated() {
    for code in [200, 201, 204, 301, 304, 400, 401, 403, 404, 409, 410, 422, 451, 501, 505] {
        assert_eq!(first(Repeatable::Yes, &status(code)), Next::Stop(Stop::Settled), "{code}");
    }
    for kind in [FailureKind::Tls, FailureKind::Request, FailureKind::Deadline] {
        assert_eq!(first(Repeatable::Yes, &failed(kind)), Next::Stop(Stop::Settled), "{kind:?}");
    }
}

#[test]
fn a_doubtful_write_is_not_repeated() {
    let broken = [
        status(500),
        status(502),
        status(503),
        status(504),
        failed(FailureKind::Broken),
        failed(FailureKind::Timeout(SECOND)),
    ];
    assert_eq!(first(Repeatable::No, &failed(FailureKind::Deadline)), Next::Stop(Stop::Ambiguous));
    for outcome in broken {
        assert_eq!(first(Repeatable::No, &outcome), Next::Stop(Stop::Ambiguous), "{outcome:?}");
        assert!(matches!(first(Repeatable::Yes, &outcome), Next::Retry(_)), "{outcome:?}");
    }
}

#[test]
fn what_was_not_taken_in_is_repeated_whatever_it_is() {
    let outcomes =
        [status(408), status(429), failed(FailureKind::Connect), failed(FailureKind::ConnectTimeout)];
    for outcome in outcomes {
        assert!(matches!(first(Repeatable::No, &outcome), Next::Retry(_)), "{outcome:?}");
    }
}

#[test]
fn a_limit_is_waited_for_as_asked() {
    let asked = Answer {
        status: 403,
        retry_after: Some(After::Seconds(42)),
        is_secondary: true,
        ..Answer::default()
    };
    assert_eq!(first(Repeatable::No, &Outcome::Answered(asked)), Next::Retry(42 * SECOND));
    let silent = Answer { status: 403, is_secondary: true, ..Answer::default() };
    assert_eq!(first(Repeatable::No, &Outcome::Answered(silent)), Next::Retry(60 * SECOND));
}

#[test]
fn an_unavailable_server_may_say_when() {
    let asked = Answer { status: 503, retry_after: Some(After::Seconds(3)), ..Answer::default() };
    assert_eq!(first(Repeatable::Yes, &Outcome::Answered(asked)), Next::Retry(3 * SECOND));
}

#[test]
fn a_wait_past_the_deadline_is_not_begun() {
    let asked = Answer { status: 429, retry_after: Some(After::Seconds(60)), ..Answer::default() };
    let outcome = Outcome::Answered(asked);
    let mut retry = retry(Repeatable::Yes, Deadline::after(100 * SECOND));
    assert_eq!(retry.next(&outcome, at(10 * SECOND)), Next::Retry(60 * SECOND));
    assert_eq!(retry.next(&outcome, at(70 * SECOND)), Next::Stop(Stop::Deadline(60 * SECOND)));
}

#[test]
fn a_doubt_is_remembered() {
    let mut retry = retry(Repeatable::Yes, Deadline::NONE);
    assert!(!retry.is_doubtful());
    retry.next(&failed(FailureKind::Connect), at(SECOND));
    assert!(!retry.is_doubtful());
    retry.next(&status(502), at(SECOND));
    retry.next(&status(404), at(SECOND));
    assert!(retry.is_doubtful());
}

proptest! {
    #[test]
    fn attempts_are_bounded(seed: u64, statuses in proptest::collection::vec(400u16..600, 1..40)) {
        let mut retry = Retry::new(Policy::default(), Repeatable::Yes, Deadline::NONE, seed);
        let mut attempts = 0;
        for code in statuses {
            attempts += 1;
            if matches!(retry.next(&status(code), at(Duration::ZERO)), Next::Stop(_)) {
                break;
            }
        }
        prop_assert!(attempts <= 5);
    }
}
