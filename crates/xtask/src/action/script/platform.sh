case "${RUNNER_OS:-} ${RUNNER_ARCH:-}" in
@PLATFORMS@
  *) stop "there is no $program for RUNNER_OS=${RUNNER_OS:-} and RUNNER_ARCH=${RUNNER_ARCH:-}, only for @KNOWN@%0Ahint: build $program there from the sources, and set DEPLOY_KIT_BIN_DIR to its folder" ;;
esac
digest_of() {
  local line
  # The fastest first.
  if command -v openssl >/dev/null; then line=$(openssl dgst -sha256 -r <"$1")
  elif command -v sha256sum >/dev/null; then line=$(sha256sum <"$1")
  elif command -v shasum >/dev/null; then line=$(shasum -a 256 <"$1")
  else stop "to check $program, one of sha256sum, shasum and openssl is needed; this machine or container has none"
  fi
  printf '%s' "${line%% *}"
}
refuse() { stop "$1 has the sha256 $2, and this action is pinned to $digest: it was not run%0Ahint: somebody or something has changed the file; if it is your mirror, copy the release again"; }
