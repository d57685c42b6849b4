// Rows of a kind's proofs stand in order: the first that fits decides.
#include "scanner/findings/kinds.h"

namespace unsoap::findings {
namespace {

constexpr Confidence kCertain = Confidence::kCertain, kLikely = Confidence::kLikely,
                     kPossible = Confidence::kPossible;

/// A call, and the function that makes it, are as sure as the client that the call is made on:
/// between what comes before that and what comes after.
std::vector<Proof> OnClients(std::vector<Proof> before, const std::vector<Proof>& after) {
  const std::vector<Proof> on_clients = {
      {"namespace|wsdl|endpoint", kCertain,
       "the client was followed to where it is made, with the service's WSDL, address or "
       "namespace"},
      {"named", kCertain, "the project's configuration names it as a door to the service"},
      {"header", kCertain, "the call carries a header in the service's namespace"},
      {"package", kCertain, "the client is that of a package made for the service"},
      {"element", kCertain,
       "the name is put into the request's element, in an envelope with the service's namespace"},
      {"action", kCertain, "the SOAPAction that is sent is in the service's namespace"},
      {"type !anchor|repository", kCertain, "the client's type is generated from the service"},
      {"type anchor|repository", kLikely,
       "the client's declared type belongs to a SOAP toolkit, and code beside it names the "
       "service"},
      {"client anchor", kLikely,
       "the client was followed to a SOAP toolkit, and the same file or class names the service"},
      {"client", kLikely,
       "the client was followed to a SOAP toolkit, and only other files name the service"}};
  before.insert(before.end(), on_clients.begin(), on_clients.end());
  before.insert(before.end(), after.begin(), after.end());
  return before;
}

std::vector<KindInfo> OfCode() {
  return {
      {Kind::kCall, "call", "Call",
       "A place that invokes an operation of the service, directly or through a dispatcher.",
       Level::kError, 30, "operation", kLikely,
       "The operation is named at run time or is one of several: follow the callers.",
       OnClients(
           {{"shared", kPossible,
             "the call may as well reach a dispatcher that does not use the service, through a "
             "shared interface"},
            {"sent namespace|envelope", kCertain,
             "what is sent is a request's element, whole or in a file that declares the service's "
             "namespace"},
            {"sent", kLikely, "what is sent begins with a request's start tag"}},
           {{"anchor", kLikely,
             "the call has the form of a SOAP toolkit's, on something unknown, in a file that "
             "names the service"},
            {"repository !name", kLikely,
             "the call has a form that only SOAP toolkits have, and other files name the service"},
            {"", kPossible,
             "an operation's name is handed to something unknown, and only other files name the "
             "service"}})},
      {Kind::kWrapperCall,
       "wrapper-call",
       "Wrapper call",
       "A call of the project's own function that performs an operation of the service.",
       Level::kError,
       0,
       "",
       kCertain,
       "",
       {{"far", kPossible,
         "three or more calls lie between it and the operation: it is reach, not a place to "
         "change"},
        {"shared", kPossible,
         "the call may as well reach a method that does not use the service, through a shared "
         "interface"},
        {"library", kLikely,
         "the called function is one of a library that the project depends on, which uses the "
         "service"},
        {"name", kLikely,
         "nothing is known of the receiver, but only one method of the tree has this name"},
        {"likely-wrapper", kLikely,
         "the called function was resolved, and is itself likely to use the service"},
        {"", kCertain, "the called function was resolved, and certainly uses the service"}}},
      {Kind::kEnvelope,
       "envelope",
       "Request envelope",
       "A hand-written SOAP body that names an operation, in a file or in a string.",
       Level::kError,
       45,
       "",
       kCertain,
       "",
       {{"namespace", kCertain,
         "a request's element stands in a file that declares the service's namespace"},
        {"envelope", kCertain, "a request's element stands there whole, from start tag to end tag"},
        {"", kLikely, "only the start tag of a request's element stands there"}}},
      {Kind::kDefinition, "definition", "Definition",
       "A wrapper's or a hand-written client's definition of an operation.", Level::kError, 20, "",
       kCertain, "",
       OnClients(
           {{"family", kPossible,
             "the function is declared for a family of classes, of which others do without "
             "the service"},
            {"envelope", kCertain, "the function writes a request's envelope"},
            {"wrapper", kCertain,
             "the function calls or declares one that certainly uses the service"},
            {"likely-wrapper", kLikely,
             "the function calls or declares one that is likely to use the service"},
            {"template", kLikely, "the function names a file that holds a request's envelope"}},
           {{"", kLikely, "the function holds a call that is likely one of the service"}})}};
}

std::vector<KindInfo> OfService() {
  return {{Kind::kGeneratedClient,
           "generated-client",
           "Generated client",
           "Code that a tool made from the service's WSDL; one finding for each package of stubs.",
           Level::kError,
           30,
           "generated-client",
           kCertain,
           "Delete the generated code when its users have moved.",
           {{"", kCertain, "generated code that holds the service's namespace, package or types"}}},
          {Kind::kBinaryClient,
           "binary-client",
           "Binary client",
           "Compiled client code of the service inside an archive or a library.",
           Level::kError,
           20,
           "binary-client",
           kCertain,
           "Delete the library when the code that uses it has moved.",
           {{"namespace|generated-package|generated-type", kCertain,
             "compiled code holds the service's namespace, generated package or types"},
            {"use", kCertain, "code inside it certainly uses the service"},
            {"data|trace !request|endpoint|wsdl|host|anchor|package|likely-use", kPossible,
             "only data that may quote code, or code that possibly uses the service, names it"},
            {"", kLikely,
             "compiled code holds an address or a word of the service, is a known package, or is "
             "likely to use the service"}}},
          {Kind::kWsdlFile,
           "wsdl-file",
           "WSDL file",
           "A copy of the service's WSDL.",
           Level::kWarning,
           5,
           "wsdl-file",
           kCertain,
           "Delete it with the last client that is made from it.",
           {{"", kCertain, "its target namespace is the service's"}}},
          {Kind::kWsdlReference,
           "wsdl-reference",
           "WSDL reference",
           "An address or a file name of the service's WSDL.",
           Level::kError,
           10,
           "wsdl-reference",
           kCertain,
           "Replace the client that is made from it with REST requests.",
           {{"wsdl-suffix", kLikely,
             "an address is put together at run time, and its end asks for a WSDL"},
            {"anchor", kLikely,
             "a SOAP client is made from an address that is not constant, in a file that names the "
             "service"},
            {"", kCertain, "the address is the service's WSDL"}}},
          {Kind::kEndpoint,
           "endpoint",
           "Endpoint",
           "An address of the service.",
           Level::kError,
           10,
           "endpoint",
           kCertain,
           "Replace it with the REST endpoint of the same account.",
           {{"", kCertain, "the address is the service's"}}},
          {Kind::kNamespace,
           "namespace",
           "Namespace",
           "The XML namespace of the service.",
           Level::kNote,
           5,
           "namespace",
           kCertain,
           "It goes with the envelope or the header that carries it.",
           {{"", kCertain, "the namespace is the service's"}}}};
}

std::vector<KindInfo> OfProjects() {
  return {
      {Kind::kAuthentication,
       "authentication",
       "Authentication",
       "Code that signs requests or builds the authentication header of the service.",
       Level::kError,
       60,
       "authentication",
       kLikely,
       "Delete it with the last SOAP call; REST requests carry a token instead.",
       {{"field", kCertain, "the block fills a field that only the service's header has"},
        {"", kLikely,
         "the block signs requests or names the header, in a file that names the service"}}},
      {Kind::kCredential,
       "credential",
       "Credential",
       "A place that holds an account or a key of the service; its value is never shown.",
       Level::kWarning,
       15,
       "credential",
       kLikely,
       "Rotate it if it still opens anything, then delete it here and in the service.",
       {{"doc-comment", kPossible, "a doc comment shows what such a key looks like"},
        {"example", kPossible, "a form's placeholder shows what such a key looks like"},
        {"common-name", kPossible,
         "a name that any product's keys have, in a file that names the service"},
        {"use", kLikely,
         "code fills the service's header, signs its requests or makes its client with the value"},
        {"anchor", kCertain,
         "a name or shape of the service's keys, in a file that names the service"},
        {"", kLikely, "a name or shape of the service's keys"}}},
      {Kind::kParameter,
       "parameter",
       "Flagged parameter",
       "A parameter that has no counterpart in REST, outside any reported call.",
       Level::kWarning,
       10,
       "",
       kLikely,
       "",
       {{"alone", kPossible,
         "words of the service's requests only vouch for each other, and nothing in the tree uses "
         "it"},
        {"", kLikely,
         "a word of the service's requests that has no other meaning, in a file that uses it"}}},
      {Kind::kDependency,
       "dependency",
       "Dependency",
       "A package that speaks to the service.",
       Level::kWarning,
       60,
       "dependency",
       kCertain,
       "Remove the package, or move to a version that speaks REST.",
       {{"dual-package", kLikely,
         "the package speaks this API and another one; which depends on how it is used"},
        {"", kCertain, "the package speaks this API only"}}},
      {Kind::kConfiguration,
       "configuration",
       "Configuration",
       "A setting that only the service's client needs.",
       Level::kNote,
       5,
       "configuration",
       kLikely,
       "Delete the setting with the client that reads it.",
       {{"anchor", kCertain, "a setting with a telling name, in a file that names the service"},
        {"", kLikely, "a setting with a telling name, while other files name the service"}}}};
}

std::vector<KindInfo> MakeKinds() {
  std::vector<KindInfo> kinds = OfCode();
  for (std::vector<KindInfo> (*more)() : {OfService, OfProjects}) {
    const std::vector<KindInfo> rows = more();
    kinds.insert(kinds.end(), rows.begin(), rows.end());
  }
  return kinds;
}

}  // namespace

const std::vector<KindInfo>& Kinds() {
  static const std::vector<KindInfo> kinds = MakeKinds();
  return kinds;
}

const KindInfo& InfoOf(Kind kind) { return Kinds()[static_cast<size_t>(kind)]; }
std::string_view Name(Kind kind) { return InfoOf(kind).name; }

}  // namespace unsoap::findings
