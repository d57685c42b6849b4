// MemberSelection: --include and --exclude for what stands inside archives.
//
// What it is: the same rules that the walker applies to files and directories, applied to the paths
// that reports show for members ("app.war!/WEB-INF/lib/b.jar!/com/x/Y.class"). An archive is a
// directory to them: "app.war!/WEB-INF/lib/", "**/com/x/", "*.class" and "b.jar" all reach in. What
// it is not: about ignore files, which speak of the tree on disk only. Immutable after
// construction; thread safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/walk/ignore_rules.h"

namespace unsoap::walk {

class MemberSelection {
 public:
  MemberSelection(const std::vector<std::string>& include, const std::vector<std::string>& exclude);

  bool empty() const { return include_.empty() && exclude_.empty(); }
  /// Why a member is left out, for people ("--exclude *.class"); empty if it is not.
  std::string WhyNot(std::string_view member) const;
  /// Sets in `matched` (by pattern of `include`; resized) the patterns that match a member or a
  /// folder or archive around it.
  void Mark(std::string_view member, std::vector<bool>* matched) const;

 private:
  IgnoreRules include_, exclude_;
  std::vector<IgnoreRules> each_include_;  // empty for patterns that begin with "!"
  std::vector<std::string> exclusions_;
};

/// Of each pattern that reaches into an archive the part that names the archive ("a.war!/x/" gives
/// "a.war"): a file that one of them matches is to be opened for the sake of its members.
std::vector<std::string> ArchivesNamed(const std::vector<std::string>& patterns);

}  // namespace unsoap::walk
