// Calls that make objects of a schema by the name of a type, looked up in the packs.
#include "scanner/link/schema_types.h"

#include <algorithm>

#include "scanner/base/char.h"

namespace unsoap::link {

std::string_view SchemaType(const ToolkitIndex& toolkits, std::string_view text, bool* is_enum) {
  const size_t cut = text.find_last_of(":.}");
  if (cut != std::string_view::npos) text = text.substr(cut + 1);
  for (const rules::Pack* pack : toolkits.packs()) {
    if (const rules::RequestType* type = pack->FindType(text)) return type->name;
    const rules::EnumType* known = pack->FindEnum(text);
    if (known != nullptr && is_enum != nullptr) *is_enum = true;
    if (known != nullptr) return known->name;
    if (const rules::Operation* op = ToolkitIndex::OperationOfType(*pack, text))
      return op->request_type;
  }
  return {};
}

bool MayMakeType(const Program& program, const ToolkitIndex& toolkits, ExprRef at) {
  const facts::Expr& e = program.expr(at);
  if (e.object == facts::kNone) return false;
  bool is_enum = false;
  if (StartsUpper(e.text) && !SchemaType(toolkits, e.text, &is_enum).empty()) return !is_enum;
  return e.args_count > 0 && program.file(at.file).begin_args(e)[0].value != facts::kNone &&
         program.Names(at.file, &languages::Language::class_getters, e.text);
}

bool NamesType(const Flow& flow, const Program& program, const ToolkitIndex& toolkits, ExprRef at) {
  const facts::Expr& e = program.expr(at);
  if (StartsUpper(e.text)) return true;
  const facts::FileFacts& facts = program.file(at.file);
  const facts::ExprId named = facts.begin_args(e)[0].value;
  if (facts.exprs[named].kind == facts::ExprKind::kString)
    return !SchemaType(toolkits, facts.exprs[named].text).empty();
  const std::vector<std::string> texts = flow.Constants(flow.NodeOf({at.file, named}));
  return std::ranges::any_of(
      texts, [&](const std::string& text) { return !SchemaType(toolkits, text).empty(); });
}

}  // namespace unsoap::link
