// Copies: what a build made of a source that is in the tree is not another dependence on the
// service.
//
// A finding in build output (bin/, obj/, target/, dist/ ...) or in a deployed copy of a
// configuration file goes into the finding that it repeats, which keeps the number ("copies") and
// up to ten paths ("copy_paths"). Only what is provably a copy is folded: the same content, or the
// same use under a name that the source gave it. A finding whose source is not in the tree stays.
// Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/facts/facts.h"
#include "scanner/findings/finding.h"

namespace unsoap::match {

/// What repeats each file, by its path, and was not linked by itself: members of archives.
using RepeatedFiles = std::map<std::string, std::vector<std::string>>;

/// True for a path below a folder that builds write to.
bool InBuildOutput(std::string_view path);
/// The folder that holds the outermost build output folder of a path: "a/p/bin/x.dll" -> "a/p/".
std::string_view ProjectOf(std::string_view path);
/// Notes in `finding` that `path` repeats it.
void NoteCopy(const std::string& path, findings::Finding* finding);

/// Removes the copies from `findings`; the order stays.
void FoldCopies(const std::vector<facts::FileFacts>& facts, const RepeatedFiles& repeated,
                std::vector<findings::Finding>* findings);

}  // namespace unsoap::match
