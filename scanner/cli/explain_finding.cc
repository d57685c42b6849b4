#include "scanner/cli/explain_finding.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "reporters/layout.h"
#include "scanner/base/text.h"
#include "scanner/evidence/outlet.h"
#include "scanner/findings/confidence.h"
#include "scanner/findings/request_words.h"

namespace unsoap::cli {
namespace {

constexpr size_t kMaxListed = 12;  // of each list

std::string Place(const findings::Location& at) {
  return fmt::format("{}:{}:{}", at.path, at.start_line, at.start_column);
}

std::string Request(const findings::Replacement& r) {
  return fmt::format("{} {} ({})", r.http_method, r.path, r.title);
}

class Explanation {
 public:
  Explanation(const findings::Finding& finding, bool from_scan, int width)
      : f_(finding), from_scan_(from_scan), width_(std::clamp(width, 40, 120)) {}

  std::string Text() {
    Head();
    WhyReported();
    WhyOperation();
    WhyConfidence();
    WhyReplacement();
    return std::move(out_);
  }

 private:
  void Line(const std::string& text) { out_ += text + "\n"; }
  void Title(const std::string& text) { out_ += "\n" + text + "\n"; }
  /// `mark` in front of the first line, the others under its text.
  void Item(std::string_view mark, std::string_view text) {
    const std::string first = "  " + std::string(mark) + " ";
    bool begun = false;
    for (const std::string& line :
         reporters::Wrap(EscapeForTerminal(text), width_ - static_cast<int>(first.size()))) {
      Line((begun ? std::string(first.size(), ' ') : first) + line);
      begun = true;
    }
  }
  void Paragraph(std::string_view text) {
    for (const std::string& line : reporters::Wrap(EscapeForTerminal(text), width_ - 2))
      Line("  " + line);
  }
  /// Everything that was ruled out under one of these words; false if nothing was.
  bool RuledOutBy(const std::set<std::string_view>& words, const char* title) {
    size_t count = 0;
    for (const findings::RuledOut& other : f_.ruled_out) {
      if (!words.contains(other.what)) continue;
      if (count++ == 0) Paragraph(title);
      if (count <= kMaxListed) Item("  -", other.text);
    }
    if (count > kMaxListed) Paragraph(fmt::format("  and {} more", count - kMaxListed));
    return count > 0;
  }

  void Head() {
    Line(fmt::format("{} {}[{}] {}", findings::Name(f_.confidence), findings::Name(f_.level),
                     EscapeForTerminal(f_.rule_id), f_.id));
    Paragraph(f_.message);
    Line("  --> " + EscapeForTerminal(Place(f_.location)) +
         (f_.enclosing.empty() ? "" : " in " + EscapeForTerminal(f_.enclosing)));
    const size_t at =
        static_cast<size_t>(std::max(0, f_.location.start_line - f_.snippet.first_line));
    if (at < f_.snippet.lines.size())
      Line(fmt::format("  {:>4} | {}", f_.location.start_line,
                       EscapeForTerminal(f_.snippet.lines[at], true)));
    if (!f_.suppressed_by.empty())
      Paragraph(fmt::format("Suppressed by {}: {}", f_.suppressed_by, f_.suppression_reason));
  }

  void WhyReported() {
    Title("Why it is reported");
    const findings::KindInfo& kind = findings::InfoOf(f_.kind);
    Paragraph(fmt::format("{}: {}", kind.title, kind.meaning));
    int number = 0;
    for (const findings::Evidence& e : f_.evidence)
      Item(fmt::format("{}.", ++number), fmt::format("{} ({})", e.text, Place(e.location)));
    if (f_.callers.total > 0) {
      Item("+",
           fmt::format("{} in {} come through here", reporters::Count(f_.callers.total, "call"),
                       reporters::Count(f_.callers.files, "file")));
    }
  }

  void WhyOperation() {
    const auto several = f_.properties.find("operations");
    const bool calls =
        f_.kind == findings::Kind::kCall || f_.kind == findings::Kind::kWrapperCall ||
        f_.kind == findings::Kind::kDefinition || f_.kind == findings::Kind::kEnvelope;
    if (!calls) return;
    Title(f_.operation.empty() ? "Why no single operation" : "Why this operation");
    if (!f_.operation.empty()) {
      const auto through = f_.properties.find("wrapper");
      Paragraph(f_.kind == findings::Kind::kCall && HasEvidence("dispatcher")
                    ? f_.operation + " is the constant that reaches the dispatcher from this call."
                : f_.kind == findings::Kind::kCall
                    ? f_.operation + " is what the call names, by its method or by a constant."
                : f_.kind == findings::Kind::kWrapperCall && through != f_.properties.end()
                    ? f_.operation + " is all that " + through->second + "() performs."
                : f_.kind == findings::Kind::kEnvelope
                    ? "The element that stands here is the request of " + f_.operation + "."
                    : f_.operation + " is all that the function performs.");
    } else if (several != f_.properties.end()) {
      Paragraph("These can be meant: " + several->second + ".");
    } else {
      Paragraph("The name is read from data, or is a parameter of the function around the call.");
    }
    RuledOutBy({"operation", "place"}, "Ruled out:");
    if (!from_scan_) SayOnlyScan();
  }

  void WhyConfidence() {
    Title(fmt::format("Why {}", findings::Name(f_.confidence)));
    const findings::Proof& proof = findings::ProofOf(f_);
    Paragraph(fmt::format("It is {} because {}.", findings::Name(proof.confidence), proof.shows));
    for (const findings::ConfidenceCap& cap : findings::ConfidenceCaps()) {
      const bool labelled =
          std::find(f_.labels.begin(), f_.labels.end(), cap.label) != f_.labels.end();
      if (labelled && cap.at_most < proof.confidence)
        Paragraph(fmt::format("Held at {}: {}.", findings::Name(cap.at_most), cap.why));
    }
    Others(proof, true, "Surer, had it been seen that:");
    Others(proof, false, "Less sure, had it only been seen that:");
  }

  void Others(const findings::Proof& mine, bool higher, const char* title) {
    bool begun = false;
    for (const findings::Proof& proof : findings::InfoOf(f_.kind).proofs) {
      if (proof.confidence == mine.confidence || (proof.confidence > mine.confidence) != higher)
        continue;
      if (!begun) Paragraph(title);
      begun = true;
      Item("  -", fmt::format("{}: {}", findings::Name(proof.confidence), proof.shows));
    }
  }

  void WhyReplacement() {
    if (f_.replacements.empty() && f_.ruled_out.empty() && f_.arguments.empty()) return;
    Title("Why this replacement");
    for (const findings::ArgumentValue& argument : f_.arguments) {
      if (argument.values.empty() && HasMembers(argument)) continue;
      Item("argument", fmt::format("{} {} ({})", argument.name,
                                   argument.values.empty() ? "is not constant: " + argument.source
                                                           : "is " + Join(argument.values, " or "),
                                   Place(argument.location)));
    }
    if (f_.arguments.empty()) Paragraph("No argument was seen.");
    bool decided = false;
    for (const findings::Replacement& r : f_.replacements) {
      if (!r.applies) continue;
      decided = true;
      Item(std::string(findings::RoleWord(r)),
           Request(r) + (r.because.empty() ? "" : ": " + r.because));
    }
    if (!decided) {
      Paragraph(f_.replacements.empty() ? "Nothing in REST replaces it."
                                        : "What is known does not decide between:");
      for (const findings::Replacement& r : f_.replacements)
        Item("  -", Request(r) + (r.because.empty() ? "" : " if " + r.because));
    }
    RuledOutBy({"row"}, "Ruled out by the arguments:");
    RuledOutBy({"open-row"}, "Not decided:");
    if (!from_scan_) SayOnlyScan();
  }

  bool HasMembers(const findings::ArgumentValue& argument) const {
    return std::any_of(f_.arguments.begin(), f_.arguments.end(),
                       [&](const findings::ArgumentValue& other) {
                         return other.name.starts_with(argument.name + ".");
                       });
  }

  void SayOnlyScan() { Paragraph("What was ruled out is known to `unsoap scan --explain` only."); }

  bool HasEvidence(std::string_view what) const {
    return std::any_of(f_.evidence.begin(), f_.evidence.end(),
                       [&](const findings::Evidence& e) { return e.what == what; });
  }

  const findings::Finding& f_;
  const bool from_scan_;
  const int width_;
  std::string out_;
};

}  // namespace

std::string ExplainFinding(const findings::Finding& finding, bool from_scan, int width) {
  return Explanation(finding, from_scan, width).Text();
}

Result<std::vector<const findings::Finding*>> FindingsMeant(const findings::Report& report,
                                                            const std::string& id) {
  std::vector<const findings::Finding*> all;
  for (const findings::Finding& finding : report.findings) all.push_back(&finding);
  for (const findings::Finding& finding : report.suppressed) all.push_back(&finding);
  const auto where = [&](auto&& fits) {
    std::vector<const findings::Finding*> out;
    std::copy_if(all.begin(), all.end(), std::back_inserter(out),
                 [&](const findings::Finding* f) { return fits(*f); });
    return out;
  };
  std::vector<const findings::Finding*> exact =
      where([&](const findings::Finding& f) { return f.id == id; });
  if (!exact.empty()) return exact;
  std::vector<const findings::Finding*> placed = where([&](const findings::Finding& f) {
    return f.location.path + ":" + std::to_string(f.location.start_line) == id;
  });
  if (!placed.empty()) return placed;
  std::vector<const findings::Finding*> begun =
      where([&](const findings::Finding& f) { return f.id.starts_with(id); });
  if (begun.size() == 1 && id.size() >= 4) return begun;
  std::vector<std::string> ids;
  for (const findings::Finding* f : begun.empty() ? all : begun) ids.push_back(f->id);
  // The longest first: an id that was typed may be the beginning of another.
  std::vector<std::string> shown = ids;
  shown.push_back(std::string(id));
  std::ranges::sort(shown, std::ranges::greater{}, &std::string::size);
  evidence::SpareInMessages(std::move(shown));
  if (begun.size() > 1) {
    if (ids.size() > 5) ids.resize(5), ids.emplace_back("...");
    return Fail(fmt::format("--explain: '{}' begins {} ids", id, begun.size()),
                "one of " + Join(ids, ", "));
  }
  const std::string near = DidYouMean(id, ids);
  return Fail(fmt::format("--explain: there is no finding '{}'", id),
              (near.empty() ? std::string() : "did you mean '" + near + "'? ") +
                  "Ids stand at the end of each finding's first line in text, and in JSON; "
                  "PATH:LINE names a finding, too. What is only possible needs --min-confidence "
                  "possible");
}

}  // namespace unsoap::cli
