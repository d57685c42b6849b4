// Redactor: what every output passes through: a text goes in, the text without secrets comes out.
//
// What it is: the values that a scan collected, in every encoding that they may take, compiled into
// one automaton (Aho-Corasick), and the look of secrets for what nobody collected. What it is not:
// a search of files (secrets.h). A value that is an ordinary word, or stands in the vocabulary of
// the reports, is looked for only where a whole literal is shown (Hides), so that no fixed word of
// an output breaks. Built, then const and thread safe. Time: linear in the text, whatever the
// number of values; memory: bounded by kMaxPatternBytes. Where they do not all fit, base64 and the
// like are given up first; values beyond it are hidden in their own file alone.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/evidence/secrets.h"

namespace unsoap::findings {
struct Report;
}

namespace unsoap::evidence {

class Redactor {
 public:
  static constexpr size_t kMaxPatternBytes = 2'000'000;

  explicit Redactor(std::shared_ptr<const SecretLook> look);
  ~Redactor();

  /// Before Compile().
  void Add(const std::vector<std::string>& values);
  /// Words that an output must keep: paths, names of rules.
  void Keep(std::string_view text);
  void Compile();

  /// True if the text, as a whole literal, is a value that was collected, or looks like a secret.
  bool Hides(std::string_view literal) const;
  /// Source text for people: collected values, users in addresses, and what looks random.
  std::string Clean(std::string_view text) const;
  /// Text of our own with names in it: collected values alone.
  std::string CleanValues(std::string_view text) const;
  /// A document whose strings were cleaned before: the same, but never over what is its syntax
  /// (quotes, tags, ends of lines), which a value as it is may hold.
  std::string CleanOutput(std::string_view text) const;
  /// Bytes on their way out, in pieces: collected values in every encoding. Call with an empty
  /// piece at the end.
  class Stream {
   public:
    Stream(const Redactor& redactor, std::function<bool(std::string_view)> out);
    bool Put(std::string_view piece);
    bool Finish();

   private:
    bool Flush(bool all);
    const Redactor& redactor_;
    std::function<bool(std::string_view)> out_;
    std::string held_;
  };
  const SecretLook& look() const { return *look_; }

 private:
  friend class Stream;
  struct Automaton;
  std::shared_ptr<const SecretLook> look_;
  std::unique_ptr<Automaton> automaton_;
};

/// Takes secrets out of everything that came from source text. `names_too`: also what stands beside
/// names of secrets in the report itself; for reports that were not made by this run.
void Redact(const Redactor& redactor, bool names_too, findings::Report* report);
/// Values that a report itself shows to be secrets, sorted.
std::vector<std::string> SecretsIn(const findings::Report& report, const SecretLook& look);

}  // namespace unsoap::evidence
