#include "scanner/languages/language.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "scanner/base/char.h"
#include "scanner/base/embedded.h"
#include "scanner/base/text.h"

namespace unsoap::languages {
namespace {

using Json = nlohmann::json;

std::vector<std::string> Texts(const Json& json, const char* key) {
  const auto it = json.find(key);
  return it == json.end() ? std::vector<std::string>() : it->get<std::vector<std::string>>();
}

std::vector<std::pair<std::string, std::string>> Pairs(const Json& json, const char* key) {
  const auto it = json.find(key);
  using List = std::vector<std::pair<std::string, std::string>>;
  return it == json.end() ? List() : it->get<List>();
}

std::unique_ptr<Language> Decode(std::string_view bytes) {
  const Json json = Json::from_msgpack(bytes.begin(), bytes.end());
  auto l = std::make_unique<Language>();
  l->id = json.at("id");
  l->title = json.at("title");
  l->inherits = json.value("inherits", "");
  l->extensions = Texts(json, "extensions");
  l->shares = Texts(json, "shares");
  l->filenames = Texts(json, "filenames");
  l->shebangs = Texts(json, "shebangs");
  l->modelines = Texts(json, "modelines");
  l->content_hints = Texts(json, "content_hints");
  l->content_needs = Texts(json, "content_needs");
  l->cases = Texts(json, "case");
  if (json.contains("grammar")) {
    const Json& grammar = json["grammar"];
    l->package = grammar.at("package");
    l->grammar_path = grammar.value("path", "");
    l->symbol = grammar.at("symbol");
  }
  if (json.contains("strings")) {
    const Json& strings = json["strings"];
    l->prefixes = Texts(strings, "prefixes");
    l->raw_prefixes = Texts(strings, "raw_prefixes");
    l->quotes = Texts(strings, "quotes");
    l->raw_quotes = Texts(strings, "raw_quotes");
    for (const std::string& pattern : Texts(strings, "holes")) l->holes.emplace_back(pattern);
    l->hole_quotes = Texts(strings, "hole_quotes");
    l->symbols = Texts(strings, "symbols");
    l->escape_char = strings.value("escape_char", "\\");
    const std::string escapes = strings.value("escapes", "backslash");
    l->escapes = escapes == "none"     ? Language::Escapes::kNone
                 : escapes == "double" ? Language::Escapes::kDouble
                                       : Language::Escapes::kBackslash;
  }
  l->sigils = Texts(json, "sigils");
  l->self = Texts(json, "self");
  l->super = Texts(json, "super");
  l->constructors = Texts(json, "constructors");
  if (json.contains("format_calls")) {
    for (const auto& name : Texts(json["format_calls"], "percent")) {
      l->format_calls.push_back({name, FormatCall::Style::kPercent});
    }
    for (const auto& name : Texts(json["format_calls"], "braces")) {
      l->format_calls.push_back({name, FormatCall::Style::kBraces});
    }
  }
  l->tail_skip = Texts(json, "tail_skip");
  if (json.contains("read_as")) {
    for (const auto& [pattern, text] :
         json["read_as"].get<std::vector<std::pair<std::string, std::string>>>()) {
      l->read_as.emplace_back(Regex(pattern), text);
    }
  }
  if (json.contains("comments")) {
    l->line_comments = Texts(json["comments"], "line");
    if (json["comments"].contains("block")) {
      l->block_comments =
          json["comments"]["block"].get<std::vector<std::pair<std::string, std::string>>>();
    }
  }
  if (json.contains("embeds"))
    l->embeds = json["embeds"].get<std::vector<std::pair<std::string, std::string>>>();
  l->ignore_case = json.value("ignore_case", false);
  l->receiver_classes = json.value("receiver_classes", "");
  if (json.contains("doc_types")) {
    l->doc_variables = Texts(json["doc_types"], "variable");
    l->doc_parameters = Texts(json["doc_types"], "parameter");
    l->doc_results = Texts(json["doc_types"], "result");
  }
  l->method_getters = Texts(json, "method_getters");
  l->sends = Texts(json, "sends");
  l->calls_by_name = Texts(json, "calls_by_name");
  l->catch_all = Texts(json, "catch_all");
  l->lookups = Texts(json, "lookups");
  l->elements = Texts(json, "elements");
  l->receiver_blocks = Texts(json, "receiver_blocks");
  l->xml_clients = Texts(json, "xml_clients");
  l->xml_calls = Texts(json, "xml_calls");
  l->extensions_have_self = json.value("extensions_have_self", false);
  l->property_access = json.value("property_access", false);
  l->fields_name_classes = json.value("fields_name_classes", false);
  l->awaited = Texts(json, "awaited");
  l->appends = Texts(json, "appends");
  l->appends_all = Texts(json, "appends_all");
  l->joins = Texts(json, "joins");
  l->gives_back = Texts(json, "gives_back");
  l->hands_on = Texts(json, "hands_on");
  l->promises = Texts(json, "promises");
  l->invokers = Texts(json, "invokers");
  l->same_function = Texts(json, "same_function");
  l->getter_annotations = Texts(json, "getter_annotations");
  l->object_calls = Texts(json, "object_calls");
  l->runs = Pairs(json, "runs");
  l->makes_and_runs = Pairs(json, "makes_and_runs");
  l->callback_takers = Texts(json, "callback_takers");
  l->stands_for = Texts(json, "stands_for");
  l->binds = Texts(json, "binds");
  l->builders = Texts(json, "builders");
  l->gives_self = Texts(json, "gives_self");
  l->instance_getters = Texts(json, "instance_getters");
  l->element_makers = Texts(json, "element_makers");
  l->package_functions = json.value("package_functions", false);
  l->flat_arguments = json.value("flat_arguments", false);
  l->memberwise = json.value("memberwise", false);
  l->folder_modules = json.value("folder_modules", false);
  l->structural = json.value("structural", false);
  l->family = json.value("family", l->id);
  l->includes_share = json.value("includes_share", false);
  l->bare_calls = json.value("bare_calls", false);
  l->explicit_self = json.value("explicit_self", false);
  l->class_getters = Texts(json, "class_getters");
  l->registers = Texts(json, "registers");
  l->setters = Texts(json, "setters");
  l->settings_files = Texts(json, "settings_files");
  l->declares = Texts(json, "declares");
  l->imports = Texts(json, "imports");
  l->reached_by_import = json.value("reached_by_import", false);
  l->clang = json.value("clang", "");
  l->opening = json.value("opening", "");
  return l;
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
  std::vector<const Language*> hinted;
  for (const auto& [re, language] : TheIndex().hints) {
    if (RE2::PartialMatch(re2::StringPiece(head.data(), head.size()), *re))
      hinted.push_back(language);
  }
  const bool own = std::any_of(hinted.begin(), hinted.end(),
                               [&](const Language* l) { return l->id == by_name; });
  for (const Language* language : hinted) {
    // Without a grammar nothing can be compared: the hints alone decide.
    if (language->symbol.empty() && own) continue;
    const auto& shares = language->shares;
    if (std::any_of(shares.begin(), shares.end(),
                    [&](const std::string& extension) { return name.ends_with(extension); })) {
      add(language);
    }
  }
  return found;
}

}  // namespace unsoap::languages
