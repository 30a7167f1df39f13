//! What operations ask for. Where there are several, one is enough.

use crate::access::Level::{Read, Write};
use crate::access::Scope::{
    Actions, Administration, Checks, Contents, Deployments, Issues, Metadata, PullRequests, Statuses,
};
use crate::access::{Grant, Level, Scope};

/// Alternatives.
pub(super) type Needs = &'static [Grant];

const fn one(scope: Scope, level: Level) -> [Grant; 1] {
    [Grant(scope, level)]
}

pub(super) const NOTHING: Needs = &[];
pub(super) const METADATA: Needs = &one(Metadata, Read);
pub(super) const READ_CONTENTS: Needs = &one(Contents, Read);
pub(super) const WRITE_CONTENTS: Needs = &one(Contents, Write);
pub(super) const READ_ISSUES: Needs = &[Grant(Issues, Read), Grant(PullRequests, Read)];
pub(super) const WRITE_ISSUES: Needs = &[Grant(Issues, Write), Grant(PullRequests, Write)];
pub(super) const ONLY_READ_ISSUES: Needs = &one(Issues, Read);
pub(super) const ONLY_WRITE_ISSUES: Needs = &one(Issues, Write);
pub(super) const READ_PULLS: Needs = &one(PullRequests, Read);
pub(super) const READ_PULL: Needs = &[Grant(PullRequests, Read), Grant(Contents, Read)];
pub(super) const WRITE_PULLS: Needs = &one(PullRequests, Write);
pub(super) const READ_DEPLOYMENTS: Needs = &one(Deployments, Read);
pub(super) const WRITE_DEPLOYMENTS: Needs = &one(Deployments, Write);
pub(super) const READ_ENVIRONMENTS: Needs = &one(Actions, Read);
pub(super) const READ_ACTIONS: Needs = &one(Actions, Read);
pub(super) const READ_CHECKS: Needs = &one(Checks, Read);
pub(super) const WRITE_CHECKS: Needs = &one(Checks, Write);
pub(super) const READ_STATUSES: Needs = &one(Statuses, Read);
pub(super) const WRITE_STATUSES: Needs = &one(Statuses, Write);
pub(super) const READ_ADMINISTRATION: Needs = &one(Administration, Read);
pub(super) const WRITE_ADMINISTRATION: Needs = &one(Administration, Write);
