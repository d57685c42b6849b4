// .unsoapignore.yaml: a list of findings that are accepted, each with a reason.
#include <fmt/core.h>

#include "scanner/base/text.h"
#include "scanner/rules/yaml.h"
#include "scanner/triage/triage.h"

namespace unsoap::triage {
namespace {

tl::unexpected<Error> At(const std::string& path, const std::string& bytes,
                         const rules::YamlNode& node, std::string message, std::string hint = "") {
  Error error;
  error.path = path;
  error.line = node.line;
  error.column = node.column;
  error.source = rules::LineOf(bytes, node.line);
  error.message = std::move(message);
  error.hint = std::move(hint);
  return Fail(std::move(error));
}

}  // namespace

Result<std::vector<IgnoreEntry>> ParseIgnoreFile(const std::string& path,
                                                 const std::string& bytes) {
  std::vector<IgnoreEntry> out;
  Result<rules::YamlNode> root = rules::ParseYaml(path, bytes);
  if (!root) return Fail(root.error());
  if (root->kind != rules::YamlNode::Kind::kList) {
    return At(path, bytes, *root, fmt::format("this must be a list, not {}", root->KindName()),
              "- id: getLead\n  reason: why");
  }
  for (const rules::YamlNode& item : root->items) {
    if (item.kind != rules::YamlNode::Kind::kMap) {
      return At(path, bytes, item, fmt::format("an entry must be a map, not {}", item.KindName()));
    }
    IgnoreEntry entry;
    entry.line = item.line;
    for (size_t i = 0; i + 1 < item.items.size(); i += 2) {
      const rules::YamlNode& key = item.items[i];
      const rules::YamlNode& value = item.items[i + 1];
      if (key.text == "paths") {
        if (value.kind == rules::YamlNode::Kind::kScalar) entry.paths.push_back(value.text);
        for (const rules::YamlNode& glob : value.items) entry.paths.push_back(glob.text);
        continue;
      }
      std::string* field = key.text == "id"        ? &entry.id
                           : key.text == "reason"  ? &entry.reason
                           : key.text == "expires" ? &entry.expires
                                                   : nullptr;
      if (field == nullptr) {
        const std::string near = DidYouMean(key.text, {"id", "paths", "reason", "expires"});
        return At(path, bytes, key, fmt::format("unknown key '{}'", key.text),
                  near.empty() ? "id, paths, reason or expires"
                               : fmt::format("did you mean '{}'?", near));
      }
      *field = value.text;
    }
    if (entry.id.empty())
      return At(path, bytes, item, "an entry needs an id",
                "a rule's id, a glob, or a finding's id");
    if (entry.reason.empty()) return At(path, bytes, item, "an entry needs a reason");
    if (!entry.expires.empty() &&
        (entry.expires.size() != 10 || entry.expires[4] != '-' || entry.expires[7] != '-')) {
      return At(path, bytes, item, fmt::format("'{}' is not a date", entry.expires),
                "write YYYY-MM-DD");
    }
    out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace unsoap::triage
