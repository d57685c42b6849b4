#include "reporters/brief.h"

#include <algorithm>

#include "reporters/layout.h"
#include "scanner/base/text.h"
#include "scanner/findings/request_words.h"

namespace unsoap::reporters {
namespace {

void Erase(std::string& text, const std::string& part) {
  const size_t at = part.empty() ? std::string::npos : text.find(part);
  if (at != std::string::npos) text.erase(at, part.size());
}

/// One value in an address: known ones are encoded, the others stand as people read them.
std::string InAddress(const JsonTree& value) {
  return value.LeafKind().empty() ? UrlEncode(value.text) : ReadableTree(value).text;
}

}  // namespace

JsonTree ReadableTree(const JsonTree& tree) {
  const std::string_view leaf = tree.LeafKind();
  JsonTree out;
  out.kind = JsonTree::Kind::kNumber;  // printed as it is
  if (leaf == "$code") out.text = "{" + tree.LeafText() + "}";
  if (leaf == "$choose") out.text = "<" + tree.LeafText() + ">";
  if (leaf == "$answer") {
    const size_t dot = tree.LeafText().find('.');
    out.text = "{" + (dot == std::string::npos ? "" : tree.LeafText().substr(dot + 1)) +
               " of step " + tree.LeafText().substr(0, dot) + "}";
  }
  if (!leaf.empty()) return out;
  out = tree;
  for (JsonTree& item : out.items) item = ReadableTree(item);
  return out;
}

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
    // What leads is shown whole, be it under its condition.
    if (r.applies || (r.role == "use" && !moves_with_wrapper)) {
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
  std::string path = r.path, query;
  const findings::Request& request = r.request;
  for (size_t i = 0; i < request.path_parameters.names.size(); ++i) {
    const std::string hole = "{" + request.path_parameters.names[i] + "}";
    const size_t at = path.find(hole);
    if (at != std::string::npos)
      path.replace(at, hole.size(), InAddress(request.path_parameters.items[i]));
  }
  const auto add = [&](const std::string& name, const JsonTree& value) {
    query += std::string("\n    ") + (query.empty() ? "?" : "&") + name + "=" + InAddress(value);
  };
  for (size_t i = 0; i < request.query.names.size(); ++i) {
    const JsonTree& value = request.query.items[i];
    if (value.kind != JsonTree::Kind::kList) add(request.query.names[i], value);
    if (value.kind != JsonTree::Kind::kList) continue;
    for (const JsonTree& item : value.items) add(request.query.names[i], item);
  }
  std::string out = r.http_method + " " + path + query;
  const JsonTree* type = request.headers.Find("Content-Type");
  if (type != nullptr) out += "\nContent-Type: " + type->text;
  if (!request.body.empty()) out += "\n\n" + ToJsonText(ReadableTree(request.body), 0);
  return out;
}

std::vector<const findings::Finding*> Listed(const findings::Report& report,
                                             const ReportOptions& options) {
  std::vector<const findings::Finding*> out;
  for (const findings::Finding& f : report.findings) out.push_back(&f);
  if (!options.show_suppressed || report.suppressed.empty()) return out;
  for (const findings::Finding& f : report.suppressed) out.push_back(&f);
  std::stable_sort(out.begin(), out.end(),
                   [](const findings::Finding* a, const findings::Finding* b) {
                     return findings::Before(*a, *b);
                   });
  return out;
}

std::string SuppressedWords(const findings::Finding& f) {
  if (f.suppressed_by.empty()) return {};
  const std::string by = f.suppressed_by == "comment"   ? "a comment"
                         : f.suppressed_by == "call"    ? "its call's comment"
                         : f.suppressed_by == "wrapper" ? "its wrapper's comment"
                                                        : f.suppressed_by;
  return "suppressed by " + by + (f.suppression_reason.empty() ? "" : ": " + f.suppression_reason);
}

std::string RequestLine(const findings::Replacement& r) {
  const std::string lines = RequestLines(r);
  std::string out;
  for (const std::string_view line : Split(lines, '\n')) {
    const bool is_query = line.starts_with("    ?") || line.starts_with("    &");
    if (line.starts_with("Content-Type: ") || Trim(line).empty()) continue;
    out += (out.empty() || is_query ? "" : " ") + std::string(Trim(line));
  }
  return out;
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
