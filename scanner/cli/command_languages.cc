// languages: what can be read, with the grammar behind it.
#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "scanner/base/text.h"
#include "scanner/cli/commands.h"
#include "scanner/cli/target.h"
#include "scanner/facts/structured.h"
#include "scanner/facts/syntax_tree.h"
#include "scanner/findings/json.h"
#include "scanner/languages/language.h"

namespace unsoap::cli {
namespace {

struct Format {
  std::string id;
  std::set<std::string> files, ecosystems;
};

// Structured files by reader; manifests that are code are listed under the package manager.
std::vector<Format> StructuredFormats() {
  std::map<std::string, Format> found;
  for (const facts::StructuredRow& row : facts::StructuredRows()) {
    const std::string id(row.language.empty() ? row.ecosystem : row.language);
    Format& format = found[id];
    format.id = id;
    std::string pattern(row.pattern);
    if (row.match == facts::StructuredRow::Match::kSuffix) pattern = "*" + pattern;
    if (row.match == facts::StructuredRow::Match::kPrefix) pattern += "*";
    format.files.insert(std::move(pattern));
    if (!row.ecosystem.empty()) format.ecosystems.insert(std::string(row.ecosystem));
  }
  std::vector<Format> out;
  for (auto& row : found) out.push_back(std::move(row.second));
  return out;
}

std::string Words(const std::set<std::string>& words, std::string_view separator) {
  return Join({words.begin(), words.end()}, separator);
}

/// What a reader of the table wants to know, and the captures (languages/README.md) that give it.
struct Skill {
  std::string_view name;
  std::vector<std::string_view> captures;
};

const std::vector<Skill>& Skills() {
  static const std::vector<Skill> kSkills = {
      {"calls", {"call", "new"}},
      {"declarations", {"function", "class", "interface", "enum", "module", "field"}},
      {"variables", {"assign"}},
      {"strings", {"string", "heredoc"}},
      {"collections", {"map", "list", "index"}},
      {"imports", {"import"}},
      {"annotations", {"annotation"}},
      {"embedded code", {"embed"}},
  };
  return kSkills;
}

std::vector<std::string> Understood(const facts::LanguageRow& row) {
  std::vector<std::string> out;
  for (const Skill& skill : Skills()) {
    const bool any = std::any_of(skill.captures.begin(), skill.captures.end(), [&](auto capture) {
      return std::find(row.vocabulary.begin(), row.vocabulary.end(), capture) !=
             row.vocabulary.end();
    });
    if (any) out.emplace_back(skill.name);
  }
  out.emplace_back("envelopes");  // the text rules serve every file
  return out;
}

std::string GrammarOf(const facts::LanguageRow& row) {
  return row.abi > 0 ? fmt::format("{} {}, ABI {}", row.package, row.version, row.abi)
                     : "no grammar: plain text";
}

std::string LanguagesText() {
  std::string out = "Programming languages\n";
  size_t grammar_width = 0;
  for (const facts::LanguageRow& row : facts::LanguageTable())
    grammar_width = std::max(grammar_width, GrammarOf(row).size());
  for (const facts::LanguageRow& row : facts::LanguageTable()) {
    out += fmt::format("  {:<14}{:<{}}  {}\n", row.id, GrammarOf(row), grammar_width,
                       Join(Understood(row), ", "));
    out += fmt::format("  {:<14}{}\n", "", row.extensions);
  }
  out += "\nStructured files\n";
  for (const Format& format : StructuredFormats()) {
    out += fmt::format("  {:<14}{}\n", format.id, Words(format.files, " "));
    if (!format.ecosystems.empty())
      out += fmt::format("  {:<14}packages of {}\n", "", Words(format.ecosystems, ", "));
  }
  return out + "\nEvery other text file is read as plain text.\n";
}

std::string Strings(const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  for (const std::string& text : texts) quoted.push_back(findings::JsonString(text));
  return "[" + Join(quoted, ", ") + "]";
}

std::string LanguagesJson() {
  std::vector<std::string> languages, formats;
  for (const facts::LanguageRow& row : facts::LanguageTable()) {
    std::vector<std::string> files;
    for (const std::string_view word : Split(row.extensions, ' ')) {
      if (!word.empty()) files.emplace_back(word);
    }
    std::string grammar = "null";
    if (row.abi > 0) {
      grammar = fmt::format(R"({{"package": {}, "version": {}, "abi": {}}})",
                            findings::JsonString(row.package), findings::JsonString(row.version),
                            row.abi);
    }
    languages.push_back(
        fmt::format(R"({{"id": {}, "title": {}, "files": {}, "grammar": {}, "understands": {}}})",
                    findings::JsonString(row.id), findings::JsonString(row.title), Strings(files),
                    grammar, Strings(Understood(row))));
  }
  for (const Format& format : StructuredFormats()) {
    formats.push_back(fmt::format(R"({{"id": {}, "files": {}, "ecosystems": {}}})",
                                  findings::JsonString(format.id),
                                  Strings({format.files.begin(), format.files.end()}),
                                  Strings({format.ecosystems.begin(), format.ecosystems.end()})));
  }
  return fmt::format(
      "{{\n  \"schema_version\": \"1.0\",\n  \"languages\": [\n    {}\n  ],\n  \"structured\": [\n"
      "    {}\n  ]\n}}\n",
      Join(languages, ",\n    "), Join(formats, ",\n    "));
}

}  // namespace

int RunLanguages(const Invocation& invocation) {
  const Result<Target> target = TargetOf(invocation.options, {"text", "json"});
  if (!target) return Complain(target.error());
  return Deliver(*target, target->format == "json" ? LanguagesJson() : LanguagesText());
}

}  // namespace unsoap::cli
