// SyntaxTree: one file's parse as a flat array, with the roles that the language's facts.scm gives
// to its nodes.
//
// What it is: the border to the parser library, with arena.cc (its allocator) and fact_query.cc
// (its queries). What it is not: facts; extract.cc makes them from this. Nodes are in pre-order, so
// the first child of node i is i + 1 (if that is below its `last`) and its next sibling is `last`.
// Tokens (keywords, operators, punctuation) are nodes that are not named.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/facts/read.h"
#include "scanner/languages/language.h"

namespace unsoap::facts {

/// What a node is, as named by a capture without a dot (languages/README.md).
enum class Role : uint8_t {
  kNone,
  kString,
  kStringPart,
  kHole,
  kConcat,
  kConstant,
  kName,
  kMember,
  kIndex,
  kCall,
  kArg,
  kNew,
  kMap,
  kEntry,
  kList,
  kChoice,
  kAssign,
  kReturn,
  kFunction,
  kParam,
  kClass,
  kInterface,
  kEnum,
  kModule,
  kField,
  kSpace,
  kImport,
  kAnnotation,
  kStatement,
  kComment,
  kIgnore,
  kEmbed,
  kHeredoc,
  kHeredocBody,
  kFormat,
  kReparse,
  kWith,
  kDelegate,
  kExtends,
  kAlias,
};

/// What a node is to the node that has the role, as named by the part after the dot.
enum class PartKind : uint8_t {
  kName,
  kValue,
  kObject,
  kKey,
  kReceiver,
  kFunction,
  kArgs,
  kStatic,
  kBlock,
  kType,
  kInit,
  kTarget,
  kAppend,
  kElement,
  kOuter,
  kParams,
  kReturns,
  kBody,
  kConstructor,
  kImplicitReturn,
  kDefault,
  kRest,
  kBase,
  kModule,
  kAlias,
  kWildcard,
  kLanguage,
  kInstance,
  kTemplate,
  kField,
  kOpen,
  kGetter,
  kPattern,
  kMethod
};

struct SyntaxNode {
  uint32_t begin = 0, end = 0;  // bytes
  uint32_t last = 0;            // index after the last node of its subtree
  uint32_t parent = 0;          // of the root: itself
  uint32_t parts_begin = 0, parts_count = 0;
  uint16_t symbol = 0;
  uint16_t pattern = 0xffff;  // of the role; the lowest wins
  uint16_t field = 0;         // of the parent that it is, as a number of the grammar
  Role role = Role::kNone;
  bool is_named = true;
  bool is_extra = false;  // may stand anywhere: a comment
  bool is_error = false;  // ERROR or missing
};

struct SyntaxPart {
  PartKind kind;
  uint16_t pattern;
  uint32_t head;  // node that has the role
  uint32_t node;
  uint32_t begin, end;  // bytes
};

struct SyntaxTree {
  std::vector<SyntaxNode> nodes;
  std::vector<SyntaxPart> parts;  // grouped by head, then kind, then source order
  bool has_error = false;
  uint32_t error_begin = 0;   // first error
  bool lost_matches = false;  // the query gave up on some nodes
  std::string failure;        // why there is no tree; empty: there is one
  int64_t steps = 0;          // that the parser took
  std::string_view SymbolName(uint16_t symbol) const;
  const void* grammar = nullptr;
};

/// Parses and queries within the limits of work and memory. Never fails: see `failure`. Only
/// `region` is read if it is not empty; offsets are those of `text` all the same.
SyntaxTree ParseSyntax(const languages::Language& language, std::string_view text,
                       const ReadLimits& limits, Span region = {});

/// Share of a text's bytes under error nodes, to compare languages; 1 if it could not be parsed.
double ErrorShare(const languages::Language& language, std::string_view text,
                  const ReadLimits& limits);

/// One row of `unsoap languages`.
struct LanguageRow {
  std::string id, title, extensions, package, version;
  int abi = 0;                          // 0: no grammar
  std::vector<std::string> vocabulary;  // captures that its query has, without parts
};
std::vector<LanguageRow> LanguageTable();

}  // namespace unsoap::facts
