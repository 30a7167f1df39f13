//! Reactions to the comment: those that are wanted, and of this account no other.

use clap::ValueEnum;
use clap::builder::PossibleValue;
use deploy_kit_core::actions::Styled;
use deploy_kit_core::tool::Report;
use deploy_kit_github::Result;
use deploy_kit_github::reactions::Emoji;
use deploy_kit_github::server::Server;
use serde_json::json;

/// A reaction by GitHub's word for it; or `none`, which takes away what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reaction(pub Option<Emoji>);

const ALL: [Reaction; 9] = {
    let mut all = [Reaction(None); 9];
    let mut at = 0;
    while at < Emoji::ALL.len() {
        all[at] = Reaction(Some(Emoji::ALL[at]));
        at += 1;
    }
    all
};

impl ValueEnum for Reaction {
    fn value_variants<'a>() -> &'a [Self] {
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.map_or("none", Emoji::word)))
    }
}

/// What is to be done about reactions, or was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) added: Vec<Emoji>,
    pub(crate) removed: Vec<Emoji>,
}

/// Those that are missing, and those that are no longer wanted.
fn plan(wanted: &[Reaction], own: &[Emoji]) -> Change {
    let is_wanted = |emoji: &&Emoji| wanted.contains(&Reaction(Some(**emoji)));
    let all = Emoji::ALL.iter();
    Change {
        added: all.clone().filter(is_wanted).filter(|emoji| !own.contains(emoji)).copied().collect(),
        removed: all.filter(|emoji| !is_wanted(emoji)).filter(|emoji| own.contains(emoji)).copied().collect(),
    }
}

/// Reacts to a comment, of any kind: looks, and does what is missing.
pub(crate) async fn react(
    server: &Server,
    node_id: &str,
    wanted: &[Reaction],
    dry_run: bool,
) -> Result<Change> {
    let reactions = server.repo.reactions();
    let change = plan(wanted, &reactions.own(node_id).await?);
    if !dry_run {
        for emoji in &change.added {
            reactions.add(node_id, *emoji).await?;
        }
        for emoji in &change.removed {
            reactions.remove(node_id, *emoji).await?;
        }
    }
    Ok(change)
}

/// Tells of it, if there is anything to tell.
pub(crate) fn tell(change: &Change, dry_run: bool, report: &mut Report) {
    let words = |list: &[Emoji]| list.iter().map(|emoji| emoji.word()).collect::<Vec<_>>();
    let (added, removed) = (words(&change.added), words(&change.removed));
    if report.document.is_object() {
        report.document["reactions"] = json!({ "added": added, "removed": removed });
    }
    let signed = |sign: char, words: Vec<&'static str>| words.into_iter().map(move |word| (sign, word));
    let all: Vec<_> = signed('+', added).chain(signed('-', removed)).collect();
    if !all.is_empty() {
        let verb = if dry_run { "would react" } else { "reacted" };
        let shown: Vec<_> = all
            .into_iter()
            .map(|(sign, word)| if sign == '+' { format!("`{word}`") } else { format!("no longer `{word}`") })
            .collect();
        report.line(Styled::new().good(verb).text(format!("  {}", shown.join(", "))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_comes_and_what_is_not_wanted_goes() {
        let wanted = [Emoji::Rocket, Emoji::Eyes, Emoji::Eyes].map(|emoji| Reaction(Some(emoji)));
        let change = plan(&wanted, &[Emoji::Eyes, Emoji::Heart]);
        assert_eq!((change.added, change.removed), (vec![Emoji::Rocket], vec![Emoji::Heart]));
        assert_eq!(plan(&wanted, &[Emoji::Eyes, Emoji::Rocket]), Change::default());
        assert_eq!(plan(&[Reaction(None)], &[Emoji::Eyes]).removed, [Emoji::Eyes]);
    }
}
