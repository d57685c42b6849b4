#!/usr/bin/env bash
# take_release.sh FOLDER: the program of a release into FOLDER, where there is one that fits; for action.yml.
#   ACTION_VERSION    0.1.0 or v0.1.0; empty: ACTION_REF, if that is a release's tag; `source`: none
#   ACTION_RELEASES   below it lie vVERSION/SHA256SUMS and vVERSION/unsoap-VERSION-linux-ARCH.tar.gz (https: or file:)
#   ACTION_SHA256     the digest that the tar file must have; empty: what SHA256SUMS says
# What does not have its digest is neither unpacked nor run. GITHUB_OUTPUT gets `taken` (true or false) and `sources`, a digest
# of all that a build here depends on. Status 0: taken, or these sources are that version and can be built. Status 1: neither,
# or the tar file is not what ACTION_SHA256 says. Messages are annotations.
set -euo pipefail
folder=$1
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
own=$(sed -n 's/^project(unsoap VERSION \([0-9.]*\) .*/\1/p' "$root/CMakeLists.txt")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
why=

digest() { sha256sum "$1" | cut -d' ' -f1; }

answer() { printf '%s\n' "$@" >>"${GITHUB_OUTPUT:-/dev/stdout}"; }

stop() { printf '::error title=unsoap::%s\n' "$1"; exit 1; }

# fetch NAME: a file of the release into $work; else `why` says what is wrong.
fetch() {
  local said
  said=$(curl --fail --silent --show-error --location --proto '=https,file' --proto-redir '=https' --retry 2 --connect-timeout 20 \
    --max-time 300 --output "$work/$1" "$ACTION_RELEASES/v$version/$1" 2>&1) && return 0
  why="$1 of release $version is not to be had: $(head -n 1 <<<"$said")"
  return 1
}

# Whether the tar file in $work is what it has to be.
fits() {
  local got wanted=${ACTION_SHA256:-}
  got=$(digest "$work/$name.tar.gz")
  if [ -n "$wanted" ]; then
    [ "$got" = "${wanted,,}" ] || stop "$name.tar.gz has the SHA-256 $got, not $wanted as the input sha256 asks. It was not used."
    return 0
  fi
  fetch SHA256SUMS || return 1
  wanted=$(awk -v name="$name.tar.gz" '$2 == name || $2 == "*" name {print $1; exit}' "$work/SHA256SUMS")
  [ "$got" != "$wanted" ] || return 0
  why="$name.tar.gz has the SHA-256 $got, but SHA256SUMS of the release says ${wanted:-nothing of it}; it was not used"
  return 1
}

take() {
  fetch "$name.tar.gz" && fits || return 1
  rm -rf "$folder"
  mkdir -p "$folder"
  tar -xzf "$work/$name.tar.gz" -C "$folder" --strip-components=1 --no-same-owner
  [ "$("$folder/bin/unsoap" version 2>/dev/null | head -n 1)" = "unsoap $version" ] && return 0
  why="the program in $name.tar.gz does not start here, or is another version"
  rm -rf "$folder"
  return 1
}

version=${ACTION_VERSION:-}
if [ -z "$version" ] && [[ ${ACTION_REF:-} =~ ^v[0-9]+\.[0-9]+\.[0-9]+$ ]]; then version=$ACTION_REF; fi
version=${version#v}
if [ "$version" = source ] || [ -z "$version" ]; then
  version=
elif ! [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]]; then
  stop "the input version is ${version@Q}; write a version as 0.1.0, or source"
else
  name=unsoap-$version-linux-$(uname -m)
  if take; then
    echo "unsoap $version of the release, SHA-256 $(digest "$work/$name.tar.gz")"
    answer taken=true
    exit 0
  fi
  [ "$version" = "$own" ] || stop "$why. These sources are $own, so $version cannot be built from them."
  printf '::warning title=unsoap::%s. It is built from the sources.\n' "$why"
fi

# Names and contents, whatever order and times they have.
sources=$(cd "$root" && find CMakeLists.txt CMakePresets.json cmake docs/schema package-lock.json reporters rules scanner -type f -print0 |
  LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-40)
answer taken=false "sources=$sources"
