#!/usr/bin/env bash
# `generate skill`: a folder of instructions for coding agents, made from the pack, whichever it is.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
unsoap=$(realpath "$1")
scratch=$(mktemp -d) && trap 'rm -rf "$scratch"' EXIT
failures=0
fail() {
  printf 'FAILED: %s\n' "$@"
  failures=$((failures + 1))
}
# run STATUS ARGS...
run() {
  local want=$1 got
  shift
  "$unsoap" "$@" >"$scratch/out" 2>&1
  got=$?
  [ "$got" = "$want" ] || fail "status $got, not $want: unsoap $*" "$(cat "$scratch/out")"
}
has() { grep -qF -- "$2" "$scratch/$1" || fail "no \"$2\" in $1"; }
has_not() { ! grep -rqiE -- "$2" "$scratch/$1" || fail "\"$2\" in $1: $(grep -rniE -- "$2" "$scratch/$1" | head -3)"; }

run 0 generate skill "$scratch/ours" --as-of 2026-11-01
has ours/SKILL.md 'name: marketo-soap-migration'
has ours/SKILL.md 'was removed on 2026-07-31'
has ours/SKILL.md '| [getLead](references/operations/getLead.md) |'
has ours/SKILL.md '`marketoCookie`'
has ours/SKILL.md 'unsoap scan --strict'
has_not ours/SKILL.md '--rules'
has ours/references/operations/getLead.md 'leadKey'
has ours/references/names.md '| FirstName | firstName |'
has ours/references/rest.md '2026-08-31'
has ours/references/set-up.md 'Token client'
python3 - "$scratch/ours" <<'END' || fail 'the skill of the built-in pack'
import os, re, sys
root = sys.argv[1]
text = open(os.path.join(root, 'SKILL.md'), encoding='utf-8').read()
head = re.match(r'---\nname: ([a-z0-9-]{1,64})\ndescription: "(.{1,1024})"\n', text)
assert head, text[:300]
assert text.count('\n') < 500, text.count('\n')
for target in re.findall(r'\]\(([^)]+)\)', text):
    assert os.path.isfile(os.path.join(root, target)), target
assert len(os.listdir(os.path.join(root, 'references/operations'))) == 23
END

# The same for another service: its words alone, and no section about what it does not have.
run 0 generate skill "$scratch/theirs" --rules fixtures/packs/parcel-soap --as-of 2020-03-10
has theirs/SKILL.md 'name: parcel-soap-migration'
has theirs/SKILL.md 'Parcel Tracking SOAP API was removed on 2020-02-29'
has theirs/SKILL.md '`cancelParcel`: nothing in REST replaces it. Parcels cannot be called back any more.'
has theirs/SKILL.md '`expressOnly` (blocker)'
has theirs/SKILL.md 'unsoap scan --rules DIR --strict'
has_not theirs 'marketo|mktows|2026'
has_not theirs/SKILL.md 'set-up'
[ -e "$scratch/theirs/references/set-up.md" ] && fail 'a page about nothing'
[ -e "$scratch/theirs/references/decisions.md" ] || fail 'no page about decisions'

# What it wrote is written anew, with the same bytes; what somebody else wrote stays.
cp -r "$scratch/ours" "$scratch/again"
run 0 generate skill "$scratch/again" --as-of 2026-11-01
diff -r "$scratch/ours" "$scratch/again" >/dev/null || fail 'two skills of one pack differ'
mkdir "$scratch/own" && echo 'my own skill' >"$scratch/own/SKILL.md"
run 2 generate skill "$scratch/own"
grep -q 'my own skill' "$scratch/own/SKILL.md" || fail 'a file of somebody else is gone'
ln -s "$scratch/elsewhere" "$scratch/own/link" && mkdir "$scratch/linked" && ln -s "$scratch/elsewhere" "$scratch/linked/SKILL.md"
run 2 generate skill "$scratch/linked"
run 2 generate skill
run 4 generate skill /dev/null/x

[ "$failures" = 0 ] || exit 1
echo 'a skill of each pack'
