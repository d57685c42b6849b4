// Examples: each request in the languages that the finding may be read in.
#include "scanner/findings/examples.h"

#include <algorithm>
#include <map>
#include <utility>

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

/// Most requests of a tree are asked for again and again: what was written once is kept.
class Written {
 public:
  /// nullptr if it is not known. Valid until the next Keep.
  const Examples* Find(const rules::RestEndpoint* endpoint, const Finding& finding,
                       const Replacement& r) const {
    const auto of_endpoint = known_.find({endpoint, r.step});
    if (of_endpoint == known_.end()) return nullptr;
    const auto at = std::ranges::find_if(of_endpoint->second, [&](const Entry& entry) {
      return entry.kind == finding.kind && entry.language == finding.language &&
             entry.request == r.request;
    });
    return at == of_endpoint->second.end() ? nullptr : &at->examples;
  }
  void Keep(const rules::RestEndpoint* endpoint, const Finding& finding, const Replacement& r) {
    std::vector<Entry>& list = known_[{endpoint, r.step}];
    if (list.size() < kMost)
      list.push_back({finding.kind, finding.language, r.request, r.examples});
  }

 private:
  static constexpr size_t kMost = 50;  // of one endpoint: they are looked through
  struct Entry {
    Kind kind;
    std::string language;
    Request request;
    Examples examples;
  };
  std::map<std::pair<const rules::RestEndpoint*, int>, std::vector<Entry>> known_;
};

}  // namespace

void AddExamples(const std::vector<const rules::Pack*>& packs,
                 const std::vector<rules::ExampleLanguage>& languages, Report* report) {
  Written written;
  const auto add = [&](const Finding& finding, Replacement* r) {
    for (const rules::Pack* pack : packs) {
      const rules::RestEndpoint* endpoint = pack->FindEndpoint(r->id);
      if (endpoint == nullptr) continue;
      if (const Examples* known = written.Find(endpoint, finding, *r)) {
        r->examples = *known;
      } else {
        Add(*pack, *endpoint, languages, finding, r);
        written.Keep(endpoint, finding, *r);
      }
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
