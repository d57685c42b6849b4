// Calls of functions in shared libraries, and what this tree is a library of itself.
#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/languages/language.h"
#include "scanner/match/match_state.h"

namespace unsoap::match {
namespace {

constexpr size_t kMostShared = 2000;   // wrappers of a tree
constexpr size_t kMostMakers = 20;     // functions that give an object of one class
constexpr size_t kMostHeirs = 50;      // classes that have a method of their base
constexpr size_t kLongestValue = 200;  // a longer constant decides nothing
constexpr size_t kLongestSource = 80;

std::string Dotted(std::string_view name) {
  return name.empty() ? std::string() : link::DottedName(name).substr(1);
}

/// As others see it: the constant, the function's own parameter, or the expression.
rules::SharedValue ValueOf(const SeenArgument& argument, const facts::Function& function) {
  rules::SharedValue out;
  out.path = argument.path;
  out.source = argument.source.substr(0, kLongestSource);
  if (argument.complete && argument.values.size() == 1 &&
      argument.values[0].size() <= kLongestValue) {
    out.value = argument.values[0];
    return out;
  }
  std::string_view name = out.source;
  while (!name.empty() && !IsWordChar(name.front())) name.remove_prefix(1);
  for (size_t i = 0; i < function.params.size(); ++i) {
    if (function.params[i].name != name || name.empty()) continue;
    out.parameter = name, out.place = static_cast<int>(i);
  }
  return out;
}

}  // namespace

findings::Finding Matcher::SharedCall(const link::OperationUse& use) {
  const facts::Expr& e = program_.expr(use.at);
  const rules::SharedWrapper& shared = *use.shared;
  const std::string name = use.operations.size() == 1 ? use.operations[0]->name : "";
  findings::Finding finding =
      Begin(use.at.file, e.name_span.empty() ? e.span : e.name_span, findings::Kind::kWrapperCall,
            use.pack, name.empty() ? "operation" : name);
  finding.operation = name;
  AddReasons(use.reasons, &finding);
  const std::vector<SeenArgument> arguments = ArgumentsThrough(use);
  About(use.pack).Explain(use.operations, {arguments, false, {}, {}}, places_, &finding);
  finding.parameters.clear();  // they are the library's
  const std::string reached = use.operations.empty()
                                  ? std::string("the operation that its caller names")
                                  : Names(use.operations);
  finding.message = shared.title + "() of " + shared.repository + " reaches " + reached + ": " +
                    About(use.pack).Fate() + "; it moves with " + shared.title + "().";
  if (use.operations.size() > 1) finding.properties["operations"] = Names(use.operations);
  finding.properties["wrapper"] = shared.title;
  finding.properties["library"] = shared.repository;
  finding.properties["library_place"] = shared.path + ":" + std::to_string(shared.line);
  for (const findings::Evidence& evidence : finding.evidence)
    finding.flow.push_back({evidence.text, evidence.location});
  return finding;
}

std::vector<SeenArgument> Matcher::ArgumentsThrough(const link::OperationUse& use) const {
  std::vector<SeenArgument> out;
  const facts::FileFacts& facts = File(use.at.file);
  const facts::Expr& e = program_.expr(use.at);
  for (const rules::SharedValue& value : use.shared->values) {
    SeenArgument argument;
    argument.path = value.path, argument.source = value.source;
    if (!value.value.empty()) {
      argument.values = {value.value}, argument.complete = true;
      argument.member = SeenArgument::Whose::kWrappers, argument.wrappers = {value.value};
    } else if (value.place >= 0) {
      // What the function is given here.
      facts::ExprId given = facts::kNone;
      int place = 0;
      for (uint32_t i = 0; i < e.args_count && given == facts::kNone; ++i) {
        const facts::Arg& arg = facts.begin_args(e)[i];
        const bool is_it = arg.name.empty() ? place++ == value.place : arg.name == value.parameter;
        if (is_it) given = arg.value;
      }
      if (given == facts::kNone) continue;
      const facts::Expr& expr = facts.exprs[given];
      argument.file = use.at.file, argument.span = expr.span;
      argument.source = places_[use.at.file].Text(expr.span, 80);
      if (expr.kind == facts::ExprKind::kString)
        argument.values = {std::string(expr.text)}, argument.complete = true;
    }
    out.push_back(std::move(argument));
  }
  return out;
}

void Matcher::Share(const link::Wrapper& wrapper, const std::vector<SeenArgument>& arguments) {
  const link::FnRef fn = wrapper.fn;
  const facts::Function& function = program_.function(fn);
  if ((wrapper.operations.empty() && !wrapper.is_dispatcher) || wrapper.is_inline ||
      function.is_constructor || function.parent != facts::kNone ||
      wrapper.confidence == findings::Confidence::kPossible || out_.shared.size() >= kMostShared ||
      !LabelsOfPath(File(fn.file).path).empty())
    return;
  rules::SharedWrapper shared;
  const languages::Language* const language = languages::FindLanguage(File(fn.file).language);
  shared.family = language == nullptr ? File(fn.file).language : language->family;
  shared.name = function.name, shared.title = program_.NameOf(fn);
  shared.path = File(fn.file).path;
  shared.line = places_[fn.file].OneLine(function.name_span).start_line;
  if (wrapper.is_dispatcher) {
    shared.operation_argument = static_cast<int>(wrapper.dispatch_param);
  } else {
    for (const rules::Operation* op : wrapper.operations) shared.operations.push_back(op->name);
    std::sort(shared.operations.begin(), shared.operations.end());
    for (const SeenArgument& argument : arguments)
      shared.values.push_back(ValueOf(argument, function));
    std::sort(shared.values.begin(), shared.values.end());
  }
  const link::ClassRef own = program_.ClassOf(fn);
  if (own.cls == facts::kNone) {
    shared.space =
        Dotted(function.space.empty() ? std::string_view(File(fn.file).space) : function.space);
    out_.shared.push_back(std::move(shared));
    return;
  }
  std::vector<link::ClassRef> classes = {own};
  for (const link::ClassRef& heir : program_.Descendants(own)) {
    if (classes.size() < kMostHeirs && LabelsOfPath(File(heir.file).path).empty())
      classes.push_back(heir);
  }
  for (const link::ClassRef& c : classes) {
    if (program_.cls(c).name.empty()) continue;
    shared.type = Dotted(program_.QualifiedName(c));
    const std::string_view space = program_.cls(c).space;
    shared.space = Dotted(space.empty() ? std::string_view(File(c.file).space) : space);
    shared.makers = MakersOf(c);
    out_.shared.push_back(shared);
  }
}

const std::vector<std::string>& Matcher::MakersOf(link::ClassRef c) {
  if (makers_.empty()) {
    makers_.try_emplace(link::ClassRef{});  // so that it is done once
    for (link::FileId f = 0; f < program_.file_count(); ++f) IndexMakers(f);
  }
  return makers_[c];
}

void Matcher::IndexMakers(link::FileId f) {
  const auto add = [&](facts::FunctionId id, link::ClassRef c) {
    const facts::Function& function = File(f).functions[id];
    const bool is_method = function.class_id != facts::kNone || !function.receiver_type.empty();
    if (function.name.empty() || function.parent != facts::kNone || function.is_constructor ||
        (is_method && !function.is_static))
      return;
    const std::string_view space =
        function.space.empty() ? std::string_view(File(f).space) : function.space;
    const std::string owner = function.class_id == facts::kNone
                                  ? Dotted(space)
                                  : Dotted(program_.QualifiedName({f, function.class_id}));
    std::vector<std::string>& all = makers_[c];
    const std::string name = (owner.empty() ? "" : owner + ".") + std::string(function.name);
    const auto at = std::lower_bound(all.begin(), all.end(), name);
    if (all.size() < kMostMakers && (at == all.end() || *at != name)) all.insert(at, name);
  };
  for (facts::FunctionId id = 0; id < File(f).functions.size(); ++id) {
    const std::string_view type = File(f).functions[id].return_type;
    if (type.empty()) continue;
    for (const link::ClassRef& c : program_.ResolveClass(f, type)) add(id, c);
  }
  for (const facts::Return& result : File(f).returns) {
    if (result.value == facts::kNone || result.function == facts::kNone) continue;
    for (const link::AtomId id : flow_.ValuesOf({f, result.value})) {
      const link::Atom& atom = flow_.atom(id);
      if (atom.kind == link::AtomKind::kInstance) add(result.function, {atom.a, atom.b});
    }
  }
}

}  // namespace unsoap::match
