// Merge: the compiler's answers become facts of the file, beside those that the grammar found.
//
// What it is: additive. Receivers and names gain a Settled fact, declarations the type that `auto`
// and typedefs hide, macros the calls that they make. Nothing that the grammar found is taken away;
// what the types refute, link decides. What it is not: aware of libclang. An answer that fits no
// fact at its place is ignored: the file may look different to a compiler.
#pragma once

#include <vector>

#include "scanner/facts/facts.h"
#include "scanner/settle/question.h"

namespace unsoap::settle {

/// Offsets of the names and concatenations whose values a compiler may know, sorted.
std::vector<uint32_t> WantedNames(const facts::FileFacts& facts);

/// Adds the answers to the facts. Call before link sees them. Returns how many facts changed.
size_t MergeAnswers(const ClangAnswers& answers, facts::FileFacts* facts);

}  // namespace unsoap::settle
