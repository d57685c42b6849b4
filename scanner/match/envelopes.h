// Envelopes: hand-written request bodies, in a file of their own or inside a string of any
// language.
//
// What it is: xml.h's tolerant tag finder applied with the packs' request elements, outside
// comments. What it is not: a check that the text is sent anywhere. A WSDL or schema declares
// elements in attributes and gives none.
#pragma once

#include <vector>

#include "scanner/facts/xml.h"
#include "scanner/link/uses.h"
#include "scanner/match/arguments.h"

namespace unsoap::match {

/// A frame, the service's header around a body that is put in, has no operation.
struct Envelope {
  link::EnvelopeUse use;
  Span name_span;
  bool closed = false;
  std::vector<SeenArgument> arguments;
};

std::vector<Envelope> FindEnvelopes(link::FileId file, const facts::FileFacts& facts,
                                    const evidence::FileSignals& signals,
                                    const std::vector<const rules::Pack*>& packs);

}  // namespace unsoap::match
