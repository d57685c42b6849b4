// Credentials: where the keys of the retired service stand. Their values never leave this file's
// answers as text: a CredentialUse holds spans only. What is hidden in outputs is a wider set
// (secrets.h); this one is what is reported.
//
// Found by shape (user ids and generated keys have one) and by name (a key, variable, argument or
// element with a telling name and a constant value that is no placeholder). Names that any product
// may use need the service in the same file. What shows itself by its use:
// match/credential_reads.h.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/evidence/signals.h"
#include "scanner/findings/finding.h"

namespace unsoap::evidence {

struct CredentialUse {
  Span value;         // inside the quotes
  Span name;          // of the key; empty when found by shape alone
  std::string title;  // "SOAP user id", or the key's name as written
  bool is_secret = true;
  findings::Confidence confidence = findings::Confidence::kLikely;
  std::string
      doubt;  // why it is only possible: "doc-comment", "example", "common-name"; empty: it is not
  std::string advice;
  const rules::Pack* pack = nullptr;
  // Found by what code does with it: what, and where (the number of a file of the program).
  std::string use;
  uint32_t use_file = 0;
  Span use_span;
};

class CredentialFinder {
 public:
  explicit CredentialFinder(const std::vector<const rules::Pack*>& packs);
  ~CredentialFinder();
  /// Sorted by position, at most one for a value. `named`: the packs whose service some file of the
  /// tree names; shapes that nothing else has are then looked for in files that do not.
  std::vector<CredentialUse> Find(const facts::FileFacts& facts, const FileSignals& signals,
                                  const std::set<const rules::Pack*>& named = {}) const;
  /// The pack whose endpoint settings have a key of this name; nullptr if none.
  const rules::Pack* EndpointKey(std::string_view key, const FileSignals& signals) const;
  /// The pack whose credentials have a key of this name that says the service itself.
  const rules::Pack* CredentialKey(std::string_view key) const;
  /// True if every word of a key says no more than what kind of thing it is: "user_id", "key".
  bool IsEveryday(std::string_view key) const;
  /// No placeholder, label, identifier or value that the service defines.
  bool MayBeKey(const rules::Pack* pack, std::string_view name, std::string_view value) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Regexes of what is a credential wherever it stands, for a search of whole files.
std::vector<std::string> DistinctiveShapes(const rules::Pack& pack);

/// Several words with blanks between them are meant for people.
bool IsSentence(std::string_view value);

}  // namespace unsoap::evidence
