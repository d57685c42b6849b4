#include "scanner/facts/wsdl.h"

#include <unordered_set>

#include "scanner/base/text.h"

namespace unsoap::facts {
namespace {

/// An attribute by its local name.
WsdlSummary::Name Attribute(const XmlElement& element, std::string_view name) {
  for (size_t i = 0; i < element.attributes.size(); ++i) {
    std::string_view key = element.attributes[i].first;
    if (const size_t colon = key.find(':'); colon != std::string_view::npos)
      key = key.substr(colon + 1);
    if (key == name) return {element.attributes[i].second, element.attribute_spans[i]};
  }
  return {};
}

void Add(std::vector<WsdlSummary::Name>& names, const WsdlSummary::Name& name) {
  if (!name.name.empty()) names.push_back(name);
}

}  // namespace

WsdlSummary Summarise(const FileFacts& facts) {
  WsdlSummary out;
  if (facts.elements.empty()) return out;
  const XmlElement& root = facts.elements[0];
  const bool wsdl_namespace = ContainsIgnoreCase(root.namespace_uri, "wsdl");
  out.is_wsdl = (root.name == "definitions" || root.name == "description") &&
                (wsdl_namespace || root.namespace_uri.empty());
  out.is_schema = root.name == "schema" && ContainsIgnoreCase(root.namespace_uri, "XMLSchema");
  if (!out.is_wsdl && !out.is_schema) return out;
  out.root = root.start_tag;
  out.target_namespace = Attribute(root, "targetNamespace").name;
  std::unordered_set<std::string_view> seen;
  for (const XmlElement& element : facts.elements) {
    const std::string_view parent =
        element.parent == kNone ? std::string_view() : facts.elements[element.parent].name;
    const WsdlSummary::Name name = Attribute(element, "name");
    if (element.name == "operation" && (parent == "portType" || parent == "interface")) {
      if (seen.insert(name.name).second) Add(out.operations, name);
    } else if (element.name == "portType" || element.name == "interface") {
      Add(out.port_types, name);
    } else if (element.name == "binding" && parent == root.name) {
      Add(out.bindings, name);
    } else if (element.name == "service") {
      Add(out.services, name);
    } else if ((element.name == "port" || element.name == "endpoint") && parent == "service") {
      Add(out.ports, name);
      Add(out.addresses, Attribute(element, "address"));
    } else if (element.name == "address" && parent == "port") {
      Add(out.addresses, Attribute(element, "location"));
    } else if (element.name == "import" || element.name == "include") {
      Add(out.imports, Attribute(element, "location"));
      Add(out.imports, Attribute(element, "schemaLocation"));
    } else if (element.name == "complexType" || element.name == "simpleType") {
      ++out.types;
    } else if (element.name == "element" && parent == "schema") {
      Add(out.elements, name);
    }
  }
  for (const Span& comment : facts.comments) {
    const std::string_view text = facts.source.Slice(comment);
    if (ContainsIgnoreCase(text.substr(0, 4096), "version") ||
        ContainsIgnoreCase(text.substr(0, 4096), "generated")) {
      out.version_comment = Trim(text.size() > 7 ? text.substr(4, text.size() - 7) : text);
      break;
    }
  }
  return out;
}

}  // namespace unsoap::facts
