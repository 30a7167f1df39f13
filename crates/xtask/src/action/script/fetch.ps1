$cache = if ($env:RUNNER_TOOL_CACHE) { $env:RUNNER_TOOL_CACHE } else { $env:RUNNER_TEMP }
$folder = Join-Path $cache 'deploy-kit' $digest
$binary = Join-Path $folder "$program.exe"
# A hosted runner's cache is this job's own; elsewhere another job may have written to it.
if ((Test-Path -LiteralPath $binary -PathType Leaf) -and ($env:RUNNER_ENVIRONMENT -eq 'github-hosted' -or (Get-Digest $binary) -eq $digest)) {
  Start-Program $binary
}
$downloads = if ($env:DEPLOY_KIT_DOWNLOAD_URL) { $env:DEPLOY_KIT_DOWNLOAD_URL } else { '@DOWNLOADS@' }
$url = "$downloads/v$version/$program-$target.exe"
if ($url -notmatch '^(https://|http://(127\.0\.0\.1|localhost):)') { Stop-Here "$program is fetched by https alone, and DEPLOY_KIT_DOWNLOAD_URL is $downloads" }
$null = New-Item -ItemType Directory -Force -Path $folder
$part = "$binary.$PID.part"
try {
  Invoke-WebRequest -Uri $url -OutFile $part -MaximumRetryCount 5 -RetryIntervalSec 2 -TimeoutSec 300
} catch {
  Stop-Here "cannot fetch ${url}: $($_.Exception.Message.Split("`n")[0])%0Ahint: without the network, set DEPLOY_KIT_BIN_DIR to a folder with $program.exe, or DEPLOY_KIT_DOWNLOAD_URL to a mirror of the releases"
}
$got = Get-Digest $part
if ($got -ne $digest) { Remove-Item -LiteralPath $part; Deny-File $url $got }
Move-Item -Force -LiteralPath $part -Destination $binary
Start-Program $binary
