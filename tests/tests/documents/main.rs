//! What the documents say is true: their examples are valid, their commands parse, their links lead somewhere,
//! and what is rendered from declarations is as it is rendered.

mod commands;
mod configuration;
mod links;
mod page;
mod rendered;
mod workflows;
