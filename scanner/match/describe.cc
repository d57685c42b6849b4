#include "scanner/match/describe.h"

#include <algorithm>
#include <set>

#include "scanner/base/text.h"
#include "scanner/rules/dates.h"

namespace unsoap {
namespace {

constexpr size_t kMaxDecided = 2000;  // verdicts that are kept

std::string LastSegment(const std::string& path) {
  const size_t dot = path.find_last_of('.');
  return dot == std::string::npos ? path : path.substr(dot + 1);
}

const char* NameOf(RequestRole role) {
  switch (role) {
    case RequestRole::kUse:
      return "use";
    case RequestRole::kThen:
      return "then";
    case RequestRole::kBefore:
      return "before";
    case RequestRole::kOr:
      return "or";
    case RequestRole::kPerhaps:
      return "perhaps";
  }
  return "";
}

bool IsInside(const FlaggedParameter& flagged, const std::string& path) {
  std::vector<std::string_view> parts = Split(path, '.');
  parts.pop_back();
  return std::any_of(flagged.names.begin(), flagged.names.end(), [&](const std::string& name) {
    return std::any_of(parts.begin(), parts.end(),
                       [&](std::string_view part) { return EqualsIgnoreCase(part, name); });
  });
}

Replacement Fill(const RequestChoice& choice) {
  Replacement out;
  out.id = choice.endpoint->id, out.title = choice.endpoint->title,
  out.http_method = choice.endpoint->http_method;
  out.path = choice.endpoint->path, out.url = choice.endpoint->url,
  out.permission = choice.endpoint->permission;
  out.query = choice.query, out.body = choice.body;
  for (const auto& [name, value] : choice.path) out.query.emplace("{" + name + "}", value);
  out.because = choice.because, out.guidance = choice.how, out.caveat = choice.caveat,
  out.applies = choice.applies, out.role = NameOf(choice.role), out.when = choice.when;
  return out;
}

}  // namespace

Describer::Describer(const Pack& pack, std::string as_of, const EffortModel& effort, bool explain)
    : pack_(pack), as_of_(std::move(as_of)), explain_(explain), effort_(effort) {
  removed_on_ = RemovalBelievedOn(pack, as_of_);
  if (removed_on_.empty()) removed_on_ = pack.removed_on;
  phrase_ = DatePhrase(removed_on_, as_of_);
  removed_ = !removed_on_.empty() && removed_on_ <= as_of_;
}

Level Describer::LevelOf(Kind kind) const {
  switch (kind) {
    case Kind::kCall:
    case Kind::kWrapperCall:
    case Kind::kEnvelope:
    case Kind::kGeneratedClient:
    case Kind::kBinaryClient:
    case Kind::kWsdlReference:
    case Kind::kEndpoint:
    case Kind::kAuthentication:
    case Kind::kDefinition:
      return removed_ ? Level::kError : Level::kWarning;
    case Kind::kDependency:
    case Kind::kWsdlFile:
    case Kind::kCredential:
    case Kind::kParameter:
      return Level::kWarning;
    case Kind::kConfiguration:
    case Kind::kNamespace:
      return Level::kNote;
  }
  return Level::kNote;
}

std::string Describer::Removal() const {
  if (removed_on_.empty()) return "the " + pack_.service_name + " has been announced to end";
  return "the " + pack_.service_name + (removed_ ? " was removed on " : " ends on ") + removed_on_;
}

std::string Describer::Fate() const {
  return removed_on_.empty() ? Removal() : Removal() + " (" + phrase_ + ")";
}

std::vector<const FlaggedParameter*> Describer::Flagged(
    const SeenArgument& argument, const std::vector<const Operation*>& operations,
    bool only_inside) const {
  std::vector<const FlaggedParameter*> out;
  const std::string last = LastSegment(argument.path);
  // What stands in a list is the list's argument: "includeTypes.activityType".
  const bool is_item = std::any_of(pack_.types.begin(), pack_.types.end(), [&](const auto& type) {
    return type.fields.size() == 1 && EqualsIgnoreCase(type.fields[0].name, last);
  });
  const std::string list =
      is_item && last.size() < argument.path.size()
          ? LastSegment(argument.path.substr(0, argument.path.size() - last.size() - 1))
          : last;
  for (const FlaggedParameter& flagged : pack_.parameters) {
    const bool named =
        std::any_of(flagged.names.begin(), flagged.names.end(), [&](const std::string& name) {
          const std::string wanted = LastSegment(name);
          return EqualsIgnoreCase(wanted, last) || EqualsIgnoreCase(wanted, list);
        });
    // What is passed inside an object that is flagged as a whole: "mObject.externalKey.name".
    const bool inside = flagged.values.empty() && flagged.not_values.empty() && !named &&
                        IsInside(flagged, argument.path);
    if (named == only_inside || (!named && !inside)) continue;
    if (!flagged.operations.empty() && flagged.operations[0] != "*" && !operations.empty()) {
      const bool serves =
          std::any_of(operations.begin(), operations.end(), [&](const Operation* op) {
            return std::find(flagged.operations.begin(), flagged.operations.end(), op->name) !=
                   flagged.operations.end();
          });
      if (!serves) continue;
    }
    if (!flagged.under.empty()) {
      const std::vector<std::string_view> parts = Split(argument.path, '.');
      const bool below =
          std::any_of(flagged.under.begin(), flagged.under.end(), [&](const std::string& name) {
            return std::any_of(parts.begin(), parts.end(),
                               [&](std::string_view part) { return EqualsIgnoreCase(part, name); });
          });
      if (!below) continue;
    }
    const auto has = [&](const std::vector<std::string>& values) {
      return std::any_of(argument.values.begin(), argument.values.end(), [&](const std::string& v) {
        return std::any_of(values.begin(), values.end(),
                           [&](const std::string& w) { return EqualsIgnoreCase(v, w); });
      });
    };
    if (!flagged.values.empty() && !has(flagged.values)) continue;
    if (!flagged.not_values.empty() && (argument.values.empty() || has(flagged.not_values)))
      continue;
    out.push_back(&flagged);
  }
  return out;
}

std::vector<std::string> Describer::NamesOf(const FlaggedParameter& flagged,
                                            const std::vector<std::string>& values) {
  std::vector<std::string> out;
  if (flagged.standalone) {
    for (const std::string& value : flagged.values) {
      if (std::any_of(values.begin(), values.end(),
                      [&](const std::string& v) { return EqualsIgnoreCase(v, value); }))
        out.push_back(value);
    }
  }
  if (out.empty()) out.push_back(flagged.id);
  return out;
}

FlaggedUse Describer::UseOf(const FlaggedParameter& flagged, const std::string& name,
                            const Location& at) const {
  FlaggedUse use;
  use.name = name, use.rule_id = pack_.id + "/param/" + flagged.id, use.severity = flagged.severity;
  use.guidance = flagged.issue + (flagged.action.empty() ? "" : " " + flagged.action);
  use.location = at;
  return use;
}

const Verdict& Describer::Decided(const Operation& operation, const KnownCall& call) const {
  std::string key = operation.name + (call.all_seen ? "\x01" : "\x02");
  for (const KnownArgument& argument : call.arguments) {
    key += "\x03" + argument.path + (argument.complete ? "\x01" : "\x02") + argument.source;
    for (const std::string& value : argument.values) key += "\x04" + value;
  }
  if (decided_.size() >= kMaxDecided) decided_.clear();
  const auto [at, fresh] = decided_.try_emplace(std::move(key));
  if (fresh) at->second = Decide(pack_, operation, call);
  return at->second;
}

void Describer::AddRows(const Operation& operation, const Verdict& verdict,
                        Finding* finding) const {
  for (const Decision& decision : verdict.decisions) {
    if (decision.applies) continue;
    std::vector<std::string> requests;
    for (const std::string& step : decision.mapping->use) {
      std::vector<std::string> either;
      for (const std::string& id : EndpointsOf({step})) {
        const RestEndpoint* endpoint = pack_.FindEndpoint(id);
        if (endpoint != nullptr)
          either.push_back(endpoint->http_method + " " + endpoint->path + " (" + endpoint->title +
                           ")");
      }
      if (!either.empty()) requests.push_back(Join(either, " or "));
    }
    std::string text = finding->operation.empty() ? operation.name + ": " : "";
    text += requests.empty() ? std::string("nothing") : Join(requests, ", then ");
    if (!decision.because.empty()) text += " if " + decision.because;
    if (!decision.against.empty()) text += "; " + decision.against;
    finding->ruled_out.push_back({decision.possible ? "open-row" : "row", std::move(text)});
  }
}

void Describer::FlagArguments(const std::vector<const Operation*>& operations,
                              const std::vector<SeenArgument>& arguments,
                              const std::vector<Place>& places, Finding* finding) const {
  std::set<std::pair<std::string, int>> seen;  // name, line
  for (const bool only_inside : {false, true}) {
    for (const SeenArgument& argument : arguments) {
      std::vector<SeenArgument> places_of = argument.others;
      if (places_of.empty()) places_of.push_back(argument);
      const bool placed = std::any_of(places_of.begin(), places_of.end(),
                                      [](const SeenArgument& p) { return p.file != kNone; });
      for (const SeenArgument& place : places_of) {
        if (placed && place.file == kNone) continue;
        Location at = finding->location;
        if (argument.file != kNone) at = places[argument.file].OneLine(argument.span);
        if (place.file != kNone) at = places[place.file].OneLine(place.span);
        for (const FlaggedParameter* flagged : Flagged(place, operations, only_inside)) {
          for (const std::string& name : NamesOf(*flagged, place.values)) {
            // The members of an object flag it once.
            const auto known = seen.lower_bound({name, 0});
            if (only_inside && known != seen.end() && known->first == name) continue;
            if (!seen.insert({name, at.start_line}).second) continue;
            finding->parameters.push_back(UseOf(*flagged, name, at));
          }
        }
      }
    }
  }
}

void Describer::Explain(const std::vector<const Operation*>& operations,
                        const std::vector<SeenArgument>& arguments, bool all_seen,
                        const std::vector<Place>& places, Finding* finding) const {
  KnownCall call;
  call.all_seen = all_seen;
  for (const SeenArgument& argument : arguments) {
    std::string source = argument.source;
    Location location = finding->location;
    if (argument.file != kNone) {
      location = places[argument.file].OneLine(argument.span);
      source = places[argument.file].Text(argument.span, 80);
    }
    call.arguments.push_back({argument.path, argument.values, argument.complete, source});
    ArgumentValue value;
    value.name = argument.path, value.values = argument.values, value.source = source,
    value.location = location;
    // A value that a credential's name covers is never listed.
    if (source.find("***") != std::string::npos) value.values.clear();
    finding->arguments.push_back(std::move(value));
  }
  FlagArguments(operations, arguments, places, finding);
  std::set<std::string> seen;
  for (const Operation* operation : operations) {
    const Verdict& verdict = Decided(*operation, call);
    if (explain_) AddRows(*operation, verdict, finding);
    for (const RequestChoice& choice : verdict.requests) {
      if (choice.endpoint == nullptr || !seen.insert(choice.endpoint->id).second) continue;
      Replacement r = Fill(choice);
      if (operations.size() > 1 && (r.role == "use" || r.role == "or")) {
        if (!finding->replacements.empty()) r.role = "or";
        r.when += (r.when.empty() ? "" : " and ") + ("the operation is " + operation->name);
      }
      finding->replacements.push_back(std::move(r));
    }
    if (verdict.nothing_replaces && !verdict.explanation.empty())
      finding->notes.push_back(verdict.explanation);
    for (const std::string& note : verdict.notes) finding->notes.push_back(note);
    for (const Erratum& erratum : pack_.errata) {
      if (std::find(erratum.operations.begin(), erratum.operations.end(), operation->name) ==
          erratum.operations.end())
        continue;
      const std::string note = "Erratum " + erratum.id + ": " + erratum.right;
      if (finding->notes.size() < 12) finding->notes.push_back(note);
    }
  }
  for (const SecondHop& hop : pack_.second_hop) {
    const bool hits = std::any_of(
        finding->replacements.begin(), finding->replacements.end(), [&](const Replacement& r) {
          return r.applies &&
                 std::find(hop.endpoints.begin(), hop.endpoints.end(), r.id) != hop.endpoints.end();
        });
    if (hits && finding->notes.size() < 14)
      finding->notes.push_back("Second hop " + hop.id + ": " + hop.text);
  }
}

int Describer::Effort(const Finding& finding) const {
  const auto minutes = [](const std::map<std::string, int>& table, const std::string& key) {
    const auto at = table.find(key);
    return at == table.end() ? 0 : at->second;
  };
  int total = minutes(effort_.minutes_by_kind, std::string(Name(finding.kind)));
  if (finding.kind == Kind::kCall || finding.kind == Kind::kEnvelope) {
    total += minutes(effort_.minutes_by_operation, finding.operation);
    for (const FlaggedUse& use : finding.parameters)
      total += minutes(effort_.minutes_by_severity, use.severity);
  }
  return total;
}

}  // namespace unsoap
