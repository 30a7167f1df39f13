//! Ranges and reachable tags, against git2 on random histories.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use deploy_kit_git::{Error, History, Id, Range, Repository, Tag};
use deploy_kit_tests::{Oid, Repo, START};
use proptest::prelude::*;

const DAY: i64 = 24 * 60 * 60;

fn id(oid: Oid) -> Id {
    oid.to_string().parse().unwrap()
}

fn range(from: &[Oid], to: Oid) -> Range {
    Range { from: from.iter().copied().map(id).collect(), to: id(to) }
}

/// The subjects of a range.
fn subjects(repo: &Repo, from: &[Oid], to: Oid) -> Vec<String> {
    let found = Repository::open(repo.path()).unwrap();
    let commits = found.commits(range(from, to)).unwrap();
    commits.map(|commit| commit.unwrap().subject().into_owned()).collect()
}

#[test]
fn lists_newest_first_and_children_before_parents() {
    let mut repo = Repo::new();
    let a = repo.commit("a");
    repo.branch("side");
    let b = repo.change("b").time(START + 500).commit();
    repo.checkout("main");
    let c = repo.change("c").time(START + 400).commit();
    let merge = repo.change("merge").merging(b).time(START + 600).commit();
    assert_eq!(subjects(&repo, &[], merge), ["merge", "b", "c", "a"]);
    assert_eq!(subjects(&repo, &[c], merge), ["merge", "b"]);
    assert_eq!(subjects(&repo, &[a, b], merge), ["merge", "c"]);
    assert_eq!(subjects(&repo, &[merge], c), [""; 0]);
    assert_eq!(subjects(&repo, &[merge], merge), [""; 0]);
}

#[test]
fn one_second_and_wrong_clocks_do_not_disturb_the_order() {
    let mut repo = Repo::new();
    let a = repo.change("a").time(START).commit();
    let b = repo.change("b").time(START).commit();
    let c = repo.change("c").time(START).parents(&[a]).commit();
    let d = repo.change("d").time(START).parents(&[c, b]).commit();
    let future = repo.change("future").time(START + 900 * DAY).parents(&[d]).commit();
    let past = repo.change("past").time(0).parents(&[future]).commit();
    assert_eq!(subjects(&repo, &[], past), ["past", "future", "d", "c", "b", "a"]);
    assert_eq!(subjects(&repo, &[future], past), ["past"]);
    assert_eq!(subjects(&repo, &[past], future), [""; 0]);
}

#[test]
fn finds_the_highest_of_several_tags() {
    let mut repo = Repo::new();
    repo.commit("a");
    repo.tag("v1");
    repo.branch("old");
    repo.change("far off").time(START + 30 * DAY).commit();
    repo.annotated_tag("v9");
    repo.checkout("main");
    repo.commit("b");
    repo.annotated_tag("v2");
    let head = repo.change("c").time(START + 60 * DAY).commit();
    repo.tag("v0");
    for _ in ["loose", "packed"] {
        let found = Repository::open(repo.path()).unwrap();
        let tags = found.tags().unwrap();
        let find = |names: &[&'static str]| {
            let ranked: Vec<&Tag> = names.iter().map(|name| tags.get(name).unwrap()).collect();
            found.highest_reachable(id(head), &ranked).unwrap().map(|index| names[index])
        };
        assert_eq!(find(&["v9", "v2", "v1", "v0"]), Some("v2"));
        assert_eq!(find(&["v1", "v2"]), Some("v1"));
        assert_eq!(find(&["v0", "v1"]), Some("v0"));
        assert_eq!(find(&["v9"]), None);
        assert_eq!(find(&[]), None);
        repo.pack();
    }
}

#[test]
fn a_history_gives_the_same_whatever_was_asked_of_it_before() {
    let mut repo = Repo::new();
    let a = repo.commit("a");
    repo.tag("v1");
    repo.branch("side");
    let b = repo.change("b").time(START + 500).commit();
    repo.checkout("main");
    let c = repo.change("c").time(START + 500).commit();
    let merge = repo.change("merge").merging(b).time(START + 600).commit();
    let found = Repository::open(repo.path()).unwrap();
    let tags = found.tags().unwrap();
    let mut history = History::new(&found, |commit| commit.subject().into_owned());
    for range in [range(&[a], b), range(&[], merge), range(&[c], merge), range(&[], merge)] {
        assert_eq!(history.highest_reachable(range.to, &[tags.get("v1").unwrap()]).unwrap(), Some(0));
        let numbers = history.list(&range).unwrap();
        let alone: Vec<_> = found.commits(range).unwrap().map(Result::unwrap).collect();
        assert_eq!(numbers.len(), alone.len());
        for (number, commit) in numbers.into_iter().zip(alone) {
            assert_eq!(history.id(number), commit.id);
            assert!(history.parents(number).eq(commit.parents()));
            let subject = commit.subject();
            assert_eq!(*history.get(number).unwrap(), subject);
            assert_eq!(history.take(number).unwrap(), subject);
            assert_eq!(history.take(number).unwrap(), subject, "taken twice");
        }
    }
}

#[test]
fn a_shallow_clone_refuses_what_it_cannot_know() {
    let mut repo = Repo::new();
    repo.commit("a");
    repo.tag("v1");
    repo.commit("b");
    repo.tag("v2");
    let c = repo.commit("c");
    let d = repo.commit("d");
    let found = Repository::open(&repo.clone_with(&["--depth=3"])).unwrap();
    assert!(found.is_shallow());
    let tags = found.tags().unwrap();
    let names: Vec<_> = tags.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(names, ["v2"]);
    let v2 = tags.get("v2").unwrap();
    assert_eq!(found.highest_reachable(id(d), &[v2]).unwrap(), Some(0));
    let b = v2.commit(&found).unwrap().unwrap();
    let count = |from: Vec<Id>| found.commits(Range { from, to: id(d) }).map(Iterator::count);
    assert_eq!(count(vec![b]).unwrap(), 2);
    assert_eq!(count(vec![id(c)]).unwrap(), 1);
    for error in [found.highest_reachable(id(d), &[]).unwrap_err(), count(vec![]).unwrap_err()] {
        assert!(matches!(error, Error::Shallow { boundary } if boundary == b), "{error:?}");
        assert!(error.hint().unwrap().contains("fetch-depth: 0"));
    }
}

/// A random history: for each commit how far back its parents are, and its clock's error in seconds.
fn histories(error: i64) -> impl Strategy<Value = Vec<(Vec<usize>, i64)>> {
    let commit = (prop::collection::vec(1..8_usize, 0..3), -error..=error);
    prop::collection::vec(commit, 1..40)
}

fn build(history: &[(Vec<usize>, i64)]) -> (Repo, Vec<Oid>) {
    let mut repo = Repo::bare();
    let mut ids: Vec<Oid> = Vec::new();
    for (number, (steps, error)) in history.iter().enumerate() {
        let mut parents: Vec<Oid> = Vec::new();
        for index in steps.iter().filter_map(|step| number.checked_sub(*step)) {
            if !parents.contains(&ids[index]) {
                parents.push(ids[index]);
            }
        }
        let time = START + number as i64 * DAY + error;
        ids.push(repo.change(format!("{number}")).time(time).parents(&parents).commit());
    }
    (repo, ids)
}

fn check_range(repo: &Repo, from: &[Oid], to: Oid) -> Result<(), TestCaseError> {
    let found = Repository::open(repo.path()).unwrap();
    let listed: Vec<_> = found.commits(range(from, to)).unwrap().map(Result::unwrap).collect();
    let mut walk = repo.git().revwalk().unwrap();
    walk.push(to).unwrap();
    for oid in from {
        walk.hide(*oid).unwrap();
    }
    let mut expected: Vec<Id> = walk.map(|oid| id(oid.unwrap())).collect();
    let mut ids: Vec<Id> = listed.iter().map(|commit| commit.id).collect();
    for (index, commit) in listed.iter().enumerate() {
        for parent in commit.parents() {
            prop_assert!(!ids[..index].contains(&parent), "{} comes before its child", parent);
        }
    }
    ids.sort();
    expected.sort();
    prop_assert_eq!(ids, expected);
    Ok(())
}

fn check_reach(repo: &Repo, ids: &[Oid], ranks: &[usize], from: Oid) -> Result<(), TestCaseError> {
    let git = repo.git();
    let names: Vec<String> = (0..ranks.len()).map(|rank| format!("t{rank:02}")).collect();
    for (name, index) in names.iter().zip(ranks) {
        git.reference(&format!("refs/tags/{name}"), ids[index % ids.len()], true, "").unwrap();
    }
    let found = Repository::open(repo.path()).unwrap();
    let tags = found.tags().unwrap();
    let ranked: Vec<&Tag> = names.iter().map(|name| tags.get(name).unwrap()).collect();
    let expected = ranks.iter().position(|index| {
        let target = ids[index % ids.len()];
        target == from || git.graph_descendant_of(from, target).unwrap()
    });
    prop_assert_eq!(found.highest_reachable(id(from), &ranked).unwrap(), expected);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ranges_are_what_git2_says(
        history in histories(3 * DAY),
        from in prop::collection::vec(any::<prop::sample::Index>(), 0..3),
        to in any::<prop::sample::Index>(),
    ) {
        let (repo, ids) = build(&history);
        let from: Vec<Oid> = from.iter().map(|index| *index.get(&ids)).collect();
        check_range(&repo, &from, *to.get(&ids))?;
    }

    #[test]
    fn whole_histories_are_in_order_whatever_the_clocks_say(history in histories(900 * DAY)) {
        let (repo, ids) = build(&history);
        check_range(&repo, &[], ids[ids.len() - 1])?;
    }

    #[test]
    fn the_highest_tag_is_what_git2_says(
        history in histories(3 * DAY),
        ranks in prop::collection::vec(0..40_usize, 0..6),
        from in any::<prop::sample::Index>(),
    ) {
        let (repo, ids) = build(&history);
        check_reach(&repo, &ids, &ranks, *from.get(&ids))?;
    }
}
