// Extract: one language's syntax tree to facts.
//
// Nothing here knows a language: the roles come from facts.scm, spelling from language.yaml. Never
// fails; what is nested deeper than the limit is dropped and health_reason says so. Appends to
// `facts`, so that an embedded language's facts join those of the file around it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scanner/facts/facts.h"
#include "scanner/facts/read.h"
#include "scanner/languages/language.h"

namespace unsoap::facts {

/// Parses `facts->source` from `region` (whole text if empty) and adds what it says. False if it
/// could not be parsed at all: then facts->health_reason says why.
bool ExtractFacts(const languages::Language& language, const ReadLimits& limits, FileFacts* facts);

/// Reads parts of `facts->source`, each in the language with that id, and adds what they say. Parts
/// in one language are read together, as one text with gaps.
void ExtractParts(const std::vector<std::pair<std::string, Span>>& parts, const ReadLimits& limits,
                  FileFacts* facts);

/// Sorts the lists as facts.h promises. Call once after all extraction.
void FinishFacts(FileFacts* facts);
/// Of these only the comments: sorted and disjoint. Comments inside others, as of a template's code
/// in a comment of its page, become one with them.
void SortComments(FileFacts* facts);

}  // namespace unsoap::facts
