//! Plan, rehearse and publish a release.
