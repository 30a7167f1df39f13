//! How the GitHub Actions runner reads a step's output and its file-command files: the oracle of action tests.
