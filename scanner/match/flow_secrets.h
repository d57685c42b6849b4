// FlowSecrets: values that reach a place where only a secret stands, from wherever they are
// written.
//
// What it is: the constants that the value analysis has for variables, parameters, arguments and
// fields with the name of a secret, and for what code that signs a request is given. What it is
// not: a search of one file (evidence/secrets.h). For hiding alone: nothing here is reported.
#pragma once

#include <string>
#include <vector>

#include "scanner/evidence/secret_look.h"
#include "scanner/match/matcher.h"

namespace unsoap::match {

/// Sorted, unique.
std::vector<std::string> SecretsByFlow(const Linked& linked, const evidence::SecretLook& look);

}  // namespace unsoap::match
