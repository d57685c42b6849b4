// What stands beside the value of an element of XML or HTML, and calls it a secret.
//
// What it is: two questions about one element. What it is not: a judgement of the value
// (secret_look.h). Pure; linear in the attributes of the element.
#pragma once

#include <cstddef>
#include <cstdint>

#include "scanner/evidence/secret_look.h"
#include "scanner/facts/facts.h"

namespace unsoap::evidence {

/// <input name=pw value=...>: what the other attributes call the one at `index`, which holds a
/// value; kNothing if it holds none.
NameSays SaidByAttributes(const SecretLook& look, const facts::XmlElement& element, size_t index);

/// <name>secretKey</name><value>...</value>, <key>secretKey</key><string>...</string> and
/// <data name="secretKey"><value>...</value></data>: what stands beside an element of `facts`
/// names its text.
NameSays SaidBeside(const SecretLook& look, const facts::FileFacts& facts, uint32_t index);

}  // namespace unsoap::evidence
