// Result<T>: a value or an Error, for everything that can fail because of input.
//
// What it is: the one place that names tl::expected. What it is not: a channel for programmer
// errors (assert) or for trouble with one scanned file (that is a Diagnostic in the report, and the
// scan goes on). A dropped Result is a compiler warning, and warnings are errors.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace unsoap {

/// Decides the exit status of the process; see ExitCode() in cli/exit_codes.h.
enum class ErrorKind {
  kUsage,   // flag, path, configuration or rule pack: nothing was scanned (exit 2)
  kOutput,  // a report could not be written (exit 4)
};

/// An error said once, for people: where, what is wrong, what to do.
struct Error {
  ErrorKind kind = ErrorKind::kUsage;
  std::string message;  // one sentence, no trailing period, no path
  std::string path;     // file it is about; empty if none
  int line = 0;         // from 1; 0 means "no position"
  int column = 0;       // from 1, in code points
  std::string source;   // text of that line, for the caret; empty if none
  std::string hint;     // what to do, or "did you mean ..."; empty if none
};

/// `path:line:column: error: message`, the source line with a caret, and `hint: ...`; ends with a
/// newline. Control characters in any part are escaped.
std::string Format(const Error& error);

template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
  Result(tl::expected<T, Error> base) : tl::expected<T, Error>(std::move(base)) {}
};

inline tl::unexpected<Error> Fail(Error error) { return tl::unexpected<Error>(std::move(error)); }
inline tl::unexpected<Error> Fail(std::string message, std::string hint = {}) {
  Error error;
  error.message = std::move(message);
  error.hint = std::move(hint);
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace unsoap
