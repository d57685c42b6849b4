// Signals: where the words of a service stand in one file's text, whatever the language.
//
// What it is: a pass over the decoded text that finds namespaces, endpoints, WSDL references,
// hosts, request elements, authentication fields, distinctive types and marks of the replacing API.
// It is the only thing that XQuery, Haskell or a log get, and the evidence beside the traced client
// for everything else. What it is not: a judgement; see matcher.h. Signals are sorted by position;
// those in comments are marked, not dropped. Pure and thread safe.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/facts/facts.h"
#include "scanner/rules/pack.h"

namespace unsoap::evidence {

enum class SignalKind : uint8_t {
  kNamespace,       // the service's namespace URI
  kEndpoint,        // URL or path of the service
  kWsdlReference,   // URL or file name of its WSDL
  kHost,            // a host that serves nothing else
  kRequestElement,  // a word that is a request element (operation is set), in a tag, a string or
                    // code
  kSuccessElement,  // a word that is a response element
  kAuthField,       // mktowsUserId and the like
  kAuthHeader,      // the header's element name
  kSignature,       // code that signs a request
  kType,            // a distinctive generated type
  kCodePackage,     // a generated package (com.marketo.mktows)
  kAnchor,          // any other strong anchor
  kRest,            // the replacing API
  kWsdlSuffix,  // "?WSDL" appended to something; pack is set only in a file that names the service
};

struct Signal {
  SignalKind kind;
  Span span;
  const rules::Pack* pack = nullptr;
  const rules::Operation* operation = nullptr;
  bool in_comment = false;
};

struct FileSignals {
  std::vector<Signal> all;  // by position, then kind
  /// Outside comments: the file itself speaks of the service (namespace, endpoint, WSDL, host,
  /// package, type, anchor).
  const rules::Pack* strong = nullptr;
  /// Holds the address of another service's description, and of the pack's words those alone that
  /// name fields of a signed header.
  bool is_of_other = false;
  const Signal* first_strong() const {
    return first_strong_at < all.size() ? &all[first_strong_at] : nullptr;
  }
  bool has_rest = false;
  bool Has(SignalKind kind, bool outside_comments = true) const {
    return ((outside_comments ? kinds_outside : kinds) >> static_cast<unsigned>(kind) & 1) != 0;
  }
  // Answers to the two questions, counted once: they are asked for each use in the file.
  size_t first_strong_at = static_cast<size_t>(-1);
  uint32_t kinds = 0, kinds_outside = 0;  // a bit for each kind
  void Count();
};

/// Compiled once for a set of packs; const and thread safe.
class SignalScanner {
 public:
  explicit SignalScanner(const std::vector<const rules::Pack*>& packs);
  ~SignalScanner();
  FileSignals Scan(const facts::FileFacts& facts) const;
  /// The first service string inside a short text (a folded constant): kNamespace, kEndpoint,
  /// kWsdlReference or kHost.
  const rules::Pack* ServiceIn(std::string_view text, SignalKind* kind) const;
  /// True if the text is a URL (or host) of something else.
  bool IsOtherUrl(std::string_view text) const;
  const std::vector<const rules::Pack*>& packs() const;

 private:
  /// "$endpoint?WSDL": the address is a variable, the suffix says what it is; it counts in a file
  /// that names the service. `describes_other`: the address in front of one is another service's.
  std::vector<Signal> FindSuffixes(const facts::FileFacts& facts, bool* describes_other) const;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace unsoap::evidence
