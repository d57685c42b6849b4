// Operations that heirs name: a base calls what its field, constant or getter says, and each heir
// says another one. Where the name is written is what has to change.
#include "scanner/base/text.h"
#include "scanner/link/use_finder.h"

namespace unsoap::link {
namespace {

constexpr size_t kMostHeirs = 256;  // of one base

}  // namespace

std::vector<ExprRef> Finder::FilledIn(ClassRef heir, ExprRef read) const {
  const facts::Expr& e = program_.expr(read);
  const facts::FileFacts& facts = File(heir.file);
  std::vector<ExprRef> found;
  const auto add = [&](facts::ExprId id) {
    if (id != facts::kNone && facts.exprs[id].kind == facts::ExprKind::kString)
      found.push_back({heir.file, id});
  };
  if (e.kind != facts::ExprKind::kCall) {
    for (const facts::Field& field : facts.fields) {
      if (field.class_id == heir.cls && field.name == e.text) add(field.value);
    }
  }
  for (const FnRef& fn : program_.OwnMethods(heir, e.text)) {
    if (!program_.function(fn).params.empty()) continue;
    for (const facts::Return& given : facts.returns) {
      if (given.function == fn.fn) add(given.value);
    }
  }
  return found;
}

const rules::Operation* Finder::OperationFilledIn(const OperationUse& use,
                                                  std::string_view name) const {
  const auto around = around_names_.find(use.named_by);
  if (around != around_names_.end())
    return OperationOfElement(*use.pack,
                              around->second.first + std::string(name) + around->second.second);
  static const std::vector<std::string> kStyles = {"op", "op_snake", "request_element",
                                                   "soap_action"};
  return ToolkitIndex::OperationOf(*use.pack, name, kStyles);
}

void Finder::FindFilledNames() {
  const size_t known = out_.operations.size();
  for (size_t i = 0; i < known && !Interrupted(); ++i) {
    const OperationUse base = out_.operations[i];
    if (base.named_by.expr == facts::kNone || base.pack == nullptr) continue;
    const facts::Expr& name = program_.expr(base.named_by);
    const bool reads = name.kind == facts::ExprKind::kMember ||
                       name.kind == facts::ExprKind::kName ||
                       (name.kind == facts::ExprKind::kCall && name.args_count == 0);
    if (!reads || name.text.empty() || name.class_id == facts::kNone) continue;
    const ClassRef own = {base.named_by.file, name.class_id};
    if (program_.Descendants(own).size() > kMostHeirs) continue;
    for (const ClassRef& heir : program_.Descendants(own)) {
      if (IsGenerated(heir.file)) continue;
      for (const ExprRef& at : FilledIn(heir, base.named_by)) {
        const rules::Operation* const op = OperationFilledIn(base, program_.expr(at).text);
        if (op == nullptr) continue;
        OperationUse use;
        use.at = at, use.pack = base.pack, use.toolkit = base.toolkit,
        use.in = {at.file, facts::kNone};
        use.is_dispatched = true, use.dispatcher = base.in, use.confidence = base.confidence;
        use.name_span = program_.expr(at).span;
        use.reasons = base.reasons;
        if (use.reasons.size() < kMaxReasons)
          use.reasons.push_back({"heir", "its base calls the client by this name", base.at.file,
                                 program_.expr(base.at).span});
        AddOperation(&use, op);
        Emit(std::move(use));
      }
    }
  }
}

}  // namespace unsoap::link
