#!/usr/bin/env bash
# A pack of another service, end to end: its own fixtures through `rules test`, and reports that speak of that service
# alone. Also the outcomes and exit statuses of `rules test` where something is wrong.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
unsoap=$(realpath "$1")
pack=fixtures/packs/parcel-soap
scratch=$(mktemp -d) && trap 'rm -rf "$scratch"' EXIT
failures=0
fail() {
  printf 'FAILED: %s\n' "$@"
  failures=$((failures + 1))
}
# run STATUS ARGS...: standard output in $out, standard error in $err
run() {
  local want=$1 got
  shift
  "$unsoap" "$@" >"$scratch/out" 2>"$scratch/err"
  got=$?
  out=$(cat "$scratch/out") err=$(cat "$scratch/err")
  [ "$got" = "$want" ] || fail "status $got, not $want: unsoap $*" "$out" "$err"
}
has() { [[ $out$'\n'$err == *"$1"* ]] || fail "no \"$1\" in:" "$out" "$err"; }
has_not() { [[ $out$'\n'$err != *"$1"* ]] || fail "\"$1\" in:" "$out" "$err"; }

# --- the pack's own fixtures
run 0 rules test "$pack"
has 'parcel-soap 1.0.0: 4 fixtures in fixtures/packs/parcel-soap/tests'
has '7 Reported, 3 Validated, 0 Noisy, 0 Missing, 0 Wrong'
has_not 'No fixture claims'
run 0 rules test "$pack/" --fixtures "$pack/tests" -v
has 'Validated    14  expect-none: a method of our own class'
run 0 rules test "$pack" --format json
has '"ok": true'
# The built-in pack judges other fixtures by itself.
run 1 rules test --fixtures "$pack/tests"
has 'Missing'

# --- what a pack's author sees when something differs
cp -r "$pack" "$scratch/pack"
tests=$scratch/pack/tests
rm "$tests"/*/* && rmdir "$tests"/*
cat >"$tests/a.php" <<'END'
<?php
// expect: wsdl-reference
$client = new SoapClient('https://parcel.example/soap?wsdl');
// expect: trackParcel kind=call replacement=searchParcels
$client->trackParcel(['kind' => 'NUMBER', 'reference' => '1']);
// expect-none: not a use
$client->cancelParcel(['number' => '1']);
// expect: cancelParcel
$client->close();
END
run 1 rules test "$scratch/pack"
has '1 Reported, 0 Validated, 1 Noisy, 1 Missing, 1 Wrong'
has '  Wrong         5  expect: trackParcel kind=call replacement=searchParcels'
has 'found: expect: trackParcel kind=call'
has '  Noisy         7  expect: cancelParcel kind=call'
has 'expect-none: not a use'
has '  Missing       9  expect: cancelParcel'
has 'No fixture claims:
  operation cancelParcel
  operation trackParcel
  parameter expressOnly'
run 1 rules test "$scratch/pack" -f json
has '"outcome": "Noisy"'
has '"ok": false'
printf '<?php\n// expect: trackParcel knd=call\n$x = 1;\n' >"$tests/a.php"
run 2 rules test "$scratch/pack"
has "a.php: line 2: unknown attribute 'knd=call'"
# A claim that is itself a use would hide a miss.
printf '<?php\n// expect: trackParcel https://parcel.example/soap?wsdl\n$x = 1;\n' >"$tests/a.php"
run 2 rules test "$scratch/pack"
rm "$tests/a.php"
run 2 rules test "$scratch/pack"
has 'no fixture here'
run 2 rules test "$scratch/none"
has 'rule pack is not a directory'
run 2 rules test "$pack" --fixtures "$scratch/none"
has 'fixtures are not in a directory here'
run 2 rules test
has 'unsoap rules test DIR'
run 2 rules list --fixtures "$pack/tests"
has "--fixtures belongs to 'rules test'"
echo 'colour: red' >>"$scratch/pack/pack.yaml"
run 2 rules test "$scratch/pack" --fixtures "$pack/tests"
has 'unknown key "colour"'

# --- a scan: this service's words, and nothing of any other
scan() { run "$1" scan --no-config --rules "$pack" "$pack/tests" --as-of 2020-03-10 "${@:2}"; }
scan 1
has 'Parcel SOAP is off since 2020-02-29 (removed 10 days ago). 7 certain places in'
has 'use: GET /v2/parcels/{number}'
has 'use: GET /v2/parcels — Search Parcels (kind is CUSTOMER)'
has 'error[parcel-soap/cancelParcel]'
has 'nothing in REST replaces it'
has 'expressOnly'
scan 1 -f json
python3 - "$scratch/out" <<'END' || fail 'the JSON report'
import json, sys
report = json.load(open(sys.argv[1]))
assert report['service']['name'] == 'Parcel Tracking SOAP API'
assert report['service']['removed_on'] == '2020-02-29'
assert [r['pack'] for r in report['tool']['rules']] == ['parcel-soap']
calls = [f for f in report['findings'] if f['kind'] == 'call']
first = {f['operation'] + str(f['location']['start_line']): [r['id'] for r in f['replacements']][:1] for f in calls}
assert first == {'trackParcel16': ['readParcel'], 'trackParcel22': ['searchParcels'], 'cancelParcel30': [],
                 'trackParcel9': ['readParcel']}, first
flagged = [p['rule_id'] for f in calls for p in f.get('parameters', [])]
assert flagged == ['parcel-soap/param/expressOnly'], flagged
assert {f['toolkit'] for f in calls} == {'php-soapclient', 'zeep'}
END
scan 1 -f sarif
python3 - "$scratch/out" <<'END' || fail 'the SARIF report'
import json, sys
run = json.load(open(sys.argv[1]))['runs'][0]
rules = {r['id'] for r in run['tool']['driver']['rules']}
assert rules and all(r.startswith('parcel-soap/') for r in rules), rules
assert len(run['results']) == 7, len(run['results'])
assert {r['ruleId'] for r in run['results']} <= rules
END
for format in text json jsonl sarif html markdown csv github gitlab checkstyle junit sonar rdjson; do
  scan 1 -f "$format"
  grep -qiE 'marketo|mktows|2026-07-31' "$scratch/out" && fail "$format speaks of another service"
done
# The day before, nothing has failed yet.
run 1 scan --no-config --rules "$pack" "$pack/tests" --as-of 2020-02-28
has 'Parcel SOAP ends on 2020-02-29 (1 day left)'
has 'warning[parcel-soap/trackParcel]'
has_not 'error[parcel-soap'

[ "$failures" = 0 ] || exit 1
echo 'a pack of another service: found, judged and reported as itself'
