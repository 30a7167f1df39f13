use proptest::prelude::*;

use super::*;

const SECOND: Duration = Duration::from_secs(1);
const MILLI: Duration = Duration::from_millis(1);

/// What a check did: its waits, when its probes began and how long they were given, when it ended and how.
#[derive(Debug, Default)]
struct Life {
    waits: Vec<Duration>,
    probes: Vec<(Duration, Duration)>,
    end: Duration,
    is_healthy: bool,
}

/// Plays a check; each probe ends as told, after so much of its time, and the last outcome repeats.
fn play(poll: Poll, timeout: Duration, seed: u64, outcomes: &[(Seen, Duration)]) -> Life {
    let mut machine = Machine::new(poll, timeout, seed);
    let (mut life, mut now, mut seen) = (Life::default(), Duration::ZERO, None);
    loop {
        match machine.next(now, seen.take()) {
            Next::Probe(given) => {
                let at = life.probes.len().min(outcomes.len() - 1);
                life.probes.push((now, given));
                seen = Some(outcomes[at].0);
                now += outcomes[at].1.min(given);
            }
            Next::Wait(wait) => {
                life.waits.push(wait);
                now += wait;
            }
            Next::Done(is_healthy) => return Life { end: now, is_healthy, ..life },
        }
        assert!(life.probes.len() < 100_000, "it does not end");
    }
}

#[test]
fn one_success_is_enough_where_nothing_else_is_said() {
    let life = play(Poll::default(), 10 * SECOND, 7, &[(Seen::Good, MILLI)]);
    assert_eq!((life.is_healthy, life.probes.len(), life.waits.len()), (true, 1, 0));
}

#[test]
fn successes_count_in_a_row_alone() {
    let poll = Poll { consecutive: 3, ..Poll::default() };
    let outcomes =
        [Seen::Good, Seen::Good, Seen::Bad, Seen::Good, Seen::Good, Seen::Good].map(|seen| (seen, MILLI));
    let life = play(poll, 10 * SECOND, 7, &outcomes);
    assert_eq!((life.is_healthy, life.probes.len()), (true, 6));
    // Between successes there is no backoff.
    assert_eq!((life.waits[0], life.waits[1], life.waits[4]), (SECOND, SECOND, SECOND));
}

#[test]
fn what_cannot_become_better_ends_at_once() {
    let life = play(Poll::default(), 10 * SECOND, 7, &[(Seen::Hopeless, MILLI)]);
    assert_eq!((life.is_healthy, life.probes.len(), life.end), (false, 1, MILLI));
}

#[test]
fn what_comes_up_late_is_still_seen() {
    // The next wait, of at least 7.5 seconds, would go past the deadline.
    let poll = Poll { deadline: 33 * SECOND, ..Poll::default() };
    let life = play(poll, 10 * SECOND, 7, &[(Seen::Bad, Duration::ZERO)]);
    assert_eq!(*life.probes.last().unwrap(), (32 * SECOND, SECOND));
    assert_eq!(life.end, 32 * SECOND);
}

#[test]
fn without_any_time_there_is_one_probe() {
    let poll = Poll { deadline: Duration::ZERO, ..Poll::default() };
    for (seen, is_healthy) in [(Seen::Good, true), (Seen::Bad, false)] {
        let life = play(poll, 10 * SECOND, 7, &[(seen, SECOND)]);
        assert_eq!((life.is_healthy, life.probes), (is_healthy, vec![(Duration::ZERO, SECOND)]));
    }
}

fn seen() -> impl Strategy<Value = (Seen, Duration)> {
    let outcome = prop_oneof![Just(Seen::Good), Just(Seen::Bad)];
    (outcome, (0u64..20_000).prop_map(Duration::from_millis))
}

fn poll() -> impl Strategy<Value = Poll> {
    let millis = |range: std::ops::Range<u64>| range.prop_map(Duration::from_millis);
    (millis(0..120_000), millis(100..5_000), millis(100..30_000), 1u32..6)
        .prop_map(|(deadline, first, longest, consecutive)| Poll { deadline, first, longest, consecutive })
}

proptest! {
    #[test]
    fn it_ends_in_time(
        poll in poll(), seed: u64, timeout in 1u64..30_000, outcomes in proptest::collection::vec(seen(), 1..20),
    ) {
        let timeout = Duration::from_millis(timeout);
        let life = play(poll, timeout, seed, &outcomes);
        prop_assert!(life.end <= poll.deadline + timeout.min(LEAST));
        prop_assert!(life.probes.iter().all(|(_, given)| *given <= timeout));
        prop_assert!(!life.probes.is_empty());
    }

    #[test]
    fn it_is_healthy_after_so_many_successes_in_a_row_and_never_before(
        poll in poll(), seed: u64, outcomes in proptest::collection::vec(seen(), 1..20),
    ) {
        let life = play(poll, SECOND, seed, &outcomes);
        let ended = (0..life.probes.len()).map(|at| outcomes[at.min(outcomes.len() - 1)].0);
        let in_a_row = ended.rev().take_while(|seen| *seen == Seen::Good).count();
        prop_assert_eq!(life.is_healthy, in_a_row == poll.consecutive as usize);
        prop_assert!(in_a_row <= poll.consecutive as usize);
    }

    #[test]
    fn waits_grow_from_half_the_first_to_the_longest(poll in poll(), seed: u64) {
        let life = play(poll, SECOND, seed, &[(Seen::Bad, MILLI)]);
        // The last wait may be cut by the deadline.
        let whole = life.waits.len().saturating_sub(1);
        let mut expected = poll.first.min(poll.longest);
        for wait in &life.waits[..whole] {
            prop_assert!(*wait >= expected / 2 && *wait <= expected);
            expected = (expected * 2).min(poll.longest);
        }
        prop_assert!(life.waits.iter().all(|wait| *wait <= poll.longest));
    }
}
