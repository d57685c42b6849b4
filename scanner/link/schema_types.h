// Types of the services' schemas, as calls name them that no class of the program declares.
#pragma once

#include <string_view>

#include "scanner/link/flow.h"

namespace unsoap::link {

/// The type of a service's schema that a text names ("ns0:LeadKey"), by its simple name; empty if
/// none.
std::string_view SchemaType(const ToolkitIndex& toolkits, std::string_view text,
                            bool* is_enum = nullptr);
/// True for a call that may make an object of the service's schema, or give its class, though no
/// class of the program declares it: types.LeadKey(...), factory.create("ns0:LeadKey").
bool MayMakeType(const Program& program, const ToolkitIndex& toolkits, ExprRef at);
/// True if the first argument is known to name a type of the schema, or the method does.
bool NamesType(const Flow& flow, const Program& program, const ToolkitIndex& toolkits, ExprRef at);

}  // namespace unsoap::link
