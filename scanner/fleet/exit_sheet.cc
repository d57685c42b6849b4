// The verdict, as JSON and as text.
#include "scanner/fleet/exit_sheet.h"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "scanner/base/text.h"

namespace unsoap::fleet {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kStatement = "https://in-toto.io/Statement/v1";
constexpr const char* kPredicate = "urn:unsoap:exit-sheet:v1";

std::map<std::string, int64_t> CountStatuses(const Merged& merged) {
  std::map<std::string, int64_t> out;
  for (const MergedRow& row : merged.rows) ++out[std::string(Name(row.outcome.status))];
  return out;
}

std::string ServiceOf(const Merged& merged) {
  for (const MergedRow& row : merged.rows) {
    if (!row.service.empty()) return row.service;
  }
  return "the service";
}

}  // namespace

std::string VerdictOf(const Merged& merged) {
  int64_t open = 0, with = 0;
  for (const MergedRow& row : merged.rows) {
    open += !IsFinal(row.outcome.status);
    with += row.counts.total() > 0;
  }
  if (open == 0 && with == 0) return "clear";
  std::string out = "not clear: ";
  if (with > 0)
    out += fmt::format("{} of {} repositories depend on it in {} places", with, merged.rows.size(),
                       merged.Findings());
  if (open > 0) out += fmt::format("{}{} not answered", with > 0 ? ", " : "", open);
  return out;
}

std::string ExitStatement(const Merged& merged) {
  Json subjects = Json::array(), rows = Json::array();
  for (const MergedRow& row : merged.rows) {
    Json digest = Json::object();
    if (!row.outcome.commit.empty()) digest["gitCommit"] = row.outcome.commit;
    if (!row.outcome.tree.empty()) digest["gitTree"] = row.outcome.tree;
    if (!digest.empty()) subjects.push_back({{"name", row.row.id}, {"digest", digest}});
    Json result = {{"repository", row.row.id},
                   {"revision", row.row.revision},
                   {"status", Name(row.outcome.status)},
                   {"findings", row.counts.total()},
                   {"files_not_read", row.files_not_read}};
    if (!row.outcome.reason.empty()) result["reason"] = row.outcome.reason;
    if (!digest.empty()) result["digest"] = digest;
    if (!row.digest.empty())
      result["result"] = {{"key", row.outcome.key}, {"digest", {{"sha256", row.digest}}}};
    if (!row.head.identity.as_of.empty()) result["as_of"] = row.head.identity.as_of;
    rows.push_back(std::move(result));
  }
  const Identity& identity = merged.identity;
  const Json statement = {{"_type", kStatement},
                          {"subject", subjects},
                          {"predicateType", kPredicate},
                          {"predicate",
                           {{"clear", merged.IsClear()},
                            {"verdict", VerdictOf(merged)},
                            {"service", ServiceOf(merged)},
                            {"as_of", identity.as_of},
                            {"tool", {{"name", "unsoap"}, {"version", identity.tool}}},
                            {"rules", identity.rules},
                            {"settings", identity.settings},
                            {"counts", CountStatuses(merged)},
                            {"rows", rows}}}};
  return statement.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string ExitSheet(const Merged& merged) {
  const Identity& identity = merged.identity;
  std::string out = fmt::format("{}: {}\n\nas of      {}\nprogram    unsoap {}\nrules      {}\n",
                                ServiceOf(merged), VerdictOf(merged), identity.as_of, identity.tool,
                                identity.rules);
  for (const std::string& setting : identity.settings)
    out += fmt::format("setting    {}\n", setting);
  out += fmt::format("\n{} listed", merged.rows.size());
  for (const auto& [status, count] : CountStatuses(merged))
    out += fmt::format(", {} {}", count, status);
  out += "\n\n";
  size_t widest = 10;
  for (const MergedRow& row : merged.rows) widest = std::max(widest, CountCodePoints(row.row.id));
  widest = std::min<size_t>(widest, 60);
  for (const MergedRow& row : merged.rows) {
    const std::string commit = row.outcome.commit.empty() ? "-" : row.outcome.commit;
    out += fmt::format(
        "{:<{}}  {:<40}  {:<13}  {}\n", EscapeForTerminal(row.row.id), widest, commit,
        Name(row.outcome.status),
        IsFinal(row.outcome.status) ? row.digest : EscapeForTerminal(row.outcome.reason));
  }
  return out;
}

}  // namespace unsoap::fleet
