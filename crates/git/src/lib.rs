//! History, tags, ranges and diffs of a git repository, read fast.
