for root in "$GITHUB_ACTION_PATH" "$GITHUB_ACTION_PATH/.." "$GITHUB_ACTION_PATH/../.."; do
  binary=$root/bin/$target/$program
  if [ -f "$binary" ]; then
    got=$(digest_of "$binary")
    [ "$got" = "$digest" ] || refuse "the embedded $program" "$got"
    exec "$binary" @ARGUMENTS@
  fi
done
