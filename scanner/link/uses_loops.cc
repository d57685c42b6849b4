// Calls in loops: what is called on each item of a list reaches them all, so that one of them that
// does without the service leaves no doubt about the others.
#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/base/words.h"
#include "scanner/link/use_finder.h"

namespace unsoap::link {
namespace {

using languages::Language;

/// The name of the variable behind a receiver: step, step(), new step(), step.new.
std::string_view VariableOf(const facts::FileFacts& facts, facts::ExprId receiver) {
  constexpr int kMostSteps = 4;
  for (int i = 0; i < kMostSteps && receiver != facts::kNone; ++i) {
    const facts::Expr& e = facts.exprs[receiver];
    if (e.kind == facts::ExprKind::kName) return e.text;
    if (e.kind != facts::ExprKind::kCall && e.kind != facts::ExprKind::kNew) return {};
    if (e.object == facts::kNone) return e.text;
    receiver = e.object;
  }
  return {};
}

/// The call with an argument in which an expression stands, or the closure around it, that is
/// nearest to it and goes over a collection; kNone if there is none.
facts::ExprId LoopAround(const Program& program, FileId file, Span inner) {
  const facts::FileFacts& facts = program.file(file);
  facts::ExprId nearest = facts::kNone;
  for (const facts::ExprId id : facts.calls) {
    const facts::Expr& e = facts.exprs[id];
    if (e.object == facts::kNone || (!program.Names(file, &Language::loops, e.text) &&
                                     !program.Names(file, &Language::maps, e.text)))
      continue;
    const facts::Arg* const args = facts.begin_args(e);
    const bool holds = std::any_of(args, args + e.args_count, [&](const facts::Arg& arg) {
      return arg.value != facts::kNone && facts.exprs[arg.value].span.Contains(inner);
    });
    if (holds && (nearest == facts::kNone || facts.exprs[nearest].span.Contains(e.span)))
      nearest = id;
  }
  return nearest;
}

uint32_t Distance(Span a, Span b) {
  return a.begin < b.begin ? b.begin - a.begin : a.begin - b.begin;
}

/// True if a loop's variable, or one of a pair of them, has the name.
bool Names(const facts::FileFacts& facts, facts::ExprId target, std::string_view name) {
  const facts::Expr& e = facts.exprs[target];
  if (e.kind != facts::ExprKind::kList) return e.text == name;
  const facts::Arg* const items = facts.begin_args(e);
  return std::any_of(items, items + e.args_count, [&](const facts::Arg& item) {
    return item.value != facts::kNone && facts.exprs[item.value].text == name;
  });
}

/// The loop or comprehension whose variable a name is, in a function; nullptr if there is none. Of
/// several the one that stands around the place, or is nearest to it.
const facts::Binding* LoopOver(const facts::FileFacts& facts, facts::FunctionId fn,
                               std::string_view name, Span use) {
  const facts::Binding* found = nullptr;
  for (const facts::Binding& binding : facts.bindings) {
    if (binding.function != fn || binding.target == facts::kNone || !binding.is_element ||
        binding.value == facts::kNone || !Names(facts, binding.target, name))
      continue;
    const auto rank = [&](const facts::Binding& one) {
      return std::pair(!one.span.Contains(use), Distance(facts.exprs[one.target].span, use));
    };
    if (found == nullptr || rank(binding) < rank(*found)) found = &binding;
  }
  return found;
}

bool HasParam(const facts::Function& function, std::string_view name) {
  return std::any_of(function.params.begin(), function.params.end(),
                     [&](const facts::Param& p) { return p.name == name; });
}

}  // namespace

bool Finder::HoldsObjectOf(ExprRef collection, FnRef fn) const {
  constexpr size_t kMostItems = 64;
  const ClassRef own = program_.ClassOf(fn);
  const std::vector<ClassRef>& line = program_.Lineage(own);
  const auto is_one = [&](AtomId id) {
    const Atom& atom = flow_.atom(id);
    if (atom.kind == AtomKind::kFunction) return FnRef{atom.a, atom.b} == fn;
    if ((atom.kind != AtomKind::kInstance && atom.kind != AtomKind::kClass) ||
        own.cls == facts::kNone)
      return false;
    const ClassRef c = {atom.a, atom.b};
    const std::vector<ClassRef>& others = program_.Lineage(c);
    return c == own || std::find(line.begin(), line.end(), c) != line.end() ||
           std::find(others.begin(), others.end(), own) != others.end();
  };
  for (const AtomId id : flow_.ValuesOf(collection)) {
    const Atom& atom = flow_.atom(id);
    if (is_one(id)) return true;  // what stands for many of them
    if (atom.kind != AtomKind::kObject) continue;
    for (const NodeId item : flow_.object(atom.a).Members(kMostItems)) {
      const std::vector<AtomId>& values = flow_.Values(item);
      if (std::any_of(values.begin(), values.end(), is_one)) return true;
    }
  }
  return false;
}

bool Finder::IsPerformingClosure(FnRef fn) const {
  if (!program_.function(fn).name.empty()) return false;
  const auto stands_in = [&](ExprRef at) {
    if (at.file != fn.file) return false;
    facts::FunctionId in = program_.expr(at).function;
    while (in != facts::kNone && in != fn.fn) in = program_.function({at.file, in}).parent;
    return in == fn.fn;
  };
  const auto first = reached_.lower_bound({fn.file, 0});
  for (auto call = first; call != reached_.end() && call->first.file == fn.file; ++call) {
    if (stands_in(call->first)) return true;
  }
  return std::any_of(out_.operations.begin(), out_.operations.end(),
                     [&](const OperationUse& use) { return stands_in(use.at); });
}

bool Finder::IsOfEach(ExprRef call, FnRef fn) const {
  const facts::FileFacts& facts = File(call.file);
  const facts::Expr& e = facts.exprs[call.expr];
  const std::string_view name = e.object == facts::kNone ? e.text : VariableOf(facts, e.object);
  if (name.empty()) return false;
  // Where some are left out, the one in question may be: for h in all: if h.takes(x): h.run(x)
  const auto is_of_all = [&](uint32_t begin) {
    const std::string_view between =
        begin < e.span.begin ? facts.source.Slice({begin, e.span.begin}) : std::string_view();
    return !AnyWord(between, [&](std::string_view word, size_t) {
      return program_.AnyWord(call.file, &Language::choice_words, [&](const std::string& choice) {
        return EqualsIgnoreCase(choice, word);
      });
    });
  };
  const auto goes_over = [&](Span inner) {
    const facts::ExprId loop = LoopAround(program_, call.file, inner);
    return loop != facts::kNone && is_of_all(inner.begin) &&
           HoldsObjectOf({call.file, facts.exprs[loop].object}, fn);
  };
  for (facts::FunctionId in = e.function;; in = facts.functions[in].parent) {
    if (const facts::Binding* loop = LoopOver(facts, in, name, e.span); loop != nullptr)
      return is_of_all(facts.exprs[loop->target].span.end) &&
             HoldsObjectOf({call.file, loop->value}, fn);
    if (in == facts::kNone) break;
    if (HasParam(facts.functions[in], name)) return goes_over(facts.functions[in].span);
  }
  return program_.Names(call.file, &Language::implicit_parameters, name) && goes_over(e.span);
}

}  // namespace unsoap::link
