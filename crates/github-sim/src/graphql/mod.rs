//! GraphQL, as much as release tools and comment bots send: a whole reading of the language, and a part of
//! GitHub's schema.

mod comment;
mod commit;
mod connection;
mod deployment;
mod discussion;
mod execute;
mod lexer;
mod mutation;
mod node;
mod parser;
mod query;
mod syntax;

pub(crate) use execute::run;
