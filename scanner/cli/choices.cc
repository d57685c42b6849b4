// Words for completions: formats, languages, rules, operations, verbs.
#include "scanner/cli/choices.h"

#include "reporters/reporter.h"
#include "scanner/base/text.h"
#include "scanner/cli/file_types.h"
#include "scanner/match/rule_catalog.h"
#include "scanner/rules/builtin.h"
#include "scanner/rules/dates.h"

namespace unsoap::cli {
namespace {

std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> out;
  for (const std::string_view word : Split(text, ' ')) {
    if (!word.empty()) out.emplace_back(word);
  }
  return out;
}

std::vector<std::string> Formats() {
  std::vector<std::string> out;
  for (const reporters::ReporterInfo& reporter : reporters::Reporters())
    out.emplace_back(reporter.name);
  return out;
}

std::vector<std::string> Languages() {
  std::vector<std::string> out;
  for (const FileType& type : FileTypes()) out.push_back(type.id);
  return out;
}

std::vector<std::string> RuleIds() {
  std::vector<std::string> out;
  for (const findings::RuleInfo& rule : match::RuleCatalog(rules::BuiltinPacks(), rules::Today()))
    out.push_back(rule.id);
  return out;
}

std::vector<std::string> CardNames() {
  std::vector<std::string> out;
  for (const rules::Pack* pack : rules::BuiltinPacks()) {
    for (const rules::Operation& operation : pack->operations) out.push_back(operation.name);
  }
  for (const char* table : {"errors", "fields", "quotas"}) out.emplace_back(table);
  return out;
}

/// One row for what a flag's value is called in help.
struct Row {
  std::string_view value;
  std::vector<std::string> (*words)();
  bool files, directories;
};
const Row kRows[] = {
    {"FMT[=FILE]", Formats, false, false}, {"LANGUAGE", Languages, false, false},
    {"RULE", RuleIds, false, false},       {"FILE", nullptr, true, false},
    {"PATH", nullptr, true, false},        {"DIR", nullptr, false, true},
};

}  // namespace

Choices ChoicesOf(const Flag& flag) {
  Choices out;
  out.words = Words(flag.words);
  if (flag.name == "fail-on") out.words = Words("never possible likely certain note warning error");
  for (const Row& row : kRows) {
    if (row.value != flag.value) continue;
    if (row.words != nullptr) out.words = row.words();
    out.files = row.files, out.directories = row.directories;
  }
  return out;
}

Choices ChoicesOf(const Command& command) {
  Choices out;
  out.words = Words(command.verbs);
  if (command.name == "explain") out.words = CardNames();
  if (command.name == "help") out.words = CommandNames();
  const auto names = [&](std::string_view what) {
    return command.operands.find(what) != std::string_view::npos;
  };
  out.files = names("PATH") || names(".json") || names("DIR");
  return out;
}

std::vector<const Flag*> FlagsOf(const Command& command) {
  std::vector<const Flag*> out;
  for (const Flag& flag : Flags()) {
    if ((flag.commands & command.set) != 0) out.push_back(&flag);
  }
  return out;
}

}  // namespace unsoap::cli
