// MemberSelection: a member's path, from its outermost folder to itself.
#include "scanner/walk/member_selection.h"

namespace unsoap::walk {
namespace {

using Says = IgnoreRules::Verdict::Says;

/// Stands between an archive and what is in it.
constexpr std::string_view kInside = "!/";

/// Calls `see` (shown path, its last name, whether it is a directory) for each folder and archive
/// around a member and for the member, from outside in; until it returns false.
template <class See>
void EachPart(std::string_view member, const See& see) {
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
      if (!see(shown, shown.substr(shown.rfind('/') + 1), !as_file)) return;
    }
  }
}

}  // namespace

MemberSelection::MemberSelection(const std::vector<std::string>& include,
                                 const std::vector<std::string>& exclude)
    : include_(IgnoreRules::FromList(include, "--include")),
      exclude_(IgnoreRules::FromList(exclude, "--exclude")),
      exclusions_(exclude) {
  // What a pattern takes back is not there to match something.
  for (const std::string& pattern : include) {
    each_include_.push_back(
        pattern.starts_with('!') ? IgnoreRules() : IgnoreRules::FromList({pattern}, "--include"));
  }
}

std::string MemberSelection::WhyNot(std::string_view member) const {
  bool included = include_.empty();
  std::string why;
  EachPart(member, [&](std::string_view shown, std::string_view name, bool is_directory) {
    const IgnoreRules::Verdict left_out = exclude_.Decide(shown, name, is_directory);
    if (left_out.says == Says::kIgnore)
      why = "--exclude " + exclusions_[static_cast<size_t>(left_out.line) - 1];
    if (!why.empty() || include_.empty()) return why.empty();
    const IgnoreRules::Verdict let_in = include_.Decide(shown, name, is_directory);
    if (let_in.says != Says::kNothing) included = let_in.says == Says::kIgnore;
    return true;
  });
  if (!why.empty()) return why;
  return included ? "" : "no --include matches";
}

void MemberSelection::Mark(std::string_view member, std::vector<bool>* matched) const {
  matched->resize(each_include_.size());
  for (size_t i = 0; i < each_include_.size(); ++i) {
    if ((*matched)[i] || each_include_[i].empty()) continue;
    EachPart(member, [&](std::string_view shown, std::string_view name, bool is_directory) {
      if (each_include_[i].Decide(shown, name, is_directory).says == Says::kIgnore)
        (*matched)[i] = true;
      return !(*matched)[i];
    });
  }
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
