switch ("$env:RUNNER_OS $env:RUNNER_ARCH") {
@PLATFORMS@
  default { Stop-Here "there is no $program for RUNNER_OS=$env:RUNNER_OS and RUNNER_ARCH=$env:RUNNER_ARCH, only for @KNOWN@%0Ahint: build $program there from the sources, and set DEPLOY_KIT_BIN_DIR to its folder" }
}
function Get-Digest([string] $Path) { (Get-FileHash -Algorithm SHA256 -LiteralPath $Path).Hash.ToLowerInvariant() }
function Deny-File([string] $Name, [string] $Got) { Stop-Here "$Name has the sha256 $Got, and this action is pinned to ${digest}: it was not run%0Ahint: somebody or something has changed the file; if it is your mirror, copy the release again" }
