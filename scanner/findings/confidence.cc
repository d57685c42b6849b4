#include "scanner/findings/confidence.h"

#include <algorithm>

#include "scanner/base/text.h"

namespace unsoap::findings {
namespace {

bool Has(const Finding& finding, std::string_view what) {
  return std::any_of(finding.evidence.begin(), finding.evidence.end(),
                     [&](const Evidence& e) { return e.what == what; });
}

bool Fits(const ConfidenceRule& rule, const Finding& finding) {
  if (rule.kind != finding.kind) return false;
  if (rule.evidence.empty()) return true;
  for (const std::string_view word : Split(rule.evidence, ' ')) {
    bool found = false;
    for (const std::string_view name : Split(word.starts_with('!') ? word.substr(1) : word, '|'))
      found |= Has(finding, name);
    if (found == word.starts_with('!')) return false;
  }
  return true;
}

constexpr Confidence kCertain = Confidence::kCertain, kLikely = Confidence::kLikely,
                     kPossible = Confidence::kPossible;

/// A call, and the function that makes it, are as sure as the client that the call is made on.
std::vector<ConfidenceRule> OnClients(Kind kind) {
  return {
      {kind, "namespace|wsdl|endpoint", kCertain,
       "the client was followed to where it is made, with the service's WSDL, address or "
       "namespace"},
      {kind, "named", kCertain, "the project's configuration names it as a door to the service"},
      {kind, "header", kCertain, "the call carries a header in the service's namespace"},
      {kind, "package", kCertain, "the client is that of a package made for the service"},
      {kind, "element", kCertain,
       "the name is put into the request's element, in an envelope with the service's namespace"},
      {kind, "action", kCertain, "the SOAPAction that is sent is in the service's namespace"},
      {kind, "type !anchor|repository", kCertain,
       "the client's type is generated from the service"},
      {kind, "type anchor|repository", kLikely,
       "the client's declared type belongs to a SOAP toolkit, and code beside it names the "
       "service"},
      {kind, "client anchor", kLikely,
       "the client was followed to a SOAP toolkit, and the same file or class names the service"},
      {kind, "client", kLikely,
       "the client was followed to a SOAP toolkit, and only other files name the service"},
  };
}

std::vector<ConfidenceRule> OnCode() {
  std::vector<ConfidenceRule> rules = {
      {Kind::kCall, "shared", kPossible,
       "the call may as well reach a dispatcher that does not use the service, through a shared "
       "interface"}};
  const auto add = [&](std::vector<ConfidenceRule> more) {
    rules.insert(rules.end(), more.begin(), more.end());
  };
  add(OnClients(Kind::kCall));
  add({
      {Kind::kCall, "anchor", kLikely,
       "the call has the form of a SOAP toolkit's, on something unknown, in a file that names the "
       "service"},
      {Kind::kCall, "repository !name", kLikely,
       "the call has a form that only SOAP toolkits have, and other files name the service"},
      {Kind::kCall, "", kPossible,
       "an operation's name is handed to something unknown, and only other files name the service"},

      {Kind::kWrapperCall, "far", kPossible,
       "three or more calls lie between it and the operation: it is reach, not a place to change"},
      {Kind::kWrapperCall, "shared", kPossible,
       "the call may as well reach a method that does not use the service, through a shared "
       "interface"},
      {Kind::kWrapperCall, "name", kLikely,
       "nothing is known of the receiver, but only one method of the tree has this name"},
      {Kind::kWrapperCall, "likely-wrapper", kLikely,
       "the called function was resolved, and is itself likely to use the service"},
      {Kind::kWrapperCall, "", kCertain,
       "the called function was resolved, and certainly uses the service"},

      {Kind::kDefinition, "family", kPossible,
       "the function is declared for a family of classes, of which others do without the service"},
      {Kind::kDefinition, "envelope", kCertain, "the function writes a request's envelope"},
      {Kind::kDefinition, "wrapper", kCertain,
       "the function calls or declares one that certainly uses the service"},
      {Kind::kDefinition, "likely-wrapper", kLikely,
       "the function calls or declares one that is likely to use the service"},
  });
  add(OnClients(Kind::kDefinition));
  add({
      {Kind::kDefinition, "", kLikely,
       "the function holds a call that is likely one of the service"},
  });
  return rules;
}

std::vector<ConfidenceRule> OnTexts() {
  return {
      {Kind::kEnvelope, "namespace", kCertain,
       "a request's element stands in a file that declares the service's namespace"},
      {Kind::kEnvelope, "envelope", kCertain,
       "a request's element stands there whole, from start tag to end tag"},
      {Kind::kEnvelope, "", kLikely, "only the start tag of a request's element stands there"},

      {Kind::kGeneratedClient, "", kCertain,
       "generated code that holds the service's namespace, package or types"},

      {Kind::kBinaryClient, "namespace|generated-package|generated-type", kCertain,
       "compiled code holds the service's namespace, generated package or types"},
      {Kind::kBinaryClient, "data", kPossible, "data that may only quote code names the service"},
      {Kind::kBinaryClient, "", kLikely,
       "compiled code holds an address or a word of the service, or is a known package"},

      {Kind::kWsdlFile, "", kCertain, "its target namespace is the service's"},

      {Kind::kWsdlReference, "wsdl-suffix", kLikely,
       "an address is put together at run time, and its end asks for a WSDL"},
      {Kind::kWsdlReference, "anchor", kLikely,
       "a SOAP client is made from an address that is not constant, in a file that names the "
       "service"},
      {Kind::kWsdlReference, "", kCertain, "the address is the service's WSDL"},

      {Kind::kEndpoint, "", kCertain, "the address is the service's"},
      {Kind::kNamespace, "", kCertain, "the namespace is the service's"},

      {Kind::kAuthentication, "field", kCertain,
       "the block fills a field that only the service's header has"},
      {Kind::kAuthentication, "", kLikely,
       "the block signs requests or names the header, in a file that names the service"},

      {Kind::kCredential, "doc-comment", kPossible,
       "a doc comment shows what such a key looks like"},
      {Kind::kCredential, "example", kPossible,
       "a form's placeholder shows what such a key looks like"},
      {Kind::kCredential, "common-name", kPossible,
       "a name that any product's keys have, in a file that names the service"},
      {Kind::kCredential, "use", kLikely,
       "code fills the service's header, signs its requests or makes its client with the value"},
      {Kind::kCredential, "anchor", kCertain,
       "a name or shape of the service's keys, in a file that names the service"},
      {Kind::kCredential, "", kLikely, "a name or shape of the service's keys"},

      {Kind::kParameter, "alone", kPossible,
       "words of the service's requests only vouch for each other, and nothing in the tree uses "
       "it"},
      {Kind::kParameter, "", kLikely,
       "a word of the service's requests that has no other meaning, in a file that uses it"},

      {Kind::kDependency, "dual-package", kLikely,
       "the package speaks this API and another one; which depends on how it is used"},
      {Kind::kDependency, "", kCertain, "the package speaks this API only"},

      {Kind::kConfiguration, "anchor", kCertain,
       "a setting with a telling name, in a file that names the service"},
      {Kind::kConfiguration, "", kLikely,
       "a setting with a telling name, while other files name the service"},
  };
}

std::vector<ConfidenceRule> MakeRules() {
  std::vector<ConfidenceRule> rules = OnCode();
  const std::vector<ConfidenceRule> more = OnTexts();
  rules.insert(rules.end(), more.begin(), more.end());
  return rules;
}

}  // namespace

const std::vector<ConfidenceRule>& ConfidenceRules() {
  static const std::vector<ConfidenceRule> rules = MakeRules();
  return rules;
}

const ConfidenceRule& ConfidenceRuleOf(const Finding& finding) {
  const std::vector<ConfidenceRule>& rules = ConfidenceRules();
  const auto fits = [&](const ConfidenceRule& rule) { return Fits(rule, finding); };
  return *std::find_if(rules.begin(), rules.end(), fits);
}

const std::vector<ConfidenceCap>& ConfidenceCaps() {
  static const std::vector<ConfidenceCap> caps = {
      {"backup", kPossible, "a backup copy beside the source does not run"},
      {"documentation", kLikely, "documentation does not run"},
  };
  return caps;
}

Confidence ConfidenceOf(const Finding& finding) {
  Confidence confidence = ConfidenceRuleOf(finding).confidence;
  for (const ConfidenceCap& cap : ConfidenceCaps()) {
    if (std::find(finding.labels.begin(), finding.labels.end(), cap.label) != finding.labels.end())
      confidence = std::min(confidence, cap.at_most);
  }
  return confidence;
}

}  // namespace unsoap::findings
