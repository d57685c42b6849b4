/* What the parser counts beside the operations that it asks after: see tree_sitter.c. */
#pragma once

#include <stdint.h>

/* Where a parse has a payload for its progress callback, it begins with this. */
struct ParseWork {
  uint64_t looks; /* at entries of its table and at children of nodes */
};
