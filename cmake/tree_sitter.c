/* tree-sitter's runtime as one unit, as its own lib.c puts it together, with one more thing counted.
 *
 * The runtime asks after every hundred operations whether it is to go on. But an error takes one operation in which every
 * token of the language is looked up for every way that the text can still be read: a thousand looks in C++, and a file that is
 * nothing but errors took ten seconds within the steps of two. So the parser's own looks into its table are counted. */
#include "./alloc.c"
#include "./get_changed_ranges.c"
#include "./language.c"
#include "./lexer.c"
#include "./node.c"

#include "cmake/parse_work.h"

static inline void count_look(void *payload) {
  if (payload != NULL) ++((struct ParseWork *)payload)->table_looks;
}
/* Each caller in parser.c is handed the parser as `self`. */
#define ts_language_table_entry(language, state, symbol, entry) \
  (count_look(self->parse_options.payload), ts_language_table_entry(language, state, symbol, entry))
#include "./parser.c"
#undef ts_language_table_entry

#include "./query.c"
#include "./stack.c"
#include "./subtree.c"
#include "./tree_cursor.c"
#include "./tree.c"
#include "./wasm_store.c"
