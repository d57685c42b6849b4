// Paths of files: joining, taking apart, and whether one lies in another.
//
// What it is: the one meaning of "in a directory" for all that decides by it what may be opened. By
// their text (IsWithin, which is enough for paths that RealPath gave) or as they lie on the disk
// (IsWithinOnDisk, for any other path: a link may lead out). What it is not: a normalizer; `..` is
// a part like any other in what takes text. Only RealPath and IsWithinOnDisk look at the disk, and
// none of them opens anything. Failure: what does not exist has no real path and lies nowhere.
#pragma once

#include <string>
#include <string_view>

namespace unsoap {

/// realpath(3): absolute, without links; empty, with errno, if there is no such file.
std::string RealPath(const std::string& path);

/// A path as seen from the directory `base`: an absolute one stays as it is. An empty one names
/// nothing, and stays empty.
std::string From(const std::string& path, const std::string& base);

/// Whether `path` is `directory` or lies below it, by their text; both absolute.
bool IsWithin(std::string_view path, std::string_view directory);
/// The same of what the two really are, links resolved. What does not exist lies nowhere.
bool IsWithinOnDisk(const std::string& path, const std::string& directory);

/// What stands before the last slash: "a/b" -> "a", "/a" -> "", "a" -> "".
std::string FolderOf(std::string_view path);
/// What stands behind the last slash: "a/b" -> "b", "a" -> "a", "a/" -> "".
std::string_view NameOf(std::string_view path);
/// The directory around an absolute one: "/a" -> "/", and "/" is around itself.
std::string DirectoryAround(std::string_view directory);

}  // namespace unsoap
