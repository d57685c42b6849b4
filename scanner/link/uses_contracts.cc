// Contracts: interfaces that were written by hand for the service, and say so in an annotation
// ([ServiceContract(Namespace = ...)], @WebService(targetNamespace = ...)). A call of one of their
// methods is a call of the service, whoever made the object.
#include "scanner/base/text.h"
#include "scanner/base/words.h"
#include "scanner/link/use_finder.h"
#include "scanner/rules/builtin.h"

namespace unsoap::link {

const rules::Pack* Finder::PackOfAnnotation(FileId f, const facts::Annotation& annotation) const {
  if (annotation.args == facts::kNone) return nullptr;
  const facts::Expr& args = File(f).exprs[annotation.args];
  for (uint32_t i = 0; i < args.args_count; ++i) {
    const facts::ExprId value = File(f).begin_args(args)[i].value;
    if (value == facts::kNone) continue;
    for (const std::string& text : flow_.Constants(flow_.NodeOf({f, value}))) {
      evidence::SignalKind kind;
      const rules::Pack* pack = scanner_.ServiceIn(text, &kind);
      if (pack != nullptr && kind == evidence::SignalKind::kNamespace) return pack;
    }
  }
  return nullptr;
}

const rules::Operation* Finder::OperationOfContract(FnRef method, const rules::Pack& pack) const {
  const facts::FileFacts& facts = File(method.file);
  for (const facts::Annotation& annotation : facts.annotations) {
    if (annotation.function != method.fn || annotation.args == facts::kNone) continue;
    const facts::Expr& args = facts.exprs[annotation.args];
    for (uint32_t i = 0; i < args.args_count; ++i) {
      const facts::ExprId value = facts.begin_args(args)[i].value;
      if (value == facts::kNone) continue;
      for (const std::string& text : flow_.Constants(flow_.NodeOf({method.file, value}))) {
        // Action = "http://…/getLead", operationName = "getLead"
        const std::string_view last = std::string_view(text).substr(text.find_last_of("/#") + 1);
        if (const rules::Operation* op = pack.FindOperation(last)) return op;
      }
    }
  }
  const std::string_view name = program_.WithoutEnd(method.file, &languages::Language::async_ends,
                                                    program_.function(method).name);
  if (const rules::Operation* op = pack.FindOperation(name)) return op;
  return pack.FindOperation(LowerFirst(name));
}

bool Finder::IsForeign(FileId f, const facts::Annotation& annotation) const {
  if (annotation.args == facts::kNone) return false;
  const facts::Expr& args = File(f).exprs[annotation.args];
  for (uint32_t i = 0; i < args.args_count; ++i) {
    const facts::Arg& arg = File(f).begin_args(args)[i];
    if (arg.value == facts::kNone || !Contains(rules::BuiltinWords().namespace_arguments, arg.name))
      continue;
    for (const std::string& text : flow_.Constants(flow_.NodeOf({f, arg.value}))) {
      if (scanner_.IsOtherUrl(text)) return true;
    }
  }
  return false;
}

void Finder::FindForeignContracts() {
  for (FileId f = 0; f < program_.file_count(); ++f) {
    if (IsGenerated(f)) continue;
    const facts::FileFacts& facts = File(f);
    for (const facts::Annotation& annotation : facts.annotations) {
      if (annotation.class_id != facts::kNone && IsForeign(f, annotation))
        foreign_contracts_.insert(facts.classes[annotation.class_id].name);
    }
  }
}

bool Finder::NamesForeignContract(FileId f) const {
  return !foreign_contracts_.empty() &&
         AnyWord(File(f).source.text(),
                 [&](std::string_view word, size_t) { return foreign_contracts_.contains(word); });
}

void Finder::FindContracts() {
  FindForeignContracts();
  for (FileId f = 0; f < program_.file_count(); ++f) {
    if (IsGenerated(f) || Signals(f).strong == nullptr) continue;
    const facts::FileFacts& facts = File(f);
    std::map<facts::ClassId, const rules::Pack*> contracts;
    for (const facts::Annotation& annotation : facts.annotations) {
      if (annotation.class_id == facts::kNone) continue;
      if (const rules::Pack* pack = PackOfAnnotation(f, annotation))
        contracts.emplace(annotation.class_id, pack);
    }
    for (facts::FunctionId i = 0; i < facts.functions.size() && !contracts.empty(); ++i) {
      const facts::Function& method = facts.functions[i];
      const auto contract = contracts.find(method.class_id);
      if (contract == contracts.end() || method.has_body || method.is_constructor) continue;
      if (const rules::Operation* op = OperationOfContract({f, i}, *contract->second))
        contracts_[{f, i}] = {contract->second, op};
    }
  }
}

bool Finder::TakeContract(ExprRef at, OperationUse* use) const {
  if (contracts_.empty()) return false;
  bool found = false;
  for (const FnRef& target : flow_.Targets(at)) {
    const auto contract = contracts_.find(target);
    if (contract == contracts_.end()) continue;
    const auto& [pack, operation] = contract->second;
    AddOperation(use, operation);
    use->pack = pack, use->confidence = findings::Confidence::kCertain;
    use->reasons.push_back({"type",
                            "the interface " +
                                std::string(program_.cls(program_.ClassOf(target)).name) +
                                " declares operations of the service",
                            target.file, program_.function(target).name_span});
    for (const rules::Toolkit& toolkit : pack->toolkits) {
      if (use->toolkit == nullptr && !toolkit.imports.empty() && !toolkit.is_package &&
          ToolkitIndex::Serves(toolkit, File(target.file)) &&
          flow_.ImportsShow(toolkit, target.file))
        use->toolkit = &toolkit;
    }
    found = true;
  }
  if (found) AddRequests(program_.expr(at), File(at.file), 0, false, use);
  return found;
}

}  // namespace unsoap::link
