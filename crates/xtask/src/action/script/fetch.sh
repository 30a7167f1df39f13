folder=
for cache in "${RUNNER_TOOL_CACHE:-}" "${RUNNER_TEMP:-}"; do
  folder=$cache/deploy-kit/$digest
  if [ -n "$cache" ] && mkdir -p "$folder" 2>/dev/null && [ -w "$folder" ]; then break; fi
  folder=
done
[ -n "$folder" ] || stop "neither RUNNER_TOOL_CACHE nor RUNNER_TEMP is a folder that can be written: $program has no place"
binary=$folder/$program
# A hosted runner's cache is this job's own; elsewhere another job may have written to it.
if [ -x "$binary" ] && { [ "${RUNNER_ENVIRONMENT:-}" = github-hosted ] || [ "$(digest_of "$binary")" = "$digest" ]; }; then
  exec "$binary" @ARGUMENTS@
fi
url=${DEPLOY_KIT_DOWNLOAD_URL:-@DOWNLOADS@}/v$version/$program-$target
case $url in
  http://127.0.0.1:* | http://localhost:*) protocols='=http,https' ;;
  https://*) protocols='=https' ;;
  *) stop "$program is fetched by https alone, and DEPLOY_KIT_DOWNLOAD_URL is $DEPLOY_KIT_DOWNLOAD_URL" ;;
esac
part=$binary.$$.part
trap 'rm -f "$part"' EXIT
hint="%0Ahint: without the network, set DEPLOY_KIT_BIN_DIR to a folder with $program, or DEPLOY_KIT_DOWNLOAD_URL to a mirror of the releases"
if command -v curl >/dev/null; then
  curl --proto "$protocols" --tlsv1.2 --fail --location --silent --show-error \
    --retry 5 --retry-connrefused --connect-timeout 10 --max-time 300 --retry-max-time 300 \
    --output "$part" "$url" || stop "cannot fetch $url (curl ended with $?)$hint"
elif command -v wget >/dev/null; then
  wget -q -T 30 -O "$part" "$url" || stop "cannot fetch $url (wget ended with $?)$hint"
else
  stop "to fetch $program, curl or wget is needed; this machine or container has neither$hint"
fi
got=$(digest_of "$part")
[ "$got" = "$digest" ] || refuse "$url" "$got"
chmod 755 "$part"
mv -f "$part" "$binary"
exec "$binary" @ARGUMENTS@
