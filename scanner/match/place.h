// Place: from byte spans to what a reader sees: locations, code frames, line hashes, labels of a
// file.
//
// What it is: the last stage that looks at source text. Values of secrets are blanked in everything
// that it gives out. One Place a file; not thread safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scanner/evidence/secrets.h"
#include "scanner/facts/facts.h"
#include "scanner/findings/finding.h"
#include "scanner/findings/line_hash.h"

namespace unsoap::match {

class Place {
 public:
  /// Both must outlive it.
  Place(const facts::FileFacts& facts, const evidence::Secrets& secrets);

  findings::Location At(Span span) const;
  /// The span's first line only, so that code scanning shows it in a diff.
  findings::Location OneLine(Span span) const;
  /// The lines around a use, each cut to what a frame holds; the first line of the use so that it
  /// is shown.
  findings::Snippet Frame(Span use) const;
  std::string LineHash(int line) const;
  /// Source with secrets blanked, white space folded, at most `limit` bytes.
  std::string Text(Span span, size_t limit) const;
  const facts::FileFacts& facts() const { return facts_; }

 private:
  Span Shown(Span line, Span use) const;
  const facts::FileFacts& facts_;
  const evidence::Secrets& secrets_;
  mutable std::optional<findings::LineHashTable> hashes_;
};

/// True for a folder, in lower case, that builds write into (rules/words.yaml).
bool IsBuildFolder(std::string_view folder);

/// "test", "vendored", "documentation", "generated", "example", "log", "build-output" by a path's
/// parts.
std::vector<std::string> LabelsOfPath(std::string_view path);
/// True if one of them is "test".
bool IsTestPath(std::string_view path);

}  // namespace unsoap::match
