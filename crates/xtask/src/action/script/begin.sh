# Finds the program whose digest stands here, or fetches it, and becomes it.
set -u
stop() { printf '::error title=deploy-kit::%s\n' "$1" >&2; exit 3; }
if [ -n "${DEPLOY_KIT_BIN_DIR:-}" ]; then
  [ -x "$DEPLOY_KIT_BIN_DIR/$program" ] || stop "\`DEPLOY_KIT_BIN_DIR\` is set, and $DEPLOY_KIT_BIN_DIR/$program is no program"
  exec "$DEPLOY_KIT_BIN_DIR/$program" @ARGUMENTS@
fi
