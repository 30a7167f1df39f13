case "${RUNNER_OS:-} ${RUNNER_ARCH:-}" in
@PLATFORMS@
  *) stop "there is no $program for RUNNER_OS=${RUNNER_OS:-} and RUNNER_ARCH=${RUNNER_ARCH:-}, only for @KNOWN@%0Ahint: build $program there from the sources, and set DEPLOY_KIT_BIN_DIR to its folder" ;;
esac
# The fastest first; one that is there and fails is passed over.
digest_of() {
  local tool line
  for tool in 'openssl dgst -sha256 -r' sha256sum 'shasum -a 256'; do
    command -v "${tool%% *}" >/dev/null || continue
    # shellcheck disable=SC2086 # the words of the list
    line=$($tool <"$1" 2>/dev/null) || continue
    line=${line%% *}
    if [ ${#line} -eq 64 ]; then printf '%s' "$line"; return; fi
  done
  stop "to check $program, one of openssl, sha256sum and shasum is needed; this machine or container has none that works"
}
refuse() { stop "$1 has the sha256 $2, and this action is pinned to $digest: it was not run%0Ahint: somebody or something has changed the file; if it is your mirror, copy the release again"; }
