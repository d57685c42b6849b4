// Catalog: what the rule packs say, as text and JSON, for `unsoap rules`, `explain`, `timeline` and
// `errata`.
//
// What it is: pure functions from packs to output; nothing is printed, no clock is read (as_of
// comes in). What it is not: the command line (cli/) or the loader. Text is UTF-8, at most 80
// columns except for URLs, ends with a newline and holds no escapes; JSON is UTF-8, indented by
// two, ends with a newline and follows docs/schema/rules.schema.json. Failure: an Error of kind
// kUsage for a name that no pack knows, with "did you mean" in its hint.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/rules/pack.h"

namespace unsoap::rules {

using Packs = std::vector<const Pack*>;

/// `rules list`: everything in every pack.
std::string RulesListJson(const Packs& packs, std::string_view as_of);
/// `rules list`: a table of operations and counts.
std::string RulesListText(const Packs& packs, std::string_view as_of);
/// `rules show ID`: one object (operation, endpoint, parameter, package, toolkit, erratum ...) as
/// JSON.
Result<std::string> RulesShow(const Packs& packs, const std::string& id);
/// `rules docs`: the whole catalog as Markdown.
std::string RulesDocs(const Packs& packs, std::string_view as_of);

/// `rules openapi`: the endpoints of a pack as an OpenAPI 3.0 document.
std::string RulesOpenApi(const Pack& pack);

/// `explain NAME`: a card about an operation ("getLead", "get_lead", "marketo-soap/getLead"), a
/// parameter or a rule.
Result<std::string> Explain(const Packs& packs, const std::string& name, std::string_view as_of);
/// The same as JSON.
Result<std::string> ExplainJson(const Packs& packs, const std::string& name,
                                std::string_view as_of);

/// `timeline`: what had been said by `as_of`, with the date then believed ("12 days left").
std::string TimelineText(const Packs& packs, std::string_view as_of);
std::string TimelineJson(const Packs& packs, std::string_view as_of);
/// `errata`.
std::string ErrataText(const Packs& packs);
std::string ErrataJson(const Packs& packs);

/// `rules validate DIR`: "rules/x/: ok (23 operations, ...)" or every error found, formatted.
struct Validation {
  bool ok = false;
  std::string text;
};
Validation ValidatePack(const std::string& directory, const std::vector<Toolkit>& shared);

}  // namespace unsoap::rules
