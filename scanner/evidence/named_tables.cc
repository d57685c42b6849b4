// NamesInTables: the first line names the columns; one of a table in Markdown has a rule below it.
#include "scanner/evidence/named_tables.h"

#include <algorithm>

#include "scanner/base/budget.h"
#include "scanner/base/char.h"
#include "scanner/base/text.h"

namespace unsoap::evidence {
namespace {

constexpr size_t kLongestHeading = 60;
constexpr size_t kLongestCell = 400;

class Tables {
 public:
  Tables(const facts::FileFacts& facts, std::vector<NamedValue>* all)
      : text_(facts.source.text()), all_(*all) {}

  void Run() {
    std::vector<Span> headings;
    char separator = 0;
    bool is_first = true;
    for (size_t begin = 0; begin < text_.size() && cells_ < kMostCells; is_first = false) {
      Spend();
      const size_t end = std::min(text_.find('\n', begin), text_.size());
      const size_t next = end + 1;
      const bool has_rule = IsRule(LineAt(next));
      if (has_rule || is_first) {
        separator = has_rule ? '|' : SeparatorOf(LineAt(begin));
        headings = separator == 0 ? std::vector<Span>() : Cells(begin, end, separator);
        if (headings.size() < 2 ||
            !std::ranges::all_of(headings, [&](const Span& s) { return IsHeading(Slice(s)); }))
          headings.clear();
        begin = has_rule ? std::min(text_.find('\n', next), text_.size()) + 1 : next;
        continue;
      }
      if (!headings.empty()) Row(headings, Cells(begin, end, separator), begin);
      if (separator == '|' && Trim(LineAt(begin)).empty()) headings.clear();
      begin = next;
    }
  }

 private:
  std::string_view LineAt(size_t begin) const {
    if (begin >= text_.size()) return {};
    return text_.substr(begin, std::min(text_.find('\n', begin), text_.size()) - begin);
  }
  std::string_view Slice(Span span) const {
    return text_.substr(span.begin, span.end - span.begin);
  }

  /// |---|:---:|
  static bool IsRule(std::string_view line) {
    line = Trim(line);
    return line.size() > 4 && line.find('|') != std::string_view::npos &&
           line.find("--") != std::string_view::npos &&
           line.find_first_not_of("|-: ") == std::string_view::npos;
  }
  static bool IsHeading(std::string_view cell) {
    return cell.size() <= kLongestHeading && !cell.empty() && !IsDigit(cell[0]) &&
           std::ranges::all_of(cell, [](char c) {
             return IsWordChar(c) || c == ' ' || c == '-' || c == '.' || c == '/';
           });
  }
  /// The mark that parts most cells; 0 if none does.
  static char SeparatorOf(std::string_view line) {
    char best = 0;
    std::ptrdiff_t most = 0;
    for (const char c : {',', ';', '\t', '|'}) {
      const auto count = std::ranges::count(line, c);
      if (count > most) best = c, most = count;
    }
    return best;
  }

  /// What stands between the separators, without blanks and quotes around it.
  std::vector<Span> Cells(size_t begin, size_t end, char separator) const {
    std::vector<Span> out;
    if (separator == '|' && begin < end && text_[begin] == '|') ++begin;
    for (size_t at = begin; at <= end; ++at) {
      size_t stop = at;
      while (stop < end && (text_[stop] == ' ' || text_[stop] == '\r')) ++stop;
      if (stop < end && text_[stop] == '"') {
        const size_t close = std::min(text_.find('"', stop + 1), end);
        out.push_back(Trimmed(stop + 1, close));
        at = std::min(text_.find(separator, close), end);
        continue;
      }
      stop = std::min(text_.find(separator, at), end);
      out.push_back(Trimmed(at, stop));
      at = stop;
    }
    if (separator == '|' && !out.empty() && out.back().empty()) out.pop_back();
    return out;
  }
  Span Trimmed(size_t begin, size_t end) const {
    const auto is_around = [&](size_t at) {
      return text_[at] == ' ' || text_[at] == '\r' || text_[at] == '\t' || text_[at] == '`';
    };
    while (begin < end && is_around(begin)) ++begin;
    while (begin < end && is_around(end - 1)) --end;
    return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  }

  void Row(const std::vector<Span>& headings, const std::vector<Span>& cells, size_t begin) {
    if (cells.size() != headings.size()) return;
    for (size_t i = 0; i < cells.size(); ++i) {
      Spend();
      ++cells_;
      if (cells[i].empty() || cells[i].end - cells[i].begin > kLongestCell) continue;
      all_.push_back({std::string(Slice(headings[i])),
                      headings[i],
                      Slice(cells[i]),
                      cells[i],
                      "row " + std::to_string(begin),
                      {}});
    }
  }

  const std::string_view text_;
  std::vector<NamedValue>& all_;
  size_t cells_ = 0;
};

}  // namespace

void NamesInTables(const facts::FileFacts& facts, std::vector<NamedValue>* all) {
  Tables(facts, all).Run();
}

}  // namespace unsoap::evidence
