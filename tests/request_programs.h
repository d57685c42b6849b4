// Programs and the request that replaces their call: what tests of known values share.
//
// Each program is a file of its own; "@wsdl" in it stands for the quoted address of a WSDL.
#pragma once

#include <string>
#include <vector>

#include "scanner/base/json_tree.h"
#include "tests/catch.h"
#include "tests/scan_files.h"

namespace unsoap {

struct Program {
  const char *path, *text;
  std::string request;  // body, else query, of the request that leads
};

inline const std::string kWsdl = "'https://100-AAA-001.mktoapi.com/soap/mktows/2_9?WSDL'";

inline std::string WithWsdl(std::string text) {
  for (size_t at; (at = text.find("@wsdl")) != std::string::npos;) text.replace(at, 5, kWsdl);
  return text;
}

// One line for each call or envelope of the file.
inline std::string RequestsOf(const Program& program) {
  std::string out;
  for (const findings::Finding& f : ScanTexts({{program.path, WithWsdl(program.text)}}).findings) {
    if (f.kind != findings::Kind::kCall && f.kind != findings::Kind::kEnvelope) continue;
    for (const findings::Replacement& r : f.replacements) {
      if (r.role != "use") continue;
      const findings::Request& request = r.request;
      if (!out.empty()) out += "\n";
      out += ToJsonText(request.body.HasNothing() ? request.query : request.body);
      break;
    }
  }
  return out;
}

// One line for each request, but for what is set up once, of each call, wrapper's
// call and envelope: "use GET /rest/v1/leads.json {...}".
inline std::string AllRequestsOf(const Program& program) {
  std::string out;
  for (const findings::Finding& f : ScanTexts({{program.path, WithWsdl(program.text)}}).findings) {
    if (f.kind != findings::Kind::kCall && f.kind != findings::Kind::kWrapperCall &&
        f.kind != findings::Kind::kEnvelope)
      continue;
    for (const findings::Replacement& r : f.replacements) {
      if (r.role == "once") continue;
      out += (out.empty() ? "" : "\n") + r.role + " " + r.http_method + " " + r.path;
      const findings::Request& request = r.request;
      for (const JsonTree* part : {&request.path_parameters, &request.query, &request.body}) {
        if (!part->HasNothing()) out += " " + ToJsonText(*part);
      }
    }
  }
  return out;
}

inline void CheckAll(const std::vector<Program>& programs) {
  for (const Program& program : programs) {
    INFO(program.path << "\n" << program.text);
    CHECK(AllRequestsOf(program) == program.request);
  }
}

inline void Check(const std::vector<Program>& programs) {
  for (const Program& program : programs) {
    INFO(program.path << "\n" << program.text);
    CHECK(RequestsOf(program) == program.request);
  }
}

// What the programs with one address, one city and one country ask for.
inline constexpr const char* kCity =
    R"({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": {"$code": "mail"}, )"
    R"("city": {"$code": "town"}, "country": "Germany"}]})";
inline constexpr const char* kPhpCity =
    R"({"action": "createOrUpdate", "lookupField": "email", "input": [{"email": {"$code": "$mail"}, )"
    R"("city": {"$code": "$town"}, "country": "Germany"}]})";

}  // namespace unsoap
