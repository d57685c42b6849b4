// The tables of a program: what its files declare and import, by name.
#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/facts/closure_names.h"
#include "scanner/languages/language.h"
#include "scanner/link/module_path.h"
#include "scanner/link/program.h"

namespace unsoap::link {

void Program::IndexFiles() {
  for (FileId f = 0; f < files_.size(); ++f) {
    IndexLanguages(f);
    IndexTypes(f);
    IndexPath(f);
    IndexImports(f);
    FindDefaultClass(f);
    IndexBodies(f);
    for (const facts::Delegation& d : files_[f]->delegations)
      delegations_[{f, d.class_id}].emplace(d.name, &d);
  }
  IndexModules();
  for (FileId f = 0; f < files_.size(); ++f) IndexFunctions(f);
  IndexMethods();
  JoinInterfaces();
}

void Program::IndexLanguages(FileId f) {
  const facts::FileFacts& facts = *files_[f];
  const languages::Language* language = languages::FindLanguage(facts.language);
  ignores_case_.push_back(language != nullptr && language->ignore_case);
  families_.push_back(language != nullptr ? std::string_view(language->family)
                                          : std::string_view(facts.language));
  languages_.emplace_back();
  if (language != nullptr) languages_.back().push_back(language);
  for (const std::string& guest : facts.guests) {
    if (const languages::Language* inner = languages::FindLanguage(guest))
      languages_.back().push_back(inner);
  }
}

void Program::IndexTypes(FileId f) {
  const facts::FileFacts& facts = *files_[f];
  for (facts::ClassId c = 0; c < facts.classes.size(); ++c) {
    if (facts.classes[c].name.empty()) continue;
    classes_by_name_[facts.classes[c].name].push_back({f, c});
    if (ignores_case_[f]) classes_by_folded_[Lower(facts.classes[c].name)].push_back({f, c});
    if (facts.classes[c].kind == facts::ClassKind::kModule &&
        Is(f, &languages::Language::open_modules))
      open_modules_.push_back({f, c});
  }
  for (const facts::Field& field : facts.fields) {
    if (field.class_id != facts::kNone) fields_[{f, field.class_id}].insert(field.name);
  }
  for (const facts::TypeAlias& alias : facts.aliases) {
    own_aliases_[f].emplace(alias.name, alias.type);
    const auto [known, fresh] = aliases_.try_emplace(alias.name, f, alias.type);
    if (!fresh && known->second.second != alias.type) known->second.second = {};
  }
}

void Program::IndexPath(FileId f) {
  const std::string_view path = files_[f]->path;
  files_by_stem_[Stem(path)].push_back(f);
  if (const std::string dotted = DottedStem(path, Words(f, &languages::Language::stem_ends));
      !dotted.empty())
    files_by_stem_[dotted].push_back(f);
  if (!StandsForFolder(f)) return;
  // A package is named by its folder.
  const size_t slash = path.find_last_of('/');
  if (slash == std::string_view::npos) return;
  const std::string_view folder = path.substr(0, slash);
  const std::string stem_of_folder = Stem(folder);
  files_by_stem_[stem_of_folder].push_back(f);
  // A package's sources lie in a folder of their own.
  const size_t above = folder.find_last_of('/');
  if (above != std::string_view::npos &&
      Names(f, &languages::Language::source_folders, stem_of_folder))
    files_by_stem_[Stem(folder.substr(0, above))].push_back(f);
}

void Program::IndexImports(FileId f) {
  for (const facts::Import& import : files_[f]->imports) {
    std::string_view local = import.alias;
    if (local.empty())
      local = SimpleName(import.name.empty() || import.name == "*" ? import.module : import.name);
    if (import.name != "*" && !local.empty()) imports_[f].emplace(local, &import);
  }
}

void Program::IndexFunctions(FileId f) {
  const facts::FileFacts& facts = *files_[f];
  for (facts::FunctionId i = 0; i < facts.functions.size(); ++i) {
    const facts::Function& function = facts.functions[i];
    const bool is_member = function.class_id != facts::kNone;
    if (function.name.empty()) {  // class Op(val name: String): its head is its constructor
      if (function.is_constructor && is_member) methods_[{f, function.class_id}].push_back({f, i});
      continue;
    }
    if (facts::IsNamedByHolder(function)) continue;
    functions_by_name_[function.name].push_back({f, i});
    if (!function.receiver_type.empty() &&
        (ExtensionsHaveSelf(f) || (is_member && function.is_static)))
      extensions_[function.name].push_back({f, i});
    if (!function.space.empty() && !is_member && function.receiver_type.empty())
      functions_in_spaces_[function.name].push_back({f, i});
    if (ignores_case_[f]) functions_by_folded_[Lower(function.name)].push_back({f, i});
    if (is_member) {
      methods_[{f, function.class_id}].push_back({f, i});
    } else if (!function.receiver_type.empty()) {
      for (const ClassRef& c : ResolveClass(f, function.receiver_type))
        methods_[c].push_back({f, i});
    }
  }
}

void Program::IndexModules() {
  std::unordered_map<std::string_view, FileId> first;  // by folder
  for (FileId f = 0; f < files_.size(); ++f) {
    modules_.push_back(f);
    if (!Is(f, &languages::Language::folder_modules)) continue;
    const std::string_view path = files_[f]->path;
    const size_t slash = path.find_last_of('/');
    const std::string_view folder = path.substr(0, slash == std::string_view::npos ? 0 : slash);
    const auto [at, fresh] = first.try_emplace(folder, f);
    modules_[f] = at->second;
    if (fresh && !folder.empty()) files_by_stem_[Stem(folder)].push_back(f);
  }
}

void Program::IndexMethods() {
  for (const auto& [c, methods] : methods_) {
    if (methods.size() <= kFewMethods) continue;
    MethodsByName& names = methods_by_name_[c];
    for (const FnRef& r : methods) {
      const std::string_view name = function(r).name;
      names[ignores_case_[c.file] ? Lower(name) : std::string(name)].push_back(r);
    }
  }
}

void Program::IndexLineage() {
  // Of the many files that open a module (module Acme) most only put a class into it; what stands
  // in the module itself is in few.
  std::unordered_map<std::string_view, std::vector<ClassRef>> with_methods;
  const auto twins_named = [&](std::string_view name) -> const std::vector<ClassRef>& {
    const std::vector<ClassRef>& all = ClassesNamed(name);
    if (all.size() <= kMaxCandidates) return all;
    const auto [known, is_new] = with_methods.try_emplace(name);
    if (!is_new) return known->second;
    for (const ClassRef& c : all) {
      if (!MethodsOf(c).empty()) known->second.push_back(c);
    }
    return known->second;
  };
  for (FileId f = 0; f < files_.size(); ++f) {
    for (facts::ClassId c = 0; c < files_[f]->classes.size(); ++c) {
      std::vector<ClassRef> line = {{f, c}};
      const facts::Class& own = files_[f]->classes[c];
      // Reopened classes (Ruby modules, C# partials): same name, namespace and language are one
      // class, but for those that a file keeps to itself until it is imported.
      const std::vector<ClassRef>& twins = twins_named(own.name);
      if (!own.name.empty() && twins.size() <= kMaxCandidates && !IsReachedByImport(f)) {
        for (const ClassRef& twin : twins) {
          const bool same = files_[twin.file]->language == files_[f]->language &&
                            cls(twin).space == own.space && cls(twin).kind == own.kind &&
                            files_[twin.file]->space == files_[f]->space;
          if (same) AddUnique(line, twin);
        }
      }
      for (size_t i = 0; i < line.size() && line.size() < 32; ++i) {
        const ClassRef at = line[i];
        for (const std::string_view base : cls(at).bases) {
          for (const ClassRef& r : ResolveClass(at.file, base)) AddUnique(line, r);
        }
        if (const auto also = implements_.find(at); also != implements_.end()) {
          for (const ClassRef& r : also->second) AddUnique(line, r);
        }
      }
      for (size_t i = 1; i < line.size(); ++i) descendants_[line[i]].push_back({f, c});
      lineage_[{f, c}] = std::move(line);
    }
  }
}

}  // namespace unsoap::link
