// Secrets: every value of one file that may be a key, an id or a password, of the service or of
// anything else, so that no output shows it.
//
// What it is: a search by name, by pattern and by nearness in the text (which serves comments, text
// languages and torn files alike), and by name and alias in the facts. What it is not: a report:
// credentials.h says which of them are findings. The answer is spans to blank and the values behind
// them, also as they are joined, decoded or assigned; both stay inside the program. Const and
// thread safe; linear in the file.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/evidence/credentials.h"
#include "scanner/evidence/secret_look.h"
#include "scanner/facts/facts.h"

namespace unsoap::evidence {

struct Secrets {
  std::vector<Span> spans;          // sorted, disjoint; of the file's text
  std::vector<std::string> values;  // sorted, unique; also those that stand nowhere as they are
};

class SecretFinder {
 public:
  /// `look` must outlive it.
  explicit SecretFinder(const SecretLook& look);
  ~SecretFinder();
  /// `credentials`: what is known to be one, and what its neighbours may be, too.
  Secrets Find(const facts::FileFacts& facts, const std::vector<CredentialUse>& credentials) const;
  /// In a text without facts: a frame, a message, a dump.
  Secrets FindInText(std::string_view text) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

constexpr size_t kMaxSecret = 4096;  // of a value that is kept

/// What FindInText() finds.
Secrets SecretsInText(const SecretLook& look, std::string_view text);
/// Sorted and merged.
std::vector<Span> Merged(std::vector<Span> spans);
/// `text` with the spans as "***"; line breaks inside them stay, so that lines stay aligned.
std::string Blank(std::string_view text, Span of, const std::vector<Span>& spans);

}  // namespace unsoap::evidence
