// What the migration of a report's findings needs once: the pack's topics, with the permissions and
// the fields of what was found.
#include <algorithm>
#include <map>
#include <set>

#include "scanner/base/char.h"
#include "scanner/base/regex.h"
#include "scanner/base/text.h"
#include "scanner/rules/build_request.h"
#include "scanner/rules/paths.h"
#include "scanner/scan_report.h"

namespace unsoap {
namespace {

/// "Read-Only Lead, Read-Write Lead": either does; the last one is the widest.
std::vector<std::string> Permissions(const findings::Report& report) {
  std::set<std::string> out;
  for (const findings::Finding& finding : report.findings) {
    for (const findings::Replacement& r : finding.replacements) {
      if (r.applies && !r.permission.empty() && r.permission != "None") {
        std::vector<std::string_view> either = Split(r.permission, ',');
        const bool reads = r.http_method == "GET" && !either.front().empty();
        std::string_view one = reads ? either.front() : either.back();
        while (one.starts_with(' ')) one.remove_prefix(1);
        out.emplace(one);
      }
    }
  }
  // Who may write may read.
  std::erase_if(out, [&](const std::string& one) {
    return one.starts_with("Read-Only ") && out.contains("Read-Write " + one.substr(10));
  });
  return {out.begin(), out.end()};
}

/// Fields of the pack's table that arguments name: members of a record, and names in a list.
std::vector<std::string> Fields(const rules::Pack& pack, const findings::Report& report) {
  std::map<std::string, const rules::FieldMap*> known;
  for (const rules::FieldMap& field : pack.fields) {
    if (!field.soap.empty() && !field.rest.empty())
      known.emplace(rules::PathKey(field.soap), &field);
  }
  std::set<std::string> out;
  const auto look = [&](std::string_view name) {
    const auto at = known.find(rules::PathKey(name));
    if (at != known.end()) out.insert(at->second->soap + ": " + at->second->rest);
  };
  for (const findings::Finding& finding : report.findings) {
    for (const findings::ArgumentValue& argument : finding.arguments) {
      look(std::string_view(argument.name).substr(argument.name.rfind('.') + 1));
      for (const std::string& value : argument.values) look(value);
    }
  }
  return {out.begin(), out.end()};
}

std::vector<std::string> Errors(const rules::Pack& pack) {
  std::vector<std::string> out;
  for (const rules::ErrorCode& error : pack.errors) {
    const std::string rest = error.rest.empty() ? "no counterpart" : error.rest;
    out.push_back((error.soap.empty() ? "new" : error.soap) + ", " + error.meaning + ": " + rest);
  }
  return out;
}

/// The new addresses of the accounts whose hosts the findings' lines name; `shows` is "addresses
/// PATTERN ADDRESS".
std::vector<std::string> Addresses(const std::string& shows, const findings::Report& report) {
  const std::vector<std::string_view> words = Split(shows, ' ');
  if (words.size() != 3) return {};
  const Regex pattern(words[1]);
  std::set<std::string> out;
  for (const findings::Finding& finding : report.findings) {
    for (const std::string& line : finding.snippet.lines) {
      pattern.FindAll(line, [&](Span, Span group) {
        std::string address(words[2]);
        std::string account = line.substr(group.begin, group.end - group.begin);
        std::ranges::transform(account, account.begin(), [](char c) { return ToLower(c); });
        address.replace(address.find("{1}"), 3, account);
        out.insert(std::move(address));
      });
    }
  }
  return {out.begin(), out.end()};
}

findings::Replacement RequestOf(const rules::Pack& pack, const rules::RequestStep& step,
                                int number) {
  const rules::Operation none;
  const rules::Evaluator evaluator(pack, none, {});
  rules::Request request = rules::BuildRequest(pack, evaluator, step, [](std::string_view) {
                             return std::string();
                           }).request;
  const rules::RestEndpoint& endpoint = *pack.FindEndpoint(step.endpoint);
  rules::Complete(endpoint, &request);
  findings::Replacement out;
  out.id = endpoint.id, out.title = endpoint.title, out.http_method = endpoint.http_method;
  out.path = endpoint.path, out.url = endpoint.url, out.permission = endpoint.permission;
  out.role = step.role, out.step = number, out.guidance = step.how, out.caveat = step.caveat;
  out.request = {request.path, request.query, request.headers, request.body};
  return out;
}

}  // namespace

void AddMigration(const rules::Pack& pack, findings::Report* report) {
  std::set<std::string> operations;
  for (const findings::Finding& finding : report->findings) {
    if (!finding.operation.empty()) operations.insert(finding.operation);
  }
  if (operations.empty()) return;
  for (const rules::MigrationTopic& topic : pack.migration) {
    const bool is_used = std::ranges::any_of(
        topic.operations, [&](const std::string& name) { return operations.contains(name); });
    if (!topic.operations.empty() && !is_used) continue;
    findings::MigrationTopic out{topic.id, topic.title, topic.text, {}, {}};
    if (topic.shows == "permissions") out.rows = Permissions(*report);
    if (topic.shows == "fields") out.rows = Fields(pack, *report);
    if (topic.shows.starts_with("addresses ")) out.rows = Addresses(topic.shows, *report);
    if (topic.shows == "quotas") out.rows = pack.quotas;
    if (topic.shows == "errors") out.rows = Errors(pack);
    for (const rules::RequestStep& step : topic.steps) {
      if (pack.FindEndpoint(step.endpoint) != nullptr)
        out.requests.push_back(RequestOf(pack, step, static_cast<int>(out.requests.size()) + 1));
    }
    report->migration.push_back(std::move(out));
  }
}

}  // namespace unsoap
