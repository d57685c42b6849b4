// Protocol between the scanner and unsoap-clang: a question is one line of JSON, so is its answer.
// A line that begins with kDeathMark says instead what ended the question; an empty one, that
// libclang could not parse the file at all.
//
// Header only, because the helper program shares nothing else with the scanner. Both ends are ours,
// but the helper has read hostile input and may have died in the middle of a line: reading fails
// softly. Text that is no valid UTF-8 is not sent.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "scanner/settle/question.h"

namespace unsoap::settle {

inline constexpr char kDeathMark = '!';
/// The helper's status where it finds no libclang; a shell's and the dynamic linker's for a program
/// that cannot start.
inline constexpr int kNoLibrary = 127;

// nlohmann's hooks; they have to stand in the namespace of the types.
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ClangQuestion, path, text, language, arguments, readable, names)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ClangAnswers::Type, at, name, type, bases)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ClangAnswers::Constant, at, end, value)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ClangAnswers::Expansion, at, receiver, name)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ClangAnswers, calls, declarations, constants, expansions)

/// One line without its newline; malformed UTF-8 becomes U+FFFD, which shifts offsets, so do not
/// send such text.
template <class T>
std::string WriteLine(const T& message) {
  return nlohmann::json(message).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

template <class T>
std::optional<T> ReadLine(const std::string& line) {
  const nlohmann::json json = nlohmann::json::parse(line, nullptr, false);
  if (json.is_discarded() || !json.is_object()) return std::nullopt;
  try {
    return json.get<T>();
  } catch (const nlohmann::json::exception&) {  // a field is missing or of another type
    return std::nullopt;
  }
}

}  // namespace unsoap::settle
