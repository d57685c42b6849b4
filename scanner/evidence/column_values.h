// ColumnValues: the values of rows under the names of secrets: (name, pass) VALUES ('x', '...'),
// and tables of text whose first line names the columns.
//
// What it is: a reader of rows in any text, in a dump, in a literal of code or of a document alike.
// What it is not: a parser of SQL: what is no literal is passed over, and a row that is cut off
// ends the search. Pure; linear in the text, a row is read once.
#pragma once

#include <string_view>
#include <vector>

#include "scanner/base/source.h"
#include "scanner/evidence/secret_look.h"

namespace unsoap::evidence {

/// Appends the spans of such values, inside their quotes, in order.
void FindColumnValues(const SecretLook& look, std::string_view text, std::vector<Span>* out);

/// The same for a file that is a table: its first line holds names, parted by one sign, and the
/// lines below have as many cells.
void FindTableValues(const SecretLook& look, std::string_view text, std::vector<Span>* out);

}  // namespace unsoap::evidence
