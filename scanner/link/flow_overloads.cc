// Which of several functions of one name a call means: by the number of its arguments, and by their
// types where both are known; and what a closure stands for where an interface is declared.
#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/facts/type_text.h"
#include "scanner/link/flow.h"

namespace unsoap::link {
namespace {

using facts::ExprKind;
using languages::Language;

/// Can the function be called with so many arguments? Named ones fit somewhere.
bool FitsArity(const facts::Function& function, const facts::FileFacts& facts,
               const facts::Expr& call) {
  size_t required = 0;
  for (const facts::Param& param : function.params)
    required += param.default_value == facts::kNone && !param.is_rest;
  const bool has_rest = !function.params.empty() && function.params.back().is_rest;
  for (uint32_t i = 0; i < call.args_count; ++i) {
    if (!facts.begin_args(call)[i].name.empty()) return true;
  }
  return call.args_count >= required && (has_rest || call.args_count <= function.params.size());
}

/// What is known of an argument: one of the kinds that literals have, or the name of its type.
enum class Kind : uint8_t { kNothing, kText, kNumber, kTruth, kType };
struct Known {
  Kind kind = Kind::kNothing;
  std::string_view type;
};

/// How an argument and the type of a parameter go together.
enum class Fit : uint8_t { kNo, kMaybe, kYes };

constexpr int kMostSteps = 3;  // variables in a row whose values say what they are

/// Compares the arguments of one call with the parameters of those that it may mean.
class Overloads {
 public:
  Overloads(const Program& program, const Flow& flow, ExprRef at)
      : program_(program), flow_(flow), at_(at), facts_(program.file(at.file)) {}

  /// True if `twin` is meant rather than `function`, of the same class and name.
  bool IsBetter(FnRef twin, FnRef function) {
    const facts::Expr& call = program_.expr(at_);
    if (!FitsArity(program_.function(twin), facts_, call)) return false;
    if (!FitsArity(program_.function(function), facts_, call)) return true;
    bool better = false;
    for (uint32_t i = 0; i < call.args_count; ++i) {
      const Fit one = FitOf(twin, i), other = FitOf(function, i);
      if (one == Fit::kNo) return false;
      if (other == Fit::kYes && one == Fit::kMaybe) return false;
      better |= one > other;
    }
    return better;
  }

 private:
  /// Of the argument at a place, by its name where it has one.
  Fit FitOf(FnRef fn, uint32_t place) {
    const facts::Arg& arg = facts_.begin_args(program_.expr(at_))[place];
    const std::vector<facts::Param>& params = program_.function(fn).params;
    if (arg.value == facts::kNone) return Fit::kMaybe;
    for (uint32_t i = 0; i < params.size(); ++i) {
      const bool is_it = arg.name.empty() ? i == place : params[i].name == arg.name;
      if (is_it && !params[i].is_rest) return FitOf(KnownOf(arg.value), fn.file, params[i].type);
    }
    return Fit::kMaybe;
  }

  Fit FitOf(const Known& known, FileId file, std::string_view type) const {
    const Known wanted = OfType(file, type);
    if (known.kind == Kind::kNothing || wanted.kind == Kind::kNothing) return Fit::kMaybe;
    if (known.kind != Kind::kType && wanted.kind != Kind::kType)
      return known.kind == wanted.kind ? Fit::kYes : Fit::kNo;
    // Text for an Object; an object of a class for a text.
    if (known.kind != Kind::kType) return Fit::kMaybe;
    if (wanted.kind != Kind::kType) return Fit::kNo;
    if (SimpleName(known.type) == SimpleName(wanted.type)) return Fit::kYes;
    for (const ClassRef& c : program_.ResolveClass(at_.file, known.type)) {
      for (const std::string_view base : program_.BaseNames(c)) {
        if (SimpleName(base) == SimpleName(wanted.type)) return Fit::kYes;
      }
    }
    return Fit::kMaybe;
  }

  Known OfType(FileId file, std::string_view type) const {
    type = facts::TypeText(type);
    const std::string_view simple = SimpleName(type);
    if (simple.empty()) return {};
    const auto is = [&](std::vector<std::string> Language::*list) {
      return program_.Names(file, list, simple) || program_.Names(file, list, type);
    };
    if (is(&Language::text_types)) return {Kind::kText, {}};
    if (is(&Language::number_types)) return {Kind::kNumber, {}};
    if (is(&Language::truth_types)) return {Kind::kTruth, {}};
    return {Kind::kType, type};
  }

  Known KnownOf(facts::ExprId id, int depth = 0) const {
    const facts::Expr& e = facts_.exprs[id];
    switch (e.kind) {
      case ExprKind::kString:
        return {Kind::kText, {}};
      case ExprKind::kConcat:  // 1 + n is none
        return HasText(e) ? Known{Kind::kText, {}} : Known{};
      case ExprKind::kConstant:
        return !e.text.empty() && (IsDigit(e.text[0]) || e.text[0] == '-')
                   ? Known{Kind::kNumber, {}}
                   : Known{};
      case ExprKind::kNew:
        return e.text.empty() ? Known{} : OfType(at_.file, e.text);
      case ExprKind::kChoice:
      case ExprKind::kAssign:
        return e.text.empty() ? Known{} : OfType(at_.file, e.text);  // of a cast
      case ExprKind::kName:
        return OfVariable(id, depth);
      case ExprKind::kCall:
        for (const FnRef& target : flow_.Targets({at_.file, id})) {
          const std::string_view type = program_.function(target).return_type;
          if (!type.empty()) return OfType(target.file, type);
        }
        return OfValues(id);
      default:
        return OfValues(id);
    }
  }

  bool HasText(const facts::Expr& concat) const {
    const facts::Arg* args = facts_.begin_args(concat);
    return std::any_of(args, args + concat.args_count, [&](const facts::Arg& arg) {
      return arg.value != facts::kNone && facts_.exprs[arg.value].kind == ExprKind::kString;
    });
  }

  Known OfVariable(facts::ExprId id, int depth) const {
    const facts::Expr& e = facts_.exprs[id];
    for (facts::FunctionId fn = e.function; fn != facts::kNone; fn = facts_.functions[fn].parent) {
      for (const facts::Param& param : facts_.functions[fn].params) {
        if (param.name == e.text) return OfType(at_.file, param.type);
      }
      for (const facts::Binding& b : facts_.bindings) {
        if (b.function != fn || b.is_outer || b.target == facts::kNone ||
            facts_.exprs[b.target].text != e.text || facts_.exprs[b.target].kind != ExprKind::kName)
          continue;
        if (!b.type.empty()) return OfType(at_.file, b.type);
        if (b.value != facts::kNone && !b.is_element && depth < kMostSteps)
          return KnownOf(b.value, depth + 1);
      }
    }
    for (const facts::Field& field : facts_.fields) {
      if (field.class_id == e.class_id && field.class_id != facts::kNone && field.name == e.text &&
          !field.type.empty())
        return OfType(at_.file, field.type);
    }
    return OfValues(id);
  }

  /// The type of the object that a value is.
  Known OfValues(facts::ExprId id) const {
    for (const AtomId value : flow_.ValuesOf({at_.file, id})) {
      const Atom& atom = flow_.atom(value);
      if (atom.kind == AtomKind::kInstance && !program_.cls({atom.a, atom.b}).name.empty())
        return {Kind::kType, program_.cls({atom.a, atom.b}).name};
      if (atom.kind == AtomKind::kExternalType) return OfType(at_.file, flow_.str(atom.a));
    }
    return {};
  }

  const Program& program_;
  const Flow& flow_;
  const ExprRef at_;
  const facts::FileFacts& facts_;
};

}  // namespace

void Flow::LinkOverloads(ExprRef at, const std::vector<FnRef>& found) {
  Overloads overloads(program_, *this, at);
  // So many of one name are no overloads that types could tell apart: each is compared with each.
  constexpr size_t kMostOverloads = 32;
  for (const FnRef& fn : found) {
    const facts::Function& function = program_.function(fn);
    // A namesake in the same class that fits better is meant instead.
    const bool other_is_meant =
        found.size() > 1 && found.size() <= kMostOverloads && function.class_id != facts::kNone &&
        std::any_of(found.begin(), found.end(), [&](const FnRef& other) {
          const facts::Function& twin = program_.function(other);
          return other != fn && other.file == fn.file && twin.class_id == function.class_id &&
                 twin.name == function.name && overloads.IsBetter(other, fn);
        });
    if (!other_is_meant) LinkCall(at, fn);
  }
}

bool Flow::CallClosure(ExprRef at, FnRef closure, std::string_view name) {
  // R with(Work<R> work) { return work.on(port); } ... with(port -> port.getTags(x))
  const AtomList values = ValuesOf({at.file, program_.expr(at).object});
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    if (atom.kind != AtomKind::kInstance) continue;
    const ClassRef c = {atom.a, atom.b};
    if (program_.cls(c).kind != facts::ClassKind::kInterface) continue;
    for (const FnRef& method : program_.FindMethods(c, name)) {
      if (program_.function(method).has_body) continue;
      LinkCall(at, closure);
      return true;
    }
  }
  return false;
}

}  // namespace unsoap::link
