#!/usr/bin/env bash
# package.sh BUILD_DIRECTORY OUTPUT_DIRECTORY: from a build with the preset `package` everything that is handed out:
#   unsoap-VERSION-linux-ARCH.tar.gz   the program, the libclang helper, manual, completions, rules, licences
#   unsoap_VERSION_ARCH.deb            the same for Debian
#   unsoap-VERSION.tgz, unsoap-linux-ARCH-VERSION.tgz   for npm: the command, and the program for one platform
#   unsoap-VERSION.spdx.json           what is linked
#   SHA256SUMS                         of all of them
# The same commit gives the same bytes: times are the commit's, owners are nobody's, names are sorted.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$(realpath "$1")
mkdir -p "$2"
out=$(realpath "$2")
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null || echo 0)}
export SOURCE_DATE_EPOCH
umask 022
version=$("$build/unsoap" version | sed -n '1s/^unsoap //p')
case $(uname -m) in
  x86_64) arch=x86_64 node_arch=x64 ;;
  aarch64) arch=aarch64 node_arch=arm64 ;;
  *) arch=$(uname -m) node_arch=$(uname -m) ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -f "$out"/unsoap[-_]*"$version"* "$out/SHA256SUMS"

# pack FOLDER FILE: the folder as a tar file that depends on what is in it alone.
pack() {
  tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --mode='u+rwX,go+rX,go-w' \
    -C "$(dirname "$1")" -cf - "$(basename "$1")" | gzip -9n >"$2"
}

name=unsoap-$version-linux-$arch
DESTDIR= cmake --install "$build" --prefix "$work/$name" >/dev/null
pack "$work/$name" "$out/$name.tar.gz"

(cd "$build" && cpack -G DEB -B "$work/deb" >"$work/cpack.log" 2>&1) || { cat "$work/cpack.log" >&2; exit 1; }
cp "$work"/deb/*.deb "$out/"

# npm: a small package with the command, and one with the program, which npm installs where the platform fits.
platform=unsoap-linux-$node_arch
mkdir -p "$work/platform/package/bin" "$work/command/package/bin"
cp "$work/$name/bin/"* "$work/platform/package/bin/"
cp "$work/$name/share/doc/unsoap/"{LICENSE,THIRD-PARTY.txt} "$work/platform/package/"
cp "$root/packaging/npm/unsoap.js" "$work/command/package/bin/"
cp "$root/LICENSE" "$root/README.md" "$work/command/package/"
for side in platform command; do
  sed -e "s/@VERSION@/$version/g" -e "s/@PLATFORM@/$platform/g" -e "s/@CPU@/$node_arch/g" \
    "$root/packaging/npm/$side.json" >"$work/$side/package/package.json"
done
pack "$work/platform/package" "$out/$platform-$version.tgz"
pack "$work/command/package" "$out/unsoap-$version.tgz"

cp "$build/texts/sbom.spdx.json" "$out/unsoap-$version.spdx.json"
git -C "$root" rev-parse HEAD >"$out/.from" 2>/dev/null || true
(cd "$out" && sha256sum ./*"$version"* | sed 's| \./| |; s|  \./|  |' >SHA256SUMS)
