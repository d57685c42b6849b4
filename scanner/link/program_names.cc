// What Program knows beside declarations and lineage: words of the languages, methods that are
// handed on, interfaces that are met without a word, names with the namespaces around them.
#include <algorithm>

#include "scanner/base/paths.h"
#include "scanner/base/span_index.h"
#include "scanner/base/text.h"
#include "scanner/link/program.h"

namespace unsoap::link {

std::string_view Program::PairOf(
    FileId file, std::vector<std::pair<std::string, std::string>> languages::Language::*list,
    std::string_view name) const {
  for (const languages::Language* language : languages_[file]) {
    for (const auto& [first, second] : language->*list) {
      if (first == name) return second;
    }
  }
  return {};
}

bool Program::IsFileEnding(FileId from, std::string_view ending) const {
  for (const auto& language : languages::Languages()) {
    if (language->family != families_[from]) continue;
    for (const std::string& extension : language->extensions) {
      if (std::string_view(extension).substr(1) == ending) return true;
    }
  }
  return false;
}

std::string_view Program::WithoutEnd(FileId file,
                                     std::vector<std::string> languages::Language::*ends,
                                     std::string_view name) const {
  std::string_view cut = name;
  AnyWord(file, ends, [&](const std::string& end) {
    if (!name.ends_with(end)) return false;
    cut = name.substr(0, name.size() - end.size());
    return true;
  });
  return cut;
}

std::string Program::PropertyOf(FileId file,
                                std::vector<std::string> languages::Language::*prefixes,
                                std::string_view method) const {
  for (const languages::Language* language : languages_[file]) {
    std::string_view property = languages::PropertyOf(language->*prefixes, method);
    if (property.empty()) continue;
    if (property.front() == '_') property.remove_prefix(1);
    return LowerFirst(property);
  }
  return {};
}

const std::vector<std::string>& Program::Words(
    FileId file, std::vector<std::string> languages::Language::*list) const {
  static const std::vector<std::string> none;
  return languages_[file].empty() ? none : languages_[file].front()->*list;
}

const facts::Delegation* Program::DelegationOf(ClassRef c, std::string_view name,
                                               FileId* file) const {
  if (delegations_.empty()) return nullptr;
  for (const ClassRef& r : Lineage(c)) {
    const auto of_class = delegations_.find(r);
    if (of_class == delegations_.end()) continue;
    auto at = of_class->second.find(name);
    if (at == of_class->second.end()) at = of_class->second.find({});  // all that the target has
    if (at == of_class->second.end()) continue;
    *file = r.file;
    return at->second;
  }
  return nullptr;
}

std::vector<std::pair<ClassRef, std::string_view>> Program::FieldsInOrder(ClassRef c) const {
  std::vector<std::pair<ClassRef, std::string_view>> out;
  const std::vector<ClassRef>& line = Lineage(c);
  for (size_t i = line.size(); i-- > 0;) {
    const auto known = fields_.find(line[i]);
    if (known == fields_.end()) continue;
    for (const facts::Field& field : files_[line[i].file]->fields) {
      if (field.class_id == line[i].cls && !field.is_static) out.emplace_back(line[i], field.name);
    }
  }
  return out;
}

void Program::JoinInterfaces() {
  constexpr size_t kMostSeen = 256;  // functions of one name that may be an implementation
  for (FileId f = 0; f < files_.size(); ++f) {
    if (!Is(f, &languages::Language::structural)) continue;
    for (facts::ClassId i = 0; i < files_[f]->classes.size(); ++i) {
      const ClassRef interface = {f, i};
      if (cls(interface).kind != facts::ClassKind::kInterface) continue;
      const std::vector<FnRef>& wanted = MethodsOf(interface);
      const std::vector<FnRef>* rarest = nullptr;
      for (const FnRef& method : wanted) {
        const std::vector<FnRef>& named = FunctionsNamed(function(method).name);
        if (rarest == nullptr || named.size() < rarest->size()) rarest = &named;
      }
      if (rarest == nullptr || rarest->size() > kMostSeen) continue;
      for (const FnRef& candidate : *rarest) {
        const ClassRef c = ClassOf(candidate);
        if (c.cls == facts::kNone || c == interface || !function(candidate).has_body ||
            !AreRelated(c.file, f))
          continue;
        const bool has_all = std::all_of(wanted.begin(), wanted.end(), [&](const FnRef& method) {
          const std::vector<FnRef> own = OwnMethods(c, function(method).name);
          return std::any_of(own.begin(), own.end(), [&](const FnRef& m) {
            return function(m).params.size() == function(method).params.size();
          });
        });
        std::vector<ClassRef>& known = implements_[c];
        if (has_all && std::find(known.begin(), known.end(), interface) == known.end())
          known.push_back(interface);
      }
    }
  }
}

bool Program::IsModuleObject(FileId file, facts::ExprId id) const {
  if (id == facts::kNone) return false;
  const facts::FileFacts& facts = *files_[file];
  const facts::Expr& e = facts.exprs[id];
  if (e.kind != facts::ExprKind::kName && e.kind != facts::ExprKind::kMember) return false;
  return Names(file, &languages::Language::module_objects, facts.source.Slice(e.span));
}

bool Program::IsWhole(FileId file, const facts::Binding& binding) const {
  const facts::FileFacts& facts = *files_[file];
  if (binding.function != facts::kNone || binding.target == facts::kNone ||
      binding.value == facts::kNone)
    return false;
  const facts::Expr& target = facts.exprs[binding.target];
  return IsModuleObject(file, binding.target) ||
         (target.kind == facts::ExprKind::kName &&
          Names(file, &languages::Language::default_exports, target.text));
}

void Program::FindDefaultClass(FileId f) {
  const facts::FileFacts& facts = *files_[f];
  for (const facts::Binding& binding : facts.bindings) {
    if (!IsWhole(f, binding)) continue;
    const facts::Expr& value = facts.exprs[binding.value];
    if (value.kind == facts::ExprKind::kClass) default_classes_[f] = {f, value.class_id};
    if (value.kind != facts::ExprKind::kName) continue;
    for (facts::ClassId c = 0; c < facts.classes.size(); ++c) {
      if (facts.classes[c].name == value.text) default_classes_[f] = {f, c};
    }
  }
}

std::vector<ClassRef> Program::InScope(ClassRef from, std::vector<ClassRef> found) const {
  if (found.size() < 2 || from.cls == facts::kNone) return found;
  const std::string own = QualifiedName(from) + ".";
  size_t best = 0;
  std::vector<ClassRef> nearest;
  for (const ClassRef& c : found) {
    const std::string full = QualifiedName(c);
    const size_t end = full.rfind('.');
    if (end == std::string::npos || !own.starts_with(full.substr(0, end + 1))) continue;
    if (end > best) best = end, nearest.clear();
    if (end == best) nearest.push_back(c);
  }
  return nearest.empty() ? found : nearest;
}

std::vector<FnRef> Program::FunctionsIn(FileId from, std::string_view qualified) const {
  const std::string_view simple = SimpleName(qualified);
  std::string space(qualified.substr(0, qualified.size() - simple.size()));
  while (!space.empty() && (space.back() == '\\' || space.back() == ':' || space.back() == '.'))
    space.pop_back();
  const std::string_view head = std::string_view(space).substr(0, space.find_first_of("\\:."));
  if (const facts::Import* import = head.empty() ? nullptr : ImportOf(from, head);
      import != nullptr && import->name.empty())
    space = std::string(import->module) + space.substr(head.size());
  const std::string wanted = DottedName(space);
  std::vector<FnRef> found;
  for (const FnRef& r : FunctionsNamed(simple)) {
    const facts::Function& f = function(r);
    if (f.class_id != facts::kNone || !f.receiver_type.empty() || !AreRelated(r.file, from) ||
        file(r.file).space.empty())
      continue;
    const std::string own = DottedName(file(r.file).space);
    if ((own.ends_with(wanted) || wanted.ends_with(own)) && found.size() < kMaxCandidates)
      found.push_back(r);
  }
  return found;
}

std::string Program::QualifiedName(ClassRef c) const {
  std::string name(cls(c).name);
  for (facts::ClassId o = cls(c).outer; o != facts::kNone; o = file(c.file).classes[o].outer)
    name = std::string(file(c.file).classes[o].name) + "." + name;
  const std::string_view space =
      cls(c).space.empty() ? std::string_view(file(c.file).space) : cls(c).space;
  return space.empty() ? name : std::string(space) + "." + name;
}

std::string Program::NameOf(FnRef r) const {
  if (r.fn == facts::kNone) return "";
  const FnRef named = NamedFunction(r);
  const facts::Function& f = function(named);
  std::string name;
  const ClassRef c = ClassOf(named);
  if (c.cls != facts::kNone && !cls(c).name.empty()) {
    name = std::string(cls(c).name) + "::";
  } else if (!f.receiver_type.empty()) {
    name = std::string(SimpleName(f.receiver_type)) + "::";
  }
  name += f.name.empty() ? "{closure}" : std::string(f.name);
  return named == r ? name : "{closure} in " + name;
}

void Program::IndexBodies(FileId f) {
  const facts::FileFacts& facts = *files_[f];
  std::vector<facts::ExprId> news;
  SpanIndex around;
  for (facts::ClassId c = 0; c < facts.classes.size(); ++c) {
    if (!facts.classes[c].name.empty()) continue;
    if (news.empty()) {
      std::vector<Span> spans;
      for (const facts::ExprId id : facts.calls) {
        if (facts.exprs[id].kind != facts::ExprKind::kNew) continue;
        news.push_back(id), spans.push_back(facts.exprs[id].span);
      }
      if (news.empty()) return;
      around = SpanIndex(spans);
    }
    // The body ends the construction; a class among its arguments is another one.
    const uint32_t i = around.Innermost(facts.classes[c].span);
    if (i >= news.size() || facts.exprs[news[i]].span.end != facts.classes[c].span.end) continue;
    if (bodies_.try_emplace({f, news[i]}, ClassRef{f, c}).second) made_at_[{f, c}] = {f, news[i]};
  }
}

ClassRef Program::BodyOf(ExprRef construction) const {
  const auto at = bodies_.find(construction);
  return at == bodies_.end() ? ClassRef{} : at->second;
}

ExprRef Program::MadeAt(ClassRef c) const {
  const auto at = made_at_.find(c);
  return at == made_at_.end() ? ExprRef{} : at->second;
}

std::vector<ClassRef> Program::OpenModulesWith(FileId file, std::string_view name) const {
  std::vector<ClassRef> found;
  if (!Is(file, &languages::Language::open_modules)) return found;
  for (const ClassRef& c : open_modules_) {
    if (found.size() >= kMaxCandidates || c.file == file || !AreRelated(c.file, file)) continue;
    if (HasField(c, name) || !OwnMethods(c, name).empty()) found.push_back(c);
  }
  return found;
}

}  // namespace unsoap::link
