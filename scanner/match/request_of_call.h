// The request of a call: which of its arguments hold it, under which names.
//
// What it is: what the readers of arguments share about the call itself, before they look into what
// is passed. What it is not: a reader of objects (arguments.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/link/uses.h"

namespace unsoap::match {

/// key_type, KeyType, "tns:keyType", "ns1__keyType" -> keytype.
std::string Normal(std::string_view name);
/// The name under which an argument of the call is passed; empty: by its place.
std::string_view KeywordOf(const link::Program& program, const link::OperationUse& use,
                           facts::ExprId argument);
/// The parameter of the operations that a keyword names; nullptr if none.
const rules::OperationParameter* ParameterOf(const link::OperationUse& use,
                                             std::string_view keyword);
/// The arguments that may hold the request, each once, without headers; where one has the type of
/// the request, that one alone.
std::vector<facts::ExprId> RequestsOf(const link::Program& program, const link::Flow& flow,
                                      const link::OperationUse& use);
/// True if arguments may be the operation's parameters in order (suds, zeep, node-soap). One that
/// is not known, alone or with headers after it, is rather the whole request: an operation with
/// several parameters is seldom called with its first one alone.
bool ArePositional(const link::Program& program, const link::Flow& flow,
                   const link::OperationUse& use, const rules::Pack& pack,
                   const std::vector<facts::ExprId>& requests);

/// What a constructor's argument fills: the parameter of that name where the type is in the program
/// (a stub), else the schema's order. `type`: of the object; nullptr: not the service's. Empty if
/// it is neither that nor a request.
std::string MemberAt(const link::Program& program,
                     const std::vector<const rules::Operation*>& operations,
                     const link::Object& object, const rules::RequestType* type, size_t place);

}  // namespace unsoap::match
