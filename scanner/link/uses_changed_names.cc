// Names that are changed on the way to the client: get_lead to getLead, by ways that nobody follows
// (split, title, gsub, a helper). Which parameters such a name is made from; what the callers give
// is then compared letter by letter. And methods that a class hands on to a client.
#include <algorithm>
#include <set>

#include "scanner/base/budget.h"
#include "scanner/base/char.h"
#include "scanner/facts/made_names.h"
#include "scanner/link/use_finder.h"

namespace unsoap::link {
namespace {

constexpr int kMostDepth = 10;       // of expressions and variables in each other
constexpr size_t kMostBindings = 8;  // of one variable

/// Walks over all that a name is made from.
class Behind {
 public:
  Behind(const Program& program, FileId file)
      : program_(program), file_(file), facts_(program.file(file)) {}

  /// False if something else than texts and parameters may be in it.
  bool Walk(facts::ExprId id, int depth) {
    if (id == facts::kNone || !seen_.insert(id).second) return true;
    if (depth > kMostDepth) return false;
    Spend();
    const facts::Expr& e = facts_.exprs[id];
    switch (e.kind) {
      case facts::ExprKind::kString:
      case facts::ExprKind::kConstant:
      case facts::ExprKind::kFunction:
        return true;
      case facts::ExprKind::kName:
        return Name(e, depth);
      case facts::ExprKind::kCall:
        // camelize(name), self.camel(name), name.split('_'), string.capwords(name)
        return (e.name_expr == facts::kNone) &&
               (IsOfNothing(e.object) || Walk(e.object, depth + 1)) && Args(e, depth);
      case facts::ExprKind::kMember:
        return Walk(e.object, depth + 1);
      case facts::ExprKind::kIndex:
        return Walk(e.object, depth + 1) && Args(e, depth);
      case facts::ExprKind::kConcat:
      case facts::ExprKind::kChoice:
      case facts::ExprKind::kAssign:
      case facts::ExprKind::kUnknown:
      case facts::ExprKind::kList:
        return Args(e, depth);
      default:
        return false;
    }
  }

  const std::set<std::pair<facts::FunctionId, uint32_t>>& params() const { return params_; }

 private:
  bool Args(const facts::Expr& e, int depth) {
    for (uint32_t i = 0; i < e.args_count; ++i) {
      if (!Walk(facts_.begin_args(e)[i].value, depth + 1)) return false;
    }
    return true;
  }

  /// An object or module whose method changes what it is given.
  bool IsOfNothing(facts::ExprId object) const {
    if (object == facts::kNone) return true;
    const facts::Expr& e = facts_.exprs[object];
    return e.kind == facts::ExprKind::kName &&
           (program_.IsSelf(file_, e.text) || program_.ImportOf(file_, e.text) != nullptr ||
            StartsUpper(e.text) || !IsVariable(e));
  }

  /// False for the word of a type, as in char.ToLower(name[0]).
  bool IsVariable(const facts::Expr& e) const {
    const auto binds = [&](const facts::Binding& b) { return Binds(b.target, e.text); };
    const auto is_its = [&](const auto& named) { return named.name == e.text; };
    for (const facts::Function& function : facts_.functions) {
      if (std::any_of(function.params.begin(), function.params.end(), is_its)) return true;
    }
    return std::any_of(facts_.bindings.begin(), facts_.bindings.end(), binds) ||
           std::any_of(facts_.fields.begin(), facts_.fields.end(), is_its);
  }

  bool Name(const facts::Expr& e, int depth) {
    if (program_.IsSelf(file_, e.text)) return false;
    for (facts::FunctionId fn = e.function; fn != facts::kNone; fn = facts_.functions[fn].parent) {
      size_t found = 0;
      Spend(static_cast<int64_t>(facts_.bindings.size()));
      for (const facts::Binding& binding : facts_.bindings) {
        if (binding.function != fn || binding.value == facts::kNone ||
            !Binds(binding.target, e.text))
          continue;
        if (++found > kMostBindings || !Walk(binding.value, depth + 1)) return false;
      }
      const std::vector<facts::Param>& params = facts_.functions[fn].params;
      for (uint32_t p = 0; p < params.size(); ++p) {
        // What a closure inside is given is a part of what it is called for.
        if (params[p].name != e.text) continue;
        if (!facts_.functions[fn].name.empty()) params_.emplace(fn, p);
        ++found;
      }
      if (found > 0) return true;
    }
    return false;
  }

  bool Binds(facts::ExprId target, std::string_view name) const {
    if (target == facts::kNone) return false;
    const facts::Expr& e = facts_.exprs[target];
    if (e.kind == facts::ExprKind::kName) return e.text == name;
    if (e.kind != facts::ExprKind::kList) return false;
    const facts::Arg* items = facts_.begin_args(e);
    return std::any_of(items, items + e.args_count,
                       [&](const facts::Arg& item) { return Binds(item.value, name); });
  }

  const Program& program_;
  FileId file_;
  const facts::FileFacts& facts_;
  std::set<facts::ExprId> seen_;  // what was walked once is known
  std::set<std::pair<facts::FunctionId, uint32_t>> params_;
};

}  // namespace

std::vector<Atom> Finder::ParamsBehind(ExprRef name) const {
  if (name.expr == facts::kNone) return {};
  Behind behind(program_, name.file);
  if (!behind.Walk(name.expr, 0) || behind.params().size() != 1) return {};
  const auto& [fn, index] = *behind.params().begin();
  if (IsOfConstants({name.file, fn})) return {};
  return {{AtomKind::kParam, name.file, fn, index}};
}

const rules::Operation* Finder::OperationCalled(const rules::Pack& pack, std::string_view name) {
  const std::string letters = facts::LettersOf(name.substr(name.find_last_of(":}/") + 1));
  const auto is = [&](std::string_view other) {
    return !other.empty() && letters == facts::LettersOf(other);
  };
  for (const rules::Operation& operation : pack.operations) {
    if (is(operation.name) || is(operation.request_element)) return &operation;
  }
  return nullptr;
}

void Finder::AddDelegated(Direct* call) const {
  // def_delegators 'Crm.client', :get_lead: the client is what the target says.
  const ExprRef at = call->at;
  const facts::Expr& e = program_.expr(at);
  if (e.kind != facts::ExprKind::kCall || e.text.empty() || !call->receivers.empty()) return;
  std::vector<ClassRef> classes;
  if (e.object == facts::kNone && e.class_id != facts::kNone) classes = {{at.file, e.class_id}};
  if (e.object != facts::kNone) {
    for (const AtomId id : flow_.ValuesOf({at.file, e.object})) {
      const Atom& atom = flow_.atom(id);
      if (atom.kind == AtomKind::kInstance || atom.kind == AtomKind::kClass)
        classes.push_back({atom.a, atom.b});
    }
  }
  for (const ClassRef& c : classes) {
    FileId file = facts::kNone;
    const facts::Delegation* const other = program_.DelegationOf(c, e.text, &file);
    if (other == nullptr || other->target == facts::kNone) continue;
    call->receivers = ReceiversOf({file, other->target});
    if (call->receivers.empty()) continue;
    call->shape.methods = {std::string(other->method.empty() ? e.text : other->method)};
    return;
  }
}

}  // namespace unsoap::link
