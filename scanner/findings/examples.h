// Examples: the requests of a report as something to run.
//
// What it is: filled from requests as they are printed, so after secrets were taken out of them.
// What it is not: needed to read a report; a report of an older schema has none.
#pragma once

#include <vector>

#include "scanner/findings/report.h"
#include "scanner/rules/example.h"
#include "scanner/rules/pack.h"

namespace unsoap::findings {

void AddExamples(const std::vector<const rules::Pack*>& packs,
                 const std::vector<rules::ExampleLanguage>& languages, Report* report);

}  // namespace unsoap::findings
