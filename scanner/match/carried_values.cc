#include "scanner/match/carried_values.h"

#include "scanner/match/request_of_call.h"

namespace unsoap::match {
namespace {

/// The member that an argument of a construction names: "marketoCookie", new QName("Email").
std::string MemberNamed(const RequestNames& names, const facts::FileFacts& facts,
                        facts::ExprId id) {
  if (id == facts::kNone) return {};
  const facts::Expr* e = &facts.exprs[id];
  if (e->kind == facts::ExprKind::kNew && e->args_count > 0) {
    const facts::ExprId last = facts.begin_args(*e)[e->args_count - 1].value;
    if (last == facts::kNone) return {};
    e = &facts.exprs[last];
  }
  if (e->kind != facts::ExprKind::kString) return {};
  const std::string& known = names.Known(e->text);
  return known == e->text ? known : "";
}

}  // namespace

link::ExprRef MadeOf(const link::Program& program, const std::string& path, link::ExprRef writer) {
  if (writer.expr == facts::kNone || writer.file == facts::kNone) return {};
  const facts::Expr& e = program.expr(writer);
  if (e.kind != facts::ExprKind::kCall || e.args_count != 1) return {};
  const std::string name = Normal(e.text);
  const std::string member = Normal(path.substr(path.rfind('.') + 1));
  const bool makes =
      !member.empty() && name.ends_with(member) &&
      program.AnyWord(writer.file, &languages::Language::makers, [&](const std::string& maker) {
        return name.starts_with(maker) && name.size() > member.size() + maker.size();
      });
  const facts::ExprId inner = program.file(writer.file).begin_args(e)[0].value;
  return makes && inner != facts::kNone ? link::ExprRef{writer.file, inner} : link::ExprRef{};
}

link::ExprRef CarriedBy(const link::Program& program, const rules::Pack& pack,
                        const RequestNames& names, link::ExprRef writer, std::string* path) {
  if (writer.expr == facts::kNone || writer.file == facts::kNone) return {};
  const facts::Expr& e = program.expr(writer);
  if (e.kind != facts::ExprKind::kNew || e.args_count < 2 ||
      pack.FindType(link::SimpleName(e.text)) != nullptr ||
      !program.ResolveClass(writer.file, e.text).empty())
    return {};
  const facts::FileFacts& facts = program.file(writer.file);
  for (uint32_t i = 0; i < e.args_count; ++i) {
    const std::string member = MemberNamed(names, facts, facts.begin_args(e)[i].value);
    if (member.empty()) continue;
    // The name stands on one end, the value on the other.
    const uint32_t other = i + 1 == e.args_count ? 0 : e.args_count - 1;
    const facts::ExprId value = facts.begin_args(e)[other].value;
    if (value == facts::kNone) return {};
    if (Normal(path->substr(path->rfind('.') + 1)) != Normal(member))
      *path = names.Join(*path, member);
    return {writer.file, value};
  }
  return {};
}

}  // namespace unsoap::match
