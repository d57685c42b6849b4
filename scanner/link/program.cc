#include "scanner/link/program.h"

#include <algorithm>
#include <iterator>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/languages/language.h"
#include "scanner/link/module_path.h"

namespace unsoap::link {
namespace {

template <class T>
const std::vector<T>& Nothing() {
  static const std::vector<T> nothing;
  return nothing;
}

}  // namespace

std::string_view SimpleName(std::string_view name) {
  name = Trim(name);
  const size_t cut = name.find_first_of("<[({*& ");
  if (cut != std::string_view::npos && cut > 0) name = name.substr(0, cut);
  while (!name.empty() && (name.front() == '?' || name.front() == '\\' || name.front() == ':'))
    name.remove_prefix(1);
  while (!name.empty() && (name.back() == '?' || name.back() == '!')) name.remove_suffix(1);
  const size_t separator = name.find_last_of(".\\:/");
  return separator == std::string_view::npos ? name : name.substr(separator + 1);
}

std::string DottedName(std::string_view qualified) {
  std::string out = ".";
  for (const char c : qualified) {
    const bool separates = c == ':' || c == '\\' || c == '/' || c == '.';
    if (!separates || out.back() != '.') out += separates ? '.' : c;
  }
  return out;
}

Program::Program(std::vector<const facts::FileFacts*> files) : files_(std::move(files)) {
  IndexFiles();
  IndexLineage();
}

bool Program::IsSelf(FileId file, std::string_view name) const {
  return Names(file, &languages::Language::self, name);
}

bool Program::IsSuper(ExprRef at) const {
  const facts::Expr& e = expr(at);
  if (!Names(at.file, &languages::Language::super, e.text)) return false;
  // $parent is a variable like any other.
  const std::string_view source = file(at.file).source.text();
  const std::string_view first = source.substr(std::min<size_t>(e.span.begin, source.size()), 1);
  return !std::any_of(languages_[at.file].begin(), languages_[at.file].end(), [&](const auto* l) {
    return std::find(l->sigils.begin(), l->sigils.end(), first) != l->sigils.end();
  });
}

bool Program::Formats(FileId file, std::string_view name) const {
  for (const languages::Language* language : languages_[file]) {
    for (const languages::FormatCall& call : language->format_calls) {
      if (std::string_view(call.name).substr(call.name.rfind('.') + 1) == name) return true;
    }
  }
  return false;
}

bool Program::Names(FileId file, std::vector<std::string> languages::Language::*list,
                    std::string_view name) const {
  return std::any_of(
      languages_[file].begin(), languages_[file].end(), [&](const languages::Language* l) {
        return std::find((l->*list).begin(), (l->*list).end(), name) != (l->*list).end();
      });
}

std::vector<ClassRef> Program::PickNearest(FileId from, const std::vector<ClassRef>& all,
                                           std::string_view qualified) const {
  if (all.size() <= 1) return all;
  const facts::FileFacts& here = *files_[from];
  const std::string_view simple = SimpleName(qualified);
  std::string_view wanted_space;
  if (qualified.size() > simple.size() + 1) {
    wanted_space = qualified.substr(0, qualified.size() - simple.size() - 1);
  } else if (const facts::Import* import = ImportOf(from, simple)) {
    wanted_space = import->module;
  }
  int best = -1;
  std::vector<ClassRef> picked;
  for (const ClassRef& c : all) {
    const facts::FileFacts& there = *files_[c.file];
    const std::string_view space =
        cls(c).space.empty() ? std::string_view(there.space) : cls(c).space;
    int score = AreRelated(c.file, from) ? 4 : 0;
    if (c.file == from) score += 8;
    if (!wanted_space.empty() && !space.empty() &&
        (wanted_space.ends_with(space) || space.ends_with(wanted_space) ||
         wanted_space.starts_with(space))) {
      score += 6;
    }
    if (wanted_space.empty() && !space.empty() && space == here.space) score += 3;
    for (const facts::Import& import : here.imports) {
      // `using Acme.Soap` brings in all that the namespace has, as `import acme.soap.*` does.
      const bool brings_all =
          import.name == "*" || (import.name.empty() && !IsReachedByImport(from));
      if (brings_all && !space.empty() && import.module == space) score += 3;
    }
    if (score > best) best = score, picked.clear();
    if (score == best && picked.size() < kMaxCandidates) picked.push_back(c);
  }
  return picked;
}

std::vector<ClassRef> Program::ResolveClass(FileId from, std::string_view name) const {
  auto& cache = class_cache_[from];
  const auto known = cache.find(name);
  if (known != cache.end()) return known->second;
  std::vector<ClassRef> found = LookUpClass(from, name);
  cache.emplace(std::string(name), found);
  return found;
}

bool Program::FitsQualifier(FileId from, ClassRef c, std::string_view name) const {
  const std::string_view simple = SimpleName(name);
  const size_t at = name.find(simple);
  const std::vector<std::string> qualifier =
      PartsOf(name.substr(0, at == std::string_view::npos ? 0 : at));
  if (qualifier.empty()) return true;
  const std::string& last = qualifier.back();
  const facts::Class& own = cls(c);
  const std::vector<std::string> space =
      PartsOf(own.space.empty() ? std::string_view(file(c.file).space) : own.space);
  if (std::find(space.begin(), space.end(), last) != space.end()) return true;
  if (own.outer != facts::kNone && EqualsIgnoreCase(file(c.file).classes[own.outer].name, last))
    return true;
  if (Stem(file(c.file).path) == last || IsSelf(from, last)) return true;
  const size_t end = name.find_first_of(".\\:");
  const facts::Import* import = ImportOf(from, name.substr(0, end));
  if (import == nullptr) return false;
  const std::vector<FileId> modules = ResolveModule(from, import->module, import->name);
  if (std::find(modules.begin(), modules.end(), c.file) != modules.end()) return true;
  // Python's "from . import x" has a module without a name.
  const std::vector<std::string> module = PartsOf(import->module);
  return !module.empty() && module.back() == (space.empty() ? "" : space.back());
}

const std::vector<ClassRef>& Program::ClassesAsWrittenIn(FileId from, std::string_view name) const {
  const std::vector<ClassRef>& exact = ClassesNamed(name);
  if (!exact.empty() || !ignores_case_[from]) return exact;
  const auto at = classes_by_folded_.find(Lower(name));
  return at == classes_by_folded_.end() ? exact : at->second;
}

std::string_view Program::AliasedType(FileId from, std::string_view name) const {
  const auto at = aliases_.find(SimpleName(name));
  if (at == aliases_.end()) return {};
  if (const auto own = own_aliases_.find(from); own != own_aliases_.end()) {
    const auto here = own->second.find(at->first);
    if (here != own->second.end()) return here->second;
  }
  const auto& [file, type] = at->second;
  return AreRelated(file, from) ? type : std::string_view();
}

std::string_view Program::RealType(FileId from, std::string_view name) const {
  constexpr int kMostNames = 4;  // typedef of a typedef
  for (int i = 0; i < kMostNames && !aliases_.empty(); ++i) {
    const std::string_view type = AliasedType(from, name);
    if (type.empty() || SimpleName(type) == SimpleName(name)) break;
    name = type;
  }
  return name;
}

std::string_view Program::ImportedType(FileId from, std::string_view name) const {
  name = RealType(from, name);
  const facts::Import* import = ImportOf(from, name);
  if (import == nullptr || import->alias.empty()) return name;
  return SimpleName(import->name.empty() || import->name == "*" ? import->module : import->name);
}

std::vector<ClassRef> Program::LookUpClass(FileId from, std::string_view written) const {
  std::string_view name = written;
  if (const std::string_view type = AliasedType(from, name); !type.empty() &&
                                                             SimpleName(type) != SimpleName(name) &&
                                                             ClassesNamed(SimpleName(name)).empty())
    name = RealType(from, name);
  const std::string_view simple = SimpleName(name);
  if (simple.empty()) return {};
  const facts::Import* import = ImportOf(from, simple);
  if (import == nullptr || simple.size() != name.size()) {
    std::vector<ClassRef> found = ClassesAsWrittenIn(from, simple);
    std::erase_if(found, [&](const ClassRef& c) { return !FitsQualifier(from, c, name); });
    return PickNearest(from, found, name);
  }
  // An imported name means what the import says, and nothing of ours when that lies outside.
  const std::string_view real = SimpleName(import->name.empty() ? import->module : import->name);
  const std::vector<FileId> modules = ResolveModule(from, import->module, import->name);
  std::vector<ClassRef> found, of_space;
  for (const ClassRef& c : ClassesAsWrittenIn(from, real)) {
    const std::string_view space =
        cls(c).space.empty() ? std::string_view(file(c.file).space) : cls(c).space;
    const bool in_module = std::find(modules.begin(), modules.end(), c.file) != modules.end();
    const bool in_space =
        !space.empty() && (import->module == space || import->module.starts_with(space) ||
                           import->module.ends_with(space) || space.ends_with(import->module));
    if (in_module || in_space) found.push_back(c);
    if (in_space) of_space.push_back(c);
  }
  // One file may hold the namesakes of several namespaces.
  if (!of_space.empty()) found = std::move(of_space);
  for (size_t i = 0; found.empty() && i < modules.size(); ++i) {
    for (const auto& [module, other] : HandedOn(modules[i], real)) {
      for (const ClassRef& c : ClassesAsWrittenIn(from, other)) {
        if (c.file == module) AddUnique(found, c);
      }
      const auto whole = default_classes_.find(module);
      if (whole != default_classes_.end() &&
          Names(module, &languages::Language::default_exports, other))
        AddUnique(found, whole->second);
    }
  }
  // const Base = require('./base'), import Base from './base': what that file gives as a whole.
  for (size_t i = 0; found.empty() && i < modules.size(); ++i) {
    if (!import->name.empty() && !Names(from, &languages::Language::default_exports, import->name))
      break;
    if (const auto whole = default_classes_.find(modules[i]); whole != default_classes_.end())
      found.push_back(whole->second);
  }
  return PickNearest(from, found, name);
}

const std::vector<ClassRef>& Program::ClassesNamed(std::string_view name) const {
  const auto at = classes_by_name_.find(name);
  return at == classes_by_name_.end() ? Nothing<ClassRef>() : at->second;
}

const std::vector<ClassRef>& Program::Lineage(ClassRef c) const {
  const auto at = lineage_.find(c);
  return at == lineage_.end() ? Nothing<ClassRef>() : at->second;
}
const std::vector<ClassRef>& Program::Descendants(ClassRef c) const {
  const auto at = descendants_.find(c);
  return at == descendants_.end() ? Nothing<ClassRef>() : at->second;
}

std::vector<std::string_view> Program::BaseNames(ClassRef c) const {
  std::vector<std::string_view> names;
  for (const ClassRef& r : Lineage(c)) {
    for (const std::string_view base : cls(r).bases) AddUnique(names, base);
  }
  return names;
}

const std::vector<FnRef>& Program::MethodsOf(ClassRef c) const {
  const auto at = methods_.find(c);
  return at == methods_.end() ? Nothing<FnRef>() : at->second;
}

std::vector<FnRef> Program::OwnMethods(ClassRef c, std::string_view name) const {
  const std::vector<FnRef>& all = MethodsOf(c);
  if (all.size() > kFewMethods) {
    const auto of_class = methods_by_name_.find(c);
    const auto named =
        ignores_case_[c.file] ? of_class->second.find(Lower(name)) : of_class->second.find(name);
    return named == of_class->second.end() ? std::vector<FnRef>() : named->second;
  }
  std::vector<FnRef> found;
  for (const FnRef& r : all) {
    const std::string_view own = function(r).name;
    if (own == name || (ignores_case_[c.file] && EqualsIgnoreCase(own, name))) found.push_back(r);
  }
  return found;
}

std::vector<FnRef> Program::FindMethods(ClassRef c, std::string_view name) const {
  std::vector<FnRef> found;
  for (const ClassRef& r : Lineage(c)) {
    bool has_body = false;
    for (const FnRef& m : OwnMethods(r, name)) {
      AddUnique(found, m);
      has_body |= function(m).has_body;
    }
    if (has_body) return found;
  }
  for (const ClassRef& r : Descendants(c)) {
    for (const FnRef& m : OwnMethods(r, name)) {
      if (found.size() < kMaxCandidates) AddUnique(found, m);
    }
  }
  AddEmbedded(c, name, &found);
  if (!found.empty()) return found;
  // A mixin's methods see those of the classes that include it, and of what these include.
  for (const ClassRef& d : Descendants(c)) {
    for (const ClassRef& r : Lineage(d)) {
      for (const FnRef& m : OwnMethods(r, name)) {
        if (found.size() < kMaxCandidates) AddUnique(found, m);
      }
    }
    if (!found.empty()) break;
  }
  FileId in = facts::kNone;
  const facts::Delegation* const alias = found.empty() ? DelegationOf(c, name, &in) : nullptr;
  if (alias != nullptr && alias->target == facts::kNone && alias->method != name) {
    for (const ClassRef& r : Lineage(c)) {
      found = OwnMethods(r, alias->method);
      if (!found.empty()) break;
    }
  }
  return found;
}

void Program::AddEmbedded(ClassRef c, std::string_view name, std::vector<FnRef>* found) const {
  const auto has_body = [&](const FnRef& m) { return function(m).has_body; };
  if (found->empty() || !Is(c.file, &languages::Language::structural) ||
      cls(c).kind == facts::ClassKind::kInterface ||
      std::any_of(found->begin(), found->end(), has_body))
    return;
  for (const ClassRef& base : Lineage(c)) {
    if (cls(base).kind != facts::ClassKind::kInterface || OwnMethods(base, name).empty()) continue;
    for (const ClassRef& r : Descendants(base)) {
      for (const FnRef& m : OwnMethods(r, name)) {
        if (found->size() < kMaxCandidates) AddUnique(*found, m);
      }
    }
  }
}

std::vector<FnRef> Program::Constructors(ClassRef c) const {
  for (const ClassRef& r : Lineage(c)) {
    std::vector<FnRef> found;
    for (const FnRef& m : MethodsOf(r)) {
      if (function(m).is_constructor) found.push_back(m);
    }
    if (!found.empty()) return found;
  }
  return {};
}

const std::vector<FnRef>& Program::ExtensionsNamed(std::string_view name) const {
  const auto at = extensions_.find(name);
  return at == extensions_.end() ? Nothing<FnRef>() : at->second;
}

std::vector<FnRef> Program::FunctionsIn(FileId from, std::string_view space,
                                        std::string_view name) const {
  constexpr size_t kMostLookedAt = 64;
  const auto at = functions_in_spaces_.find(name);
  if (at == functions_in_spaces_.end() || at->second.size() > kMostLookedAt) return {};
  // What stands before the name may be short: crm::tags() inside the namespace acme.
  const std::string wanted = DottedName(space);
  std::vector<FnRef> found;
  for (const FnRef& r : at->second) {
    if (AreRelated(r.file, from) && DottedName(function(r).space).ends_with(wanted) &&
        found.size() < kMaxCandidates)
      found.push_back(r);
  }
  return found;
}

const std::vector<FnRef>& Program::FunctionsNamed(std::string_view name) const {
  const auto at = functions_by_name_.find(name);
  return at == functions_by_name_.end() ? Nothing<FnRef>() : at->second;
}

bool Program::HasField(ClassRef c, std::string_view name) const {
  const auto at = fields_.find(c);
  return at != fields_.end() && at->second.contains(name);
}

std::vector<FnRef> Program::ResolveFunction(FileId from, std::string_view name) const {
  auto& cache = function_cache_[from];
  const auto known = cache.find(name);
  if (known != cache.end()) return known->second;
  std::vector<FnRef> found = LookUpFunction(from, name);
  cache.emplace(std::string(name), found);
  return found;
}

std::vector<FnRef> Program::LookUpFunction(FileId from, std::string_view name) const {
  if (const std::string_view simple = SimpleName(name); simple.size() != name.size()) {
    std::vector<FnRef> found = FunctionsIn(from, name);
    if (found.empty() && simple.size() + 1 < name.size() && name.ends_with(simple))
      found = FunctionsIn(from, name.substr(0, name.size() - simple.size() - 1), simple);
    return found;
  }
  std::string_view wanted = name;
  const facts::Import* import = ImportOf(from, name);
  // use function Acme\Crm\find_lead: the whole name is in the import.
  if (import != nullptr && import->name.empty() &&
      import->module.find_first_of("\\") != std::string_view::npos) {
    std::vector<FnRef> found = FunctionsIn(from, import->module);
    if (!found.empty()) return found;
  }
  if (import != nullptr && !import->alias.empty())
    wanted = SimpleName(import->name.empty() ? import->module : import->name);
  std::vector<FileId> modules;
  if (import != nullptr) modules = ResolveModule(from, import->module, import->name);
  std::vector<FnRef> here, imported, anywhere;
  const std::vector<FnRef>* named = &FunctionsNamed(wanted);
  if (named->empty() && ignores_case_[from]) {
    const auto at = functions_by_folded_.find(Lower(wanted));
    if (at != functions_by_folded_.end()) named = &at->second;
  }
  for (const FnRef& r : *named) {
    const facts::Function& f = function(r);
    if (f.class_id != facts::kNone || !f.receiver_type.empty()) continue;
    if (!AreRelated(r.file, from)) continue;
    if (Is(from, &languages::Language::folder_modules) && ModuleOf(r.file) != ModuleOf(from))
      continue;
    if (r.file == from && wanted == name) here.push_back(r);
    if (std::find(modules.begin(), modules.end(), r.file) != modules.end()) imported.push_back(r);
    if (anywhere.size() < kMaxCandidates) anywhere.push_back(r);
  }
  for (size_t i = 0; imported.empty() && i < modules.size(); ++i) {
    for (const auto& [module, other] : HandedOn(modules[i], wanted)) {
      for (const FnRef& r : FunctionsNamed(other)) {
        if (r.file == module && function(r).class_id == facts::kNone &&
            function(r).receiver_type.empty())
          AddUnique(imported, r);
      }
    }
  }
  if (!imported.empty()) return imported;
  if (import != nullptr) {
    // import acme.gate.lookup: a package is not told by the file's name.
    std::string_view space = import->module;
    if (import->name.empty())
      space = space.substr(0, space.size() > wanted.size() ? space.size() - wanted.size() - 1 : 0);
    if (!space.empty()) imported = FunctionsIn(from, space, wanted);
    if (!imported.empty()) return imported;
  }
  if (!here.empty()) return here;
  if (!modules.empty()) return {};
  return NearestFunctions(from, std::move(anywhere));
}

std::vector<FnRef> Program::NearestFunctions(FileId from, std::vector<FnRef> all) const {
  // Of namesakes in several packages the one of the own, or of a package that is imported whole.
  if (all.size() <= 1) return all;
  const facts::FileFacts& facts = *files_[from];
  const auto is_near = [&](const FnRef& r) {
    const std::string_view space = function(r).space;
    if (space.empty()) return false;
    if (space == facts.space) return true;
    return std::any_of(facts.imports.begin(), facts.imports.end(), [&](const facts::Import& i) {
      return (i.name == "*" || i.name.empty()) && i.module == space;
    });
  };
  std::vector<FnRef> near;
  std::copy_if(all.begin(), all.end(), std::back_inserter(near), is_near);
  return near.empty() ? all : near;
}

std::vector<ClassRef> Program::ImportedOwners(FileId file, std::string_view name) const {
  std::vector<ClassRef> found;
  const auto add = [&](std::string_view owner) {
    const std::string_view simple = SimpleName(owner);
    if (simple.empty()) return;
    for (const ClassRef& c : ClassesAsWrittenIn(file, simple)) {
      if (found.size() < kMaxCandidates && FitsQualifier(file, c, owner)) AddUnique(found, c);
    }
  };
  if (const facts::Import* import = ImportOf(file, name)) {
    const std::string_view module = import->module;
    if (!import->name.empty()) {
      add(module);
    } else if (module.size() > name.size() + 1 && module.ends_with(name)) {
      add(module.substr(0, module.size() - name.size() - 1));
    }
  }
  // use Acme::Crm qw(find): where one of them lists the name, it is that one's.
  const auto lists = [&](const facts::Import& import) {
    const std::string_view text = files_[file]->source.Slice(import.span);
    const size_t at = text.find(name, text.find(import.module) + import.module.size());
    return at != std::string_view::npos && !IsWordChar(text[at - 1]) &&
           (at + name.size() >= text.size() || !IsWordChar(text[at + name.size()]));
  };
  const std::vector<facts::Import>& imports = files_[file]->imports;
  const bool is_listed = std::any_of(imports.begin(), imports.end(), [&](const auto& import) {
    return import.name == "*" && lists(import);
  });
  for (const facts::Import& import : imports) {
    if (import.name == "*" && (!is_listed || lists(import))) add(import.module);
  }
  if (found.empty()) found = OpenModulesWith(file, name);
  return found;
}

FnRef Program::NamedFunction(FnRef r) const {
  while (r.fn != facts::kNone && function(r).name.empty() && function(r).parent != facts::kNone)
    r.fn = function(r).parent;
  return r;
}

ClassRef Program::ClassOf(FnRef r) const {
  while (r.fn != facts::kNone) {
    const facts::Function& f = function(r);
    if (f.class_id != facts::kNone) return {r.file, f.class_id};
    if (!f.receiver_type.empty()) {
      const std::vector<ClassRef> found = ResolveClass(r.file, f.receiver_type);
      if (!found.empty()) return found.front();
    }
    r.fn = f.parent;
  }
  return {};
}

}  // namespace unsoap::link
