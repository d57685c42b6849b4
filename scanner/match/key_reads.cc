// Names of the service's keys where code and settings ask the surroundings for them: an environment
// variable's, a secret store's, a parameter's. One note for each name in a file.
#include "scanner/base/char.h"
#include "scanner/match/match_state.h"

namespace unsoap::match {
namespace {

bool IsCapital(char c) { return IsWordChar(c) && !IsLower(c); }

constexpr size_t kLeastName = 8;  // of a variable that names a service and what it holds

}  // namespace

bool Matcher::IsAskedFor(link::FileId f, Span name) const {
  // "X", ${X}, $X, %X%, process.env.X, %env(X)%; a constant of the program is none.
  const std::string_view text = File(f).source.text();
  if (name.begin == 0) return false;
  const char before = text[name.begin - 1];
  if (before == '"' || before == '\'' || before == '`') {
    return name.end < text.size() && text[name.end] == before;
  }
  if (before == '{' || before == '$' || before == '?' || before == '%') return true;
  if (before != '.' && before != '(') return false;
  size_t begin = name.begin - 1;
  while (begin > 0 && IsWordChar(text[begin - 1])) --begin;
  const std::string_view owner = text.substr(begin, name.begin - 1 - begin);
  const bool is_lower = !owner.empty() && IsLower(owner[0]);
  if (before == '(') return is_lower && File(f).calls.empty();
  return is_lower && !program_.IsSelf(f, owner);
}

void Matcher::KeyReads(link::FileId f) {
  const std::string_view text = File(f).source.text();
  std::set<std::string_view> said;
  for (size_t i = 0; i < text.size();) {
    if (!IsWordChar(text[i])) {
      ++i;
      continue;
    }
    size_t end = i;
    bool is_name = true, has_joint = false;
    for (; end < text.size() && IsWordChar(text[end]); ++end) {
      is_name &= IsCapital(text[end]);
      has_joint |= text[end] == '_';
    }
    const Span span = {static_cast<uint32_t>(i), static_cast<uint32_t>(end)};
    i = end;
    if (!is_name || !has_joint || span.end - span.begin < kLeastName) continue;
    const std::string_view name = File(f).source.Slice(span);
    if (said.contains(name) || !IsAskedFor(f, span) || File(f).InComment(span.begin)) continue;
    const rules::Pack* pack = credentials_finder_.CredentialKey(name);
    if (pack == nullptr) continue;
    said.insert(name);
    AddSetting(f, pack, name, span, "a name that holds this service's keys is asked for");
  }
}

}  // namespace unsoap::match
