// RenderExample: a REST request in one of the languages of rules/examples/.
//
// What it is: the filling of an ExampleLanguage's lines, and the variables that stand for what is
// not known. What it is not: a judgement on the request. Same input, same text.
#pragma once

#include <map>
#include <string>

#include "scanner/rules/build_request.h"
#include "scanner/rules/example.h"

namespace unsoap::rules {

struct RenderedExample {
  std::string text;
  std::map<std::string, std::string> variables;  // "LEAD_ID" -> "integer: leadId, from step 1"
};

/// `step` is the number of the request in its finding. `service` is its short name, of which the
/// first word counts ("Tiny SOAP" gives TINY_REST).
RenderedExample RenderExample(const ExampleLanguage& language, const std::string& service,
                              const RestEndpoint& endpoint, const Request& request, int step);

}  // namespace unsoap::rules
