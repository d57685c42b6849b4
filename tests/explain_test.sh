#!/usr/bin/env bash
# `--explain`: the whole text on a small project, by id, by the beginning of an id and by place; from a saved result; and
# what it says of an id that is none. UPDATE_GOLDEN=1 writes the expected text anew.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
unsoap=$(realpath "$1")
expected=$PWD/fixtures/reports/explain.txt
scratch=$(mktemp -d) && trap 'rm -rf "$scratch"' EXIT
failures=0
export COLUMNS=80
fail() {
  printf 'FAILED: %s\n' "$@"
  failures=$((failures + 1))
}
mkdir -p "$scratch/tree/src"
cd "$scratch/tree"
cat >src/Crm.php <<'PHP'
<?php
class Crm {
    private $soap;

    public function __construct() {
        $this->soap = new SoapClient('https://123-ABC-456.mktoapi.com/soap/mktows/3_1?WSDL');
    }

    public function find($email) {
        return $this->soap->getLead(['leadKey' => ['keyType' => 'EMAIL', 'keyValue' => $email]]);
    }

    public function any($kind, $value) {
        return $this->soap->getLead(['leadKey' => ['keyType' => $kind, 'keyValue' => $value]]);
    }
}
PHP
cat >src/Rest.php <<'PHP'
<?php
class Rest {
    public function getLead($id) {
        return $this->get('/rest/v1/lead/' . $id . '.json');
    }
}
function show(Rest $rest) {
    return $rest->getLead(5);
}
PHP
cat >src/job.php <<'PHP'
<?php
$crm = new Crm();
print_r($crm->find('a@example.com'));
PHP
scan() { "$unsoap" scan --no-config --as-of 2026-11-25 --exit-zero "$@" .; }

{
  for place in src/Crm.php:10 src/Crm.php:14 src/job.php:3; do
    echo "\$ unsoap scan --explain $place"
    scan --explain $place || fail "status of --explain $place"
    echo
  done
} >"$scratch/got" 2>&1
[ -z "${UPDATE_GOLDEN:-}" ] || cp "$scratch/got" "$expected"
diff -u "$expected" "$scratch/got" || fail 'the text of --explain differs (if that is meant: UPDATE_GOLDEN=1)'

# The id, its beginning and the place mean the same finding; a format makes a report of it.
scan --format json="$scratch/all.json" || fail 'scan'
id=$(scan --explain src/Crm.php:10 | sed -n '1s/.* //p')
scan --explain src/Crm.php:10 >"$scratch/place"
scan --explain "$id" | cmp - "$scratch/place" || fail 'by id'
scan --explain "${id:0:8}" | cmp - "$scratch/place" || fail 'by the beginning of an id'
[ "$(scan --explain "$id" --format json | grep -c '"kind":"call"')" = 1 ] || fail 'as a report'
"$unsoap" convert "$scratch/all.json" --explain "$id" >"$scratch/saved" || fail 'convert'
grep -q 'Why certain' "$scratch/saved" && grep -q 'known to `unsoap scan --explain` only' "$scratch/saved" ||
  fail 'from a saved result'

# An id that is none.
wrong=${id:0:15}x
scan --explain "$wrong" >"$scratch/out" 2>"$scratch/err"
[ $? = 2 ] || fail 'status of an unknown id'
[ ! -s "$scratch/out" ] || fail 'an unknown id prints something'
grep -q "there is no finding '$wrong'" "$scratch/err" && grep -q "did you mean '$id'" "$scratch/err" &&
  grep -q 'PATH:LINE' "$scratch/err" || fail "$(cat "$scratch/err")"
[ "$failures" = 0 ] || exit 1
echo 'explain: all as expected'
