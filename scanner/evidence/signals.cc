#include "scanner/evidence/signals.h"

#include <algorithm>
#include <unordered_map>

#include "scanner/base/char.h"
#include "scanner/base/regex.h"
#include "scanner/base/text.h"
#include "scanner/languages/language.h"
#include "scanner/rules/builtin.h"

namespace unsoap::evidence {
namespace {

struct Word {
  SignalKind kind;
  const rules::Pack* pack;
  const rules::Operation* operation;
};
struct Pattern {
  SignalKind kind;
  const rules::Pack* pack;
  Regex regex;
  std::string literal;  // lower case; empty: always try the regex
};

size_t FindIgnoreCase(std::string_view text, std::string_view lower, size_t from) {
  const auto same = [](char a, char b) { return ToLower(a) == b; };
  const auto at = std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(),
                              lower.begin(), lower.end(), same);
  return at == text.end() ? std::string_view::npos : static_cast<size_t>(at - text.begin());
}

bool IsStrong(SignalKind kind) {
  switch (kind) {
    case SignalKind::kNamespace:
    case SignalKind::kEndpoint:
    case SignalKind::kWsdlReference:
    case SignalKind::kHost:
    case SignalKind::kRequestElement:
    case SignalKind::kAuthField:
    case SignalKind::kType:
    case SignalKind::kCodePackage:
    case SignalKind::kAnchor:
      return true;
    default:
      return false;
  }
}

/// Strong by itself, also beside the replacing API.
bool IsProof(SignalKind kind) {
  return IsStrong(kind) && kind != SignalKind::kType && kind != SignalKind::kAnchor;
}

/// The address that ends at `end`; \x01 stands for what is put into it (#{x}, ${x}, {x}).
std::string AddressBefore(std::string_view text, size_t end) {
  std::string reversed;
  size_t at = end;
  while (at > 0 && end - at < 300) {
    const char c = text[at - 1];
    if (c == '}') {
      const size_t first = at > 80 ? at - 80 : 0;
      const size_t near = text.substr(first, at - first).rfind('{');
      const size_t open = first + near;
      if (near == std::string_view::npos ||
          text.substr(open, at - open).find('\n') != std::string_view::npos)
        break;
      at = open > 0 && (text[open - 1] == '#' || text[open - 1] == '$') ? open - 1 : open;
      reversed += '\x01';
      continue;
    }
    if (!IsAlnum(c) && std::string_view("-._~:/?&=+@").find(c) == std::string_view::npos) break;
    reversed += c;
    --at;
  }
  return {reversed.rbegin(), reversed.rend()};
}

}  // namespace

struct SignalScanner::Impl {
  std::vector<const rules::Pack*> packs;
  std::unordered_map<std::string, std::vector<Word>> words;
  std::vector<Pattern> patterns;

  void AddWord(std::string text, SignalKind kind, const rules::Pack* pack,
               const rules::Operation* operation) {
    if (text.empty()) return;
    std::vector<Word>& list = words[std::move(text)];
    for (const Word& word : list) {
      if (word.kind == kind && word.pack == pack) return;
    }
    list.push_back({kind, pack, operation});
  }
  void AddPattern(const std::string& regex, SignalKind kind, const rules::Pack* pack) {
    if (!regex.empty()) patterns.push_back({kind, pack, Regex(regex), {}});
  }
};

SignalScanner::SignalScanner(const std::vector<const rules::Pack*>& packs)
    : impl_(std::make_unique<Impl>()) {
  impl_->packs = packs;
  for (const rules::Pack* pack : packs) {
    const rules::Surface& s = pack->surface;
    for (const rules::Operation& op : pack->operations) {
      for (const std::string& pattern : {s.request_element, op.request_element}) {
        const std::string element = rules::ExpandTemplate(pattern, op.name);
        impl_->AddWord(element, SignalKind::kRequestElement, pack, &op);
        impl_->AddWord(SnakeCase(element), SignalKind::kRequestElement, pack, &op);
      }
      for (const std::string& pattern : s.element_templates) {
        impl_->AddWord(rules::ExpandTemplate(pattern, op.name), SignalKind::kRequestElement, pack,
                       &op);
      }
      const std::string success = rules::ExpandTemplate(s.success_element, op.name);
      impl_->AddWord(success, SignalKind::kSuccessElement, pack, &op);
      impl_->AddWord(SnakeCase(success), SignalKind::kSuccessElement, pack, &op);
      for (const std::string& pattern : s.type_templates) {
        impl_->AddWord(rules::ExpandTemplate(pattern, op.name), SignalKind::kType, pack, &op);
      }
    }
    for (const auto* names :
         {&s.service_names, &s.port_names, &s.port_types, &s.bindings, &s.types}) {
      for (const std::string& name : *names) impl_->AddWord(name, SignalKind::kType, pack, nullptr);
    }
    for (const std::string& name : s.auth_header_fields) {
      impl_->AddWord(name, SignalKind::kAuthField, pack, nullptr);
      impl_->AddWord(SnakeCase(name), SignalKind::kAuthField, pack, nullptr);
      impl_->AddWord(UpperFirst(name), SignalKind::kAuthField, pack, nullptr);
      for (const std::string& setter : languages::AllSetters())
        impl_->AddWord(setter + UpperFirst(name), SignalKind::kAuthField, pack, nullptr);
    }
    for (const auto* names : {&s.auth_header_elements, &s.context_header_elements}) {
      for (const std::string& name : *names)
        impl_->AddWord(name, SignalKind::kAuthHeader, pack, nullptr);
    }
    impl_->AddPattern(s.wsdl_pattern, SignalKind::kWsdlReference, pack);
    impl_->AddPattern(s.endpoint_pattern, SignalKind::kEndpoint, pack);
    impl_->AddPattern(s.namespace_pattern, SignalKind::kNamespace, pack);
    for (const std::string& host : s.hosts) impl_->AddPattern(host, SignalKind::kHost, pack);
    for (const std::string& signature : s.signature_patterns)
      impl_->AddPattern(signature, SignalKind::kSignature, pack);
    for (const std::string& marker : s.rest_markers)
      impl_->AddPattern(marker, SignalKind::kRest, pack);
    for (const std::string& name : s.code_packages) {
      impl_->patterns.push_back({SignalKind::kCodePackage, pack, Regex(), Lower(name)});
    }
    for (const std::string& anchor : s.strong_anchors) {
      impl_->patterns.push_back({SignalKind::kAnchor, pack, Regex(), Lower(anchor)});
    }
  }
}

SignalScanner::~SignalScanner() = default;

const std::vector<const rules::Pack*>& SignalScanner::packs() const { return impl_->packs; }

namespace {

/// True for a word that names a field of the signed header, or the header, and no more.
bool IsFieldOfHeader(const Signal& signal, std::string_view word) {
  const rules::Surface& surface = signal.pack->surface;
  const auto holds = [&](const std::vector<std::string>& names) {
    return std::ranges::find(names, word) != names.end();
  };
  return signal.kind == SignalKind::kAuthField || holds(surface.auth_header_fields) ||
         holds(surface.auth_header_elements);
}

/// True for what looks like a file and is a package or a property: com.acme.wsdl.Port,
/// settings.acme.wsdl. A file's name stands in a string, or in text that is no code, and nothing
/// goes on behind it.
bool IsNameInCode(const facts::FileFacts& facts, Span match) {
  const std::string_view text = facts.source.text();
  const std::string_view word = text.substr(match.begin, match.end - match.begin);
  if (!EqualsIgnoreCase(word.substr(word.size() - std::min<size_t>(word.size(), 5)), ".wsdl") ||
      word.find('/') != std::string_view::npos)
    return false;
  const std::string_view rest = text.substr(match.end, 2);
  const bool goes_on = rest.size() == 2 && (rest[0] == '.' || rest[0] == '/' || rest[0] == '\\') &&
                       IsWordChar(rest[1]);
  if (goes_on) return true;
  const languages::Language* const language = languages::FindLanguage(facts.language);
  if (language == nullptr || language->symbol.empty() || language->imports.empty() ||
      facts.exprs.empty() || facts.InComment(match.begin))
    return false;
  const auto string = std::find_if(facts.exprs.begin(), facts.exprs.end(), [&](const auto& e) {
    return e.kind == facts::ExprKind::kString && e.span.Contains(match);
  });
  return std::any_of(facts.imports.begin(), facts.imports.end(),
                     [&](const facts::Import& import) {
                       return import.span.Contains(match) ||
                              (string != facts.exprs.end() && import.module == string->text);
                     }) ||
         string == facts.exprs.end();
}

}  // namespace

std::vector<Signal> SignalScanner::FindSuffixes(const facts::FileFacts& facts,
                                                bool* describes_other) const {
  const std::string_view text = facts.source.text();
  std::vector<Signal> suffixes;
  for (size_t at = 0; (at = FindIgnoreCase(text, "?wsdl", at)) != std::string_view::npos; at += 5) {
    const Span span = {static_cast<uint32_t>(at), static_cast<uint32_t>(at + 5)};
    if (IsOtherUrl(AddressBefore(text, span.end))) {  // says whose it is
      *describes_other |= !facts.InComment(span.begin);
      continue;
    }
    suffixes.push_back(
        {SignalKind::kWsdlSuffix, span, nullptr, nullptr, facts.InComment(span.begin)});
  }
  return suffixes;
}

FileSignals SignalScanner::Scan(const facts::FileFacts& facts) const {
  FileSignals out;
  const std::string_view text = facts.source.text();
  const auto add = [&](SignalKind kind, Span span, const rules::Pack* pack,
                       const rules::Operation* operation) {
    out.all.push_back({kind, span, pack, operation, facts.InComment(span.begin)});
  };
  for (size_t i = 0; i < text.size();) {
    if (!IsWordChar(text[i])) {
      ++i;
      continue;
    }
    size_t end = i;
    while (end < text.size() && IsWordChar(text[end])) ++end;
    if (end - i >= 4 && end - i < 80) {
      const auto at = impl_->words.find(std::string(text.substr(i, end - i)));
      if (at != impl_->words.end()) {
        for (const Word& word : at->second) {
          add(word.kind, {static_cast<uint32_t>(i), static_cast<uint32_t>(end)}, word.pack,
              word.operation);
        }
      }
    }
    i = end;
  }
  std::string lower;
  for (const Pattern& pattern : impl_->patterns) {
    if (!pattern.literal.empty()) {
      if (lower.empty()) lower = Lower(text);
      for (size_t at = 0; (at = lower.find(pattern.literal, at)) != std::string::npos;
           at += pattern.literal.size()) {
        const auto begin = static_cast<uint32_t>(at);
        add(pattern.kind, {begin, begin + static_cast<uint32_t>(pattern.literal.size())},
            pattern.pack, nullptr);
      }
      continue;
    }
    pattern.regex.FindAll(text, [&](Span whole, Span) {
      if (whole.empty()) return;
      if (pattern.kind == SignalKind::kWsdlReference && IsNameInCode(facts, whole)) return;
      add(pattern.kind, whole, pattern.pack, nullptr);
    });
  }
  bool describes_other = false;
  const std::vector<Signal> suffixes = FindSuffixes(facts, &describes_other);
  out.all.insert(out.all.end(), suffixes.begin(), suffixes.end());
  std::stable_sort(out.all.begin(), out.all.end(), [](const Signal& a, const Signal& b) {
    return a.span.begin != b.span.begin ? a.span.begin < b.span.begin : a.kind < b.kind;
  });
  bool proven = false, named = false;
  for (const Signal& signal : out.all) {
    if (signal.in_comment) continue;
    if (signal.kind == SignalKind::kRest) out.has_rest = true;
    if (out.strong == nullptr && IsStrong(signal.kind)) out.strong = signal.pack;
    proven = proven || IsProof(signal.kind);
    named = named ||
            (IsStrong(signal.kind) && !IsFieldOfHeader(signal, facts.source.Slice(signal.span)));
  }
  // Other services sign their requests with fields of the same names.
  out.is_of_other = describes_other && !named;
  if (out.is_of_other) out.strong = nullptr;
  for (Signal& signal : out.all) {
    if (signal.kind == SignalKind::kWsdlSuffix) signal.pack = out.strong;
  }
  // A client of the replacing API may share a type's or package's name with the old one; that alone
  // is nothing.
  if (out.has_rest && !proven) out.strong = nullptr;
  out.Count();
  return out;
}

void FileSignals::Count() {
  first_strong_at = all.size();
  kinds = kinds_outside = 0;
  for (size_t i = 0; i < all.size(); ++i) {
    const Signal& signal = all[i];
    const uint32_t bit = 1u << static_cast<unsigned>(signal.kind);
    kinds |= bit;
    if (signal.in_comment) continue;
    kinds_outside |= bit;
    if (!IsStrong(signal.kind)) continue;
    if (first_strong_at == all.size() || signal.kind < all[first_strong_at].kind)
      first_strong_at = i;
  }
}

const rules::Pack* SignalScanner::ServiceIn(std::string_view text, SignalKind* kind) const {
  for (const Pattern& pattern : impl_->patterns) {
    const bool service =
        pattern.kind == SignalKind::kNamespace || pattern.kind == SignalKind::kEndpoint ||
        pattern.kind == SignalKind::kWsdlReference || pattern.kind == SignalKind::kHost;
    if (service && pattern.regex.Matches(text)) {
      *kind = pattern.kind;
      return pattern.pack;
    }
    if (pattern.kind == SignalKind::kAnchor && ContainsIgnoreCase(text, pattern.literal)) {
      *kind = pattern.kind;
      return pattern.pack;
    }
  }
  return nullptr;
}

bool SignalScanner::IsOtherUrl(std::string_view text) const {
  SignalKind kind;
  if (ServiceIn(text, &kind) != nullptr) return false;
  const size_t scheme = text.find("://");
  if (scheme == std::string_view::npos) return false;
  const std::string_view rest = text.substr(scheme + 3);
  const std::string_view host = rest.substr(0, rest.find_first_of("/:?"));
  // A hole in the host may be ours; a constant host with a dot is somebody else's.
  const std::vector<std::string>& standard = rules::BuiltinWords().standard_hosts;
  return host.find('\x01') == std::string_view::npos && host.find('.') != std::string_view::npos &&
         std::none_of(standard.begin(), standard.end(), [&](const std::string& name) {
           return host.find(name) != std::string_view::npos;
         });
}

}  // namespace unsoap::evidence
