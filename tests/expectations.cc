#include "tests/expectations.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "scanner/base/text.h"

namespace unsoap {
namespace {

const std::set<std::string_view> kAttributes = {"kind",        "operation", "confidence", "param",
                                                "replacement", "label",     "toolkit",    "level"};

// After the characters that begin a comment in any language, or empty.
std::string_view CommentBody(std::string_view line) {
  line = Trim(line);
  for (const std::string_view begin : {"<!--", "<%--", "//", "/*", "--", "(*", "(:", "{-", "{*",
                                       "*>", "REM", "rem", "#", ";", "%", "'", "*", "\"", "!"}) {
    if (line.substr(0, begin.size()) != begin) continue;
    line.remove_prefix(begin.size());
    while (!line.empty() && (line[0] == '/' || line[0] == '#' || line[0] == ';' || line[0] == '-' ||
                             line[0] == '!')) {
      line.remove_prefix(1);
    }
    line = Trim(line);
    for (const std::string_view end : {"--->", "-->", "--%>", "*/", "*)", ":)", "-}", "*}"}) {
      if (line.size() >= end.size() && line.substr(line.size() - end.size()) == end)
        line.remove_suffix(end.size());
    }
    return Trim(line);
  }
  return {};
}

bool TakePrefix(std::string_view* text, std::string_view prefix) {
  if (text->substr(0, prefix.size()) != prefix) return false;
  *text = Trim(text->substr(prefix.size()));
  return true;
}

// "expect: RULE a=b c=d"; false if the text is no expectation.
bool ParseOne(std::string_view text, int comment_line, FixtureText* out) {
  Expectation expectation;
  expectation.text = std::string(text);
  const auto mistake = [&](const std::string& what) {
    out->mistakes.push_back(fmt::format("line {}: {}", comment_line, what));
  };
  if (TakePrefix(&text, "expect-none:")) {
    expectation.what = Expectation::What::kNone;
    if (text.empty()) mistake("expect-none says why");
    out->expectations.push_back(std::move(expectation));
    return true;
  }
  if (TakePrefix(&text, "expect-miss:")) {
    expectation.what = Expectation::What::kMiss;
  } else if (!TakePrefix(&text, "expect:")) {
    return false;
  }
  bool first = true;
  bool has_reason = false;
  for (const std::string_view word : Split(text, ' ')) {
    if (word.empty()) continue;
    const size_t equals = word.find('=');
    if (first) {
      expectation.rule = std::string(word);
    } else if (expectation.what == Expectation::What::kMiss) {
      has_reason = true;
    } else if (equals == std::string_view::npos || kAttributes.count(word.substr(0, equals)) == 0) {
      mistake(fmt::format("unknown attribute '{}'", word));
    } else {
      expectation.attributes.emplace_back(word.substr(0, equals), word.substr(equals + 1));
    }
    first = false;
  }
  if (expectation.rule.empty()) mistake("an expectation names a rule");
  if (expectation.what == Expectation::What::kMiss && !has_reason) mistake("expect-miss says why");
  out->expectations.push_back(std::move(expectation));
  return true;
}

bool RuleIs(const std::string& expected, const std::string& rule_id) {
  if (expected == rule_id) return true;
  const size_t slash = rule_id.find('/');
  return slash != std::string::npos && expected == rule_id.substr(slash + 1);
}

bool AttributeHolds(const Finding& f, const std::string& name, const std::string& value) {
  if (name == "kind") return value == Name(f.kind);
  if (name == "operation") return value == f.operation;
  if (name == "confidence") return value == Name(f.confidence);
  if (name == "level") return value == Name(f.level);
  if (name == "toolkit") return value == f.toolkit;
  if (name == "label") return std::find(f.labels.begin(), f.labels.end(), value) != f.labels.end();
  if (name == "replacement")
    return value == (f.replacements.empty() ? "none" : f.replacements[0].id);
  return std::any_of(f.parameters.begin(), f.parameters.end(), [&](const FlaggedUse& use) {
    return value == use.name || RuleIs("param/" + value, use.rule_id);
  });
}

bool Holds(const Expectation& expectation, const Finding& finding) {
  if (!RuleIs(expectation.rule, finding.rule_id)) return false;
  return std::all_of(expectation.attributes.begin(), expectation.attributes.end(),
                     [&](const auto& a) { return AttributeHolds(finding, a.first, a.second); });
}

// A finding in the words of an expectation, so that it can be copied into the fixture.
std::string Describe(const Finding& f) {
  const size_t slash = f.rule_id.find('/');
  std::string out = fmt::format("expect: {} kind={} confidence={}", f.rule_id.substr(slash + 1),
                                Name(f.kind), Name(f.confidence));
  if (!f.operation.empty()) out += " operation=" + f.operation;
  for (const FlaggedUse& use : f.parameters) out += " param=" + use.name;
  if (!f.replacements.empty()) out += " replacement=" + f.replacements[0].id;
  for (const std::string& label : f.labels) out += " label=" + label;
  return out;
}

}  // namespace

FixtureText ParseExpectations(std::string_view text) {
  FixtureText out;
  out.stripped = std::string(text);
  size_t pending = 0;  // expectations that wait for their line
  size_t begin = 0;
  for (int line = 1; begin < text.size(); ++line) {
    size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) end = text.size();
    const size_t before = out.expectations.size();
    const std::string_view body = CommentBody(text.substr(begin, end - begin));
    if (!body.empty() && ParseOne(body, line, &out)) {
      for (size_t i = begin; i < end; ++i) {
        if (out.stripped[i] != '\r') out.stripped[i] = ' ';
      }
      pending += out.expectations.size() - before;
    } else {
      for (; pending > 0; --pending)
        out.expectations[out.expectations.size() - pending].line = line;
    }
    begin = end + 1;
  }
  if (pending > 0) out.mistakes.push_back("an expectation at the end of the file claims no line");
  return out;
}

FixtureText ParseExpectFile(std::string_view text) {
  FixtureText out;
  int number = 0;
  for (const std::string_view raw : Split(text, '\n')) {
    ++number;
    const std::string_view line = Trim(raw);
    if (line.empty() || line[0] == '#') continue;
    const size_t colon = line.find(':');
    int claimed = 0;
    for (const char c : line.substr(0, colon))
      claimed = c >= '0' && c <= '9' ? claimed * 10 + (c - '0') : -1000000;
    const size_t before = out.expectations.size();
    if (colon == std::string_view::npos || claimed < 1 ||
        !ParseOne(Trim(line.substr(colon + 1)), number, &out)) {
      out.mistakes.push_back(
          fmt::format("line {}: not of the form 'LINE: expect: RULE ...'", number));
      continue;
    }
    for (size_t i = before; i < out.expectations.size(); ++i) out.expectations[i].line = claimed;
  }
  return out;
}

std::vector<std::string> Compare(const std::string& path,
                                 const std::vector<Expectation>& expectations,
                                 const std::vector<Finding>& findings, bool may_miss) {
  std::vector<std::string> out;
  std::vector<bool> claimed(findings.size(), false);
  std::vector<const Expectation*> unmet;
  const auto say = [&](int line, const std::string& what) {
    out.push_back(fmt::format("{}:{}: {}", path, line, what));
  };
  for (const Expectation& expectation : expectations) {
    if (expectation.what == Expectation::What::kNone) continue;
    size_t match = findings.size();
    for (size_t i = 0; i < findings.size() && match == findings.size(); ++i) {
      const bool here = !claimed[i] && findings[i].location.start_line == expectation.line;
      if (here && Holds(expectation, findings[i])) match = i;
    }
    if (expectation.what == Expectation::What::kMiss) {
      if (!may_miss) say(expectation.line, "expect-miss stands outside of known_misses/");
      if (match == findings.size()) continue;
      claimed[match] = true;
      say(expectation.line, "a known miss is found now, move the fixture: " + expectation.text);
    } else if (match == findings.size()) {
      unmet.push_back(&expectation);
    } else {
      claimed[match] = true;
    }
  }
  for (const Expectation* expectation : unmet) {
    const auto other = [&](size_t i) {
      return !claimed[i] && findings[i].location.start_line == expectation->line;
    };
    size_t i = 0;
    while (i < findings.size() && !other(i)) ++i;
    if (i == findings.size()) {
      say(expectation->line, "missing: " + expectation->text);
    } else {
      claimed[i] = true;
      say(expectation->line,
          fmt::format("wrong: {}\n    found: {}", expectation->text, Describe(findings[i])));
    }
  }
  for (size_t i = 0; i < findings.size(); ++i) {
    if (claimed[i]) continue;
    std::string why;
    for (const Expectation& e : expectations) {
      if (e.what == Expectation::What::kNone && e.line == findings[i].location.start_line)
        why = "\n    " + e.text;
    }
    say(findings[i].location.start_line, fmt::format("noisy: {}{}", Describe(findings[i]), why));
  }
  return out;
}

}  // namespace unsoap
