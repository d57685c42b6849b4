#include "scanner/match/known_texts.h"

#include "scanner/base/text.h"

namespace unsoap::match {
namespace {

bool IsNullWord(std::string_view text) {
  for (const char* word : {"null", "none", "nil", "undefined", "nothing"}) {
    if (EqualsIgnoreCase(text, word)) return true;
  }
  return false;
}

}  // namespace

bool IsNull(const link::Program& program, link::ExprRef at) {
  if (at.expr == facts::kNone || at.file == facts::kNone) return false;
  const facts::Expr& expr = program.expr(at);
  return expr.kind == facts::ExprKind::kConstant &&
         IsNullWord(program.file(at.file).source.Slice(expr.span));
}

bool IsBesideTexts(const link::Flow& flow, const link::Questions::Held& held) {
  const link::Atom& atom = flow.atom(held.atom);
  const bool is_slot = flow.ExprOf(held.origin).expr == facts::kNone;
  bool has_text = false, is_joined = false;  // with a parameter
  for (const link::AtomId id : flow.Values(held.origin)) {
    const link::Atom& other = flow.atom(id);
    has_text |= other.kind == link::AtomKind::kString &&
                flow.str(other.a).find(link::kHole) == std::string_view::npos;
    is_joined |= other.kind == link::AtomKind::kParam && (other.d != 0 || other.e != 0);
  }
  if (atom.kind == link::AtomKind::kExternalName) return !is_slot && has_text;
  if (atom.kind == link::AtomKind::kParam || atom.kind == link::AtomKind::kString)
    return !is_slot && has_text && is_joined && held.frame != link::kAnyCall;
  return atom.kind == link::AtomKind::kExternalType && is_slot;
}

}  // namespace unsoap::match
