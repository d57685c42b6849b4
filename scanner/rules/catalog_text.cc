// The text side of catalog.h but for the cards: lists, Markdown, dates and errata.
#include <fmt/format.h>

#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/rules/card_text.h"
#include "scanner/rules/catalog.h"
#include "scanner/rules/dates.h"
#include "scanner/rules/loader.h"

namespace unsoap::rules {
namespace {

// Text inside a Markdown table.
std::string Cell(std::string text) {
  for (size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
    text.insert(at, "\\");
  return text;
}

}  // namespace

std::string RulesListText(const Packs& packs, std::string_view as_of) {
  std::string out;
  for (const Pack* pack : packs) {
    out += fmt::format("{} {} ({})\n", pack->id, pack->version, pack->digest);
    out += WrapText(fmt::format("{}: {} ({}).", pack->service_name,
                                DatePhrase(pack->removed_on, as_of), pack->removed_on),
                    "  ", 2);
    size_t rows = 0;
    for (const Operation& o : pack->operations) rows += o.mappings.size();
    out += WrapText(
        fmt::format("{} operations with {} mapping rows, {} REST calls, {} flagged parameters, {} "
                    "packages, "
                    "{} toolkits, {} errata.",
                    pack->operations.size(), rows, pack->endpoints.size(), pack->parameters.size(),
                    pack->packages.size(), pack->toolkits.size(), pack->errata.size()),
        "  ", 2);
    for (const Operation& o : pack->operations) {
      const RestEndpoint* e =
          o.replacements.empty() ? nullptr : pack->FindEndpoint(o.replacements.front());
      std::string text = e == nullptr ? "no replacement" : e->title;
      if (o.replacements.size() > 1) text += fmt::format(" and {} more", o.replacements.size() - 1);
      out += fmt::format("  {:<24} {}\n", o.name, text);
    }
  }
  return out;
}

std::string RulesDocs(const Packs& packs, std::string_view as_of) {
  std::string out;
  for (const Pack* pack : packs) {
    out += fmt::format("# {}\n\nPack `{}` {} ({}). {}: {} ({}).\n\n", pack->service_name, pack->id,
                       pack->version, pack->digest, pack->service_name,
                       DatePhrase(pack->removed_on, as_of), pack->removed_on);
    out += "## Operations\n\n";
    for (const Operation& o : pack->operations) {
      out += fmt::format("### {}\n\n{}\n\n", o.name, o.title);
      if (o.replacements.empty()) out += o.no_replacement + "\n\n";
      if (!o.mappings.empty()) out += "| when | call | how |\n|---|---|---|\n";
      for (const Mapping& m : o.mappings) {
        std::vector<std::string> when, use;
        for (const Condition& c : m.when) when.push_back(c.text);
        for (const std::string& id : m.Endpoints()) {
          if (const RestEndpoint* e = pack->FindEndpoint(id))
            use.push_back("[" + e->title + "](" + e->url + ")");
        }
        const std::string how = m.caveat.empty() ? m.how : m.how + " " + m.caveat;
        out += fmt::format("| {} | {} | {} |\n", Cell(Join(when, " and ")),
                           use.empty() ? "none" : Join(use, ", then "), Cell(how));
      }
      out += "\n";
    }
    out +=
        "## Flagged parameters\n\n| parameter | severity | why | what to do |\n|---|---|---|---|\n";
    for (const FlaggedParameter& p : pack->parameters) {
      out += fmt::format("| {} | {} | {} | {} |\n", Cell(p.title.empty() ? p.id : p.title),
                         p.severity, Cell(p.issue), Cell(p.action));
    }
    out += "\n";
  }
  return out;
}

std::string TimelineText(const Packs& packs, std::string_view as_of) {
  std::string out;
  for (const Pack* pack : packs) {
    const std::string believed = RemovalBelievedOn(*pack, as_of);
    out += fmt::format("{}, as of {}: ", pack->service_name, as_of);
    out += believed.empty() ? "no removal was announced\n"
                            : DatePhrase(believed, as_of) + " (" + believed + ")\n";
    for (const TimelineEvent* event : VisibleTimeline(*pack, as_of)) {
      out += WrapText((event->no_later_than ? "(or earlier) " : "") + event->event,
                      "  " + event->date + "  ", 14);
      std::string said = event->said_on.empty() ? "" : "said on " + event->said_on;
      if (!event->superseded_on.empty() && event->superseded_on <= as_of) {
        said += (said.empty() ? "" : ", ") + std::string("taken back on ") + event->superseded_on;
      }
      if (!said.empty()) out += WrapText(said, std::string(14, ' '), 14);
      if (!event->note.empty()) out += WrapText(event->note, std::string(14, ' '), 14);
      out += WrapText(event->source, std::string(14, ' '), 14);
    }
    // When these were said is not known: a day before the last word on the removal knows none.
    const bool is_late = believed == pack->removed_on && !pack->second_hop.empty();
    if (is_late) out += "What replaces it changes, too:\n";
    for (const SecondHop& hop : pack->second_hop) {
      if (!is_late) break;
      const bool passed = !hop.since.empty() && hop.since <= as_of;
      out += WrapText(hop.topic + (passed ? " (in force)" : ""),
                      fmt::format("  {:<10}  ", hop.since), 14);
      out += WrapText(hop.text, std::string(14, ' '), 14);
    }
  }
  return out;
}

std::string ErrataText(const Packs& packs) {
  std::string out;
  for (const Pack* pack : packs) {
    out += fmt::format("{}: where the vendor's pages are wrong or silent\n", pack->service_name);
    for (const Erratum& e : pack->errata) {
      out += fmt::format("\n{}\n", e.id) + Row("where", e.where) + Row("wrong", e.wrong) +
             Row("right", e.right) + Row("proof", e.proof) +
             Row("operations", Join(e.operations, ", "));
    }
  }
  return out;
}

Validation ValidatePack(const std::string& directory, const std::vector<Toolkit>& shared) {
  Validation result;
  std::vector<Error> errors;
  const Result<Pack> pack = LoadPack(directory, shared, &errors);
  for (const Error& error : errors) result.text += Format(error);
  if (!pack) {
    result.text += fmt::format("{}: {} {}{}\n", directory, errors.size(),
                               errors.size() == 1 ? "error" : "errors",
                               errors.size() >= kMaxPackErrors ? " (and perhaps more)" : "");
    return result;
  }
  result.ok = true;
  result.text = fmt::format(
      "{}: ok ({} {}, {} operations, {} REST calls, {} parameters, {} packages; digest {})\n",
      directory, pack->id, pack->version, pack->operations.size(), pack->endpoints.size(),
      pack->parameters.size(), pack->packages.size(), pack->digest);
  return result;
}

}  // namespace unsoap::rules
