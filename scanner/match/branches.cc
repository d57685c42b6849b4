#include "scanner/match/branches.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "scanner/base/budget.h"
#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/languages/language.h"

namespace unsoap::match {
namespace {

constexpr size_t kFarthest = 2000;    // bytes between two branches of one choice
constexpr size_t kMostCompared = 40;  // items: each is compared with each
constexpr size_t kMostItems = 8;      // of a path

/// The source between two places, as words and marks.
class Between {
 public:
  Between(const link::Program& program, link::FileId file, uint32_t begin, uint32_t end)
      : program_(program),
        file_(file),
        whole_(program.file(file).source.text()),
        begin_(begin),
        end_(end) {}

  bool HoldsElse() const {
    for (size_t i = begin_; i < end_;) {
      const size_t word = WordAt(i);
      if (IsElse(i, word)) return true;
      i += std::max<size_t>(word, 1);
    }
    return false;
  }

  /// The block of the first ends, the word follows, and the second stands in the block behind it.
  bool PartsBlocks() const {
    int depth = 0, lowest = 0;
    bool is_chain = false;  // the block that ended last, at the lowest depth, is of this choice
    for (size_t i = begin_; i < end_; ++i) {
      if (whole_[i] == '{') ++depth;
      if (whole_[i] != '}') continue;
      --depth;
      if (depth > lowest || (depth == lowest && !is_chain)) continue;
      lowest = depth;
      const size_t next = whole_.find_first_not_of(" \t\r\n", i + 1);
      is_chain = next < end_ && IsElse(next, WordAt(next));
    }
    return is_chain && depth > lowest;
  }

  /// One statement, the word, the other statement: no more than that. Without a mark at its end a
  /// statement ends with its line.
  bool PartsStatements() const {
    size_t i = begin_;
    bool is_marked = false;
    for (; i < end_ && (IsSpace(whole_[i]) || whole_[i] == ';'); ++i) is_marked |= whole_[i] == ';';
    if (i >= end_ || !IsElse(i, WordAt(i))) return false;
    const std::string_view rest = whole_.substr(i, end_ - i);
    const bool in_line = whole_.substr(begin_, end_ - begin_).find('\n') == std::string_view::npos;
    return (is_marked || in_line) && rest.find_first_of(";{}") == std::string_view::npos;
  }

  /// A line that begins with the word, farther left than what is around it.
  bool PartsLines() const {
    const std::string_view text = whole_.substr(begin_, end_ - begin_);
    if (text.find_first_of("{}") != std::string_view::npos) return false;
    const size_t first = IndentOf(begin_), second = IndentOf(end_);
    bool parted = false;
    size_t left = 0;
    for (size_t i = whole_.find('\n', begin_); i < end_; i = whole_.find('\n', i + 1)) {
      const size_t at = whole_.find_first_not_of(" \t\r", i + 1);
      if (at == std::string_view::npos || at >= end_ || whole_[at] == '\n') continue;
      const size_t indent = IndentOf(at), word = WordAt(at);
      if (IsElse(at, word) && indent < first && (!parted || indent <= left)) {
        parted = true, left = indent;
      } else if (indent <= (parted ? left : 0) && (parted || indent == 0)) {
        return false;  // the choice is over
      }
    }
    return parted && second > left;
  }

 private:
  static bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
  static bool IsOfWord(char c) { return IsAlnum(c) || c == '_' || c == '$'; }
  /// The length of the word that begins at a place; 0 if none does.
  size_t WordAt(size_t at) const {
    if (!IsOfWord(whole_[at]) || (at > 0 && IsOfWord(whole_[at - 1]))) return 0;
    size_t end = at;
    while (end < end_ && IsOfWord(whole_[end])) ++end;
    return end - at;
  }
  bool IsElse(size_t at, size_t size) const {
    if (size == 0) return false;
    const std::string_view word = whole_.substr(at, size);
    return program_.Names(file_, &languages::Language::else_words, word) ||
           program_.Names(file_, &languages::Language::else_words, Lower(word));
  }
  size_t IndentOf(size_t at) const {
    const size_t line = whole_.rfind('\n', at == 0 ? 0 : at - 1);
    const size_t begin = line == std::string_view::npos ? 0 : line + 1;
    return whole_.find_first_not_of(" \t", begin) - begin;
  }

  const link::Program& program_;
  const link::FileId file_;
  const std::string_view whole_;
  const size_t begin_, end_;
};

/// Something that a call passes, and where it is written.
struct Written {
  Branch::Item item;
  link::FileId file;
  Span span;
};

/// What each path is written with, in order of the source; of paths with many items none.
std::vector<Written> WrittenFor(const std::vector<SeenArgument>& arguments, size_t most_items) {
  std::vector<Written> out;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const SeenArgument& argument = arguments[i];
    if (argument.others.size() > most_items) continue;
    const bool is_one = argument.others.size() <= 1;
    for (size_t k = 0; k < std::max<size_t>(argument.others.size(), 1); ++k) {
      const SeenArgument& item = is_one ? argument : argument.others[k];
      if (item.file != facts::kNone && !item.span.empty())
        out.push_back({{i, k}, item.file, item.span});
    }
  }
  std::ranges::stable_sort(out, {},
                           [](const Written& one) { return std::pair(one.file, one.span.begin); });
  return out;
}

/// True if `a` and `b`, in this order, stand in two branches of one statement.
bool AreInOtherBranches(const link::Program& program, link::FileId file, Span a, Span b) {
  const Between between(program, file, a.end, b.begin);
  return between.PartsBlocks() || between.PartsStatements() || between.PartsLines();
}

/// True if a word that parts branches stands between two neighbours: most calls have none, and
/// pairs need not be looked at.
bool HoldsElse(const link::Program& program, const std::vector<Written>& order) {
  for (size_t k = 1; k < order.size(); ++k) {
    const Written &one = order[k - 1], &next = order[k];
    const bool is_near = one.file == next.file && one.span.end < next.span.begin &&
                         next.span.begin - one.span.end <= kFarthest;
    if (is_near && Between(program, one.file, one.span.end, next.span.begin).HoldsElse())
      return true;
  }
  return false;
}

}  // namespace

const Branches::Choices& Branches::ChoicesOf(link::FileId file) {
  const auto [at, fresh] = choices_.try_emplace(file);
  if (!fresh) return at->second;
  const std::vector<facts::Expr>& exprs = program_.file(file).exprs;
  Spend(static_cast<int64_t>(exprs.size() / 8));
  std::vector<Span> spans;
  for (facts::ExprId id = 0; id < exprs.size(); ++id) {
    if (exprs[id].kind != facts::ExprKind::kChoice || exprs[id].args_count < 2) continue;
    at->second.exprs.push_back(id);
    spans.push_back(exprs[id].span);
  }
  at->second.index = SpanIndex(spans);
  return at->second;
}

bool Branches::AreInOtherValues(link::FileId file, Span a, Span b) {
  const Choices& choices = ChoicesOf(file);
  const facts::FileFacts& facts = program_.file(file);
  const auto value_with = [&](const facts::Expr& choice, Span inner) {
    const facts::Arg* const args = facts.begin_args(choice);
    const auto at = std::find_if(args, args + choice.args_count, [&](const facts::Arg& arg) {
      return arg.value != facts::kNone && facts.exprs[arg.value].span.Contains(inner);
    });
    return at - args;
  };
  return choices.index.Around(a.begin, [&](uint32_t number) {
    const facts::Expr& choice = facts.exprs[choices.exprs[number]];
    const auto one = value_with(choice, a), other = value_with(choice, b);
    return one != other && one < choice.args_count && other < choice.args_count;
  });
}

bool Branches::AreApart(link::FileId file, Span a, Span b, bool has_words) {
  if (b.begin < a.begin) std::swap(a, b);
  if (a.end > b.begin || b.begin - a.end > kFarthest) return false;
  return AreInOtherValues(file, a, b) || (has_words && AreInOtherBranches(program_, file, a, b));
}

std::vector<Branch> Branches::Of(const std::vector<SeenArgument>& arguments) {
  std::vector<Written> order = WrittenFor(arguments, kMostItems);
  if (order.size() > kMostCompared) order = WrittenFor(arguments, 1);
  std::vector<Branch> out;
  if (order.size() < 2 || order.size() > kMostCompared) return out;
  const bool has_choice = std::ranges::any_of(
      order, [&](const Written& one) { return !ChoicesOf(one.file).exprs.empty(); });
  const bool has_words = HoldsElse(program_, order);
  if (!has_choice && !has_words) return out;
  for (const Written& own : order) {
    Branch branch;
    branch.own = own.item;
    for (const Written& other : order) {
      if (own.file == other.file && own.item != other.item &&
          AreApart(own.file, own.span, other.span, has_words))
        branch.left_out.push_back(other.item);
    }
    if (branch.left_out.empty()) continue;
    std::ranges::sort(branch.left_out);
    const bool known = std::ranges::any_of(
        out, [&](const Branch& each) { return each.left_out == branch.left_out; });
    if (known) continue;
    if (out.size() == kMostBranches) return {};  // a choice of so many is no plain one
    out.push_back(std::move(branch));
  }
  return out;
}

}  // namespace unsoap::match
