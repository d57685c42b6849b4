#!/usr/bin/env bash
# The dependency rules between folders, as greps: what may include what, and what no file may contain.
# A third-party type stays in the file that wraps it; the engine knows no service by name; no file grows beyond reading.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
failures=0
fail() {
  printf '%s\n' "$@"
  failures=$((failures + 1))
}

# Own sources, tracked or not yet; without what is generated.
sources() { find scanner reporters tests -name '*.cc' -o -name '*.h' | sort; }

# only HEADER-PATTERN ALLOWED-PATTERN WHY: an include of the header outside the allowed files fails.
only() {
  local found
  found=$(sources | grep -Ev "$2" | xargs -r grep -nE "^ *# *include *[<\"]$1" || true)
  [ -z "$found" ] || fail "$3:" "$found"
}

only 'yaml-cpp/' '^scanner/(rules/yaml|languages/[a-z_]+|facts/[a-z_]*yaml[a-z_]*|facts/[a-z_]+)\.cc$' \
  'yaml-cpp belongs to its wrappers'
only 'tree_sitter/' '^scanner/(languages|facts)/[a-z_]+\.(cc|h)$' 'tree-sitter belongs to languages/ and the extractor in facts/'
only 'archive(_entry)?\.h' '^(scanner/[a-z]+/[a-z_]*archive[a-z_]*\.cc$|tests/)' 'libarchive belongs to the archive reader'
only 'git2' '^scanner/triage/git\.cc$' 'libgit2 belongs to scanner/triage/git.cc'
only 're2/' '^(scanner/(base|rules|match|prefilter|facts|link|languages)/[a-z_]+\.(cc|h)|tests/.*)$' \
  'RE2 belongs to the stages that run patterns of a pack'
only 'clang-c/' '^scanner/clang/' 'libclang belongs to the helper program'
only 'catch2/' '^tests/(catch\.h|main\.cc)$' 'Catch2 is included through tests/catch.h'
only 'tl/expected' '^scanner/base/result\.h$' 'tl::expected is named by Result alone'
only 'reporters/' '^(scanner/cli/|scanner/main\.cc|reporters/|tests/)' 'only the command line knows the reporters'
only 'scanner/cli/' '^(scanner/cli/|scanner/main\.cc|tests/)' 'nothing depends on the command line'
only 'scanner/(walk|prefilter|link|match|triage)/' '^(scanner/|tests/)' 'a reporter sees the report, not the stages'

# Nothing in C++ knows the service; its names are data. Usage examples in comments of headers count too, so that nobody
# gets used to them; tests may name it.
marketo=$(find scanner reporters -name '*.cc' -o -name '*.h' | xargs -r grep -niE 'marketo|mktows|mktoapi|munchkin|syncLead' |
  grep -vE ':[0-9]+: *(//|\*)|// ' || true)
[ -z "$marketo" ] || fail 'names of the service belong into rules/:' "$marketo"

hosts=$(git ls-files -co --exclude-standard 2>/dev/null | grep -vE '^(tests/layers_test\.sh)$' |
  xargs -r grep -nIE 'registry\.(npmjs|yarnpkg)|npm\.pkg\.|/artifactory/|"resolved": *"http' 2>/dev/null || true)
[ -z "$hosts" ] || fail 'no file names a registry host (see .npmrc):' "$hosts"

while read -r file; do
  lines=$(wc -l <"$file")
  [ "$lines" -le 800 ] || fail "$file has $lines lines: split it by concept (at most 800)"
done < <(sources)

# Every header says what it is before anything else.
while read -r file; do
  head -n 1 "$file" | grep -q '^// ' || fail "$file does not begin with what it is"
done < <(sources | grep '\.h$')

[ "$failures" = 0 ] || exit 1
echo 'layers: all rules hold'
