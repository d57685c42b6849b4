// What a call is given to run that is no function by itself: a name that is called on each item, a
// class and the name of its function, a message that finds whoever handles its type.
#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/link/flow.h"

namespace unsoap::link {

using languages::Language;

namespace {

constexpr uint32_t kLongestMark = 4;  // before a name that is called on each item
constexpr size_t kMostNamesakes = 3;  // methods that a name alone may mean

}  // namespace

void Flow::HandNamed(ExprRef at, facts::ExprId name) {
  const facts::FileFacts& facts = program_.file(at.file);
  const facts::Expr& text = facts.exprs[name];
  const std::string_view written = facts.source.Slice(text.span);
  const uint32_t before = std::min<uint32_t>(text.span.begin, kLongestMark);
  const std::string_view wider = facts.source.Slice({text.span.begin - before, text.span.end});
  const bool is_block =
      program_.AnyWord(at.file, &Language::name_blocks, [&](const std::string& mark) {
        const size_t sigil = written.size() - std::min(written.size(), text.text.size());
        const size_t from = before + sigil;  // of the name itself
        return from >= mark.size() && wider.substr(from - mark.size(), mark.size()) == mark;
      });
  if (!is_block) return;
  std::vector<FnRef> methods;
  const facts::Expr& call = facts.exprs[at.expr];
  if (call.object != facts::kNone) {
    const AtomList values = ValuesOf({at.file, call.object});
    for (const AtomId id : values) {
      const Atom atom = atoms_[id];
      if (atom.kind != AtomKind::kInstance && atom.kind != AtomKind::kClass) continue;
      for (const FnRef& fn : program_.FindMethods({atom.a, atom.b}, text.text))
        methods.push_back(fn);
    }
  }
  if (methods.empty()) {
    for (const FnRef& fn : program_.FunctionsNamed(text.text)) {
      if (program_.function(fn).class_id != facts::kNone && program_.AreRelated(fn.file, at.file))
        methods.push_back(fn);
    }
    if (methods.size() > kMostNamesakes) return;
  }
  for (const FnRef& fn : methods) NoteGiven(at, fn);
}

void Flow::HandClassAndName(ExprRef at, uint32_t place) {
  if (!program_.Is(at.file, &Language::class_then_name)) return;
  const facts::Expr& e = program_.expr(at);
  const facts::Arg* const args = program_.file(at.file).begin_args(e);
  if (place + 1 >= e.args_count || args[place + 1].value == facts::kNone) return;
  const facts::Expr& name = program_.expr({at.file, args[place + 1].value});
  if (name.kind != facts::ExprKind::kString && name.kind != facts::ExprKind::kConstant) return;
  const NodeId owner = NodeOf({at.file, args[place].value});
  WatchCallOnce(owner, {RuleKind::kCall, at, facts::kNone, {}});
  const AtomList values = Values(owner);
  for (const AtomId id : values) {
    const Atom atom = atoms_[id];
    if (atom.kind != AtomKind::kClass) continue;
    for (const FnRef& fn : program_.FindMethods({atom.a, atom.b}, name.text)) NoteGiven(at, fn);
  }
}

void Flow::IndexMessages() {
  for (FileId f = 0; f < program_.file_count(); ++f) {
    const facts::FileFacts& facts = program_.file(f);
    const auto add = [&](facts::FunctionId i) {
      const facts::Function& function = facts.functions[i];
      if (!function.has_body || function.params.empty()) return;
      const facts::Param& message = function.params.front();
      for (const std::string_view type : {message.type, message.element_type}) {
        const std::string_view name = SimpleName(type);
        std::vector<FnRef>& known = handlers_[name];
        if (!name.empty() && (known.empty() || known.back() != FnRef{f, i}))
          known.push_back({f, i});
      }
    };
    for (facts::FunctionId i = 0; i < facts.functions.size(); ++i) {
      if (facts.functions[i].class_id != facts::kNone &&
          program_.Names(f, &Language::message_handlers, facts.functions[i].name))
        add(i);
    }
    for (const facts::Annotation& annotation : facts.annotations) {
      if (annotation.function != facts::kNone &&
          program_.Names(f, &Language::message_annotations, SimpleName(annotation.name)))
        add(annotation.function);
    }
  }
}

bool Flow::SendMessageOf(ExprRef at, ClassRef message) {
  const auto handlers = handlers_.find(program_.cls(message).name);
  if (handlers == handlers_.end()) return false;
  bool found = false;
  for (const FnRef& fn : handlers->second)
    found |= program_.AreRelated(fn.file, at.file) && AddTarget(at, fn);
  return found;
}

bool Flow::SendMessage(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  if (handlers_.empty() || !program_.Names(at.file, &Language::message_senders, e.text))
    return false;
  bool found = false;
  if (e.object != facts::kNone) {
    const AtomList senders = ValuesOf({at.file, e.object});
    for (const AtomId id : senders) {
      const Atom atom = atoms_[id];
      if (atom.kind == AtomKind::kClass) found |= SendMessageOf(at, {atom.a, atom.b});
    }
  }
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const AtomList given = GivenTo(at, i);
    for (const AtomId id : given) {
      const Atom atom = atoms_[id];
      if (atom.kind != AtomKind::kInstance) continue;  // who owns no message handles none
      const auto handlers = handlers_.find(program_.cls({atom.a, atom.b}).name);
      if (handlers == handlers_.end()) continue;
      for (const FnRef& fn : handlers->second) {
        if (!program_.AreRelated(fn.file, at.file) || !AddTarget(at, fn)) continue;
        found = true;
        if (const NodeId param = MutableParam(fn, 0); param != facts::kNone)
          AddEdgeOnce(NodeOf({at.file, program_.file(at.file).begin_args(e)[i].value}), param,
                      {WayKind::kEnter, NodeOf(at)});
      }
    }
  }
  return found;
}

}  // namespace unsoap::link
