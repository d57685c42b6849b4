// WithTables: a grammar whose large tables were packed, whole again.
#pragma once

#include <tree_sitter/api.h>

#include <cstddef>

/// Unpacks `large` + `small` numbers of 16 bits out of `packed` and makes `bare`, a description whose tables are missing and
/// that may be written to, point to them. They live as long as the process. Not thread safe for one grammar: the callers
/// are initialisers of static objects, which C++ runs once. Failure: none but a broken program, which ends.
const TSLanguage* WithTables(const TSLanguage* bare, const unsigned char* packed, size_t packed_size, size_t large,
                             size_t small);
