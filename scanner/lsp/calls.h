// Calls: wrappers of the service as a call hierarchy.
//
// What it is: the functions that the report calls wrappers, who calls them, and what they call:
// other wrappers, and the service itself. What it is not: the call graph of the program.
#pragma once

#include "scanner/lsp/view.h"

namespace unsoap::lsp {

/// The wrappers that are named or called at the place; null if there is none.
Json PrepareCalls(const View& view, const std::string& path, const Json& position);
/// `item` is one that the client got from here; anything else gives null.
Json IncomingCalls(const View& view, const Json& item);
Json OutgoingCalls(const View& view, const Json& item);

}  // namespace unsoap::lsp
