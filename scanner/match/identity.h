// Identity: what a call is, whatever it is spelled like: the text that its fingerprint is made of.
//
// What it is: the expression's tree as words: names of members, methods, types and keys, and
// constants. Local names are all one (renaming one is no other call), other quotes, brackets,
// blanks and array syntax are the same tree, and what a closure does is not part of the call that
// it is handed to. What it is not: source text, or a hash (findings/fingerprint.h). Deterministic;
// looks at no more than kMostNodes.
#pragma once

#include <string>

#include "scanner/link/program.h"

namespace unsoap::match {

std::string IdentityOf(const link::Program& program, link::ExprRef call);

}  // namespace unsoap::match
