//! What is wrong with a workflow or a part of one.

use github_actions_models::common::Permissions;

use super::call::Call;
use super::example::{Example, Section};
use super::permission::{holds, needed};

/// Everything that is wrong; nothing, if the list is empty.
pub(super) fn judge(example: &Example, text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let none = matches!(&example.top, Permissions::Explicit(list) if list.is_empty());
    if example.is_whole && !none {
        wrong.push("`permissions: {}` is missing at the top".to_owned());
    }
    for job in &example.jobs {
        if example.is_whole && !matches!(job.permissions, Permissions::Explicit(_)) {
            wrong.push(format!("the job `{}` lists no permissions", job.name));
        }
        for call in job.calls() {
            match call {
                Ok(call) => {
                    inputs(&call, &mut wrong);
                    outputs(&call, text, &mut wrong);
                    allowed(&call, example, job, &mut wrong);
                }
                Err(error) => wrong.push(error),
            }
        }
    }
    wrong
}

fn inputs(call: &Call<'_>, wrong: &mut Vec<String>) {
    let known = xtask::action::inputs(call.tool, &call.action);
    for name in call.with.keys().filter(|name| !known.iter().any(|input| input.name == **name)) {
        wrong.push(format!("`{}` has no input `{name}`", call.uses));
    }
    for input in known.iter().filter(|input| input.required && !call.with.contains_key(input.name.as_str())) {
        wrong.push(format!("`{}` needs the input `{}`", call.uses, input.name));
    }
    for line in call.with.get("run").map(String::as_str).unwrap_or_default().lines() {
        let words = shlex::split(line).unwrap_or_default();
        let words = std::iter::once("deploy-kit".to_owned()).chain(words);
        if let Err(error) = deploy_kit::command().try_get_matches_from(words) {
            wrong.push(format!("`{line}`: {error}"));
        }
    }
}

/// Outputs that are read are there.
fn outputs(call: &Call<'_>, text: &str, wrong: &mut Vec<String>) {
    let Some(id) = call.id else { return };
    for rest in text.split(&format!("steps.{id}.outputs.")).skip(1) {
        let name = rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default();
        if !call.tool.outputs.iter().any(|output| output.name == name) {
            wrong.push(format!("`{}` has no output `{name}`", call.uses));
        }
    }
}

fn allowed(call: &Call<'_>, example: &Example, job: &Section, wrong: &mut Vec<String>) {
    let Some(permissions) = example.permissions(job) else { return };
    for (scope, access) in needed(call) {
        if !holds(permissions, scope, access) {
            wrong.push(format!("`{}` needs `{scope}: {}`", call.uses, access.as_str()));
        }
    }
}

#[test]
fn what_is_wrong_is_found() {
    let judge = |text: &str| match Example::parse(text) {
        Ok(example) => judge(&example, text).join("; "),
        Err(error) => error,
    };
    let release = |permissions: &str, with: &str| {
        judge(&format!(
            "permissions: {{{permissions}}}\nsteps:\n- uses: org/deploy-kit/release@v1\n  with: {{{with}}}"
        ))
    };
    assert_eq!(
        judge("- uses: org/deploy-kit/releases@v1"),
        "`org/deploy-kit/releases@v1`: there is no such action"
    );
    assert!(
        judge("- uses: org/deploy-kit/version@v1\n  with: { strickt: true }")
            .ends_with("has no input `strickt`")
    );
    assert!(judge("jobs_of: 1").starts_with("neither a workflow nor a part of a job"));
    let all = "contents: write, issues: write, pull-requests: write";
    assert_eq!(release(all, ""), "");
    assert_eq!(release("contents: write", "comments: false"), "");
    assert_eq!(release("contents: read", "command: plan"), "");
    assert_eq!(release("contents: read", "dry-run: true"), "");
    assert!(release("contents: read", "").contains("needs `contents: write`"));
    assert!(release("contents: write, issues: write", "").ends_with("needs `pull-requests: write`"));
    assert!(release("", "command: plan").ends_with("needs `contents: read`"));

    let umbrella = |run: &str| {
        judge(&format!(
            "permissions: {{contents: read}}\nsteps:\n- uses: org/deploy-kit@v1\n  with: {{run: {run}}}"
        ))
    };
    assert_eq!(umbrella("release rehearse"), "");
    assert_eq!(umbrella("release plan"), "");
    assert!(umbrella("release").contains("needs `contents: write`"));
    assert!(umbrella("release --no-such-flag plan").contains("unexpected argument"));

    let read = "steps:\n- id: v\n  uses: org/deploy-kit/version@v1\n- run: echo ${{ steps.v.outputs.";
    assert_eq!(judge(&format!("{read}next }}}}")), "");
    assert_eq!(judge(&format!("{read}nxt }}}}")), "`org/deploy-kit/version@v1` has no output `nxt`");

    let job = "runs-on: x\n    steps:\n    - uses: ./actions/version\n";
    let whole = judge(&format!("on: push\njobs:\n  a:\n    {job}"));
    assert_eq!(whole, "`permissions: {}` is missing at the top; the job `a` lists no permissions");
}
