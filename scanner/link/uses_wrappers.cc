#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/link/use_finder.h"

namespace unsoap::link {
namespace {

/// The texts of a value, and of the entry of it that holds the span.
std::vector<AtomId> TextsAround(const Flow& flow, ExprRef value, const facts::FileFacts& facts,
                                Span span) {
  std::vector<AtomId> texts;
  const auto add = [&](ExprRef at) {
    for (const AtomId id : flow.ValuesOf(at)) {
      if (flow.atom(id).kind == AtomKind::kString) texts.push_back(id);
    }
  };
  add(value);
  const facts::Expr& held = facts.exprs[value.expr];
  for (uint32_t i = 0; held.kind == facts::ExprKind::kMap && i < held.args_count; ++i) {
    const facts::ExprId item = facts.begin_args(held)[i].value;
    if (item != facts::kNone && facts.exprs[item].span.Contains(span)) add({value.file, item});
  }
  return texts;
}

}  // namespace

FnRef Finder::FunctionAt(FileId f, Span span) const {
  const auto [index, fresh] = functions_.try_emplace(f);
  if (fresh) {
    std::vector<Span> spans;
    for (const facts::Function& function : File(f).functions) spans.push_back(function.span);
    index->second = SpanIndex(spans);
  }
  return program_.NamedFunction({f, index->second.Innermost(span)});
}

Reason Finder::WrapperReason(FnRef fn, findings::Confidence confidence) const {
  const bool sure = confidence == findings::Confidence::kCertain;
  return {sure ? "wrapper" : "likely-wrapper",
          program_.NameOf(fn) + (sure ? "() performs" : "() likely performs") + " the operation",
          fn.file, program_.function(fn).name_span};
}

Reason Finder::EnvelopeReason(const EnvelopeUse& envelope) {
  return {"envelope", "it holds the request's envelope", envelope.file, envelope.span};
}

Wrapper* Finder::Join(FnRef fn, const Performed& what, bool is_own) {
  if (fn.fn == facts::kNone || program_.function(fn).name.empty()) return nullptr;
  const auto [at, fresh] = out_.wrappers.try_emplace(fn);
  Wrapper& w = at->second;
  const size_t before = w.operations.size() + w.own.size();
  const bool was_operation = !w.operations.empty() || (w.fn == fn && w.is_dispatcher);
  w.fn = fn, w.pack = what.pack;
  w.operations.insert(what.operations.begin(), what.operations.end());
  if (is_own) w.own.insert(what.operations.begin(), what.operations.end());
  if (!was_operation || what.confidence > w.confidence) w.reasons = what.reasons;
  if (!was_operation)
    w.level = what.level, w.distance = what.distance, w.confidence = what.confidence;
  w.level = std::min(w.level, what.level), w.distance = std::min(w.distance, what.distance);
  w.confidence = std::max(w.confidence, what.confidence);
  if (fresh || w.operations.size() + w.own.size() != before) work_.push_back(fn);
  return &w;
}

void Finder::JoinWhatPerforms() {
  for (const OperationUse& use : out_.operations) {
    if (use.in.fn != facts::kNone) performing_.insert(program_.ClassOf(use.in));
    if (use.confidence == findings::Confidence::kPossible || use.operations.empty()) continue;
    Wrapper* w = Join(use.in,
                      {{use.operations.begin(), use.operations.end()},
                       0,
                       0,
                       use.pack,
                       use.confidence,
                       use.reasons},
                      true);
    if (w != nullptr && w->by == nullptr) w->by = &use, w->client_param = use.client_param;
  }
  const auto join = [&](FnRef fn, const EnvelopeUse& envelope) {
    Join(fn,
         {{envelope.operation},
          0,
          0,
          envelope.pack,
          findings::Confidence::kCertain,
          {EnvelopeReason(envelope)}},
         true);
  };
  for (const EnvelopeUse& envelope : *in_.envelopes) {
    if (envelope.operation != nullptr && !IsGenerated(envelope.file))
      join(FunctionAt(envelope.file, envelope.span), envelope);
  }
  out_.envelope_reads = ReadersOfConstants();
  for (const EnvelopeRead& read : out_.envelope_reads) {
    if (read.envelope.operation != nullptr)
      join(program_.NamedFunction({read.at.file, program_.expr(read.at).function}), read.envelope);
  }
  JoinTemplates();
}

void Finder::Reach(ExprRef call, const Reached& how) {
  const Wrapper& wrapper = how.wrapper;
  const FnRef fn = wrapper.fn;
  if (IsGenerated(call.file) || seen_.contains(call)) return;
  if (!how.by_template && !MayReach(call, fn)) return;
  if (GivesOtherClient(call, fn, wrapper.client_param)) return;
  std::set<const rules::Operation*> operations = OperationsAt(call, wrapper);
  // What the base leaves to its heirs is what this heir makes of it.
  if (!how.by_template && IsFilledIn(call, fn))
    std::erase_if(operations, [&](const auto* op) { return !wrapper.own.contains(op); });
  if (operations.empty()) return;
  WrapperCall& wc = reached_[call];
  wc.at = call, wc.in = FunctionOf(call), wc.pack = wrapper.pack;
  const findings::Confidence sure = std::min(wrapper.confidence, how.most);
  if (wc.target.fn == facts::kNone) wc.target = fn, wc.confidence = sure;
  wc.operations.insert(operations.begin(), operations.end());
  if (wc.in == fn) return;  // recursion
  if (!how.by_template)
    wc.confidence =
        Ambiguous(call, fn) ? findings::Confidence::kPossible : std::max(wc.confidence, sure);
  if (wc.confidence == findings::Confidence::kPossible || how.names_only) return;
  // An object that has its method called later does nothing when it is made.
  if (how.most != findings::Confidence::kCertain && wc.in.fn != facts::kNone &&
      program_.function(wc.in).is_constructor)
    return;
  const int step = AreTogether(fn, wc.in) ? 0 : 1;
  Wrapper* outer = Join(wc.in,
                        {operations,
                         wrapper.level + 1,
                         wrapper.distance + step,
                         wrapper.pack,
                         wc.confidence,
                         {WrapperReason(fn, wc.confidence)}},
                        !IsOfOwnObject(call.file, program_.expr(call)));
  if (outer == nullptr) return;
  if (outer->through.fn == facts::kNone) outer->through = fn;
  if (outer->through == fn && HangsOnName(wrapper)) AddStep(call, outer);
}

void Finder::Spread(FnRef fn) {
  const Wrapper wrapper = out_.wrappers[fn];
  if (wrapper.level >= 12 || wrapper.operations.empty() || IsEntryPoint(fn)) return;
  if (wrapper.level > 0 && HandsOnClient(fn)) return;
  // A method of an object that is made where it is handed on is a part of the function there.
  const FnRef maker = MakerOf(fn);
  bool is_inline = false, is_open = maker.fn == facts::kNone;
  const auto reach = [&](ExprRef call, findings::Confidence most, bool by_template = false) {
    const bool is_part = maker.fn != facts::kNone && FunctionOf(call) == maker;
    (is_part ? is_inline : is_open) = true;
    if (!is_part) Reach(call, {wrapper, most, by_template});
  };
  for (const ExprRef& call : flow_.CallersOf(fn)) {
    const std::optional<std::vector<ExprRef>> givers = GiversOf(call, fn);
    if (!givers) {
      reach(call, findings::Confidence::kCertain);
    } else {
      for (const ExprRef& giver : *givers) reach(giver, findings::Confidence::kCertain);
    }
  }
  for (const ExprRef& call : flow_.CallersOf(fn)) {
    EachCallOfBound(call, [&](ExprRef at) { reach(at, findings::Confidence::kLikely); });
  }
  EachCallOfTemplates(fn, [&](ExprRef call, bool is_sure) {
    reach(call, is_sure ? findings::Confidence::kCertain : findings::Confidence::kPossible, true);
  });
  // Whoever is handed the function is taken to call it.
  for (const ExprRef& call : flow_.HandoversOf(fn)) reach(call, findings::Confidence::kLikely);
  const auto name = [&](ExprRef at) {
    Reach(at, {wrapper, findings::Confidence::kLikely, false, true});
  };
  for (const ExprRef& call : flow_.RegistrationsOf(fn)) name(call);
  EachMention(fn, name);
  if (is_inline) {
    Wrapper* outer = Join(maker,
                          {wrapper.operations, wrapper.level, wrapper.distance, wrapper.pack,
                           wrapper.confidence, wrapper.reasons},
                          true);
    if (outer != nullptr && outer->by == nullptr)
      outer->by = wrapper.by, outer->client_param = -1, outer->through = wrapper.through;
  }
  out_.wrappers[fn].is_inline = is_inline && !is_open;
  if (is_open) Declarations(fn, wrapper);
}

void Finder::FindWrappers() {
  IndexMentions();
  JoinWhatPerforms();
  while (!work_.empty() && !Interrupted()) {
    const FnRef fn = work_.front();
    work_.pop_front();
    Spread(fn);
  }
  for (auto& [at, call] : reached_) {
    if (call.confidence == findings::Confidence::kPossible) {
      call.reasons.push_back({"shared",
                              "the call may reach something else of this name, that does not use "
                              "the service",
                              call.at.file, program_.expr(call.at).name_span});
    }
    call.reasons.push_back(WrapperReason(call.target, call.confidence));
    out_.wrapper_calls.push_back(call);
  }
  for (auto& [fn, wrapper] : out_.wrappers) {
    if (!wrapper.is_inline) wrapper.calls = flow_.CallersOf(fn);
  }
}

bool Finder::GivesText(ExprRef read, const std::vector<AtomId>& texts) const {
  const auto holds = [&](ExprRef at) {
    const std::vector<AtomId>& values = flow_.ValuesOf(at);
    return std::any_of(values.begin(), values.end(), [&](AtomId id) {
      return std::find(texts.begin(), texts.end(), id) != texts.end();
    });
  };
  if (holds(read)) return true;
  // TEMPLATES['add'], of a table of them.
  const std::vector<AtomId>& values = flow_.ValuesOf(read);
  if (std::none_of(values.begin(), values.end(),
                   [&](AtomId id) { return flow_.atom(id).kind == AtomKind::kObject; }))
    return false;
  const facts::FileFacts& facts = File(read.file);
  constexpr facts::ExprId kNear = 8;  // a part of an expression stands beside it
  const facts::ExprId first = read.expr > kNear ? read.expr - kNear : 0;
  for (facts::ExprId i = first; i < facts.exprs.size() && i <= read.expr + kNear; ++i) {
    const facts::Expr& e = facts.exprs[i];
    const bool takes = e.kind == facts::ExprKind::kIndex || e.kind == facts::ExprKind::kMember ||
                       e.kind == facts::ExprKind::kCall;
    if (takes && e.object == read.expr && holds({read.file, i})) return true;
  }
  return false;
}

std::vector<EnvelopeRead> Finder::ReadersOfConstants() {
  std::vector<EnvelopeRead> out;
  // Where each name is read in a function; of one file, the values that have a name.
  std::unordered_map<std::string_view, std::vector<ExprRef>> reads;
  FileId indexed = facts::kNone;
  SpanIndex bound, fields;
  const auto index_values = [&](const facts::FileFacts& facts) {
    const auto span_of = [&](facts::ExprId id) {
      return id == facts::kNone ? Span{} : facts.exprs[id].span;
    };
    std::vector<Span> spans;
    for (const facts::Binding& binding : facts.bindings) spans.push_back(span_of(binding.value));
    bound = SpanIndex(spans);
    spans.clear();
    for (const facts::Field& field : facts.fields) spans.push_back(span_of(field.value));
    fields = SpanIndex(spans);
  };
  for (const EnvelopeUse& envelope : *in_.envelopes) {
    if (Interrupted()) break;
    if (IsGenerated(envelope.file)) continue;
    if (FunctionAt(envelope.file, envelope.span).fn != facts::kNone) continue;
    // The name of the constant or field that holds the envelope.
    const facts::FileFacts& facts = File(envelope.file);
    std::string_view name;
    facts::ExprId value = facts::kNone;
    if (indexed != envelope.file) index_values(facts), indexed = envelope.file;
    const auto holds = [&](facts::ExprId id) {
      return id != facts::kNone && facts.exprs[id].span.Contains(envelope.span);
    };
    // The last one in the file's order that holds it.
    std::vector<uint32_t> around;
    const auto collect = [&](uint32_t i) { return around.push_back(i), false; };
    bound.Around(envelope.span.begin, collect);
    std::sort(around.begin(), around.end());
    for (const uint32_t i : around) {
      const facts::Binding& binding = facts.bindings[i];
      if (!holds(binding.value) || binding.target == facts::kNone) continue;
      const facts::Expr& target = facts.exprs[binding.target];
      if (target.kind == facts::ExprKind::kName || target.kind == facts::ExprKind::kMember)
        name = target.text, value = binding.value;
    }
    around.clear();
    fields.Around(envelope.span.begin, collect);
    std::sort(around.begin(), around.end());
    for (const uint32_t i : around) {
      const facts::Field& field = facts.fields[i];
      if (holds(field.value)) name = field.name, value = field.value;
    }
    if (name.empty()) continue;
    if (envelope.operation != nullptr) envelope_names_.emplace(name, envelope.file);
    if (reads.empty()) {
      for (FileId f = 0; f < program_.file_count(); ++f) {
        for (facts::ExprId i = 0; i < File(f).exprs.size(); ++i) {
          const facts::Expr& e = File(f).exprs[i];
          if (e.function != facts::kNone &&
              (e.kind == facts::ExprKind::kName || e.kind == facts::ExprKind::kMember))
            reads[e.text].push_back({f, i});
        }
      }
    }
    const std::vector<AtomId> texts =
        TextsAround(flow_, {envelope.file, value}, facts, envelope.span);
    const auto of_name = reads.find(name);
    if (of_name == reads.end()) continue;
    for (const ExprRef& read : of_name->second) {
      if (!program_.AreRelated(read.file, envelope.file) || IsGenerated(read.file)) continue;
      if (GivesText(read, texts)) out.push_back({read, envelope});
    }
  }
  return out;
}

bool Finder::AreTogether(FnRef a, FnRef b) const {
  const ClassRef of_a = program_.ClassOf(a), of_b = program_.ClassOf(b);
  if (of_a.cls == facts::kNone || of_b.cls == facts::kNone) return of_a == of_b && a.file == b.file;
  const std::vector<ClassRef>& up = program_.Lineage(of_a);
  const std::vector<ClassRef>& up_b = program_.Lineage(of_b);
  return std::find(up.begin(), up.end(), of_b) != up.end() ||
         std::find(up_b.begin(), up_b.end(), of_a) != up_b.end();
}

std::vector<ClassRef> Finder::MadeClasses(ExprRef call, std::string_view name) const {
  const facts::Expr& e = program_.expr(call);
  std::vector<ClassRef> made;
  if (e.object == facts::kNone) return made;
  bool declared = false;
  for (const AtomId id : flow_.ValuesOf({call.file, e.object})) {
    const Atom& atom = flow_.atom(id);
    if (atom.kind == AtomKind::kParam) continue;
    if (atom.kind != AtomKind::kInstance) continue;
    const ClassRef c = {atom.a, atom.b};
    if (in_.is_test[c.file] && !in_.is_test[call.file]) continue;
    const std::vector<FnRef> own = program_.OwnMethods(c, name);
    const bool abstract = program_.cls(c).kind == facts::ClassKind::kInterface ||
                          std::any_of(own.begin(), own.end(), [&](const FnRef& m) {
                            return !program_.function(m).has_body;
                          });
    if (abstract) {
      declared = true;
    } else {
      made.push_back(c);
    }
  }
  if (!declared) made.clear();  // nothing to narrow
  return made;
}

bool Finder::IsGiverOf(ExprRef call, FnRef fn) const {
  // def __getattr__(self, name): return getattr(self._inner, name): it gives what is called.
  return program_.function(fn).params.size() == 1 && flow_.IsCaught(call, fn);
}

bool Finder::MayReach(ExprRef call, FnRef fn) const {
  // Of all that one function gives to those that ask it, each calls what has the name it asked for.
  const std::vector<FnRef>& targets = flow_.Targets(call);
  if (program_.function(fn).name != program_.expr(call).text &&
      std::any_of(
          targets.begin(), targets.end(),
          [&](const FnRef& t) { return program_.function(t).name == program_.expr(call).text; }) &&
      std::any_of(targets.begin(), targets.end(),
                  [&](const FnRef& t) { return IsGiverOf(call, t); }))
    return false;
  // x[key] has no name: it runs the method that it reaches.
  const std::string_view written = program_.expr(call).text;
  const std::string_view name = written.empty() ? program_.function(fn).name : written;
  const std::vector<ClassRef> made = MadeClasses(call, name);
  if (made.empty() || program_.ClassOf(fn).cls == facts::kNone) return true;
  return std::any_of(made.begin(), made.end(), [&](const ClassRef& c) {
    const std::vector<FnRef> methods = program_.FindMethods(c, name);
    return std::find(methods.begin(), methods.end(), fn) != methods.end();
  });
}

bool Finder::GivesOtherClient(ExprRef call, FnRef fn, int param) const {
  if (param < 0) return false;
  const facts::ExprId arg = Flow::ArgumentFor(File(call.file), program_.expr(call),
                                              program_.function(fn), static_cast<uint32_t>(param));
  if (arg == facts::kNone) return false;
  const std::vector<Receiver> given = ReceiversOf({call.file, arg});
  return !given.empty() && std::all_of(given.begin(), given.end(), [](const Receiver& r) {
    return r.proof.grade == Grade::kOther;
  });
}

bool Finder::HandsOnTo(FnRef decorator, FnRef fn) const {
  // find(x) { return inner.find(x); }: it performs what the one does that it stands before.
  if (decorator == fn || program_.ClassOf(decorator).cls == facts::kNone) return false;
  const std::vector<ExprRef>& calls = flow_.CallersOf(fn);
  const std::string_view name = program_.function(decorator).name;
  return name == program_.function(fn).name &&
         std::any_of(calls.begin(), calls.end(), [&](const ExprRef& call) {
           return FunctionOf(call) == decorator && program_.expr(call).text == name &&
                  !IsGenerated(call.file);
         });
}

bool Finder::Ambiguous(ExprRef call, FnRef fn) const {
  if (IsOfEach(call, fn)) return false;
  for (const FnRef& target : flow_.Targets(call)) {
    if (!program_.function(target).has_body) continue;
    // What stands in for the service in tests says nothing of what production code calls.
    if (in_.is_test[target.file] && !in_.is_test[call.file]) continue;
    if (!MayReach(call, target) || HandsOnTo(target, fn) || IsGiverOf(call, target)) continue;
    if (IsPerformingClosure(target)) continue;
    const auto at = out_.wrappers.find(target);
    if (at == out_.wrappers.end() || (at->second.operations.empty() && !at->second.is_dispatcher))
      return true;
  }
  return false;
}

/// Members of an object that are asked whether they hold a client.
static constexpr size_t kMostMembers = 256;

bool Finder::HoldsClient(NodeId node, ClassRef own, int depth) const {
  if (node == facts::kNone || depth > 2) return false;
  for (const AtomId id : flow_.Values(node)) {
    const Atom& atom = flow_.atom(id);
    if (atom.kind == AtomKind::kClient && out_.proofs[atom.a].grade != Grade::kOther) return true;
    if (atom.kind == AtomKind::kInstance) {
      const ClassRef c = {atom.a, atom.b};
      const std::vector<ClassRef>& line = program_.Lineage(own);
      if (performing_.contains(c) && std::find(line.begin(), line.end(), c) == line.end())
        return true;
    }
    if (atom.kind != AtomKind::kObject) continue;
    for (const NodeId member : flow_.object(atom.a).Members(kMostMembers)) {
      if (HoldsClient(member, own, depth + 1)) return true;
    }
  }
  return false;
}

bool Finder::HandsOnClient(FnRef fn) const {
  const ClassRef own = program_.ClassOf(fn);
  if (HoldsClient(flow_.ReturnNode(fn), own, 0)) return true;
  const facts::FileFacts& facts = File(fn.file);
  const std::vector<facts::Param>& params = program_.function(fn).params;
  for (const facts::ExprId id : facts.calls) {
    const facts::Expr& e = facts.exprs[id];
    if (e.object != facts::kNone || e.text.empty() || FunctionOf({fn.file, id}) != fn) continue;
    if (std::none_of(params.begin(), params.end(),
                     [&](const facts::Param& p) { return p.name == e.text; }))
      continue;
    for (uint32_t i = 0; i < e.args_count; ++i) {
      const facts::ExprId value = facts.begin_args(e)[i].value;
      if (value != facts::kNone && HoldsClient(flow_.NodeOf({fn.file, value}), own, 0)) return true;
    }
  }
  return false;
}

/// One command of a family uses the service: what declares the family does not.
void Finder::DoubtFamilies() {
  for (auto& [fn, wrapper] : out_.wrappers) {
    if (!wrapper.is_declaration) continue;
    const std::string_view name = program_.function(fn).name;
    for (const ClassRef& c : program_.Descendants(program_.ClassOf(fn))) {
      if (in_.is_test[c.file] && !in_.is_test[fn.file]) continue;
      for (const FnRef& m : program_.OwnMethods(c, name)) {
        if (!program_.function(m).has_body || out_.wrappers.contains(m) ||
            wrapper.confidence == findings::Confidence::kPossible)
          continue;
        wrapper.confidence = findings::Confidence::kPossible;
        wrapper.reasons.insert(wrapper.reasons.begin(),
                               {"family", program_.NameOf(m) + "() does it without the service",
                                m.file, program_.function(m).name_span});
      }
    }
  }
}

void Finder::Declarations(FnRef fn, const Wrapper& wrapper) {
  const ClassRef own = program_.ClassOf(fn);
  if (own.cls == facts::kNone || wrapper.level > 1) return;
  for (const ClassRef& base : program_.Lineage(own)) {
    if (base == own) continue;
    for (const FnRef& m : program_.OwnMethods(base, program_.function(fn).name)) {
      if (program_.function(m).has_body) continue;
      Wrapper& w = out_.wrappers[m];
      w.fn = m, w.is_declaration = true, w.pack = wrapper.pack, w.level = wrapper.level;
      w.confidence = wrapper.confidence;
      w.reasons = {WrapperReason(fn, wrapper.confidence)};
      w.operations.insert(wrapper.operations.begin(), wrapper.operations.end());
    }
  }
}

bool Finder::IsForeign(ExprRef object) const {
  const facts::Expr& e = program_.expr(object);
  if (e.kind == facts::ExprKind::kName && program_.IsSuper(object)) return true;
  if (e.kind != facts::ExprKind::kName && e.kind != facts::ExprKind::kMember) return false;
  // What an import brings in from outside the tree, and a class or global that it does not define.
  const std::vector<AtomId>& values = flow_.ValuesOf(object);
  const bool is_type = StartsUpper(e.text);
  const bool imported = program_.ImportOf(object.file, e.text) != nullptr;
  return (is_type || imported) && !values.empty() &&
         std::all_of(values.begin(), values.end(), [&](AtomId id) {
           const AtomKind kind = flow_.atom(id).kind;
           return kind == AtomKind::kExternalName || kind == AtomKind::kEnumMember;
         });
}

}  // namespace unsoap::link
