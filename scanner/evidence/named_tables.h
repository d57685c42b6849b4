// NamesInTables: cells under the headings of a table: a file of separated values, a table of
// Markdown.
//
// What it is: a part of NamedValues (named_values.h), for files without a grammar or settings. What
// it is not: a reader of every dialect; a cell that goes on in the next line ends the table. Linear
// in the text up to kMostCells; counts its work.
#pragma once

#include <vector>

#include "scanner/evidence/named_values.h"

namespace unsoap::evidence {

inline constexpr size_t kMostCells = 100'000;  // of one file

/// Appends them, each row a section of its own.
void NamesInTables(const facts::FileFacts& facts, std::vector<NamedValue>* all);

}  // namespace unsoap::evidence
