#include "scanner/link/write_order.h"

#include <algorithm>

#include "scanner/base/budget.h"
#include "scanner/base/text.h"
#include "scanner/base/words.h"

namespace unsoap::link {
namespace {

using facts::Expr;
using facts::ExprId;
using facts::ExprKind;

/// Calls f(span) for the literals and comments of a file, in order; none within another.
template <class F>
void EachSkipped(const facts::FileFacts& facts, const F& f) {
  size_t comment = 0, string = 0;
  uint32_t end = 0;
  while (comment < facts.comments.size() || string < facts.strings.size()) {
    const bool is_comment =
        string == facts.strings.size() ||
        (comment < facts.comments.size() &&
         facts.comments[comment].begin < facts.exprs[facts.strings[string]].span.begin);
    const Span span =
        is_comment ? facts.comments[comment++] : facts.exprs[facts.strings[string++]].span;
    if (span.begin < end) continue;
    f(span);
    end = span.end;
  }
}

}  // namespace

void WriteOrder::ReadBlocks(const facts::FileFacts& facts, Source* out) const {
  const std::string_view text = facts.source.text();
  Spend(static_cast<int64_t>(text.size() / 8));
  int depth = 0;
  uint32_t line = 0;
  bool is_new = true;
  const auto read = [&](uint32_t begin, uint32_t end) {
    for (uint32_t i = begin; i < end; ++i) {
      const char c = text[i];
      if (c == '\n') {
        line = i + 1, is_new = true;
        continue;
      }
      if (c == ' ' || c == '\t' || c == '\r') continue;
      if (is_new) out->indents.emplace_back(i, i - line);
      is_new = false;
      if (c != '{' && c != '}') continue;
      depth += c == '{' ? 1 : -1;
      out->depths.emplace_back(i + 1, depth);
    }
  };
  uint32_t at = 0;
  EachSkipped(facts, [&](Span span) {
    read(at, span.begin);
    const bool is_comment = facts.InComment(span.begin);
    // A literal at the beginning of a line is code; its own lines are not.
    if (is_new && !is_comment) out->indents.emplace_back(span.begin, span.begin - line);
    if (!is_comment) is_new = false;
    at = span.end;
    // In the literal alone: a file may be one line.
    const size_t broken = facts.source.Slice(span).rfind('\n');
    if (broken != std::string_view::npos) line = span.begin + static_cast<uint32_t>(broken) + 1;
  });
  read(at, static_cast<uint32_t>(text.size()));
}

std::vector<facts::ExprId> ParentsOf(const facts::FileFacts& facts) {
  std::vector<ExprId> parents(facts.exprs.size(), facts::kNone);
  for (ExprId id = 0; id < facts.exprs.size(); ++id) {
    const Expr& e = facts.exprs[id];
    if (e.object != facts::kNone) parents[e.object] = id;
    for (uint32_t i = 0; i < e.args_count; ++i) {
      const ExprId value = facts.begin_args(e)[i].value;
      if (value != facts::kNone) parents[value] = id;
    }
  }
  return parents;
}

void WriteOrder::ReadStatements(FileId file, Source* out) const {
  const facts::FileFacts& facts = program_.file(file);
  Spend(static_cast<int64_t>(facts.exprs.size() + facts.bindings.size()));
  const std::vector<ExprId> parents = ParentsOf(facts);
  out->around.resize(facts.exprs.size());
  for (ExprId id = 0; id < facts.exprs.size(); ++id) out->around[id] = facts.exprs[id].span;
  for (const facts::Binding& binding : facts.bindings) {
    if (binding.is_element || binding.value == facts::kNone || binding.target == facts::kNone)
      continue;
    const Span target = facts.exprs[binding.target].span, value = out->around[binding.value];
    out->around[binding.value] = {std::min(target.begin, value.begin),
                                  std::max(target.end, value.end)};
  }
  constexpr int kMostSteps = 40;
  std::vector<Span> whole = out->around;
  for (ExprId id = 0; id < facts.exprs.size(); ++id) {
    ExprId at = id;
    for (int step = 0; step < kMostSteps && at != facts::kNone; ++step) {
      whole[id] = {std::min(whole[id].begin, out->around[at].begin),
                   std::max(whole[id].end, out->around[at].end)};
      at = parents[at];
      // again && (mail = x): what stands around it is not run with it.
      if (at != facts::kNone &&
          (facts.exprs[at].kind == ExprKind::kChoice || facts.exprs[at].kind == ExprKind::kUnknown))
        break;
    }
  }
  out->around = std::move(whole);
}

const WriteOrder::Source& WriteOrder::SourceOf(FileId file) {
  if (const auto known = sources_.find(file); known != sources_.end()) return known->second;
  if (sources_.size() >= kMostFiles) sources_.clear();
  const auto at = sources_.try_emplace(file).first;
  Source& out = at->second;
  const facts::FileFacts& facts = program_.file(file);
  ReadBlocks(facts, &out);
  ReadStatements(file, &out);
  const auto key = [&](const facts::Binding& binding) {
    return std::pair(binding.function, facts.exprs[binding.target].text);
  };
  for (const facts::Binding& binding : facts.bindings) {
    if (binding.target != facts::kNone && facts.exprs[binding.target].kind == ExprKind::kName &&
        !facts.exprs[binding.target].is_instance)
      out.assigned[key(binding)].push_back(binding);
  }
  const auto is_kept = [](const facts::Binding& binding) {
    return !binding.is_append && !binding.is_element && binding.value != facts::kNone;
  };
  for (auto& [where, bindings] : out.assigned) {
    if (!std::ranges::all_of(bindings, is_kept)) bindings.clear();
  }
  // A closure that binds the name binds that of the function around it, as often as not.
  for (const facts::Binding& binding : facts.bindings) {
    if (binding.target == facts::kNone || binding.function == facts::kNone) continue;
    facts::FunctionId outer = facts.functions[binding.function].parent;
    for (int step = 0; step < 8; ++step) {
      const auto around = out.assigned.find({outer, facts.exprs[binding.target].text});
      if (around != out.assigned.end() && (outer != facts::kNone || binding.is_outer))
        around->second.clear();
      if (outer == facts::kNone) break;
      outer = facts.functions[outer].parent;
    }
  }
  return out;
}

std::vector<facts::Binding> WriteOrder::Assignments(FileId file, facts::FunctionId function,
                                                    std::string_view name) {
  const Source& source = SourceOf(file);
  const auto found = source.assigned.find({function, name});
  if (found == source.assigned.end()) return {};
  return found->second;
}

Span WriteOrder::StatementOf(ExprRef at) { return SourceOf(at.file).around[at.expr]; }

bool WriteOrder::IsPlain(FileId file, const facts::Binding& binding) const {
  const facts::FileFacts& facts = program_.file(file);
  const Span target = facts.exprs[binding.target].span, value = facts.exprs[binding.value].span;
  if (target.end > value.begin) return value.end <= target.begin;  // SET("x", 5) INTO x
  const std::string_view between = facts.source.Slice({target.end, value.begin});
  return between.find_first_of("|&?") == std::string_view::npos;
}

WriteOrder::Level WriteOrder::LevelAt(const Source& source, uint32_t at) const {
  const auto brace =
      std::upper_bound(source.depths.begin(), source.depths.end(), std::pair(at, INT32_MAX));
  const auto line =
      std::upper_bound(source.indents.begin(), source.indents.end(), std::pair(at, UINT32_MAX));
  return {brace == source.depths.begin() ? 0 : std::prev(brace)->second,
          line == source.indents.begin() ? 0 : std::prev(line)->second};
}

WriteOrder::Level WriteOrder::LowestIn(const Source& source, uint32_t begin, uint32_t end) const {
  Level out = LevelAt(source, begin);
  auto brace =
      std::upper_bound(source.depths.begin(), source.depths.end(), std::pair(begin, INT32_MAX));
  for (; brace != source.depths.end() && brace->first <= end; ++brace) {
    out.depth = std::min(out.depth, brace->second);
    Spend();
  }
  auto line =
      std::upper_bound(source.indents.begin(), source.indents.end(), std::pair(begin, UINT32_MAX));
  for (; line != source.indents.end() && line->first <= end; ++line) {
    out.indent = std::min(out.indent, line->second);
    Spend();
  }
  return out;
}

bool WriteOrder::HoldsChoice(FileId file, std::string_view text) const {
  const std::vector<std::string>& words = program_.Words(file, &languages::Language::choice_words);
  return AnyWord(text, [&](std::string_view word, size_t) {
    return std::ranges::any_of(words, [&](const auto& w) { return EqualsIgnoreCase(w, word); });
  });
}

bool WriteOrder::IsConditional(FileId file, Span statement) const {
  const std::string_view text = program_.file(file).source.text();
  const size_t before = text.substr(0, statement.begin).find_last_of(";{}\n");
  const size_t begin = before == std::string_view::npos ? 0 : before + 1;
  const std::string_view head = text.substr(begin, statement.begin - begin);
  // `final LeadKey `, `my `, not `if (x) ` or `a && `.
  if (head.find_first_of("()=|&?:") != std::string_view::npos || HoldsChoice(file, head))
    return true;
  const size_t end = std::min(text.find_first_of(";}\n", statement.end), text.size());
  return HoldsChoice(file, text.substr(statement.end, end - statement.end));
}

bool WriteOrder::RunsBefore(FileId file, const Source& source, Span statement, uint32_t use) const {
  if (statement.end > use || use - statement.end > kFarthest) return false;
  return LevelAt(source, statement.begin).Holds(LowestIn(source, statement.end, use)) &&
         !IsConditional(file, statement);
}

bool WriteOrder::IsStraight(FileId file, facts::FunctionId function, Span statement) {
  if (function == facts::kNone) return false;
  const Span whole = program_.file(file).functions[function].span;
  if (statement.begin < whole.begin || statement.begin - whole.begin > kFarthest) return false;
  const std::string_view before = program_.file(file).source.Slice({whole.begin, statement.begin});
  if (IsConditional(file, statement) || HoldsChoice(file, before)) return false;
  const Source& source = SourceOf(file);
  const Level own = LevelAt(source, statement.begin);
  if (own.depth > LevelAt(source, whole.begin).depth + 1) return false;
  // Its body begins with its second line, or behind a brace that stands there alone.
  const auto next = [&](size_t from) {
    return from == std::string_view::npos ? from : before.find_first_not_of(" \t\r\n", from);
  };
  size_t body = next(before.find('\n'));
  if (body != std::string_view::npos && before[body] == '{') body = next(body + 1);
  return body == std::string_view::npos ||
         LowestIn(source, static_cast<uint32_t>(whole.begin + body), statement.begin).indent >=
             own.indent;
}

std::vector<bool> WriteOrder::Seen(FileId file, const std::vector<Write>& writes, Span use,
                                   Span birth) {
  std::vector<bool> seen(writes.size(), true);
  if (program_.Words(file, &languages::Language::choice_words).empty()) return seen;
  const Source& source = SourceOf(file);
  std::vector<Span> sure;  // that ran before the place is reached
  for (const Write& write : writes) {
    if (write.is_sure && RunsBefore(file, source, write.statement, use.begin))
      sure.push_back(write.statement);
  }
  std::vector<Span> anew = sure;  // each turn of a loop around them begins with them
  if (!birth.empty() && RunsBefore(file, source, birth, use.begin)) anew.push_back(birth);
  for (size_t i = 0; i < writes.size(); ++i) {
    const Span own = writes[i].statement;
    if (own.begin < use.begin) {
      seen[i] = std::ranges::none_of(sure, [&](Span by) { return own.end <= by.begin; });
    } else if (own.begin >= use.end && own.begin - use.begin <= kFarthest) {
      const Level around = LowestIn(source, use.begin, own.begin);
      seen[i] = std::ranges::none_of(
          anew, [&](Span by) { return around.Holds(LowestIn(source, by.begin, use.begin)); });
    }
  }
  return seen;
}

}  // namespace unsoap::link
