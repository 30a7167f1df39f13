//! The program against the embedded GitHub.

mod closed;
mod faults;
mod hooks;
mod life;
mod proof;
mod publish;
mod races;
mod sweep;
mod world;
