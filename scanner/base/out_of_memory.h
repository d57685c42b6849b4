// OutOfMemory: the last words of a process that gets no more memory, and its status.
//
// What it is: a message that needs no memory to be said. What it is not: a way to go on; where one
// file's limit is meant, not the machine's, the file is read as text instead (facts/read.h). Safe
// to call from any thread and from a signal handler.
#pragma once

namespace unsoap {

inline constexpr int kOutOfMemoryStatus = 71;

/// Says that memory is used up and what helps, and ends the process.
[[noreturn]] void OutOfMemory();

/// From here on memory that cannot be had ends the process that way wherever it is missed: in an
/// exception that nobody may catch, and where the stack of the first thread cannot grow. Call once,
/// before threads start.
void WatchMemory();

}  // namespace unsoap
