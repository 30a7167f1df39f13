//! Release notes and CHANGELOG.md from Conventional Commits.
