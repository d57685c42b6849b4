#!/usr/bin/env bash
# A list in shares by GNU parallel: parallel.sh LIST RESULTS SHARES. Started again it does what is missing.
# On several machines: add --sshloginfile, with LIST and RESULTS on a shared file system.
set -eu
export LIST=$1 RESULTS=$2 PARALLEL_TOTAL=$3 UNSOAP=${UNSOAP:-unsoap}
# parallel numbers its jobs in PARALLEL_SEQ; its own status is the number of shares that are not final.
seq "$PARALLEL_TOTAL" | parallel --will-cite --jobs "${JOBS:-100%}" \
  "\"\$UNSOAP\" fleet \"\$LIST\" --results \"\$RESULTS\" --shard auto --jobs 1 -q # {}"
