// Memory of the grammars' scanners, put before each of them by the compiler (-include): the parser's own.
//
// So what a scanner takes counts as the parser's, and is gone with it where a limit ends a parse in the middle. A scanner that
// asks for nothing gets one byte: that of Swift asks calloc for no elements and keeps its state in them.
#pragma once

#include <stdlib.h>

extern void* (*ts_current_malloc)(size_t size);
extern void* (*ts_current_calloc)(size_t count, size_t size);
extern void* (*ts_current_realloc)(void* block, size_t size);
extern void (*ts_current_free)(void* block);

static inline void* grammar_malloc(size_t size) { return ts_current_malloc(size == 0 ? 1 : size); }
static inline void* grammar_calloc(size_t count, size_t size) { return ts_current_calloc(count == 0 ? 1 : count, size); }
static inline void* grammar_realloc(void* block, size_t size) { return ts_current_realloc(block, size == 0 ? 1 : size); }
static inline void grammar_free(void* block) { ts_current_free(block); }
#define malloc grammar_malloc
#define calloc grammar_calloc
#define realloc grammar_realloc
#define free grammar_free
