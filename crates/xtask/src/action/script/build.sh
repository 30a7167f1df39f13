# The branch of the sources has no digests to pin: here the program is built from this checkout.
root=$GITHUB_ACTION_PATH
while [ ! -f "$root/Cargo.lock" ]; do
  [ "$root" != / ] || stop "there is no Cargo.lock above $GITHUB_ACTION_PATH: $program cannot be built"
  root=$(dirname "$root")
done
command -v cargo >/dev/null || stop "to build $program, cargo is needed%0Ahint: use a release of this action, or install Rust before"
# In its own folder: the settings of the repository that uses the action are none of its.
(cd "$root" && unset CARGO_BUILD_TARGET && cargo build --locked --release --quiet --target-dir "$root/target" --package "$program") || stop "cannot build $program: see above"
exec "$root/target/release/$program" @ARGUMENTS@
