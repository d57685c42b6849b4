// Server: the Language Server Protocol over two streams.
//
// What it is: the door for editors: diagnostics of open files with what the whole tree says,
// hovers, actions, lenses, references and the call hierarchy of wrappers, all from the last scan
// (view.h). A thread of its own scans: a change asks for a scan a moment later, and ends the one
// that runs. What is asked meanwhile is answered when the scan is done, or refused when the client
// takes it back. What it is not: an engine (engine.h), or a writer: edits are proposed to the
// client and nothing else is. Failure: what cannot be read is answered with an error and the next
// message is read; a stream without headers ends it.
#pragma once

#include <istream>
#include <ostream>

#include "scanner/lsp/engine.h"

namespace unsoap::lsp {

/// Serves until the client says exit or the input ends. 0 after a shutdown, else 1.
int Serve(const Engine& engine, std::istream& in, std::ostream& out);

}  // namespace unsoap::lsp
