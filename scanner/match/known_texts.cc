#include "scanner/match/known_texts.h"

#include <algorithm>
#include <set>
#include <string>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/match/place.h"

namespace unsoap::match {
void DropTested(const link::Program& program, const link::Flow& flow,
                const link::Questions& questions, link::ExprRef use,
                std::vector<link::Questions::Held>* held) {
  if (use.expr == facts::kNone || IsTestPath(program.file(use.file).path)) return;
  const auto is_test = [&](link::ExprRef at) {
    return at.expr != facts::kNone && IsTestPath(program.file(at.file).path);
  };
  std::erase_if(*held, [&](const link::Questions::Held& each) {
    return is_test(questions.CallOf(each.ups)) || is_test(flow.ExprOf(each.origin));
  });
}

bool IsNull(const link::Program& program, link::ExprRef at) {
  if (at.expr == facts::kNone || at.file == facts::kNone) return false;
  const facts::Expr& expr = program.expr(at);
  if (expr.kind != facts::ExprKind::kConstant) return false;
  const std::string_view text = program.file(at.file).source.Slice(expr.span);
  return program.AnyWord(at.file, &languages::Language::nulls,
                         [&](const std::string& word) { return EqualsIgnoreCase(text, word); });
}

namespace {

/// True for a class whose fields are texts by their declaration: class Kind(Enum): MAIL = 'EMAIL'.
bool IsEnumeration(const link::Program& program, link::ClassRef c) {
  if (program.cls(c).kind == facts::ClassKind::kEnum) return true;
  const facts::FileFacts& facts = program.file(c.file);
  return std::ranges::any_of(facts.fields, [&](const facts::Field& field) {
    return field.class_id == c.cls && field.value != facts::kNone &&
           facts.exprs[field.value].kind == facts::ExprKind::kString;
  });
}

}  // namespace

bool IsBesideTexts(const link::Program& program, const link::Flow& flow,
                   const link::Questions::Held& held) {
  const link::Atom& atom = flow.atom(held.atom);
  const bool is_slot = flow.ExprOf(held.origin).expr == facts::kNone;
  bool has_text = false, is_joined = false;  // with a parameter
  for (const link::AtomId id : flow.Values(held.origin)) {
    const link::Atom& other = flow.atom(id);
    has_text |= other.kind == link::AtomKind::kString &&
                flow.str(other.a).find(link::kHole) == std::string_view::npos;
    is_joined |= other.kind == link::AtomKind::kParam && (other.d != 0 || other.e != 0);
  }
  if (atom.kind == link::AtomKind::kExternalName || atom.kind == link::AtomKind::kModule)
    return !is_slot && has_text;
  if (atom.kind == link::AtomKind::kParam || atom.kind == link::AtomKind::kString)
    return !is_slot && has_text && is_joined && held.frame != link::kAnyCall;
  // What a declared type says: the members of an enumeration are its only values.
  if (atom.kind == link::AtomKind::kInstance)
    return is_slot && IsEnumeration(program, {atom.a, atom.b});
  return atom.kind == link::AtomKind::kExternalType && is_slot;
}

bool IsGuessedMember(const link::Program& program, const link::Flow& flow,
                     const link::Questions::Held& held) {
  const link::Atom& atom = flow.atom(held.atom);
  return atom.kind == link::AtomKind::kEnumMember && program.ClassesNamed(flow.str(atom.b)).empty();
}

std::string_view DeclaredTextOf(const link::Program& program, const link::Flow& flow,
                                const link::Atom& member) {
  std::string_view text;
  if (member.kind != link::AtomKind::kEnumMember) return text;
  for (const link::ClassRef& c : program.ClassesNamed(flow.str(member.b))) {
    const facts::FileFacts& facts = program.file(c.file);
    for (const facts::Field& field : facts.fields) {
      if (field.class_id != c.cls || field.name != flow.str(member.a)) continue;
      const bool is_text =
          field.value != facts::kNone && facts.exprs[field.value].kind == facts::ExprKind::kString;
      const std::string_view own = is_text ? facts.exprs[field.value].text : std::string_view();
      if (own.empty() || (!text.empty() && text != own)) return {};
      text = own;
    }
  }
  return text;
}

namespace {

/// The types that members of a path's last name have.
std::set<std::string_view> TypesOf(const rules::Pack& pack, std::string_view path) {
  const std::string_view last = path.substr(path.rfind('.') + 1);
  std::set<std::string_view> out;
  for (const rules::RequestType& type : pack.types) {
    for (const rules::TypeField& field : type.fields) {
      if (field.name == last) out.insert(field.type);
    }
  }
  for (const rules::Operation& operation : pack.operations) {
    for (const rules::OperationParameter& parameter : operation.parameters) {
      if (parameter.name == last) out.insert(parameter.type);
    }
  }
  return out;
}

}  // namespace

bool IsEnumValue(const rules::Pack& pack, std::string_view path, std::string_view text) {
  const std::set<std::string_view> types = TypesOf(pack, path);
  const bool has_own = std::ranges::any_of(
      pack.enums, [&](const rules::EnumType& type) { return types.contains(type.name); });
  const auto plain = [](std::string_view value) {
    std::string out;
    for (const char c : value) {
      if (IsAlnum(c)) out += ToLower(c);
    }
    return out;
  };
  const std::string wanted = plain(text);
  return std::ranges::any_of(pack.enums, [&](const rules::EnumType& type) {
    const auto is_it = [&](const std::string& value) { return plain(value) == wanted; };
    return (!has_own || types.contains(type.name)) &&
           (std::ranges::any_of(type.values, is_it) || std::ranges::any_of(type.also, is_it));
  });
}

bool HasTextAt(const link::Flow& flow, link::NodeId node) {
  return std::ranges::any_of(flow.Values(node), [&](link::AtomId id) {
    const link::Atom& atom = flow.atom(id);
    return atom.kind == link::AtomKind::kString &&
           flow.str(atom.a).find(link::kHole) == std::string_view::npos;
  });
}

}  // namespace unsoap::match
