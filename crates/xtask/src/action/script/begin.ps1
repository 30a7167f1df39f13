# Finds the program whose digest stands here, or fetches it, and runs it.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
function Stop-Here([string] $Text) { [Console]::Error.WriteLine("::error title=deploy-kit::$Text"); exit 3 }
function Start-Program([string] $Path) { & $Path @ARGUMENTS@; exit $LASTEXITCODE }
if ($env:DEPLOY_KIT_BIN_DIR) {
  $binary = Join-Path $env:DEPLOY_KIT_BIN_DIR "$program.exe"
  if (-not (Test-Path -LiteralPath $binary -PathType Leaf)) { Stop-Here "``DEPLOY_KIT_BIN_DIR`` is set, and $binary is no program" }
  Start-Program $binary
}
