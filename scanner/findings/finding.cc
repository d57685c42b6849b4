#include "scanner/findings/finding.h"

#include <tuple>

namespace unsoap::findings {

const std::vector<KindInfo>& Kinds() {
  static const std::vector<KindInfo> kKinds = {
      {Kind::kCall, "call", "Call",
       "A place that invokes an operation of the service, directly or through a dispatcher."},
      {Kind::kWrapperCall, "wrapper-call", "Wrapper call",
       "A call of the project's own function that performs an operation of the service."},
      {Kind::kEnvelope, "envelope", "Request envelope",
       "A hand-written SOAP body that names an operation, in a file or in a string."},
      {Kind::kDefinition, "definition", "Definition",
       "A wrapper's or a hand-written client's definition of an operation."},
      {Kind::kGeneratedClient, "generated-client", "Generated client",
       "Code that a tool made from the service's WSDL; one finding for each package of stubs."},
      {Kind::kBinaryClient, "binary-client", "Binary client",
       "Compiled client code of the service inside an archive or a library."},
      {Kind::kWsdlFile, "wsdl-file", "WSDL file", "A copy of the service's WSDL."},
      {Kind::kWsdlReference, "wsdl-reference", "WSDL reference",
       "An address or a file name of the service's WSDL."},
      {Kind::kEndpoint, "endpoint", "Endpoint", "An address of the service."},
      {Kind::kNamespace, "namespace", "Namespace", "The XML namespace of the service."},
      {Kind::kAuthentication, "authentication", "Authentication",
       "Code that signs requests or builds the authentication header of the service."},
      {Kind::kCredential, "credential", "Credential",
       "A place that holds an account or a key of the service; its value is never shown."},
      {Kind::kParameter, "parameter", "Flagged parameter",
       "A parameter that has no counterpart in REST, outside any reported call."},
      {Kind::kDependency, "dependency", "Dependency", "A package that speaks to the service."},
      {Kind::kConfiguration, "configuration", "Configuration",
       "A setting that only the service's client needs."},
  };
  return kKinds;
}

std::string_view Name(Kind kind) { return Kinds()[static_cast<size_t>(kind)].name; }

std::string_view Name(Confidence confidence) {
  static constexpr std::string_view kNames[] = {"possible", "likely", "certain"};
  return kNames[static_cast<size_t>(confidence)];
}

std::string_view Name(Level level) {
  static constexpr std::string_view kNames[] = {"note", "warning", "error"};
  return kNames[static_cast<size_t>(level)];
}

std::string_view Name(State state) {
  static constexpr std::string_view kNames[] = {"new", "baseline"};
  return kNames[static_cast<size_t>(state)];
}

bool IsUseInFunction(const Finding& finding) {
  return finding.enclosing_line > 0 &&
         (finding.kind == Kind::kCall || finding.kind == Kind::kWrapperCall ||
          finding.kind == Kind::kEnvelope);
}

bool Before(const Finding& a, const Finding& b) {
  const auto key = [](const Finding& f) {
    return std::tie(f.location.path, f.location.start_line, f.location.start_column, f.kind,
                    f.rule_id, f.id);
  };
  return key(a) < key(b);
}

}  // namespace unsoap::findings
