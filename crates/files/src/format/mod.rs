//! The formats, one file each.

mod bazel;
mod bun_lock;
mod cargo;
mod cargo_lock;
mod cmake;
mod composer;
mod deno;
mod elixir;
mod gemfile_lock;
mod go;
mod gradle;
mod helm;
mod keyed;
mod marked;
mod maven;
mod msbuild;
mod npm;
mod npm_lock;
mod plist;
mod pnpm;
mod pnpm_lock;
mod poetry_lock;
mod pub_spec;
mod pyproject;
mod python;
pub(crate) mod regex;
mod ruby;
mod setup_cfg;
mod setup_py;
mod tauri;
mod text;
mod uses;
mod uv_lock;

use super::VersionFile;

/// Every format, in the order in which a path is offered to them.
pub static FORMATS: &[&dyn VersionFile] = &[
    &cargo::Cargo,
    &cargo_lock::CargoLock,
    &npm::Npm,
    &npm_lock::NpmLock,
    &pnpm::PnpmWorkspace,
    &pnpm_lock::PnpmLock,
    &pyproject::PyProject,
    &setup_cfg::SetupCfg,
    &setup_py::SetupPy,
    &python::Python,
    &uv_lock::UvLock,
    &poetry_lock::PoetryLock,
    &maven::Maven,
    &msbuild::MsBuild,
    &gradle::Gradle,
    &helm::Helm,
    &bun_lock::BunLock,
    &composer::Composer,
    &pub_spec::PubSpec,
    &ruby::Ruby,
    &gemfile_lock::GemfileLock,
    &keyed::TOML,
    &keyed::JSON,
    &keyed::YAML,
    &keyed::XML,
    &regex::Pattern,
    &elixir::Mix,
    &deno::Deno,
    &tauri::Tauri,
    &bazel::Bazel,
    &cmake::CMake,
    &plist::PropertyList,
    &go::Go,
    &text::Plain,
    &marked::Marked,
    &uses::Uses,
];

/// The format of a file that none knows by its name.
pub(super) fn marked() -> &'static dyn VersionFile {
    &marked::Marked
}
