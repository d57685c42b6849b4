// EnvelopeCode: the expression that stands between two tags of an envelope which code writes.
//
// What it is: `'<keyValue>' + mail + '</keyValue>'`, also where the text is put together in several
// statements (text += mail, parts.append(mail), out << mail), and the argument that fills a place
// of a template ({0}, {mail}, %s). What it is not: an evaluation; a leaf that holds a literal alone
// or a hole of an interpolated text has none. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "scanner/base/span_index.h"
#include "scanner/link/program.h"

namespace unsoap::match {

struct LeafCode {
  facts::ExprId expr = facts::kNone;  // the whole value
  Span span;       // else the source of it, literals beside code; empty: nothing is known
  char quote = 0;  // what the source lacks, where it begins or ends inside a literal
  bool opens = false, closes = false;
};

/// The code of leaves between the literals of the file.
class EnvelopeCode {
 public:
  /// `strings`: of FileFacts::strings. All must outlive it. Looks at the expressions of `around`.
  EnvelopeCode(const link::Program& program, link::FileId file, const SpanIndex& strings,
               Span around);
  LeafCode Between(Span leaf) const;
  /// What fills the place of a template that is the leaf's whole text; kNone if it is none.
  facts::ExprId Filling(Span leaf) const;

 private:
  std::vector<facts::ExprId> Pieces(Span leaf) const;
  std::vector<std::string_view> Buffers(Span leaf) const;
  void Unwrap(facts::ExprId id, const std::vector<std::string_view>& buffers, int depth,
              std::vector<facts::ExprId>* out) const;
  bool IsText(const facts::Expr& e, std::string_view name) const;
  facts::ExprId FilledInPlace(Span leaf, const facts::Expr& joined) const;
  facts::ExprId FilledByName(Span leaf, const facts::Expr& text, std::string_view name) const;

  const link::Program& program_;
  const link::FileId file_;
  const facts::FileFacts& facts_;
  const SpanIndex& strings_;
  std::vector<facts::ExprId> near_;  // by begin, the longer ones first
};

}  // namespace unsoap::match
