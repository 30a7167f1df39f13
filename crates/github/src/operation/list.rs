//! The list.
//!
//! Permissions are those of GitHub's *Permissions required for GitHub Apps* (API version 2022-11-28), where
//! one that "additional permissions" stand in for has them here as further ones.

use super::{Effect, Operation, Permission, Resource};

const METADATA: &[Permission] = &[Permission::read(Resource::Metadata)];
const ADMINISTRATION: &[Permission] = &[Permission::read(Resource::Administration)];
const ADMINISTRATION_WRITE: &[Permission] = &[Permission::write(Resource::Administration)];
const CONTENTS: &[Permission] = &[Permission::read(Resource::Contents)];
const CONTENTS_WRITE: &[Permission] = &[Permission::write(Resource::Contents)];
const PULLS: &[Permission] = &[Permission::read(Resource::PullRequests)];
const PULLS_OR_CONTENTS: &[Permission] =
    &[Permission::read(Resource::PullRequests), Permission::read(Resource::Contents)];
const PULLS_WRITE: &[Permission] = &[Permission::write(Resource::PullRequests)];
const ISSUES: &[Permission] = &[Permission::read(Resource::Issues), Permission::read(Resource::PullRequests)];
const ISSUES_WRITE: &[Permission] =
    &[Permission::write(Resource::Issues), Permission::write(Resource::PullRequests)];
const ISSUES_ONLY: &[Permission] = &[Permission::read(Resource::Issues)];
const ISSUES_ONLY_WRITE: &[Permission] = &[Permission::write(Resource::Issues)];
/// Of a comment, wherever it stands. No page of GitHub's says which permissions a mutation needs: they are those of
/// REST for the comment's kind.
const COMMENTS_WRITE: &[Permission] = &[
    Permission::write(Resource::Issues),
    Permission::write(Resource::PullRequests),
    Permission::write(Resource::Contents),
    Permission::write(Resource::Discussions),
];
const DEPLOYMENTS: &[Permission] = &[Permission::read(Resource::Deployments)];
const DEPLOYMENTS_WRITE: &[Permission] = &[Permission::write(Resource::Deployments)];
const ENVIRONMENTS: &[Permission] = &[Permission::read(Resource::Actions)];
const ACTIONS: &[Permission] = &[Permission::read(Resource::Actions)];
const DISCUSSIONS: &[Permission] = &[Permission::read(Resource::Discussions)];
const DISCUSSIONS_WRITE: &[Permission] = &[Permission::write(Resource::Discussions)];
const CHECKS: &[Permission] = &[Permission::read(Resource::Checks)];
const CHECKS_WRITE: &[Permission] = &[Permission::write(Resource::Checks)];
const STATUSES: &[Permission] = &[Permission::read(Resource::Statuses)];
const STATUSES_WRITE: &[Permission] = &[Permission::write(Resource::Statuses)];

macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident = $operation:expr;)*) => {
        $($(#[$doc])* pub static $name: Operation = $operation;)*

        /// Every operation that this crate can send.
        pub static OPERATIONS: &[&Operation] = &[$(&$name),*];
    };
}

operations! {
    /// The repository itself.
    GET_REPOSITORY = Operation::read("repos/get", "/repos/{owner}/{repo}", METADATA);
    /// Whether releases become immutable when published.
    GET_IMMUTABLE_RELEASES =
        Operation::read("repos/check-immutable-releases", "/repos/{owner}/{repo}/immutable-releases", ADMINISTRATION);
    /// The categories of the repository's discussions. There is no such list but by GraphQL.
    LIST_DISCUSSION_CATEGORIES =
        Operation::create("graphql/discussionCategories", "/graphql", DISCUSSIONS).with(Effect::Read);
    /// How pull requests may be merged. REST tells only who may write.
    GET_MERGING = Operation::create("graphql/merging", "/graphql", METADATA).with(Effect::Read);
    /// A branch.
    GET_BRANCH = Operation::read("repos/get-branch", "/repos/{owner}/{repo}/branches/{branch}", CONTENTS);
    /// What is left of the hour's requests.
    GET_RATE_LIMIT = Operation::read("rate-limit/get", "/rate_limit", &[]);
    /// The token's account.
    GET_VIEWER = Operation::create("graphql/viewer", "/graphql", &[]).with(Effect::Read);

    /// A ref.
    GET_REF = Operation::read("git/get-ref", "/repos/{owner}/{repo}/git/ref/{ref}", CONTENTS);
    /// The refs that begin with a text.
    LIST_REFS =
        Operation::read("git/list-matching-refs", "/repos/{owner}/{repo}/git/matching-refs/{ref}", CONTENTS);
    /// A new ref.
    CREATE_REF = Operation::create("git/create-ref", "/repos/{owner}/{repo}/git/refs", CONTENTS_WRITE);
    /// Where a ref points.
    UPDATE_REF = Operation::update("git/update-ref", "/repos/{owner}/{repo}/git/refs/{ref}", CONTENTS_WRITE);
    /// A ref's end.
    DELETE_REF = Operation::delete("git/delete-ref", "/repos/{owner}/{repo}/git/refs/{ref}", CONTENTS_WRITE);
    /// An annotated tag's object. The same content has the same hash, so twice is as good as once.
    CREATE_TAG =
        Operation::create("git/create-tag", "/repos/{owner}/{repo}/git/tags", CONTENTS_WRITE).with(Effect::Replace);
    /// An annotated tag's object.
    GET_TAG = Operation::read("git/get-tag", "/repos/{owner}/{repo}/git/tags/{tag_sha}", CONTENTS);
    /// A commit's object.
    GET_GIT_COMMIT =
        Operation::read("git/get-commit", "/repos/{owner}/{repo}/git/commits/{commit_sha}", CONTENTS);
    /// A commit's object. An orphan that nobody sees, if it was made twice.
    CREATE_GIT_COMMIT =
        Operation::create("git/create-commit", "/repos/{owner}/{repo}/git/commits", CONTENTS_WRITE)
            .with(Effect::Replace);
    /// A folder's object.
    GET_TREE = Operation::read("git/get-tree", "/repos/{owner}/{repo}/git/trees/{tree_sha}", CONTENTS);
    /// A folder's object, addressed by its content.
    CREATE_TREE =
        Operation::create("git/create-tree", "/repos/{owner}/{repo}/git/trees", CONTENTS_WRITE).with(Effect::Replace);
    /// A file's object, addressed by its content.
    CREATE_BLOB =
        Operation::create("git/create-blob", "/repos/{owner}/{repo}/git/blobs", CONTENTS_WRITE).with(Effect::Replace);
    /// A file as it stands on a ref.
    GET_CONTENT = Operation::read("repos/get-content", "/repos/{owner}/{repo}/contents/{path}", CONTENTS);
    /// A commit.
    GET_COMMIT = Operation::read("repos/get-commit", "/repos/{owner}/{repo}/commits/{ref}", CONTENTS);
    /// The commits before a ref.
    LIST_COMMITS = Operation::read("repos/list-commits", "/repos/{owner}/{repo}/commits", CONTENTS);
    /// What one ref has and another has not.
    COMPARE_COMMITS = Operation::read(
        "repos/compare-commits-with-basehead", "/repos/{owner}/{repo}/compare/{basehead}", CONTENTS);
    /// The pull requests that brought a commit.
    LIST_COMMIT_PULLS = Operation::read(
        "repos/list-pull-requests-associated-with-commit", "/repos/{owner}/{repo}/commits/{commit_sha}/pulls", PULLS);
    /// A signed commit on a branch. It holds the head that it expects, so that a second one is refused.
    CREATE_COMMIT_ON_BRANCH = Operation::create("graphql/createCommitOnBranch", "/graphql", CONTENTS_WRITE);

    /// The comments on a commit.
    LIST_COMMIT_COMMENTS = Operation::read(
        "repos/list-comments-for-commit", "/repos/{owner}/{repo}/commits/{commit_sha}/comments", METADATA);
    /// A new comment on a commit: the one write for which reading is enough, as GitHub's table has it.
    CREATE_COMMIT_COMMENT = Operation::create(
        "repos/create-commit-comment", "/repos/{owner}/{repo}/commits/{commit_sha}/comments", CONTENTS);
    /// The text of a comment on a commit.
    UPDATE_COMMIT_COMMENT = Operation::update(
        "repos/update-commit-comment", "/repos/{owner}/{repo}/comments/{comment_id}", CONTENTS_WRITE);
    /// The end of a comment on a commit.
    DELETE_COMMIT_COMMENT = Operation::delete(
        "repos/delete-commit-comment", "/repos/{owner}/{repo}/comments/{comment_id}", CONTENTS_WRITE);

    /// All releases. Drafts are listed for those who may write.
    LIST_RELEASES = Operation::read("repos/list-releases", "/repos/{owner}/{repo}/releases", CONTENTS);
    /// A release by its number.
    GET_RELEASE = Operation::read("repos/get-release", "/repos/{owner}/{repo}/releases/{release_id}", CONTENTS);
    /// The published release of a tag: never a draft.
    GET_RELEASE_BY_TAG =
        Operation::read("repos/get-release-by-tag", "/repos/{owner}/{repo}/releases/tags/{tag}", CONTENTS);
    /// The release that GitHub shows first.
    GET_LATEST_RELEASE =
        Operation::read("repos/get-latest-release", "/repos/{owner}/{repo}/releases/latest", CONTENTS);
    /// A new release.
    CREATE_RELEASE = Operation::create("repos/create-release", "/repos/{owner}/{repo}/releases", CONTENTS_WRITE);
    /// A release's fields.
    UPDATE_RELEASE =
        Operation::update("repos/update-release", "/repos/{owner}/{repo}/releases/{release_id}", CONTENTS_WRITE);
    /// A release's end.
    DELETE_RELEASE =
        Operation::delete("repos/delete-release", "/repos/{owner}/{repo}/releases/{release_id}", CONTENTS_WRITE);
    /// A release's files.
    LIST_ASSETS = Operation::read(
        "repos/list-release-assets", "/repos/{owner}/{repo}/releases/{release_id}/assets", CONTENTS);
    /// A file of a release.
    UPLOAD_ASSET = Operation::create(
        "repos/upload-release-asset", "/repos/{owner}/{repo}/releases/{release_id}/assets", CONTENTS_WRITE);
    /// A file's end.
    DELETE_ASSET = Operation::delete(
        "repos/delete-release-asset", "/repos/{owner}/{repo}/releases/assets/{asset_id}", CONTENTS_WRITE);

    /// An issue, or a pull request as one.
    GET_ISSUE = Operation::read("issues/get", "/repos/{owner}/{repo}/issues/{issue_number}", ISSUES_ONLY);
    /// Issues, and pull requests as such.
    LIST_ISSUES = Operation::read("issues/list-for-repo", "/repos/{owner}/{repo}/issues", ISSUES_ONLY);
    /// A new issue.
    CREATE_ISSUE = Operation::create("issues/create", "/repos/{owner}/{repo}/issues", ISSUES_ONLY_WRITE);
    /// An issue's fields.
    UPDATE_ISSUE =
        Operation::update("issues/update", "/repos/{owner}/{repo}/issues/{issue_number}", ISSUES_WRITE);
    /// The comments under an issue or a pull request.
    LIST_COMMENTS = Operation::read(
        "issues/list-comments", "/repos/{owner}/{repo}/issues/{issue_number}/comments", ISSUES);
    /// A new comment.
    CREATE_COMMENT = Operation::create(
        "issues/create-comment", "/repos/{owner}/{repo}/issues/{issue_number}/comments", ISSUES_WRITE);
    /// A comment's text.
    UPDATE_COMMENT = Operation::update(
        "issues/update-comment", "/repos/{owner}/{repo}/issues/comments/{comment_id}", ISSUES_WRITE);
    /// A comment's end.
    DELETE_COMMENT = Operation::delete(
        "issues/delete-comment", "/repos/{owner}/{repo}/issues/comments/{comment_id}", ISSUES_WRITE);
    /// What REST does not say of the comments under an issue or a pull request.
    LIST_COMMENT_STATES = Operation::create("graphql/commentStates", "/graphql", ISSUES).with(Effect::Read);
    /// What a comment has said before.
    LIST_COMMENT_EDITS = Operation::create("graphql/commentEdits", "/graphql", ISSUES).with(Effect::Read);
    /// Which comments are hidden, wherever they stand.
    LIST_HIDDEN_COMMENTS = Operation::create("graphql/hiddenComments", "/graphql", ISSUES).with(Effect::Read);
    /// A comment is hidden, wherever it stands: twice is as good as once.
    MINIMIZE_COMMENT =
        Operation::create("graphql/minimizeComment", "/graphql", COMMENTS_WRITE).with(Effect::Replace);
    /// A comment is shown again.
    UNMINIMIZE_COMMENT =
        Operation::create("graphql/unminimizeComment", "/graphql", COMMENTS_WRITE).with(Effect::Replace);
    /// The token's own reactions to a comment, wherever it stands.
    LIST_OWN_REACTIONS = Operation::create("graphql/ownReactions", "/graphql", ISSUES).with(Effect::Read);
    /// A reaction to a comment, wherever it stands: twice is as good as once.
    ADD_REACTION = Operation::create("graphql/addReaction", "/graphql", COMMENTS_WRITE).with(Effect::Replace);
    /// A reaction is taken back.
    REMOVE_REACTION = Operation::create("graphql/removeReaction", "/graphql", COMMENTS_WRITE).with(Effect::Delete);
    /// The reactions to a comment. GitHub lists these three under issues alone, even for a pull request's comment.
    LIST_REACTIONS = Operation::read(
        "reactions/list-for-issue-comment", "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
        ISSUES_ONLY);
    /// A new reaction to a comment: to one that is there GitHub answers with it, so twice is as good as once.
    CREATE_REACTION = Operation::create(
        "reactions/create-for-issue-comment", "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
        ISSUES_ONLY_WRITE).with(Effect::Replace);
    /// A reaction's end.
    DELETE_REACTION = Operation::delete(
        "reactions/delete-for-issue-comment",
        "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions/{reaction_id}", ISSUES_ONLY_WRITE);
    /// The repository's labels.
    LIST_LABELS = Operation::read("issues/list-labels-for-repo", "/repos/{owner}/{repo}/labels", ISSUES);
    /// A new label.
    CREATE_LABEL = Operation::create("issues/create-label", "/repos/{owner}/{repo}/labels", ISSUES_WRITE);
    /// Labels on an issue, beside those it has: a set, so twice is as good as once.
    ADD_LABELS = Operation::create(
        "issues/add-labels", "/repos/{owner}/{repo}/issues/{issue_number}/labels", ISSUES_WRITE)
        .with(Effect::Replace);
    /// A label off an issue.
    REMOVE_LABEL = Operation::delete(
        "issues/remove-label", "/repos/{owner}/{repo}/issues/{issue_number}/labels/{name}", ISSUES_WRITE);
    /// The repository's milestones.
    LIST_MILESTONES = Operation::read("issues/list-milestones", "/repos/{owner}/{repo}/milestones", ISSUES);
    /// A milestone's fields.
    UPDATE_MILESTONE = Operation::update(
        "issues/update-milestone", "/repos/{owner}/{repo}/milestones/{milestone_number}", ISSUES_WRITE);

    /// A discussion with the comments under it. REST knows none.
    GET_DISCUSSION = Operation::create("graphql/discussion", "/graphql", DISCUSSIONS).with(Effect::Read);
    /// A new comment under a discussion.
    CREATE_DISCUSSION_COMMENT =
        Operation::create("graphql/addDiscussionComment", "/graphql", DISCUSSIONS_WRITE);
    /// The text of a comment under a discussion.
    UPDATE_DISCUSSION_COMMENT =
        Operation::create("graphql/updateDiscussionComment", "/graphql", DISCUSSIONS_WRITE).with(Effect::Replace);
    /// The end of a comment under a discussion.
    DELETE_DISCUSSION_COMMENT =
        Operation::create("graphql/deleteDiscussionComment", "/graphql", DISCUSSIONS_WRITE).with(Effect::Delete);

    /// A pull request.
    GET_PULL = Operation::read("pulls/get", "/repos/{owner}/{repo}/pulls/{pull_number}", PULLS_OR_CONTENTS);
    /// Pull requests.
    LIST_PULLS = Operation::read("pulls/list", "/repos/{owner}/{repo}/pulls", PULLS);
    /// A new pull request. Two between the same branches are refused.
    CREATE_PULL = Operation::create("pulls/create", "/repos/{owner}/{repo}/pulls", PULLS_WRITE);
    /// A pull request's fields.
    UPDATE_PULL = Operation::update("pulls/update", "/repos/{owner}/{repo}/pulls/{pull_number}", PULLS_WRITE);
    /// A pull request becomes a draft: twice is as good as once. `contents: write` is asked for, too (cli/cli#8910).
    CONVERT_TO_DRAFT =
        Operation::create("graphql/convertPullRequestToDraft", "/graphql", PULLS_WRITE).with(Effect::Replace);
    /// A draft becomes ready.
    MARK_READY =
        Operation::create("graphql/markPullRequestReadyForReview", "/graphql", PULLS_WRITE).with(Effect::Replace);
    /// The files that a pull request changes.
    LIST_PULL_FILES =
        Operation::read("pulls/list-files", "/repos/{owner}/{repo}/pulls/{pull_number}/files", PULLS);
    /// The commits of a pull request: 250 at most.
    LIST_PULL_COMMITS =
        Operation::read("pulls/list-commits", "/repos/{owner}/{repo}/pulls/{pull_number}/commits", PULLS);

    /// Deployments.
    LIST_DEPLOYMENTS =
        Operation::read("repos/list-deployments", "/repos/{owner}/{repo}/deployments", DEPLOYMENTS);
    /// The deployments with the newest status of each, and a pull request's state. REST has one request a deployment.
    LIST_RECORDED_DEPLOYMENTS =
        Operation::create("graphql/deployments", "/graphql", DEPLOYMENTS).with(Effect::Read);
    /// A new deployment.
    CREATE_DEPLOYMENT =
        Operation::create("repos/create-deployment", "/repos/{owner}/{repo}/deployments", DEPLOYMENTS_WRITE);
    /// A deployment's end: it has to be inactive.
    DELETE_DEPLOYMENT = Operation::delete(
        "repos/delete-deployment", "/repos/{owner}/{repo}/deployments/{deployment_id}", DEPLOYMENTS_WRITE);
    /// The statuses of a deployment, the newest first.
    LIST_DEPLOYMENT_STATUSES = Operation::read(
        "repos/list-deployment-statuses", "/repos/{owner}/{repo}/deployments/{deployment_id}/statuses", DEPLOYMENTS);
    /// A new status of a deployment. The newest counts, so twice says no more than once.
    CREATE_DEPLOYMENT_STATUS = Operation::create(
        "repos/create-deployment-status", "/repos/{owner}/{repo}/deployments/{deployment_id}/statuses",
        DEPLOYMENTS_WRITE).with(Effect::Replace);
    /// The environments.
    LIST_ENVIRONMENTS =
        Operation::read("repos/get-all-environments", "/repos/{owner}/{repo}/environments", ENVIRONMENTS);
    /// An environment.
    GET_ENVIRONMENT = Operation::read(
        "repos/get-environment", "/repos/{owner}/{repo}/environments/{environment_name}", ENVIRONMENTS);
    /// An environment's end. No workflow's own token can do it.
    DELETE_ENVIRONMENT = Operation::delete(
        "repos/delete-an-environment", "/repos/{owner}/{repo}/environments/{environment_name}", ADMINISTRATION_WRITE);

    /// A run of a workflow.
    GET_RUN = Operation::read("actions/get-workflow-run", "/repos/{owner}/{repo}/actions/runs/{run_id}", ACTIONS);
    /// The artifacts that a run left.
    LIST_ARTIFACTS = Operation::read(
        "actions/list-workflow-run-artifacts", "/repos/{owner}/{repo}/actions/runs/{run_id}/artifacts", ACTIONS);
    /// An artifact's archive.
    DOWNLOAD_ARTIFACT = Operation::read(
        "actions/download-artifact", "/repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}",
        ACTIONS);

    /// The check runs of a commit.
    LIST_CHECK_RUNS =
        Operation::read("checks/list-for-ref", "/repos/{owner}/{repo}/commits/{ref}/check-runs", CHECKS);
    /// A new check run.
    CREATE_CHECK_RUN = Operation::create("checks/create", "/repos/{owner}/{repo}/check-runs", CHECKS_WRITE);
    /// A check run's fields.
    UPDATE_CHECK_RUN =
        Operation::update("checks/update", "/repos/{owner}/{repo}/check-runs/{check_run_id}", CHECKS_WRITE);
    /// A commit's statuses, the newest of each context.
    GET_COMBINED_STATUS = Operation::read(
        "repos/get-combined-status-for-ref", "/repos/{owner}/{repo}/commits/{ref}/status", STATUSES);
    /// A new status of a commit. The newest of a context counts, so twice is as good as once.
    CREATE_STATUS = Operation::create(
        "repos/create-commit-status", "/repos/{owner}/{repo}/statuses/{sha}", STATUSES_WRITE)
        .with(Effect::Replace);
}
