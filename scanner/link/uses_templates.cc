// Template methods: what a base class leaves to its heirs. A base whose execute() runs this.run()
// performs what the heir's run() does, for a call whose object is such an heir; nothing for one
// whose object is another heir, and nothing is said of an object that nobody knows.
#include "scanner/link/use_finder.h"

namespace unsoap::link {
namespace {

constexpr int kMostTemplates = 3;  // templates that run one another

}  // namespace

bool Finder::IsOfOwnObject(FileId f, const facts::Expr& call) const {
  const facts::FileFacts& facts = File(f);
  const auto is_self = [&](facts::ExprId id) {
    return id != facts::kNone && facts.exprs[id].kind == facts::ExprKind::kName &&
           program_.IsSelf(f, facts.exprs[id].text);
  };
  if (call.object == facts::kNone) return !call.text.empty() && !program_.NamesSelf(f);
  if (is_self(call.object)) return true;
  // new static()->run(), cls().run(), self.new.run
  const facts::Expr& made = facts.exprs[call.object];
  const bool makes_new = program_.Names(f, &languages::Language::new_methods, made.text) &&
                         (made.object == facts::kNone || is_self(made.object));
  if (makes_new) return made.kind == facts::ExprKind::kCall || made.kind == facts::ExprKind::kName;
  if (made.kind != facts::ExprKind::kNew && made.kind != facts::ExprKind::kCall) return false;
  return (made.object == facts::kNone && program_.IsSelf(f, made.text)) ||
         (made.text.empty() && is_self(made.object));
}

const std::set<std::string_view>& Finder::OwnCalls(FnRef fn) const {
  static const std::set<std::string_view> none;
  const auto [of_file, fresh] = own_calls_.try_emplace(fn.file);
  if (fresh) {
    for (const facts::ExprId id : File(fn.file).calls) {
      const facts::Expr& e = program_.expr({fn.file, id});
      if (e.kind == facts::ExprKind::kCall && !e.text.empty() && e.class_id != facts::kNone &&
          IsOfOwnObject(fn.file, e))
        of_file->second[FunctionOf({fn.file, id})].insert(e.text);
    }
  }
  const auto at = of_file->second.find(fn);
  return at == of_file->second.end() ? none : at->second;
}

std::vector<ClassRef> Finder::ClassesOf(ExprRef call) const {
  const facts::Expr& e = program_.expr(call);
  if (e.class_id != facts::kNone && IsOfOwnObject(call.file, e)) return {{call.file, e.class_id}};
  std::vector<ClassRef> found;
  if (e.object == facts::kNone) return found;
  for (const AtomId id : flow_.ValuesOf({call.file, e.object})) {
    const Atom& atom = flow_.atom(id);
    if (atom.kind == AtomKind::kClient) return {};
    if (atom.kind != AtomKind::kInstance && atom.kind != AtomKind::kClass) continue;
    const ClassRef c = {atom.a, atom.b};
    if (program_.cls(c).kind != facts::ClassKind::kInterface) found.push_back(c);
  }
  return found;
}

bool Finder::IsFilledIn(ExprRef call, FnRef base) const {
  const ClassRef of_base = program_.ClassOf(base);
  const std::set<std::string_view>& names = OwnCalls(base);
  if (of_base.cls == facts::kNone || names.empty()) return false;
  const auto fills = [&](const ClassRef& heir) {
    for (const ClassRef& c : program_.Lineage(heir)) {
      if (c == of_base) return false;
      for (const std::string_view name : names) {
        if (!program_.OwnMethods(c, name).empty()) return true;
      }
    }
    return false;
  };
  const std::vector<ClassRef> classes = ClassesOf(call);
  return !classes.empty() && std::all_of(classes.begin(), classes.end(), fills);
}

void Finder::EachCallOfTemplate(FnRef base, FnRef fn, int depth, const TemplateCall& found) const {
  const std::string_view name = program_.function(fn).name;
  const std::vector<ClassRef>& line = program_.Lineage(program_.ClassOf(fn));
  for (const ExprRef& call : flow_.CallersOf(base)) {
    const FnRef in = FunctionOf(call);
    const ClassRef around = program_.ClassOf(in);
    if (IsOfOwnObject(call.file, program_.expr(call)) && around != program_.ClassOf(fn) &&
        std::find(line.begin(), line.end(), around) != line.end()) {
      if (depth < kMostTemplates && in != base) EachCallOfTemplate(in, fn, depth + 1, found);
      continue;
    }
    bool is_reached = false, is_sure = true;
    for (const ClassRef& c : ClassesOf(call)) {
      const std::vector<FnRef> methods = program_.FindMethods(c, name);
      is_reached |= std::find(methods.begin(), methods.end(), fn) != methods.end();
      is_sure &= std::all_of(methods.begin(), methods.end(), [&](const FnRef& method) {
        return !program_.function(method).has_body || out_.wrappers.contains(method);
      });
    }
    if (is_reached) found(call, is_sure);
  }
}

void Finder::EachCallOfTemplates(FnRef fn, const TemplateCall& found) const {
  const ClassRef own = program_.ClassOf(fn);
  if (own.cls == facts::kNone) return;
  for (const ClassRef& base : program_.Lineage(own)) {
    if (base == own) continue;
    for (const FnRef& method : program_.MethodsOf(base)) {
      if (method != fn && OwnCalls(method).contains(program_.function(fn).name))
        EachCallOfTemplate(method, fn, 0, found);
    }
  }
}

}  // namespace unsoap::link
