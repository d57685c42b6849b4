#include "scanner/link/service_enums.h"

#include <algorithm>
#include <string>

#include "scanner/facts/made_names.h"

namespace unsoap::link {
namespace {

using facts::Expr;
using facts::ExprId;
using facts::ExprKind;

/// "ns0:LeadKeyRef" -> LeadKeyRef
const rules::EnumType* EnumNamed(std::string_view name,
                                 const std::vector<const rules::Pack*>& packs) {
  name = name.substr(name.find_last_of(":}.") + 1);
  for (const rules::Pack* pack : packs) {
    for (const rules::EnumType& type : pack->enums) {
      if (type.name == name) return &type;
    }
  }
  return nullptr;
}

}  // namespace

bool HasMember(const rules::EnumType& type, std::string_view name) {
  const std::string letters = facts::LettersOf(name);
  return std::ranges::any_of(
      type.values, [&](const std::string& value) { return facts::LettersOf(value) == letters; });
}

const rules::EnumType* ServiceEnumAt(const Program& program, ExprRef at,
                                     const std::vector<const rules::Pack*>& packs) {
  const Expr& e = program.expr(at);
  const facts::FileFacts& facts = program.file(at.file);
  if (e.kind == ExprKind::kMember || e.kind == ExprKind::kName) {
    const rules::EnumType* type = EnumNamed(e.text, packs);
    return type != nullptr && program.ClassesNamed(e.text).empty() ? type : nullptr;
  }
  // client.get_type('ns0:LeadKeyRef'), client.factory.create('LeadKeyRef')
  if ((e.kind != ExprKind::kCall && e.kind != ExprKind::kIndex) || e.args_count != 1)
    return nullptr;
  const ExprId name = facts.begin_args(e)[0].value;
  const bool is_text = name != facts::kNone && facts.exprs[name].kind == ExprKind::kString;
  return is_text ? EnumNamed(facts.exprs[name].text, packs) : nullptr;
}

ExprId ServiceMemberNamed(const Program& program, ExprRef call,
                          const std::vector<const rules::Pack*>& packs) {
  const Expr& e = program.expr(call);
  const facts::FileFacts& facts = program.file(call.file);
  if (e.kind != ExprKind::kCall || e.args_count != 1) return facts::kNone;
  const ExprId name = facts.begin_args(e)[0].value;
  if (name == facts::kNone || facts.exprs[name].kind != ExprKind::kString) return facts::kNone;
  // LeadKeyRef('EMAIL'), get_type('ns0:LeadKeyRef')('EMAIL')
  const rules::EnumType* type = nullptr;
  if (!e.text.empty())
    type = program.ClassesNamed(e.text).empty() ? EnumNamed(e.text, packs) : nullptr;
  else if (e.object != facts::kNone)
    type = ServiceEnumAt(program, {call.file, e.object}, packs);
  return type != nullptr && HasMember(*type, facts.exprs[name].text) ? name : facts::kNone;
}

}  // namespace unsoap::link
