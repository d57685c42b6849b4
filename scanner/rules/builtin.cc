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

namespace {

template <class T>
const T* Load(std::string_view path, bool (*from_binary)(std::string_view, T*)) {
  auto* data = new T;
  const bool ok = from_binary(Embedded(path), data);
  assert(ok);
  (void)ok;
  return data;
}

}  // namespace

const std::vector<Toolkit>& BuiltinToolkits() {
  static const auto* const kToolkits = Load("rules/shared.toolkits", ToolkitsFromBinary);
  return *kToolkits;
}

const std::vector<ExampleLanguage>& BuiltinExamples() {
  static const auto* const kExamples = Load("rules/shared.examples", ExamplesFromBinary);
  return *kExamples;
}

const SecretWords& BuiltinSecretWords() {
  static const auto* const kWords = Load("rules/shared.secrets", SecretWordsFromBinary);
  return *kWords;
}

const Words& BuiltinWords() {
  static const auto* const kWords = Load("rules/shared.words", WordsFromBinary);
  return *kWords;
}

}  // namespace unsoap::rules
