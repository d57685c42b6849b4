#include "scanner/rules/builtin.h"

#include <cassert>

#include "scanner/base/embedded.h"
#include "scanner/rules/binary.h"

namespace unsoap::rules {

const std::vector<const Pack*>& BuiltinPacks() {
  static const std::vector<const Pack*> kPacks = [] {
    std::vector<const Pack*> packs;
    for (const EmbeddedFile& file : EmbeddedFiles()) {
      if (!file.path.starts_with("rules/") || !file.path.ends_with(".pack")) continue;
      auto* pack = new Pack;  // lives as long as the program
      const bool ok = PackFromBinary(file.bytes, pack);
      assert(ok);
      (void)ok;
      packs.push_back(pack);
    }
    return packs;
  }();
  return kPacks;
}

const Pack* FindBuiltinPack(std::string_view id) {
  for (const Pack* pack : BuiltinPacks()) {
    if (pack->id == id) return pack;
  }
  return nullptr;
}

const std::vector<Toolkit>& BuiltinToolkits() {
  static const std::vector<Toolkit> kToolkits = [] {
    std::vector<Toolkit> toolkits;
    const bool ok = ToolkitsFromBinary(Embedded("rules/shared.toolkits"), &toolkits);
    assert(ok);
    (void)ok;
    return toolkits;
  }();
  return kToolkits;
}

const SecretWords& BuiltinSecretWords() {
  static const SecretWords kWords = [] {
    SecretWords words;
    const bool ok = SecretWordsFromBinary(Embedded("rules/shared.secrets"), &words);
    assert(ok);
    (void)ok;
    return words;
  }();
  return kWords;
}

}  // namespace unsoap::rules
