// Binaries as searchable text: the names and literals inside a class file, a .NET assembly or any
// other program.
//
// What it is: one string a line, so that the needles and rules of text apply. What it is not: a
// disassembler; code is not read. Output is bounded by kMaxBinaryText; malformed input gives what
// can be read. Pure and thread safe.
#pragma once

#include <string>
#include <string_view>

namespace unsoap::facts {

inline constexpr size_t kMaxBinaryText = 16 << 20;

/// kOther is data (an image, a database); kProgram any code that is neither of the two (ELF,
/// Mach-O, WebAssembly, Dalvik, BEAM, Flash, bytecode of Python).
enum class BinaryKind { kOther, kJavaClass, kPortableExecutable, kProgram };
BinaryKind KindOf(std::string_view bytes);
/// True for what is no text in any encoding that Decode() knows, or is code of a known format.
bool IsBinary(std::string_view bytes);

/// A class file: every UTF-8 entry of its constant pool. Anything else: every run of four or more
/// printable characters, as bytes and as UTF-16 (.NET keeps names in one, literals in the other).
/// `cut` says whether there is more than the bound allows.
std::string BinaryText(std::string_view bytes, bool* cut = nullptr);

}  // namespace unsoap::facts
