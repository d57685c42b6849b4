// The binary form of packs and toolkits, for embedding: members in the order of fields.h, lengths
// before contents.
//
// What it is: a private form between embed_tool and the program built with it, so it has no
// versions; reading is linear and copies text only. What it is not: an exchange format. Failure: a
// truncated or foreign blob gives false.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/rules/example.h"
#include "scanner/rules/pack.h"
#include "scanner/rules/secret_words.h"
#include "scanner/rules/words.h"

namespace unsoap::rules {

std::string PackToBinary(const Pack& pack);
bool PackFromBinary(std::string_view bytes, Pack* pack);
std::string ToolkitsToBinary(const std::vector<Toolkit>& toolkits);
bool ToolkitsFromBinary(std::string_view bytes, std::vector<Toolkit>* toolkits);
std::string ExamplesToBinary(const std::vector<ExampleLanguage>& examples);
bool ExamplesFromBinary(std::string_view bytes, std::vector<ExampleLanguage>* examples);
std::string SecretWordsToBinary(const SecretWords& words);
bool SecretWordsFromBinary(std::string_view bytes, SecretWords* words);
std::string WordsToBinary(const Words& words);
bool WordsFromBinary(std::string_view bytes, Words* words);

}  // namespace unsoap::rules
