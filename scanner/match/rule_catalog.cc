#include "scanner/match/rule_catalog.h"

#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/findings/kinds.h"
#include "scanner/match/describe.h"

namespace unsoap::match {
namespace {

std::string Request(const rules::RestEndpoint& endpoint) {
  return endpoint.http_method + " " + endpoint.path + " (" + endpoint.title + ")";
}

std::string Tag(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == ' ' ? '-' : ToLower(c);
  return out;
}

/// `text` as the beginning of a sentence that ends with a period.
std::string Sentence(std::string text) {
  if (!text.empty() && !text.ends_with('.')) text += '.';
  return text;
}

class PackCatalog {
 public:
  PackCatalog(const rules::Pack& pack, const std::string& as_of)
      : pack_(pack), about_(pack, as_of, pack.effort) {
    // Without the distance to the day: a rule says the same tomorrow.
    fate_ = UpperFirst(Sentence(about_.Removal()));
  }

  void Add(std::vector<findings::RuleInfo>* out) const {
    for (const rules::Operation& operation : pack_.operations) out->push_back(Of(operation));
    for (const rules::FlaggedParameter& parameter : pack_.parameters) out->push_back(Of(parameter));
    for (const findings::KindInfo& kind : findings::Kinds()) {
      if (!kind.rule.empty()) out->push_back(Of(kind));
    }
  }

 private:
  findings::RuleInfo Begin(const std::string& rule, findings::Kind kind,
                           findings::Confidence precision, std::vector<std::string> tags) const {
    findings::RuleInfo info;
    info.id = pack_.id + "/" + rule;
    info.level = about_.LevelOf(kind);
    info.precision = precision;
    tags.insert(tags.end(), {"deprecated-api", "migration", "soap"});
    std::erase(tags, std::string());
    std::sort(tags.begin(), tags.end());
    tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
    info.tags = std::move(tags);
    return info;
  }

  findings::RuleInfo Of(const rules::Operation& operation) const {
    findings::RuleInfo info = Begin(operation.name, findings::Kind::kCall,
                                    findings::Confidence::kCertain, {Tag(operation.group)});
    info.title = operation.name + " of the " + pack_.service_name + " is used";
    info.description = operation.name + " of the " + pack_.service_name + ": " +
                       Sentence(operation.title) + " " + fate_;
    if (operation.replacements.empty())
      info.description += " Nothing in REST replaces it. " + operation.no_replacement;
    for (const rules::Mapping& mapping : operation.mappings) {
      findings::RuleAdvice advice;
      std::vector<std::string> conditions;
      for (const rules::Condition& condition : mapping.when) conditions.push_back(condition.text);
      advice.when = Join(conditions, " and ");
      for (const std::string& id : mapping.Endpoints()) {
        const rules::RestEndpoint* endpoint = pack_.FindEndpoint(id);
        if (endpoint == nullptr) continue;
        if (advice.url.empty()) advice.url = endpoint->url;
        advice.use.push_back(Request(*endpoint));
      }
      advice.how = mapping.how;
      info.advice.push_back(std::move(advice));
    }
    return info;
  }

  findings::RuleInfo Of(const rules::FlaggedParameter& parameter) const {
    findings::RuleInfo info = Begin("param/" + parameter.id, findings::Kind::kParameter,
                                    findings::InfoOf(findings::Kind::kParameter).precision,
                                    {"parameter", parameter.severity});
    const std::string name = parameter.title.empty() ? parameter.id : parameter.title;
    info.title = name + " has no plain counterpart in REST";
    info.description = name + ": " + Sentence(parameter.issue);
    if (!parameter.action.empty()) info.description += " " + parameter.action;
    return info;
  }

  /// Of a kind's own rule.
  findings::RuleInfo Of(const findings::KindInfo& kind) const {
    const std::string rule(kind.rule);
    findings::RuleInfo info = Begin(rule, kind.kind, kind.precision, {rule});
    info.title = std::string(kind.title) + " of the " + pack_.service_name;
    info.description = std::string(kind.meaning) + " " + fate_ + " " + std::string(kind.how);
    return info;
  }

  const rules::Pack& pack_;
  const Describer about_;
  std::string fate_;
};

}  // namespace

std::vector<findings::RuleInfo> RuleCatalog(const std::vector<const rules::Pack*>& packs,
                                            const std::string& as_of) {
  std::vector<findings::RuleInfo> out;
  for (const rules::Pack* pack : packs) PackCatalog(*pack, as_of).Add(&out);
  std::sort(out.begin(), out.end(),
            [](const findings::RuleInfo& a, const findings::RuleInfo& b) { return a.id < b.id; });
  return out;
}

}  // namespace unsoap::match
