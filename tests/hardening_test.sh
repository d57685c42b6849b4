#!/usr/bin/env bash
# The programs that are shipped are hardened: loaded at an address of chance, nothing writable is executable, tables of
# the linker are read-only, returns and copies are checked. Looks at the files, not at the flags that made them.
set -u
unsoap=$(realpath "$1")
folder=$(dirname "$unsoap")
command -v readelf >/dev/null || { echo 'readelf is missing'; exit 77; }
if [ -f "$folder/CMakeCache.txt" ]; then
  grep -q '^CMAKE_BUILD_TYPE:[A-Z]*=Release$' "$folder/CMakeCache.txt" || { echo 'only release builds are hardened'; exit 77; }
  grep -q '^UNSOAP_SANITIZE:[A-Z]*=.' "$folder/CMakeCache.txt" && { echo 'sanitizers take the place of hardening'; exit 77; }
  grep -q '^UNSOAP_HARDEN:[A-Z]*=OFF$' "$folder/CMakeCache.txt" && { echo 'hardening was turned off'; exit 77; }
fi
failures=0
# want PROGRAM TEXT PATTERN WHAT; want_not the same for what must not be there
want() { grep -qE "$3" <<<"$2" || { echo "FAILED: $(basename "$1"): $4"; failures=$((failures + 1)); }; }
want_not() { ! grep -qE "$3" <<<"$2" || { echo "FAILED: $(basename "$1"): $4"; failures=$((failures + 1)); }; }

for program in "$unsoap" "$folder/unsoap-clang"; do
  [ -f "$program" ] || continue
  header=$(readelf -hW "$program") segments=$(readelf -lW "$program") dynamic=$(readelf -dW "$program")
  symbols=$(readelf --dyn-syms -W "$program")
  want "$program" "$header" 'Type: +DYN' 'it is no position independent executable'
  want "$program" "$dynamic" 'FLAGS_1.*PIE' 'it is a library, not a program'
  want "$program" "$segments" 'GNU_RELRO' 'the linker tables stay writable (no RELRO)'
  want "$program" "$dynamic" 'BIND_NOW|FLAGS_1.*NOW' 'functions are bound late (no BIND_NOW)'
  want "$program" "$segments" 'GNU_STACK .* RW ' 'the stack is executable'
  want_not "$program" "$segments" ' RWE ' 'a segment is writable and executable'
  want_not "$program" "$dynamic" 'TEXTREL' 'code is relocated, so it is writable while it loads'
  # An absolute folder of the system is what libclang needs; anything else would be somebody else's to fill.
  want_not "$program" "$dynamic" '\((RPATH|RUNPATH)\).*\[([^]]*:)?([^/:]|\]|:)' 'libraries are looked for in a relative folder'
  want "$program" "$symbols" '__stack_chk_fail' 'no return is checked (stack protector)'
  want "$program" "$symbols" ' __[a-z]+_chk(@| |$)' 'no call is checked (_FORTIFY_SOURCE)'
done
if [ "$(uname -m)" = x86_64 ]; then
  # Every function that is reached by an address begins with endbr64; the start files bring a handful.
  marks=$(LC_ALL=C grep -aoP '\xf3\x0f\x1e\xfa' "$unsoap" | wc -l)
  [ "$marks" -gt 100 ] || { echo "FAILED: jumps are not marked (-fcf-protection): $marks marks"; failures=$((failures + 1)); }
fi
[ "$failures" = 0 ] || exit 1
echo 'hardening: all there'
