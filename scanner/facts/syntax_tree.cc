#include "scanner/facts/syntax_tree.h"

#include <tree_sitter/api.h>

#include <algorithm>
#include <map>
#include <mutex>

#include "cmake/parse_work.h"
#include "scanner/base/embedded.h"
#include "scanner/facts/arena.h"
#include "scanner/facts/fact_query.h"
#include "scanner/facts/match.h"

namespace unsoap::facts {
namespace {

/// The parser asks every so many operations whether it is to go on; one that works through
/// ambiguities does much in each.
constexpr int64_t kStepsPerAsking = 200;
/// One that works through errors looks up every token there is for each, and looks through all that
/// it skipped. A look is a step; without errors so many operations come with fewer than these.
constexpr int64_t kLooksPerAsking = 200;
/// The parser is handed the text in pieces, so that what its lexer runs through is counted too: the
/// scanners that grammars bring look as far ahead as they like from each token. A piece that
/// follows on the last one was run through; one somewhere else is a jump.
constexpr uint32_t kPiece = 2048;
constexpr uint32_t kBytesPerStep = 8;

std::string FactsPath(const languages::Language& language) {
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

QuerySlot& SlotOf(const languages::Language& language) {
  static auto* const kSlots = [] {
    auto* slots = new std::map<std::string, QuerySlot>;
    for (const auto& l : languages::Languages()) (*slots)[l->id];
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

struct Job : ParseWork {
  Job() : ParseWork{} {}
  const languages::Language* language = nullptr;
  std::string_view text;
  std::string rewritten;  // owner of `text` where the grammar reads something else than the source
  Span region;            // empty: all of it
  const GrammarRow* grammar = nullptr;
  int64_t max_steps = 0;
  bool too_slow = false;
  uint32_t read_to = 0;  // where the piece ends that the lexer was given last
  SyntaxTree tree;
  std::vector<uint32_t> open;  // nodes whose subtree is being read
  size_t error_bytes = 0;
};

bool IsToStop(Job* job) {
  const int64_t looks = std::max(static_cast<int64_t>(job->looks), kLooksPerAsking);
  job->looks = 0;
  job->tree.steps += kStepsPerAsking + looks - kLooksPerAsking;
  job->too_slow = job->tree.steps > job->max_steps;
  return job->too_slow || Interrupted();
}

const char* ReadText(void* payload, uint32_t at, TSPoint, uint32_t* count) {
  auto* job = static_cast<Job*>(payload);
  if (at >= job->text.size() || job->tree.steps > job->max_steps) {
    *count = 0;  // the next asking ends the parse
    return "";
  }
  *count = std::min(kPiece, static_cast<uint32_t>(job->text.size() - at));
  job->tree.steps += at == job->read_to ? *count / kBytesPerStep : 1;
  job->read_to = at + *count;
  return job->text.data() + at;
}

/// Copies the tree into the array. Uses one cursor and no recursion: trees can be a million levels
/// deep.
void Flatten(Job* job, TSNode root) {
  TSTreeCursor cursor = ts_tree_cursor_new(root);
  SyntaxTree& tree = job->tree;
  tree.nodes.reserve(ts_node_descendant_count(root));  // the parser's tree is still there too
  uint32_t error_end = 0;
  for (bool more = true; more;) {
    const TSNode node = ts_tree_cursor_current_node(&cursor);
    const bool is_error = ts_node_is_error(node) || ts_node_is_missing(node);
    if (is_error) {
      const uint32_t begin = ts_node_start_byte(node), end = ts_node_end_byte(node);
      if (!tree.has_error) tree.error_begin = begin;
      tree.has_error = true;
      if (end > error_end) job->error_bytes += end - std::max(begin, error_end), error_end = end;
    }
    SyntaxNode n;
    n.begin = ts_node_start_byte(node);
    n.end = ts_node_end_byte(node);
    n.parent = job->open.empty() ? 0 : job->open.back();
    n.symbol = ts_node_symbol(node);
    n.field = ts_tree_cursor_current_field_id(&cursor);
    n.is_named = ts_node_is_named(node);
    n.is_extra = ts_node_is_extra(node);
    n.is_error = is_error;
    const auto index = static_cast<uint32_t>(tree.nodes.size());
    n.last = index + 1;
    tree.nodes.push_back(n);
    const bool descended = ts_tree_cursor_goto_first_child(&cursor);
    if (descended) job->open.push_back(index);
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
  if (job->region.end > job->region.begin) {
    TSRange range = {};
    range.start_byte = job->region.begin;
    range.end_byte = job->region.end;
    // Nobody asks for rows; the library only wants them in order.
    range.start_point = {0, job->region.begin};
    range.end_point = {UINT32_MAX, 0};
    ts_parser_set_included_ranges(parser, &range, 1);
  }
  TSInput input = {};
  input.payload = job;
  input.read = ReadText;
  input.encoding = TSInputEncodingUTF8;
  TSParseOptions parse_options = {};
  parse_options.payload = static_cast<ParseWork*>(job);
  parse_options.progress_callback = [](TSParseState* state) {
    return IsToStop(static_cast<Job*>(static_cast<ParseWork*>(state->payload)));
  };
  TSTree* tree = ts_parser_parse_with_options(parser, nullptr, input, parse_options);
  if (tree == nullptr) {
    ts_parser_delete(parser);
    return;
  }
  const TSNode root = ts_tree_root_node(tree);
  Flatten(job, root);
  ts_tree_delete(tree);
  // Gives external scanners the chance to free what they took from malloc.
  ts_parser_delete(parser);
}

/// The text with what the grammar cannot read replaced, every byte and line at its place.
std::string RewriteForGrammar(const languages::Language& language, std::string_view text) {
  std::string out(text);
  for (const auto& [pattern, written] : language.read_as) {
    // "\n…": two lines become one; the facts' places are taken from the source.
    const bool joins_lines = written.starts_with('\n');
    const std::string_view replacement = std::string_view(written).substr(joins_lines ? 1 : 0);
    // "x…y": y stands at the end, spaces between.
    const size_t gap = std::min(replacement.find("…"), replacement.size());
    const std::string_view head = replacement.substr(0, gap);
    const std::string_view tail =
        gap == replacement.size() ? std::string_view() : replacement.substr(gap + 3);
    const std::string before = out;
    pattern.FindAll(before, [&](Span, Span group) {
      for (uint32_t i = group.begin; i < group.end; ++i) {
        if (!joins_lines && (before[i] == '\n' || before[i] == '\r')) continue;
        const uint32_t left = group.end - i;
        out[i] = i - group.begin < head.size() ? head[i - group.begin]
                 : left <= tail.size()         ? tail[tail.size() - left]
                                               : ' ';
      }
    });
  }
  return out;
}

bool Prepare(Job* job, const languages::Language& language, std::string_view text,
             const ReadLimits& limits) {
  job->language = &language;
  job->text = text;
  if (!language.read_as.empty()) {
    job->rewritten = RewriteForGrammar(language, text);
    job->text = job->rewritten;
  }
  QuerySlot& slot = SlotOf(language);
  job->grammar = slot.grammar;
  job->max_steps = limits.max_steps;
  job->tree.failure = slot.error;
  job->tree.grammar = slot.grammar == nullptr ? nullptr : slot.grammar->language();
  return slot.error.empty();
}

bool Run(Job* job, const ReadLimits& limits) {
  const bool fits = RunInArena(limits.max_memory, RunJob, job);
  Spend(job->tree.steps + static_cast<int64_t>(job->tree.nodes.size()));
  if (!fits) {
    job->tree.nodes.clear();
    job->tree.failure =
        "parsing it takes more than " + std::to_string(limits.max_memory >> 20) + " MB";
  } else if (job->tree.nodes.empty()) {
    job->tree.failure = job->too_slow
                            ? "parsing it takes more than " +
                                  std::to_string(limits.max_steps / 1'000'000) + " million steps"
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

SyntaxTree ParseSyntax(const languages::Language& language, std::string_view text,
                       const ReadLimits& limits, Span region) {
  Job job;
  job.region = region;
  if (Prepare(&job, language, text, limits) && Run(&job, limits))
    MatchQuery(*SlotOf(language).query, job.text, &job.tree);
  return std::move(job.tree);
}

double ErrorShare(const languages::Language& language, std::string_view text,
                  const ReadLimits& limits) {
  Job job;
  if (!Prepare(&job, language, text, limits)) return 1;
  if (!Run(&job, limits)) return 1;
  return static_cast<double>(job.error_bytes) /
         static_cast<double>(std::max<size_t>(1, text.size()));
}

std::vector<LanguageRow> LanguageTable() {
  std::vector<LanguageRow> rows;
  for (const auto& l : languages::Languages()) {
    LanguageRow row;
    row.id = l->id;
    row.title = l->title;
    for (const auto& e : l->extensions) row.extensions += (row.extensions.empty() ? "" : " ") + e;
    for (const auto& n : l->filenames) row.extensions += (row.extensions.empty() ? "" : " ") + n;
    // Files of another language in which its hints stand; and what only adds to a structured format
    // is no language of files.
    if (row.extensions.empty()) {
      for (const auto& e : l->shares) row.extensions += (row.extensions.empty() ? "" : " ") + e;
    }
    if (row.extensions.empty()) continue;
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

}  // namespace unsoap::facts
