// Element trees: the elements of a request that calls of an XML library put together.
//
// What it is: a reading of one function's calls and assignments, where each element is made by its
// name and stands in another: as an argument of it (new XElement("a", new XElement("b", x))), by a
// call on it or with it (op.addChildElement("a"), SubElement(op, 'a').text = x, op.appendChild(a)),
// in the closure that it is given (leadKey { keyType('EMAIL') }), or between its start and its end
// (w.writeStartElement("a")). What it is not: a reader of texts (envelopes.h), or of trees that
// several functions make. Linear in the calls and bindings of the file.
#pragma once

#include <vector>

#include "scanner/match/arguments.h"

namespace unsoap::match {

/// The members below the element that a call makes; empty where none of them is seen.
std::vector<SeenArgument> ReadElementTree(const ArgumentTools& tools, const rules::Pack& pack,
                                          const std::vector<const rules::Operation*>& operations,
                                          link::ExprRef root);
/// The call that makes the element whose name stands at a place; expr == kNone if none does.
link::ExprRef ElementMadeAt(const link::Program& program, link::FileId file, Span name);

}  // namespace unsoap::match
