//! The repair.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::{Fix, Tree, plain};

/// Which file each path of a report is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Repaired {
    /// Tracked files by the paths of the report.
    pub files: BTreeMap<String, String>,
    /// The paths that are no tracked file, with why.
    pub unmatched: BTreeMap<String, Unmatched>,
    /// The fix by which most of the unmatched ones would be found.
    pub suggestion: Option<Fix>,
}

/// Why a path is no file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unmatched {
    /// No tracked file is named so: it was generated, or is somebody else's.
    Unknown,
    /// It could be several.
    Ambiguous(Vec<String>),
}

impl std::fmt::Display for Unmatched {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unknown => f.write_str("no tracked file"),
            Self::Ambiguous(files) => write!(f, "could be `{}`", files.join("` or `")),
        }
    }
}

impl Repaired {
    /// Whether so few paths are files that the report is of another place, or of another repository: fewer than half.
    #[must_use]
    pub fn is_foreign(&self) -> bool {
        self.files.len() < self.unmatched.len()
    }
}

/// Repairs the paths of a report. `roots` are the folders that the report names, and whatever else is known to stand in
/// front of paths, such as the repository's own folder or the path of a Go module.
#[must_use]
pub fn repair<'a>(
    paths: impl IntoIterator<Item = &'a str>,
    roots: &[String],
    fixes: &[Fix],
    tree: &Tree,
) -> Repaired {
    let roots: Vec<String> = roots.iter().map(|root| plain(root)).collect();
    let mut repaired = Repaired::default();
    // One name alone may be anybody's: it counts below a folder that others were found in.
    let mut alone: Vec<(&str, String, String)> = Vec::new();
    let mut fronts: HashMap<String, usize> = HashMap::new();
    for path in paths {
        match find(&plain(path), &roots, fixes, tree) {
            Found::File(file) => drop(repaired.files.insert(path.to_owned(), file)),
            Found::Below(front, file) if file.contains('/') => {
                *fronts.entry(front).or_default() += 1;
                repaired.files.insert(path.to_owned(), file);
            }
            Found::Below(front, file) => alone.push((path, front, file)),
            Found::Not(why) => drop(repaired.unmatched.insert(path.to_owned(), why)),
        }
    }
    let only_alone = fronts.is_empty() && alone.windows(2).all(|pair| pair[0].1 == pair[1].1);
    for (path, front, file) in alone {
        if only_alone || fronts.contains_key(&front) {
            repaired.files.insert(path.to_owned(), file);
        } else {
            repaired.unmatched.insert(path.to_owned(), Unmatched::Unknown);
        }
    }
    repaired.suggestion = suggestion(&repaired.unmatched, tree);
    repaired
}

enum Found {
    File(String),
    /// A file, once what stands in front of it is taken off.
    Below(String, String),
    Not(Unmatched),
}

fn find(path: &str, roots: &[String], fixes: &[Fix], tree: &Tree) -> Found {
    let relative = path.trim_start_matches('/');
    if tree.contains(path) {
        return Found::File(path.to_owned());
    }
    let fixed =
        fixes.iter().filter_map(|fix| Some(plain(&format!("{}{}", fix.to, path.strip_prefix(&fix.from)?))));
    if let Some(file) =
        fixed.map(|path| path.trim_start_matches('/').to_owned()).find(|path| tree.contains(path))
    {
        return Found::File(file);
    }
    match below_module(path, roots, tree) {
        Found::Not(Unmatched::Unknown) => {}
        found => return found,
    }
    // Below a root, or with one in front.
    let below = roots.iter().filter_map(|root| path.strip_prefix(root.as_str())?.strip_prefix('/'));
    if let Some(file) = below.clone().find(|path| tree.contains(path)) {
        return Found::File(file.to_owned());
    }
    let joined = roots.iter().filter(|_| !path.starts_with('/')).map(|root| plain(&format!("{root}/{path}")));
    for path in joined {
        let is_whole = |(file, _): &(&str, &str)| file.len() >= relative.len();
        match tree.within(&path).filter(is_whole) {
            Some((file, _)) => return Found::File(file.to_owned()),
            None if tree.contains(&path) => return Found::File(path),
            None => {}
        }
    }
    if let Some((file, front)) = tree.within(path).filter(|(_, front)| !front.is_empty()) {
        return Found::Below(front.to_owned(), file.to_owned());
    }
    one(tree.ending(relative))
}

/// A root such as `:outer:core` is a module's name: JaCoCo's group, or the name of a report by module. A path below it, or
/// without it, is the file that ends so in the folder of that name, whatever folder of sources (`src/main/java`) is in
/// between. A name that is no folder's tells nothing, and is taken off where what is left has a folder itself.
fn below_module(path: &str, roots: &[String], tree: &Tree) -> Found {
    let modules: Vec<String> =
        roots.iter().filter_map(|root| Some(root.strip_prefix(':')?.replace(':', "/"))).collect();
    if modules.is_empty() {
        return Found::Not(Unmatched::Unknown);
    }
    let rest = |module: &str| path.strip_prefix(module)?.strip_prefix('/');
    // The innermost module's name is the longest.
    let inner = modules.iter().filter_map(|module| Some((module, rest(module)?)));
    if let Some((module, rest)) = inner.max_by_key(|(module, _)| module.len()) {
        let all = tree.ending(rest);
        let last = module.rsplit('/').next().unwrap_or(module);
        // The whole name as folders, its last part as one, and any folder at all.
        let within = |name: &str| -> Vec<&str> {
            all.iter().copied().filter(|file| is_within(file, name, rest)).collect()
        };
        let labelled = || match all.iter().find(|file| **file == rest) {
            _ if !rest.contains('/') => Vec::new(),
            Some(file) => vec![*file],
            None => all.clone(),
        };
        let found = [within(module), within(last)].into_iter().find(|files| !files.is_empty());
        return one(found.unwrap_or_else(labelled));
    }
    let all = tree.ending(path);
    let is_of_one = |file: &&str| modules.iter().any(|module| is_within(file, module, path));
    match all.len() {
        0 | 1 => Found::Not(Unmatched::Unknown),
        _ => one(all.into_iter().filter(is_of_one).collect()),
    }
}

/// Whether a file that ends with some path stands in a folder, or below it.
fn is_within(file: &str, folder: &str, end: &str) -> bool {
    let front = format!("/{}", &file[..file.len() - end.len()]);
    front.contains(&format!("/{folder}/"))
}

fn one(files: Vec<&str>) -> Found {
    match files[..] {
        [] => Found::Not(Unmatched::Unknown),
        [file] => Found::File(file.to_owned()),
        ref several => {
            Found::Not(Unmatched::Ambiguous(several.iter().map(|file| (*file).to_owned()).collect()))
        }
    }
}

/// What most of the unknown paths have in front of an end that they share with a file.
fn suggestion(unmatched: &BTreeMap<String, Unmatched>, tree: &Tree) -> Option<Fix> {
    let mut votes: BTreeMap<Fix, usize> = BTreeMap::new();
    for path in unmatched.keys() {
        let path = plain(path);
        let Some((file, bytes)) = tree.nearest(&path) else { continue };
        let fix =
            Fix { from: path[..path.len() - bytes].to_owned(), to: file[..file.len() - bytes].to_owned() };
        *votes.entry(fix).or_default() += 1;
    }
    // Of two with as many votes the shorter one says more.
    let best = votes.into_iter().max_by_key(|(fix, votes)| (*votes, std::cmp::Reverse(fix.from.len())));
    best.map(|(fix, _)| fix)
}
