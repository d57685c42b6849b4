#include "scanner/evidence/credentials.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "scanner/base/budget.h"
#include "scanner/base/char.h"
#include "scanner/base/regex.h"
#include "scanner/base/text.h"
#include "scanner/evidence/named_values.h"
#include "scanner/evidence/secret_look.h"
#include "scanner/languages/language.h"
#include "scanner/rules/builtin.h"

namespace unsoap::evidence {
namespace {

/// "settings.user_id", "marketo-encr-key", "SECRET_KEY": words of one case with joints between them
/// name a setting or an element of a page. A key has digits or is one word.
bool IsIdentifier(std::string_view value) {
  bool joint = true, joints = false, lower = false, upper = false;
  for (const char c : value) {
    if (c == '_' || c == '-' || c == '.') {
      if (joint) return false;
      joint = joints = true;
      continue;
    }
    joint = false;
    lower |= IsLower(c);
    upper |= IsUpper(c);
    if (!IsAlpha(c)) return false;
  }
  return joints && !joint && lower != upper;
}

/// The comment around an offset documents what follows: it shows what a value looks like.
bool InDocComment(const facts::FileFacts& facts, uint32_t offset) {
  const auto after =
      std::upper_bound(facts.comments.begin(), facts.comments.end(), offset,
                       [](uint32_t at, const Span& comment) { return at < comment.begin; });
  if (after == facts.comments.begin() || !std::prev(after)->Contains(offset)) return false;
  const std::string_view text = facts.source.Slice(*std::prev(after));
  const languages::Language* language = languages::FindLanguage(facts.language);
  return language != nullptr && BeginsWithAny(text, language->doc_comments);
}

/// "userId", "USER_ID", "user-id2" -> user id.
std::vector<std::string> WordsOf(std::string_view name) {
  const bool shouts = std::none_of(name.begin(), name.end(), IsLower);
  std::vector<std::string> words(1);
  for (const char c : shouts ? Lower(name) : SnakeCase(name)) {
    if (IsAlpha(c)) {
      words.back() += ToLower(c);
    } else if (!IsDigit(c)) {
      words.emplace_back();
    }
  }
  std::erase(words, "");
  return words;
}

/// A shape as a word of its own; the first group is it.
std::string WholeWord(const std::string& pattern) {
  return "(?:^|[^A-Za-z0-9_-])(" + pattern + ")(?:[^A-Za-z0-9_-]|$)";
}

/// One of the words of a text is in the set.
bool HoldsWord(std::string_view text, const std::set<std::string, std::less<>>& words) {
  for (size_t at = 0; at < text.size(); ++at) {
    size_t end = at;
    while (end < text.size() && IsWordChar(text[end])) ++end;
    if (end > at && words.contains(text.substr(at, end - at))) return true;
    at = end;
  }
  return false;
}

}  // namespace

bool IsSentence(std::string_view value) {
  return Trim(value).find_first_of(" \t\n") != std::string_view::npos;
}

struct CredentialFinder::Impl {
  struct Shape {
    const rules::Pack* pack;
    const rules::CredentialShape* shape;
    Regex regex;
  };
  std::vector<const rules::Pack*> packs;
  std::vector<Shape> shapes;
  std::map<const rules::Pack*, std::vector<std::string>> names, common_names, endpoint_names;
  std::map<const rules::Pack*, std::vector<Regex>> placeholders;
  std::map<const rules::Pack*, std::set<std::string, std::less<>>> enum_values;

  std::set<std::string, std::less<>> examples;     // attributes that show what a value looks like
  std::set<std::string, std::less<>> addresses;    // names of settings that hold an address
  std::set<std::string, std::less<>> value_names;  // that hold the value of the name around them
  std::set<std::string, std::less<>> everyday;     // words that only say what kind of thing it is

  /// What of a file is the same for all its names.
  struct FileFlags {
    std::set<std::string, std::less<>> own;  // sections that are the service's
    bool named_after = false, strong = false, signs = false, has_rest = false;
  };
  using Sink = std::function<void(CredentialUse)>;
  void Judge(const facts::FileFacts& facts, const FileSignals& signals, const Sink& add) const;
  void Shapes(const facts::FileFacts& facts, const FileSignals& signals,
              const std::set<const rules::Pack*>& named, const Sink& add) const;
  /// Sections whose own address is the service's: {endpoint: ..., secret_key: ...}.
  std::set<std::string, std::less<>> OwnSections(const facts::FileFacts& facts,
                                                 const FileSignals& signals,
                                                 const std::vector<NamedValue>& all) const;
  bool IsOurs(const rules::Pack& pack, const FileFlags& file, const NamedValue& named,
              bool* doubtful) const;
  /// A weak anchor stands in a normal name.
  static bool Says(const rules::Pack& pack, std::string_view whole) {
    return std::any_of(pack.surface.weak_anchors.begin(), pack.surface.weak_anchors.end(),
                       [&](const std::string& anchor) {
                         return whole.find(NormalName(anchor)) != std::string_view::npos;
                       });
  }
  /// placeholder="...": the attribute's name stands before the quote.
  bool IsExample(std::string_view text, size_t at) const {
    if (at == 0 || (text[at - 1] != '"' && text[at - 1] != '\'')) return false;
    std::string_view before = text.substr(at < 60 ? 0 : at - 60, (at < 60 ? at : 60) - 1);
    before = Trim(before);
    if (before.empty() || (before.back() != '=' && before.back() != ':')) return false;
    before = Trim(before.substr(0, before.size() - 1));
    const size_t word =
        before.find_last_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-");
    before = before.substr(word == std::string_view::npos ? 0 : word + 1);
    return examples.contains(NormalName(before));
  }
  bool IsPlaceholder(const rules::Pack* pack, std::string_view value) const {
    if (value.size() < 4) return true;
    for (const Regex& regex : placeholders.at(pack)) {
      if (regex.MatchesWhole(value)) return true;
    }
    return false;
  }
  /// What stands under a telling name and is no key: the name once more, a value that the service
  /// defines, a label, an identifier.
  bool IsNoKey(const rules::Pack* pack, std::string_view name, std::string_view value) const {
    return NormalName(name) == NormalName(value) || enum_values.at(pack).contains(value) ||
           IsSentence(value) || IsIdentifier(value);
  }
};

std::set<std::string, std::less<>> CredentialFinder::Impl::OwnSections(
    const facts::FileFacts& facts, const FileSignals& signals,
    const std::vector<NamedValue>& all) const {
  const auto speaks = [&](Span span) {
    auto signal =
        std::lower_bound(signals.all.begin(), signals.all.end(), span.begin,
                         [](const Signal& one, uint32_t begin) { return one.span.begin < begin; });
    for (; signal != signals.all.end() && signal->span.begin < span.end; ++signal) {
      Spend();
      if (signal->kind == SignalKind::kEndpoint || signal->kind == SignalKind::kWsdlReference ||
          signal->kind == SignalKind::kHost)
        return true;
    }
    return false;
  };
  std::set<std::string, std::less<>> own, holders, judged;
  for (const NamedValue& named : all) {
    Spend();
    if (!speaks(named.value_span)) continue;
    const std::string_view name = LastParts(named.key, 1);
    if (addresses.contains(NormalName(name))) own.insert(named.section);
    holders.emplace(name);
  }
  // sync --secret-key=... "$URL": the command is given the service's address.
  for (const NamedValue& named : all) {
    if (named.command.empty() || !judged.insert(named.section).second) continue;
    if (speaks(named.command) || HoldsWord(facts.source.Slice(named.command), holders))
      own.insert(named.section);
  }
  return own;
}

bool CredentialFinder::Impl::IsOurs(const rules::Pack& pack, const FileFlags& file,
                                    const NamedValue& named, bool* doubtful) const {
  // variable "marketo_key" { default = ... }: the name is the one around "default".
  std::string_view key = named.key;
  for (std::string_view last = LastParts(key, 1);
       last.data() > key.data() && value_names.contains(NormalName(last)); last = LastParts(key, 1))
    key = key.substr(0, static_cast<size_t>(last.data() - key.data()) - 1);
  const std::string parts[] = {NormalName(LastParts(key, 1)), NormalName(LastParts(key, 2)),
                               NormalName(LastParts(key, 3))};
  const auto any = [&](const std::vector<std::string>& list, auto test) {
    return std::any_of(list.begin(), list.end(), [&](const std::string& name) {
      return std::any_of(std::begin(parts), std::end(parts),
                         [&](const std::string& part) { return test(part, name); });
    });
  };
  const auto equal = [](const std::string& part, const std::string& name) { return part == name; };
  const auto ends = [](const std::string& part, const std::string& name) {
    return part.ends_with(name);
  };
  *doubtful = false;
  if (any(names.at(&pack), ends)) return true;
  if (file.named_after || Says(pack, NormalName(named.key) + NormalName(named.section))) {
    if (!file.has_rest) return any(common_names.at(&pack), ends);
  }
  if (!file.strong || !any(common_names.at(&pack), equal)) return false;
  *doubtful = !file.signs && !file.own.contains(named.section);
  return true;
}

void CredentialFinder::Impl::Judge(const facts::FileFacts& facts, const FileSignals& signals,
                                   const Sink& add) const {
  const std::vector<NamedValue> all = NamedValues(facts);
  FileFlags file;
  file.own = OwnSections(facts, signals, all);
  // Code that fills the header or signs is given the service's keys.
  file.signs = signals.Has(SignalKind::kAuthField) || signals.Has(SignalKind::kAuthHeader) ||
               signals.Has(SignalKind::kSignature);
  file.has_rest = signals.has_rest;
  for (const rules::Pack* pack : packs) {
    file.named_after = rules::IsNamedAfter(*pack, facts.path);
    file.strong = signals.strong == pack;
    for (const NamedValue& named : all) {
      Spend();
      bool doubtful = false;
      if (!IsOurs(*pack, file, named, &doubtful) || IsPlaceholder(pack, named.value) ||
          IsNoKey(pack, LastParts(named.key, 1), named.value))
        continue;
      CredentialUse use;
      use.value = named.value_span, use.name = named.key_span,
      use.title = std::string(LastParts(named.key, 1)), use.pack = pack;
      use.confidence = file.strong ? findings::Confidence::kCertain : findings::Confidence::kLikely;
      if (doubtful) use.confidence = findings::Confidence::kPossible, use.doubt = "common-name";
      add(std::move(use));
    }
  }
}

void CredentialFinder::Impl::Shapes(const facts::FileFacts& facts, const FileSignals& signals,
                                    const std::set<const rules::Pack*>& named,
                                    const Sink& add) const {
  const std::string_view text = facts.source.text();
  for (const Shape& shape : shapes) {
    if (!shape.shape->is_secret) continue;
    const bool here = signals.strong == shape.pack || rules::NamesWeakly(*shape.pack, text) ||
                      rules::IsNamedAfter(*shape.pack, facts.path);
    if (!here && !(shape.shape->is_distinctive && named.contains(shape.pack))) continue;
    shape.regex.FindAll(text, [&](Span whole, Span group) {
      Spend();
      const Span value = group.empty() ? whole : group;
      if (IsPlaceholder(shape.pack, facts.source.Slice(value))) return;
      CredentialUse use;
      use.value = value, use.title = shape.shape->title, use.advice = shape.shape->advice;
      use.pack = shape.pack;
      use.confidence = shape.shape->confidence == "high" && signals.strong == shape.pack
                           ? findings::Confidence::kCertain
                           : findings::Confidence::kLikely;
      if (InDocComment(facts, value.begin))
        use.confidence = findings::Confidence::kPossible, use.doubt = "doc-comment";
      if (IsExample(text, value.begin))
        use.confidence = findings::Confidence::kPossible, use.doubt = "example";
      add(std::move(use));
    });
  }
}

CredentialFinder::CredentialFinder(const std::vector<const rules::Pack*>& packs)
    : impl_(std::make_unique<Impl>()) {
  impl_->packs = packs;
  for (const std::string& name : rules::BuiltinSecretWords().example_names)
    impl_->examples.insert(NormalName(name));
  const rules::SecretWords& words = rules::BuiltinSecretWords();
  for (const std::string& name : words.address_names) impl_->addresses.insert(NormalName(name));
  for (const std::string& name : words.value_names) impl_->value_names.insert(NormalName(name));
  const auto everyday = [&](const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      for (std::string& word : WordsOf(name)) impl_->everyday.insert(std::move(word));
    }
  };
  for (const auto* names : {&words.stems, &words.ends, &words.weak}) everyday(*names);
  for (const rules::Pack* pack : packs) {
    for (const rules::CredentialShape& shape : pack->credentials.shapes) {
      // Shapes of low confidence (any 40 hex digits) mean something under a telling name only.
      if (shape.pattern.empty() || shape.confidence == "low") continue;
      impl_->shapes.push_back({pack, &shape, Regex(WholeWord(shape.pattern))});
    }
    const auto normal = [](const std::vector<std::string>& names) {
      std::vector<std::string> out;
      for (const std::string& name : names) out.push_back(NormalName(name));
      return out;
    };
    everyday(pack->credentials.common_names);
    impl_->names[pack] = normal(pack->credentials.names);
    impl_->common_names[pack] = normal(pack->credentials.common_names);
    impl_->endpoint_names[pack] = normal(pack->credentials.endpoint_names);
    std::vector<Regex>& placeholders = impl_->placeholders[pack];
    for (const std::string& pattern : pack->credentials.placeholders)
      placeholders.emplace_back(pattern);
    std::set<std::string, std::less<>>& values = impl_->enum_values[pack];
    for (const rules::EnumType& type : pack->enums) {
      values.insert(type.values.begin(), type.values.end());
      values.insert(type.also.begin(), type.also.end());
    }
  }
}
CredentialFinder::~CredentialFinder() = default;

const rules::Pack* CredentialFinder::EndpointKey(std::string_view key,
                                                 const FileSignals& signals) const {
  if (key.size() > 120) return nullptr;
  const std::string normal = NormalName(LastParts(key, 1));
  const std::string whole = NormalName(key);
  for (const rules::Pack* pack : impl_->packs) {
    if (signals.strong != pack && !Impl::Says(*pack, whole)) continue;
    for (const std::string& name : impl_->endpoint_names[pack]) {
      if (normal == name || (normal.size() > name.size() && normal.ends_with(name)) ||
          whole == name)
        return pack;
    }
  }
  return nullptr;
}

const rules::Pack* CredentialFinder::CredentialKey(std::string_view key) const {
  if (key.size() > 120) return nullptr;
  const std::string normal = NormalName(LastParts(key, 1)), whole = NormalName(key);
  for (const rules::Pack* pack : impl_->packs) {
    const auto ends = [&](const std::vector<std::string>& names) {
      return std::any_of(names.begin(), names.end(),
                         [&](const std::string& name) { return normal.ends_with(name); });
    };
    if (Impl::Says(*pack, whole) && (ends(impl_->names[pack]) || ends(impl_->common_names[pack])))
      return pack;
  }
  return nullptr;
}

bool CredentialFinder::MayBeKey(const rules::Pack* pack, std::string_view name,
                                std::string_view value) const {
  return !impl_->IsPlaceholder(pack, value) && !impl_->IsNoKey(pack, name, value);
}

bool CredentialFinder::IsEveryday(std::string_view key) const {
  const std::vector<std::string> words = WordsOf(LastParts(key, 1));
  return std::all_of(words.begin(), words.end(),
                     [&](const std::string& word) { return impl_->everyday.contains(word); });
}

std::vector<std::string> DistinctiveShapes(const rules::Pack& pack) {
  std::vector<std::string> out;
  for (const rules::CredentialShape& shape : pack.credentials.shapes) {
    if (shape.is_distinctive && shape.is_secret) out.push_back(WholeWord(shape.pattern));
  }
  return out;
}

std::vector<CredentialUse> CredentialFinder::Find(const facts::FileFacts& facts,
                                                  const FileSignals& signals,
                                                  const std::set<const rules::Pack*>& named) const {
  std::vector<CredentialUse> out;
  std::map<uint32_t, size_t> by_end;  // of the values in `out`, which do not overlap
  const auto add = [&](CredentialUse use) {
    if (use.value.empty()) return;
    const auto known = by_end.upper_bound(use.value.begin);
    if (known != by_end.end() && out[known->second].value.begin < use.value.end) {
      if (out[known->second].name.empty()) out[known->second].name = use.name;
      return;
    }
    by_end.emplace(use.value.end, out.size());
    out.push_back(std::move(use));
  };
  impl_->Shapes(facts, signals, named, add);
  impl_->Judge(facts, signals, add);
  std::sort(out.begin(), out.end(),
            [](const CredentialUse& a, const CredentialUse& b) { return a.value < b.value; });
  return out;
}

}  // namespace unsoap::evidence
