// What a WSDL or XML schema says about a service, from the elements of the document.
//
// What it is: a summary of facts.elements. What it is not: a resolver; imports are named, not
// followed. Views point into the facts. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "scanner/facts/facts.h"

namespace unsoap::facts {

struct WsdlSummary {
  bool is_wsdl = false;    // definitions (1.1) or description (2.0)
  bool is_schema = false;  // a schema by itself
  std::string_view target_namespace;
  Span root;  // start tag of the root element
  struct Name {
    std::string_view name;
    Span span;  // of the attribute's value
  };
  std::vector<Name> operations;  // of the port types, unique, in order
  std::vector<Name> services, ports, port_types, bindings;
  std::vector<Name> addresses;  // `location` of a port's address
  std::vector<Name> imports;    // locations of wsdl:import, xsd:import, xsd:include
  std::vector<Name> elements;   // global elements of the schemas
  size_t types = 0;             // complex and simple types
  std::string_view
      version_comment;  // first comment that speaks of a version or a generator; empty if none
};

WsdlSummary Summarise(const FileFacts& facts);

}  // namespace unsoap::facts
