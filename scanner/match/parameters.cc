// Flagged parameters outside of any reported call: where a file that uses the service spells a name
// of its requests.
//
// What it is: a pass over the words of the text that asks what a word is there. The name of an
// element, of a key or a value in a string is said to the service, each place for itself. A member,
// a setter or a keyword argument belongs to a class that only carries the value: once for a class
// or function is enough. A variable or parameter of that name is the program's own.
#include "scanner/base/char.h"
#include "scanner/evidence/named_values.h"
#include "scanner/languages/language.h"
#include "scanner/match/match_state.h"

namespace unsoap::match {
namespace {

enum class Role { kElement, kText, kMember, kOwn };

/// The start of `p:` in front of a name, or the name's own.
size_t PrefixStart(std::string_view text, size_t name) {
  if (name == 0 || text[name - 1] != ':') return name;
  size_t at = name - 1;
  while (at > 0 && IsWordChar(text[at - 1])) --at;
  return at;
}

/// True for the name in `</name>` and `</p:name>`: its start tag has said it.
bool InEndTag(std::string_view text, uint32_t name) {
  const size_t at = PrefixStart(text, name);
  return at >= 2 && text[at - 1] == '/' && text[at - 2] == '<';
}

bool InStartTag(std::string_view text, uint32_t name) {
  const std::string_view before = text.substr(0, PrefixStart(text, name));
  return before.ends_with('<') || before.ends_with("&lt;") || before.ends_with("\\u003c");
}

char Behind(std::string_view text, size_t at) {
  while (at < text.size() && IsBlank(text[at])) ++at;
  return at < text.size() ? text[at] : '\n';
}

char Before(std::string_view text, size_t at) {
  while (at > 0 && IsSpace(text[at - 1])) --at;
  return at > 0 ? text[at - 1] : '\n';
}

/// What a word that is written in code is.
Role RoleInCode(const facts::FileFacts& facts, const SpanIndex& functions, Span span,
                bool is_type) {
  const std::string_view text = facts.source.text();
  const std::string_view word = facts.source.Slice(span);
  const auto is_parameter = [&] {
    return functions.Around(span.begin, [&](uint32_t i) {
      const std::vector<facts::Param>& params = facts.functions[i].params;
      return std::any_of(params.begin(), params.end(),
                         [&](const facts::Param& p) { return p.span.Contains(span); });
    });
  };
  const std::string_view head = text.substr(0, span.begin), tail = text.substr(span.end);
  const bool is_member =
      head.ends_with('.') || head.ends_with("->") || head.ends_with("::") || head.ends_with('@');
  const bool is_symbol = head.ends_with(':') && !head.ends_with("::");
  const std::string_view property = evidence::PropertyOf(evidence::SettersOf(facts), word);
  const bool is_setter = !property.empty() && property[0] < 'a';
  if (is_member || is_symbol || is_setter || is_type) return Role::kMember;
  // key: value, f(key=value), {key = value}
  const char behind = Behind(text, span.end), before = Before(text, span.begin);
  const bool is_key = (tail.starts_with(':') && !tail.starts_with("::")) ||
                      (behind == '=' && (before == '(' || before == ',' || before == '{'));
  return is_key && !is_parameter() ? Role::kMember : Role::kOwn;
}

Role RoleOf(const facts::FileFacts& facts, const SpanIndex& functions, const SpanIndex& literals,
            Span span, bool is_type) {
  // Without a grammar all text is alike.
  if (facts.exprs.empty() || InStartTag(facts.source.text(), span.begin)) return Role::kElement;
  if (const uint32_t i = literals.Innermost(span); i != SpanIndex::kNothing) {
    const facts::Expr& e = facts.exprs[facts.strings[i]];
    // The type of an element stands in the element's tag.
    return is_type && facts.source.Slice(e.span).find('<') != std::string_view::npos
               ? Role::kElement
               : Role::kText;
  }
  return RoleInCode(facts, functions, span, is_type);
}

}  // namespace

bool Matcher::IsListing(link::FileId f) const {
  const std::string_view text = File(f).source.text();
  return File(f).exprs.empty() && File(f).elements.empty() &&
         text.find("Prefixes") != std::string_view::npos &&
         text.find("Port") != std::string_view::npos &&
         !Signals(f).Has(evidence::SignalKind::kRequestElement);
}

facts::ClassId Matcher::ClassAt(link::FileId f, Span span) const {
  return Index(f).classes.Innermost(span.begin);
}

bool Matcher::IsUsedAnywhere() const {
  return std::any_of(out_.findings.begin(), out_.findings.end(),
                     [](const findings::Finding& finding) {
                       return finding.confidence >= findings::Confidence::kLikely &&
                              finding.kind != findings::Kind::kParameter &&
                              finding.kind != findings::Kind::kCredential &&
                              finding.kind != findings::Kind::kConfiguration;
                     });
}

void Matcher::Parameters() {
  using Flagged = std::pair<const rules::Pack*, const rules::FlaggedParameter*>;
  std::map<std::string, std::vector<Flagged>> names;
  for (const auto& [pack, describer] : describers_) {
    for (const rules::FlaggedParameter& flagged : pack->parameters) {
      if (!flagged.standalone) continue;
      for (const std::string& value : flagged.values) names[value].push_back({pack, &flagged});
      if (!flagged.values.empty()) continue;
      for (const std::string& name : flagged.names) {
        std::vector<std::string> spellings = {name, LowerFirst(name), UpperFirst(name),
                                              SnakeCase(name)};
        for (const std::string& setter : languages::AllSetters())
          spellings.push_back(setter + UpperFirst(name));
        for (const std::string& spelled : spellings) names[spelled].push_back({pack, &flagged});
      }
    }
  }
  // What calls and envelopes have said, by line and by the function around it.
  std::map<link::FileId, std::set<std::pair<int, std::string>>> inside;
  std::map<link::FileId, std::set<std::pair<facts::FunctionId, std::string>>> inside_function;
  std::map<std::string_view, link::FileId> by_path;  // of files with such a finding
  for (const findings::Finding& finding : out_.findings) {
    for (const findings::FlaggedUse& use : finding.parameters)
      by_path.try_emplace(use.location.path, facts::kNone);
  }
  for (link::FileId f = 0; f < program_.file_count(); ++f) {
    if (const auto at = by_path.find(File(f).path); at != by_path.end()) at->second = f;
  }
  for (const findings::Finding& finding : out_.findings) {
    for (const findings::FlaggedUse& use : finding.parameters) {
      const auto at = by_path.find(use.location.path);
      if (at == by_path.end() || at->second == facts::kNone) continue;
      inside[at->second].insert({use.location.start_line, use.rule_id});
      const uint32_t begin = File(at->second).source.LineBegin(use.location.start_line) +
                             static_cast<uint32_t>(use.location.start_column) - 1;
      const facts::FunctionId function = FunctionAt(at->second, {begin, begin + 1});
      if (function != facts::kNone) inside_function[at->second].insert({function, use.rule_id});
    }
  }
  const bool is_used = IsUsedAnywhere();
  EachFile([&](link::FileId f) {
    if (IsStub(f) || wsdl_[f] || (Signals(f).strong == nullptr && !used_.contains(f)) ||
        IsListing(f))
      return;
    const std::string_view text = File(f).source.text();
    std::set<std::pair<int, std::string>> seen;
    if (const auto at = inside.find(f); at != inside.end()) seen = at->second;
    std::set<std::pair<facts::FunctionId, std::string>> of_function;
    if (const auto at = inside_function.find(f); at != inside_function.end())
      of_function = at->second;
    std::set<std::tuple<facts::ClassId, facts::FunctionId, std::string>> carried;
    for (size_t i = 0; i < text.size();) {
      if (!IsWordChar(text[i])) {
        ++i;
        continue;
      }
      size_t end = i;
      while (end < text.size() && IsWordChar(text[end])) ++end;
      const Span span = {static_cast<uint32_t>(i), static_cast<uint32_t>(end)};
      i = end;
      if (span.end - span.begin < 4 || InEndTag(text, span.begin)) continue;
      const auto at = names.find(std::string(text.substr(span.begin, span.end - span.begin)));
      if (at == names.end() || File(f).InComment(span.begin)) continue;
      const auto& [pack, flagged] = at->second.front();
      if (Signals(f).strong != pack && !used_.contains(f)) continue;
      const std::string rule = pack->id + "/param/" + flagged->id;
      if (flagged->values.empty()) {
        const bool is_type = pack->FindType(at->first) != nullptr;
        const Role role = RoleOf(File(f), Index(f).functions, Index(f).literals, span, is_type);
        if (role == Role::kOwn) continue;
        const facts::FunctionId function = FunctionAt(f, span);
        if (role != Role::kElement && of_function.contains({function, rule})) continue;
        const facts::ClassId in = ClassAt(f, span);
        if (role == Role::kMember &&
            !carried.insert({in, in == facts::kNone ? function : facts::kNone, rule}).second)
          continue;
        if (role == Role::kText && function != facts::kNone &&
            !carried.insert({facts::kNone, function, "text " + rule}).second)
          continue;
      }
      const int line = File(f).source.At(span.begin).line;
      if (!seen.insert({line, rule}).second) continue;
      findings::Finding finding =
          Begin(f, span, findings::Kind::kParameter, pack, "param/" + flagged->id);
      finding.confidence =
          is_used ? findings::Confidence::kLikely : findings::Confidence::kPossible;
      finding.properties["parameter"] =
          flagged->values.empty() ? (flagged->names.empty() ? flagged->id : flagged->names.front())
                                  : std::string(at->first);
      const std::string name = Describer::NamesOf(*flagged, {std::string(at->first)}).front();
      findings::FlaggedUse use = About(pack).UseOf(*flagged, name, finding.location);
      finding.message = finding.properties["parameter"] + ": " + use.guidance;
      AddReasons(
          {is_used
               ? link::Reason{"word", "a word of the service's requests, beside other uses of it",
                              f, span}
               : link::Reason{"alone",
                              "a word of the service's requests; only such words stand in the "
                              "tree, and no use of it",
                              f, span}},
          &finding);
      finding.parameters.push_back(std::move(use));
      Emit(f, span, std::move(finding));
    }
  });
}

}  // namespace unsoap::match
