// File types: what --type and --type-not mean by a language.
//
// What it is: the programming languages and the structured formats that are read, by the names that
// people have for them ("php", "C#", "js", "yml"), and the type of a file by its name or, where
// that says nothing, by its first lines. What it is not: how a file is read (facts/). Thread safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"

namespace unsoap::cli {

struct FileType {
  std::string id;                  // "php", "xml"
  std::vector<std::string> files;  // "*.php", "Rakefile"
};
/// Sorted by id.
std::vector<FileType> FileTypes();
/// The id of the type that is called so; an Error that says which one was probably meant.
Result<std::string> TypeNamed(std::string_view name);
/// Empty if it has none. `absolute` is opened where the name says nothing; empty: it is not there.
std::string TypeOfFile(const std::string& path, const std::string& absolute);
/// Whether a file of type `type` may be one of `wanted`, too: C++ shares ".h" with C.
bool MayBeOfType(const std::string& path, const std::string& type, const std::string& wanted);
/// The table for people, a line a type.
std::string TypeListText();

}  // namespace unsoap::cli
