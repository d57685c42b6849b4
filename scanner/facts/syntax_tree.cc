#include "scanner/facts/syntax_tree.h"

#include <re2/re2.h>
#include <tree_sitter/api.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>

#include "scanner/base/embedded.h"
#include "scanner/facts/arena.h"
#include "scanner/facts/fact_query.h"

namespace unsoap {
namespace {

using Clock = std::chrono::steady_clock;

std::string FactsPath(const Language& language) {
  return "scanner/languages/" + (language.inherits.empty() ? language.id : language.inherits) +
         "/facts.scm";
}

/// A language's query, compiled on first use: some take 30 ms, and most scans need few of them.
struct QuerySlot {
  std::once_flag once;
  const GrammarRow* grammar = nullptr;
  std::unique_ptr<FactQuery> query;
  std::string error;
};

QuerySlot& SlotOf(const Language& language) {
  static auto* const kSlots = [] {
    auto* slots = new std::map<std::string, QuerySlot>;
    for (const auto& l : Languages()) (*slots)[l->id];
    return slots;
  }();
  QuerySlot& slot = kSlots->at(language.id);
  std::call_once(slot.once, [&] {
    InstallParserAllocator();
    slot.grammar = FindGrammar(language.symbol);
    if (slot.grammar == nullptr) {
      slot.error = "no grammar";
      return;
    }
    const std::string path = FactsPath(language);
    auto query = CompileFactQuery(*slot.grammar, path, Embedded(path));
    if (query) {
      slot.query = std::move(*query);
    } else {
      slot.error = Format(query.error());
    }
  });
  return slot;
}

/// Node identities to slots: open addressing, only for nodes that a match captured.
class NodeMap {
 public:
  struct Entry {
    const void* id = nullptr;
    uint32_t index = 0xffffffff;  // into SyntaxTree::nodes
    uint16_t pattern = 0xffff;
    Role role = Role::kNone;
  };
  NodeMap() : entries_(1024) {}
  Entry& Insert(const void* id) {
    if (size_ * 2 >= entries_.size()) Grow();
    Entry& e = Slot(entries_, id);
    if (e.id == nullptr) {
      e.id = id;
      ++size_;
    }
    return e;
  }
  Entry* Find(const void* id) {
    Entry& e = Slot(entries_, id);
    return e.id == nullptr ? nullptr : &e;
  }

 private:
  static Entry& Slot(std::vector<Entry>& entries, const void* id) {
    const size_t mask = entries.size() - 1;
    size_t at = (reinterpret_cast<uintptr_t>(id) * 0x9e3779b97f4a7c15ull >> 20) & mask;
    while (entries[at].id != nullptr && entries[at].id != id) at = (at + 1) & mask;
    return entries[at];
  }
  void Grow() {
    std::vector<Entry> bigger(entries_.size() * 2);
    for (const Entry& e : entries_) {
      if (e.id != nullptr) Slot(bigger, e.id) = e;
    }
    entries_.swap(bigger);
  }
  std::vector<Entry> entries_;
  size_t size_ = 0;
};

/// A part as a match gave it, before nodes have their final numbers.
struct RawPart {
  const void* head;
  const void* node;
  PartKind kind;
  Role role;
  uint16_t pattern;
  uint32_t begin, end;
  bool named;
};

struct Job {
  const Language* language = nullptr;
  std::string_view text;
  const GrammarRow* grammar = nullptr;
  const FactQuery* query = nullptr;  // nullptr: only the errors are wanted
  Clock::time_point deadline;
  bool too_slow = false;
  SyntaxTree tree;
  NodeMap map;
  std::vector<RawPart> parts;
  std::vector<uint32_t> open;  // nodes whose subtree is being read
  size_t error_bytes = 0;
};

bool Late(Job* job) {
  if (Clock::now() < job->deadline) return false;
  job->too_slow = true;
  return true;
}

const char* ReadText(void* payload, uint32_t at, TSPoint, uint32_t* count) {
  const auto* job = static_cast<Job*>(payload);
  if (at >= job->text.size()) {
    *count = 0;
    return "";
  }
  *count = static_cast<uint32_t>(job->text.size() - at);
  return job->text.data() + at;
}

std::string_view TextOf(const Job& job, TSNode node) {
  const uint32_t begin = ts_node_start_byte(node), end = ts_node_end_byte(node);
  return job.text.substr(begin, end - begin);
}

bool Holds(const Job& job, const Predicate& p, const TSQueryMatch& match) {
  for (uint16_t i = 0; i < match.capture_count; ++i) {
    if (match.captures[i].index != p.capture) continue;
    const std::string_view text = TextOf(job, match.captures[i].node);
    bool holds = false;
    if (p.kind == Predicate::Kind::kMatch) {
      holds = RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *p.re);
    } else if (p.other != 0xffffffff) {
      for (uint16_t j = 0; j < match.capture_count; ++j) {
        holds = holds ||
                (match.captures[j].index == p.other && TextOf(job, match.captures[j].node) == text);
      }
    } else {
      holds = std::find(p.texts.begin(), p.texts.end(), text) != p.texts.end();
    }
    if (holds == p.negated) return false;
  }
  return true;
}

void TakeMatch(Job* job, const TSQueryMatch& match) {
  for (const Predicate& p : job->query->predicates[match.pattern_index]) {
    if (!Holds(*job, p, match)) return;
  }
  for (uint16_t i = 0; i < match.capture_count; ++i) {
    const TSQueryCapture& capture = match.captures[i];
    const CaptureMeaning& meaning = job->query->captures[capture.index];
    if (meaning.ignored) continue;
    if (!meaning.is_part) {
      NodeMap::Entry& e = job->map.Insert(capture.node.id);
      if (match.pattern_index < e.pattern || e.role == Role::kNone) {
        e.pattern = match.pattern_index;
        e.role = meaning.role;
      }
      continue;
    }
    // The head is the capture of that role in the same match; of several the one that stands
    // nearest before the part.
    const void* head = nullptr;
    for (uint16_t j = 0; j < match.capture_count; ++j) {
      const CaptureMeaning& other = job->query->captures[match.captures[j].index];
      if (!other.ignored && !other.is_part && other.role == meaning.role &&
          (head == nullptr || j <= i)) {
        head = match.captures[j].node.id;
      }
    }
    if (head == nullptr) continue;
    job->map.Insert(capture.node.id);
    job->parts.push_back({head, capture.node.id, meaning.part, meaning.role, match.pattern_index,
                          ts_node_start_byte(capture.node), ts_node_end_byte(capture.node),
                          ts_node_is_named(capture.node)});
  }
}

/// Copies the tree into the array. Uses one cursor and no recursion: trees can be a million levels
/// deep.
void Flatten(Job* job, TSNode root) {
  TSTreeCursor cursor = ts_tree_cursor_new(root);
  SyntaxTree& tree = job->tree;
  uint32_t error_end = 0;
  for (bool more = true; more;) {
    const TSNode node = ts_tree_cursor_current_node(&cursor);
    const bool named = ts_node_is_named(node);
    const bool is_error = ts_node_is_error(node) || ts_node_is_missing(node);
    if (is_error) {
      const uint32_t begin = ts_node_start_byte(node), end = ts_node_end_byte(node);
      if (!tree.has_error) tree.error_begin = begin;
      tree.has_error = true;
      if (end > error_end) job->error_bytes += end - std::max(begin, error_end), error_end = end;
    }
    bool descended = false;
    if (named) {
      SyntaxNode n;
      n.begin = ts_node_start_byte(node);
      n.end = ts_node_end_byte(node);
      n.parent = job->open.empty() ? 0 : job->open.back();
      n.symbol = ts_node_symbol(node);
      n.is_error = is_error;
      const auto index = static_cast<uint32_t>(tree.nodes.size());
      if (NodeMap::Entry* e = job->map.Find(node.id)) {
        e->index = index;
        n.role = e->role;
        n.pattern = e->pattern;
      }
      tree.nodes.push_back(n);
      if (ts_tree_cursor_goto_first_child(&cursor)) {
        job->open.push_back(index);
        descended = true;
      } else {
        tree.nodes.back().last = index + 1;
      }
    }
    while (!descended) {
      if (ts_tree_cursor_goto_next_sibling(&cursor)) break;
      if (!ts_tree_cursor_goto_parent(&cursor)) {
        more = false;
        break;
      }
      tree.nodes[job->open.back()].last = static_cast<uint32_t>(tree.nodes.size());
      job->open.pop_back();
    }
  }
  ts_tree_cursor_delete(&cursor);
}

/// Everything that allocates in the arena; see arena.h: no objects with destructors live here.
void RunJob(void* context) {
  auto* job = static_cast<Job*>(context);
  TSParser* parser = ts_parser_new();
  ts_parser_set_language(parser, job->grammar->language());
  TSInput input = {};
  input.payload = job;
  input.read = ReadText;
  input.encoding = TSInputEncodingUTF8;
  TSParseOptions parse_options = {};
  parse_options.payload = job;
  parse_options.progress_callback = [](TSParseState* state) {
    return Late(static_cast<Job*>(state->payload));
  };
  TSTree* tree = ts_parser_parse_with_options(parser, nullptr, input, parse_options);
  if (tree == nullptr) {
    ts_parser_delete(parser);
    return;
  }
  const TSNode root = ts_tree_root_node(tree);
  if (job->query != nullptr) {
    TSQueryCursor* cursor = ts_query_cursor_new();
    // States beyond this come only from nesting that no human writes; the limit keeps the work
    // linear.
    ts_query_cursor_set_match_limit(cursor, 4096);
    TSQueryCursorOptions query_options = {};
    query_options.payload = job;
    query_options.progress_callback = [](TSQueryCursorState* s) {
      return Late(static_cast<Job*>(s->payload));
    };
    ts_query_cursor_exec_with_options(cursor, job->query->query, root, &query_options);
    TSQueryMatch match;
    while (ts_query_cursor_next_match(cursor, &match)) TakeMatch(job, match);
    job->tree.lost_matches = ts_query_cursor_did_exceed_match_limit(cursor) || job->too_slow;
    ts_query_cursor_delete(cursor);
  }
  Flatten(job, root);
  ts_tree_delete(tree);
  // Gives external scanners the chance to free what they took from malloc.
  ts_parser_delete(parser);
}

void ResolveParts(Job* job) {
  SyntaxTree& tree = job->tree;
  tree.parts.reserve(job->parts.size());
  for (const RawPart& raw : job->parts) {
    const NodeMap::Entry* head = job->map.Find(raw.head);
    if (head == nullptr || head->index == 0xffffffff || head->role != raw.role) continue;
    const NodeMap::Entry* node = raw.named ? job->map.Find(raw.node) : nullptr;
    tree.parts.push_back({raw.kind, raw.pattern, head->index,
                          node == nullptr ? 0xffffffff : node->index, raw.begin, raw.end});
  }
  const auto key = [](const SyntaxPart& p) {
    return std::make_tuple(p.head, p.kind, p.begin, p.end, p.node, p.pattern);
  };
  std::sort(tree.parts.begin(), tree.parts.end(),
            [&](const auto& a, const auto& b) { return key(a) < key(b); });
  const auto same = [](const SyntaxPart& a, const SyntaxPart& b) {
    return a.head == b.head && a.kind == b.kind && a.node == b.node && a.begin == b.begin;
  };
  tree.parts.erase(std::unique(tree.parts.begin(), tree.parts.end(), same), tree.parts.end());
  for (uint32_t i = 0; i < tree.parts.size();) {
    SyntaxNode& head = tree.nodes[tree.parts[i].head];
    head.parts_begin = i;
    while (i < tree.parts.size() && tree.parts[i].head == tree.parts[head.parts_begin].head) ++i;
    head.parts_count = i - head.parts_begin;
  }
}

bool Prepare(Job* job, const Language& language, std::string_view text, const ReadLimits& limits) {
  job->language = &language;
  job->text = text;
  job->tree.nodes.reserve(text.size() / 8 + 16);
  QuerySlot& slot = SlotOf(language);
  job->grammar = slot.grammar;
  job->query = slot.query.get();
  job->deadline =
      Clock::now() + std::chrono::microseconds(static_cast<int64_t>(limits.max_seconds * 1e6));
  job->tree.failure = slot.error;
  job->tree.grammar = slot.grammar == nullptr ? nullptr : slot.grammar->language();
  return slot.error.empty();
}

bool Run(Job* job, const ReadLimits& limits) {
  if (!RunInArena(limits.max_memory, RunJob, job)) {
    job->tree.nodes.clear();
    job->tree.failure =
        "parsing it takes more than " + std::to_string(limits.max_memory >> 20) + " MB";
  } else if (job->tree.nodes.empty()) {
    job->tree.failure =
        job->too_slow ? "parsing it takes more than " +
                            std::to_string(static_cast<int>(limits.max_seconds * 1000)) + " ms"
                      : "it could not be parsed";
  }
  return job->tree.failure.empty();
}

}  // namespace

std::string_view SyntaxTree::SymbolName(uint16_t symbol) const {
  if (grammar == nullptr) return {};
  const char* name = ts_language_symbol_name(static_cast<const TSLanguage*>(grammar), symbol);
  return name == nullptr ? "ERROR" : name;
}

SyntaxTree ParseSyntax(const Language& language, std::string_view text, const ReadLimits& limits) {
  Job job;
  if (Prepare(&job, language, text, limits) && Run(&job, limits)) ResolveParts(&job);
  return std::move(job.tree);
}

double ErrorShare(const Language& language, std::string_view text, const ReadLimits& limits) {
  Job job;
  if (!Prepare(&job, language, text, limits)) return 1;
  job.query = nullptr;
  if (!Run(&job, limits)) return 1;
  return static_cast<double>(job.error_bytes) /
         static_cast<double>(std::max<size_t>(1, text.size()));
}

std::vector<LanguageRow> LanguageTable() {
  std::vector<LanguageRow> rows;
  for (const auto& l : Languages()) {
    LanguageRow row;
    row.id = l->id;
    row.title = l->title;
    for (const auto& e : l->extensions) row.extensions += (row.extensions.empty() ? "" : " ") + e;
    for (const auto& n : l->filenames) row.extensions += (row.extensions.empty() ? "" : " ") + n;
    row.package = l->package;
    if (const GrammarRow* grammar = l->symbol.empty() ? nullptr : FindGrammar(l->symbol)) {
      row.version = grammar->version;
      row.abi = GrammarAbi(*grammar);
      if (const FactQuery* query = SlotOf(*l).query.get()) row.vocabulary = query->vocabulary;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace unsoap
