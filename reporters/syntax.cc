#include "reporters/syntax.h"

#include <algorithm>
#include <map>
#include <set>

#include "reporters/escape.h"
#include "scanner/base/char.h"
#include "scanner/base/embedded.h"
#include "scanner/base/text.h"
#include "scanner/findings/json.h"
#include "scanner/languages/language.h"

namespace unsoap::reporters {
namespace {

struct Tables {
  std::map<std::string, Syntax, std::less<>> others;
  std::set<std::string, std::less<>> keywords;

  Tables() {
    for (const std::string_view line : Split(Embedded("reporters/html/syntax.txt"), '\n')) {
      std::vector<std::string> words;
      for (const std::string_view word : Split(line, ' ')) {
        if (!word.empty()) words.emplace_back(word);
      }
      if (words.size() < 2 || words[0] == "#") continue;
      if (words[0] == "keywords") {
        keywords.insert(words.begin() + 1, words.end());
      } else if (words[1] == "line" && words.size() == 3) {
        others[words[0]].line_comments.push_back(words[2]);
      } else if (words[1] == "block" && words.size() == 4) {
        others[words[0]].block_comments.emplace_back(words[2], words[3]);
      } else if (words[1] == "quotes") {
        others[words[0]].quotes.assign(words.begin() + 2, words.end());
      }
    }
    for (auto& row : others) Finish(row.second);
    for (const auto& language : languages::Languages()) {
      Syntax syntax;
      syntax.line_comments = language->line_comments;
      syntax.block_comments = language->block_comments;
      for (const std::string& quote : language->quotes) {
        // Brackets are quotes only behind a prefix, which a reader of colours can do without.
        if (quote.find_first_not_of("\"'`") == std::string::npos) syntax.quotes.push_back(quote);
      }
      Finish(syntax);
      others.insert_or_assign(language->id, std::move(syntax));
    }
  }

  static void Finish(Syntax& syntax) {
    std::stable_sort(
        syntax.quotes.begin(), syntax.quotes.end(),
        [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
    syntax.tags = std::any_of(syntax.block_comments.begin(), syntax.block_comments.end(),
                              [](const auto& comment) { return comment.first == "<!--"; });
  }
};

const Tables& All() {
  static const Tables tables;
  return tables;
}

bool IsWord(char c) { return IsWordChar(c) || static_cast<unsigned char>(c) >= 0x80; }

/// Gives each byte of the lines a class, from left to right; what is open at the end of a line goes
/// on in the next.
class Painter {
 public:
  explicit Painter(const Syntax* syntax) : syntax_(syntax) {}

  std::string Classes(std::string_view line) {
    std::string classes(line.size(), ' ');
    if (syntax_ == nullptr) return classes;
    size_t i = 0;
    while (i < line.size()) {
      size_t end = line.size();
      char what = ' ';
      if (!open_.empty()) {
        what = open_class_;
        const size_t close = line.find(open_, i);
        if (close != std::string_view::npos) {
          end = close + open_.size();
          open_.clear();
        }
      } else {
        end = Token(line, i, &what);
      }
      std::fill(classes.begin() + static_cast<std::ptrdiff_t>(i),
                classes.begin() + static_cast<std::ptrdiff_t>(end), what);
      i = end;
    }
    return classes;
  }

 private:
  /// The end of what begins at `i`.
  size_t Token(std::string_view line, size_t i, char* what) {
    const std::string_view rest = line.substr(i);
    for (const auto& [begin, end] : syntax_->block_comments) {
      std::string_view opening = begin;
      if (opening.starts_with('\n')) {
        if (i > 0) continue;
        opening.remove_prefix(1);
      }
      if (!rest.starts_with(opening)) continue;
      *what = 'c';
      const size_t close = line.find(Trim(end), i + opening.size());
      if (close != std::string_view::npos) return close + Trim(end).size();
      open_ = std::string(Trim(end));
      open_class_ = 'c';
      return line.size();
    }
    for (const std::string& comment : syntax_->line_comments) {
      const bool at_begin = comment.starts_with('\n');
      const std::string_view opening = std::string_view(comment).substr(at_begin ? 1 : 0);
      if ((at_begin && i > 0) || !rest.starts_with(opening)) continue;
      // "a#b" and "http://x" are no comments.
      if (i > 0 && (IsWord(line[i - 1]) || line[i - 1] == ':')) continue;
      *what = 'c';
      return line.size();
    }
    if (const size_t end = String(line, i); end > i) {
      *what = 's';
      return end;
    }
    if (syntax_->tags && line[i] == '<' && i + 1 < line.size() &&
        (IsWord(line[i + 1]) || line[i + 1] == '/' || line[i + 1] == '?')) {
      size_t end = i + 2;
      while (end < line.size() && (IsWord(line[end]) || line[end] == ':' || line[end] == '-'))
        ++end;
      *what = 'k';
      return end;
    }
    if (!IsWord(line[i])) return i + 1;
    size_t end = i;
    while (end < line.size() && IsWord(line[end])) ++end;
    if (IsDigit(line[i])) {
      *what = 'n';
    } else if (!syntax_->tags && All().keywords.contains(line.substr(i, end - i)) &&
               (i == 0 || std::string_view("$@.>").find(line[i - 1]) == std::string_view::npos)) {
      *what = 'k';
    }
    return end;
  }

  size_t String(std::string_view line, size_t i) {
    for (const std::string& quote : syntax_->quotes) {
      if (!line.substr(i).starts_with(quote)) continue;
      if (syntax_->tags && (i == 0 || line[i - 1] != '=')) return i;
      for (size_t at = i + quote.size(); at < line.size(); ++at) {
        if (line[at] == '\\') {
          ++at;
        } else if (line.substr(at).starts_with(quote)) {
          return at + quote.size();
        }
      }
      // A long quote goes on; a short one that does not end here is an apostrophe.
      if (quote.size() < 3) return i;
      open_ = quote;
      open_class_ = 's';
      return line.size();
    }
    return i;
  }

  const Syntax* syntax_;
  std::string open_;  // what ends the comment or string that is open; empty: none is
  char open_class_ = ' ';
};

/// Byte offset of a code point column (from 1) in a line.
size_t OffsetOf(std::string_view line, int column) {
  size_t at = 0;
  for (int point = 1; point < column && at < line.size(); ++point) {
    for (++at; at < line.size() && (static_cast<unsigned char>(line[at]) & 0xc0) == 0x80;) ++at;
  }
  return at;
}

/// Bytes [begin, end) of the line that the finding marks.
std::pair<size_t, size_t> Mark(const findings::Finding& f, std::string_view line) {
  const size_t begin = OffsetOf(line, f.location.start_column);
  const size_t end = f.location.end_line == f.location.start_line
                         ? std::max(begin, OffsetOf(line, f.location.end_column))
                         : line.size();
  return {begin, end};
}

std::string Runs(std::string_view line, const std::string& classes, size_t mark_begin,
                 size_t mark_end) {
  std::string out;
  size_t i = 0;
  while (i < line.size()) {
    const bool marked = i >= mark_begin && i < mark_end;
    size_t end = i + 1;
    while (end < line.size() && classes[end] == classes[i] && end != mark_begin && end != mark_end)
      ++end;
    if (i == mark_begin && marked) out += "<mark>";
    const std::string text = HtmlText(line.substr(i, end - i));
    if (classes[i] == ' ') {
      out += text;
    } else {
      out += std::string("<span class=\"") + classes[i] + "\">" + text + "</span>";
    }
    if (marked && end == mark_end) out += "</mark>";
    i = end;
  }
  return out;
}

}  // namespace

const Syntax* SyntaxOf(std::string_view language) {
  const auto at = All().others.find(language);
  return at == All().others.end() ? nullptr : &at->second;
}

std::vector<std::string> HighlightHtml(const findings::Finding& f) {
  std::vector<std::string> out;
  Painter painter(SyntaxOf(f.language));
  int number = f.snippet.first_line;
  for (const std::string& raw : f.snippet.lines) {
    const std::string line = ToValidUtf8(raw);
    std::pair<size_t, size_t> mark = {line.size(), line.size()};
    if (number == f.location.start_line) mark = Mark(f, line);
    out.push_back(Runs(line, painter.Classes(line), mark.first, mark.second));
    ++number;
  }
  return out;
}

SuppressHint HowToSuppress(const findings::Finding& f) {
  const std::string marker = "unsoap-ignore: " + f.rule_id;
  const Syntax* syntax = SyntaxOf(f.language);
  if (syntax != nullptr && !syntax->line_comments.empty()) {
    std::string_view begin = syntax->line_comments.front();
    if (begin.starts_with('\n')) begin.remove_prefix(1);
    return {true, std::string(Trim(begin)) + " " + marker + " -- reason"};
  }
  if (syntax != nullptr && !syntax->block_comments.empty()) {
    const auto& [begin, end] = syntax->block_comments.front();
    // XML forbids two dashes inside a comment.
    const char* dash = begin.starts_with("<!--") ? " - reason " : " -- reason ";
    return {true, std::string(Trim(begin)) + " " + marker + dash + std::string(Trim(end))};
  }
  return {false, "- id: " + findings::JsonString(f.rule_id) + "\n  paths: [" +
                     findings::JsonString(f.location.path) + "]\n  reason: why"};
}

}  // namespace unsoap::reporters
