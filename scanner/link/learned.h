// Learned names: by which files that name nothing of the service may still reach it.
//
// What it is: the classes, functions and factories of the wrappers that link found; the collector
// searches the dropped files for them and parses what it finds. What it is not: a judgement; a file
// with such a name is only looked at.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "scanner/link/uses.h"

namespace unsoap::link {

struct LearnInput {
  const Program* program = nullptr;
  const Flow* flow = nullptr;
  const std::vector<ClientProof>* proofs = nullptr;  // parallel to the flow's clients
  const std::map<FnRef, Wrapper>* wrappers = nullptr;
  /// Names that hold an envelope, and the files that bind them.
  const std::set<std::pair<std::string_view, FileId>>* constants = nullptr;
};
LearnedNames LearnNames(const LearnInput& input);

/// Words in a camelCase or snake_case name; "get" alone says nothing, "get_lead_by_email" does.
int WordsIn(std::string_view name);

}  // namespace unsoap::link
