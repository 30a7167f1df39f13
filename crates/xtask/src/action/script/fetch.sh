# Each job compares what it finds in a cache once: another job, or an image, may have put it there.
mark=${RUNNER_TEMP:-}/deploy-kit-$digest
folder=
for cache in "${RUNNER_TOOL_CACHE:-}" "${RUNNER_TEMP:-}"; do
  [ -n "$cache" ] || continue
  binary=$cache/deploy-kit/$digest/$program
  if [ -x "$binary" ]; then
    if [ -e "$mark" ]; then exec "$binary" @ARGUMENTS@; fi
    if [ "$(digest_of "$binary")" = "$digest" ]; then
      { : >"$mark"; } 2>/dev/null || true
      exec "$binary" @ARGUMENTS@
    fi
  fi
  if [ -z "$folder" ] && mkdir -p "${binary%/*}" 2>/dev/null && [ -w "${binary%/*}" ]; then folder=${binary%/*}; fi
done
[ -n "$folder" ] || stop "neither RUNNER_TOOL_CACHE nor RUNNER_TEMP is a folder that can be written: $program has no place"
binary=$folder/$program
url=${DEPLOY_KIT_DOWNLOAD_URL:-@DOWNLOADS@}/v$version/$program-$target
# A mirror's address may hold a password.
shown=${url#*://}
shown=${url%%://*}://${shown##*@}
shown=${shown%%\?*}
case $url in
  http://127.0.0.1:* | http://localhost:*) protocols='=http,https' ;;
  https://*) protocols='=https' ;;
  *) stop "$program is fetched by https alone, and DEPLOY_KIT_DOWNLOAD_URL makes it $shown" ;;
esac
part=$binary.$$.$RANDOM$RANDOM.part
trap 'rm -f "$part"' EXIT
hint="%0Ahint: without the network, set DEPLOY_KIT_BIN_DIR to a folder with $program, or DEPLOY_KIT_DOWNLOAD_URL to a mirror of the releases"
if command -v curl >/dev/null; then
  curl --proto "$protocols" --tlsv1.2 --fail --location --silent --show-error \
    --retry 5 --retry-connrefused --connect-timeout 10 --max-time 300 --retry-max-time 300 \
    --output "$part" "$url" || stop "cannot fetch $shown (curl ended with $?)$hint"
elif command -v wget >/dev/null; then
  wget -q -T 30 -O "$part" "$url" || stop "cannot fetch $shown (wget ended with $?)$hint"
else
  stop "to fetch $program, curl or wget is needed; this machine or container has neither$hint"
fi
got=$(digest_of "$part")
[ "$got" = "$digest" ] || refuse "$shown" "$got"
chmod 755 "$part"
mv -f "$part" "$binary"
{ : >"$mark"; } 2>/dev/null || true
exec "$binary" @ARGUMENTS@
