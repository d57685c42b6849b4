// Hosted code: what notebooks and documents say in a programming language.
//
// What it is: a front-end over the front-ends. The cells of a notebook, or the code blocks of a
// Markdown, AsciiDoc or reStructuredText document, are read by the grammars of their languages and
// become the facts of the outer file: its path, its lines, its columns. What it is not: a reader of
// prose; what stands outside code is text, for the rules that need no grammar.
//
// The file's `language` is the one in which most of its code is written, so that toolkits and names
// are looked up as in a file of that language. Failure: never; code that no grammar knows or that
// does not parse leaves the file as text and says so in health_reason.
#pragma once

#include "scanner/facts/facts.h"
#include "scanner/facts/read.h"

namespace unsoap::facts {

/// True if the file is such a document by its name; then its facts are complete but for
/// FinishFacts.
bool ReadHosted(const ReadLimits& limits, FileFacts* facts);

}  // namespace unsoap::facts
