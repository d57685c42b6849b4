// Arguments: what a call really passes, as dotted paths of the request with the constants that
// reach them.
//
// What it is: a walk over the objects that flow into the request of a use (maps, setters,
// constructors, keyword arguments, positional ones by the operation's parameter list), or over the
// leaves of a hand-written envelope. What it is not: complete; what cannot be seen is simply not
// listed, and a value that is not constant has no `values`. Names are the service's own where they
// can be recognised (key_type -> keyType); paths leave out what only wraps the request (the request
// element, "message", list items).
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "scanner/link/question.h"
#include "scanner/link/uses.h"
#include "scanner/match/request_names.h"
#include "scanner/match/turns.h"

namespace unsoap::match {

struct SeenArgument {
  std::string path;                 // "leadKey.keyType"
  std::vector<std::string> values;  // constants, sorted; empty when not known
  bool complete = false;            // `values` are all that can reach it
  std::string source;               // the expression as written, at most 80 bytes
  link::FileId file = facts::kNone;
  Span span;  // where it is written into the request
  /// Where the value itself stands: the argument of the helper's or wrapper's call that brings it.
  link::FileId value_file = facts::kNone;
  Span value_span;
  /// Quotes that the value's source lacks, because it begins or ends inside a literal; 0: none.
  char opens = 0, closes = 0;
  /// Whose the member and its value are: kHere: of the function that is looked at. A flag stands
  /// where what it is about is written, not where it passes.
  enum class Whose : uint8_t {
    kHere,
    kCallers,   // callers of the function give it
    kWrappers,  // of a wrapper's call: the wrapper writes it, for all of its callers
  };
  Whose member = Whose::kHere;
  std::set<std::string> callers, wrappers;  // those of `values` that they write
  /// The values that are written here.
  std::vector<std::string> Here() const;
  /// The objects around it, outermost first: path and number; members of one object share it.
  std::vector<std::pair<std::string, uint32_t>> around;
  std::vector<SeenArgument>
      others;  // the same path again (items of a list), each with its own value and place
};

/// What the readers look into; none is owned.
struct ArgumentTools {
  const link::Program* program = nullptr;
  const link::Flow* flow = nullptr;
  link::Questions* questions = nullptr;
  Turns* turns = nullptr;
  RequestNamesIndex* names = nullptr;
};

/// Those of a use where it is reached through the calls of `frame`.
std::vector<SeenArgument> ReadArguments(const ArgumentTools& tools, const link::OperationUse& use,
                                        link::Frame frame = link::kAnyCall);
/// What an expression may be that is written as the member at `path`; no values where it is not
/// known, or no single value.
SeenArgument ReadValue(const ArgumentTools& tools, const rules::Pack& pack,
                       const std::vector<const rules::Operation*>& operations,
                       const std::string& path, link::ExprRef at);
/// True if the whole request can be seen, so that an argument that is not listed is not passed.
/// `arguments` are those of ReadArguments; none at all is an empty request only where nothing else
/// is handed over.
bool SeesRequest(const link::Program& program, const link::Flow& flow,
                 const link::OperationUse& use, const std::vector<SeenArgument>& arguments);
/// Members of the operations' SOAP headers, those of authentication aside, that the file passes: a
/// header is set on a client or written before the body, and holds for the calls of its file.
std::vector<SeenArgument> ReadHeaderArguments(
    link::FileId file, const facts::FileFacts& facts, const rules::Pack& pack,
    const std::vector<const rules::Operation*>& operations);
/// Constants among a wrapper call's arguments that are values of the operations' parameters
/// (LeadKeyType::EMAIL).
std::vector<SeenArgument> ReadWrapperArguments(const link::Program& program, const link::Flow& flow,
                                               const link::WrapperCall& call);

}  // namespace unsoap::match
