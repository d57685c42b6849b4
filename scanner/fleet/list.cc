// The fields of a CSV file one after the other, then what they say.
#include "scanner/fleet/list.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "scanner/base/paths.h"
#include "scanner/base/text.h"

namespace unsoap::fleet {
namespace {

const std::vector<std::string> kColumns = {"id", "location", "revision", "owner"};

tl::unexpected<Error> Wrong(const std::string& path, int line, std::string message,
                            std::string hint = {}) {
  Error error;
  error.path = path;
  error.line = line;
  error.message = std::move(message);
  error.hint = std::move(hint);
  return Fail(std::move(error));
}

/// Records of a CSV text; knows the line of each.
class Records {
 public:
  Records(std::string_view text, const std::string& path) : rest_(text), path_(path) {
    if (rest_.starts_with("\xef\xbb\xbf")) rest_.remove_prefix(3);
  }
  int line() const { return begin_; }

  /// False at the end. Blank lines are none.
  Result<bool> Next(std::vector<std::string>* fields) {
    while (!rest_.empty() && (rest_[0] == '\n' || rest_.starts_with("\r\n"))) {
      rest_.remove_prefix(rest_[0] == '\n' ? 1 : 2);
      ++line_;
    }
    fields->clear();
    begin_ = line_;
    if (rest_.empty()) return false;
    for (;;) {
      Result<std::string> field = rest_.starts_with('"') ? Quoted() : Plain();
      if (!field) return Fail(field.error());
      fields->push_back(std::move(*field));
      if (rest_.starts_with(',')) {
        rest_.remove_prefix(1);
        continue;
      }
      if (rest_.starts_with('\r')) rest_.remove_prefix(1);
      if (rest_.empty()) return true;
      if (rest_[0] != '\n') return Wrong(path_, line_, "something stands behind a closing quote");
      rest_.remove_prefix(1);
      ++line_;
      return true;
    }
  }

 private:
  Result<std::string> Plain() {
    const std::string_view field = rest_.substr(0, rest_.find_first_of(",\n"));
    rest_.remove_prefix(field.size());
    std::string out(field.ends_with('\r') ? field.substr(0, field.size() - 1) : field);
    if (out.find('"') != std::string::npos)
      return Wrong(path_, line_, "a quote stands inside a field that does not begin with one",
                   "write the whole field in quotes, and each quote in it twice");
    return out;
  }

  Result<std::string> Quoted() {
    std::string out;
    for (size_t at = 1; at < rest_.size(); ++at) {
      if (rest_[at] == '\n') ++line_;
      if (rest_[at] != '"') {
        out += rest_[at];
      } else if (at + 1 < rest_.size() && rest_[at + 1] == '"') {
        out += '"';
        ++at;
      } else {
        rest_.remove_prefix(at + 1);
        return out;
      }
    }
    return Wrong(path_, begin_, "a quoted field does not end");
  }

  std::string_view rest_;
  const std::string& path_;
  int line_ = 1, begin_ = 1;
};

/// The index of each column in a record; -1 for one that is not there.
Result<std::vector<int>> ColumnsOf(const std::vector<std::string>& names, const std::string& path) {
  std::vector<int> out(kColumns.size(), -1);
  for (size_t i = 0; i < names.size(); ++i) {
    const auto at = std::find(kColumns.begin(), kColumns.end(), Trim(names[i]));
    if (at == kColumns.end()) {
      const std::string near = DidYouMean(Trim(names[i]), kColumns);
      return Wrong(path, 1, fmt::format("there is no column '{}'", names[i]),
                   near.empty() ? "the first line names the columns: " + Join(kColumns, ",")
                                : fmt::format("did you mean '{}'?", near));
    }
    int& column = out[static_cast<size_t>(at - kColumns.begin())];
    if (column >= 0) return Wrong(path, 1, fmt::format("the column '{}' stands there twice", *at));
    column = static_cast<int>(i);
  }
  for (const size_t needed : {0, 1}) {
    if (out[needed] < 0)
      return Wrong(path, 1, fmt::format("the column '{}' is missing", kColumns[needed]),
                   "the first line names the columns: " + Join(kColumns, ","));
  }
  return out;
}

bool HasControl(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

}  // namespace

Result<std::vector<Row>> ParseList(std::string_view text, const std::string& path,
                                   const std::string& folder) {
  Records records(text, path);
  std::vector<std::string> fields;
  Result<bool> more = records.Next(&fields);
  if (!more) return Fail(more.error());
  if (!*more)
    return Wrong(path, 0, "the list is empty", "its first line is " + Join(kColumns, ","));
  const size_t width = fields.size();
  const Result<std::vector<int>> columns = ColumnsOf(fields, path);
  if (!columns) return Fail(columns.error());
  std::vector<Row> rows;
  std::map<std::string, int> lines;
  while ((more = records.Next(&fields)) && *more) {
    const int line = records.line();
    if (fields.size() != width)
      return Wrong(path, line,
                   fmt::format("{} fields, and there are {} columns", fields.size(), width));
    const auto field = [&](size_t i) {
      const int at = (*columns)[i];
      return at < 0 ? std::string() : std::string(Trim(fields[static_cast<size_t>(at)]));
    };
    Row row{field(0), field(1), field(2), field(3), line};
    for (const size_t needed : {0, 1}) {
      if (field(needed).empty())
        return Wrong(path, line, fmt::format("the {} is empty", kColumns[needed]));
    }
    if (HasControl(row.id) || HasControl(row.revision) || HasControl(row.owner))
      return Wrong(path, line, "a control character stands in it");
    const auto [at, is_new] = lines.emplace(row.id, line);
    if (!is_new)
      return Wrong(path, line,
                   fmt::format("the id '{}' stands in line {} as well", row.id, at->second),
                   "an id names one repository: results would take each other's place");
    if (row.revision.empty()) row.revision = "HEAD";
    row.location = From(row.location, folder);
    rows.push_back(std::move(row));
  }
  if (!more) return Fail(more.error());
  if (rows.empty()) return Wrong(path, 0, "the list names no repository");
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.id < b.id; });
  return rows;
}

}  // namespace unsoap::fleet
