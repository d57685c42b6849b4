#include "scanner/facts/receiver_classes.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace unsoap::facts {
namespace {

class Declarer {
 public:
  Declarer(const languages::Language& language, FileFacts* facts)
      : language_(language), facts_(*facts) {}

  void Run() {
    for (FunctionId i = 0; i < facts_.functions.size(); ++i) {
      const Function& f = facts_.functions[i];
      if (f.class_id == kNone && !f.receiver_type.empty()) methods_[f.receiver_type].push_back(i);
    }
    FindPrototypeMaps();
    FindConstructors();
    for (const Class& declared : facts_.classes) methods_.erase(declared.name);
    for (FunctionId i = 0; i < facts_.functions.size(); ++i)
      functions_[facts_.functions[i].name].push_back(i);
    for (const auto& [name, methods] : methods_) Declare(name, methods);
    TellInside();
  }

 private:
  const Expr& At(ExprId id) const { return facts_.exprs[id]; }

  /// X of `X.prototype`; empty for anything else.
  std::string_view PrototypeOf(ExprId id) const {
    if (id == kNone || At(id).kind != ExprKind::kMember ||
        At(id).text != language_.receiver_classes)
      return {};
    const ExprId object = At(id).object;
    if (object == kNone || At(object).kind != ExprKind::kName) return {};
    return At(object).text;
  }

  bool IsSelf(ExprId id) const {
    return id != kNone && At(id).kind == ExprKind::kName &&
           std::find(language_.self.begin(), language_.self.end(), At(id).text) !=
               language_.self.end();
  }

  void AddMap(std::string_view name, ExprId map) {
    if (name.empty() || map == kNone || At(map).kind != ExprKind::kMap) return;
    for (uint32_t i = 0; i < At(map).args_count; ++i) {
      const Arg& entry = facts_.begin_args(At(map))[i];
      if (entry.value == kNone || At(entry.value).kind != ExprKind::kFunction) continue;
      const FunctionId fn = At(entry.value).target;
      if (fn == kNone || facts_.functions[fn].class_id != kNone) continue;
      if (facts_.functions[fn].name.empty()) facts_.functions[fn].name = entry.name;
      methods_[name].push_back(fn);
    }
  }

  /// X.prototype = {...}; Object.assign(X.prototype, {...}).
  void FindPrototypeMaps() {
    for (const Binding& binding : facts_.bindings)
      AddMap(PrototypeOf(binding.target), binding.value);
    for (const ExprId call : facts_.calls) {
      const Expr& e = At(call);
      if (e.args_count < 2) continue;
      const Arg* args = facts_.begin_args(e);
      const std::string_view name = PrototypeOf(args[0].value);
      for (uint32_t i = 1; i < e.args_count && !name.empty(); ++i) AddMap(name, args[i].value);
    }
  }

  /// function Crm() { this.client = ...; this.push = function () {} }
  void FindConstructors() {
    for (const Binding& binding : facts_.bindings) {
      if (binding.target == kNone || binding.function == kNone) continue;
      const Expr& target = At(binding.target);
      const Function& f = facts_.functions[binding.function];
      if (target.kind != ExprKind::kMember || !IsSelf(target.object) || f.class_id != kNone ||
          f.name.empty() || !f.receiver_type.empty() || f.name[0] < 'A' || f.name[0] > 'Z')
        continue;
      std::vector<FunctionId>& methods = methods_[f.name];
      if (binding.value == kNone || At(binding.value).kind != ExprKind::kFunction) continue;
      if (At(binding.value).target != kNone) methods.push_back(At(binding.value).target);
    }
  }

  void Declare(std::string_view name, const std::vector<FunctionId>& methods) {
    Class c;
    c.name = name;
    c.space = facts_.space;
    const auto id = static_cast<ClassId>(facts_.classes.size());
    const auto namesakes = functions_.find(name);
    for (const FunctionId i :
         namesakes == functions_.end() ? std::vector<FunctionId>() : namesakes->second) {
      Function& f = facts_.functions[i];
      if (f.class_id != kNone || !f.receiver_type.empty()) continue;
      f.class_id = id, f.is_constructor = true;
      if (c.name_span.end == 0) c.span = f.span, c.name_span = f.name_span;
    }
    if (c.name_span.end == 0) {
      if (methods.empty()) return;
      c.span = c.name_span = facts_.functions[methods[0]].span;
    }
    for (const FunctionId m : methods)
      facts_.functions[m].class_id = id, facts_.functions[m].receiver_type = {};
    facts_.classes.push_back(std::move(c));
  }

  /// What stands in a method belongs to its class.
  void TellInside() {
    std::vector<ClassId> classes(facts_.functions.size(), kNone);
    for (FunctionId i = 0; i < facts_.functions.size(); ++i) {
      const Function& f = facts_.functions[i];  // parents come first
      classes[i] = f.class_id != kNone ? f.class_id : f.parent != kNone ? classes[f.parent] : kNone;
    }
    for (Expr& e : facts_.exprs) {
      if (e.class_id == kNone && e.function != kNone) e.class_id = classes[e.function];
    }
    for (Binding& b : facts_.bindings) {
      if (b.class_id == kNone && b.function != kNone) b.class_id = classes[b.function];
    }
  }

  const languages::Language& language_;
  FileFacts& facts_;
  std::map<std::string_view, std::vector<FunctionId>> methods_;              // by class
  std::unordered_map<std::string_view, std::vector<FunctionId>> functions_;  // by name
};

}  // namespace

void DeclareReceiverClasses(const languages::Language& language, FileFacts* facts) {
  if (!language.receiver_classes.empty()) Declarer(language, facts).Run();
}

}  // namespace unsoap::facts
