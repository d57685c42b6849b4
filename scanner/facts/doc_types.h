// Types that doc comments declare: PHPDoc, JSDoc, YARD, Sphinx.
//
// What it is: a pass over the comments of a file that fills in the declared types that the language
// itself leaves out: of fields and variables (@var), parameters (@param) and results (@return). The
// tags are data (`doc_types` in language.yaml). What it is not: a judge; a type that the code
// declares stays. Linear in the comments.
#pragma once

#include "scanner/facts/facts.h"
#include "scanner/languages/language.h"

namespace unsoap::facts {

/// Does nothing for a language without `doc_types`. The comments need no order.
void DeclareDocTypes(const languages::Language& language, FileFacts* facts);

}  // namespace unsoap::facts
