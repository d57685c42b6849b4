// What one call of a wrapper performs, and not every call of it: which of its operations, and whose
// closure or object does the work.
#include "scanner/link/use_finder.h"

namespace unsoap::link {
namespace {

constexpr size_t kMostSteps = 4;   // calls of a wrapper in another one, that are told apart
constexpr int kMostParts = 4;      // of an object that holds the name
constexpr int kMostJoined = 3;     // texts that are joined of joined ones
constexpr size_t kMostTexts = 16;  // that one joined text may be

}  // namespace

std::set<std::string> Finder::TextsOf(const Questions::Held& held, int depth) {
  // "http://x/" + op is joined for all calls at once: what this one makes of it.
  std::set<std::string> texts = {std::string(flow_.str(flow_.atom(held.atom).a))};
  const ExprRef at = flow_.ExprOf(held.origin);
  if (at.expr == facts::kNone || depth >= kMostJoined) return texts;
  const facts::Expr& e = program_.expr(at);
  if (e.kind != facts::ExprKind::kConcat || held.frame == kAnyCall) return texts;
  std::set<std::string> joined = {""};
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const facts::ExprId piece = File(at.file).begin_args(e)[i].value;
    if (piece == facts::kNone) return texts;
    std::set<std::string> next;
    const Questions::Answer answer = questions_->Ask(flow_.NodeOf({at.file, piece}), held.frame);
    for (const Questions::Held& part : answer.held) {
      const AtomKind kind = flow_.atom(part.atom).kind;
      if (kind != AtomKind::kString && kind != AtomKind::kEnumMember) continue;
      for (const std::string& text : TextsOf(part, depth + 1)) {
        for (const std::string& before : joined) next.insert(before + text);
      }
    }
    if (next.empty() || next.size() > kMostTexts) return texts;
    joined = std::move(next);
  }
  return joined;
}

bool Finder::NamesAt(NodeId node, Frame frame, const OperationUse& use, int depth,
                     std::set<const rules::Operation*>* found) {
  const rules::Pack& pack = *use.pack;
  const auto around = around_names_.find(use.named_by);
  const Questions::Answer answer = questions_->Ask(node, frame);
  bool known = answer.complete && !answer.held.empty();
  for (const Questions::Held& held : answer.held) {
    const Atom& atom = flow_.atom(held.atom);
    if (atom.kind == AtomKind::kString || atom.kind == AtomKind::kEnumMember) {
      for (std::string text : TextsOf(held, 0)) {
        if (around != around_names_.end())
          text = around->second.first + text + around->second.second;
        const rules::Operation* op = ToolkitIndex::OperationOf(pack, text, {});
        if (op == nullptr) op = OperationOfElement(pack, text);
        // What is put around the name is the toolkit's: getTagsAsync.
        for (const InvokeForm* form : toolkits_.Invokes(text)) {
          if (op == nullptr && form->pack == &pack) op = form->operation;
        }
        if (op != nullptr) found->insert(op);
        known &= text.find(kHole) == std::string::npos;
      }
    } else if (atom.kind == AtomKind::kObject && depth == 0) {
      // new QName(namespace, op.getName())
      for (const NodeId member : flow_.object(atom.a).Members(kMostParts))
        NamesAt(member, held.frame, use, depth + 1, found);
    } else if (atom.kind == AtomKind::kParam) {
      known &= IsOfConstants({atom.a, atom.b});
    }
  }
  return known;
}

bool Finder::OperationsIn(const Wrapper& wrapper, Frame frame, int depth,
                          std::set<const rules::Operation*>* found) {
  if (wrapper.level == 0) {
    return wrapper.by != nullptr && wrapper.by->named_by.expr != facts::kNone &&
           NamesAt(flow_.NodeOf(wrapper.by->named_by), frame, *wrapper.by, 0, found);
  }
  const auto inner = out_.wrappers.find(wrapper.through);
  if (inner == out_.wrappers.end() || wrapper.steps.empty() || depth >= 3) return false;
  return std::all_of(wrapper.steps.begin(), wrapper.steps.end(), [&](const ExprRef& step) {
    return OperationsIn(inner->second, questions_->Enter(frame, step), depth + 1, found);
  });
}

bool Finder::HangsOnName(const Wrapper& wrapper) const {
  if (wrapper.level > 0) return !wrapper.steps.empty();
  return wrapper.by != nullptr && wrapper.by->named_by.expr != facts::kNone &&
         flow_.ValuesOf(wrapper.by->named_by).size() > 1;
}

std::set<const rules::Operation*> Finder::OperationsAt(ExprRef call, const Wrapper& wrapper) {
  if (wrapper.pack == nullptr || !HangsOnName(wrapper)) return wrapper.operations;
  if (questions_ == nullptr) questions_ = std::make_unique<Questions>(program_, flow_);
  std::set<const rules::Operation*> found;
  const bool known = OperationsIn(wrapper, questions_->Enter(kAnyCall, call), 0, &found);
  std::erase_if(found, [&](const auto* op) { return !wrapper.operations.contains(op); });
  if (!known && found.empty()) return wrapper.operations;
  // What else the function performs does not hang on that name.
  std::set<const rules::Operation*> named;
  if (wrapper.level == 0) {
    named.insert(wrapper.by->operations.begin(), wrapper.by->operations.end());
  } else {
    named = out_.wrappers.at(wrapper.through).operations;
  }
  for (const rules::Operation* op : wrapper.operations) {
    if (!named.contains(op)) found.insert(op);
  }
  return found;
}

void Finder::AddStep(ExprRef call, Wrapper* wrapper) {
  std::vector<ExprRef>& steps = wrapper->steps;
  if (std::find(steps.begin(), steps.end(), call) != steps.end()) return;
  steps.push_back(call);
  if (steps.size() > kMostSteps) steps.clear(), wrapper->through = {};
}

bool Finder::IsOfConstants(FnRef fn) const {
  // enum Op { GET("get"); Op(String name) }, static readonly Op Get = new Op("get") in Op
  const facts::Function& function = program_.function(fn);
  const std::vector<ExprRef>& calls = flow_.CallersOf(fn);
  return function.is_constructor && !calls.empty() &&
         std::all_of(calls.begin(), calls.end(), [&](const ExprRef& call) {
           const facts::Expr& e = program_.expr(call);
           facts::ClassId c = call.file == fn.file ? e.class_id : facts::kNone;
           while (c != facts::kNone && c != function.class_id) c = File(call.file).classes[c].outer;
           return e.function == facts::kNone && c != facts::kNone;
         });
}

FnRef Finder::MakerOf(FnRef fn) const {
  const ClassRef own = program_.ClassOf(fn);
  const ExprRef made = own.cls == facts::kNone ? ExprRef{} : program_.MadeAt(own);
  return made.expr == facts::kNone ? FnRef{} : FunctionOf(made);
}

bool Finder::Gives(ExprRef arg, FnRef fn, std::string_view method) const {
  bool by_interface = false, by_class = false, has_class = false;
  for (const AtomId id : flow_.ValuesOf(arg)) {
    const Atom& atom = flow_.atom(id);
    if (atom.kind == AtomKind::kFunction && FnRef{atom.a, atom.b} == fn) return true;
    if (atom.kind != AtomKind::kInstance || method.empty()) continue;
    const ClassRef c = {atom.a, atom.b};
    const std::vector<FnRef> methods = program_.FindMethods(c, method);
    const bool has = std::find(methods.begin(), methods.end(), fn) != methods.end();
    const bool is_interface = program_.cls(c).kind == facts::ClassKind::kInterface;
    has_class |= !is_interface;
    (is_interface ? by_interface : by_class) |= has;
  }
  return has_class ? by_class : by_interface;
}

std::optional<std::vector<ExprRef>> Finder::GiversOf(ExprRef call, FnRef fn) const {
  const facts::Expr& e = program_.expr(call);
  const facts::FileFacts& facts = File(call.file);
  std::string_view name;
  if (e.object == facts::kNone) {
    name = e.text;
  } else if (facts.exprs[e.object].kind == facts::ExprKind::kName &&
             (e.text.empty() || MakerOf(fn).fn != facts::kNone ||
              program_.Names(call.file, &languages::Language::invokers, e.text))) {
    name = facts.exprs[e.object].text;
  }
  if (name.empty()) return std::nullopt;
  for (facts::FunctionId in = e.function; in != facts::kNone; in = facts.functions[in].parent) {
    const std::vector<facts::Param>& params = facts.functions[in].params;
    for (uint32_t i = 0; i < params.size(); ++i) {
      if (params[i].name != name || facts.functions[in].name.empty()) continue;
      std::vector<ExprRef> givers;
      for (const ExprRef& caller : flow_.CallersOf({call.file, in})) {
        const facts::ExprId arg =
            Flow::ArgumentFor(File(caller.file), program_.expr(caller), facts.functions[in], i);
        if (arg != facts::kNone && Gives({caller.file, arg}, fn, e.text)) givers.push_back(caller);
      }
      return givers;
    }
  }
  return std::nullopt;
}

}  // namespace unsoap::link
