// Actions: what an editor can do about a finding, as edits that the user chooses.
//
// What it is: the REST request below the call, a suppression with a reason above it, the wrapper
// whose migration clears it. What it is not: an edit by itself; the server writes nothing.
#pragma once

#include "scanner/lsp/view.h"

namespace unsoap::lsp {

/// The command of this server that shows a place: its argument is a Location.
inline constexpr const char* kOpenCommand = "unsoap.open";

/// For the findings on the lines of the range.
Json ActionsAt(const View& view, const Document& document, const std::string& path,
               const Json& range);

}  // namespace unsoap::lsp
