// Suppressions in comments: finding them, and saying what is wrong with them.
#include <fmt/core.h>

#include <algorithm>
#include <climits>
#include <iterator>

#include "scanner/base/budget.h"
#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/rules/dates.h"
#include "scanner/triage/triage.h"

namespace unsoap::triage {
namespace {

constexpr std::string_view kMarker = "unsoap-ignore";
constexpr std::string_view kFileMarker = "unsoap-ignore-file";
constexpr size_t kLongestSuppression = 4096;

bool IsNamePart(char c) { return IsAlnum(c) || c == '-'; }

// What ends a comment on the same line belongs to the language, not to the reason.
std::string_view WithoutCommentEnd(std::string_view text) {
  text = Trim(text);
  for (const std::string_view end :
       {"*/", "-->", "*)", "--%>", "%>", "#}", "?>", "=cut", "#>", "]]"}) {
    if (text.size() >= end.size() && text.substr(text.size() - end.size()) == end) {
      return Trim(text.substr(0, text.size() - end.size()));
    }
  }
  return text;
}

// ": A, B -- reason until=DATE", after the marker; " - " serves as well.
void ParseRest(std::string_view rest, InlineSuppression* out) {
  rest = WithoutCommentEnd(rest);
  if (rest.empty() || rest[0] != ':') {
    out->problem = "names no rule, so it suppresses nothing";
    return;
  }
  rest.remove_prefix(1);
  size_t dashes = rest.find("--");
  // A comment of XML may not hold two dashes; one between blanks is none of a rule's id.
  const size_t length = dashes == std::string_view::npos ? 3 : 2;
  if (dashes == std::string_view::npos) dashes = rest.find(" - ");
  std::string_view ids = Trim(rest.substr(0, dashes));
  std::string_view reason =
      dashes == std::string_view::npos ? std::string_view() : Trim(rest.substr(dashes + length));
  const size_t until = reason.rfind("until=");
  if (until != std::string_view::npos) {
    out->until = std::string(Trim(reason.substr(until + 6)));
    reason = Trim(reason.substr(0, until));
    if (!reason.empty() && (reason.back() == '[' || reason.back() == '(')) reason.remove_suffix(1);
    while (!out->until.empty() && (out->until.back() == ']' || out->until.back() == ')'))
      out->until.pop_back();
    if (!rules::ParseDate(out->until))
      out->problem =
          fmt::format("'until={}' is no date (YYYY-MM-DD), so it suppresses nothing", out->until);
  }
  out->reason = std::string(Trim(reason));
  for (const std::string_view id : Split(ids, ',')) {
    if (!Trim(id).empty()) out->rules.emplace_back(Trim(id));
  }
  if (out->rules.empty()) out->problem = "names no rule, so it suppresses nothing";
  if (out->problem.empty() && out->reason.empty()) {
    out->problem = "gives no reason ('-- why'), so it suppresses nothing";
  }
}

/// The comment around an offset; empty if there is none.
Span CommentAt(const facts::FileFacts& file, uint32_t offset) {
  const auto after =
      std::upper_bound(file.comments.begin(), file.comments.end(), offset,
                       [](uint32_t at, const Span& comment) { return at < comment.begin; });
  const bool inside = after != file.comments.begin() && std::prev(after)->Contains(offset);
  return inside ? *std::prev(after) : Span{};
}

bool InComment(const facts::FileFacts& file, uint32_t offset) {
  return !CommentAt(file, offset).empty();
}

class Lines {
 public:
  explicit Lines(const facts::FileFacts& file) : file_(file) {}

  bool IsCodeFree(int line) {
    if (line == asked_) return is_free_;
    asked_ = line;
    return is_free_ = Look(line);
  }
  /// The next line below with code on it, or the last line. Lines between the one that was asked
  /// for and its answer have the same answer.
  int NextCode(int line) {
    if (line >= from_ && line < next_) return next_;
    const int last = file_.source.line_count();
    from_ = line, next_ = line + 1;
    while (next_ < last && Look(next_)) ++next_;
    return next_ = std::min(next_, last);
  }

 private:
  bool Look(int line) const {
    Spend();
    uint32_t at = file_.source.LineBegin(line);
    const std::string_view text = file_.source.Line(line);
    for (size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (c != ' ' && c != '\t' && c != '\r' && !InComment(file_, at + static_cast<uint32_t>(i)))
        return false;
    }
    return true;
  }

  const facts::FileFacts& file_;
  int asked_ = -1, from_ = 0, next_ = 0;
  bool is_free_ = false;
};

}  // namespace

std::vector<InlineSuppression> ReadInlineSuppressions(const facts::FileFacts& file) {
  std::vector<InlineSuppression> out;
  const std::string& text = file.source.text();
  Lines lines(file);
  for (size_t at = text.find(kMarker); at != std::string::npos;
       at = text.find(kMarker, at + kMarker.size())) {
    const auto offset = static_cast<uint32_t>(at);
    if (at > 0 && IsNamePart(text[at - 1])) continue;
    // A string that mentions the marker suppresses nothing; plain text has no comments to tell it
    // by.
    if (!file.comments.empty() && !InComment(file, offset)) continue;
    if (file.comments.empty() && file.health != facts::Health::kTextOnly) continue;
    InlineSuppression found;
    found.path = file.path;
    found.line = file.source.LineAt(offset);
    size_t rest = at + kMarker.size();
    if (text.compare(at, kFileMarker.size(), kFileMarker) == 0) {
      found.whole_file = true;
      rest = at + kFileMarker.size();
    }
    if (rest < text.size() && IsNamePart(text[rest])) continue;
    // It ends with its comment, its line, and where no reason is as long.
    std::string_view said = std::string_view(text).substr(rest, kLongestSuppression);
    if (const Span comment = CommentAt(file, offset); comment.end > rest)
      said = said.substr(0, comment.end - rest);
    ParseRest(said.substr(0, said.find_first_of("\r\n")), &found);
    if (found.whole_file) {
      found.from = 1;
      found.to = INT_MAX;
    } else {
      found.from = found.line;
      const bool alone = file.health == facts::Health::kTextOnly && file.comments.empty()
                             ? true
                             : lines.IsCodeFree(found.line);
      found.to = alone ? lines.NextCode(found.line) : found.line;
    }
    out.push_back(std::move(found));
  }
  return out;
}

bool RuleMatches(std::string_view pattern, std::string_view rule_id) {
  const auto glob = [](std::string_view p, std::string_view s) {
    // '*' alone is special; greedy with one point to come back to.
    size_t i = 0, j = 0, star = std::string_view::npos, mark = 0;
    while (j < s.size()) {
      if (i < p.size() && p[i] == '*') {
        star = i++;
        mark = j;
      } else if (i < p.size() && p[i] == s[j]) {
        ++i, ++j;
      } else if (star != std::string_view::npos) {
        i = star + 1;
        j = ++mark;
      } else {
        return false;
      }
    }
    while (i < p.size() && p[i] == '*') ++i;
    return i == p.size();
  };
  if (glob(pattern, rule_id)) return true;
  const size_t slash = rule_id.find('/');
  return slash != std::string_view::npos && glob(pattern, rule_id.substr(slash + 1));
}

}  // namespace unsoap::triage
