#include "scanner/prefilter/required_literal.h"

#include "scanner/base/char.h"

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

}  // namespace

std::vector<std::string> RequiredLiterals(std::string_view regex, size_t least) {
  // Flags in front, "(?i)", change nothing: needles are matched without regard to case. Verbose
  // mode would.
  if (regex.starts_with("(?i)")) regex.remove_prefix(4);
  if (regex.starts_with("(?") && !regex.starts_with("(?:")) return {};
  // One group around everything.
  if (regex.starts_with("(?:") && SkipGroup(regex, 0) == regex.size()) {
    regex = regex.substr(3, regex.size() - 4);
  } else if (regex.starts_with('(') && SkipGroup(regex, 0) == regex.size()) {
    regex = regex.substr(1, regex.size() - 2);
  }
  std::vector<std::string> literals;
  for (const std::string_view part : Alternatives(regex)) {
    std::string run = LongestRun(part);
    if (run.size() < least) return {};
    literals.push_back(std::move(run));
  }
  return literals;
}

}  // namespace unsoap::prefilter
