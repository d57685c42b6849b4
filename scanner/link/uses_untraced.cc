// Uses without a traced client: calls in the form of a toolkit or of a dispatcher, on something
// unknown, where the file or the repository names the service.
#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/link/use_finder.h"

namespace unsoap::link {

bool Finder::FolderNames(FileId f, const rules::Pack& pack) const {
  const std::string& path = File(f).path;
  const std::string_view folder = std::string_view(path).substr(0, path.rfind('/') + 1);
  if (!knows_folders_) {
    for (FileId other = 0; other < program_.file_count(); ++other) {
      const std::string& at = File(other).path;
      if (Signals(other).strong != nullptr)
        strong_in_folder_[std::string_view(at).substr(0, at.rfind('/') + 1)].push_back(other);
    }
    knows_folders_ = true;
  }
  const auto at = strong_in_folder_.find(folder);
  return at != strong_in_folder_.end() &&
         std::any_of(at->second.begin(), at->second.end(), [&](FileId other) {
           return Signals(other).strong == &pack && program_.AreRelated(other, f);
         });
}

namespace {

/// What a grammar made of an XML literal: <listOperation>{verb}</listOperation> is no call.
bool IsNoReceiver(const facts::Expr& e) {
  return e.kind == facts::ExprKind::kName && !e.text.empty() &&
         std::none_of(e.text.begin(), e.text.end(), IsWordChar);
}

}  // namespace

bool Finder::IsInUnknownBlock(ExprRef at) const {
  // port.with { getTags(x) }, where nothing is known of the port.
  if (program_.expr(at).object != facts::kNone) return false;
  const std::vector<ExprRef> around = flow_.BlockReceivers(at);
  return !around.empty() && std::none_of(around.begin(), around.end(),
                                         [&](const ExprRef& r) { return KnownToBeElse(r); });
}

void Finder::FindUntraced() {
  for (FileId f = 0; f < program_.file_count(); ++f) {
    if (IsGenerated(f) || repository_ == nullptr || Interrupted()) continue;
    const facts::FileFacts& facts = File(f);
    const evidence::FileSignals& signals = Signals(f);
    for (const facts::ExprId id : facts.calls) {
      const ExprRef at = {f, id};
      const facts::Expr& e = facts.exprs[id];
      if (e.kind != facts::ExprKind::kCall || e.text.empty() || seen_.contains(at) ||
          !IsUnresolved(at))
        continue;
      if (e.object != facts::kNone && KnownToBeElse({f, e.object})) continue;
      if (e.object != facts::kNone && IsNoReceiver(facts.exprs[e.object])) continue;
      const bool is_in_block = IsInUnknownBlock(at);
      for (const InvokeForm* form : FormsFor(f, e.text)) {
        if (form->toolkit->is_package || !ToolkitIndex::Serves(*form->toolkit, facts)) continue;
        const rules::Pack* pack = form->pack;
        const bool file_evidence = signals.strong == pack;
        if (!file_evidence && (signals.has_rest || repository_ != pack)) continue;
        OperationUse use;
        use.at = at, use.in = FunctionOf(at), use.pack = pack, use.toolkit = form->toolkit,
        use.name_span = e.name_span;
        if (form->operation != nullptr) {
          // A method named like an operation, on something unknown, in a file that names the
          // service; a getter without arguments is an accessor, not a call.
          if (!file_evidence || e.args_count == 0 || signals.has_rest ||
              (e.object == facts::kNone && !is_in_block))
            continue;
          if (!form->form->via.empty() &&
              (is_in_block || facts.exprs[e.object].text != form->form->via))
            continue;
          AddOperation(&use, form->operation);
          AddRequests(e, facts, form->form->request_argument, form->form->request_argument < 0,
                      &use);
        } else {
          if (form->form->operation_argument < 0) continue;
          const facts::ExprId arg =
              ArgumentAt(e, facts, static_cast<uint32_t>(form->form->operation_argument));
          if (arg == facts::kNone) continue;
          std::vector<Atom> params;
          const bool known =
              ReadOperationArgument({f, arg}, *pack, form->form->operation_styles, &use, &params);
          const bool distinctive = e.text.starts_with("__") || WordsIn(e.text) >= 2;
          if (!known || (!file_evidence && !distinctive && !FolderNames(f, *pack))) continue;
          if (!params.empty()) {  // decided at the callers
            use.operations.clear();
            use.is_dispatcher_site = true;
            AddDispatchers(params, {});
          }
          use.name_span = facts.exprs[arg].span;
          AddRequests(e, facts, form->form->request_argument, form->form->request_argument < 0,
                      &use);
        }
        use.confidence = findings::Confidence::kLikely;
        AddFileReason(f, &use.reasons);
        std::sort(
            use.operations.begin(), use.operations.end(),
            [](const rules::Operation* a, const rules::Operation* b) { return a->name < b->name; });
        Emit(std::move(use));
        break;
      }
      if (!seen_.contains(at)) FindUnknownDispatcher(at);
    }
  }
}

void Finder::FindUnknownDispatcher(ExprRef at) {
  const facts::Expr& e = program_.expr(at);
  const facts::FileFacts& facts = File(at.file);
  const auto dispatches = [&](const rules::Toolkit& toolkit) {
    return Contains(toolkit.dispatchers, e.text);
  };
  if (Signals(at.file).has_rest || e.text.empty() ||
      std::none_of(repository_->toolkits.begin(), repository_->toolkits.end(), dispatches))
    return;
  const facts::ExprId arg = ArgumentAt(e, facts, 0);
  if (arg == facts::kNone || e.args_count < 2) return;
  OperationUse use;
  std::vector<Atom> params;
  if (!ReadOperationArgument({at.file, arg}, *repository_, {}, &use, &params) ||
      use.operations.size() != 1)
    return;
  if (Signals(at.file).strong == nullptr && use.operations[0]->is_common_name) return;
  use.at = at, use.in = FunctionOf(at), use.pack = repository_,
  use.name_span = facts.exprs[arg].span;
  use.confidence = Signals(at.file).strong != nullptr ? findings::Confidence::kLikely
                                                      : findings::Confidence::kPossible;
  AddFileReason(at.file, &use.reasons);
  use.reasons.push_back({"name",
                         "the name of an operation is handed to something that is not in the tree",
                         at.file, facts.exprs[arg].span});
  AddRequests(e, facts, 1, false, &use);
  Emit(std::move(use));
}

}  // namespace unsoap::link
