#include "scanner/facts/fact_query.h"

#include <re2/re2.h>
#include <tree_sitter/api.h>

#include <algorithm>
#include <map>

using unsoap::GrammarRow;
#include "grammar_table.inc"
#include "scanner/base/source.h"
#include "scanner/base/text.h"
#include "scanner/facts/arena.h"

namespace unsoap {
namespace {

struct HeadRow {
  const char* name;
  Role role;
  std::vector<PartKind> parts;
};

/// The vocabulary: keep in step with languages/README.md (languages_test compares them).
const std::vector<HeadRow>& Heads() {
  using P = PartKind;
  static const auto* const kHeads = new std::vector<HeadRow>{
      {"string", Role::kString, {}},
      {"string.part", Role::kStringPart, {}},
      {"hole", Role::kHole, {}},
      {"heredoc", Role::kHeredoc, {}},
      {"heredoc.body", Role::kHeredocBody, {}},
      {"concat", Role::kConcat, {}},
      {"format", Role::kFormat, {P::kTemplate, P::kArgs}},
      {"constant", Role::kConstant, {}},
      {"name", Role::kName, {P::kInstance}},
      {"member", Role::kMember, {P::kObject, P::kName, P::kStatic}},
      {"index", Role::kIndex, {P::kObject, P::kKey}},
      {"call",
       Role::kCall,
       {P::kReceiver, P::kName, P::kFunction, P::kArgs, P::kStatic, P::kBlock}},
      {"arg", Role::kArg, {P::kName, P::kValue}},
      {"new", Role::kNew, {P::kType, P::kFunction, P::kArgs, P::kInit}},
      {"map", Role::kMap, {}},
      {"entry", Role::kEntry, {P::kKey, P::kValue}},
      {"list", Role::kList, {}},
      {"choice", Role::kChoice, {P::kValue}},
      {"assign", Role::kAssign, {P::kTarget, P::kValue, P::kType, P::kAppend, P::kElement}},
      {"return", Role::kReturn, {P::kValue}},
      {"function",
       Role::kFunction,
       {P::kName, P::kParams, P::kReturns, P::kStatic, P::kReceiver, P::kBody, P::kConstructor,
        P::kImplicitReturn, P::kValue}},
      {"param", Role::kParam, {P::kName, P::kType, P::kDefault, P::kRest, P::kField}},
      {"class", Role::kClass, {P::kName, P::kBase}},
      {"interface", Role::kInterface, {P::kName, P::kBase}},
      {"enum", Role::kEnum, {P::kName, P::kBase}},
      {"module", Role::kModule, {P::kName, P::kBase}},
      {"field", Role::kField, {P::kName, P::kType, P::kValue, P::kStatic}},
      {"space", Role::kSpace, {P::kName, P::kBody}},
      {"import", Role::kImport, {P::kModule, P::kName, P::kAlias, P::kWildcard}},
      {"annotation", Role::kAnnotation, {P::kName, P::kArgs}},
      {"statement", Role::kStatement, {}},
      {"comment", Role::kComment, {}},
      {"ignore", Role::kIgnore, {}},
      {"embed", Role::kEmbed, {P::kLanguage}},
  };
  return *kHeads;
}

const char* PartName(PartKind kind) {
  static constexpr const char* kNames[] = {
      "name",   "value",   "object", "key",         "receiver",        "function", "args",
      "static", "block",   "type",   "init",        "target",          "append",   "element",
      "params", "returns", "body",   "constructor", "implicit_return", "default",  "rest",
      "base",   "module",  "alias",  "wildcard",    "language",        "instance", "template",
      "field"};
  return kNames[static_cast<size_t>(kind)];
}

/// Every capture name that a query may use, with its meaning.
const std::map<std::string, CaptureMeaning, std::less<>>& Vocabulary() {
  static const auto* const kVocabulary = [] {
    auto* map = new std::map<std::string, CaptureMeaning, std::less<>>;
    for (const HeadRow& head : Heads()) {
      (*map)[head.name] = {false, false, head.role, PartKind::kName};
      for (PartKind part : head.parts) {
        (*map)[std::string(head.name) + "." + PartName(part)] = {false, true, head.role, part};
      }
    }
    return map;
  }();
  return *kVocabulary;
}

tl::unexpected<Error> QueryError(std::string_view path, std::string_view text, uint32_t offset,
                                 std::string message, std::string hint = {}) {
  const SourceText source{std::string(text)};
  const Position at = source.At(offset);
  Error error;
  error.path = std::string(path);
  error.line = at.line;
  error.column = at.column;
  error.source = std::string(source.Line(at.line));
  error.message = std::move(message);
  error.hint = std::move(hint);
  return Fail(std::move(error));
}

/// Where a capture stands in the query, for its error.
uint32_t FindCapture(std::string_view text, std::string_view name) {
  const std::string needle = "@" + std::string(name);
  for (size_t at = text.find(needle); at != std::string_view::npos;
       at = text.find(needle, at + 1)) {
    const size_t end = at + needle.size();
    const char next = end < text.size() ? text[end] : ' ';
    if (!isalnum(static_cast<unsigned char>(next)) && next != '.' && next != '_')
      return static_cast<uint32_t>(at);
  }
  return 0;
}

/// Predicates of one pattern; the error is a sentence.
Result<std::vector<Predicate>> ReadPredicates(const TSQuery* query, uint32_t pattern) {
  std::vector<Predicate> out;
  uint32_t count = 0;
  const TSQueryPredicateStep* steps = ts_query_predicates_for_pattern(query, pattern, &count);
  for (uint32_t i = 0; i < count;) {
    uint32_t end = i;
    while (end < count && steps[end].type != TSQueryPredicateStepTypeDone) ++end;
    uint32_t length = 0;
    const char* op_text = ts_query_string_value_for_id(query, steps[i].value_id, &length);
    std::string op(op_text, length);
    Predicate p;
    if (op.starts_with("not-")) {
      p.negated = true;
      op = op.substr(4);
    }
    if (op == "eq?") {
      p.kind = Predicate::Kind::kEqual;
    } else if (op == "any-of?") {
      p.kind = Predicate::Kind::kAnyOf;
    } else if (op == "match?") {
      p.kind = Predicate::Kind::kMatch;
    } else {
      return Fail("unknown predicate #" + op,
                  "one of: #eq? #any-of? #match? and their #not- forms");
    }
    if (i + 2 >= end || steps[i + 1].type != TSQueryPredicateStepTypeCapture) {
      return Fail("#" + op + " takes a capture and a text");
    }
    p.capture = steps[i + 1].value_id;
    for (uint32_t j = i + 2; j < end; ++j) {
      if (steps[j].type == TSQueryPredicateStepTypeCapture) {
        p.other = steps[j].value_id;
      } else {
        const char* value = ts_query_string_value_for_id(query, steps[j].value_id, &length);
        p.texts.emplace_back(value, length);
      }
    }
    if (p.kind == Predicate::Kind::kMatch) {
      if (p.texts.empty()) return Fail("#match? takes a capture and a text");
      p.re = std::make_shared<RE2>(p.texts[0], RE2::Quiet);
      if (!p.re->ok()) return Fail("not a regular expression: " + p.re->error());
    }
    out.push_back(std::move(p));
    i = end + 1;
  }
  return out;
}

}  // namespace

FactQuery::~FactQuery() {
  if (query != nullptr) ts_query_delete(query);
}

const GrammarRow* FindGrammar(std::string_view symbol) {
  for (const GrammarRow* row = kGrammarRows; row->symbol != nullptr; ++row) {
    if (symbol == row->symbol) return row;
  }
  return nullptr;
}

int GrammarAbi(const GrammarRow& row) {
  return static_cast<int>(ts_language_abi_version(row.language()));
}

Result<std::unique_ptr<FactQuery>> CompileFactQuery(const GrammarRow& grammar,
                                                    std::string_view path, std::string_view text) {
  InstallParserAllocator();
  uint32_t offset = 0;
  TSQueryError kind = TSQueryErrorNone;
  auto out = std::make_unique<FactQuery>();
  out->query = ts_query_new(grammar.language(), text.data(), static_cast<uint32_t>(text.size()),
                            &offset, &kind);
  if (out->query == nullptr) {
    std::string word(text.substr(offset, text.substr(offset).find_first_of(" \t\r\n()[]")));
    switch (kind) {
      case TSQueryErrorNodeType:
        return QueryError(path, text, offset, "the grammar has no node '" + word + "'");
      case TSQueryErrorField:
        return QueryError(path, text, offset, "the grammar has no field '" + word + "'");
      case TSQueryErrorStructure:
        return QueryError(path, text, offset, "the grammar never builds this pattern");
      case TSQueryErrorCapture:
        return QueryError(
            path, text, offset,
            "a predicate names the capture '" + word + "', which is not in its pattern");
      default:
        return QueryError(path, text, offset, "the query is not well formed here");
    }
  }
  std::vector<std::string> known;
  for (const auto& [name, meaning] : Vocabulary()) known.push_back(name);
  for (uint32_t id = 0; id < ts_query_capture_count(out->query); ++id) {
    uint32_t length = 0;
    const char* data = ts_query_capture_name_for_id(out->query, id, &length);
    const std::string name(data, length);
    CaptureMeaning meaning;
    if (name.starts_with("_")) {
      meaning.ignored = true;
    } else if (const auto it = Vocabulary().find(name); it != Vocabulary().end()) {
      meaning = it->second;
      if (!meaning.is_part) out->vocabulary.push_back(name);
    } else {
      const std::string near = DidYouMean(name, known);
      return QueryError(
          path, text, FindCapture(text, name), "unknown capture @" + name,
          near.empty() ? "languages/README.md lists the captures" : "did you mean @" + near + "?");
    }
    out->captures.push_back(meaning);
  }
  std::sort(out->vocabulary.begin(), out->vocabulary.end());
  for (uint32_t pattern = 0; pattern < ts_query_pattern_count(out->query); ++pattern) {
    auto predicates = ReadPredicates(out->query, pattern);
    if (!predicates) {
      return QueryError(path, text, ts_query_start_byte_for_pattern(out->query, pattern),
                        predicates.error().message, predicates.error().hint);
    }
    out->predicates.push_back(std::move(*predicates));
  }
  return out;
}

}  // namespace unsoap
