// Arena: bounded memory for one parse, thrown away as a whole.
//
// Why: some small inputs make a grammar allocate gigabytes and the parser's C code aborts when
// malloc fails. While a thread is inside RunInArena, the allocator of the parser library serves it
// from this thread's arena; when the budget is used up it jumps out of the parser, the arena is
// dropped and the caller is told. Outside of RunInArena the allocator is malloc.
//
// Contract: `body` and the library's code that it calls are left by longjmp, so `body` must hold no
// object with a destructor at the time it calls the library; containers live in what `context`
// points to. Not reentrant. Thread safe: one arena a thread.
#pragma once

#include <cstddef>
#include <cstdint>

namespace unsoap::facts {

/// True if `body` ran to its end, false if it used more than `budget` bytes. What it allocated is
/// gone in both cases. Throws std::bad_alloc if the machine has no more memory, whatever the
/// budget.
bool RunInArena(int64_t budget, void (*body)(void* context), void* context);

/// Makes the parser library use this allocator. Called once before any other use of the library;
/// idempotent.
void InstallParserAllocator();

}  // namespace unsoap::facts
