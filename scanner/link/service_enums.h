// ServiceEnums: members of the service's enumerations as a toolkit's client hands them out.
//
// What it is: `client.LeadKeyRef.EMAIL`, `factory.create('LeadKeyRef').EMAIL` and
// `client.get_type('ns0:LeadKeyRef')('EMAIL')` by their texts alone: the types come from the WSDL
// and stand nowhere in the program. What it is not: an enumeration that the program declares. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "scanner/link/program.h"
#include "scanner/rules/pack.h"

namespace unsoap::link {

/// The enumeration of a pack that an expression stands for; nullptr if it is none.
const rules::EnumType* ServiceEnumAt(const Program& program, ExprRef at,
                                     const std::vector<const rules::Pack*>& packs);
/// What is called to get a member by its name: the argument that names it; kNone: nothing is.
facts::ExprId ServiceMemberNamed(const Program& program, ExprRef call,
                                 const std::vector<const rules::Pack*>& packs);
/// True if a member of that name is one of the type's values.
bool HasMember(const rules::EnumType& type, std::string_view name);

}  // namespace unsoap::link
