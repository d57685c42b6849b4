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

#include <string>
#include <vector>

#include "scanner/link/uses.h"

namespace unsoap::match {

struct SeenArgument {
  std::string path;                 // "leadKey.keyType"
  std::vector<std::string> values;  // constants, sorted; empty when not known
  bool complete = false;            // `values` are all that can reach it
  std::string source;               // the expression as written, at most 80 bytes
  link::FileId file = facts::kNone;
  Span span;
  std::vector<SeenArgument>
      others;  // the same path again (items of a list), each with its own value and place
};

std::vector<SeenArgument> ReadArguments(const link::Program& program, const link::Flow& flow,
                                        const link::OperationUse& use);
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
