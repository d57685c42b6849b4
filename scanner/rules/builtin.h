// The rule packs compiled into the program.
//
// What it is: the embedded binary forms, read once on first use. What it is not: a loader of files
// (loader.h). Owner: the program, until it ends. Thread safety: any thread. Failure: none at run
// time; the build checked the packs.
#pragma once

#include <string_view>
#include <vector>

#include "scanner/rules/example.h"
#include "scanner/rules/pack.h"
#include "scanner/rules/secret_words.h"
#include "scanner/rules/words.h"

namespace unsoap::rules {

/// All built-in packs, by id.
const std::vector<const Pack*>& BuiltinPacks();
const Pack* FindBuiltinPack(std::string_view id);
/// The toolkits that serve every pack, with their templates.
const std::vector<Toolkit>& BuiltinToolkits();
/// What any product's secrets look like.
const SecretWords& BuiltinSecretWords();
/// What trees and libraries call things.
const Words& BuiltinWords();
/// rules/examples/, sorted by id.
const std::vector<ExampleLanguage>& BuiltinExamples();

}  // namespace unsoap::rules
