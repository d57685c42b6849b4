#!/usr/bin/env bash
# Every exit status that the README promises, from outside: run, look at the status and at what was left behind.
set -u
unsoap=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
export HOME=$folder XDG_CONFIG_HOME=$folder GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
failures=0
fail() {
  printf 'FAILED  %s\n' "$1"
  failures=$((failures + 1))
}
# expect STATUS WHAT COMMAND...
expect() {
  local wanted=$1 what=$2 got
  shift 2
  "$@" >out 2>err
  got=$?
  [ "$got" = "$wanted" ] || fail "$what: status $got, not $wanted: $(head -c 300 err)"
}

mkdir clean used
printf 'print("hello")\n' >clean/a.py
cat >used/a.php <<'PHP'
<?php
$client = new SoapClient('https://123-abc-456.mktoapi.com/soap/mktows/3_1?WSDL');
$client->getLead($p);
PHP

expect 0 'nothing found' "$unsoap" scan clean
expect 1 'findings' "$unsoap" scan used
expect 0 'findings, --exit-zero' "$unsoap" scan --exit-zero used
expect 7 'findings, --exit-code' "$unsoap" scan --exit-code 7 used
expect 0 'findings, --fail-on never' "$unsoap" scan --fail-on never used
expect 1 'the first word may be a path' "$unsoap" used

expect 2 'an unknown flag' "$unsoap" scan --no-such-flag used
expect 2 'an unknown format' "$unsoap" scan -f pdf used
expect 2 'a path that is not there' "$unsoap" scan missing
printf 'no-such-key: 1\n' >bad.yml
expect 2 'a wrong configuration' "$unsoap" scan --config bad.yml used
mkdir bad && printf 'nothing: here\n' >bad/pack.yaml
expect 2 'a wrong rule pack' "$unsoap" scan --rules bad used
[ ! -s out ] || fail 'a usage error writes to standard output'

mkdir nothing && expect 2 'an empty folder' "$unsoap" scan nothing
printf 'PK\003\004 no archive: mktows' >nothing/a.jar
expect 2 'not one file was read' "$unsoap" scan nothing
expect 2 'not one file was read, --exit-zero' "$unsoap" scan --exit-zero nothing
mkdir partly && cp clean/a.py partly/ && printf 'PK\003\004 no archive: mktows' >partly/a.jar
expect 0 '--exit-zero turns 3 into 0' "$unsoap" scan --exit-zero --strict partly
expect 3 'not all was read, --strict' "$unsoap" scan --strict partly
expect 0 'not all was read' "$unsoap" scan partly

# More than a pipe holds, and enough work for a signal to come in the middle.
mkdir many
for i in $(seq 1 300); do
  { printf '<?php\n$client = new SoapClient("https://123-abc-456.mktoapi.com/soap/mktows/3_1?WSDL");\n'
    for k in $(seq 1 400); do printf '$client->getLead(array("leadKey" => array("keyType" => "EMAIL", "keyValue" => $v%d)));\n' "$k"; done
  } >many/f.php
  cp many/f.php "many/f$i.php"
done

# 4, and the old report stays whole.
expect 4 'a directory that is not there' "$unsoap" scan -f json=nowhere/r.json used
if [ -w /dev/full ]; then
  "$unsoap" scan used >/dev/full 2>err
  status=$?
  [ "$status" = 4 ] || fail "a full disk behind standard output: $status"
  expect 4 'a full disk behind a file' "$unsoap" scan -f html=/dev/full used
  for format in json jsonl sarif html markdown csv github gitlab checkstyle junit sonar rdjson text; do
    "$unsoap" scan -f $format used >/dev/full 2>err
    status=$?
    [ "$status" = 4 ] || fail "a full disk behind $format: $status"
  done
fi
printf 'old' >r.html
(
  ulimit -f 4
  trap '' XFSZ
  exec "$unsoap" scan -f html=r.html used
) >/dev/null 2>err
status=$?
[ "$status" = 4 ] || fail "a file that cannot grow: $status"
[ "$(cat r.html)" = old ] || fail 'the old report was touched'
[ "$(find . -maxdepth 1 -name '.*.tmp' | wc -l)" = 0 ] || fail 'a temporary file was left behind'
cp -r many/f.php large.php
set -o pipefail
"$unsoap" scan -f json large.php 2>err | head -c 1 >/dev/null
status=$?
[ "$status" = 4 ] || fail "a closed pipe: $status"
mkfifo pipe
"$unsoap" scan -f html=pipe large.php 2>err &
scan=$!
head -c 1 pipe >/dev/null
wait $scan
status=$?
[ "$status" = 4 ] || fail "a reader that goes away early: $status"

# 70 says that a promise of ours is broken; no input is known that brings it about.

# 130 and 143, with partial results.
for signal in INT:130 TERM:143; do
  rm -f part.json
  # A job of a script ignores SIGINT unless it runs in the foreground: env gives it back.
  env --default-signal=INT "$unsoap" scan -j 1 -f json=part.json many >/dev/null 2>err &
  scan=$!
  sleep 0.4
  kill -"${signal%:*}" $scan
  wait $scan
  status=$?
  [ "$status" = "${signal#*:}" ] || fail "SIG${signal%:*}: status $status, not ${signal#*:}"
  grep -q '"complete": *false' part.json || fail "SIG${signal%:*}: the partial report does not say so"
done

[ "$failures" = 0 ] || exit 1
echo 'exit statuses: all as documented'
