// Question and answers: what the scanner asks of a compiler about one file, and what it says.
//
// What it is: plain data, and the only thing that the scanner and the helper program have in
// common. What it is not: tied to libclang; another compiler could answer. Offsets are bytes into
// the text that was handed over, which is the text that the grammar saw. Nothing here is required:
// no answer means that the compiler does not know.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace unsoap::settle {

struct ClangQuestion {
  std::string path;                    // absolute; included files are looked up from here
  std::string text;                    // UTF-8
  std::string language;                // c, c++, objective-c, objective-c++
  std::vector<std::string> arguments;  // sanitised: see settle/compile_commands.h
  std::vector<std::string> readable;   // absolute directories; nothing outside them is opened
  std::vector<uint32_t>
      names;  // offsets of names and concatenations whose constant value is wanted
};

struct ClangAnswers {
  /// The static type of a call's receiver, or of a declared variable, parameter or field.
  struct Type {
    uint32_t at = 0;   // of the called or declared name
    std::string name;  // that stands there
    std::string type;  // canonical, without pointers, references and qualifiers: "crm::Port"
    std::vector<std::string> bases;  // of that class, transitively
  };
  /// A constant that a name or concatenation stands for.
  struct Constant {
    uint32_t at = 0;
    uint32_t end = 0;  // of a literal, which may be several tokens; 0: of the name at `at` alone
    std::string value;
  };
  /// A call that stands in no source line: a macro made it.
  struct Expansion {
    uint32_t at = 0;   // of the macro's name
    Type receiver;     // `type` is empty for a plain function
    std::string name;  // of the called function
  };
  std::vector<Type> calls;
  std::vector<Type> declarations;
  std::vector<Constant> constants;
  std::vector<Expansion> expansions;
};

/// What one question may cost. All of it is work, none of it time on a clock: what a question comes
/// to is the same on a busy machine and on an idle one. The helper counts what is allocated, which
/// is what a compiler's work shows in; processor time only ends what works without allocating, and
/// is far above what any question within the other two takes.
struct ClangLimits {
  int64_t memory = int64_t{256} << 20;  // bytes in use at once
  int64_t work = int64_t{1} << 30;      // bytes allocated, given back or not
  int cpu_seconds = 20;
};

}  // namespace unsoap::settle
