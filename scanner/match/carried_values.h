// Carried values: what stands inside an object that only names the member which it is for.
//
// What it is: a look at one construction, by the words of languages and the names of the service's
// types. What it is not: a walk over what flows.
#pragma once

#include <string>

#include "scanner/link/program.h"
#include "scanner/match/request_names.h"

namespace unsoap::match {

/// What a factory of the stubs wraps for a member: createLeadRecordEmail(v) for "Email".
link::ExprRef MadeOf(const link::Program& program, const std::string& path, link::ExprRef writer);
/// What an object carries under the name of its member: new JAXBElement(new QName("Email"),
/// String.class, x), new SoapVar($x, XSD_STRING, null, null, 'Email'). `path` becomes the
/// member's.
link::ExprRef CarriedBy(const link::Program& program, const rules::Pack& pack,
                        const RequestNames& names, link::ExprRef writer, std::string* path);

}  // namespace unsoap::match
