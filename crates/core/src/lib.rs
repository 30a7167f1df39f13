//! A toolkit for GitHub Actions written in Rust.
//!
//! An action is a program: it reads inputs, does its work, and tells the runner what came of it.
//! This crate speaks the runner's protocol exactly, and keeps what strangers write – titles, bodies,
//! a child's output – from speaking it, too.
//!
//! ```
//! use deploy_kit_core::actions::{Runner, Summary};
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let runner = Runner::from_process();
//!     let who = runner.input("who").unwrap_or("world");
//!     if runner.boolean("shout")?.unwrap_or(false) {
//!         runner.console().warning("shouting is not polite");
//!     }
//!     runner.console().info(format!("greeting {who}"));
//!     runner.set_output("greeting", &format!("Hello, {who}!"))?;
//!     runner.summarise(&Summary::new().heading(2, "Greeted").paragraph(who))?;
//!     Ok(())
//! }
//! ```
//!
//! In a terminal the same program prints its output as `greeting=Hello, world!`, and talks on
//! stderr, in colour where that is wanted.
//!
//! # What it promises
//!
//! - **Exactness.** What is sent arrives: each key, value, message and property goes through this
//!   crate and an independent reading of the runner's rules in property tests.
//! - **Text is data.** No text, whatever it holds, sets an output, adds a mask or ends a value:
//!   see [`actions::guard`] and [`actions::file_command`].
//! - **Secrets stay secret.** A [`actions::Secret`] shows itself as `***`, and once masked is blotted
//!   out of all that is printed, in its usual encodings too, on a runner and off it.
//! - **Limits are known.** Ten annotations of a level, 4096 characters of a message, 1 MiB of a
//!   summary: what does not fit is ranked, merged and noted, not lost in silence.
//!
//! The crate has no network and no git, reads the environment once, and is small: it is part of
//! every deploy-kit program.

pub mod actions;
pub mod cancel;
pub mod config;
pub mod glob;
pub mod hook;
pub mod markdown;
pub mod template;
pub mod tool;
