// SigningArguments: literals in what calls hand to code that signs, however they are put together.
//
// What it is: the functions whose parameters become the key of a signature, followed through their
// callers, and the literals in the arguments that these callers write: a fallback, one of two, the
// pieces of a joined list. What it is not: the values themselves (flow_secrets.h), which miss what
// is put together and taken apart. For hiding alone. Work grows with the calls of the program.
#pragma once

#include <string>
#include <vector>

#include "scanner/evidence/secret_look.h"
#include "scanner/evidence/signals.h"
#include "scanner/link/flow.h"

namespace unsoap::match {

struct HandedLiteral {
  link::FileId file = 0;
  Span span;  // inside the quotes; empty for what only pieces give
  std::string value;
};

/// In no order; one may stand there twice.
std::vector<HandedLiteral> LiteralsHandedToKeys(const link::Program& program,
                                                const link::Flow& flow,
                                                const std::vector<evidence::FileSignals>& signals,
                                                const evidence::SecretLook& look);

}  // namespace unsoap::match
