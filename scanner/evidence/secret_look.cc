// Names and values of secrets: words by their letters, names by their parts.
#include "scanner/evidence/secret_look.h"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_set>

#include "scanner/base/char.h"
#include "scanner/base/regex.h"
#include "scanner/base/text.h"

namespace unsoap::evidence {
namespace {

constexpr size_t kMaxName = 160;
constexpr size_t kRandomLetters = 16;  // from here on a literal is hidden for its look alone

bool IsHex(char c) { return HexValue(c) >= 0; }

/// What keys are written with, base64 included; its '=' stand behind it.
bool IsKeyChar(char c) { return IsAlnum(c) || c == '+' || c == '/' || c == '_' || c == '-'; }
/// What may stand around a key without a break: the rest of a password.
bool IsTail(char c) {
  return IsAlnum(c) || std::string_view("+_-#!@$%^*").find(c) != std::string_view::npos;
}

/// The sign between the user of an address and its host: no part of a password.
bool IsHostMark(std::string_view text, size_t at) {
  if (text[at] != '@') return false;
  size_t end = at + 1;
  while (end < text.size() && (IsAlnum(text[end]) || text[end] == '-')) ++end;
  if (end == at + 1 || end >= text.size() || (text[end] != '.' && text[end] != ':')) return false;
  size_t begin = at;
  while (begin > 0 && at - begin < 300 && static_cast<unsigned char>(text[begin - 1]) > ' ')
    --begin;
  return text.substr(begin, at - begin).find("://") != std::string_view::npos;
}

/// 20261128100000
bool IsTime(std::string_view value) {
  return value.size() >= 8 && (value.starts_with("19") || value.starts_with("20")) &&
         (value[4] == '0' || (value[4] == '1' && value[5] <= '2')) && value[6] <= '3';
}

/// Runs of letters as camel case divides them, and runs of digits: `each(begin, end)`.
template <class Each>
void Humps(std::string_view text, Each each) {
  for (size_t i = 0; i < text.size();) {
    size_t end = i;
    if (IsDigit(text[i])) {
      while (end < text.size() && IsDigit(text[end])) ++end;
    } else if (IsUpper(text[i])) {
      while (end < text.size() && IsUpper(text[end])) ++end;
      if (end < text.size() && IsLower(text[end])) {
        if (end - i > 1) {
          --end;  // "XMLReader": the R belongs to what follows
        } else {
          while (end < text.size() && IsLower(text[end])) ++end;
        }
      }
    } else if (IsLower(text[i])) {
      while (end < text.size() && IsLower(text[end])) ++end;
    } else {
      ++i;
      continue;
    }
    each(i, end);
    i = end;
  }
}

/// Between the words of a name: encryption-key, encryption: {"key": ...}.
constexpr const char* kWideJoint = R"([-_.:\s"'\[\]{(>\\]{0,16})";
constexpr const char* kTightJoint = "[-_.]?";

/// "secret_key" as a regex.
std::string JointPattern(const std::vector<std::string>& names, const char* joint) {
  std::string out;
  for (const std::string& name : names) {
    if (!out.empty()) out += '|';
    for (const char c : name) {
      if (c == '_') {
        out += joint;
      } else {
        out += c;
      }
    }
  }
  return out;
}

}  // namespace

std::string NormalName(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (IsAlnum(c)) out += ToLower(c);
  }
  return out;
}

std::string_view LastParts(std::string_view key, size_t count) {
  const auto is_joint = [](char c) { return c == '.' || c == ':' || c == '[' || c == '/'; };
  const auto is_index = [](std::string_view part) {
    return std::all_of(part.begin(), part.end(), [](char c) {
      return IsDigit(c) || c == ']' || c == '\'' || c == '"' || c == ' ';
    });
  };
  size_t end = key.size(), begin = end;
  while (begin > 0) {
    const size_t part_end = begin;
    while (begin > 0 && !is_joint(key[begin - 1])) --begin;
    const std::string_view part = key.substr(begin, part_end - begin);
    if (is_index(part)) {
      if (begin == 0) break;
      if (end == part_end) end = begin - 1;
    } else if (--count == 0) {
      return key.substr(begin, end - begin);
    }
    if (begin > 0) --begin;
  }
  return key.substr(begin, end - begin);
}

struct SecretLook::Impl {
  std::vector<std::string> stems, ends, service_ends, not_ends, asking, anchors;
  std::set<std::string, std::less<>> weak, value_names, example_names, before_names, name_ends;
  Regex in_text;  // stems and ends, with what joins their words
  Regex row_words, any_pattern;
  std::vector<Regex> patterns, plain, placeholders, numbers;
  std::vector<Regex> public_shapes;            // of the service, no secrets
  Regex secret_shapes;                         // any of them, as a word
  std::unordered_set<std::string> vocabulary;  // lower case
  std::unordered_set<std::string> words;       // lower case, whatever their letters
  std::array<std::array<char, 26>, 26> pairs{};

  void Take(const rules::SecretWords& words, const std::vector<const rules::Pack*>& packs);
  void TakeShapes(const std::vector<const rules::Pack*>& packs);
  void TakeVocabulary(const rules::Pack& pack);

  /// The words of a name of the service ("Mktows", "Api").
  void Learn(std::string_view text) {
    Humps(text, [&](size_t begin, size_t end) {
      if (IsAlpha(text[begin]) && end - begin > 1)
        words.insert(Lower(text.substr(begin, end - begin)));
    });
  }
  /// A name of the service, as a whole and by its words.
  void Know(std::string_view word) {
    if (word.empty()) return;
    vocabulary.insert(Lower(word));
    Learn(word);
  }
};

void SecretLook::Impl::Take(const rules::SecretWords& data,
                            const std::vector<const rules::Pack*>& packs) {
  std::vector<std::string> all_stems = data.stems;
  for (const rules::Pack* pack : packs) {
    for (const auto* list : {&pack->credentials.names, &pack->credentials.common_names}) {
      for (const std::string& name : *list) all_stems.push_back(SnakeCase(name));
    }
  }
  for (const std::string& stem : all_stems) stems.push_back(NormalName(stem));
  for (const std::string& end : data.ends) ends.push_back(NormalName(end));
  // "mktokey": a name of the service and what is weak without it.
  std::vector<std::string> of_service;
  for (const rules::Pack* pack : packs) {
    for (const std::string& anchor : pack->surface.weak_anchors) {
      for (const std::string& weak_name : data.of_service) {
        of_service.push_back(anchor + "_" + weak_name);
        service_ends.push_back(NormalName(of_service.back()));
      }
    }
  }
  asking = data.asking;
  for (const std::string& end : data.not_ends) not_ends.push_back(NormalName(end));
  weak.insert(data.weak.begin(), data.weak.end());
  for (const std::string& name : data.value_names) value_names.insert(NormalName(name));
  before_names.insert(data.before_names.begin(), data.before_names.end());
  name_ends.insert(data.name_ends.begin(), data.name_ends.end());
  for (const std::string& name : data.example_names) example_names.insert(NormalName(name));
  // Joints of the pack's names are data of people; anything but words is left out of the pattern.
  std::vector<std::string> joined;
  for (const std::string& stem : all_stems) {
    std::string text;
    for (const char c : stem) text += IsAlnum(c) ? ToLower(c) : '_';
    joined.push_back(std::move(text));
  }
  // The longest first: "secret key" is more than a "secret" beside a "key".
  std::stable_sort(joined.begin(), joined.end(),
                   [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  in_text = Regex("(?i)(?:" + JointPattern(joined, kWideJoint) +
                  ")|(?:" + JointPattern(data.ends, kTightJoint) + "|" +
                  JointPattern(of_service, kTightJoint) +
                  ")[0-9]{0,3}\\b|\\b(?:" + JointPattern(data.weak, "") + ")\\b");
  row_words = Regex("(?i)\\b(?:" + JointPattern(data.row_words, "") + ")\\b");
  std::string any;
  for (const std::string& pattern : data.patterns) {
    patterns.emplace_back(pattern);
    any += (any.empty() ? "(?:" : "|(?:") + pattern + ")";
  }
  any_pattern = Regex(any);
  for (const std::string& pattern : data.plain) plain.emplace_back(pattern);
  for (const std::string& pattern : data.numbers) numbers.emplace_back(pattern);
  for (size_t i = 0; i < 26 && i < data.letter_pairs.size(); ++i) {
    for (size_t k = 0; k < 26 && k < data.letter_pairs[i].size(); ++k)
      pairs[i][k] = static_cast<char>(data.letter_pairs[i][k] - '0');
  }
  words.insert(data.words.begin(), data.words.end());
}

void SecretLook::Impl::TakeShapes(const std::vector<const rules::Pack*>& packs) {
  std::string secret;
  for (const rules::Pack* pack : packs) {
    for (const std::string& pattern : pack->credentials.placeholders)
      placeholders.emplace_back(pattern);
    for (const rules::CredentialShape& shape : pack->credentials.shapes) {
      if (!shape.is_secret) {
        public_shapes.emplace_back("(?i)" + shape.pattern);
      } else if (!shape.pattern.empty()) {
        secret += (secret.empty() ? "" : "|") + shape.pattern;
      }
    }
  }
  if (!secret.empty())
    secret_shapes = Regex("(?i)(?:^|[^A-Za-z0-9])(" + secret + ")(?:[^A-Za-z0-9]|$)");
}

void SecretLook::Impl::TakeVocabulary(const rules::Pack& pack) {
  const rules::Surface& s = pack.surface;
  for (const std::string& anchor : s.weak_anchors) anchors.push_back(NormalName(anchor));
  for (const rules::Operation& operation : pack.operations) {
    Know(operation.name), Know(operation.request_type), Know(operation.result_type);
    Know(rules::ExpandTemplate(s.request_element, operation.name));
    Know(rules::ExpandTemplate(s.success_element, operation.name));
    for (const rules::OperationParameter& parameter : operation.parameters) Know(parameter.name);
  }
  for (const rules::EnumType& type : pack.enums) {
    Know(type.name);
    for (const std::string& value : type.values) Know(value);
    for (const std::string& value : type.also) Know(value);
  }
  for (const rules::RequestType& type : pack.types) {
    Know(type.name);
    for (const rules::TypeField& field : type.fields) Know(field.name);
  }
  for (const auto* list : {&s.service_names, &s.port_names, &s.port_types, &s.bindings, &s.types,
                           &s.auth_header_fields, &s.auth_header_elements, &s.weak_anchors,
                           &s.strong_anchors, &s.code_packages, &s.namespaces}) {
    for (const std::string& word : *list) Know(word);
  }
  for (const std::string& host : s.hosts) Learn(host);
}

SecretLook::SecretLook(const rules::SecretWords& words,
                       const std::vector<const rules::Pack*>& packs)
    : impl_(std::make_unique<Impl>()) {
  impl_->Take(words, packs);
  impl_->TakeShapes(packs);
  for (const rules::Pack* pack : packs) impl_->TakeVocabulary(*pack);
}
SecretLook::~SecretLook() = default;

NameSays SecretLook::Name(std::string_view name) const {
  const NameSays says = ByWords(name);
  // A value that ends in "psK" by accident names nothing.
  return says != NameSays::kNothing && LooksRandom(name.substr(name.find_last_of("_-. ") + 1))
             ? NameSays::kNothing
             : says;
}

NameSays SecretLook::ByWords(std::string_view name) const {
  if (name.empty() || name.size() > kMaxName) return NameSays::kNothing;
  const std::string_view last_part = LastParts(name, 1);
  std::string last = NormalName(last_part);
  while (!last.empty() && IsDigit(last.back())) last.pop_back();
  const std::string whole = NormalName(LastParts(name, 3));
  if (last.empty()) return NameSays::kNothing;
  const auto says = [&](std::string_view text) {
    for (const std::string& stem : impl_->stems) {
      if (text.find(stem) != std::string_view::npos) return true;
    }
    return std::any_of(impl_->ends.begin(), impl_->ends.end(),
                       [&](const std::string& end) { return text.ends_with(end); });
  };
  // "password_label" does not hold a password; what it holds may still be one.
  for (const std::string& end : impl_->not_ends) {
    if (last.size() > end.size() && last.ends_with(end) && !impl_->value_names.contains(end) &&
        says(std::string_view(last).substr(0, last.size() - end.size())))
      return NameSays::kPerhaps;
  }
  if (says(last)) return NameSays::kSecret;
  const std::string two = NormalName(LastParts(name, 2));
  if (std::any_of(impl_->service_ends.begin(), impl_->service_ends.end(),
                  [&](const std::string& end) { return two.ends_with(end); }))
    return NameSays::kSecret;
  for (const std::string& stem : impl_->stems) {
    // A stem that reaches into the last part: "encryption" + "key".
    const size_t at = two.rfind(stem);
    if (at != std::string::npos && at + stem.size() > two.size() - last.size())
      return NameSays::kSecret;
  }
  if (says(whole)) return NameSays::kPerhaps;
  if (impl_->weak.contains(last)) return NameSays::kPerhaps;
  // marketoKey, soap_key, "CrmKey": the last word is one of the weak ones.
  size_t word = last_part.size();
  Humps(last_part, [&](size_t begin, size_t end) {
    if (IsAlpha(last_part[begin])) word = begin, (void)end;
  });
  if (word > 0 && word < last_part.size() &&
      impl_->weak.contains(NormalName(last_part.substr(word))) &&
      !impl_->vocabulary.contains(Lower(last_part)))
    return NameSays::kPerhaps;
  return NameSays::kNothing;
}

void SecretLook::FindNames(std::string_view text, std::vector<Span>* out) const {
  impl_->in_text.FindAll(text, [&](Span whole, Span) { out->push_back(whole); });
}

void SecretLook::FindRowWords(std::string_view text, std::vector<Span>* out) const {
  impl_->row_words.FindAll(text, [&](Span whole, Span) { out->push_back(whole); });
}

void SecretLook::FindPatterns(std::string_view text, std::vector<Span>* out) const {
  if (!impl_->any_pattern.Matches(text)) return;  // one pass for most texts
  for (const Regex& pattern : impl_->patterns) {
    pattern.FindAll(text, [&](Span, Span group) {
      if (group.end > group.begin + 3 &&
          !IsPlain(text.substr(group.begin, group.end - group.begin)))
        out->push_back(group);
    });
  }
}

bool SecretLook::IsPlain(std::string_view value) const {
  value = Trim(value);
  if (value.size() < 3 || value.size() > 4096) return value.size() < 3;
  if (impl_->vocabulary.contains(Lower(value))) return true;
  // "ns1:getLead", "tns.LeadRecord", "ns3__LeadKey"
  size_t joint = value.find_last_of(":.\\");
  if (joint == std::string_view::npos) {
    joint = value.rfind("__");
    if (joint != std::string_view::npos) ++joint;
  }
  if (joint != std::string_view::npos && joint + 1 < value.size() &&
      impl_->vocabulary.contains(Lower(value.substr(joint + 1))))
    return true;
  if (std::all_of(value.begin(), value.end(), [](char c) {
        return IsDigit(c) || c == '.' || c == ',' || c == '-' || c == '+';
      }))
    return value.size() < 7;
  if (value.size() > 200) return false;
  const auto whole = [&](const Regex& regex) { return regex.MatchesWhole(value); };
  // "my-key" is a placeholder; a key with these two letters in it is none.
  if ((!IsAlnum(value[0]) || WordShare(value) >= 50) &&
      std::any_of(impl_->placeholders.begin(), impl_->placeholders.end(), whole))
    return true;
  return std::any_of(impl_->plain.begin(), impl_->plain.end(), whole) ||
         std::any_of(impl_->public_shapes.begin(), impl_->public_shapes.end(), whole);
}

bool SecretLook::MayBeSecret(std::string_view value) const {
  value = Trim(value);
  if (IsPlain(value)) return false;
  // The name of a secret once more ("crm.secret_key"), or a label about one ("Your secret key:").
  const bool words = std::all_of(value.begin(), value.end(), [](char c) {
    return IsAlpha(c) || c == '_' || c == '-' || c == '.' || c == ':' || c == ' ' || c == '/' ||
           c == '(' || c == ')' || c == ',' || c == '!' || c == '?' || c == '\'' || c == '*';
  });
  if (!words) return true;
  if (Name(value) == NameSays::kSecret) return false;
  Span found;
  return !(value.find(' ') != std::string_view::npos && impl_->in_text.Find(value, 0, &found));
}

int SecretLook::WordShare(std::string_view value) const {
  size_t counted = 0, words = 0;
  Humps(value, [&](size_t begin, size_t end) {
    const size_t size = end - begin;
    counted += size;
    if (!IsAlpha(value[begin])) return;
    if (size < 20 && impl_->words.contains(Lower(value.substr(begin, size)))) {
      words += size;
      return;
    }
    if (size < 3) return;
    int sum = 0;
    for (size_t i = begin; i + 1 < end; ++i)
      sum += impl_->pairs[static_cast<size_t>(ToLower(value[i]) - 'a')]
                         [static_cast<size_t>(ToLower(value[i + 1]) - 'a')];
    // Three letters are a word by accident more easily than eight.
    const int needed = size == 3 ? 60 : size == 4 ? 50 : size == 5 ? 48 : 44;
    if (sum * 10 >= needed * static_cast<int>(size - 1)) words += size;
  });
  return counted == 0 ? 100 : static_cast<int>(100 * words / counted);
}

bool SecretLook::LooksRandom(std::string_view value) const {
  return value.size() >= kRandomLetters && (IsRandom(value) || !FindShape(value).empty()) &&
         !IsNumber(value);
}

bool SecretLook::IsNumber(std::string_view value) const {
  return std::ranges::any_of(impl_->numbers,
                             [&](const Regex& number) { return number.MatchesWhole(value); });
}

Span SecretLook::FindShape(std::string_view text) const {
  Span whole, shape;
  return impl_->secret_shapes.Find(text, 0, &whole, &shape) ? shape : Span{};
}

Span SecretLook::InPieces(std::string_view joined) const {
  if (joined.size() >= kRandomLetters && joined.find_first_of(" :") == std::string_view::npos &&
      IsRandom(joined))
    return {0, static_cast<uint32_t>(joined.size())};
  return FindShape(joined);
}

namespace {

/// "WBN-2014-03 Pricing", "q3_2016_launch": what people call things after a year. Its pieces are
/// words, short numbers and marks such as Q3.
bool IsDatedName(std::string_view value) {
  bool has_year = false;
  for (size_t i = 0; i < value.size();) {
    size_t end = i, digits = 0;
    while (end < value.size() && IsAlnum(value[end])) digits += IsDigit(value[end++]) ? 1 : 0;
    const std::string_view piece = value.substr(i, end - i);
    const bool is_number = digits == piece.size() && digits <= 4;
    if (!is_number && digits > 0 && piece.size() > 3) return false;
    has_year |= digits == 4 && is_number && (piece.starts_with("19") || piece.starts_with("20"));
    i = end + 1;
  }
  return has_year;
}

}  // namespace

bool SecretLook::IsRandom(std::string_view value) const {
  size_t letters = 0, digits = 0, joints = 0, upper = 0, lower = 0, longest = 0, run = 0;
  for (const char c : value) {
    if (IsAlnum(c)) {
      longest = std::max(longest, ++run);
    } else {
      run = 0, ++joints;
    }
    letters += IsAlpha(c), digits += IsDigit(c), upper += IsUpper(c), lower += IsLower(c);
  }
  if (letters + digits < kRandomLetters - 2) return false;
  if (letters <= 2) return longest > 14 || (longest == 14 && !IsTime(value));
  // 0x00ff00ff00ff00ff is a number.
  if (value.starts_with("0x") && value.size() <= 20) return false;
  // TLS_RSA_WITH_AES_128_CBC_SHA, x86_64-linux-gnu: words of one case, joined.
  if (joints >= 2 && (upper == 0 || lower == 0) && longest < kRandomLetters &&
      digits * 10 <= (letters + digits) * 3)
    return false;
  // Digests and generated keys: hexadecimal digits make words by accident.
  if (value.size() >= 20 && digits >= 4 && joints == 0 &&
      std::all_of(value.begin(), value.end(), IsHex))
    return true;
  if (WordShare(value) < 50) return !IsDatedName(value);
  // Names of both cases with digits in them have few, long words; random text has many short ones
  // and only some of them look like words.
  if (joints > 0 || digits == 0 || upper == 0 || lower == 0) return false;
  size_t humps = 0;
  std::string without_digits;
  Humps(value, [&](size_t begin, size_t end) {
    ++humps;
    if (IsDigit(value[begin])) return;
    without_digits += value.substr(begin, end - begin);
    without_digits += '_';
  });
  return humps * 4 > letters + digits && WordShare(without_digits) < 90;
}

void SecretLook::FindRandom(std::string_view text, std::vector<Span>* out) const {
  size_t free = 0;  // end of the last span: what comes after it is looked at once
  const auto add = [&](size_t begin, size_t end) {
    while (begin > free && IsTail(text[begin - 1])) --begin;
    while (end < text.size() && IsTail(text[end]) && !IsHostMark(text, end)) ++end;
    while (end < text.size() && text[end] == '=') ++end;
    out->push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(end)});
    free = end;
  };
  // What a record is numbered by may have other signs in it.
  const auto is_number = [&](size_t begin, size_t end) {
    constexpr size_t kLongest = 200;
    constexpr std::string_view kAround = " \t\r\n\"'`<>=,;()[]{}";
    const size_t before = text.find_last_of(kAround, begin);
    const size_t first = before == std::string_view::npos ? 0 : before + 1;
    const size_t last = std::min(text.find_first_of(kAround, end), text.size());
    return begin - first < kLongest && last - end < kLongest &&
           IsNumber(text.substr(first, last - first));
  };
  for (size_t i = 0; i < text.size();) {
    if (!IsKeyChar(text[i])) {
      ++i;
      continue;
    }
    size_t end = i;
    while (end < text.size() && IsKeyChar(text[end])) ++end;
    if (end - i >= kRandomLetters && LooksRandom(text.substr(i, end - i)) && is_number(i, end)) {
      i = end;
      continue;
    }
    if (end - i >= kRandomLetters && LooksRandom(text.substr(i, end - i))) {
      add(i, end);
    } else if (end - i >= kRandomLetters) {
      // marketo_prod_<key>, /path/<key>: one part of it.
      for (size_t at = i; at < end;) {
        size_t stop = at;
        while (stop < end && IsAlnum(text[stop])) ++stop;
        if (at >= free && LooksRandom(text.substr(at, stop - at))) add(at, stop);
        at = stop + 1;
      }
    }
    i = std::max(end, free);
  }
}

bool SecretLook::IsChosen(std::string_view value) const {
  const size_t dot = value.find('.');
  if (dot == std::string_view::npos || value.find('.', dot + 1) != std::string_view::npos ||
      value.size() < 10)
    return false;
  const auto count = [&](auto is) { return std::count_if(value.begin(), value.end(), is); };
  return count([](char c) { return IsDigit(c); }) >= 2 &&
         count([](char c) { return IsUpper(c); }) > 0 &&
         count([](char c) { return IsLower(c); }) > 0 &&
         !impl_->name_ends.contains(Lower(value.substr(dot + 1)));
}

bool SecretLook::IsKeyLike(std::string_view value) const {
  value = Trim(value);
  if (value.size() < 6 || value.size() > 400 || IsPlain(value) || IsNumber(value)) return false;
  bool letter = false, digit = false, odd = false;
  for (const char c : value) {
    if (static_cast<unsigned char>(c) <= ' ') return false;
    letter |= IsAlpha(c), digit |= IsDigit(c);
    odd |= std::string_view("!#$%^&*+=~").find(c) != std::string_view::npos;
  }
  if (value.find("://") != std::string_view::npos || value.find("::") != std::string_view::npos)
    return false;
  // Text with markup behind it; a sign of a password may look like one.
  const size_t tag = value.find('<');
  if (tag == 0) return false;
  if (tag != std::string_view::npos && (value.find("</", tag) != std::string_view::npos ||
                                        value.find("/>", tag) != std::string_view::npos))
    return IsKeyLike(value.substr(0, tag));
  // A path or a file's name; base64 has its slashes among random letters.
  const bool slash = value.find('/') != std::string_view::npos;
  // Paths have no quotes and no angle brackets; passwords have.
  const bool no_path = digit && value[0] != '/' && value[0] != '.' &&
                       value.find_first_of("\"'<>") != std::string_view::npos;
  if ((slash || value.find('.') != std::string_view::npos) && !odd && !no_path &&
      !LooksRandom(value)) {
    const size_t dot = value.rfind('.');
    if (value[0] == '/' || value[0] == '.' || slash ||
        (dot != std::string_view::npos && value.size() - dot <= 6 && WordShare(value) >= 50 &&
         !IsChosen(value)))
      return false;
  }
  // crm.example.com, 100-AEK-913.mktoapi.com
  const size_t last = value.rfind('.');
  const bool host =
      last != std::string_view::npos && value.size() - last >= 3 && value.size() - last <= 7 &&
      std::all_of(value.begin() + static_cast<std::ptrdiff_t>(last) + 1, value.end(), IsLower) &&
      std::all_of(value.begin(), value.end(),
                  [](char c) { return IsAlnum(c) || c == '-' || c == '.'; });
  if (host && !IsChosen(value)) return false;
  // user@example.com
  const size_t sign = value.find('@');
  if (sign != std::string_view::npos && sign > 0 && value.find('.', sign) != std::string_view::npos)
    return false;
  for (const std::string& word : {std::string("http"), std::string("wsdl")}) {
    if (ContainsIgnoreCase(value, word)) return false;
  }
  if (!letter) return digit && value.size() >= 12;
  if (digit || odd) return true;
  // MKTO_KEY names one.
  return value.size() >= 8 && WordShare(value) < 50 && Name(value) == NameSays::kNothing;
}

bool SecretLook::IsBareKey(std::string_view value) const {
  if (value.size() < 8 || !IsKeyLike(value)) return false;
  size_t groups = 0;
  bool odd = false;
  for (size_t i = 0; i < value.size(); ++i) {
    groups += IsDigit(value[i]) && (i == 0 || !IsDigit(value[i - 1]));
    odd |= std::string_view("!#$%^&*=~").find(value[i]) != std::string_view::npos;
  }
  if (groups >= 2 || odd || WordShare(value) < 60 || IsChosen(value)) return true;
  // CG5doryxlesa: letters that are like a word by accident; in a name of both cases a new word
  // would begin with a capital.
  bool cut = false;
  const bool upper = std::any_of(value.begin(), value.end(), IsUpper);
  Humps(value, [&](size_t begin, size_t end) {
    cut |= begin > 0 && IsDigit(value[begin - 1]) && IsLower(value[begin]) && end - begin >= 3 &&
           !impl_->words.contains(Lower(value.substr(begin, end - begin)));
  });
  return cut && upper && value.size() >= 12 && std::all_of(value.begin(), value.end(), IsAlnum);
}

namespace {

/// DL-9003, INV-2014-17: what orders, deals and parts are numbered by.
bool IsRecordNumber(std::string_view value) {
  size_t letters = 0;
  while (letters < value.size() && IsUpper(value[letters])) ++letters;
  if (letters == 0 || letters > 5 || letters == value.size()) return false;
  for (size_t at = letters; at < value.size();) {
    size_t end = at + 1;
    while (end < value.size() && IsDigit(value[end])) ++end;
    if (value[at] != '-' || end == at + 1 || end > at + 7) return false;
    at = end;
  }
  return value.size() <= 16;
}

}  // namespace

bool SecretLook::IsNumberedWord(std::string_view value) const {
  if (IsRecordNumber(value)) return true;
  size_t digits = 0;
  while (digits < value.size() && IsDigit(value[value.size() - 1 - digits])) ++digits;
  std::string_view word = value.substr(0, value.size() - digits);
  if (word.ends_with('_') || word.ends_with('-')) word.remove_suffix(1);
  // nightlyCastleLotus11: a name of so many words has no number of two digits.
  int humps = 0;
  Humps(word, [&](size_t, size_t) { ++humps; });
  if (digits == 2 && humps >= 3 && !impl_->vocabulary.contains(Lower(word)) && !NamesService(word))
    return false;
  return digits > 0 && digits <= 4 && word.size() >= 3 && word.size() <= 24 &&
         std::all_of(word.begin(), word.end(), IsAlpha) &&
         (WordShare(word) == 100 ||
          (word.size() <= 4 && (std::all_of(word.begin() + 1, word.end(), IsLower) ||
                                std::all_of(word.begin(), word.end(), IsUpper))));
}

bool SecretLook::IsPassphrase(std::string_view value) const {
  // lilac-heron-walnut-walnut, "jasmine valley orchid raven 493"
  constexpr size_t kFewest = 4, kLongestWord = 12;
  if (value.size() > 80 || IsPlain(value) || NamesService(value)) return false;
  const char joint = value.find(' ') != std::string_view::npos ? ' ' : '-';
  size_t words = 0;
  for (size_t at = 0; at <= value.size();) {
    const size_t end = std::min(value.find(joint, at), value.size());
    const std::string_view word = value.substr(at, end - at);
    const bool is_number = end == value.size() && word.size() >= 2 && words > 0 &&
                           std::all_of(word.begin(), word.end(), IsDigit);
    if (!is_number && (word.size() < 3 || word.size() > kLongestWord ||
                       !std::all_of(word.begin(), word.end(), IsLower)))
      return false;
    ++words, at = end + 1;
  }
  return words >= kFewest;
}

bool SecretLook::IsKeyPiece(std::string_view value, bool only_hex) const {
  if (value.size() < (only_hex ? 12U : 6U) || value.size() > 400) return false;
  if (only_hex) return std::all_of(value.begin(), value.end(), IsHex);
  return std::all_of(value.begin(), value.end(), IsKeyChar) && WordShare(value) < 50;
}

bool SecretLook::IsRestOfValue(std::string_view value) const {
  if (value.size() < 4 || value.find_first_of(" \t\n") != std::string_view::npos) return false;
  return std::any_of(value.begin(), value.end(), IsAlpha) &&
         (std::any_of(value.begin(), value.end(), IsDigit) || WordShare(value) < 50);
}

bool SecretLook::IsDistinctive(std::string_view value) const {
  if (value.size() < 6 || IsPlain(value)) return false;
  bool letter = false, digit = false, odd = false, space = false;
  for (const char c : value) {
    letter |= IsAlpha(c), digit |= IsDigit(c), space |= c == ' ';
    odd |= !IsAlnum(c) && c != '_' && c != '-' && c != '.' && c != ' ' && c != '/' && c != ':';
  }
  if (letter && digit && value.size() >= 8) return true;
  if (!letter) return value.size() >= 12;
  if (odd && value.size() >= 10) return true;
  if (space) return value.size() >= 16;
  // Words of one case with joints are somebody's identifier; long ones of mixed case are not.
  bool upper = false, lower = false, joint = false;
  for (const char c : value) upper |= IsUpper(c), lower |= IsLower(c), joint |= !IsAlnum(c);
  if (upper && lower && joint && value.size() >= 10) return true;
  return value.size() >= 8 && WordShare(value) < 50;
}

bool SecretLook::IsValueName(std::string_view name) const {
  return impl_->value_names.contains(NormalName(name));
}

bool SecretLook::IsExampleName(std::string_view name) const {
  return impl_->example_names.contains(NormalName(name));
}

bool SecretLook::IsAsking(std::string_view call) const {
  return std::any_of(impl_->asking.begin(), impl_->asking.end(), [&](const std::string& verb) {
    return call.size() >= verb.size() && EqualsIgnoreCase(call.substr(0, verb.size()), verb) &&
           (call.size() == verb.size() || !IsLower(call[verb.size()]));
  });
}

bool SecretLook::IsBeforeName(std::string_view word) const {
  return word.size() < 16 && impl_->before_names.contains(Lower(word));
}

bool SecretLook::NamesService(std::string_view name) const {
  const std::string normal = NormalName(name.substr(0, kMaxName));
  return std::any_of(impl_->anchors.begin(), impl_->anchors.end(), [&](const std::string& anchor) {
    return normal.find(anchor) != std::string::npos;
  });
}

}  // namespace unsoap::evidence
