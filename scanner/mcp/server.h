// Server: the Model Context Protocol over two streams, one JSON-RPC message a line.
//
// What it is: the door for coding agents: tools that answer from one scan, resources, prompts. It
// reads only: nothing is written, run, or opened outside the root that the engine was made for.
// What it is not: an engine; tools.h says what the answers are. Revisions of the protocol:
// 2025-11-25 and the three before it (batches, which one of them had, are refused). Failure: what
// cannot be read is answered with an error and the next line is read; the end of the input ends it.
#pragma once

#include <istream>
#include <ostream>

#include "scanner/mcp/engine.h"

namespace unsoap::mcp {

/// Serves until the input ends or the run is to end. False: the output is gone.
bool Serve(const Engine& engine, std::istream& in, std::ostream& out);

}  // namespace unsoap::mcp
