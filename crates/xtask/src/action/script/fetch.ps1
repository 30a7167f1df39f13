# Each job compares what it finds in a cache once: another job, or an image, may have put it there.
$mark = Join-Path $env:RUNNER_TEMP "deploy-kit-$digest"
$folder = $null
foreach ($cache in @($env:RUNNER_TOOL_CACHE, $env:RUNNER_TEMP) | Where-Object { $_ }) {
  $place = Join-Path $cache 'deploy-kit' $digest
  $binary = Join-Path $place "$program.exe"
  if (Test-Path -LiteralPath $binary -PathType Leaf) {
    if ((Test-Path -LiteralPath $mark) -or (Get-Digest $binary) -eq $digest) {
      $null = New-Item -ItemType File -Force -Path $mark -ErrorAction SilentlyContinue
      Start-Program $binary
    }
  }
  if (-not $folder -and (New-Item -ItemType Directory -Force -Path $place -ErrorAction SilentlyContinue)) { $folder = $place }
}
if (-not $folder) { Stop-Here "neither RUNNER_TOOL_CACHE nor RUNNER_TEMP is a folder that can be written: $program has no place" }
$binary = Join-Path $folder "$program.exe"
$downloads = if ($env:DEPLOY_KIT_DOWNLOAD_URL) { $env:DEPLOY_KIT_DOWNLOAD_URL } else { '@DOWNLOADS@' }
$url = "$downloads/v$version/$program-$target.exe"
# A mirror's address may hold a password.
$shown = $url -replace '//[^/]*@', '//' -replace '\?.*$', ''
if ($url -notmatch '^(https://|http://(127\.0\.0\.1|localhost):)') { Stop-Here "$program is fetched by https alone, and DEPLOY_KIT_DOWNLOAD_URL makes it $shown" }
$part = "$binary.$([guid]::NewGuid()).part"
try {
  Invoke-WebRequest -Uri $url -OutFile $part -MaximumRetryCount 5 -RetryIntervalSec 2 -TimeoutSec 300
} catch {
  Remove-Item -LiteralPath $part -ErrorAction SilentlyContinue
  Stop-Here "cannot fetch ${shown}%0Ahint: without the network, set DEPLOY_KIT_BIN_DIR to a folder with $program.exe, or DEPLOY_KIT_DOWNLOAD_URL to a mirror of the releases"
}
$got = Get-Digest $part
if ($got -ne $digest) { Remove-Item -LiteralPath $part; Deny-File $shown $got }
try {
  Move-Item -Force -LiteralPath $part -Destination $binary
} catch {
  # Another job runs the file that stands there: if it is the same, so much the better.
  if ((Get-Digest $binary) -ne $digest) { Stop-Here "cannot put $program.exe into $folder" }
  Remove-Item -LiteralPath $part -ErrorAction SilentlyContinue
}
$null = New-Item -ItemType File -Force -Path $mark -ErrorAction SilentlyContinue
Start-Program $binary
