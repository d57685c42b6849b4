// Outlet: the one door through which bytes leave the program.
//
// What it is: the redactor of this run, for whoever writes to standard output, standard error or a
// file. What it is not: a judgement. Before a scan or a saved report gave its own, the look of
// secrets alone decides, for what is said to people. Thread safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/evidence/redactor.h"

namespace unsoap::evidence {

/// From here on everything passes through `redactor`, too.
void UseForOutput(std::shared_ptr<const Redactor> redactor);
/// nullptr while there is none.
std::shared_ptr<const Redactor> OutputRedactor();
/// Ids of findings, which look random and are none: messages show them as they are.
void SpareInMessages(std::vector<std::string> ids);
/// Text of results, whose strings were cleaned before: collected values in every encoding.
std::string ForOutput(std::string_view text);
/// A message for people that may quote a file or the system: also what stands beside the name of a
/// secret, users in addresses, and what looks random.
std::string ForPeople(std::string_view text);

}  // namespace unsoap::evidence
