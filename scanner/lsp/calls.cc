#include "scanner/lsp/calls.h"

#include <map>
#include <tuple>

#include "scanner/base/text.h"

namespace unsoap::lsp {
namespace {

constexpr int kFunction = 12, kMethod = 6, kEvent = 24, kFile = 1;  // SymbolKind

Json ItemFor(const View& view, const std::string& name, int kind, const findings::Location& at,
             const std::string& detail) {
  const Json range = view.RangeOf(at);
  return {{"name", EscapeForTerminal(name)},
          {"kind", kind},
          {"detail", EscapeForTerminal(detail)},
          {"uri", view.UriOf(at.path)},
          {"range", range},
          {"selectionRange", range},
          {"data", {{"path", at.path}, {"line", at.start_line}, {"name", name}}}};
}

int KindOf(const std::string& name) {
  return name.find("::") == std::string::npos ? kFunction : kMethod;
}

Json ItemOf(const View& view, const findings::WrapperSummary& wrapper) {
  return ItemFor(view, wrapper.name, KindOf(wrapper.name), wrapper.location,
                 findings::OperationsOf(wrapper));
}

/// The function around a finding; at file level the file.
Json ItemAround(const View& view, const findings::Finding& finding) {
  if (finding.enclosing_line <= 0)
    return ItemFor(view, finding.location.path, kFile, finding.location, "");
  if (const findings::WrapperSummary* wrapper =
          view.WrapperAt(finding.location.path, finding.enclosing_line))
    return ItemOf(view, *wrapper);
  findings::Location at = finding.location;
  at.start_line = at.end_line = finding.enclosing_line;
  at.start_column = at.end_column = at.start_column_utf16 = at.end_column_utf16 = 1;
  return ItemFor(view, finding.enclosing, KindOf(finding.enclosing), at, finding.location.path);
}

struct Asked {
  std::string path, name;
  int line = 0;
};
Asked AskedOf(const Json& item) {
  const Json& data = rpc::MemberOf(item, "data");
  return {rpc::TextOf(data, "path"), rpc::TextOf(data, "name"), rpc::NumberOf(data, "line")};
}

/// Calls with the same other end are one entry with several ranges.
Json Grouped(const char* key, const std::vector<std::pair<Json, Json>>& calls) {
  std::map<std::tuple<std::string, std::string, std::string>, Json> groups;
  std::vector<Json*> order;
  for (const auto& [item, range] : calls) {
    const auto [group, is_new] = groups.try_emplace(
        std::tuple(rpc::TextOf(item, "uri"), rpc::TextOf(item, "name"), item["range"].dump()));
    if (is_new) {
      group->second = {{key, item}, {"fromRanges", Json::array()}};
      order.push_back(&group->second);
    }
    group->second["fromRanges"].push_back(range);
  }
  Json list = Json::array();
  for (Json* group : order) list.push_back(std::move(*group));
  return list;
}

}  // namespace

Json PrepareCalls(const View& view, const std::string& path, const Json& position) {
  Json list = Json::array();
  if (const findings::WrapperSummary* wrapper =
          view.WrapperAt(path, rpc::NumberOf(position, "line") + 1)) {
    list.push_back(ItemOf(view, *wrapper));
    return list;
  }
  for (const findings::Finding* finding :
       view.FindingsAt(path, {{"start", position}, {"end", position}})) {
    if (const findings::WrapperSummary* wrapper = view.WrapperOf(*finding)) {
      list.push_back(ItemOf(view, *wrapper));
      return list;
    }
  }
  return nullptr;
}

Json IncomingCalls(const View& view, const Json& item) {
  const Asked asked = AskedOf(item);
  if (asked.path.empty()) return nullptr;
  std::vector<std::pair<Json, Json>> calls;
  const findings::WrapperSummary* wrapper = view.WrapperAt(asked.path, asked.line);
  for (const findings::Finding& finding : view.report().findings) {
    // A call of the wrapper itself; of a dispatcher each names its operation.
    const bool is_direct =
        finding.kind == findings::Kind::kWrapperCall
            ? finding.callee.path == asked.path && finding.callee.start_line == asked.line
            : finding.kind == findings::Kind::kCall && wrapper != nullptr &&
                  View::IsSite(*wrapper, finding);
    if (!is_direct) continue;
    calls.emplace_back(ItemAround(view, finding), view.RangeOf(finding.location));
  }
  return Grouped("from", calls);
}

Json OutgoingCalls(const View& view, const Json& item) {
  const Asked asked = AskedOf(item);
  if (asked.path.empty()) return nullptr;
  std::vector<std::pair<Json, Json>> calls;
  for (const findings::Finding* finding : view.FindingsIn(asked.path)) {
    if (finding->enclosing_line != asked.line || !findings::IsUseInFunction(*finding)) continue;
    const findings::WrapperSummary* wrapper =
        finding->kind == findings::Kind::kWrapperCall
            ? view.WrapperAt(finding->callee.path, finding->callee.start_line)
            : nullptr;
    const Json range = view.RangeOf(finding->location);
    if (wrapper != nullptr) {
      calls.emplace_back(ItemOf(view, *wrapper), range);
    } else {
      calls.emplace_back(ItemFor(view, finding->operation.empty() ? "SOAP" : finding->operation,
                                 kEvent, finding->location, view.report().service_short),
                         range);
    }
  }
  return Grouped("to", calls);
}

}  // namespace unsoap::lsp
