// MemberSelection: a member's path, from its outermost folder to itself.
#include "scanner/walk/member_selection.h"

namespace unsoap::walk {
namespace {

using Says = IgnoreRules::Verdict::Says;

/// Stands between an archive and what is in it.
constexpr std::string_view kInside = "!/";

}  // namespace

MemberSelection::MemberSelection(const std::vector<std::string>& include,
                                 const std::vector<std::string>& exclude)
    : include_(IgnoreRules::FromList(include, "--include")),
      exclude_(IgnoreRules::FromList(exclude, "--exclude")),
      exclusions_(exclude) {}

std::string MemberSelection::WhyNot(std::string_view member) const {
  bool included = include_.empty();
  for (size_t end = 0; end < member.size();) {
    end = member.find('/', end + 1);
    if (end == std::string_view::npos) end = member.size();
    const std::string_view path = member.substr(0, end);
    const bool is_last = end == member.size();
    // An archive has two names: that of the file, and that of the folder which it is here.
    const bool is_archive = !is_last && path.ends_with('!');
    for (const bool as_file : {true, false}) {
      if (as_file && !is_archive && !is_last) continue;
      if (!as_file && is_last) continue;
      const std::string_view shown = as_file && is_archive ? path.substr(0, end - 1) : path;
      const std::string_view name = shown.substr(shown.rfind('/') + 1);
      const IgnoreRules::Verdict left_out = exclude_.Decide(shown, name, !as_file);
      if (left_out.says == Says::kIgnore)
        return "--exclude " + exclusions_[static_cast<size_t>(left_out.line) - 1];
      if (include_.empty()) continue;
      const IgnoreRules::Verdict let_in = include_.Decide(shown, name, !as_file);
      if (let_in.says != Says::kNothing) included = let_in.says == Says::kIgnore;
    }
  }
  return included ? "" : "no --include matches";
}

std::vector<std::string> ArchivesNamed(const std::vector<std::string>& patterns) {
  std::vector<std::string> out;
  for (const std::string& pattern : patterns) {
    const size_t inside = pattern.find(kInside);
    if (inside != std::string::npos && inside > 0) out.push_back(pattern.substr(0, inside));
  }
  return out;
}

}  // namespace unsoap::walk
