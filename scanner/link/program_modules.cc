// Modules: which files an import means, and what they hand on.
#include <algorithm>

#include "scanner/base/paths.h"
#include "scanner/base/text.h"
#include "scanner/languages/language.h"
#include "scanner/link/module_path.h"
#include "scanner/link/program.h"

namespace unsoap::link {

bool Program::StandsForFolder(FileId file) const {
  return Names(file, &languages::Language::folder_files, Stem(files_[file]->path));
}

const facts::Import* Program::ImportOf(FileId file, std::string_view local_name) const {
  const auto of_file = imports_.find(file);
  if (of_file == imports_.end()) return nullptr;
  const auto at = of_file->second.find(local_name);
  return at == of_file->second.end() ? nullptr : at->second;
}

std::vector<FileId> Program::ResolveModule(FileId from, std::string_view module,
                                           std::string_view name) const {
  const bool is_path = module.find('/') != std::string_view::npos;
  if (IsReachedByImport(from) && module.starts_with('.') && !is_path)
    return ResolveRelative(from, module, name);
  ModuleWanted wanted;
  wanted.is_full = IsReachedByImport(from) && !is_path;
  // require 'lib/crm.rb': a file as it is called, not a module with a dot.
  wanted.ending = Lower(module.substr(module.find_last_of('.') + 1));
  if (module.find('.') == std::string_view::npos || !IsFileEnding(from, wanted.ending))
    wanted.ending.clear();
  const std::vector<std::string> parts = PartsOfModule(from, module);
  const auto same_language = [&](std::vector<FileId>& found) {
    std::erase_if(found, [&](FileId id) { return id == from || !AreRelated(id, from); });
  };
  if (!name.empty() && name != "*") {
    wanted.parts = parts, wanted.least = 2;
    for (std::string& part : PartsOf(name)) wanted.parts.push_back(std::move(part));
    std::vector<FileId> found = FilesOf(wanted);
    same_language(found);
    // from crm import Client is no module crm/client.py.
    if (!ignores_case_[from]) {
      std::erase_if(found, [&](FileId id) {
        return files_[id]->path.rfind(SimpleName(name)) == std::string::npos;
      });
    }
    if (!found.empty()) return found;
  }
  wanted.parts = parts, wanted.least = 1;
  std::vector<FileId> found = FilesOf(wanted);
  same_language(found);
  return found;
}

std::vector<std::string> Program::PartsOfModule(FileId from, std::string_view module) const {
  const size_t slash = module.find_last_of('/');
  if (slash == std::string_view::npos) return PartsOf(module);
  // ./marketo.service: a file with a dot in its stem.
  const std::string whole = Lower(module.substr(slash + 1));
  for (const std::string& stem :
       {whole, DottedStem(whole, Words(from, &languages::Language::stem_ends))}) {
    if (stem.find('.') == std::string::npos || stem.starts_with('.') ||
        !files_by_stem_.contains(stem))
      continue;
    std::vector<std::string> parts = PartsOf(module.substr(0, slash));
    parts.push_back(stem);
    return parts;
  }
  return PartsOf(module);
}

std::vector<std::string> Program::PartsOfFile(FileId file, bool with_dots) const {
  const std::string_view path = files_[file]->path;
  const std::string_view folder = path.substr(0, path.find_last_of('/') + 1);
  if (Is(file, &languages::Language::folder_modules)) return PartsOf(folder);
  if (!with_dots) return PartsOf(path);
  std::vector<std::string> parts = PartsOf(folder);
  parts.push_back(DottedStem(path, Words(file, &languages::Language::stem_ends)));
  return parts;
}

std::vector<FileId> Program::FilesOf(const ModuleWanted& wanted) const {
  std::vector<FileId> found;
  std::vector<std::string> parts = wanted.parts;
  if (parts.size() > 1 && !wanted.ending.empty() && parts.back() == wanted.ending) parts.pop_back();
  if (parts.empty()) return found;
  const auto at = files_by_stem_.find(parts.back());
  if (at == files_by_stem_.end()) return found;
  const bool has_dots = parts.back().find('.') != std::string::npos;
  size_t best = 0;
  for (const FileId id : at->second) {
    const std::vector<std::string> path = PartsOfFile(id, has_dots);
    size_t end = path.size();
    while (end > 0 && path[end - 1] != parts.back()) --end;
    size_t same = 0;
    while (same < parts.size() && same < end &&
           parts[parts.size() - 1 - same] == path[end - 1 - same])
      ++same;
    if (same < std::min(wanted.least, parts.size())) continue;
    // Where a module is known by its full name, all of it agrees, up to where the tree begins.
    if (wanted.is_full && same < parts.size() && same < end) continue;
    // The tree may begin inside the module's path.
    if (same == end && Is(id, &languages::Language::folder_modules)) same += parts.size();
    if (same > best) best = same, found.clear();
    if (same == best && found.size() < kMaxCandidates) found.push_back(id);
  }
  if (best * 2 < parts.size()) found.clear();  // agrees in the last part only: another package
  return found;
}

std::vector<FileId> Program::ResolveRelative(FileId from, std::string_view module,
                                             std::string_view name) const {
  std::string target = FolderOf(files_[from]->path);
  const size_t dots = std::min(module.find_first_not_of('.'), module.size());
  for (size_t i = 1; i < dots; ++i) target = FolderOf(target);
  const auto go_to = [&](std::string_view part) {
    target += (target.empty() ? "" : "/") + std::string(part);
  };
  for (const std::string_view part : Split(module.substr(dots), '.')) {
    if (!part.empty()) go_to(part);
  }
  const auto at = [&](const std::string& path) {
    std::vector<FileId> found;
    const auto namesakes = files_by_stem_.find(Lower(unsoap::NameOf(path)));
    if (namesakes == files_by_stem_.end()) return found;
    for (const FileId f : namesakes->second) {
      const std::string_view file = files_[f]->path;
      const bool is_file = file.size() > path.size() && file.starts_with(path) &&
                           file[path.size()] == '.' && file.find('/', path.size()) == file.npos;
      if ((is_file || (StandsForFolder(f) && FolderOf(file) == path)) && f != from &&
          AreRelated(f, from))
        found.push_back(f);
    }
    return found;
  };
  if (!name.empty() && name != "*") {
    const std::string package = target;
    go_to(name);
    std::vector<FileId> found = at(target);
    if (!found.empty()) return found;
    target = package;
  }
  return at(target);
}

std::vector<std::pair<FileId, std::string_view>> Program::HandedOn(FileId module,
                                                                   std::string_view name) const {
  constexpr size_t kMost = 12;
  std::vector<std::pair<FileId, std::string_view>> found = {{module, name}};
  for (size_t i = 0; i < found.size() && found.size() < kMost; ++i) {
    const auto [at, wanted] = found[i];
    for (const facts::Import& import : files_[at]->imports) {
      const bool is_all = import.name == "*";
      std::string_view local = import.alias;
      if (local.empty()) local = import.name.empty() ? SimpleName(import.module) : import.name;
      if (!is_all && local != wanted) continue;
      const std::string_view real = is_all                ? wanted
                                    : import.name.empty() ? kWholeModule
                                                          : import.name;
      for (const FileId m :
           ResolveModule(at, import.module, is_all ? std::string_view() : import.name))
        AddUnique(found, std::pair<FileId, std::string_view>(m, real));
    }
  }
  found.erase(found.begin());
  return found;
}

}  // namespace unsoap::link
