#include "scanner/cli/rule_card.h"

#include "scanner/base/text.h"
#include "scanner/findings/kinds.h"
#include "scanner/match/rule_catalog.h"
#include "scanner/rules/card_text.h"

namespace unsoap::cli {

Result<std::string> RuleCard(const rules::Packs& packs, const std::string& name,
                             const std::string& as_of, const Error& missing) {
  std::vector<std::string> ids;
  for (const findings::KindInfo& kind : findings::Kinds()) {
    if (!EqualsIgnoreCase(name, kind.name) && !EqualsIgnoreCase(name, kind.title)) {
      ids.emplace_back(kind.name);
      continue;
    }
    std::string out = std::string(kind.name) + "  (kind of finding)\n" +
                      std::string(kind.name.size() + 19, '=') + "\n" +
                      rules::WrapText(kind.meaning, "", 0) + "\n";
    for (const findings::Proof& proof : kind.proofs) {
      const std::string confidence(findings::Name(proof.confidence));
      out += rules::WrapText(proof.shows, "  " + confidence + ": ", 4);
    }
    return out;
  }
  for (const findings::RuleInfo& rule : match::RuleCatalog(packs, as_of)) {
    const size_t slash = rule.id.find('/');
    const std::string local = rule.id.substr(slash == std::string::npos ? 0 : slash + 1);
    if (name != rule.id && !EqualsIgnoreCase(name, local)) {
      ids.push_back(local);
      continue;
    }
    std::string out = rule.id + "  (rule)\n" + std::string(rule.id.size() + 8, '=') + "\n";
    out +=
        rules::WrapText(rule.title + ".", "", 0) + "\n" + rules::WrapText(rule.description, "", 0);
    if (!rule.tags.empty())
      out += "\n" + rules::WrapText("tags: " + Join(rule.tags, ", "), "  ", 2);
    return out;
  }
  if (missing.hint.starts_with("did you mean")) return Fail(missing);
  const std::string near = DidYouMean(name, ids);
  if (near.empty()) return Fail(missing);
  Error error = missing;
  error.hint = "did you mean \"" + near + "\"?";
  return Fail(error);
}

}  // namespace unsoap::cli
