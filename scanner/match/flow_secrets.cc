// Values by where they go: names of secrets and calls that sign, over the solved flow.
#include "scanner/match/flow_secrets.h"

#include <algorithm>

namespace unsoap::match {
namespace {

class FlowSecrets {
 public:
  FlowSecrets(const Linked& linked, const evidence::SecretLook& look)
      : in_(linked), flow_(*linked.flow), look_(look) {}

  std::vector<std::string> Run() {
    for (link::FileId f = 0; f < in_.program->file_count(); ++f) File(f);
    std::sort(out_.begin(), out_.end());
    out_.erase(std::unique(out_.begin(), out_.end()), out_.end());
    return std::move(out_);
  }

 private:
  void Reaches(link::NodeId node, bool strong) {
    if (node == facts::kNone) return;
    for (std::string& value : flow_.Constants(node)) {
      if (value.size() < 4 || value.size() > 4096) continue;
      if (strong ? look_.MayBeSecret(value)
                 : look_.IsKeyLike(value) && !look_.IsNumberedWord(value))
        out_.push_back(std::move(value));
    }
  }
  void Named(std::string_view name, link::FileId f, facts::ExprId value) {
    if (value == facts::kNone) return;
    const evidence::NameSays says = look_.Name(name);
    if (says != evidence::NameSays::kNothing)
      Reaches(flow_.NodeOf({f, value}), says == evidence::NameSays::kSecret);
  }

  void File(link::FileId f) {
    const facts::FileFacts& facts = in_.program->file(f);
    for (const facts::Binding& binding : facts.bindings) {
      if (binding.target != facts::kNone) Named(facts.exprs[binding.target].text, f, binding.value);
    }
    for (const facts::Field& field : facts.fields) Named(field.name, f, field.value);
    for (facts::FunctionId i = 0; i < facts.functions.size(); ++i) {
      const std::vector<facts::Param>& params = facts.functions[i].params;
      for (uint32_t k = 0; k < params.size(); ++k) {
        const evidence::NameSays says = look_.Name(params[k].name);
        if (says != evidence::NameSays::kNothing)
          Reaches(flow_.ParamNode({f, i}, k), says == evidence::NameSays::kSecret);
      }
    }
    for (const facts::Expr& e : facts.exprs) {
      const facts::Arg* args = facts.begin_args(e);
      for (uint32_t i = 0; i < e.args_count; ++i) {
        if (!args[i].name.empty()) Named(args[i].name, f, args[i].value);
      }
    }
    // hash_hmac('sha1', $message, $key)
    std::vector<Span> signing;
    for (const evidence::Signal& signal : (*in_.signals)[f].all) {
      if (signal.kind == evidence::SignalKind::kSignature) signing.push_back(signal.span);
    }
    if (signing.empty()) return;
    for (const facts::ExprId call : facts.calls) {
      const facts::Expr& e = facts.exprs[call];
      const auto signs =
          std::lower_bound(signing.begin(), signing.end(), e.span.begin,
                           [](const Span& span, uint32_t begin) { return span.end <= begin; });
      if (signs == signing.end() || signs->begin >= e.span.end) continue;
      for (uint32_t i = 0; i < e.args_count; ++i) {
        const facts::ExprId value = facts.begin_args(e)[i].value;
        if (value != facts::kNone) Reaches(flow_.NodeOf({f, value}), true);
      }
    }
  }

  const Linked& in_;
  const link::Flow& flow_;
  const evidence::SecretLook& look_;
  std::vector<std::string> out_;
};

}  // namespace

std::vector<std::string> SecretsByFlow(const Linked& linked, const evidence::SecretLook& look) {
  return FlowSecrets(linked, look).Run();
}

}  // namespace unsoap::match
