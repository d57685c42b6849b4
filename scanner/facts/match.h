// Match: a FactQuery over a SyntaxTree: gives nodes their roles and parts.
//
// Every way in which a pattern fits counts, as in the parser library's own queries, with one
// difference: comments and the like between the nodes of a pattern are skipped, also by `_` and
// `.`. The work is bounded in proportion to the tree: when a hostile tree makes patterns fit in too
// many ways the rest is left out and SyntaxTree::lost_matches says so.
#pragma once

#include <string_view>

#include "scanner/facts/fact_query.h"
#include "scanner/facts/syntax_tree.h"

namespace unsoap::facts {

void MatchQuery(const FactQuery& query, std::string_view text, SyntaxTree* tree);

}  // namespace unsoap::facts
