#include "scanner/languages/language.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "scanner/base/char.h"
#include "scanner/base/embedded.h"
#include "scanner/base/text.h"
#include "scanner/languages/language_keys.h"

namespace unsoap::languages {
namespace {

using Json = nlohmann::json;

/// The value of a key, "a.b" for the key b in the map a; nullptr if it is not there.
const Json* At(const Json& json, std::string_view name) {
  const size_t dot = name.find('.');
  const auto it = json.find(name.substr(0, dot));
  if (it == json.end()) return nullptr;
  return dot == std::string_view::npos ? &*it : At(*it, name.substr(dot + 1));
}

/// Puts packed values where VisitLanguageKeys() says that they go.
class Decoder {
 public:
  Decoder(const Json& json, Language* language) : json_(json), l_(*language) {}

  template <class Where, class... Allowed>
  void operator()(const char* name, Where where, Allowed...) {
    if (const Json* value = At(json_, name)) Put(*value, where);
  }

 private:
  void Put(const Json& value, std::string Language::*member) { l_.*member = value; }
  void Put(const Json& value, bool Language::*member) { l_.*member = value; }
  void Put(const Json& value, Texts Language::*member) { l_.*member = value.get<Texts>(); }
  void Put(const Json& value, TextPairs Language::*member) { l_.*member = value.get<TextPairs>(); }
  void Put(const Json& value, WordOrWords where) { Put(value, where.member); }
  void Put(const Json& value, PatternTexts where) { Put(value, where.member); }
  void Put(const Json& value, Patterns Language::*member) {
    for (const std::string& pattern : value.get<Texts>()) (l_.*member).emplace_back(pattern);
  }
  void Put(const Json& value, Replacements Language::*member) {
    for (const auto& [pattern, text] : value.get<TextPairs>())
      (l_.*member).emplace_back(Regex(pattern), text);
  }
  void Put(const Json& value, FormatCallKey key) {
    for (const std::string& name : value.get<Texts>()) l_.format_calls.push_back({name, key.style});
  }
  void Put(const Json& value, EscapesKey) {
    l_.escapes = value == "none"     ? Language::Escapes::kNone
                 : value == "double" ? Language::Escapes::kDouble
                                     : Language::Escapes::kBackslash;
  }

  const Json& json_;
  Language& l_;
};

std::unique_ptr<Language> Decode(std::string_view bytes) {
  const Json json = Json::from_msgpack(bytes.begin(), bytes.end());
  auto language = std::make_unique<Language>();
  VisitLanguageKeys(Decoder(json, language.get()));
  if (language->family.empty()) language->family = language->id;
  return language;
}

/// Maps from the names that files have to languages; built once.
struct Index {
  std::map<std::string, const Language*, std::less<>> extensions, names, shebangs, modelines;
  std::vector<std::pair<std::string, const Language*>> globs;
  std::vector<std::pair<std::unique_ptr<RE2>, const Language*>> hints, needs;
};

bool MatchesGlob(std::string_view glob, std::string_view text) {
  size_t g = 0, t = 0, star = std::string_view::npos, mark = 0;
  while (t < text.size()) {
    if (g < glob.size() && glob[g] == '*') {
      star = g++;
      mark = t;
    } else if (g < glob.size() && glob[g] == text[t]) {
      ++g, ++t;
    } else if (star != std::string_view::npos) {
      g = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (g < glob.size() && glob[g] == '*') ++g;
  return g == glob.size();
}

const Index& TheIndex() {
  static const Index* const kIndex = [] {
    auto* index = new Index;
    for (const auto& l : Languages()) {
      for (const auto& e : l->extensions) index->extensions.emplace(Lower(e), l.get());
      for (const auto& n : l->filenames) {
        if (n.find('*') == std::string::npos) {
          index->names.emplace(Lower(n), l.get());
        } else {
          index->globs.emplace_back(Lower(n), l.get());
        }
      }
      for (const auto& s : l->shebangs) index->shebangs.emplace(s, l.get());
      for (const auto& m : l->modelines) index->modelines.emplace(m, l.get());
      for (const auto& h : l->content_hints)
        index->hints.emplace_back(std::make_unique<RE2>(h, RE2::Quiet), l.get());
      for (const auto& n : l->content_needs)
        index->needs.emplace_back(std::make_unique<RE2>(n, RE2::Quiet), l.get());
    }
    return index;
  }();
  return *kIndex;
}

const Language* Find(const std::map<std::string, const Language*, std::less<>>& map,
                     std::string_view key) {
  const auto it = map.find(key);
  return it == map.end() ? nullptr : it->second;
}

const Language* ByShebang(std::string_view head) {
  if (head.substr(0, 2) != "#!") return nullptr;
  std::string_view line = head.substr(2, head.find_first_of("\r\n") - 2);
  // The interpreter is the last path component of the first word, or the first plain word after
  // env.
  for (std::string_view word : Split(line, ' ')) {
    word = Trim(word);
    if (word.empty() || word[0] == '-' || word.find('=') != std::string_view::npos) continue;
    word = word.substr(word.rfind('/') + 1);
    if (word == "env") continue;
    while (!word.empty() && (word.back() == '.' || IsDigit(word.back()))) word.remove_suffix(1);
    return Find(TheIndex().shebangs, word);
  }
  return nullptr;
}

const Language* ByModeline(std::string_view head) {
  head = head.substr(0, 512);
  std::string mode;
  static const RE2 kEmacs(R"((?i)-\*-(?:.*?mode:)?\s*([A-Za-z+#-]+)\s*(?:;.*?)?-\*-)", RE2::Quiet);
  static const RE2 kVim(R"((?:vim?|ex):.*?(?:ft|filetype|syntax)=([A-Za-z+#]+))", RE2::Quiet);
  const re2::StringPiece piece(head.data(), head.size());
  if (RE2::PartialMatch(piece, kEmacs, &mode) || RE2::PartialMatch(piece, kVim, &mode)) {
    return Find(TheIndex().modelines, Lower(mode));
  }
  return nullptr;
}

}  // namespace

const std::vector<std::unique_ptr<Language>>& Languages() {
  static const auto* const kLanguages = [] {
    auto* all = new std::vector<std::unique_ptr<Language>>;
    for (const EmbeddedFile& file : EmbeddedFiles()) {
      if (file.path.starts_with("scanner/languages/") && file.path.ends_with("/language.yaml")) {
        all->push_back(Decode(file.bytes));
      }
    }
    std::sort(all->begin(), all->end(), [](const auto& a, const auto& b) { return a->id < b->id; });
    return all;
  }();
  return *kLanguages;
}

const std::vector<std::string>& AllSetters() {
  static const auto* const kAll = new std::vector<std::string>(OfAnyLanguage(&Language::setters));
  return *kAll;
}

std::vector<std::string> OfAnyLanguage(std::vector<std::string> Language::*list) {
  std::set<std::string> all;
  for (const auto& language : Languages())
    all.insert(((*language).*list).begin(), ((*language).*list).end());
  return {all.begin(), all.end()};
}

const Language* FindLanguage(std::string_view id) {
  for (const auto& l : Languages()) {
    if (l->id == id) return l.get();
  }
  return nullptr;
}

const Language* LanguageNamed(std::string_view name) {
  if (name.empty()) return nullptr;
  const std::string key = Lower(name);
  if (const Language* language = FindLanguage(key)) return language;
  for (const auto& l : Languages()) {
    if (Lower(l->title) == key) return l.get();
  }
  if (const Language* language = Find(TheIndex().modelines, key)) return language;
  if (const Language* language = Find(TheIndex().extensions, "." + key)) return language;
  return Find(TheIndex().shebangs, key);
}

std::string_view LanguageOf(std::string_view path, std::string_view head) {
  std::string name = Lower(path.substr(path.rfind('/') + 1));
  // Copies and templates keep their language: a backup of a PHP file holds PHP.
  for (std::string_view copy : {".orig", ".bak", ".old", ".swp", ".save", ".rej~", "~", ".dist",
                                ".example", ".sample", ".template", ".default"}) {
    if (name.size() > copy.size() && name.ends_with(copy)) name.resize(name.size() - copy.size());
  }
  const Index& index = TheIndex();
  const Language* found = Find(index.names, name);
  for (size_t i = 0; found == nullptr && i < index.globs.size(); ++i) {
    if (MatchesGlob(index.globs[i].first, name)) found = index.globs[i].second;
  }
  // The longest extension wins: ".blade.php" before ".php".
  for (size_t dot = name.find('.'); found == nullptr && dot != std::string::npos;
       dot = name.find('.', dot + 1)) {
    found = Find(index.extensions, std::string_view(name).substr(dot));
  }
  if (found == nullptr) found = ByShebang(head);
  if (found == nullptr) found = ByModeline(head);
  return found == nullptr ? std::string_view() : std::string_view(found->id);
}

std::vector<std::string_view> LanguagesByContent(std::string_view by_name, std::string_view head) {
  head = head.substr(0, 16 << 10);
  const re2::StringPiece piece(head.data(), head.size());
  bool doubted = by_name.empty();
  for (const auto& [re, language] : TheIndex().needs) {
    if (language->id != by_name) continue;
    if (RE2::PartialMatch(piece, *re)) return {};
    doubted = true;
  }
  std::vector<std::string_view> found;
  if (!doubted) return found;
  for (const auto& [re, language] : TheIndex().hints) {
    if (language->id != by_name && RE2::PartialMatch(piece, *re) &&
        std::find(found.begin(), found.end(), language->id) == found.end()) {
      found.push_back(language->id);
    }
  }
  return found;
}

std::vector<std::string_view> RivalLanguages(std::string_view path, std::string_view by_name,
                                             std::string_view head) {
  std::vector<std::string_view> found;
  const auto add = [&](const Language* language) {
    if (language != nullptr && language->id != by_name &&
        std::find(found.begin(), found.end(), language->id) == found.end()) {
      found.push_back(language->id);
    }
  };
  if (by_name.empty()) return found;
  add(ByShebang(head));
  add(ByModeline(head));
  head = head.substr(0, 16 << 10);
  const std::string name = Lower(path.substr(path.rfind('/') + 1));
  const auto& hints = TheIndex().hints;
  const auto fits = [&](const auto& hint) {
    return RE2::PartialMatch(re2::StringPiece(head.data(), head.size()), *hint.first);
  };
  const auto is_own = [&](const auto& hint) { return hint.second->id == by_name && fits(hint); };
  for (const auto& hint : hints) {
    // Most names are shared by nobody: no hint is looked for then.
    const Language* const language = hint.second;
    const auto& shares = language->shares;
    const bool may_be =
        std::any_of(shares.begin(), shares.end(),
                    [&](const std::string& extension) { return name.ends_with(extension); });
    if (!may_be || !fits(hint)) continue;
    // Without a grammar nothing can be compared: the hints alone decide.
    if (language->symbol.empty() && std::any_of(hints.begin(), hints.end(), is_own)) continue;
    add(language);
  }
  return found;
}

}  // namespace unsoap::languages
