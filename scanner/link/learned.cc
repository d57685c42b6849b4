// Learned names: from the wrappers, clients and factories of the program to the words by which
// other files may reach them.
#include "scanner/link/learned.h"

#include <algorithm>

#include "scanner/base/text.h"

namespace unsoap::link {
namespace {

/// Names that so many classes have that they say little alone.
bool IsCommon(std::string_view name) {
  static constexpr std::string_view kCommon[] = {
      "Client", "Api",    "Base",    "Service",    "Helper", "Util",    "Utils",     "Lead",
      "Main",   "main",   "run",     "init",       "Soap",   "soap",    "App",       "Object",
      "Model",  "Module", "Request", "Connection", "Test",   "Handler", "Controller"};
  return std::find(std::begin(kCommon), std::end(kCommon), name) != std::end(kCommon);
}

void KeepName(std::string_view name, LearnedNames* out) {
  if (name.size() < 3) return;
  (IsCommon(name) ? out->common : out->alone).emplace(name);
}

}  // namespace

int WordsIn(std::string_view name) {
  const std::string snake = SnakeCase(name);
  int words = 0;
  for (const std::string_view part : Split(snake, '_')) words += part.size() > 1 ? 1 : 0;
  return words;
}

/// Its class, or itself when it is free or its name is telling.
LearnedNames LearnNames(const Program& program, const Flow& flow,
                        const std::map<FnRef, Wrapper>& wrappers) {
  LearnedNames out;
  const auto Keep = [&](std::string_view name) { KeepName(name, &out); };
  for (const auto& [fn, wrapper] : wrappers) {
    if (wrapper.is_declaration && wrapper.operations.empty()) continue;
    const ClassRef own = program.ClassOf(fn);
    const std::string_view name = program.function(fn).name;
    if (own.cls != facts::kNone) {
      const auto keep_class = [&](std::string_view of) {
        Keep(of);
        // An everyday class is told by an everyday method of it.
        if (of.size() >= 3 && name.size() >= 3 && IsCommon(of)) out.together.emplace(of, name);
      };
      for (const ClassRef& c : program.Lineage(own)) keep_class(program.cls(c).name);
      for (const ClassRef& c : program.Descendants(own)) keep_class(program.cls(c).name);
      // Interfaces and bases that are in no file that was read.
      for (const std::string_view base : program.BaseNames(own)) keep_class(SimpleName(base));
      if (WordsIn(name) >= 2) Keep(name);
    } else {
      Keep(name);
    }
  }
  // Functions that give a client or a wrapper's object away.
  for (const ClientSite& site : flow.clients()) {
    if (site.cls.cls != facts::kNone) Keep(program.cls(site.cls).name);
    if (site.at.expr == facts::kNone) continue;
    const FnRef in = program.NamedFunction({site.at.file, program.expr(site.at).function});
    if (in.fn == facts::kNone) continue;
    const ClassRef own = program.ClassOf(in);
    if (own.cls != facts::kNone) Keep(program.cls(own).name);
    if (WordsIn(program.function(in).name) >= 2) Keep(program.function(in).name);
  }
  // Functions that give such an object away.
  std::set<ClassRef> performing;
  for (const auto& [fn, wrapper] : wrappers) {
    const ClassRef own = program.ClassOf(fn);
    if (own.cls != facts::kNone && !wrapper.is_declaration) performing.insert(own);
  }
  constexpr size_t kMostMethods = 40;  // beside the name of a factory
  std::set<std::string_view> methods;
  for (const auto& [fn, wrapper] : wrappers) {
    const std::string_view name = program.function(fn).name;
    if (program.ClassOf(fn).cls != facts::kNone && name.size() >= 3 &&
        methods.size() < kMostMethods)
      methods.insert(name);
  }
  const auto gives = [&](NodeId node) {
    const std::vector<AtomId>& values = flow.Values(node);
    return std::any_of(values.begin(), values.end(), [&](AtomId id) {
      const Atom& atom = flow.atom(id);
      return atom.kind == AtomKind::kClient ||
             (atom.kind == AtomKind::kInstance && performing.contains({atom.a, atom.b}));
    });
  };
  for (FileId f = 0; f < program.file_count(); ++f) {
    for (facts::FunctionId i = 0; i < program.file(f).functions.size(); ++i) {
      const facts::Function& function = program.file(f).functions[i];
      if (function.name.empty() || !gives(flow.ReturnNode({f, i}))) continue;
      if (WordsIn(function.name) >= 2) {
        Keep(function.name);
      } else if (function.name.size() >= 3) {
        for (const std::string_view method : methods) out.together.emplace(function.name, method);
      }
      if (const ClassRef own = program.ClassOf({f, i}); own.cls != facts::kNone)
        Keep(program.cls(own).name);
    }
  }
  // What keeps it in a field, for those who inherit or hold the object.
  const auto keep_field = [&](ClassRef own, std::string_view field) {
    const auto keep = [&](std::string_view of) {
      if (of.size() >= 3 && field.size() >= 3 && !out.alone.contains(std::string(of)))
        out.together.emplace(of, field);
    };
    keep(program.cls(own).name);
    for (const ClassRef& c : program.Descendants(own)) keep(program.cls(c).name);
  };
  for (FileId f = 0; f < program.file_count(); ++f) {
    const facts::FileFacts& facts = program.file(f);
    for (const facts::Binding& binding : facts.bindings) {
      if (binding.target == facts::kNone || binding.class_id == facts::kNone) continue;
      const facts::Expr& target = facts.exprs[binding.target];
      const bool is_own = target.kind == facts::ExprKind::kName && target.is_instance;
      const bool is_member = target.kind == facts::ExprKind::kMember &&
                             target.object != facts::kNone &&
                             facts.exprs[target.object].kind == facts::ExprKind::kName &&
                             Program::IsSelf(facts.exprs[target.object].text);
      if ((is_own || is_member) && gives(flow.NodeOf({f, binding.target})))
        keep_field({f, binding.class_id}, target.text);
    }
    for (const facts::Field& field : facts.fields) {
      if (field.class_id == facts::kNone || field.type.empty()) continue;
      for (const ClassRef& c : program.ResolveClass(f, field.type)) {
        if (performing.contains(c)) keep_field({f, field.class_id}, field.name);
      }
    }
  }
  // What keeps it under a name.
  for (const auto& [key, nodes] : flow.entries()) {
    const bool is_one = std::any_of(nodes.begin(), nodes.end(), [&](NodeId node) {
      if (gives(node)) return true;
      const std::vector<AtomId>& values = flow.Values(node);
      return std::any_of(values.begin(), values.end(), [&](AtomId id) {
        const Atom& atom = flow.atom(id);
        return atom.kind == AtomKind::kFunction && gives(flow.ReturnNode({atom.a, atom.b}));
      });
    });
    if (is_one) Keep(key.front() == '\x01' ? std::string_view(key).substr(1) : key);
  }
  return out;
}

}  // namespace unsoap::link
