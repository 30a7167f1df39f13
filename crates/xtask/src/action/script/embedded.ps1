foreach ($up in '.', '..', '../..') {
  $binary = Join-Path $env:GITHUB_ACTION_PATH $up 'bin' $target "$program.exe"
  if (Test-Path -LiteralPath $binary -PathType Leaf) {
    $got = Get-Digest $binary
    if ($got -ne $digest) { Deny-File "the embedded $program" $got }
    Start-Program $binary
  }
}
