#include "scanner/match/identity.h"

#include <algorithm>

#include "scanner/base/budget.h"

namespace unsoap::match {
namespace {

constexpr int kMostNodes = 400;
constexpr size_t kLongestOther = 40;  // of the text of what has no tree: a number, a word

class Speller {
 public:
  Speller(const link::Program& program, link::FileId file)
      : program_(program), file_(file), facts_(program.file(file)) {}

  void Spell(facts::ExprId id) {
    if (id == facts::kNone || ++nodes_ > kMostNodes) return;
    Spend();
    const facts::Expr& e = facts_.exprs[id];
    switch (e.kind) {
      case facts::ExprKind::kString:
      case facts::ExprKind::kConstant:
        out_ += '\'';
        out_ += e.text;
        out_ += '\'';
        return;
      case facts::ExprKind::kName:
        out_ += IsLocal(e) ? std::string_view("$") : e.text;
        return;
      case facts::ExprKind::kFunction:
        out_ += "fn";
        return;
      case facts::ExprKind::kUnknown:
        SpellOther(e);
        return;
      case facts::ExprKind::kMap:
      case facts::ExprKind::kList:
        return SpellArguments(e, '[', ']');
      case facts::ExprKind::kNew:
        out_ += "new ";
        break;
      default:
        break;
    }
    if (e.object != facts::kNone) {
      Spell(e.object);
      out_ += '.';
    }
    out_ += e.text;
    if (e.name_expr != facts::kNone) Spell(e.name_expr);
    if (e.kind != facts::ExprKind::kMember) SpellArguments(e, '(', ')');
  }

  std::string Take() { return std::move(out_); }

 private:
  /// A class, an import or what is written in capitals is the same thing under its name only.
  bool IsLocal(const facts::Expr& e) const {
    return !e.is_module && program_.ImportOf(file_, e.text) == nullptr &&
           program_.ResolveClass(file_, e.text).empty() &&
           !(e.text.size() > 1 && IsShouted(e.text));
  }
  static bool IsShouted(std::string_view text) {
    for (const char c : text) {
      if (c >= 'a' && c <= 'z') return false;
    }
    return true;
  }

  void SpellOther(const facts::Expr& e) {
    const std::string_view text = facts_.source.text();
    const size_t begin = std::min<size_t>(e.span.begin, text.size());
    out_ += text.substr(begin, std::min<size_t>(e.span.end - e.span.begin, kLongestOther));
  }

  void SpellArguments(const facts::Expr& e, char open, char close) {
    out_ += open;
    for (uint32_t i = 0; i < e.args_count; ++i) {
      const facts::Arg& arg = facts_.begin_args(e)[i];
      if (!arg.name.empty()) {
        out_ += arg.name;
        out_ += ':';
      } else if (arg.key != facts::kNone) {
        Spell(arg.key);
        out_ += ':';
      }
      Spell(arg.value);
      out_ += ',';
    }
    out_ += close;
  }

  const link::Program& program_;
  const link::FileId file_;
  const facts::FileFacts& facts_;
  int nodes_ = 0;
  std::string out_;
};

}  // namespace

std::string IdentityOf(const link::Program& program, link::ExprRef call) {
  Speller speller(program, call.file);
  speller.Spell(call.expr);
  return speller.Take();
}

}  // namespace unsoap::match
