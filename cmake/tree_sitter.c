/* tree-sitter's runtime as one unit, as its own lib.c puts it together, with one more thing counted.
 *
 * The runtime asks after every hundred operations whether it is to go on. But an error takes one operation in which every
 * token of the language is looked up for every way that the text can still be read: a thousand looks in C++, and a file that is
 * nothing but errors took ten seconds within the steps of two. Or all that was skipped so far becomes one node, and with the next
 * error another with one child more. So the parser's own looks into its table are counted, and at the children of new nodes. */
#include "./alloc.c"
#include "./get_changed_ranges.c"
#include "./language.c"
#include "./lexer.c"
#include "./node.c"

#include "cmake/parse_work.h"

static inline void count_looks(void *payload, uint64_t looks) {
  if (payload != NULL) ((struct ParseWork *)payload)->looks += looks;
}
/* Each caller in parser.c is handed the parser as `self`. */
#define ts_language_table_entry(language, state, symbol, entry) \
  (count_looks(self->parse_options.payload, 1), ts_language_table_entry(language, state, symbol, entry))
#define ts_subtree_new_node(symbol, children, production, language) \
  (count_looks(self->parse_options.payload, (children)->size), ts_subtree_new_node(symbol, children, production, language))
#define ts_subtree_new_error_node(children, extra, language) \
  (count_looks(self->parse_options.payload, (children)->size), ts_subtree_new_error_node(children, extra, language))
#include "./parser.c"
#undef ts_language_table_entry
#undef ts_subtree_new_node
#undef ts_subtree_new_error_node

#include "./query.c"
#include "./stack.c"
#include "./subtree.c"
#include "./tree_cursor.c"
#include "./tree.c"
#include "./wasm_store.c"
