// Memory of the grammars' scanners, put before each of them by the compiler (-include).
//
// The scanner of Swift asks calloc for no elements, and then keeps its state in them: four bytes written beyond the block
// in every parse. Here a scanner that asks for nothing gets one element; everything else is as it was.
#pragma once

#include <stdlib.h>

static inline void* calloc_at_least_one(size_t count, size_t size) { return calloc(count == 0 ? 1 : count, size); }
#define calloc calloc_at_least_one
