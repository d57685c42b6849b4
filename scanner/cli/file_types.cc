// Types of files for --type, from the tables of languages and of structured formats.
#include "scanner/cli/file_types.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <set>

#include "scanner/base/text.h"
#include "scanner/facts/structured.h"
#include "scanner/languages/language.h"

namespace unsoap::cli {
namespace {

std::string PatternOf(const facts::StructuredRow& row) {
  const std::string pattern(row.pattern);
  if (row.match == facts::StructuredRow::Match::kSuffix) return "*" + pattern;
  return row.match == facts::StructuredRow::Match::kPrefix ? pattern + "*" : pattern;
}

std::string Head(const std::string& path) {
  std::array<char, 1024> buffer{};
  std::ifstream file(path, std::ios::binary);
  file.read(buffer.data(), buffer.size());
  return {buffer.data(), static_cast<size_t>(file.gcount())};
}

}  // namespace

std::vector<FileType> FileTypes() {
  std::map<std::string, std::set<std::string>> files;
  for (const auto& language : languages::Languages()) {
    std::set<std::string>& all = files[language->id];
    for (const std::string& extension : language->extensions) all.insert("*" + extension);
    for (const std::string& extension : language->shares) all.insert("*" + extension);
    all.insert(language->filenames.begin(), language->filenames.end());
  }
  for (const facts::StructuredRow& row : facts::StructuredRows()) {
    if (!row.language.empty()) files[std::string(row.language)].insert(PatternOf(row));
  }
  std::vector<FileType> out;
  for (const auto& [id, patterns] : files) out.push_back({id, {patterns.begin(), patterns.end()}});
  return out;
}

Result<std::string> TypeNamed(std::string_view name) {
  if (const languages::Language* language = languages::LanguageNamed(name)) return language->id;
  const std::string key = Lower(name);
  std::vector<std::string> names;
  for (const FileType& type : FileTypes()) {
    if (type.id == key) return type.id;
    names.push_back(type.id);
  }
  // "yml", "wsdl": the end of a file's name.
  for (const facts::StructuredRow& row : facts::StructuredRows()) {
    const bool is_end = row.match == facts::StructuredRow::Match::kSuffix;
    if (is_end && !row.language.empty() && row.pattern == "." + key)
      return std::string(row.language);
  }
  for (const auto& language : languages::Languages()) names.push_back(Lower(language->title));
  const std::string near = DidYouMean(key, names);
  return Fail(fmt::format("there is no language '{}'", name),
              near.empty() ? "--type-list names all" : fmt::format("did you mean '{}'?", near));
}

std::string TypeOfFile(const std::string& path, const std::string& absolute) {
  if (const std::string_view format = facts::StructuredFormatOf(path); !format.empty())
    return std::string(format);
  const std::string_view named = languages::LanguageOf(path, "");
  if (!named.empty() || absolute.empty()) return std::string(named);
  return std::string(languages::LanguageOf(path, Head(absolute)));
}

bool MayBeOfType(const std::string& path, const std::string& type, const std::string& wanted) {
  if (type == wanted) return true;
  const languages::Language* language = languages::FindLanguage(wanted);
  if (language == nullptr) return false;
  const std::string name = Lower(path);
  return std::any_of(language->shares.begin(), language->shares.end(),
                     [&](const std::string& extension) { return name.ends_with(extension); });
}

std::string TypeListText() {
  std::string out;
  for (const FileType& type : FileTypes())
    out += fmt::format("{}: {}\n", type.id, Join(type.files, ", "));
  return out;
}

}  // namespace unsoap::cli
