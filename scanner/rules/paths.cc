#include "scanner/rules/paths.h"

#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/base/text.h"

namespace unsoap::rules {
namespace {

constexpr size_t kMaxDepth = 8;
constexpr size_t kMaxPaths = 2000;

class Expander {
 public:
  Expander(const Pack& pack, std::vector<RequestPath>* out) : pack_(pack), out_(out) {}

  void Add(const std::string& name, const std::string& type, const std::string& owner) {
    if (stack_.size() >= kMaxDepth || out_->size() >= kMaxPaths) return;
    stack_.push_back(name);
    RequestPath& path = out_->emplace_back();
    path.segments = stack_;
    path.type = type;
    path.owner = owner;
    Members(type);
    stack_.pop_back();
  }

 private:
  void Members(const std::string& type) {
    const RequestType* found = pack_.FindType(type);
    if (found == nullptr || std::ranges::find(open_, type) != open_.end()) return;
    open_.push_back(type);
    for (const TypeField& field : found->fields) Add(field.name, field.type, type);
    for (const RequestType& subtype : pack_.types) {
      if (subtype.base != type) continue;
      for (const TypeField& field : subtype.fields) Add(field.name, field.type, subtype.name);
    }
    open_.pop_back();
  }

  const Pack& pack_;
  std::vector<RequestPath>* out_;
  std::vector<std::string> stack_, open_;
};

// `part` occurs in `whole` in order, and both end alike.
bool EndsAsSubsequence(const std::vector<std::string>& part,
                       const std::vector<std::string>& whole) {
  if (part.empty() || whole.empty() || part.back() != whole.back() || part.size() > whole.size())
    return false;
  size_t at = 0;
  for (const std::string& segment : whole) {
    if (at < part.size() && segment == part[at]) ++at;
  }
  return at == part.size();
}

}  // namespace

std::vector<RequestPath> RequestPaths(const Pack& pack, const Operation& operation) {
  std::vector<RequestPath> out;
  Expander expander(pack, &out);
  for (const OperationParameter& parameter : operation.parameters)
    expander.Add(parameter.name, parameter.type, "");
  for (const std::string& header : operation.soap_headers) {
    // The type of a header is named like its element, with or without "Info".
    const bool plain = pack.FindType(header) != nullptr;
    expander.Add(header, plain ? header : header + "Info", "");
  }
  return out;
}

const RequestPath* ResolvePath(const std::vector<RequestPath>& paths, std::string_view written) {
  const std::vector<std::string> keys = PathKeys(written);
  const RequestPath* best = nullptr;
  for (const RequestPath& path : paths) {
    if (best != nullptr && best->segments.size() <= path.segments.size()) continue;
    std::vector<std::string> whole;
    for (const std::string& segment : path.segments) whole.push_back(PathKey(segment));
    if (EndsAsSubsequence(keys, whole)) best = &path;
  }
  return best;
}

std::string PathKey(std::string_view segment) {
  std::string out;
  for (char c : segment) {
    if (IsAlnum(c)) out += ToLower(c);
    if (c == ':') out.clear();  // a namespace prefix, or a symbol's mark
    if (c == '[') break;
  }
  return out;
}

std::vector<std::string> PathKeys(std::string_view path) {
  std::vector<std::string> out;
  for (std::string_view segment : Split(path, '.')) {
    std::string key = PathKey(segment);
    const bool is_index = std::ranges::all_of(key, IsDigit);
    if (!is_index) out.push_back(std::move(key));
  }
  return out;
}

}  // namespace unsoap::rules
