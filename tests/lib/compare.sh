#!/usr/bin/env bash
# usage: compare.sh script.js...   Runs each script under Node itself and with our lib under Node, and compares the output.
# NODE26 is the node binary. Prints one line per script, and the first differences with -v.
set -u
here=$(cd "$(dirname "$0")" && pwd)
verbose=0; [ "${1:-}" = -v ] && { verbose=1; shift; }
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
bad=0
for f in "$@"; do
  timeout 60 "$NODE26" "$here/../libshim/run.cjs" --only=none "$f" > "$tmp/node" 2>&1
  timeout 60 "$NODE26" "$here/../libshim/run.cjs" "$f" > "$tmp/ours" 2>&1
  n=$(wc -l < "$tmp/node"); d=$(diff -a "$tmp/node" "$tmp/ours" | grep -c '^[<>]')
  if [ "$d" = 0 ]; then echo "same  $n lines  $f"; else echo "DIFF  $d of $n lines  $f"; bad=1; fi
  [ $verbose = 1 ] && diff -a "$tmp/node" "$tmp/ours" | head -${LINES_SHOWN:-60}
done
exit $bad
