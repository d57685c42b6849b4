#include "scanner/prefilter/required_literal.h"

#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/base/text.h"

namespace unsoap::prefilter {
namespace {

/// The parts between bars that stand in no group or set.
std::vector<std::string_view> Alternatives(std::string_view regex) {
  std::vector<std::string_view> parts;
  int depth = 0;
  bool in_set = false;
  size_t begin = 0;
  for (size_t i = 0; i < regex.size(); ++i) {
    const char c = regex[i];
    if (c == '\\') {
      ++i;
    } else if (in_set) {
      in_set = c != ']';
    } else if (c == '[') {
      in_set = true;
      if (i + 1 < regex.size() && regex[i + 1] == '^') ++i;
      if (i + 1 < regex.size() && regex[i + 1] == ']') ++i;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')') {
      --depth;
    } else if (c == '|' && depth == 0) {
      parts.push_back(regex.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  parts.push_back(regex.substr(begin));
  return parts;
}

/// Skips a group or a set that begins at `i`; gives the position after it.
size_t SkipGroup(std::string_view regex, size_t i) {
  int depth = 0;
  bool in_set = false;
  for (; i < regex.size(); ++i) {
    const char c = regex[i];
    if (c == '\\') {
      ++i;
    } else if (in_set) {
      if (c == ']') in_set = false;
    } else if (c == '[') {
      in_set = true;
      if (i + 1 < regex.size() && regex[i + 1] == '^') ++i;
      if (i + 1 < regex.size() && regex[i + 1] == ']') ++i;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')') {
      --depth;
    }
    if (depth == 0 && !in_set) return i + 1;
  }
  return regex.size();
}

std::string LongestRun(std::string_view regex) {
  std::string best, run;
  const auto end_run = [&] {
    if (run.size() > best.size()) best = run;
    run.clear();
  };
  for (size_t i = 0; i < regex.size();) {
    const char c = regex[i];
    if (c == '(' || c == '[') {
      end_run();
      i = SkipGroup(regex, i);
    } else if (c == '*' || c == '?' || c == '{') {
      // What stood before may be absent.
      if (!run.empty()) run.pop_back();
      end_run();
      if (c == '{') {
        const size_t close = regex.find('}', i);
        if (close == regex.npos) return best;
        i = close;
      }
      ++i;
    } else if (c == '+') {
      end_run();
      ++i;
    } else if (c == '.' || c == '^' || c == '$' || c == '|' || c == ')') {
      end_run();
      ++i;
    } else if (c == '\\') {
      const char next = i + 1 < regex.size() ? regex[i + 1] : '\0';
      if (next == 'Q' || next == 'x' || next == 'p' || next == 'P' || IsDigit(next)) return best;
      if (IsAlpha(next) || next == '\0') {
        end_run();
      } else {
        run += next;
      }
      i += 2;
    } else {
      run += c;
      ++i;
    }
  }
  end_run();
  return best;
}

/// The alternatives of a whole expression. Flags in front, "(?i)", change nothing: needles are
/// matched without regard to case. Verbose mode would: then there are none.
std::vector<std::string_view> WholeAlternatives(std::string_view regex) {
  if (regex.starts_with("(?i)")) regex.remove_prefix(4);
  if (regex.starts_with("(?") && !regex.starts_with("(?:")) return {};
  // One group around everything.
  if (regex.starts_with("(?:") && SkipGroup(regex, 0) == regex.size()) {
    regex = regex.substr(3, regex.size() - 4);
  } else if (regex.starts_with('(') && SkipGroup(regex, 0) == regex.size()) {
    regex = regex.substr(1, regex.size() - 2);
  }
  return Alternatives(regex);
}

/// True if a group of the expression that cannot be left out consists of alternatives that each
/// contain one of the words.
bool HasGroupOf(std::string_view regex, const std::vector<std::string>& words) {
  const auto has_word = [&](std::string_view part) {
    const std::string run = Lower(LongestRun(part));
    return std::ranges::any_of(words,
                               [&](const std::string& word) { return run.find(word) != run.npos; });
  };
  for (size_t i = 0; i < regex.size();) {
    if (regex[i] == '\\') {
      i += 2;
      continue;
    }
    if (regex[i] != '(' && regex[i] != '[') {
      ++i;
      continue;
    }
    const size_t end = SkipGroup(regex, i);
    const bool is_optional =
        end < regex.size() && std::string_view("?*{").find(regex[end]) != std::string_view::npos;
    const std::string_view group = regex.substr(i, end - i);
    if (!is_optional && group.starts_with("(?:") &&
        std::ranges::all_of(WholeAlternatives(group), has_word))
      return true;
    i = end;
  }
  return false;
}

}  // namespace

std::vector<bool> AlsoRequired(std::string_view regex, const std::vector<std::string>& words) {
  std::vector<bool> also;
  for (const std::string_view part : WholeAlternatives(regex))
    also.push_back(HasGroupOf(part, words));
  return also;
}

std::vector<std::string> RequiredLiterals(std::string_view regex, size_t least) {
  std::vector<std::string> literals;
  for (const std::string_view part : WholeAlternatives(regex)) {
    std::string run = LongestRun(part);
    if (run.size() < least) return {};
    literals.push_back(std::move(run));
  }
  return literals;
}

namespace {

/// The bytes of a set "[0-9A-F]"; false if it says more than ranges and plain characters.
bool BytesOfSet(std::string_view set, std::array<bool, 256>* bytes) {
  if (set.empty() || set.front() == '^') return false;
  for (size_t i = 0; i < set.size(); ++i) {
    if (set[i] == '\\' || set[i] == '[') return false;
    const bool is_range = i + 2 < set.size() && set[i + 1] == '-';
    const auto first = static_cast<uint8_t>(set[i]);
    const auto last = static_cast<uint8_t>(is_range ? set[i + 2] : set[i]);
    for (unsigned c = first; c <= last; ++c) (*bytes)[c] = true;
    if (is_range) i += 2;
  }
  return true;
}

/// What stands in the group around everything that captures, or the whole expression.
void FindRuns(std::string_view regex, RequiredRun* best) {
  if (Alternatives(regex).size() != 1) return;
  for (size_t i = 0; i < regex.size();) {
    if (regex[i] == '\\') {
      i += 2;
      continue;
    }
    if (regex[i] != '[' && regex[i] != '(') {
      ++i;
      continue;
    }
    const size_t end = SkipGroup(regex, i);
    const std::string_view inner = regex.substr(i + 1, end - i - 2);
    const char next = end < regex.size() ? regex[end] : '\0';
    if (regex[i] == '(' && !inner.starts_with('?') && next != '?' && next != '*' && next != '{')
      FindRuns(inner, best);
    if (regex[i] == '[' && next == '{') {
      size_t least = 0;
      for (size_t k = end + 1; k < regex.size() && IsDigit(regex[k]) && least < 1000; ++k)
        least = least * 10 + static_cast<size_t>(regex[k] - '0');
      RequiredRun run;
      run.size = least;
      if (least > best->size && BytesOfSet(inner, &run.kind)) *best = run;
    }
    i = end;
  }
}

}  // namespace

RequiredRun FindRequiredRun(std::string_view regex) {
  RequiredRun best;
  FindRuns(regex, &best);
  return best;
}

bool RequiredRun::IsIn(std::string_view text) const {
  if (size == 0) return true;
  // The last byte of where a run could be is looked at first: most of them rule it out.
  for (size_t begin = 0; begin + size <= text.size();) {
    size_t at = begin + size;
    while (at > begin && kind[static_cast<uint8_t>(text[at - 1])]) --at;
    if (at == begin) return true;
    begin = at;
  }
  return false;
}

}  // namespace unsoap::prefilter
