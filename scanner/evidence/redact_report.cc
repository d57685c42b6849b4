// One pass over a report: every string that came from source text, settings or people.
#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "scanner/evidence/redactor.h"
#include "scanner/findings/report.h"

namespace unsoap::evidence {
namespace {

class Visitor {
 public:
  Visitor(const Redactor& redactor, bool names_too)
      : redactor_(redactor), finder_(redactor.look()), names_too_(names_too) {}

  void Visit(findings::Report* report) {
    for (std::vector<findings::Finding>* list : {&report->findings, &report->suppressed}) {
      for (findings::Finding& finding : *list) Visit(&finding);
    }
    for (findings::WrapperSummary& wrapper : report->wrappers) {
      Values(&wrapper.name);
      Visit(&wrapper.callers);
    }
    for (findings::RestNote& note : report->rest) Text(&note.request);
    for (findings::Diagnostic& diagnostic : report->diagnostics) {
      Text(&diagnostic.message);
      Text(&diagnostic.hint);
    }
    for (auto* list :
         {&report->coverage.not_read, &report->coverage.text_only, &report->coverage.partial}) {
      for (findings::NotRead& file : *list) Values(&file.reason);
    }
    Address(&report->repository_url);
    for (std::string* text : {&report->branch, &report->command, &report->fail_on}) Text(text);
  }

 private:
  /// Values that were collected.
  void Values(std::string* text) const {
    if (!text->empty()) *text = redactor_.CleanValues(*text);
  }
  /// These, and what looks random.
  void Text(std::string* text) const {
    if (!text->empty()) *text = Cleaned(*text);
  }
  /// Findings say the same in many places: what was cleaned once is known.
  std::string Cleaned(const std::string& text) const {
    const auto known = cleaned_.find(text);
    if (known != cleaned_.end()) return known->second;
    std::string clean =
        names_too_ ? Blank(text, Whole(text), finder_.FindInText(text).spans) : text;
    clean = redactor_.Clean(clean);
    if (kept_ < kMostKept) {
      kept_ += text.size() + clean.size();
      cleaned_.emplace(text, clean);
    }
    return clean;
  }
  /// Users in addresses, too, but digests stay.
  void Address(std::string* text) const {
    std::vector<Span> spans;
    redactor_.look().FindPatterns(*text, &spans);
    if (!spans.empty()) *text = Blank(*text, Whole(*text), Merged(std::move(spans)));
    Values(text);
  }
  /// One constant: as a whole, or what is in it.
  void Literal(std::string* text) const {
    if (redactor_.Hides(*text)) {
      *text = "***";
    } else {
      Text(text);
    }
  }
  static Span Whole(const std::string& text) { return {0, static_cast<uint32_t>(text.size())}; }

  /// Every text of a request; names of members are fields of the service.
  void Visit(JsonTree* tree) const {
    if (tree->kind == JsonTree::Kind::kString) Literal(&tree->text);
    if (tree->kind == JsonTree::Kind::kNumber && redactor_.Hides(tree->text))
      *tree = JsonTree::String("***");
    // What is to be chosen is a sentence, which may quote the source.
    if (tree->LeafKind() == "$choose") return Text(&tree->items[0].text);
    for (size_t i = 0; i < tree->items.size(); ++i) {
      JsonTree& item = tree->items[i];
      const bool secret = tree->kind == JsonTree::Kind::kObject &&
                          item.kind == JsonTree::Kind::kString &&
                          redactor_.look().Name(tree->names[i]) == NameSays::kSecret &&
                          redactor_.look().MayBeSecret(item.text);
      if (secret) item.text = "***";
      Visit(&item);
    }
    for (std::string& name : tree->names) Values(&name);
  }

  void Visit(findings::Callers* callers) const {
    for (std::string& entry : callers->entry_points) Values(&entry);
  }

  void Visit(findings::Finding* finding) const {
    Text(&finding->message);
    Values(&finding->enclosing);
    for (findings::ArgumentValue& argument : finding->arguments) Visit(&argument);
    for (findings::FlaggedUse& flagged : finding->parameters) Literal(&flagged.name);
    for (findings::Replacement& replacement : finding->replacements) {
      Text(&replacement.because);
      findings::Request& request = replacement.request;
      for (JsonTree* tree : {&request.path_parameters, &request.query, &request.body}) Visit(tree);
    }
    for (std::string& note : finding->notes) Values(&note);
    for (findings::Evidence& evidence : finding->evidence) Text(&evidence.text);
    for (findings::FlowStep& step : finding->flow) Text(&step.text);
    for (findings::RuledOut& ruled_out : finding->ruled_out) Text(&ruled_out.text);
    Visit(&finding->callers);
    Visit(&finding->snippet);
    for (auto& [name, value] : finding->properties) Address(&value);
    Text(&finding->suppression_reason);
    Values(&finding->suppressed_by);
    Values(&finding->owner);
  }

  void Visit(findings::ArgumentValue* argument) const {
    const bool secret =
        redactor_.look().Name(argument->name) == NameSays::kSecret && !argument->values.empty();
    for (std::string& value : argument->values) {
      if (secret && redactor_.look().MayBeSecret(value)) value = "***";
      Literal(&value);
    }
    Text(&argument->source);
    // "***" says as much as a list of them.
    if (argument->values.size() > 1) {
      std::sort(argument->values.begin(), argument->values.end());
      argument->values.erase(std::unique(argument->values.begin(), argument->values.end()),
                             argument->values.end());
    }
  }

  void Visit(findings::Snippet* snippet) const {
    if (names_too_ && !snippet->lines.empty()) {
      // A name and its value may stand on two lines.
      std::string all;
      for (const std::string& line : snippet->lines) all += line + "\n";
      const std::string clean = Blank(all, Whole(all), finder_.FindInText(all).spans);
      size_t at = 0;
      for (std::string& line : snippet->lines) {
        const size_t end = clean.find('\n', at);
        if (end == std::string::npos) break;
        line = clean.substr(at, end - at);
        at = end + 1;
      }
    }
    for (std::string& line : snippet->lines) {
      if (!line.empty()) line = redactor_.Clean(line);
    }
  }

  const Redactor& redactor_;
  SecretFinder finder_;
  bool names_too_;
  static constexpr size_t kMostKept = 8 << 20;  // bytes
  mutable std::unordered_map<std::string, std::string> cleaned_;
  mutable size_t kept_ = 0;
};

}  // namespace

void Redact(const Redactor& redactor, bool names_too, findings::Report* report) {
  Visitor(redactor, names_too).Visit(report);
}

std::vector<std::string> SecretsIn(const findings::Report& report, const SecretLook& look) {
  const SecretFinder finder(look);
  std::vector<std::string> out;
  const auto text = [&](const std::string& piece) {
    if (piece.empty()) return;
    std::vector<std::string> found = finder.FindInText(piece).values;
    out.insert(out.end(), std::make_move_iterator(found.begin()),
               std::make_move_iterator(found.end()));
  };
  for (const auto* list : {&report.findings, &report.suppressed}) {
    for (const findings::Finding& finding : *list) {
      std::string frame;
      for (const std::string& line : finding.snippet.lines) frame += line + "\n";
      text(frame);
      text(finding.suppression_reason);
      for (const findings::ArgumentValue& argument : finding.arguments) {
        text(argument.source);
        if (look.Name(argument.name) != NameSays::kSecret) continue;
        for (const std::string& value : argument.values) {
          if (look.MayBeSecret(value)) out.push_back(value);
        }
      }
      for (const auto& [name, value] : finding.properties) text(value);
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace unsoap::evidence
