// For people in a terminal: each finding is one block that is read from top to bottom: what, where,
// the code, what to use instead, why we believe it.
#include <algorithm>
#include <map>
#include <set>

#include "reporters/brief.h"
#include "reporters/layout.h"
#include "reporters/renderers.h"
#include "reporters/text_page.h"
#include "scanner/findings/request_words.h"

namespace unsoap::reporters {
namespace {

constexpr size_t kListed = 10;      // how many of a long list are shown
constexpr size_t kDoors = 5;        // wrappers on the first screen
constexpr size_t kConditional = 3;  // requests that may be meant
constexpr size_t kReasons = 3;
constexpr size_t kInFull = 20;  // findings that are shown as blocks

class TextReport : private TextPage {
 public:
  TextReport(const findings::Report& report, const ReportOptions& options, const Sink& sink)
      : TextPage(options, sink, report.paths_from), report_(report) {}

  void Render() {
    for (const std::string& line : Wrap(Safe(report_.verdict), width_))
      Line(Paint(Style::kBold, line));
    StartHere();
    Operations();
    Findings();
    Suppressed();
    Closing();
    Flush();
  }

 private:
  /// A label in front of a list that is cut to what a screen holds.
  static std::string Cut(const std::vector<std::string>& names, size_t most) {
    std::string out;
    for (size_t i = 0; i < std::min(names.size(), most); ++i)
      out += (i == 0 ? "" : ", ") + Safe(names[i]);
    if (names.size() > most)
      out += " and " + Thousands(static_cast<long long>(names.size() - most)) + " more";
    return out;
  }

  void StartHere() {
    if (report_.wrappers.empty()) return;
    Line();
    Line(Paint(Style::kBold, "Start here") +
         ": migrate one of these and the calls behind it follow");
    const size_t shown = std::min(report_.wrappers.size(), kDoors);
    const auto reach = [](const findings::WrapperSummary& wrapper) {
      return Count(wrapper.callers.total, "call") + " in " + Count(wrapper.callers.files, "file");
    };
    size_t widest = 0;
    for (size_t i = 0; i < shown; ++i) widest = std::max(widest, reach(report_.wrappers[i]).size());
    const std::string hang(widest + 4, ' ');
    for (size_t i = 0; i < shown; ++i) {
      const findings::WrapperSummary& wrapper = report_.wrappers[i];
      const std::string count = reach(wrapper);
      Line("  " + std::string(widest - count.size(), ' ') + count + "  " +
           Paint(Style::kCyan, Safe(wrapper.name)) + "  " + Place(wrapper.location));
      for (const std::string& line :
           Wrap(wrapper.operations.empty() ? findings::OperationsOf(wrapper)
                                           : Cut(wrapper.operations, 5),
                width_ - static_cast<int>(hang.size())))
        Line(hang + Paint(Style::kDim, line));
    }
    if (report_.wrappers.size() > shown)
      Line(hang + Thousands(static_cast<long long>(report_.wrappers.size() - shown)) +
           " more: unsoap plan");
  }

  void More(size_t total, int indent) {
    if (total <= kListed) return;
    Line(std::string(static_cast<size_t>(indent), ' ') + "and " +
         Thousands(static_cast<long long>(total - kListed)) + " more, see --format json");
  }

  void Findings() {
    std::vector<const findings::Finding*> order;
    for (const findings::Finding& finding : report_.findings) order.push_back(&finding);
    if (options_.group_by == "operation") {
      std::stable_sort(order.begin(), order.end(),
                       [](const findings::Finding* a, const findings::Finding* b) {
                         // Findings that are about no operation come last.
                         return std::pair(a->operation.empty(), a->operation) <
                                std::pair(b->operation.empty(), b->operation);
                       });
    }
    if (options_.group_by == "none") order = WorstFirst(report_.findings);
    const std::string* group = nullptr;
    for (size_t i = 0; i < order.size(); ++i) {
      const findings::Finding* const finding = order[i];
      if (!options_.full && i >= kInFull) return OneLineEach(order, i);
      const std::string& key =
          options_.group_by == "operation" ? finding->operation : finding->location.path;
      if (options_.group_by != "none" && (group == nullptr || *group != key)) {
        Line();
        const std::string named = options_.group_by == "operation" ? key : report_.paths_from + key;
        Line(Paint(Style::kBold, named.empty() ? "no single operation" : Safe(named)));
      }
      group = &key;
      Show(*finding);
      if (!open()) return;
    }
  }

  void OneLineEach(const std::vector<const findings::Finding*>& order, size_t from) {
    Line();
    Line(Paint(Style::kBold, "The others, a line each") + " (--full shows them whole)");
    for (size_t i = from; i < order.size() && open(); ++i) {
      const findings::Finding& f = *order[i];
      Line("  " + Place(f.location) + "  " +
           Paint(StyleOf(f.level), std::string(findings::Name(f.level))) + " " + Safe(f.rule_id) +
           (f.enclosing.empty() ? "" : Paint(Style::kDim, " in " + Safe(f.enclosing))) + "  " +
           Paint(Style::kDim, Safe(f.id)));
    }
  }

  /// What was asked for with --show-suppressed, a line each with its reason.
  void Suppressed() {
    if (!options_.show_suppressed || report_.suppressed.empty()) return;
    Line();
    Line(Paint(Style::kBold, "Suppressed"));
    for (const findings::Finding& f : report_.suppressed) {
      Line("  " + Place(f.location) + "  " + Safe(f.rule_id) + "  " +
           Paint(Style::kDim, Safe(f.id)));
      for (const std::string& line : Wrap(Safe(SuppressedWords(f)), width_ - 6))
        Line("      " + line);
      if (!open()) return;
    }
  }

  void Show(const findings::Finding& f) {
    Line();
    std::string head =
        Paint(StyleOf(f.level), std::string(findings::Name(f.level)) + "[" + Safe(f.rule_id) + "]");
    head += " " + std::string(findings::Name(f.confidence));
    for (const std::string& label : f.labels) head += ", " + Safe(label);
    if (f.state == findings::State::kBaseline) head += ", in the baseline";
    Line(head + "  " + Paint(Style::kDim, Safe(f.id)));
    for (const std::string& line : Wrap(Safe(BriefMessage(report_, f)), width_ - 2))
      Line("  " + line);
    std::string place = Place(f.location);
    if (!f.enclosing.empty()) place += Paint(Style::kDim, " in " + Safe(f.enclosing));
    Line("  " + Paint(Style::kBlue, "-->") + " " + place);
    if (!options_.no_snippets) Frame(f);
    Migration(f);
    for (const findings::FlaggedUse& use : f.parameters) {
      // A finding about nothing but a parameter has said it in its message.
      const bool said = f.message.find(use.guidance) != std::string::npos;
      if (said) continue;
      Item("flag:", Style::kYellow,
           Safe(use.name) + Where(f, use.location, ", ") + ": " + Safe(use.guidance), 2);
    }
    Reasons(f);
    for (const std::string& note : BriefNotes(report_, f))
      Item("note:", Style::kDim, Safe(note), 2);
    const std::string reach =
        Count(f.callers.total, "call") + " in " + Count(f.callers.files, "file");
    if (f.callers.total > 0 && f.message.find(reach) == std::string::npos)
      Item("reach:", Style::kDim, reach + " come through here", 2);
    if (!f.owner.empty()) Item("owner:", Style::kDim, Safe(f.owner), 2);
  }

  /// "line 41" where the reader is in that file already.
  std::string Where(const findings::Finding& f, const findings::Location& at,
                    std::string_view before) const {
    if (at.path != f.location.path) return std::string(before) + Place(at);
    if (at.start_line == f.location.start_line) return {};
    return std::string(before) + "line " + std::to_string(at.start_line);
  }

  void Reasons(const findings::Finding& f) {
    size_t shown = 0;
    for (const findings::Evidence& evidence : f.evidence) {
      const std::string where = Where(f, evidence.location, "");
      // What the marked line shows needs no words.
      const bool visible =
          where.empty() &&
          std::any_of(f.snippet.lines.begin(), f.snippet.lines.end(), [&](const std::string& line) {
            return line.find(evidence.text) != std::string::npos;
          });
      if (visible && !options_.no_snippets) continue;
      if (shown++ >= kReasons) continue;
      Item("why:", Style::kDim, Safe(evidence.text) + (where.empty() ? "" : " (" + where + ")"), 2);
    }
    if (shown > kReasons)
      Item("why:", Style::kDim,
           Thousands(static_cast<long long>(shown - kReasons)) + " more: unsoap scan --explain " +
               Safe(f.id),
           2);
  }

  void Migration(const findings::Finding& f) {
    const BriefReplacements requests = BriefRequests(f, kConditional);
    std::set<std::string> said;  // two requests of one finding often share their explanation
    const auto once = [&](std::string_view label, const std::string& text) {
      if (!text.empty() && said.insert(text).second) Item(label, Style::kDim, Safe(text), 7);
    };
    for (const findings::Replacement* rest : requests.use) {
      Item(Label(*rest), Style::kGreen, Request(*rest) + Reason(*rest), 2);
      const findings::Request& request = rest->request;
      for (const auto* values : {&request.path_parameters, &request.query}) {
        if (!values->items.empty())
          Item(values == &request.query ? "query" : "path", Style::kDim, Pairs(*values), 7);
      }
      if (!request.body.empty())
        Item("body", Style::kDim, Safe(ToJsonText(ReadableTree(request.body))), 7);
      Example(*rest);
      once("how", rest->guidance);
      once("but", rest->caveat);
    }
    for (const findings::Replacement* rest : requests.some) {
      Item(Label(*rest), Style::kGreen, Request(*rest) + Reason(*rest), 2);
      Example(*rest);
    }
    if (requests.more > 0)
      Item("or: ", Style::kGreen,
           Thousands(static_cast<long long>(requests.more)) + " more" +
               (f.operation.empty() ? "" : ": unsoap explain " + Safe(f.operation)),
           2);
  }

  /// As it is pasted: its lines are not wrapped.
  void Example(const findings::Replacement& rest) {
    if (!options_.examples || rest.examples.curl.empty()) return;
    Line();
    for (const auto& [name, what] : rest.examples.variables)
      Line(Paint(Style::kDim, "       # " + Safe(name) + "  " + Safe(what)));
    for (std::string_view line : Split(rest.examples.curl, '\n'))
      Line("       " + Safe(std::string(line)));
    Line();
  }

  static std::string Label(const findings::Replacement& rest) {
    std::string word = std::string(findings::RoleWord(rest)) + ":";
    word.resize(std::max(word.size(), size_t{4}), ' ');
    return word;
  }

  static std::string Reason(const findings::Replacement& rest) {
    if (findings::ReasonOf(rest).empty()) return {};
    return (findings::IsConditional(rest) ? " (if " : " (") + Safe(findings::ReasonOf(rest)) + ")";
  }

  std::string Request(const findings::Replacement& rest) const {
    return Paint(Style::kBold, Safe(rest.http_method)) + " " + Safe(rest.path) + " \xe2\x80\x94 " +
           Safe(rest.title);
  }

  static std::string Pairs(const JsonTree& values) {
    std::string out;
    for (size_t i = 0; i < values.names.size(); ++i) {
      const JsonTree& value = values.items[i];
      const std::vector<JsonTree> items =
          value.kind == JsonTree::Kind::kList ? value.items : std::vector<JsonTree>{value};
      for (const JsonTree& item : items)
        out +=
            (out.empty() ? "" : ", ") + Safe(values.names[i]) + "=" + Safe(ReadableTree(item).text);
    }
    return out;
  }

  void Frame(const findings::Finding& f) {
    const size_t gutter =
        std::to_string(f.snippet.first_line + static_cast<int>(f.snippet.lines.size()) - 1).size();
    // Indent, number, bar, and an ellipsis on either side.
    std::vector<FrameLine> frame = CodeFrame(f, frame_width_ - static_cast<int>(gutter) - 7);
    const auto blank = [](const FrameLine& line) {
      return line.mark_begin < 0 && line.text.find_first_not_of(' ') == std::string::npos;
    };
    while (!frame.empty() && blank(frame.back())) frame.pop_back();
    while (!frame.empty() && blank(frame.front())) frame.erase(frame.begin());
    const std::string bar = Paint(Style::kBlue, "|");
    for (const FrameLine& line : frame) {
      std::string number = std::to_string(line.number);
      number.insert(0, gutter - std::min(gutter, number.size()), ' ');
      const std::string left = line.cut_left ? "\xe2\x80\xa6" : "";
      std::string text = "  " + Paint(Style::kBlue, number) + " " + bar;
      if (!line.text.empty())
        text += " " + left + line.text + (line.cut_right ? "\xe2\x80\xa6" : "");
      Line(text);
      if (line.mark_begin < 0) continue;
      const std::string blanks(static_cast<size_t>(line.mark_begin + (line.cut_left ? 1 : 0)), ' ');
      const std::string mark(static_cast<size_t>(std::max(1, line.mark_end - line.mark_begin)),
                             '^');
      Line("  " + std::string(gutter, ' ') + " " + bar + " " + blanks +
           Paint(StyleOf(f.level), mark));
    }
  }

  void Closing() {
    const findings::Coverage& c = report_.coverage;
    Line();
    Line(Paint(Style::kBold, "Read"));
    for (const std::string& line : Wrap(Receipt(c), width_ - 2)) Line("  " + line);
    if (c.files_ignored + c.directories_ignored > 0) {
      Line("  ignored: " + Count(c.files_ignored, "file") + ", " +
           Count(c.directories_ignored, "directory", "directories"));
    }
    Files("Not read", c.not_read, c.files_not_read);
    Files("Read as plain text only", c.text_only, static_cast<int64_t>(c.text_only.size()));
    Files("Left out", c.left_out, static_cast<int64_t>(c.left_out.size()));
    Trouble();
    if (options_.full) Errata();
    Rest();
    if (!report_.findings.empty()) Once();
    Line();
    const findings::Summary& s = report_.summary;
    std::string total = Count(s.total, "finding") + " in " + Count(s.files, "file");
    const Numbers n = CountFindings(report_);
    std::string parts;
    const std::pair<int64_t, const char*> named[] = {{n.certain, "certain"},
                                                     {n.likely, "likely"},
                                                     {n.possible, "possible"},
                                                     {n.notes, "for your notice"}};
    for (const auto& [count, name] : named) {
      if (count > 0) parts += (parts.empty() ? "" : ", ") + Thousands(count) + " " + name;
    }
    if (!parts.empty()) total += ": " + parts;
    if (report_.known > 0 || report_.gone > 0) {
      std::string known = Thousands(report_.known) + " known, unchanged";
      if (report_.gone > 0)
        known += " (" + Thousands(report_.gone) + " gone: unsoap baseline prune)";
      Line(Paint(Style::kDim, known));
    }
    if (s.fresh != s.total) total += " (" + Thousands(s.fresh) + " not in the baseline)";
    if (!report_.suppressed.empty()) {
      total += ", " + Thousands(static_cast<long long>(report_.suppressed.size())) + " suppressed";
    }
    if (s.effort_minutes > 0) total += ", about " + Duration(s.effort_minutes) + " of work";
    Line(Paint(Style::kBold, total));
    if (!report_.fail_on.empty()) {
      const std::string gate =
          "--fail-on " + Safe(report_.fail_on) + ": " +
          (report_.gate_count == 0 ? "nothing fails"
                                   : Count(report_.gate_count, "finding") +
                                         (report_.gate_count == 1 ? " fails" : " fail"));
      Line(Paint(report_.gate_count == 0 ? Style::kGreen : Style::kRed, gate));
    }
    if (!report_.findings.empty())
      Line("Next: \"unsoap plan\" gives the work in order; \"-f html=report.html\" a page to read");
    std::string rules;
    for (const findings::RulesIdentity& pack : report_.rules) {
      rules += ", " + Safe(pack.pack) + " " + Safe(pack.version) + " (" +
               Safe(pack.digest.substr(0, 12)) + ")";
    }
    Line(Paint(Style::kDim,
               "unsoap " + Safe(report_.tool_version) + rules + ", as of " + Safe(report_.as_of)));
    if (options_.stamp && report_.seconds > 0) {
      const auto hundredths = static_cast<long long>(report_.seconds * 100 + 0.5);
      const std::string rest = std::to_string(100 + hundredths % 100).substr(1);
      Line(Paint(Style::kDim, "took " + std::to_string(hundredths / 100) + "." + rest + " s"));
    }
  }

  void Files(std::string_view title, const std::vector<findings::NotRead>& files, int64_t total) {
    if (total == 0) return;
    Line();
    Line(Paint(Style::kBold, title));
    for (size_t i = 0; i < std::min(files.size(), kListed); ++i) {
      Line("  " + Safe(files[i].path) + ": " + Safe(files[i].reason));
    }
    More(static_cast<size_t>(total), 2);
  }

  void Operations() {
    if (report_.summary.by_operation.empty()) return;
    struct Row {
      int counts[3] = {0, 0, 0};
      std::vector<std::string> targets;
    };
    std::map<std::string, Row> rows;
    size_t longest = 9;
    for (const findings::Finding& f : report_.findings) {
      if (f.operation.empty()) continue;
      Row& row = rows[f.operation];
      ++row.counts[static_cast<size_t>(f.confidence)];
      longest = std::max(longest, static_cast<size_t>(Columns(Safe(f.operation))));
      const findings::Replacement* use = findings::MainRequest(f);
      if (use == nullptr) continue;
      std::string target = Safe(use->http_method) + " " + Safe(use->path);
      if (std::ranges::find(row.targets, target) == row.targets.end())
        row.targets.push_back(std::move(target));
    }
    const auto cell = [](const std::string& text, size_t width, bool right) {
      const auto columns = static_cast<size_t>(Columns(text));
      const std::string blanks(width > columns ? width - columns : 0, ' ');
      return right ? blanks + text : text + blanks;
    };
    longest = std::min<size_t>(longest, 40);
    Line();
    Line(Paint(Style::kBold,
               cell("Operation", longest + 2, false) + " certain   likely possible  REST"));
    for (const auto& [operation, row] : rows) {
      Line("  " + cell(Safe(operation), longest, false) +
           cell(std::to_string(row.counts[2]), 8, true) +
           cell(std::to_string(row.counts[1]), 9, true) +
           cell(std::to_string(row.counts[0]), 9, true) + "  " +
           (row.targets.empty() ? "no replacement known here" : row.targets.front()) +
           (row.targets.size() > 1 ? " and " + std::to_string(row.targets.size() - 1) + " more"
                                   : ""));
    }
  }

  /// Said here once, not with each finding that relies on it.
  void Rest() {
    if (report_.rest.empty()) return;
    Line();
    Line(Paint(Style::kBold, "REST requests in the code"));
    for (const findings::RestNote& note : report_.rest) {
      Line("  " + Place(note.location) + "  " + Safe(note.request));
      Item(Safe(note.since.empty() ? "note:" : note.since + ":"), Style::kDim, Safe(note.text), 4);
    }
  }

  void Errata() {
    if (report_.errata.empty()) return;
    Line();
    Line(Paint(Style::kBold, "Where the vendor's documents are wrong or silent"));
    for (size_t i = 0; i < std::min(report_.errata.size(), kListed); ++i)
      Item(Safe(report_.errata[i].id) + ":", Style::kDim, Safe(report_.errata[i].text), 2);
    if (report_.errata.size() > kListed)
      Line("  " + Thousands(static_cast<long long>(report_.errata.size() - kListed)) +
           " more: unsoap errata");
  }

  /// What the whole migration needs, whatever its places are.
  void Once() {
    if (report_.migration.empty()) return;
    Line();
    Line(Paint(Style::kBold, "Needed once, for all of it"));
    for (const findings::MigrationTopic& topic : report_.migration) {
      Item(Safe(topic.title) + ":", Style::kDim, Safe(topic.text), 2);
      for (const findings::Replacement& r : topic.requests) {
        Item(Label(r), Style::kGreen, Request(r), 4);
        Item("query", Style::kDim, Pairs(r.request.query), 9);
        Example(r);
      }
      const bool is_short = topic.rows.size() <= kListed;
      if (is_short && !topic.rows.empty()) Item("-", Style::kDim, Safe(Join(topic.rows, "; ")), 4);
      if (!is_short)
        Line("    " + Thousands(static_cast<long long>(topic.rows.size())) +
             " rows: unsoap explain " + Safe(topic.id));
    }
  }

  void Trouble() {
    if (report_.diagnostics.empty()) return;
    Line();
    Line(Paint(Style::kBold, "Trouble"));
    size_t shown = 0;
    for (const findings::Diagnostic& d : report_.diagnostics) {
      if (shown++ == kListed) break;
      std::string where =
          d.path.empty() ? ""
                         : Safe(d.path) + (d.line > 0 ? ":" + std::to_string(d.line) : "") + ": ";
      Line("  " + Paint(StyleOf(d.level), findings::Name(d.level)) + " " + where + Safe(d.message) +
           (d.hint.empty() ? "" : " (" + Safe(d.hint) + ")"));
    }
    More(report_.diagnostics.size(), 2);
  }

  const findings::Report& report_;
};

}  // namespace

void RenderText(const findings::Report& report, const ReportOptions& options, const Sink& sink) {
  TextReport(report, options, sink).Render();
}

}  // namespace unsoap::reporters
