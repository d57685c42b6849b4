// Extractor: from one matched syntax tree to facts; internal to extract.cc and its parts.
//
// What it is: the traversal and its state. Strings and folding live in extract_strings.cc,
// declarations in extract_declarations.cc, everything else in extract_expressions.cc. What it is
// not: an interface; other stages use extract.h.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "scanner/base/char.h"
#include "scanner/base/regex.h"
#include "scanner/base/text.h"
#include "scanner/facts/extract.h"
#include "scanner/facts/format_call.h"
#include "scanner/facts/syntax_tree.h"
#include "scanner/facts/type_text.h"
#include "scanner/facts/unquote.h"

namespace unsoap::facts {

inline constexpr uint32_t kRoot = 0;

inline bool Contains(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

inline bool IsWord(std::string_view text) {
  return !text.empty() && !IsDigit(text[0]) && std::all_of(text.begin(), text.end(), IsWordChar);
}

/// One pass over one tree. Recursion is bounded by ReadLimits::max_depth; long operator chains are
/// taken in a loop.
class Extractor {
 public:
  Extractor(const languages::Language& language, const SyntaxTree& tree, const ReadLimits& limits,
            FileFacts* facts)
      : language_(language),
        tree_(tree),
        limits_(limits),
        facts_(*facts),
        source_(facts->source.text()) {}

  void Run();
  bool dropped() const { return dropped_; }
  const std::vector<std::pair<std::string, Span>>& embedded() const { return embedded_; }

 private:
  using Parts = std::pair<const SyntaxPart*, const SyntaxPart*>;

  // The tree.
  const SyntaxNode& At(uint32_t i) const { return tree_.nodes[i]; }
  Span SpanOf(uint32_t i) const { return {At(i).begin, At(i).end}; }
  std::string_view Text(Span span) const {
    return std::string_view(source_).substr(span.begin, span.end - span.begin);
  }
  std::string_view Text(uint32_t i) const { return Text(SpanOf(i)); }
  /// Children that are nodes; tokens are skipped.
  uint32_t FirstChild(uint32_t i) const { return SkipTokens(i, i + 1); }
  uint32_t Next(uint32_t parent, uint32_t i) const { return SkipTokens(parent, At(i).last); }
  uint32_t SkipTokens(uint32_t parent, uint32_t i) const {
    while (i < At(parent).last && !At(i).is_named) i = At(i).last;
    return i;
  }

  Parts PartsOf(uint32_t head) const {
    const SyntaxPart* begin = tree_.parts.data() + At(head).parts_begin;
    return {begin, begin + At(head).parts_count};
  }
  /// Parts of one kind, in source order.
  Parts PartsOf(uint32_t head, PartKind kind) const;
  /// The part that the first pattern names, or nullptr.
  const SyntaxPart* Part(uint32_t head, PartKind kind) const;
  bool Has(uint32_t head, PartKind kind) const { return Part(head, kind) != nullptr; }

  /// The declared type that a part is, and that of what it holds.
  void TakeType(const SyntaxPart& part, std::string_view* type, std::string_view* element) const;
  std::string_view NameOf(Span span) const;
  std::string_view NameOf(const SyntaxPart& part) const {
    return NameOf(Span{part.begin, part.end});
  }

  // Expressions.
  ExprId Add(ExprKind kind, Span span);
  Expr& Mutable(ExprId id) { return facts_.exprs[id]; }
  void SetArgs(ExprId id, const std::vector<Arg>& args);
  static Arg Positional(ExprId value);

  /// Visits a node. `want`: its value is used; without it only what is inside matters (calls,
  /// definitions). A node may be reached twice, as a part of another node and as what stands beside
  /// it: the second time the answer is the first one's, so that work grows with the tree and not
  /// with the ways through it.
  ExprId Visit(uint32_t i, bool want);

  ExprId Dispatch(uint32_t i, bool want);
  /// What says something of the file and is no value.
  void Note(uint32_t i);

  ExprId LookThrough(uint32_t i, bool want);

  void VisitChildren(uint32_t i, bool want, std::vector<Arg>* found);

  /// Visits what is inside a node with a role but is none of its parts. Nodes between the head and
  /// a part lose their own role: they are the shape of the pattern.
  void VisitRest(uint32_t head);
  void VisitRest(uint32_t i, const std::vector<uint32_t>& parts);

  ExprId Leaf(ExprKind kind, uint32_t i);

  ExprId Name(uint32_t i);

  /// The expression of a part; a kName of its text if the query gives it no role.
  ExprId With(uint32_t i);
  ExprId PartExpr(const SyntaxPart& part);

  // Strings.
  ExprId Literal(Span span, const Quoted& quoted);

  ExprId String(uint32_t i);

  /// True if the grammar has nodes for the literal text of this string.
  bool HasPart(uint32_t i, int depth = 0) const;

  /// Of a string whose literal text has no nodes: the holes, and what stands between them. False if
  /// there are no holes; then nothing was added.
  bool CollectGaps(uint32_t i, Span body, const Quoted& quoted, std::vector<Arg>* pieces);

  /// Literal pieces and holes of a string in order; adjacent literal pieces stay apart.
  void CollectPieces(uint32_t i, const Quoted& quoted, std::vector<Arg>* pieces, bool* has_parts,
                     bool* has_holes);

  /// A string whose holes the grammar does not see: the language says how they look.
  ExprId Interpolated(Span span, const Quoted& quoted);

  /// `a.b` as a name and its member; anything else is unknown.
  ExprId PathExpr(Span span);

  /// Some grammars name only the holes of a string: what stands between them is literal.
  std::vector<Arg> FillGaps(const Quoted& quoted, const std::vector<Arg>& holes);

  /// One kString of literal pieces; the pieces are given up.
  ExprId JoinPieces(Span span, const std::vector<Arg>& pieces);

  void GiveUp(ExprId id);

  /// A kConcat of pieces: inner concatenations are spliced in, neighbouring literals become one.
  ExprId MakeConcat(Span span, const std::vector<Arg>& pieces);

  /// `a + b + c` is nested to the left as deep as it is long, so the left spine is walked in a
  /// loop.
  ExprId Concat(uint32_t i);

  void CollectHeredocs();

  ExprId Heredoc(uint32_t i);

  // Format calls.
  /// Turns a template and its arguments into a kConcat; kNone if the template is no constant.
  ExprId Fold(Span span, ExprId format, const std::vector<Arg>& args,
              languages::FormatCall::Style style);

  /// A call that formats is replaced by the concatenation that it is.
  bool HasHole(ExprId format, languages::FormatCall::Style style) const;
  ExprId FoldCall(Span span, ExprId receiver, std::string_view name, const std::vector<Arg>& args);

  /// The values of a format call: one list or tuple stands for its items.
  std::vector<Arg> ItemsOf(const std::vector<Arg>& args) const;

  ExprId FormatOperator(uint32_t i);

  // Members, calls, collections.
  ExprId Member(uint32_t i, bool want);

  ExprId Discard(const SyntaxPart& part) {
    return part.node == kNone ? kNone : Visit(part.node, false);
  }

  ExprId Index(uint32_t i);

  /// Arguments, entries or items: `i` is the list node, or one argument if it has a role of its
  /// own.
  void CollectArgs(uint32_t i, std::vector<Arg>* args);
  void CollectItems(uint32_t i, std::vector<Arg>* args);

  Arg EntryOf(uint32_t i);

  ExprId LonelyEntry(uint32_t i);

  ExprId Collection(uint32_t i);

  ExprId Call(uint32_t i);

  /// A call that is put off, as the call that it is; kNone if it is none.
  ExprId BoundCall(Span span, ExprId receiver, std::string_view name, const std::vector<Arg>& args);

  ExprId New(uint32_t i);

  ExprId Choice(uint32_t i, bool want);

  /// The value of a choice of one; with a type (a cast) it is one of that type.
  ExprId Cast(uint32_t i, const Arg& value);

  // Statements.
  ExprId Assign(uint32_t i, bool want);

  /// What is run for each item of the collection that a loop's head names.
  Span LoopAround(uint32_t i) const;

  /// const {a, b: c} = object: each name is that member of the object.
  void Unpack(uint32_t pattern, ExprId object);

  ExprId ReturnOf(uint32_t i);

  ExprId Statement(uint32_t i);

  // Definitions.
  ExprId FunctionOf(uint32_t i, bool want);

  /// Gives a function that answers for names its first parameter, where no code does.
  void AddNameParam(Function* function) const;
  void Body(uint32_t body, bool implicit_return, bool is_head, FunctionId id);

  bool IsConstructor(std::string_view name, ClassId class_id) const;

  /// `def f(self, x)`: self is no parameter that a caller passes.
  /// What a closure without parameters calls what it is given, where it does; `first`: its first
  /// expression.
  void AddImplicitParams(FunctionId id, ExprId first);
  bool DropSelfParam(FunctionId id);

  void ParamOf(uint32_t i);

  /// A parameter that is also a field: the field, and `this.x = x`.
  void PromoteParam(const Param& p);

  ExprId ClassOf(uint32_t i, ClassKind kind, bool want = false);
  void TakeSpace(Class* c);

  void FieldOf(uint32_t i);

  void SpaceOf(uint32_t i);

  /// A module's path: an unquoted string, the literal pieces of a concatenation, or a name as
  /// written.
  std::string_view ModuleText(const SyntaxPart& part);

  void AliasOf(uint32_t i);

  /// An import that stands where a value is wanted gives the module.
  ExprId ImportOf(uint32_t i, bool want);

  void AnnotationOf(uint32_t i);

  /// Methods that are another's: def_delegators :@client, :find; alias a b.
  void DelegateOf(uint32_t i);

  /// Bases that are named behind the class's head (use parent 'Base').
  void ExtendsOf(uint32_t i);

  void TakePendingAnnotations(uint32_t parent, Span span, FunctionId function, ClassId class_id);

  void EmbedOf(uint32_t i);

  /// The body of a macro is read where it stands, as if it were a statement there. All of them
  /// together may take as much work as one file.
  ExprId Reparse(uint32_t i, bool want);

  const languages::Language& language_;
  const SyntaxTree& tree_;
  const ReadLimits& limits_;
  FileFacts& facts_;
  const std::string& source_;
  int depth_ = 0;
  bool dropped_ = false;
  bool nested_ = false;  // in a macro's body
  int64_t reparse_steps_ = 0;
  FunctionId function_ = kNone;
  ClassId class_ = kNone;
  ClassId open_class_ = kNone;         // class without a body that holds until the next one
  FunctionId class_function_ = kNone;  // function around the innermost class
  std::string_view space_;
  uint32_t skipped_argument_ = kNone;  // argument that is the name of the method that is called
  std::unordered_map<ExprId, Span> hole_spans_;  // of the holes of strings, with their brackets
  std::vector<std::pair<uint32_t, uint32_t>> heredocs_;  // name node, body node
  std::vector<std::pair<uint32_t, uint32_t>>
      pending_;  // parent node, index of an annotation without an owner
  std::vector<std::pair<std::string, Span>> embedded_;
  struct Visited {
    ExprId value = kNone;
    bool is_inside = false, is_value = false;  // visited for what is inside, for its value
  };
  std::vector<Visited> visited_;  // by node
  ExprId with_object_ = kNone;    // of the innermost @with
};

}  // namespace unsoap::facts
