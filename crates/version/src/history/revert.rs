//! Reverts, paired with what they revert.
//!
//! Oldest first, each revert cancels the commit that it names: by object name, by pull request, by title.
//! To revert a revert brings its target back. What a revert names may lie in an earlier release: then
//! there is nothing to cancel, and the revert is a change of its own.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::mark::{Change, Changes, Mark, Node};
use super::{Rule, Types};
use crate::bump::Bump;
use crate::message::{Header, RevertOf, Title};

/// What a commit says it reverts, with the index of the commit's first entry.
#[derive(Debug)]
pub(super) struct Claim {
    at: usize,
    title: Option<(String, u32)>,
    ids: Vec<String>,
    pull_requests: Vec<u64>,
    /// The scope of the revert itself.
    scope: Option<String>,
}

impl Claim {
    pub(super) fn new(at: usize, revert: &RevertOf<'_>, scope: Option<&str>) -> Self {
        Self {
            at,
            title: revert.title.map(|title| (title.base.to_owned(), title.depth)),
            ids: revert.ids.iter().map(|id| id.to_ascii_lowercase()).collect(),
            pull_requests: revert.pull_requests.clone(),
            scope: scope.map(str::to_owned),
        }
    }

    fn title(&self) -> Option<Title<'_>> {
        self.title.as_ref().map(|(base, depth)| Title { base, depth: *depth })
    }
}

/// Settles all claims.
pub(super) fn pair(
    marks: &mut [Mark<'_>],
    nodes: &[Node<'_>],
    claims: &[Claim],
    types: &Types,
    changes: &mut Changes,
) {
    if claims.is_empty() {
        return;
    }
    let mut board = Board::default();
    let index = Index::of(marks, nodes, claims);
    for claim in claims.iter().rev() {
        let targets = index.targets(claim, &mut board);
        for &target in &targets {
            board.cancel(target, claim.at);
        }
        board.effects.insert(claim.at, targets);
    }
    drop(index);
    let mut change = |at: usize, change: Change, marks: &mut [Mark<'_>]| {
        change.mark(&mut marks[at]);
        changes.push((at, change));
    };
    for claim in claims {
        if let Some(found) = settle(claim, marks, nodes, &board, types) {
            change(claim.at, found, marks);
        }
    }
    for (&target, &by) in &board.cancelled {
        let by = nodes[marks[by].node as usize].commit.id;
        for at in target..nodes[marks[target].node as usize].range().end {
            change(at, Change::Nothing(Rule::Reverted(by)), marks);
        }
    }
}

/// Which commits are cancelled by which, by the index of their first entries.
#[derive(Debug, Default)]
struct Board {
    cancelled: HashMap<usize, usize>,
    effects: HashMap<usize, Vec<usize>>,
    /// Of each name that was asked for: its commits, those aside that were found cancelled.
    open: HashMap<Name, BTreeSet<usize>>,
    /// The names whose commits are short of this one.
    short: HashMap<usize, Vec<Name>>,
}

impl Board {
    fn cancel(&mut self, target: usize, by: usize) {
        self.cancelled.insert(target, by);
        for revived in self.effects.get(&target).into_iter().flatten() {
            self.cancelled.remove(revived);
            for name in self.short.remove(revived).into_iter().flatten() {
                self.open.entry(name).or_default().insert(*revived);
            }
        }
    }

    /// The nearest older commit of a name; one that is not cancelled yet goes first. A history may hold one
    /// title and its revert by the ten thousand, so no commit is passed over twice.
    fn older(&mut self, kind: Kind, found: &[usize], after: usize) -> Option<usize> {
        let nearest = *found.get(found.partition_point(|&at| at <= after))?;
        let name = (kind, found[0]);
        let open = self.open.entry(name).or_insert_with(|| found.iter().copied().collect());
        while let Some(&at) = open.range(after + 1..).next() {
            if !self.cancelled.contains_key(&at) {
                return Some(at);
            }
            open.remove(&at);
            self.short.entry(at).or_default().push(name);
        }
        Some(nearest)
    }
}

/// A name of commits, by the first of those that bear it.
type Name = (Kind, usize);

/// The kinds of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Title,
    Description,
    PullRequest,
}

/// The commits by each name that a revert uses.
struct Index<'a> {
    nodes: &'a [Node<'a>],
    marks: &'a [Mark<'a>],
    /// The numbers of nodes with entries, by the order of their commits' ids.
    by_id: Vec<u32>,
    by_title: HashMap<Title<'a>, Vec<usize>>,
    by_description: HashMap<(&'a str, u32), Vec<usize>>,
    by_pull_request: HashMap<u64, Vec<usize>>,
}

impl<'a> Index<'a> {
    fn of(marks: &'a [Mark<'a>], nodes: &'a [Node<'a>], claims: &[Claim]) -> Self {
        let (by_title, by_description, by_pull_request) = Default::default();
        let mut index = Self { nodes, marks, by_id: Vec::new(), by_title, by_description, by_pull_request };
        // Names that no revert uses need no place: a history has many more commits than reverts.
        let titles: HashSet<Title<'_>> = claims.iter().filter_map(Claim::title).collect();
        let numbers: HashSet<u64> = claims.iter().flat_map(|claim| &claim.pull_requests).copied().collect();
        for (number, node) in nodes.iter().enumerate() {
            let at = node.entries.0 as usize;
            let Some(mark) = marks[node.range()].first() else { continue };
            index.by_id.push(number as u32);
            let title = Title::of(mark.subject);
            if titles.contains(&title) {
                index.by_title.entry(title).or_default().push(at);
            }
            if let Ok((header, _)) = Header::parse(title.base)
                && titles.contains(&Title { base: header.description, depth: title.depth })
            {
                index.by_description.entry((header.description, title.depth)).or_default().push(at);
            }
            if let Some(number) = mark.pull_request.filter(|number| numbers.contains(number)) {
                index.by_pull_request.entry(number).or_default().push(at);
            }
        }
        if claims.iter().any(|claim| !claim.ids.is_empty()) {
            index.by_id.sort_unstable_by_key(|&number| nodes[number as usize].commit.id);
        }
        index
    }

    /// The first entries of the older commits that a revert names.
    fn targets(&self, claim: &Claim, board: &mut Board) -> Vec<usize> {
        let mut targets: Vec<usize> = claim
            .ids
            .iter()
            .filter_map(|prefix| self.by_prefix(prefix))
            .filter(|&at| at > claim.at)
            .collect();
        targets.dedup();
        if targets.is_empty() {
            let numbered = claim.pull_requests.iter().filter_map(|number| self.by_pull_request.get(number));
            targets.extend(numbered.filter_map(|found| board.older(Kind::PullRequest, found, claim.at)));
        }
        if targets.is_empty() {
            targets.extend(claim.title().and_then(|title| self.by_title(title, claim.at, board)));
        }
        targets
    }

    fn by_title(&self, title: Title<'_>, after: usize, board: &mut Board) -> Option<usize> {
        let named = self.by_title.get(&title).map(|found| (Kind::Title, found));
        let described = || self.by_description.get(&(title.base, title.depth));
        let named = named.or_else(|| described().map(|found| (Kind::Description, found)));
        let found = named.and_then(|(kind, found)| board.older(kind, found, after));
        found.or_else(|| self.by_cut_title(title, after))
    }

    /// A title that GitHub cut with `…` has no place in a map; it is rare enough to look at every commit.
    fn by_cut_title(&self, title: Title<'_>, after: usize) -> Option<usize> {
        if !title.base.ends_with('…') && !title.base.ends_with("...") {
            return None;
        }
        let firsts = self.nodes.iter().filter(|node| !node.range().is_empty());
        let mut older = firsts.map(|node| node.range().start).filter(|&at| at > after);
        older.find(|&at| title.names(Title::of(self.marks[at].subject)))
    }

    fn by_prefix(&self, prefix: &str) -> Option<usize> {
        let node = |number: u32| &self.nodes[number as usize];
        let from = self.by_id.partition_point(|&number| node(number).commit.id.to_string().as_str() < prefix);
        let node = node(*self.by_id.get(from)?);
        node.commit.id.to_string().starts_with(prefix).then_some(node.range().start)
    }
}

/// Says of a revert's own entry what it is.
fn settle(
    claim: &Claim,
    marks: &[Mark<'_>],
    nodes: &[Node<'_>],
    board: &Board,
    types: &Types,
) -> Option<Change> {
    let targets = board.effects.get(&claim.at).map(Vec::as_slice).unwrap_or_default();
    if !marks[claim.at].is_revert {
        // `fix: undo …` with `This reverts commit …` is a fix as well.
        return None;
    }
    if !targets.is_empty() {
        let ids = targets.iter().map(|&at| nodes[marks[at].node as usize].commit.id);
        return Some(Change::Nothing(Rule::Reverts(ids.collect())));
    }
    let reapplied = claim.title().filter(|title| title.depth % 2 == 1).map(|title| title.base);
    if let Some((title, Ok((header, _)))) = reapplied.map(|title| (title, Header::parse(title))) {
        let of_type = || types.bump(&header.kind.to_lowercase(), header.scope).unwrap_or_default();
        let bump = if header.breaking { Bump::Major } else { of_type() };
        return Some(Change::Reapplies(title.to_owned(), bump));
    }
    let bump = || types.bump("revert", claim.scope.as_deref()).unwrap_or_default();
    marks[claim.at].counts_as_revert.then(|| Change::Asks(bump()))
}
