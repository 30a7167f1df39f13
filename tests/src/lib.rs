//! End-to-end tests of deploy-kit, and the repositories they build.
