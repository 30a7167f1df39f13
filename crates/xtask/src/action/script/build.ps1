# The branch of the sources has no digests to pin: here the program is built from this checkout.
$root = $env:GITHUB_ACTION_PATH
while (-not (Test-Path -LiteralPath (Join-Path $root 'Cargo.lock'))) {
  $root = Split-Path -Parent $root
  if (-not $root) { Stop-Here "there is no Cargo.lock above ${env:GITHUB_ACTION_PATH}: $program cannot be built" }
}
if (-not (Get-Command cargo -ErrorAction SilentlyContinue)) { Stop-Here "to build $program, cargo is needed%0Ahint: use a release of this action, or install Rust before" }
# In its own folder: the settings of the repository that uses the action are none of its.
Push-Location -LiteralPath $root
$env:CARGO_BUILD_TARGET = $null
cargo build --locked --release --quiet --target-dir (Join-Path $root 'target') --package $program
$code = $LASTEXITCODE
Pop-Location
if ($code -ne 0) { Stop-Here "cannot build ${program}: see above" }
Start-Program (Join-Path $root 'target' 'release' "$program.exe")
