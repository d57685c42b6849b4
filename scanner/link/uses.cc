// The order of the steps from values to uses, and what the steps share.
#include "scanner/link/needs.h"
#include "scanner/link/use_finder.h"

namespace unsoap::link {

Uses Finder::Run() {
  for (const evidence::FileSignals& signals : *in_.signals) {
    if (signals.strong != nullptr) repository_ = signals.strong;
  }
  FindRegistered();
  FindPorts();
  FindContracts();
  for (FileId f = 0; f < program_.file_count(); ++f) {
    for (const facts::Dependency& dependency : File(f).dependencies) {
      for (const rules::Toolkit* toolkit : toolkits_.ToolkitsOf(dependency))
        shown_packages_.insert(toolkit);
    }
  }
  for (size_t i = 0; i < flow_.clients().size(); ++i)
    out_.proofs.push_back(Prove(flow_.clients()[i]));
  for (FileId f = 0; f < program_.file_count(); ++f) {
    if (IsGenerated(f)) continue;
    for (const facts::ExprId call : program_.file(f).calls) {
      if (Interrupted()) break;
      FindDirect({f, call});
    }
  }
  FindReferences();
  FindNamedElements(false);
  FindNamedElements(true);
  SpreadDispatchers();
  FindActions();
  SpreadDispatchers();
  FindUntraced();
  SpreadDispatchers();
  DoubtSharedDispatchers();
  FindFilledNames();
  SortUses();
  FindStubClients();
  FindWrappers();
  DoubtFamilies();
  FindByName();
  out_.learned = LearnNames({&program_, &flow_, &out_.proofs, &out_.wrappers, &envelope_names_});
  out_.learned.needed = FindNeeds(
      {&program_, &flow_, &toolkits_, &scanner_, in_.signals, in_.generated, &out_.proofs});
  return std::move(out_);
}

std::vector<FileId> Finder::Neighbourhood(ExprRef at) const {
  std::vector<FileId> files = {at.file};
  const facts::Expr& e = program_.expr(at);
  if (e.class_id != facts::kNone) {
    const ClassRef own = {at.file, e.class_id};
    for (const ClassRef& c : program_.Lineage(own)) files.push_back(c.file);
    for (const ClassRef& c : program_.Descendants(own)) files.push_back(c.file);
  }
  return files;
}

void Finder::Emit(OperationUse use) {
  if (!seen_.insert(use.at).second) return;
  out_.operations.push_back(std::move(use));
}

void Finder::AddOperation(OperationUse* use, const rules::Operation* op) const {
  if (std::find(use->operations.begin(), use->operations.end(), op) == use->operations.end())
    use->operations.push_back(op);
}

void Finder::AddRequests(const facts::Expr& e, const facts::FileFacts& facts, int from,
                         bool keywords, OperationUse* use) const {
  if (from < 0 || keywords) use->keywords_are_request = true;
  // Several toolkits have a form for the same call.
  const auto add = [&](facts::ExprId value) {
    if (std::find(use->requests.begin(), use->requests.end(), value) == use->requests.end())
      use->requests.push_back(value);
  };
  facts::ExprId spread;
  const int first = static_cast<int>(Flow::FirstArgument(facts, e, {}, &spread));
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const facts::ExprId value = facts.begin_args(e)[i].value;
    if (value == facts::kNone) continue;
    const facts::Expr& list = facts.exprs[value];
    if (value == spread && list.kind == facts::ExprKind::kList) {
      for (uint32_t k = 0; k < list.args_count; ++k) {
        const facts::ExprId item = facts.begin_args(list)[k].value;
        if (item != facts::kNone && static_cast<int>(k) >= from - first) add(item);
      }
    } else if (from < 0 || static_cast<int>(i) >= from) {
      add(value);
    }
  }
}

facts::ExprId Finder::ArgumentAt(const facts::Expr& e, const facts::FileFacts& facts,
                                 uint32_t index) {
  facts::ExprId spread;
  const uint32_t first = Flow::FirstArgument(facts, e, {}, &spread);
  if (spread != facts::kNone && index >= first) {
    const facts::Expr& list = facts.exprs[spread];
    return list.kind == facts::ExprKind::kList && index - first < list.args_count
               ? facts.begin_args(list)[index - first].value
               : facts::kNone;
  }
  const facts::ExprId flat = Flow::FlatArgument(facts, e, index);
  if (flat != facts::kNone) return flat;
  uint32_t position = 0;
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const facts::Arg& arg = facts.begin_args(e)[i];
    if (!arg.name.empty()) continue;
    if (position++ == index) return arg.value;
  }
  return facts::kNone;
}

void Finder::AddFileReason(FileId f, std::vector<Reason>* reasons) const {
  if (Signals(f).strong != nullptr) {
    const evidence::Signal* signal = Signals(f).first_strong();
    reasons->push_back({"anchor", "the same file names the service", f,
                        signal == nullptr ? Span{} : signal->span});
  } else {
    reasons->push_back({"repository", "other files of the repository name the service", f, Span{}});
  }
}

FnRef Finder::FunctionOf(ExprRef at) const {
  FnRef fn = {at.file, program_.expr(at).function};
  while (fn.fn != facts::kNone && program_.function(fn).name.empty()) {
    if (registered_.contains(fn)) return {at.file, facts::kNone};
    fn.fn = program_.function(fn).parent;
  }
  return program_.NamedFunction({at.file, program_.expr(at).function});
}

void Finder::FindRegistered() {
  for (FileId f = 0; f < program_.file_count(); ++f) {
    const facts::FileFacts& facts = File(f);
    for (const facts::ExprId id : facts.calls) {
      const facts::Expr& e = facts.exprs[id];
      if (e.args_count == 0 || !program_.Names(f, &languages::Language::registrars, e.text) ||
          !IsUnresolved({f, id}))
        continue;
      for (uint32_t i = 0; i < e.args_count; ++i) {
        const facts::ExprId arg = facts.begin_args(e)[i].value;
        if (arg != facts::kNone && facts.exprs[arg].kind == facts::ExprKind::kFunction)
          registered_.insert({f, facts.exprs[arg].target});
      }
    }
  }
}

bool Finder::IsSaidByEnvelope(const OperationUse& use) const {
  if (use.is_dispatcher_site || use.operations.size() != 1) return false;
  const facts::Expr& e = program_.expr(use.at);
  const rules::Operation& operation = *use.operations[0];
  const auto is_its = [&](const EnvelopeUse& envelope) {
    return envelope.operation == &operation && envelope.file == use.at.file &&
           !e.span.Contains(envelope.span) &&
           FunctionAt(envelope.file, envelope.span) == FunctionOf(use.at);
  };
  if (std::none_of(in_.envelopes->begin(), in_.envelopes->end(), is_its)) return false;
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const facts::ExprId arg = File(use.at.file).begin_args(e)[i].value;
    if (arg == facts::kNone) continue;
    for (const AtomId id : flow_.ValuesOf({use.at.file, arg})) {
      const Atom& atom = flow_.atom(id);
      const std::string_view text =
          atom.kind == AtomKind::kString ? flow_.str(atom.a) : std::string_view();
      const size_t at = text.find(operation.request_element);
      if (at != std::string_view::npos && at > 0 && (text[at - 1] == '<' || text[at - 1] == ':') &&
          text.find('<') != std::string_view::npos)
        return true;
    }
  }
  return false;
}

void Finder::SortUses() {
  std::erase_if(out_.operations, [&](const OperationUse& use) { return IsSaidByEnvelope(use); });
  std::sort(out_.operations.begin(), out_.operations.end(),
            [&](const OperationUse& a, const OperationUse& b) {
              if (a.at.file != b.at.file) return a.at.file < b.at.file;
              return program_.expr(a.at).span.begin != program_.expr(b.at).span.begin
                         ? program_.expr(a.at).span.begin < program_.expr(b.at).span.begin
                         : a.at.expr < b.at.expr;
            });
}

Uses FindUses(const UsesInput& input) { return Finder(input).Run(); }

}  // namespace unsoap::link
