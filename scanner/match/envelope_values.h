// EnvelopeValues: the constants that stand in the holes of a hand-written request.
//
// What it is: `<batchSize>${BATCH_SIZE}</batchSize>` as the value that the expression in the hole
// has, where it is a leaf's whole text; else the code that stands there (envelope_code.h). What it
// is not: a reader of envelopes (envelopes.h).
#pragma once

#include <vector>

#include "scanner/base/span_index.h"
#include "scanner/match/arguments.h"

namespace unsoap::match {

/// Fills in the values of `arguments`, which stand in `file`; `strings` are its
/// FileFacts::strings. Those whose expression is not known are left alone.
void FillHoles(const ArgumentTools& tools, const rules::Pack& pack,
               const std::vector<const rules::Operation*>& operations, link::FileId file,
               const SpanIndex& strings, std::vector<SeenArgument>* arguments);

}  // namespace unsoap::match
