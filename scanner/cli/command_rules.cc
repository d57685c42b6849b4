// rules, explain, timeline, errata: what the rule packs say, without a scan.
#include <fmt/core.h>

#include "scanner/base/text.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/exit_codes.h"
#include "scanner/cli/packs.h"
#include "scanner/cli/rule_card.h"
#include "scanner/cli/target.h"
#include "scanner/rules/builtin.h"
#include "scanner/rules/catalog.h"
#include "scanner/rules/dates.h"

namespace unsoap::cli {
namespace {

std::string DayOf(const Options& options) {
  return options.as_of.empty() ? rules::Today() : options.as_of;
}

tl::unexpected<Error> Needs(std::string_view what, std::string hint) {
  return Fail(fmt::format("{} is missing", what), std::move(hint));
}

Result<int> Rules(const Invocation& invocation) {
  const std::vector<std::string> kVerbs = {"list", "show", "validate", "test", "docs", "openapi"};
  const std::vector<std::string>& words = invocation.words;
  const std::string verb = words.empty() ? "list" : words[0];
  Result<Target> target = TargetOf(invocation.options, {"text", "json"});
  if (!target) return Fail(target.error());
  if (!invocation.options.fixtures.empty() && verb != "test")
    return Fail("--fixtures belongs to 'rules test'", "unsoap rules test DIR --fixtures DIR");
  if (verb == "test") return RunRulesTest(invocation);
  if (verb == "validate") {
    if (words.size() < 2) return Needs("the directory of the pack", "unsoap rules validate DIR");
    const rules::Validation validation = rules::ValidatePack(words[1], rules::BuiltinToolkits());
    return Print(validation.text, validation.ok ? kExitClean : kExitUsage);
  }
  Result<PackSet> packs = LoadPacks(invocation.options);
  if (!packs) return Fail(packs.error());
  const std::string day = DayOf(invocation.options);
  if (verb == "list")
    return Deliver(*target, target->format == "json" ? rules::RulesListJson(packs->all, day)
                                                     : rules::RulesListText(packs->all, day));
  if (verb == "openapi") return Deliver(*target, rules::RulesOpenApi(*packs->all.front()));
  if (verb == "docs") return Deliver(*target, rules::RulesDocs(packs->all, day));
  if (verb == "show") {
    if (words.size() < 2)
      return Needs("the id", "unsoap rules show ID; 'unsoap rules list' lists them");
    Result<std::string> shown = rules::RulesShow(packs->all, words[1]);
    if (!shown) return Fail(shown.error());
    return Deliver(*target, *shown);
  }
  const std::string near = DidYouMean(verb, kVerbs);
  return Fail(
      fmt::format("rules cannot '{}'", verb),
      near.empty() ? "one of " + Join(kVerbs, ", ") : fmt::format("did you mean '{}'?", near));
}

// The shape of the three small ones: packs and day in, text or JSON out.
template <class Make>
int Card(const Invocation& invocation, Make make) {
  Result<Target> target = TargetOf(invocation.options, {"text", "json"});
  if (!target) return Complain(target.error());
  Result<PackSet> packs = LoadPacks(invocation.options);
  if (!packs) return Complain(packs.error());
  Result<std::string> text = make(packs->all, target->format == "json", DayOf(invocation.options));
  return text ? Deliver(*target, *text) : Complain(text.error());
}

}  // namespace

int RunRules(const Invocation& invocation) {
  const Result<int> status = Rules(invocation);
  return status ? *status : Complain(status.error());
}

int RunExplain(const Invocation& invocation) {
  return Card(
      invocation,
      [&](const rules::Packs& packs, bool json, const std::string& day) -> Result<std::string> {
        if (invocation.words.empty())
          return Needs("the name of an operation, a parameter or a rule", "unsoap explain NAME");
        Result<std::string> card = json ? rules::ExplainJson(packs, invocation.words[0], day)
                                        : rules::Explain(packs, invocation.words[0], day);
        if (card || json) return card;
        return RuleCard(packs, invocation.words[0], day, card.error());
      });
}

int RunTimeline(const Invocation& invocation) {
  return Card(
      invocation,
      [](const rules::Packs& packs, bool json, const std::string& day) -> Result<std::string> {
        return json ? rules::TimelineJson(packs, day) : rules::TimelineText(packs, day);
      });
}

int RunErrata(const Invocation& invocation) {
  return Card(invocation,
              [](const rules::Packs& packs, bool json, const std::string&) -> Result<std::string> {
                return json ? rules::ErrataJson(packs) : rules::ErrataText(packs);
              });
}

}  // namespace unsoap::cli
