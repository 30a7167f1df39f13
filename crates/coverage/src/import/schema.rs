//! What Codecov's file can say: the one list.
//!
//! It follows Codecov's documentation of `codecov.yml` and the schema of its open server (`shared/validation`).

/// A key.
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) what: What,
}

/// What becomes of a key.
pub(super) enum What {
    /// It has an equivalent: the code that makes it tells of it.
    Taken,
    /// It has keys of its own, or is on or off.
    Keys(&'static [Key]),
    /// It has names of the user's, each with these keys.
    Named(&'static [Key]),
    /// It is a list, each item with these keys.
    Items(&'static [Key]),
    /// It has no equivalent.
    Without {
        /// Why, and what to do instead.
        reason: &'static str,
        /// Values that say how it is here anyway.
        fits: &'static [&'static str],
    },
}

const fn taken(name: &'static str) -> Key {
    Key { name, what: What::Taken }
}

const fn keys(name: &'static str, keys: &'static [Key]) -> Key {
    Key { name, what: What::Keys(keys) }
}

const fn items(name: &'static str, keys: &'static [Key]) -> Key {
    Key { name, what: What::Items(keys) }
}

const fn named(name: &'static str, keys: &'static [Key]) -> Key {
    Key { name, what: What::Named(keys) }
}

/// Where there is nothing of the kind, `off` is how it is.
const fn without(name: &'static str, reason: &'static str) -> Key {
    fits(name, &["false"], reason)
}

const fn fits(name: &'static str, fits: &'static [&'static str], reason: &'static str) -> Key {
    Key { name, what: What::Without { reason, fits } }
}

const UPLOAD: &str = "nothing is uploaded: the job that measures, or one behind it, reads the reports itself; delete the token";
const WHEN: &str = "when the tool runs is up to the workflow: say it in `on:`";
const WAIT: &str = "the tool waits for no other job: say in the workflow's `needs:` which ones come first";
const NOTIFY: &str =
    "the gate writes to the pull request alone: for messages elsewhere use the `notify` tool";
const SERVICE: &str = "it is about Codecov's own site or service, and nothing takes its place";
const ELSEWHERE: &str = "it is another product of Codecov's, and no matter of coverage";
const CARRY: &str = "results of earlier commits are not carried on, as they may no longer be true: measure all parts, \
                     and say in `expect` how many reports there are";
const UPLOADS_APART: &str = "reports are read together, and are not told apart by upload: give each flag `paths`, or run \
                             the tool once for each with `reports` of its own";
const PARSER: &str = "reports are read as their formats have it, and there is nothing to set";
const TEXT: &str =
    "the comment has one layout: totals, patch, components, files by what matters, uncovered lines";
const DELETED: &str = "lines that were deleted are taken off the base before `max-drop` compares, as with \
                       `adjust_base`; `ratchet = true` compares the count of missed lines";
const BASE: &str = "the base is where the branch left its target, or the nearest commit before it with a baseline; for \
                    another one set `base`";
const STATUS_FLAG: &str = "a component without measured lines is not applicable, and a missing report is incomplete \
                           with `expect`: there is nothing to set";

/// A status of `coverage.status.project`, `patch` or `changes`, or of a flag or component.
const STATUS: &[Key] = &[
    taken("target"),
    taken("threshold"),
    taken("paths"),
    taken("flags"),
    taken("informational"),
    taken("enabled"),
    taken("if_not_found"),
    taken("if_no_uploads"),
    without("only_pulls", WHEN),
    without("branches", WHEN),
    fits("base", &["auto", "pr"], BASE),
    without("if_ci_failed", WAIT),
    fits("removed_code_behavior", &["adjust_base"], DELETED),
    fits("measurement", &["line"], "what is counted is the same everywhere: see `metric`"),
    without("disable_approx", "numbers are exact: there is nothing to switch off"),
    without("skip_if_assumes", CARRY),
    without("carryforward_behavior", CARRY),
    without(
        "include_changes",
        "uncovered lines outside of the change are no part of the patch: see `ratchet`",
    ),
    without("flag_coverage_not_uploaded_behavior", STATUS_FLAG),
    without("message", TEXT),
    without("url", NOTIFY),
    // Of the lists below flags and components alone.
    taken("type"),
    without("name_prefix", "a component has one name: its own"),
];

const FLAG: &[Key] = &[
    taken("name"),
    taken("paths"),
    taken("ignore"),
    items("statuses", STATUS),
    without("carryforward", CARRY),
    without("carryforward_mode", CARRY),
    without("joined", UPLOADS_APART),
    without("required", "say in `expect` how many reports there are: a missing one is incomplete"),
    without("assume", CARRY),
    without("after_n_builds", "reports are counted all together: add them up in `expect`"),
];

const COMPONENT: &[Key] = &[
    taken("component_id"),
    taken("name"),
    taken("paths"),
    items("statuses", STATUS),
    without("flag_regexes", UPLOADS_APART),
];

/// The whole file.
pub(super) const FILE: &[Key] = &[
    keys(
        "codecov",
        &[
            without("url", SERVICE),
            without("slug", SERVICE),
            without("token", UPLOAD),
            without("bot", "the comment's author is whoever the job's token is of"),
            without("branch", BASE),
            without("ci", SERVICE),
            without("assume_all_flags", CARRY),
            without("strict_yaml_branch", "settings are those of the commit that is checked out"),
            without(
                "max_report_age",
                "reports have no age here: one that is longer than the source is refused as stale",
            ),
            without(
                "disable_default_path_fixes",
                "paths are always looked for among tracked files, and what is not found is listed",
            ),
            without("require_ci_to_pass", WAIT),
            without("allow_coverage_offsets", BASE),
            without("allow_pseudo_compare", BASE),
            without("archive", UPLOAD),
            keys(
                "notify",
                &[
                    taken("after_n_builds"),
                    without("countdown", WAIT),
                    without("delay", WAIT),
                    without("wait_for_ci", WAIT),
                    without("require_ci_to_pass", WAIT),
                    without(
                        "notify_error",
                        "an error is in the job's log and on the comment: there is nothing to set",
                    ),
                    without("manual_trigger", WHEN),
                ],
            ),
            without("ui", SERVICE),
        ],
    ),
    keys(
        "coverage",
        &[
            fits(
                "precision",
                &["2"],
                "percentages are shown with two decimals, and compared without rounding",
            ),
            fits(
                "round",
                &["down"],
                "percentages are cut and not rounded: what is not enough never reads as if it were",
            ),
            without("range", "nothing is coloured by ranges of your own"),
            keys(
                "status",
                &[
                    named("project", STATUS),
                    named("patch", STATUS),
                    named("changes", STATUS),
                    without("default_rules", STATUS_FLAG),
                    without("no_upload_behavior", "no report at all is no success: see `undecided`"),
                ],
            ),
            keys(
                "notify",
                &[
                    without("slack", NOTIFY),
                    without("email", NOTIFY),
                    without("webhook", NOTIFY),
                    without("irc", NOTIFY),
                    without("gitter", NOTIFY),
                    without("hipchat", NOTIFY),
                ],
            ),
        ],
    ),
    taken("ignore"),
    taken("fixes"),
    named("flags", FLAG),
    keys("flag_management", &[keys("default_rules", FLAG), items("individual_flags", FLAG)]),
    keys(
        "component_management",
        &[keys("default_rules", COMPONENT), items("individual_components", COMPONENT)],
    ),
    keys(
        "comment",
        &[
            taken("require_changes"),
            taken("after_n_builds"),
            fits(
                "behavior",
                &["default"],
                "one comment is written, and updated by each run: there is nothing to set",
            ),
            without("layout", TEXT),
            without("hide_project_coverage", TEXT),
            without("hide_comment_details", TEXT),
            without("show_carryforward_flags", CARRY),
            without("show_critical_paths", SERVICE),
            without("require_base", "without a base the comment says so, and shows what is known"),
            without("require_head", "without a report there is nothing to comment on, and the job fails"),
            without("require_bundle_changes", ELSEWHERE),
            without("bundle_change_threshold", ELSEWHERE),
            without("branches", WHEN),
            without("flags", TEXT),
            without("paths", TEXT),
        ],
    ),
    keys("github_checks", &[taken("annotations")]),
    keys(
        "parsers",
        &[
            keys("jacoco", &[taken("partials_as_hits")]),
            keys("go", &[taken("partials_as_hits")]),
            keys("cobertura", &[taken("partials_as_hits"), without("handle_missing_conditions", PARSER)]),
            keys("gcov", &[without("branch_detection", PARSER)]),
            keys("javascript", &[without("enable_partials", PARSER)]),
            keys(
                "v1",
                &[without(
                    "include_full_missed_files",
                    "what a report says of a file counts, whether or not any of it ran; changed files that no report \
                     mentions count with `count-unmentioned = true`",
                )],
            ),
        ],
    ),
    without("slack_app", NOTIFY),
    without("profiling", SERVICE),
    without("beta_groups", SERVICE),
    without("cli", UPLOAD),
    without("upload", UPLOAD),
    without("ai_pr_review", ELSEWHERE),
    without("test_analytics", ELSEWHERE),
    without("bundle_analysis", ELSEWHERE),
];
