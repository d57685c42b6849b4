#include "reporters/brief.h"

#include <algorithm>

#include "reporters/layout.h"
#include "scanner/findings/request_words.h"

namespace unsoap::reporters {
namespace {

void Erase(std::string& text, const std::string& part) {
  const size_t at = part.empty() ? std::string::npos : text.find(part);
  if (at != std::string::npos) text.erase(at, part.size());
}

/// A literal of the code without its quotes, as an address has it; anything else as it is.
std::string Unquoted(const std::string& value) {
  const bool quoted = value.size() >= 2 && (value[0] == '"' || value[0] == '\'') &&
                      value.back() == value[0] && value.find(value[0], 1) == value.size() - 1;
  if (!quoted) return value;
  std::string out;
  for (const char c : value.substr(1, value.size() - 2)) {
    if (c == ' ') {
      out += "%20";
    } else {
      out += c;
    }
  }
  return out;
}

/// A value inside a path: an expression of the code would read there like a part of the address.
std::string PathValue(const std::string& value) {
  const bool literal = value.empty() || value[0] == '{' || value[0] == '<' ||
                       value.find_first_not_of("0123456789") == std::string::npos;
  return literal ? value : "{" + value + "}";
}

/// A value of the body: what is JSON already, a placeholder or an expression stays as it is.
std::string BodyValue(const std::string& value) {
  if (value.empty()) return "\"\"";
  const bool number = value.find_first_not_of("0123456789.") == std::string::npos;
  if (number || value == "true" || value == "false" ||
      std::string_view("[{<\"$@:'").find(value[0]) != std::string_view::npos)
    return value;
  const size_t colon = value.find(": ");
  // "createdAt: {...}" is the inside of an object.
  if (colon != std::string::npos && value.find(' ') > colon) return "{" + value + "}";
  return "\"" + value + "\"";
}

}  // namespace

std::string BriefMessage(const findings::Report& report, const findings::Finding& f) {
  std::string out = f.message;
  if (!report.fate.empty()) Erase(out, ": " + report.fate);
  // The requests stand below it.
  const std::string requests = findings::UseInstead(f);
  if (requests.starts_with("; use ")) Erase(out, requests);
  return out;
}

std::vector<std::string> BriefNotes(const findings::Report& report, const findings::Finding& f) {
  std::vector<std::string> out;
  for (const std::string& note : f.notes) {
    const bool listed = std::any_of(report.errata.begin(), report.errata.end(),
                                    [&](const findings::ErratumUse& use) {
                                      return note.find(use.id + ": ") != std::string::npos;
                                    });
    if (!listed) out.push_back(note);
  }
  return out;
}

BriefReplacements BriefRequests(const findings::Finding& f, size_t most) {
  BriefReplacements out;
  const bool moves_with_wrapper = f.kind == findings::Kind::kWrapperCall;
  for (const findings::Replacement& r : f.replacements) {
    if (r.applies) {
      out.use.push_back(&r);
    } else if (moves_with_wrapper) {
      continue;
    } else if (out.some.size() < most) {
      out.some.push_back(&r);
    } else {
      ++out.more;
    }
  }
  return out;
}

std::string RequestLines(const findings::Replacement& r) {
  std::string path = r.path, query, out;
  for (const auto& [name, value] : r.query) {
    const size_t at = name.starts_with('{') ? path.find(name) : std::string::npos;
    if (at != std::string::npos) {
      path.replace(at, name.size(), PathValue(Unquoted(value)));
    } else {
      query += std::string("\n    ") + (query.empty() ? "?" : "&") + name + "=" + Unquoted(value);
    }
  }
  out = r.http_method + " " + path + query;
  if (r.body.empty()) return out;
  out += "\n\n{";
  bool first = true;
  for (const auto& [name, value] : r.body) {
    out += std::string(first ? "" : ",") + "\n  \"" + name + "\": " + BodyValue(value);
    first = false;
  }
  return out + "\n}";
}

Numbers CountFindings(const findings::Report& report) {
  Numbers out;
  for (const findings::Finding& f : report.findings) {
    ++(f.level == findings::Level::kNote                ? out.notes
       : f.confidence == findings::Confidence::kCertain ? out.certain
       : f.confidence == findings::Confidence::kLikely  ? out.likely
                                                        : out.possible);
  }
  return out;
}

std::vector<findings::NotRead> MissingRows(const findings::Report& report) {
  constexpr size_t kMost = 1000;
  const findings::Coverage& c = report.coverage;
  std::vector<findings::NotRead> out;
  for (size_t i = 0; i < std::min(c.not_read.size(), kMost); ++i)
    out.push_back({c.not_read[i].path, "Not read: " + c.not_read[i].reason});
  if (const int64_t more = c.files_not_read - static_cast<int64_t>(out.size()); more > 0)
    out.push_back({".", Count(more, "more file") + (more == 1 ? " was" : " were") + " not read"});
  if (c.files_given_up > 0) {
    out.push_back({".", Count(c.files_given_up, "file") +
                            " could not be read by a grammar to the end: the JSON report names the "
                            "reasons"});
  }
  return out;
}

std::string Receipt(const findings::Coverage& c) {
  std::string out =
      Count(c.files_found, "file") + " found: " + Thousands(c.files_parsed) + " parsed";
  if (c.files_partial > 0)
    out += " (" + Thousands(c.files_partial) + " of them with syntax errors)";
  return out + ", " + Thousands(c.files_text_only) + " read as plain text, " +
         Thousands(c.files_dropped_by_prefilter) + " read and without a trace of the service, " +
         Thousands(c.files_not_read) + " not read" +
         (c.left_out.empty() ? ""
                             : ", and " +
                                   Count(static_cast<long long>(c.left_out.size()),
                                         "report of its own", "reports of its own") +
                                   " left out");
}

}  // namespace unsoap::reporters
