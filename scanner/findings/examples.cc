#include "scanner/findings/examples.h"

#include <algorithm>

#include "scanner/rules/render_example.h"

namespace unsoap::findings {
namespace {

void Add(const rules::Pack& pack, const rules::RestEndpoint& endpoint,
         const std::vector<rules::ExampleLanguage>& languages, const Finding& finding,
         Replacement* r) {
  // What stands in an envelope is no expression of the language around it.
  const bool in_code = finding.kind != Kind::kEnvelope;
  const rules::Request request = {r->request.path_parameters, r->request.query, r->request.headers,
                                  r->request.body};
  for (const rules::ExampleLanguage& each : languages) {
    if (each.languages.empty()) {
      rules::RenderedExample example =
          rules::RenderExample(each, pack.service_short, endpoint, request, r->step);
      r->examples.curl = std::move(example.text);
      r->examples.variables = std::move(example.variables);
    } else if (in_code &&
               std::ranges::find(each.languages, finding.language) != each.languages.end()) {
      r->examples.language = each.id;
      r->examples.code =
          rules::RenderExample(each, pack.service_short, endpoint, request, r->step).text;
    }
  }
}

}  // namespace

void AddExamples(const std::vector<const rules::Pack*>& packs,
                 const std::vector<rules::ExampleLanguage>& languages, Report* report) {
  const auto add = [&](const Finding& finding, Replacement* r) {
    for (const rules::Pack* pack : packs) {
      const rules::RestEndpoint* endpoint = pack->FindEndpoint(r->id);
      if (endpoint == nullptr) continue;
      Add(*pack, *endpoint, languages, finding, r);
      return;
    }
  };
  for (std::vector<Finding>* list : {&report->findings, &report->suppressed}) {
    for (Finding& finding : *list) {
      for (Replacement& r : finding.replacements) add(finding, &r);
    }
  }
  for (MigrationTopic& topic : report->migration) {
    for (Replacement& r : topic.requests) add(Finding(), &r);
  }
}

}  // namespace unsoap::findings
