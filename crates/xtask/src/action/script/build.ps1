# The branch of the sources has no digests to pin: here the program is built from this checkout.
$root = $env:GITHUB_ACTION_PATH
while (-not (Test-Path -LiteralPath (Join-Path $root 'Cargo.lock'))) {
  $root = Split-Path -Parent $root
  if (-not $root) { Stop-Here "there is no Cargo.lock above ${env:GITHUB_ACTION_PATH}: $program cannot be built" }
}
cargo build --locked --release --quiet --manifest-path (Join-Path $root 'Cargo.toml') --package @PACKAGE@
if ($LASTEXITCODE -ne 0) { Stop-Here "cannot build ${program}: see above" }
$output = if ($env:CARGO_TARGET_DIR) { $env:CARGO_TARGET_DIR } else { Join-Path $root 'target' }
Start-Program (Join-Path $output 'release' "$program.exe")
