// Reader: one translation unit through libclang, and what it says about the names that were asked
// for.
//
// What it is: the only wrapper of clang-c/. Parses with KeepGoing: missing headers are the ordinary
// case, and what could not be resolved is simply not answered. What it is not: safe by itself:
// libclang may crash, loop or eat memory on hostile input, so this runs in its own process under
// clang/guard.h.
#pragma once

#include <optional>

#include "scanner/settle/question.h"

namespace unsoap::clang {

/// nullopt: libclang could not parse it at all.
std::optional<settle::ClangAnswers> ReadTranslationUnit(const settle::ClangQuestion& question);

/// "14.0.6" or what the library calls itself.
std::string LibclangVersion();

}  // namespace unsoap::clang
