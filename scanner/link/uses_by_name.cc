// Calls on receivers that nothing is known of: by the name of a method that one class alone has, or
// by the receiver's own name, which is that of a class.
#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/facts/made_names.h"
#include "scanner/link/learned.h"
#include "scanner/link/use_finder.h"

namespace unsoap::link {
namespace {

constexpr size_t kMostNamesakes = 64;  // of a method whose receiver is asked for its name

/// person(withEmail: x), for what the language that declares it calls personWithEmail.
std::string NameAbroad(const facts::FileFacts& facts, const facts::Expr& call) {
  const std::string_view label = facts.begin_args(call)[0].name;
  return label.empty() ? std::string() : std::string(call.text) + UpperFirst(label);
}

/// MarketoComponent, marketo_component -> marketo; empty if the name is one word.
std::string WithoutRole(std::string_view name) {
  for (size_t i = name.size(); i-- > 1;) {
    const bool begins = name[i - 1] == '_' || (IsUpper(name[i]) && !IsUpper(name[i - 1]));
    if (begins) return facts::LettersOf(name.substr(0, i));
  }
  return {};
}

}  // namespace

Finder::ClassesByRole Finder::ClassesWithoutRole() const {
  std::set<ClassRef> wanted;
  for (const auto& [fn, wrapper] : out_.wrappers) {
    const ClassRef c = program_.ClassOf(fn);
    if (c.cls != facts::kNone && !wrapper.operations.empty() && !IsGenerated(fn.file))
      wanted.insert(c);
  }
  ClassesByRole out;
  for (const ClassRef& c : wanted) {
    const std::string name = WithoutRole(program_.cls(c).name);
    out[name.empty() ? facts::LettersOf(program_.cls(c).name) : name].push_back(c);
  }
  out.erase("");
  return out;
}

std::string_view Finder::MemberReadBy(FileId file, const facts::Expr& call) const {
  const facts::FileFacts& facts = File(file);
  const facts::Expr* receiver = &facts.exprs[call.object];
  if (receiver->kind == facts::ExprKind::kName) {
    // $crm = Yii::app()->marketo; $crm->find($mail)
    for (const facts::Binding& binding : facts.bindings) {
      if (binding.function == call.function && binding.value != facts::kNone &&
          binding.target != facts::kNone && facts.exprs[binding.target].text == receiver->text &&
          facts.exprs[binding.value].kind == facts::ExprKind::kMember)
        return facts.exprs[binding.value].text;
    }
  }
  return receiver->kind == facts::ExprKind::kMember ? receiver->text : std::string_view();
}

FnRef Finder::NamedByRole(ExprRef at, const ClassesByRole& classes) const {
  const facts::Expr& e = program_.expr(at);
  const std::vector<FnRef>& named = program_.FunctionsNamed(e.text);
  if (classes.empty() || named.size() > kMostNamesakes ||
      std::none_of(named.begin(), named.end(),
                   [&](const FnRef& f) { return out_.wrappers.contains(f); }))
    return {};
  const std::string name = facts::LettersOf(MemberReadBy(at.file, e));
  const auto found = classes.find(name);
  if (found == classes.end()) return {};
  FnRef fn;
  for (const ClassRef& c : found->second) {
    const std::vector<FnRef>& own = program_.OwnMethods(c, e.text);
    if (own.empty()) continue;
    if (own.size() > 1 || fn.fn != facts::kNone) return {};
    fn = own.front();
  }
  const auto wrapper = out_.wrappers.find(fn);
  if (wrapper == out_.wrappers.end() || wrapper->second.operations.empty()) return {};
  const std::vector<std::string>& anchors = wrapper->second.pack->surface.weak_anchors;
  const bool names_service = std::any_of(anchors.begin(), anchors.end(), [&](const std::string& a) {
    return name.find(a) != name.npos;
  });
  // Others of that name, or of any name where the receiver's is an everyday word.
  for (const FnRef& other : named) {
    const ClassRef c = program_.ClassOf(other);
    if (other == fn || c.cls == facts::kNone || !program_.function(other).has_body) continue;
    const std::string_view written = program_.cls(c).name;
    if (!names_service || facts::LettersOf(written) == name || WithoutRole(written) == name)
      return {};
  }
  return fn;
}

std::map<std::string_view, FnRef> Finder::WrappersByName() const {
  std::map<std::string_view, std::vector<FnRef>> by_name;
  for (const auto& [fn, wrapper] : out_.wrappers) {
    if (wrapper.operations.empty() || program_.ClassOf(fn).cls == facts::kNone ||
        IsGenerated(fn.file) || wrapper.is_inline)
      continue;
    const std::string_view name = program_.function(fn).name;
    if (WordsIn(name) >= 2) by_name[name].push_back(fn);
  }
  std::map<std::string_view, FnRef> out;
  for (const auto& entry : by_name) {
    const std::string_view name = entry.first;
    const std::vector<FnRef>& wrappers = entry.second;
    const std::vector<FnRef>& namesakes = program_.FunctionsNamed(name);
    const bool unique = std::none_of(namesakes.begin(), namesakes.end(), [&](const FnRef& fn) {
      return std::find(wrappers.begin(), wrappers.end(), fn) == wrappers.end() &&
             program_.function(fn).has_body && !IsStub(fn.file) &&
             program_.ClassOf(fn).cls != facts::kNone;
    });
    if (unique) out.emplace(name, wrappers.front());
  }
  return out;
}

std::map<std::string, ClassRef> Finder::ClassesByLetters() const {
  std::set<ClassRef> wanted;
  for (const auto& [fn, wrapper] : out_.wrappers) {
    const ClassRef c = program_.ClassOf(fn);
    if (c.cls != facts::kNone && !wrapper.operations.empty() && !IsGenerated(fn.file) &&
        WordsIn(program_.cls(c).name) >= 2)
      wanted.insert(c);
  }
  std::map<std::string, ClassRef> out;
  for (const ClassRef& c : wanted) out.emplace(facts::LettersOf(program_.cls(c).name), c);
  // A name that another class has, however it is written, says nothing.
  for (FileId f = 0; f < program_.file_count() && !out.empty(); ++f) {
    const std::vector<facts::Class>& classes = File(f).classes;
    for (facts::ClassId c = 0; c < classes.size(); ++c) {
      const auto same = out.find(facts::LettersOf(classes[c].name));
      if (same != out.end() && same->second != ClassRef{f, c} && !IsStub(f)) out.erase(same);
    }
  }
  return out;
}

FnRef Finder::NamedByReceiver(ExprRef at, const std::map<std::string, ClassRef>& classes) const {
  const facts::Expr& e = program_.expr(at);
  const facts::Expr& receiver = program_.expr({at.file, e.object});
  if ((receiver.kind != facts::ExprKind::kName && receiver.kind != facts::ExprKind::kMember) ||
      classes.empty())
    return {};
  const auto c = classes.find(facts::LettersOf(receiver.text));
  if (c == classes.end()) return {};
  const std::vector<FnRef> methods = program_.FindMethods(c->second, e.text);
  if (methods.size() != 1) return {};
  const auto wrapper = out_.wrappers.find(methods.front());
  return wrapper == out_.wrappers.end() || wrapper->second.operations.empty() ? FnRef{}
                                                                              : methods.front();
}

bool Finder::TakesAsMany(FnRef fn, const facts::Expr& call) const {
  const facts::Function& function = program_.function(fn);
  const bool variadic = !function.params.empty() && function.params.back().is_rest;
  return variadic || call.args_count <= function.params.size();
}

void Finder::FindByName() {
  const std::map<std::string_view, FnRef> by_name = WrappersByName();
  const std::map<std::string, ClassRef> classes = ClassesByLetters();
  const ClassesByRole roles = ClassesWithoutRole();
  std::set<ExprRef> known;
  for (const WrapperCall& call : out_.wrapper_calls) known.insert(call.at);
  const auto add = [&](ExprRef at, FnRef fn, const std::string& why) {
    const Wrapper& wrapper = out_.wrappers[fn];
    WrapperCall call;
    call.at = at, call.in = FunctionOf(at), call.target = fn, call.pack = wrapper.pack;
    call.operations = wrapper.operations;
    call.confidence = findings::Confidence::kLikely;
    call.reasons.push_back({"name", why, fn.file, program_.function(fn).name_span});
    out_.wrapper_calls.push_back(call);
    out_.wrappers[fn].calls.push_back(at);
  };
  for (FileId f = 0; f < program_.file_count(); ++f) {
    if (IsGenerated(f) || Signals(f).has_rest) continue;
    const facts::FileFacts& facts = File(f);
    for (const facts::ExprId id : facts.calls) {
      const ExprRef at = {f, id};
      const facts::Expr& e = facts.exprs[id];
      if (e.kind != facts::ExprKind::kCall || e.object == facts::kNone || seen_.contains(at) ||
          known.contains(at))
        continue;
      auto found = by_name.find(e.text);
      const bool is_abroad = found == by_name.end() && e.args_count > 0;
      if (is_abroad) found = by_name.find(NameAbroad(facts, e));
      FnRef fn = found == by_name.end() ? FnRef{} : found->second;
      // In its own language it has its own name.
      if (is_abroad && fn.fn != facts::kNone && File(fn.file).language == facts.language) fn = {};
      const bool is_named = fn.fn == facts::kNone;
      if (is_named) fn = NamedByReceiver(at, classes);
      if (fn.fn == facts::kNone) fn = NamedByRole(at, roles);
      if (fn.fn == facts::kNone || !IsUnresolved(at) || KnownToBeElse({f, e.object}) ||
          IsForeign({f, e.object}) || !program_.AreRelated(fn.file, f) || !TakesAsMany(fn, e))
        continue;
      add(at, fn,
          is_named
              ? "what it is called on has the name of the class of " + program_.NameOf(fn) + "()"
              : "only " + program_.NameOf(fn) + "() has this name");
    }
  }
  std::sort(out_.wrapper_calls.begin(), out_.wrapper_calls.end(),
            [&](const WrapperCall& a, const WrapperCall& b) { return a.at < b.at; });
  for (auto& [fn, wrapper] : out_.wrappers) {
    std::sort(wrapper.calls.begin(), wrapper.calls.end());
    wrapper.calls.erase(std::unique(wrapper.calls.begin(), wrapper.calls.end()),
                        wrapper.calls.end());
  }
}

}  // namespace unsoap::link
