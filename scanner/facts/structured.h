// Structured files: everything that is not a programming language (XML, JSON, YAML, settings,
// manifests, documents).
//
// What it is: the choice of a reader from a file's name and content (the table is kStructuredRows
// in structured.cc, linted by tests/structured_test.cc) and the readers' one entry point. What it
// is not: archives and binaries (archive.h, binary.h) or notebooks and code blocks of documents
// (documents.h), which hold other files.
//
// Ownership: readers append to FileFacts; every string_view they store is a slice of facts.source
// or kept in facts.pool. Failure: never; a malformed file gives what can be read, Health::kPartial
// and a reason. Work is linear in the text, memory is bounded by kMaxElements, kMaxSettings and
// kMaxDependencies. Thread safe.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "scanner/facts/facts.h"

namespace unsoap::facts {

inline constexpr size_t kMaxElements = 250'000;
inline constexpr size_t kMaxSettings = 100'000;
inline constexpr size_t kMaxDependencies = 50'000;

/// Reads facts.source (already decoded) if its name or content says that it is a structured file.
/// `name_hint` is the file's name or path; empty means facts.path. True: elements, settings,
/// dependencies, comments, language and health are filled and no other front-end is to read the
/// file. False: not structured, or a manifest that is itself code (Gemfile, setup.py, build.gradle,
/// *.gemspec, mix.exs, cpanfile, build.sbt ...): then only `dependencies` were added, `language`
/// and `health` are untouched, and the language's own front-end reads the rest.
bool ReadStructured(FileFacts& facts, std::string_view name_hint);
/// The same from the content alone, for a file that neither ReadStructured nor a language claims by
/// its name.
bool ReadStructuredByContent(FileFacts& facts);

/// The format that a file's name says ("xml"); empty if it says none, or that of code.
std::string_view StructuredFormatOf(std::string_view path);

/// One row of the table that says which file goes to which reader.
struct StructuredRow {
  enum class Match : unsigned char {
    kName,      // the whole file name, lower case
    kPrefix,    // the file name begins with it (".env.", "dockerfile.")
    kSuffix,    // the file name ends with it; the longest suffix wins
    kWildcard,  // "requirements*.txt": one star
  };
  Match match;
  std::string_view pattern;          // lower case
  std::string_view language;         // FileFacts::language; empty for manifests that are code
  std::string_view ecosystem;        // of the dependencies read from it; empty if none
  void (*read)(FileFacts&);          // fills elements or settings; null for manifests that are code
  void (*dependencies)(FileFacts&);  // runs after `read`; null if the file names no packages
  std::string (*own)(FileFacts&) = nullptr;  // what the file calls its own package (manifest.h)
};
/// The row of a file's name; nullptr where there is none.
const StructuredRow* StructuredRowOf(std::string_view path);
/// For tests and for `unsoap languages`.
std::span<const StructuredRow> StructuredRows();

}  // namespace unsoap::facts
