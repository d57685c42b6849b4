#include "scanner/rules/builtin.h"

#include <cassert>

#include "scanner/base/embedded.h"
#include "scanner/rules/binary.h"

namespace unsoap::rules {

// What is read here lives as long as the program: threads may still use it while others end.

const std::vector<const Pack*>& BuiltinPacks() {
  static const auto* const kPacks = [] {
    auto* packs = new std::vector<const Pack*>;
    for (const EmbeddedFile& file : EmbeddedFiles()) {
      if (!file.path.starts_with("rules/") || !file.path.ends_with(".pack")) continue;
      auto* pack = new Pack;
      const bool ok = PackFromBinary(file.bytes, pack);
      assert(ok);
      (void)ok;
      packs->push_back(pack);
    }
    return packs;
  }();
  return *kPacks;
}

const Pack* FindBuiltinPack(std::string_view id) {
  for (const Pack* pack : BuiltinPacks()) {
    if (pack->id == id) return pack;
  }
  return nullptr;
}

const std::vector<Toolkit>& BuiltinToolkits() {
  static const auto* const kToolkits = [] {
    auto* toolkits = new std::vector<Toolkit>;
    const bool ok = ToolkitsFromBinary(Embedded("rules/shared.toolkits"), toolkits);
    assert(ok);
    (void)ok;
    return toolkits;
  }();
  return *kToolkits;
}

const std::vector<ExampleLanguage>& BuiltinExamples() {
  static const auto* const kExamples = [] {
    auto* examples = new std::vector<ExampleLanguage>;
    const bool ok = ExamplesFromBinary(Embedded("rules/shared.examples"), examples);
    assert(ok);
    (void)ok;
    return examples;
  }();
  return *kExamples;
}

const SecretWords& BuiltinSecretWords() {
  static const auto* const kWords = [] {
    auto* words = new SecretWords;
    const bool ok = SecretWordsFromBinary(Embedded("rules/shared.secrets"), words);
    assert(ok);
    (void)ok;
    return words;
  }();
  return *kWords;
}

}  // namespace unsoap::rules
