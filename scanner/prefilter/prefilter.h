// Prefilter: which files can hold a fact that matters, from their bytes alone.
//
// Guarantee (one-sided): a file for which Classify() answers kNothing gives no finding, whatever
// the front-ends would make of it; tests compare scans with the prefilter on and off. Needles come
// from the rule packs; the byte windows searched for are chosen for rarity when the needle set is
// compiled, so a new needle cannot silently slow the scan. Matching is ASCII case-insensitive on
// the raw bytes of UTF-8, Latin-1 and the like; UTF-16 is transcoded first. Thread safety: a
// Prefilter is immutable; one Scratch a thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace unsoap::rules {
struct Pack;
}

namespace unsoap::prefilter {

enum class Needle : uint8_t {
  kStrong,     // an anchor of the service: the file matters by itself, and so does the repository
  kPart,       // of a text that names the service ("acme-3.wsdl"): strong beside a weak one
  kWeak,       // matters if an operation's name stands in the same file
  kOperation,  // an operation's name, any case style: matters if the repository holds a strong
               // anchor
  kEveryday,   // an operation's name that other programs have, too: one beside a toolkit's word
  kToolkit,    // a word of a SOAP toolkit; nothing alone
  kLearned,    // a name that link learned (a wrapper); the file matters
  kEncoded,    // an anchor in base64 or as numbers: nothing is found there, and nobody can say none
};

/// What one file's bytes say.
struct Hits {
  bool strong = false, weak = false, operation = false, learned = false;
  /// Words that are nothing alone; Combine() has made of them what they are together.
  bool part = false, everyday = false, toolkit = false;
  bool encoded = false;
  void Add(Needle kind);
  void Combine();
  /// The file is to be parsed at once; otherwise only if the repository turns out to hold a strong
  /// anchor.
  bool Candidate() const { return strong || learned || (weak && operation); }
  bool Deferred() const { return !Candidate() && (operation || weak); }
  /// The service is named, but only in a form that is not decoded.
  bool OnlyEncoded() const { return encoded && Nothing(); }
  bool Nothing() const { return !strong && !weak && !operation && !learned && !part && !everyday; }
};

class Prefilter {
 public:
  struct NeedleText {
    std::string text;  // matched case-insensitively
    Needle kind;
    bool whole_word = false;  // no letter, digit or underscore on either side
  };
  explicit Prefilter(std::vector<NeedleText> needles);
  ~Prefilter();
  Prefilter(Prefilter&&) noexcept;
  Prefilter& operator=(Prefilter&&) noexcept;

  /// Scans bytes; stops early once the answer cannot change.
  Hits Classify(std::string_view bytes) const;

  /// Every match, in order: for `unsoap files --hits` and for tests.
  struct Match {
    size_t offset;
    uint32_t needle;  // index into the constructor's list
  };
  std::vector<Match> FindAll(std::string_view bytes) const;

  /// False candidates that are expected in a megabyte of source code: a measure of the needles, for
  /// tests.
  double CandidatesPerMegabyte() const;
  /// 0 is the plain loop, then what the machine's vector instructions allow: for tests. All give
  /// the same answers.
  void UseKernel(int kernel);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The needles of the packs: strong and weak anchors, operation names in camelCase and snake_case,
/// request elements, distinctive types, packages' imports.
std::vector<Prefilter::NeedleText> NeedlesOf(const std::vector<const rules::Pack*>& packs);

}  // namespace unsoap::prefilter
