//! Reverts, paired with what they revert.
//!
//! Oldest first, each revert cancels the commit that it names: by object name, by pull request, by title.
//! To revert a revert brings its target back. What a revert names may lie in an earlier release: then
//! there is nothing to cancel, and the revert is a change of its own.

use std::collections::{BTreeSet, HashMap};

use deploy_kit_git::Id;

use super::{Entry, Rule, Types};
use crate::bump::Bump;
use crate::message::{Header, RevertOf, Title};

/// What a commit says it reverts, with the index of the commit's first entry.
#[derive(Debug)]
pub(super) struct Claim {
    at: usize,
    title: Option<(String, u32)>,
    ids: Vec<String>,
    pull_requests: Vec<u64>,
}

impl Claim {
    pub(super) fn new(at: usize, revert: &RevertOf<'_>) -> Self {
        Self {
            at,
            title: revert.title.map(|title| (title.base.to_owned(), title.depth)),
            ids: revert.ids.iter().map(|id| id.to_ascii_lowercase()).collect(),
            pull_requests: revert.pull_requests.clone(),
        }
    }

    fn title(&self) -> Option<Title<'_>> {
        self.title.as_ref().map(|(base, depth)| Title { base, depth: *depth })
    }
}

/// Settles all claims.
pub(super) fn pair(entries: &mut [Entry], claims: &[Claim], types: &Types) {
    if claims.is_empty() {
        return;
    }
    let mut board = Board::default();
    let index = Index::of(entries);
    for claim in claims.iter().rev() {
        let targets = index.targets(claim, &mut board);
        for &target in &targets {
            board.cancel(target, claim.at);
        }
        board.effects.insert(claim.at, targets);
    }
    drop(index);
    for claim in claims {
        settle(entries, claim, &board, types);
    }
    for (&target, &by) in &board.cancelled {
        let (id, by) = (entries[target].id, entries[by].id);
        for entry in entries[target..].iter_mut().take_while(|entry| entry.id == id) {
            entry.bump = Bump::None;
            entry.rule = Rule::Reverted(by);
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

/// The commits by each name that a revert may use.
struct Index<'a> {
    entries: &'a [Entry],
    by_id: Vec<(Id, usize)>,
    by_title: HashMap<Title<'a>, Vec<usize>>,
    by_description: HashMap<(&'a str, u32), Vec<usize>>,
    by_pull_request: HashMap<u64, Vec<usize>>,
    firsts: Vec<usize>,
}

impl<'a> Index<'a> {
    fn of(entries: &'a [Entry]) -> Self {
        let mut index = Self {
            entries,
            by_id: Vec::new(),
            by_title: HashMap::new(),
            by_description: HashMap::new(),
            by_pull_request: HashMap::new(),
            firsts: Vec::new(),
        };
        for (at, entry) in entries.iter().enumerate() {
            if at > 0 && entries[at - 1].id == entry.id {
                continue;
            }
            index.firsts.push(at);
            index.by_id.push((entry.id, at));
            let title = Title::of(&entry.subject);
            index.by_title.entry(title).or_default().push(at);
            if let Ok((header, _)) = Header::parse(title.base) {
                index.by_description.entry((header.description, title.depth)).or_default().push(at);
            }
            if let Some(number) = entry.pull_request {
                index.by_pull_request.entry(number).or_default().push(at);
            }
        }
        index.by_id.sort_unstable();
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
        let names = |&&at: &&usize| at > after && title.names(Title::of(&self.entries[at].subject));
        self.firsts.iter().find(names).copied()
    }

    fn by_prefix(&self, prefix: &str) -> Option<usize> {
        let from = self.by_id.partition_point(|(id, _)| id.to_string().as_str() < prefix);
        let (id, at) = self.by_id.get(from)?;
        id.to_string().starts_with(prefix).then_some(*at)
    }
}

/// Says of a revert's own entries what they are.
fn settle(entries: &mut [Entry], claim: &Claim, board: &Board, types: &Types) {
    let targets = board.effects.get(&claim.at).map(Vec::as_slice).unwrap_or_default();
    let ids: Vec<Id> = targets.iter().map(|&at| entries[at].id).collect();
    let entry = &mut entries[claim.at];
    if entry.kind.as_deref() != Some("revert") {
        // `fix: undo …` with `This reverts commit …` is a fix as well.
        return;
    }
    if !ids.is_empty() {
        entry.bump = Bump::None;
        entry.rule = Rule::Reverts(ids);
        return;
    }
    let reapplied = claim.title().filter(|title| title.depth % 2 == 1);
    if let Some((header, _)) = reapplied.and_then(|title| Header::parse(title.base).ok()) {
        let kind = header.kind.to_lowercase();
        let bump = if header.breaking { Some(Bump::Major) } else { types.bump(&kind, header.scope) };
        entry.breaking = header.breaking;
        entry.scope = header.scope.map(str::to_owned);
        entry.description = header.description.to_owned();
        entry.kind = Some(kind);
        entry.asked = bump.unwrap_or_default();
        entry.bump = entry.asked;
        entry.rule = Rule::Reapply;
        return;
    }
    if entry.rule == Rule::Revert {
        entry.asked = types.bump("revert", entry.scope.as_deref()).unwrap_or_default();
        entry.bump = entry.asked;
    }
}
