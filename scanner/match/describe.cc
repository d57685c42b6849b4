#include "scanner/match/describe.h"

#include <algorithm>
#include <cstdlib>
#include <set>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/findings/kinds.h"
#include "scanner/rules/dates.h"
#include "scanner/rules/join_steps.h"

namespace unsoap::match {
namespace {

constexpr size_t kMaxDecided = 2000;  // verdicts that are kept

std::string LastSegment(const std::string& path) {
  const size_t dot = path.find_last_of('.');
  return dot == std::string::npos ? path : path.substr(dot + 1);
}

bool IsInside(const rules::FlaggedParameter& flagged, const std::string& path) {
  std::vector<std::string_view> parts = Split(path, '.');
  parts.pop_back();
  return std::any_of(flagged.names.begin(), flagged.names.end(), [&](const std::string& name) {
    return std::any_of(parts.begin(), parts.end(),
                       [&](std::string_view part) { return EqualsIgnoreCase(part, name); });
  });
}

/// "<=300" fits numbers up to 300; another wanted value fits itself.
bool Fits(const std::string& wanted, const std::string& value) {
  if (!wanted.starts_with("<=")) return EqualsIgnoreCase(value, wanted);
  const bool is_number = !value.empty() && value.size() < 10 && std::ranges::all_of(value, IsDigit);
  return is_number && std::atoi(value.c_str()) <= std::atoi(wanted.c_str() + 2);
}

/// True if values are of those that are flagged; of any, if no value is named.
bool IsOf(const rules::FlaggedParameter& flagged, const std::vector<std::string>& values) {
  const auto has = [&](const std::vector<std::string>& wanted) {
    return std::any_of(values.begin(), values.end(), [&](const std::string& v) {
      return std::any_of(wanted.begin(), wanted.end(),
                         [&](const std::string& w) { return Fits(w, v); });
    });
  };
  if (!flagged.values.empty() && !has(flagged.values)) return false;
  return flagged.not_values.empty() || (!values.empty() && !has(flagged.not_values));
}

findings::Replacement Fill(const rules::RequestChoice& choice) {
  const rules::RestEndpoint& endpoint = *choice.endpoint;
  findings::Replacement out;
  out.id = endpoint.id, out.title = endpoint.title, out.http_method = endpoint.http_method;
  out.path = endpoint.path, out.url = endpoint.url;
  out.permission = endpoint.permission, out.limits = endpoint.limits;
  out.request = {choice.request.path, choice.request.query, choice.request.headers,
                 choice.request.body};
  out.role = choice.role, out.applies = choice.applies, out.because = choice.because,
  out.step = choice.step, out.guidance = choice.how, out.caveat = choice.caveat;
  return out;
}

/// What is passed, as the source has it; in an envelope without the quotes and joints of the
/// literal around it. What a helper is given is what its call gives: `address.city`, not the
/// helper's `value`. Keys are blanked.
std::string Expression(const SeenArgument& argument, const std::vector<Place>& places) {
  constexpr size_t kLongest = 200;
  const bool is_given =
      argument.values.empty() && argument.value_file != facts::kNone &&
      (argument.value_span != argument.span || argument.opens != 0 || argument.closes != 0);
  if (is_given) {
    std::string text = places[argument.value_file].Text(argument.value_span, kLongest);
    if (argument.opens != 0) text.insert(text.begin(), argument.opens);
    if (argument.closes != 0) text += argument.closes;
    return text;
  }
  if (argument.file == facts::kNone) return argument.source;
  std::string text = places[argument.file].Text(argument.span, kLongest);
  const bool is_part = !argument.source.empty() && argument.source.size() < 80 &&
                       text.find(argument.source) != std::string::npos;
  return is_part ? argument.source : text;
}

/// An empty text, or a null that the document says: nothing is passed.
bool IsAbsent(const SeenArgument& argument) {
  return argument.complete && argument.values.size() == 1 && argument.values.front().empty();
}

}  // namespace

Describer::Describer(const rules::Pack& pack, std::string as_of, const rules::EffortModel& effort,
                     bool explain)
    : pack_(pack), as_of_(std::move(as_of)), explain_(explain), effort_(effort) {
  removed_on_ = rules::RemovalBelievedOn(pack, as_of_);
  if (removed_on_.empty()) removed_on_ = pack.removed_on;
  phrase_ = rules::DatePhrase(removed_on_, as_of_);
  removed_ = !removed_on_.empty() && removed_on_ <= as_of_;
}

findings::Level Describer::LevelOf(findings::Kind kind) const {
  const findings::Level level = findings::InfoOf(kind).level;
  return removed_ ? level : std::min(level, findings::Level::kWarning);
}

std::string Describer::Removal() const {
  if (removed_on_.empty()) return "the " + pack_.service_name + " has been announced to end";
  return "the " + pack_.service_name + (removed_ ? " was removed on " : " ends on ") + removed_on_;
}

std::string Describer::Fate() const {
  return removed_on_.empty() ? Removal() : Removal() + " (" + phrase_ + ")";
}

std::vector<const rules::FlaggedParameter*> Describer::Flagged(
    const SeenArgument& argument, const std::vector<const rules::Operation*>& operations,
    bool only_inside) const {
  std::vector<const rules::FlaggedParameter*> out;
  const std::string last = LastSegment(argument.path);
  const bool is_outermost = last.size() == argument.path.size();
  // What stands in a list is the list's argument: "includeTypes.activityType".
  const bool is_item = std::any_of(pack_.types.begin(), pack_.types.end(), [&](const auto& type) {
    return type.fields.size() == 1 && EqualsIgnoreCase(type.fields[0].name, last);
  });
  const std::string list =
      is_item && last.size() < argument.path.size()
          ? LastSegment(argument.path.substr(0, argument.path.size() - last.size() - 1))
          : last;
  for (const rules::FlaggedParameter& flagged : pack_.parameters) {
    const bool named =
        std::any_of(flagged.names.begin(), flagged.names.end(), [&](const std::string& name) {
          const std::string wanted = LastSegment(name);
          if (name.starts_with('.') && !is_outermost) return false;
          return EqualsIgnoreCase(wanted, last) || EqualsIgnoreCase(wanted, list);
        });
    // What is passed inside an object that is flagged as a whole: "mObject.externalKey.name".
    const bool inside = flagged.values.empty() && flagged.not_values.empty() && !named &&
                        IsInside(flagged, argument.path);
    if (named == only_inside || (!named && !inside)) continue;
    if (!flagged.operations.empty() && flagged.operations[0] != "*" && !operations.empty()) {
      const bool serves =
          std::any_of(operations.begin(), operations.end(), [&](const rules::Operation* op) {
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
    if (IsOf(flagged, argument.values)) out.push_back(&flagged);
  }
  // What is said of a value goes before what is said of any value of that name.
  std::vector<const rules::FlaggedParameter*> general;
  for (const rules::FlaggedParameter* each : out) {
    const bool covered = std::ranges::any_of(out, [&](const rules::FlaggedParameter* other) {
      return other != each && !other->values.empty() && other->names == each->names &&
             std::ranges::all_of(argument.values,
                                 [&](const std::string& value) { return IsOf(*other, {value}); });
    });
    if (covered && each->values.empty() && each->not_values.empty()) general.push_back(each);
  }
  std::erase_if(out, [&](const rules::FlaggedParameter* each) {
    return std::ranges::find(general, each) != general.end();
  });
  return out;
}

std::vector<std::string> Describer::NamesOf(const rules::FlaggedParameter& flagged,
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

findings::FlaggedUse Describer::UseOf(const rules::FlaggedParameter& flagged,
                                      const std::string& name, const findings::Location& at) const {
  findings::FlaggedUse use;
  use.name = name, use.rule_id = pack_.id + "/param/" + flagged.id, use.severity = flagged.severity;
  use.guidance = flagged.issue + (flagged.action.empty() ? "" : " " + flagged.action);
  use.location = at;
  return use;
}

const rules::Verdict& Describer::Decided(const rules::Operation& operation,
                                         const rules::KnownCall& call) const {
  std::string key = operation.name + (call.all_seen ? "\x01" : "\x02");
  for (const rules::KnownArgument& argument : call.arguments) {
    key += "\x03" + argument.path + (argument.complete ? "\x01" : "\x02") + argument.source;
    for (const std::string& value : argument.values) key += "\x04" + value;
    for (const rules::KnownItem& item : argument.items) {
      key += "\x05" + item.source + (item.complete ? "\x01" : "\x02");
      for (const std::string& value : item.values) key += "\x04" + value;
      for (const auto& [path, number] : item.around) key += "\x06" + path + std::to_string(number);
    }
  }
  if (decided_.size() >= kMaxDecided) decided_.clear();
  const auto [at, fresh] = decided_.try_emplace(std::move(key));
  if (fresh) at->second = rules::Decide(pack_, operation, call);
  return at->second;
}

void Describer::AddRequests(const rules::Verdict& verdict, const std::string& condition,
                            findings::Finding* finding) const {
  const int before = static_cast<int>(finding->replacements.size());
  for (const rules::RequestChoice& choice : verdict.requests) {
    findings::Replacement r = Fill(choice);
    if (!condition.empty()) {
      // What holds is decided at run time: the requests of one case are of no use in another.
      if (before > 0 && r.role == "use") r.role = "instead";
      for (JsonTree* tree : {&r.request.path_parameters, &r.request.query, &r.request.body})
        rules::ShiftAnswers(before, tree);
      r.step += before;
      if (r.because != condition) r.because += (r.because.empty() ? "" : " and ") + condition;
      r.applies = false;
    }
    finding->replacements.push_back(std::move(r));
  }
}

namespace {

/// The call without what a branch leaves out.
rules::KnownCall Without(const Branch& branch, const rules::KnownCall& call) {
  rules::KnownCall out = {{}, call.all_seen};
  for (size_t i = 0; i < call.arguments.size(); ++i) {
    rules::KnownArgument argument = call.arguments[i];
    std::vector<rules::KnownItem> items;
    for (size_t k = 0; k < argument.items.size(); ++k) {
      if (!std::ranges::binary_search(branch.left_out, Branch::Item{i, k}))
        items.push_back(argument.items[k]);
    }
    if (items.empty()) continue;
    if (items.size() < argument.items.size()) {
      argument.values.clear(), argument.complete = true;
      for (const rules::KnownItem& item : items) {
        argument.values.insert(argument.values.end(), item.values.begin(), item.values.end());
        argument.complete = argument.complete && item.complete;
      }
      argument.source = items.front().source;
      argument.items = std::move(items);
    }
    out.arguments.push_back(std::move(argument));
  }
  return out;
}

/// "leadRecord.Id is given"; of a path that others of the call have as well, its value.
std::string ConditionOf(const Branch& branch, const rules::KnownCall& call) {
  const rules::KnownArgument& own = call.arguments[branch.own.first];
  const rules::KnownItem& item = own.items[branch.own.second];
  const bool is_one = own.items.size() > 1 && item.values.size() == 1 && item.complete;
  return own.path + (is_one ? " is " + item.values.front() : " is given");
}

/// What a verdict asks for, whatever the values in it.
std::string Shape(const rules::Verdict& verdict) {
  std::string out = verdict.nothing_replaces ? "-" : "";
  for (const rules::RequestChoice& choice : verdict.requests)
    out += choice.role + " " + choice.endpoint->id + " " + choice.because + "\n";
  return out;
}

}  // namespace

void Describer::Decide(const rules::Operation& operation, const rules::KnownCall& call,
                       const std::vector<Branch>& branches, const std::string& when,
                       findings::Finding* finding) const {
  std::vector<std::pair<std::string, rules::Verdict>> cases;
  for (const Branch& branch : branches) {
    cases.emplace_back(ConditionOf(branch, call), Decided(operation, Without(branch, call)));
  }
  // Branches that only fill in other members make no other request.
  const bool differ = std::ranges::any_of(
      cases, [&](const auto& each) { return Shape(each.second) != Shape(cases.front().second); });
  if (!differ) cases = {{"", Decided(operation, call)}};
  for (const auto& [condition, verdict] : cases) {
    const char* const both = condition.empty() || when.empty() ? "" : " and ";
    if (explain_) AddRows(operation, verdict, finding);
    AddRequests(verdict, condition + both + when, finding);
    if (verdict.nothing_replaces && !verdict.explanation.empty())
      finding->notes.push_back(verdict.explanation);
    for (const std::string& note : verdict.notes) {
      if (std::ranges::find(finding->notes, note) == finding->notes.end())
        finding->notes.push_back(note);
    }
  }
}

void Describer::AddRows(const rules::Operation& operation, const rules::Verdict& verdict,
                        findings::Finding* finding) const {
  for (const rules::Decision& decision : verdict.decisions) {
    if (decision.applies) continue;
    std::vector<std::string> requests;
    for (const std::string& id : decision.mapping->Endpoints()) {
      const rules::RestEndpoint* endpoint = pack_.FindEndpoint(id);
      if (endpoint != nullptr)
        requests.push_back(endpoint->http_method + " " + endpoint->path + " (" + endpoint->title +
                           ")");
    }
    std::string text = finding->operation.empty() ? operation.name + ": " : "";
    text += requests.empty() ? std::string("nothing") : Join(requests, ", then ");
    if (!decision.because.empty()) text += " if " + decision.because;
    if (!decision.against.empty()) text += "; " + decision.against;
    finding->ruled_out.push_back({decision.possible ? "open-row" : "row", std::move(text)});
  }
}

void Describer::FlagArguments(const std::vector<const rules::Operation*>& operations,
                              const std::vector<SeenArgument>& arguments,
                              const std::vector<Place>& places, findings::Finding* finding) const {
  std::set<std::pair<std::string, int>> seen;  // name, line
  for (const bool only_inside : {false, true}) {
    for (const SeenArgument& argument : arguments) {
      std::vector<SeenArgument> places_of = argument.others;
      if (places_of.empty()) places_of.push_back(argument);
      const bool placed = std::any_of(places_of.begin(), places_of.end(),
                                      [](const SeenArgument& p) { return p.file != facts::kNone; });
      for (const SeenArgument& place : places_of) {
        if ((placed && place.file == facts::kNone) || IsAbsent(place)) continue;
        const std::vector<std::string> here = place.Here();
        for (const rules::FlaggedParameter* flagged : Flagged(place, operations, only_inside)) {
          const bool by_value = !flagged->values.empty() || !flagged->not_values.empty();
          if (by_value ? !IsOf(*flagged, here) : place.member != SeenArgument::Whose::kHere)
            continue;
          findings::Location at = finding->location;
          if (argument.file != facts::kNone) at = places[argument.file].OneLine(argument.span);
          if (by_value && place.value_file != facts::kNone) {
            at = places[place.value_file].OneLine(place.value_span);
          } else if (place.file != facts::kNone) {
            at = places[place.file].OneLine(place.span);
          }
          for (const std::string& name : NamesOf(*flagged, by_value ? here : place.values)) {
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

namespace {

/// What rules know of the arguments of a call.
rules::KnownCall KnownCallOf(const std::vector<SeenArgument>& arguments, bool all_seen,
                             const std::vector<Place>& places) {
  rules::KnownCall call;
  call.all_seen = all_seen;
  for (const SeenArgument& argument : arguments) {
    const std::string source = argument.file == facts::kNone
                                   ? argument.source
                                   : places[argument.file].Text(argument.span, 80);
    rules::KnownArgument known{argument.path, argument.values, argument.complete, source, {}};
    for (const SeenArgument& item : argument.others)
      known.items.push_back({item.values, item.complete, Expression(item, places), item.around});
    if (known.items.empty())
      known.items.push_back(
          {argument.values, argument.complete, Expression(argument, places), argument.around});
    call.arguments.push_back(std::move(known));
  }
  return call;
}

void ListArguments(const std::vector<SeenArgument>& arguments, const std::vector<Place>& places,
                   findings::Finding* finding) {
  for (const SeenArgument& argument : arguments) {
    findings::ArgumentValue value;
    value.name = argument.path, value.values = argument.values, value.source = argument.source;
    value.location = finding->location;
    if (argument.file != facts::kNone) {
      value.location = places[argument.file].OneLine(argument.span);
      value.source = places[argument.file].Text(argument.span, 80);
    }
    // A value that a credential's name covers is never listed.
    if (value.source.find("***") != std::string::npos) value.values.clear();
    finding->arguments.push_back(std::move(value));
  }
}

}  // namespace

void Describer::DecideOccasions(const rules::Operation& operation,
                                const std::vector<Occasion>& occasions, const std::string& which,
                                const std::vector<Place>& places,
                                findings::Finding* finding) const {
  rules::Verdict all;
  for (const Occasion& occasion : occasions) {
    const char* const both = occasion.when.empty() || which.empty() ? "" : " and ";
    const std::string when = occasion.when + both + which;
    const rules::KnownCall call = KnownCallOf(occasion.arguments, occasion.all_seen, places);
    const rules::Verdict& verdict = Decided(operation, call);
    if (explain_) AddRows(operation, verdict, finding);
    const int before = static_cast<int>(all.requests.size());
    for (rules::RequestChoice request : verdict.requests) {
      rules::ShiftSteps(before, &request);
      if (before > 0 && request.role == "use") request.role = "instead";
      if (!when.empty()) {
        if (when.starts_with(request.because))
          request.because = when;
        else if (!request.because.ends_with(when))
          request.because += " and " + when;
        request.applies = false;
      }
      all.requests.push_back(std::move(request));
    }
    if (verdict.nothing_replaces) AddNote(verdict.explanation, when, finding);
    for (const std::string& note : verdict.notes) AddNote(note, "", finding);
  }
  rules::JoinSteps(&all.requests);
  AddRequests(all, "", finding);
}

void Describer::AddNote(const std::string& text, const std::string& when,
                        findings::Finding* finding) {
  if (text.empty()) return;
  const std::string note = when.empty() ? text : "If " + when + ": " + text;
  if (std::ranges::find(finding->notes, note) == finding->notes.end())
    finding->notes.push_back(note);
}

void Describer::Explain(const std::vector<const rules::Operation*>& operations,
                        const Passing& passing, const std::vector<Place>& places,
                        findings::Finding* finding) const {
  ListArguments(passing.arguments, places, finding);
  FlagArguments(operations, passing.arguments, places, finding);
  const rules::KnownCall call = KnownCallOf(passing.arguments, passing.all_seen, places);
  for (const rules::Operation* operation : operations) {
    const std::string which =
        operations.size() > 1 ? "the operation is " + operation->name : std::string();
    if (passing.occasions.empty())
      Decide(*operation, call, passing.branches, which, finding);
    else
      DecideOccasions(*operation, passing.occasions, which, places, finding);
    for (const rules::Erratum& erratum : pack_.errata) {
      if (std::find(erratum.operations.begin(), erratum.operations.end(), operation->name) ==
          erratum.operations.end())
        continue;
      const std::string note = "Erratum " + erratum.id + ": " + erratum.right;
      if (finding->notes.size() < 12) finding->notes.push_back(note);
    }
  }
  for (const rules::SecondHop& hop : pack_.second_hop) {
    // A call may be answered by the same request as another that the change concerns.
    if (!hop.operations.empty() && !finding->operation.empty() &&
        std::find(hop.operations.begin(), hop.operations.end(), finding->operation) ==
            hop.operations.end())
      continue;
    const bool hits =
        std::any_of(finding->replacements.begin(), finding->replacements.end(),
                    [&](const findings::Replacement& r) {
                      return r.applies && std::find(hop.endpoints.begin(), hop.endpoints.end(),
                                                    r.id) != hop.endpoints.end();
                    });
    if (hits && finding->notes.size() < 14)
      finding->notes.push_back("Second hop " + hop.id + ": " + hop.text);
  }
}

int Describer::Effort(const findings::Finding& finding) const {
  const auto minutes = [](const std::map<std::string, int>& table, std::string_view key, int none) {
    const auto at = table.find(std::string(key));
    return at == table.end() ? none : at->second;
  };
  const findings::KindInfo& kind = findings::InfoOf(finding.kind);
  int total = minutes(effort_.minutes_by_kind, kind.name, kind.minutes);
  if (finding.kind == findings::Kind::kCall || finding.kind == findings::Kind::kEnvelope) {
    total += minutes(effort_.minutes_by_operation, finding.operation, 0);
    for (const findings::FlaggedUse& use : finding.parameters)
      total += minutes(effort_.minutes_by_severity, use.severity, 0);
  }
  return total;
}

}  // namespace unsoap::match
