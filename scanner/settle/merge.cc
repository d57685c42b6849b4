#include "scanner/settle/merge.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace unsoap::settle {
namespace {

constexpr size_t kMaxMadePerPlace = 16;  // calls that one use of a macro may add

/// The last name of a type as written or as a compiler writes it: "const crm::Port&" -> "Port".
std::string_view LastName(std::string_view type) {
  const size_t cut = type.find('<');
  if (cut != std::string_view::npos) type = type.substr(0, cut);
  while (!type.empty() && (type.back() == '*' || type.back() == '&' || type.back() == ' '))
    type.remove_suffix(1);
  const size_t begin = type.find_last_of(": ");
  return begin == std::string_view::npos ? type : type.substr(begin + 1);
}

class Merger {
 public:
  Merger(const ClangAnswers& answers, facts::FileFacts* facts)
      : answers_(answers), facts_(*facts) {}

  size_t Run() {
    Index();
    for (const ClangAnswers::Type& call : answers_.calls) MergeReceiver(call);
    for (const ClangAnswers::Type& declaration : answers_.declarations)
      MergeDeclaration(declaration);
    for (const ClangAnswers::Constant& constant : answers_.constants) MergeConstant(constant);
    for (const ClangAnswers::Expansion& expansion : answers_.expansions) MergeExpansion(expansion);
    std::stable_sort(
        facts_.settled.begin(), facts_.settled.end(),
        [](const facts::Settled& a, const facts::Settled& b) { return a.expr < b.expr; });
    if (made_) {
      std::stable_sort(facts_.calls.begin(), facts_.calls.end(),
                       [&](facts::ExprId a, facts::ExprId b) {
                         return facts_.exprs[a].name_span.begin < facts_.exprs[b].name_span.begin;
                       });
    }
    return changed_;
  }

 private:
  void Index() {
    for (facts::ExprId id = 0; id < facts_.exprs.size(); ++id) {
      const facts::Expr& e = facts_.exprs[id];
      if (e.kind == facts::ExprKind::kCall || e.kind == facts::ExprKind::kName ||
          e.kind == facts::ExprKind::kMember)
        by_name_[e.name_span.begin].push_back(id);
      if (e.kind == facts::ExprKind::kConcat) by_name_[e.span.begin].push_back(id);
    }
    for (uint32_t i = 0; i < facts_.bindings.size(); ++i) {
      const facts::ExprId target = facts_.bindings[i].target;
      if (target != facts::kNone && facts_.exprs[target].kind == facts::ExprKind::kName)
        bindings_[facts_.exprs[target].span.begin] = i;
    }
  }

  const std::vector<facts::ExprId>& At(uint32_t offset) const {
    static const std::vector<facts::ExprId> nothing;
    const auto at = by_name_.find(offset);
    return at == by_name_.end() ? nothing : at->second;
  }

  void AddType(facts::ExprId expr, const ClangAnswers::Type& type) {
    facts::Settled settled;
    settled.expr = expr;
    settled.type = facts_.Keep(type.type);
    for (const std::string& base : type.bases) settled.bases.push_back(facts_.Keep(base));
    facts_.settled.push_back(std::move(settled));
    ++changed_;
  }

  void MergeReceiver(const ClangAnswers::Type& call) {
    for (const facts::ExprId id : At(call.at)) {
      const facts::Expr& e = facts_.exprs[id];
      if (e.kind != facts::ExprKind::kCall || e.object == facts::kNone || e.text != call.name)
        continue;
      AddType(e.object, call);
      return;
    }
  }

  /// Replaces a type that hides the class (auto, a typedef's name); templates keep what is written.
  void Replace(const ClangAnswers::Type& declared, std::string_view* type) {
    if (declared.type.find('<') != std::string::npos || LastName(*type) == LastName(declared.type))
      return;
    *type = facts_.Keep(declared.type);
    ++changed_;
  }

  void MergeDeclaration(const ClangAnswers::Type& declared) {
    if (const auto at = bindings_.find(declared.at); at != bindings_.end()) {
      facts::Binding& binding = facts_.bindings[at->second];
      if (facts_.exprs[binding.target].text == declared.name)
        return Replace(declared, &binding.type);
    }
    for (facts::Function& function : facts_.functions) {
      if (!function.span.Contains(declared.at)) continue;
      for (facts::Param& param : function.params) {
        if (param.name == declared.name && param.span.Contains(declared.at))
          return Replace(declared, &param.type);
      }
    }
    for (facts::Field& field : facts_.fields) {
      if (field.name == declared.name && field.span.Contains(declared.at))
        return Replace(declared, &field.type);
    }
  }

  void MergeConstant(const ClangAnswers::Constant& constant) {
    for (const facts::ExprId id : At(constant.at)) {
      const facts::Expr& e = facts_.exprs[id];
      const bool fits = constant.end == 0
                            ? e.kind == facts::ExprKind::kName || e.kind == facts::ExprKind::kMember
                            : e.span.end == constant.end;
      if (!fits) continue;
      facts::Settled settled;
      settled.expr = id;
      settled.value = facts_.Keep(constant.value);
      settled.has_value = true;
      facts_.settled.push_back(std::move(settled));
      ++changed_;
      return;
    }
  }

  /// A call that a macro makes gets an expression of its own, with the macro's arguments.
  void MergeExpansion(const ClangAnswers::Expansion& expansion) {
    std::vector<std::string_view>& made = made_at_[expansion.at];
    if (made.size() >= kMaxMadePerPlace ||
        std::find(made.begin(), made.end(), expansion.name) != made.end())
      return;
    for (const facts::ExprId id : At(expansion.at)) {
      const facts::Expr use = facts_.exprs[id];
      const bool fits = (use.kind == facts::ExprKind::kCall && use.object == facts::kNone) ||
                        use.kind == facts::ExprKind::kName;
      if (!fits || use.text == expansion.name) continue;
      made.push_back(expansion.name);
      facts::Expr call = use;
      call.kind = facts::ExprKind::kCall;
      call.text = facts_.Keep(expansion.name);
      call.object = facts::kNone;
      if (!expansion.receiver.type.empty()) {
        facts::Expr object;
        object.span = object.name_span = use.name_span;
        object.function = use.function, object.class_id = use.class_id;
        call.object = static_cast<facts::ExprId>(facts_.exprs.size());
        facts_.exprs.push_back(object);
        AddType(call.object, expansion.receiver);
      }
      facts_.calls.push_back(static_cast<facts::ExprId>(facts_.exprs.size()));
      facts_.exprs.push_back(call);
      made_ = true;
      ++changed_;
      return;
    }
  }

  const ClangAnswers& answers_;
  facts::FileFacts& facts_;
  std::unordered_map<uint32_t, std::vector<facts::ExprId>> by_name_;
  std::unordered_map<uint32_t, uint32_t> bindings_;
  std::unordered_map<uint32_t, std::vector<std::string_view>> made_at_;
  size_t changed_ = 0;
  bool made_ = false;
};

}  // namespace

std::vector<uint32_t> WantedNames(const facts::FileFacts& facts) {
  std::vector<uint32_t> wanted;
  for (const facts::Expr& e : facts.exprs) {
    if (e.kind == facts::ExprKind::kName || e.kind == facts::ExprKind::kMember ||
        (e.kind == facts::ExprKind::kCall && e.object == facts::kNone))
      wanted.push_back(e.name_span.begin);
    if (e.kind == facts::ExprKind::kConcat) wanted.push_back(e.span.begin);
  }
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  return wanted;
}

size_t MergeAnswers(const ClangAnswers& answers, facts::FileFacts* facts) {
  return Merger(answers, facts).Run();
}

}  // namespace unsoap::settle
