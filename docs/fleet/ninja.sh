#!/usr/bin/env bash
# A list in shares by Ninja: ninja.sh LIST RESULTS SHARES OUT. Started again it does what is missing.
set -eu
unsoap=${UNSOAP:-unsoap}
mkdir -p "$2"
{
  printf 'builddir = %s\n' "$2"
  printf 'rule share\n  command = "%s" fleet "%s" --results "%s" --shard $share --jobs 1 -q\n' "$unsoap" "$1" "$2"
  printf 'rule answer\n  command = "%s" merge "%s" --list "%s" --out-dir "%s"\n' "$unsoap" "$2" "$1" "$4"
  # No file stands for a share, so each is looked at every time; what has its result costs next to nothing.
  for share in $(seq "$3"); do printf 'build share-%s: share\n  share = %s/%s\n' "$share" "$share" "$3"; done
  printf 'build answer: answer'
  for share in $(seq "$3"); do printf ' share-%s' "$share"; done
  printf '\n'
} >"$2/build.ninja"
exec ninja -f "$2/build.ninja" answer
