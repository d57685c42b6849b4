#include "scanner/facts/fact_query.h"

#include <re2/re2.h>
#include <tree_sitter/api.h>

#include <algorithm>
#include <cstring>
#include <map>

using unsoap::facts::GrammarRow;
#include "grammar_table.inc"
#include "scanner/base/char.h"
#include "scanner/base/source.h"
#include "scanner/base/text.h"
#include "scanner/facts/arena.h"

namespace unsoap::facts {
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
      {"entry", Role::kEntry, {P::kKey, P::kValue, P::kDefault}},
      {"list", Role::kList, {}},
      {"choice", Role::kChoice, {P::kValue, P::kType}},
      {"assign",
       Role::kAssign,
       {P::kTarget, P::kValue, P::kType, P::kAppend, P::kElement, P::kOuter, P::kPattern, P::kKey}},
      {"return", Role::kReturn, {P::kValue}},
      {"function",
       Role::kFunction,
       {P::kName, P::kParams, P::kReturns, P::kStatic, P::kReceiver, P::kBody, P::kConstructor,
        P::kGetter, P::kImplicitReturn, P::kValue}},
      {"param", Role::kParam, {P::kName, P::kType, P::kDefault, P::kRest, P::kField, P::kPattern}},
      {"class", Role::kClass, {P::kName, P::kBase, P::kOpen}},
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
      {"reparse", Role::kReparse, {}},
      {"with", Role::kWith, {P::kObject}},
      {"delegate", Role::kDelegate, {P::kName, P::kMethod, P::kTarget}},
      {"extends", Role::kExtends, {P::kBase}},
      {"alias", Role::kAlias, {P::kName, P::kType}},
  };
  return *kHeads;
}

const char* PartName(PartKind kind) {
  static constexpr const char* kNames[] = {
      "name",     "value",  "object",  "key",    "receiver",    "function",        "args",
      "static",   "block",  "type",    "init",   "target",      "append",          "element",
      "outer",    "params", "returns", "body",   "constructor", "implicit_return", "default",
      "rest",     "base",   "module",  "alias",  "wildcard",    "language",        "instance",
      "template", "field",  "open",    "getter", "pattern",     "method"};
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

/// Reads the query: a recursive descent over its S-expressions, with a bound on nesting.
class QueryParser {
 public:
  QueryParser(const TSLanguage* language, std::string_view path, std::string_view text)
      : language_(language), path_(path), text_(text) {}

  Result<std::unique_ptr<FactQuery>> Run() {
    while (Skip(), at_ < text_.size() && !failed_) {
      Pattern pattern;
      predicates_ = &pattern.predicates;
      const uint32_t begin = at_;
      if (text_.substr(at_, 2) == "((" || IsGroup()) {
        ++at_;
        pattern.root = Node(0);
        Tail();
      } else {
        pattern.root = Node(0);
      }
      if (failed_) break;
      if (pattern.root.kind == PatternNode::Kind::kAny ||
          pattern.root.kind == PatternNode::Kind::kNamed) {
        Fail(begin, "a pattern must begin with a node, not with a wildcard");
        break;
      }
      out_->patterns.push_back(std::move(pattern));
    }
    if (failed_) return tl::unexpected<Error>(std::move(error_));
    Index();
    return std::move(out_);
  }

 private:
  static constexpr int kMaxDepth = 64;

  void Fail(uint32_t offset, std::string message, std::string hint = {}) {
    if (failed_) return;
    failed_ = true;
    error_ = QueryError(path_, text_, offset, std::move(message), std::move(hint)).value();
  }

  void Skip() {
    while (at_ < text_.size()) {
      if (text_[at_] == ';') {
        while (at_ < text_.size() && text_[at_] != '\n') ++at_;
      } else if (IsSpace(text_[at_])) {
        ++at_;
      } else {
        return;
      }
    }
  }
  char Peek() {
    Skip();
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool Take(char c) {
    if (Peek() != c) return false;
    ++at_;
    return true;
  }
  static bool IsNameChar(char c) {
    return IsWordChar(c) || c == '-' || c == '.' || c == '?' || c == '!';
  }
  std::string_view Word(bool dots) {
    const uint32_t begin = at_;
    while (at_ < text_.size() && IsNameChar(text_[at_]) && (dots || text_[at_] != '.') &&
           (dots || (text_[at_] != '?' && text_[at_] != '!'))) {
      ++at_;
    }
    return text_.substr(begin, at_ - begin);
  }
  std::string Quoted() {
    std::string out;
    const uint32_t begin = at_++;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
        ++at_;
        const char c = text_[at_++];
        out += c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
      } else {
        out += text_[at_++];
      }
    }
    if (at_ >= text_.size()) Fail(begin, "a text that begins here does not end");
    ++at_;
    return out;
  }

  /// `( (node) ... (#predicate) )`: the parenthesis opens a group, not a node.
  bool IsGroup() {
    if (text_[at_] != '(') return false;
    const uint32_t saved = at_++;
    const bool group = Peek() == '(' || Peek() == '[' || Peek() == '"';
    at_ = saved;
    return group;
  }
  void Tail() {
    while (!failed_ && !Take(')')) {
      if (Peek() == '(' && text_.substr(at_, 2) == "(#") {
        ReadPredicate();
      } else {
        Fail(at_, "only predicates may follow the node of a group");
      }
    }
  }

  PatternNode Node(int depth) {
    PatternNode node;
    if (depth > kMaxDepth) Fail(at_, "the query is nested too deeply");
    if (failed_) return node;
    const uint32_t begin = (Skip(), at_);
    if (Take('(')) {
      Inside(&node, depth);
    } else if (Take('[')) {
      node.kind = PatternNode::Kind::kGroup;
      while (!failed_ && !Take(']')) node.children.push_back(Node(depth + 1));
      if (node.children.empty()) Fail(begin, "the query is not well formed here");
    } else if (Peek() == '"') {
      const std::string token = Quoted();
      const uint16_t symbol = ts_language_symbol_for_name(
          language_, token.data(), static_cast<uint32_t>(token.size()), false);
      if (symbol == 0) Fail(begin, "the grammar has no token '" + token + "'");
      node.symbols.push_back(symbol);
    } else if (Peek() == '_') {
      ++at_;
      node.kind = PatternNode::Kind::kAny;
    } else {
      Fail(begin, "the query is not well formed here");
      return node;
    }
    if (Take('?')) node.count = PatternNode::Count::kOptional;
    if (Take('*')) node.count = PatternNode::Count::kAnyNumber;
    if (Take('+')) node.count = PatternNode::Count::kSome;
    while (!failed_ && Peek() == '@') node.captures.push_back(Capture());
    return node;
  }

  /// After `(`: a node's name, then fields, children, anchors and predicates up to `)`.
  void Inside(PatternNode* node, int depth) {
    const uint32_t begin = (Skip(), at_);
    const std::string name(Word(false));
    if (name.empty()) {
      Fail(begin, "the query is not well formed here");
    } else if (name == "_") {
      node->kind = PatternNode::Kind::kNamed;
    } else {
      Symbols(name, begin, node);
    }
    bool anchored = false;
    while (!failed_) {
      if (Take(')')) break;
      const uint32_t at = (Skip(), at_);
      if (at_ >= text_.size()) {
        Fail(begin, "the node that begins here does not end");
      } else if (Take('.')) {
        anchored = true;
        continue;
      } else if (Take('!')) {
        if (const uint16_t field = Field(std::string(Word(false)), at))
          node->absent_fields.push_back(field);
        continue;
      } else if (text_.substr(at_, 2) == "(#") {
        ReadPredicate();
        continue;
      }
      uint16_t field = 0;
      if (IsAlpha(text_[at_])) {
        const std::string field_name(Word(false));
        if (!Take(':')) Fail(at, "a field is written name: (node)");
        field = Field(field_name, at);
      }
      PatternNode child = Node(depth + 1);
      child.field = field;
      child.anchored = anchored;
      anchored = false;
      node->children.push_back(std::move(child));
    }
    node->last = anchored;
  }

  void Symbols(const std::string& name, uint32_t begin, PatternNode* node) {
    if (name == "ERROR") {
      node->symbols.push_back(0xffff);
      return;
    }
    const uint16_t symbol = ts_language_symbol_for_name(language_, name.data(),
                                                        static_cast<uint32_t>(name.size()), true);
    if (symbol == 0) {
      std::vector<std::string> names;
      for (uint32_t i = 0; i < ts_language_symbol_count(language_); ++i) {
        if (ts_language_symbol_type(language_, static_cast<TSSymbol>(i)) == TSSymbolTypeRegular) {
          names.emplace_back(ts_language_symbol_name(language_, static_cast<TSSymbol>(i)));
        }
      }
      const std::string near = DidYouMean(name, names);
      Fail(begin, "the grammar has no node '" + name + "'",
           near.empty() ? "" : "did you mean '" + near + "'?");
      return;
    }
    if (ts_language_symbol_type(language_, symbol) != TSSymbolTypeSupertype) {
      node->symbols.push_back(symbol);
      return;
    }
    // Grammars before ABI 15 do not say what a supertype stands for: there it is any named node.
    AddSubtypes(symbol, node, 0);
    if (node->symbols.empty()) node->kind = PatternNode::Kind::kNamed;
  }
  void AddSubtypes(uint16_t supertype, PatternNode* node, int depth) {
    uint32_t count = 0;
    const TSSymbol* subtypes = ts_language_subtypes(language_, supertype, &count);
    for (uint32_t i = 0; i < count && depth < 8; ++i) {
      if (ts_language_symbol_type(language_, subtypes[i]) == TSSymbolTypeSupertype) {
        AddSubtypes(subtypes[i], node, depth + 1);
      } else {
        // One name can have several numbers; nodes carry the public one.
        const char* name = ts_language_symbol_name(language_, subtypes[i]);
        node->symbols.push_back(ts_language_symbol_for_name(
            language_, name, static_cast<uint32_t>(strlen(name)), true));
      }
    }
  }

  uint16_t Field(const std::string& name, uint32_t begin) {
    const uint16_t id =
        ts_language_field_id_for_name(language_, name.data(), static_cast<uint32_t>(name.size()));
    if (id == 0) {
      std::vector<std::string> names;
      for (uint32_t i = 1; i <= ts_language_field_count(language_); ++i) {
        names.emplace_back(ts_language_field_name_for_id(language_, static_cast<TSFieldId>(i)));
      }
      const std::string near = DidYouMean(name, names);
      Fail(begin, "the grammar has no field '" + name + "'",
           near.empty() ? "" : "did you mean '" + near + "'?");
    }
    return id;
  }

  uint32_t Capture() {
    const uint32_t begin = (Skip(), at_++);
    const std::string name(Word(true));
    const auto known = ids_.find(name);
    if (known != ids_.end()) return known->second;
    CaptureMeaning meaning;
    if (name.starts_with("_")) {
      meaning.ignored = true;
    } else if (const auto it = Vocabulary().find(name); it != Vocabulary().end()) {
      meaning = it->second;
      if (!meaning.is_part) out_->vocabulary.push_back(name);
    } else {
      std::vector<std::string> names;
      for (const auto& [word, unused] : Vocabulary()) names.push_back(word);
      const std::string near = DidYouMean(name, names);
      Fail(begin, "unknown capture @" + name,
           near.empty() ? "languages/README.md lists the captures" : "did you mean @" + near + "?");
    }
    out_->captures.push_back(meaning);
    return ids_[name] = static_cast<uint32_t>(out_->captures.size() - 1);
  }

  void ReadPredicate() {
    const uint32_t begin = at_;
    at_ += 2;
    std::string op(Word(true));
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
      Fail(begin, "unknown predicate #" + op,
           "one of: #eq? #any-of? #match? and their #not- forms");
    }
    int captures = 0;
    while (!failed_ && !Take(')')) {
      if (Peek() == '@') {
        (captures++ == 0 ? p.capture : p.other) = Capture();
      } else if (Peek() == '"') {
        p.texts.push_back(Quoted());
      } else {
        Fail(at_, "the query is not well formed here");
      }
    }
    if (!failed_ && (captures == 0 || (p.texts.empty() && p.other == 0xffffffff))) {
      Fail(begin, "#" + op + " takes a capture and a text");
    }
    if (!failed_ && p.kind == Predicate::Kind::kMatch) {
      p.re = std::make_shared<RE2>(p.texts.empty() ? "" : p.texts[0], RE2::Quiet);
      if (!p.re->ok()) Fail(begin, "not a regular expression: " + p.re->error());
    }
    predicates_->push_back(std::move(p));
  }

  void AddRoots(const PatternNode& root, uint16_t pattern) {
    for (const PatternNode& child :
         root.kind == PatternNode::Kind::kGroup ? root.children : std::vector<PatternNode>()) {
      AddRoots(child, pattern);
    }
    for (uint16_t symbol : root.symbols) {
      if (symbol >= out_->by_symbol.size()) continue;
      auto& list = out_->by_symbol[symbol];
      if (list.empty() || list.back() != pattern) list.push_back(pattern);
    }
  }
  void Index() {
    out_->by_symbol.resize(ts_language_symbol_count(language_));
    for (size_t i = 0; i < out_->patterns.size(); ++i)
      AddRoots(out_->patterns[i].root, static_cast<uint16_t>(i));
    std::sort(out_->vocabulary.begin(), out_->vocabulary.end());
  }

  const TSLanguage* language_;
  std::string_view path_, text_;
  uint32_t at_ = 0;
  bool failed_ = false;
  Error error_;
  std::unique_ptr<FactQuery> out_ = std::make_unique<FactQuery>();
  std::map<std::string, uint32_t> ids_;
  std::vector<Predicate>* predicates_ = nullptr;
};

}  // namespace

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
  return QueryParser(grammar.language(), path, text).Run();
}

Result<void> CheckFactQuery(const GrammarRow& grammar, std::string_view path,
                            std::string_view text) {
  InstallParserAllocator();
  uint32_t offset = 0;
  TSQueryError kind = TSQueryErrorNone;
  TSQuery* query = ts_query_new(grammar.language(), text.data(), static_cast<uint32_t>(text.size()),
                                &offset, &kind);
  if (query == nullptr) {
    return QueryError(path, text, offset,
                      kind == TSQueryErrorStructure ? "the grammar never builds this pattern"
                                                    : "the parser library refuses the query here");
  }
  ts_query_delete(query);
  return {};
}

}  // namespace unsoap::facts
