#!/usr/bin/env bash
# Measures unsoap against its peers and against itself. Usage: bench/run.sh [UNSOAP] [TREE]
# Ratios within one interleaved run are the result; seconds are context. See bench/README.md.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source_dir=$(dirname "$here")
build=$source_dir/build/release
unsoap=${1:-$build/unsoap}
work=${BENCH_DIR:-$source_dir/build/bench}
runs=${BENCH_RUNS:-7}
mkdir -p "$work"

if [ ! -e "$work/made" ] || [ "$here/make_trees.py" -nt "$work/made" ]; then
  echo "making the trees in $work (once)"
  python3 "$here/make_trees.py" "$work"
fi
cold=${2:-$work/cold}

floor=$build/read_floor

# Each command: a name, a tab, a shell line. The first one is what the others are compared with.
commands=$work/commands
{
  printf 'read floor\t%q %q\n' "$floor" "$cold"
  printf 'prefilter\t%q --needles %q %q\n' "$floor" "$here/needles.txt" "$cold"
  if [ -x "$unsoap" ]; then
    printf 'unsoap scan\t%q scan --format json=/dev/null %q\n' "$unsoap" "$cold"
  else
    echo "no $unsoap: run ./dev build first; its rows are left out" >&2
  fi
  if command -v rg > /dev/null; then
    printf 'rg -i 50 needles\trg --no-messages -i -F -l -f %q %q\n' "$here/needles.txt" "$cold"
    printf 'rg -i 3 words\trg --no-messages -i -l "mktows|mktoapi|marketo" %q\n' "$cold"
  else
    echo "ripgrep is not installed: no comparison with it" >&2
  fi
  if command -v ugrep > /dev/null; then
    printf 'ugrep -i\tugrep -r -i -F -l -f %q %q\n' "$here/needles.txt" "$cold"
  fi
} > "$commands"
echo
echo "== a tree without a finding: $cold"
python3 "$here/compare.py" --runs "$runs" "$commands"

if [ -x "$unsoap" ]; then
  echo
  echo "== growth: the same code at 1x, 4x, 16x"
  for scale in 1 4 16; do
    printf 'dense %sx\t%q scan --format json=/dev/null %q\n' "$scale" "$unsoap" "$work/dense-$scale"
  done > "$commands"
  python3 "$here/compare.py" --runs 3 "$commands"
  echo
  echo "== stages and memory as the tree grows, one thread"
  python3 "$here/growth.py" --runs 3 "$unsoap" "$work"/dense-{1,4,16}
fi
