// Steps of integration tools that stand in XML: elements that make a client of a SOAP service, and
// elements that name an operation of one, as constructions and calls like those of a program.
//
// What it is: the language's table (xml_clients, xml_calls) applied to facts.elements, once, in
// document order. What it is not: a judgement which service is meant. Failure: never; work is
// linear in the elements but for those around a call.
#pragma once

#include "scanner/facts/facts.h"

namespace unsoap::facts {

/// Type of a client, and name of a call, that an element stands for.
inline constexpr std::string_view kStepClient = "soap-client";
inline constexpr std::string_view kStepCall = "invokeoperation";
/// Header of a request that names its operation (SOAP 1.1).
inline constexpr std::string_view kActionHeader = "SOAPAction";

/// facts.elements -> facts.exprs, facts.calls and facts.bindings.
void ReadXmlSteps(FileFacts& facts);

}  // namespace unsoap::facts
