// List: the repositories that are one answer together, from a CSV file.
//
// What it is: RFC 4180 with a first line that names the columns (id, location, revision, owner, in
// any order; the last two may be left out), turned into rows sorted by id. A relative location is
// below the list's folder. What it is not: a look at the repositories. Failure: an Error with the
// line: a column that is unknown, a field that does not end, a row with more or fewer fields than
// columns, an id twice, nothing in it. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"

namespace unsoap::fleet {

struct Row {
  std::string id;        // names the repository in every result: "org/shop"
  std::string location;  // a directory, to open
  std::string revision;  // as git understands it; "HEAD" where the list names none
  std::string owner;     // who is asked where the repository names nobody
  int line = 0;
};

/// `path` is for messages, `folder` for locations.
Result<std::vector<Row>> ParseList(std::string_view text, const std::string& path,
                                   const std::string& folder);

}  // namespace unsoap::fleet
