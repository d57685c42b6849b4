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
#include "scanner/rules/builtin.h"

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
  const std::string_view property = languages::PropertyOf(evidence::SettersOf(facts), word);
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
  const std::vector<std::string>& words = rules::BuiltinWords().listings;
  return File(f).exprs.empty() && File(f).elements.empty() &&
         std::all_of(words.begin(), words.end(),
                     [&](const std::string& word) { return text.find(word) != text.npos; }) &&
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

Matcher::FlaggedWords Matcher::FlaggedWordsOfPacks() const {
  FlaggedWords words;
  for (const auto& [pack, describer] : describers_) {
    for (const rules::FlaggedParameter& flagged : pack->parameters) {
      if (!flagged.standalone) continue;
      const FlaggedWord one = {pack, &flagged};
      for (const std::string& value : flagged.values) words.try_emplace(value, one);
      if (!flagged.values.empty()) continue;
      for (const std::string& name : flagged.names) {
        for (const std::string& spelled :
             {name, LowerFirst(name), UpperFirst(name), SnakeCase(name)})
          words.try_emplace(spelled, one);
        for (const std::string& setter : languages::AllSetters())
          words.try_emplace(setter + UpperFirst(name), one);
      }
    }
  }
  return words;
}

std::map<link::FileId, Matcher::SaidParameters> Matcher::ParametersOfFindings() const {
  std::map<std::string_view, link::FileId> by_path;  // of files with such a finding
  for (const findings::Finding& finding : out_.findings) {
    for (const findings::FlaggedUse& use : finding.parameters)
      by_path.try_emplace(use.location.path, facts::kNone);
  }
  for (link::FileId f = 0; f < program_.file_count(); ++f) {
    if (const auto at = by_path.find(File(f).path); at != by_path.end()) at->second = f;
  }
  std::map<link::FileId, SaidParameters> said;
  for (const findings::Finding& finding : out_.findings) {
    for (const findings::FlaggedUse& use : finding.parameters) {
      const auto at = by_path.find(use.location.path);
      if (at == by_path.end() || at->second == facts::kNone) continue;
      said[at->second].lines.insert({use.location.start_line, use.rule_id});
      const uint32_t begin = File(at->second).source.LineBegin(use.location.start_line) +
                             static_cast<uint32_t>(use.location.start_column) - 1;
      const facts::FunctionId function = FunctionAt(at->second, {begin, begin + 1});
      if (function != facts::kNone) said[at->second].functions.insert({function, use.rule_id});
    }
  }
  return said;
}

bool Matcher::SaysParameter(link::FileId f, Span span, const FlaggedWord& word,
                            SaidParameters* said) const {
  const std::string rule = word.Rule();
  if (word.flagged->values.empty()) {
    const bool is_type = word.pack->FindType(File(f).source.Slice(span)) != nullptr;
    const Role role = RoleOf(File(f), Index(f).functions, Index(f).literals, span, is_type);
    if (role == Role::kOwn) return false;
    const facts::FunctionId function = FunctionAt(f, span);
    if (role != Role::kElement && said->functions.contains({function, rule})) return false;
    const facts::ClassId in = ClassAt(f, span);
    if (role == Role::kMember &&
        !said->carried.insert({in, in == facts::kNone ? function : facts::kNone, rule}).second)
      return false;
    if (role == Role::kText && function != facts::kNone &&
        !said->carried.insert({facts::kNone, function, "text " + rule}).second)
      return false;
  }
  return said->lines.insert({File(f).source.At(span.begin).line, rule}).second;
}

void Matcher::EmitParameter(link::FileId f, Span span, const FlaggedWord& word, bool is_used) {
  const rules::FlaggedParameter& flagged = *word.flagged;
  const std::string text(File(f).source.Slice(span));
  findings::Finding finding =
      Begin(f, span, findings::Kind::kParameter, word.pack, "param/" + flagged.id);
  finding.properties["parameter"] = !flagged.values.empty() ? text
                                    : flagged.names.empty() ? flagged.id
                                                            : flagged.names.front();
  const std::string name = Describer::NamesOf(flagged, {text}).front();
  findings::FlaggedUse use = About(word.pack).UseOf(flagged, name, finding.location);
  finding.message = finding.properties["parameter"] + ": " + use.guidance;
  AddReasons(
      {is_used ? link::Reason{"word", "a word of the service's requests, beside other uses of it",
                              f, span}
               : link::Reason{"alone",
                              "a word of the service's requests; only such words stand in the "
                              "tree, and no use of it",
                              f, span}},
      &finding);
  finding.parameters.push_back(std::move(use));
  Emit(f, span, std::move(finding));
}

void Matcher::Parameters() {
  const FlaggedWords words = FlaggedWordsOfPacks();
  std::map<link::FileId, SaidParameters> said_by_file = ParametersOfFindings();
  const bool is_used = IsUsedAnywhere();
  EachFile([&](link::FileId f) {
    if (IsStub(f) || wsdl_[f] || (Signals(f).strong == nullptr && !used_.contains(f)) ||
        IsListing(f))
      return;
    const std::string_view text = File(f).source.text();
    SaidParameters& said = said_by_file[f];
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
      const auto word = words.find(text.substr(span.begin, span.end - span.begin));
      if (word == words.end() || File(f).InComment(span.begin)) continue;
      if (Signals(f).strong != word->second.pack && !used_.contains(f)) continue;
      if (SaysParameter(f, span, word->second, &said))
        EmitParameter(f, span, word->second, is_used);
    }
  });
}

}  // namespace unsoap::match
