#include "scanner/rules/check.h"

#include <fmt/format.h>

#include <algorithm>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/rules/build_request.h"
#include "scanner/rules/paths.h"

namespace unsoap::rules {
namespace {

class Checker {
 public:
  Checker(const std::vector<PackFile>& files, PackReader* reader)
      : files_(files), reader_(reader) {}

  void At(const SourcePlace& place, std::string message, std::string hint = {}) {
    const auto file = std::ranges::find_if(
        files_, [&](const PackFile& f) { return reader_->Shown(f.path) == place.file; });
    if (file == files_.end()) return;  // a shared toolkit: checked when it was built
    reader_->Report(*file, place.line, place.column, std::move(message), std::move(hint));
  }

  /// Ids of one kind must differ.
  template <class T>
  void Unique(const std::vector<T>& items, std::string T::*id, const char* what) {
    std::map<std::string, const T*> seen;
    for (const T& item : items) {
      if ((item.*id).empty()) continue;
      const auto [at, is_new] = seen.emplace(item.*id, &item);
      if (is_new) continue;
      const SourcePlace& first = at->second->place;
      At(item.place, fmt::format("{} \"{}\" is defined twice", what, item.*id),
         fmt::format("the first one is at {}:{}", first.file, first.line));
    }
  }

 private:
  const std::vector<PackFile>& files_;
  PackReader* reader_;
};

std::string Near(const std::string& word, const std::vector<std::string>& candidates) {
  const std::string near = DidYouMean(word, candidates);
  return near.empty() ? std::string() : "did you mean \"" + near + "\"?";
}

template <class T>
std::vector<std::string> Names(const std::vector<T>& items, std::string T::*name) {
  std::vector<std::string> out;
  for (const T& item : items) out.push_back(item.*name);
  return out;
}

void CheckReferences(const Pack& pack, PackReader* reader) {
  for (const PackReader::Reference& reference : reader->references()) {
    std::string message, hint;
    if (reference.check == Check::kEndpoint) {
      if (pack.FindEndpoint(reference.name) != nullptr) continue;
      message = fmt::format("no endpoint has the id \"{}\"", reference.name);
      hint = Near(reference.name, Names(pack.endpoints, &RestEndpoint::id));
    } else if (reference.check == Check::kEnumTypeKey) {
      const size_t slash = reference.name.find('/');
      const EnumType* type = pack.FindEnum(reference.name.substr(0, slash));
      if (type != nullptr && slash != std::string::npos &&
          std::ranges::find(type->values, reference.name.substr(slash + 1)) != type->values.end()) {
        continue;
      }
      message = fmt::format("\"{}\" is no value of an enumeration", reference.name);
      hint = "write Enumeration/VALUE";
    } else {
      if (std::ranges::find(pack.operations, reference.name, &Operation::name) !=
          pack.operations.end())
        continue;
      message = fmt::format("no operation has the name \"{}\"", reference.name);
      hint = Near(reference.name, Names(pack.operations, &Operation::name));
    }
    reader->Report(*reference.file, reference.line, reference.column, message, hint);
  }
}

// "the call stands for a form" -> "the-call-stands-for-a-form".
std::string Slug(const std::string& text) {
  std::string out;
  for (char c : Lower(text)) {
    const bool plain = IsAlnum(c);
    if (plain) out += c;
    if (!plain && !out.empty() && out.back() != '-') out += '-';
  }
  while (out.ends_with('-')) out.pop_back();
  return out;
}

std::string MappingId(const Operation& operation, const Mapping& mapping) {
  std::vector<std::string> parts;
  for (const Condition& c : mapping.when) {
    const std::string values = Join(c.values, ",");
    switch (c.test) {
      case Condition::Test::kEquals:
        parts.push_back(c.parameter + "=" + values);
        break;
      case Condition::Test::kNot:
        parts.push_back(c.parameter + "!=" + values);
        break;
      case Condition::Test::kPresent:
        parts.push_back(c.parameter);
        break;
      case Condition::Test::kAbsent:
        parts.push_back("!" + c.parameter);
        break;
      case Condition::Test::kUnknown:
        parts.push_back(c.parameter + "=?");
        break;
      case Condition::Test::kAlways:
        parts.push_back("always");
        break;
      case Condition::Test::kHuman:
        parts.push_back(Slug(c.text));
        break;
      case Condition::Test::kSeveral:
        parts.push_back(c.parameter + "=several");
        break;
      case Condition::Test::kSingle:
        parts.push_back(c.parameter + "=one");
        break;
    }
  }
  return operation.name + "/" + Join(parts, "&");
}

// A value that the type of the argument cannot have makes a condition that no call meets.
std::string ImpossibleValue(const Pack& pack, const std::string& type, const std::string& value,
                            std::vector<std::string>* candidates) {
  if (type == "xs:boolean") {
    *candidates = {"true", "false"};
  } else if (const EnumType* values = pack.FindEnum(type)) {
    if (values->values.empty()) return {};  // its own error was reported
    *candidates = values->values;
    candidates->insert(candidates->end(), values->also.begin(), values->also.end());
  } else if (pack.FindType(type) != nullptr) {
    for (const RequestType& subtype : pack.types) {
      if (subtype.base == type) candidates->push_back(subtype.name);
    }
    if (candidates->empty()) return {};
  } else {
    return {};
  }
  const bool is_prefix = value.ends_with('*');
  const std::string_view wanted =
      std::string_view(value).substr(0, value.size() - (is_prefix ? 1 : 0));
  for (const std::string& candidate : *candidates) {
    if (is_prefix ? candidate.starts_with(wanted) : candidate == wanted) return {};
  }
  return fmt::format("\"{}\" is no value of {}", value, type);
}

void CheckPath(const Pack& pack, const Operation& operation, const std::vector<RequestPath>& paths,
               const Mapping& mapping, const Condition& condition, const std::string& name,
               Checker* check) {
  const RequestPath* path = ResolvePath(paths, name);
  if (path == nullptr) {
    std::vector<std::string> names;
    for (const RequestPath& p : paths) {
      names.push_back(Join(p.segments, "."));
      if (p.segments.size() > 1)
        names.push_back(p.segments[p.segments.size() - 2] + "." + p.segments.back());
    }
    check->At(mapping.place, fmt::format("{} has no parameter \"{}\"", operation.name, name),
              Near(name, names));
    return;
  }
  for (const std::string& value : condition.values) {
    std::vector<std::string> candidates;
    const std::string wrong = ImpossibleValue(pack, path->type, value, &candidates);
    if (wrong.empty()) continue;
    const std::string near = Near(value, candidates);
    check->At(mapping.place, wrong, near.empty() ? "one of: " + Join(candidates, ", ") : near);
  }
}

void CheckCondition(const Pack& pack, const Operation& operation,
                    const std::vector<RequestPath>& paths, const Mapping& mapping,
                    const Condition& condition, Checker* check) {
  if (condition.parameter.empty()) return;
  for (std::string_view name : Split(condition.parameter, '|')) {
    CheckPath(pack, operation, paths, mapping, condition, std::string(name), check);
  }
}

// Templates use what the definition of their endpoint has, arguments that there are, and answers
// of steps that the operation takes.
void CheckSteps(const Pack& pack, const Operation& operation, const std::vector<RequestPath>& paths,
                const Mapping& mapping, Checker* check) {
  std::vector<std::pair<std::string, const RestEndpoint*>> names;
  const auto add = [&](const Mapping& row) {
    for (const RequestStep& step : row.steps)
      names.emplace_back(step.name.empty() ? step.endpoint : step.name,
                         pack.FindEndpoint(step.endpoint));
  };
  for (const Mapping& row : operation.mappings) {
    if (mapping.adds || row.adds || &row == &mapping) add(row);
  }
  std::erase_if(names, [](const auto& name) { return name.second == nullptr; });
  for (const RequestStep& step : mapping.steps) {
    for (const Condition& condition : step.when)
      CheckCondition(pack, operation, paths, mapping, condition, check);
    for (const std::string& error : TemplateErrors(pack, operation, step, names))
      check->At(mapping.place, step.endpoint + ": " + error);
    if (step.role == "with" && !mapping.adds)
      check->At(mapping.place, "a step \"with\" belongs to a row that adds to others",
                "write \"adds: true\"");
  }
  const auto uses = std::ranges::count(mapping.steps, "use", &RequestStep::role) +
                    std::ranges::count(mapping.steps, "instead", &RequestStep::role);
  if (mapping.adds && uses > 0) {
    check->At(mapping.place, "a row that adds to others has no request to use",
              "its steps are \"with\", \"first\", \"then\" or \"once\"");
  } else if (!mapping.adds && !mapping.steps.empty() && uses != 1) {
    check->At(mapping.place, "a row needs one step that replaces the call",
              "the role of one step is \"use\"");
  }
}

void CheckOperation(const Pack& pack, Operation* operation, Checker* check) {
  const std::vector<RequestPath> paths = RequestPaths(pack, *operation);
  if (operation->replacements.empty() && operation->no_replacement.empty()) {
    check->At(operation->place,
              "an operation without replacements must say why in \"no_replacement\"");
  }
  if (operation->no_replacement.empty() && operation->mappings.empty() &&
      operation->replacements.size() > 1) {
    check->At(operation->place, "several replacements, and no mapping says when to take which");
  }
  int defaults = 0;
  for (Mapping& mapping : operation->mappings) {
    if (mapping.id.empty()) mapping.id = MappingId(*operation, mapping);
    defaults += mapping.is_default ? 1 : 0;
    for (const Condition& condition : mapping.when)
      CheckCondition(pack, *operation, paths, mapping, condition, check);
    for (const std::string& id : mapping.Endpoints()) {
      if (pack.FindEndpoint(id) == nullptr) continue;  // said by CheckReferences
      if (std::ranges::find(operation->replacements, id) != operation->replacements.end()) continue;
      check->At(mapping.place, fmt::format("\"{}\" is not among the operation's replacements", id),
                "add it to \"replacements\"");
    }
    CheckSteps(pack, *operation, paths, mapping, check);
  }
  if (defaults > 1) check->At(operation->place, "more than one mapping is the default");
  check->Unique(operation->mappings, &Mapping::id, "mapping");
}

// The placeholders of a path are its parameters.
void CheckEndpoint(const RestEndpoint& endpoint, Checker* check) {
  std::string path = endpoint.path;
  for (const RestMember& member : endpoint.path_parameters) {
    const std::string hole = "{" + member.name + "}";
    const size_t at = path.find(hole);
    if (at == std::string::npos) {
      check->At(endpoint.place, fmt::format("the path has no place for \"{}\"", member.name));
    } else {
      path.erase(at, hole.size());
    }
  }
  if (path.find('{') != std::string::npos)
    check->At(endpoint.place, "a placeholder of the path is not among its path_parameters");
}

void CheckTimeline(const Pack& pack, Checker* check) {
  const TimelineEvent* current = nullptr;
  for (const TimelineEvent& event : pack.timeline) {
    if (event.kind == "removal" && event.superseded_on.empty()) {
      if (current != nullptr)
        check->At(event.place, "two removal dates are in force", "say when one was superseded");
      current = &event;
    }
  }
  if (current != nullptr && current->date != pack.removed_on) {
    check->At(current->place, fmt::format("the removal date in force is {}, but pack.yaml says {}",
                                          current->date, pack.removed_on));
  }
}

/// A rule that belongs to a second hop says what that says.
void CheckRestRules(Pack* pack, Checker* check) {
  for (RestRule& rule : pack->rest_rules) {
    const auto hop = std::find_if(pack->second_hop.begin(), pack->second_hop.end(),
                                  [&](const SecondHop& one) { return one.id == rule.hop; });
    if (hop != pack->second_hop.end()) {
      rule.topic = hop->topic, rule.since = hop->since;
      rule.text = hop->text, rule.source = hop->source;
    } else if (!rule.hop.empty()) {
      check->At(rule.place, "there is no second hop '" + rule.hop + "'");
    } else if (rule.topic.empty() || rule.text.empty()) {
      check->At(rule.place, "a REST rule without a hop has a topic and a text");
    }
  }
}

}  // namespace

void CheckPack(Pack* pack, const std::vector<PackFile>& files, PackReader* reader) {
  Checker check(files, reader);
  check.Unique(pack->operations, &Operation::name, "operation");
  check.Unique(pack->endpoints, &RestEndpoint::id, "endpoint");
  check.Unique(pack->parameters, &FlaggedParameter::id, "parameter");
  check.Unique(pack->enums, &EnumType::name, "enumeration");
  check.Unique(pack->types, &RequestType::name, "type");
  check.Unique(pack->packages, &Package::id, "package");
  check.Unique(pack->errata, &Erratum::id, "erratum");
  check.Unique(pack->second_hop, &SecondHop::id, "second hop");
  check.Unique(pack->rest_rules, &RestRule::id, "REST rule");
  CheckRestRules(pack, &check);
  check.Unique(pack->toolkits, &Toolkit::id, "toolkit");
  check.Unique(pack->migration, &MigrationTopic::id, "topic");
  for (const MigrationTopic& topic : pack->migration) {
    for (const RequestStep& step : topic.steps) {
      for (const std::string& error : TemplateErrors(*pack, Operation(), step, {}))
        check.At(topic.place, step.endpoint + ": " + error);
    }
  }
  CheckReferences(*pack, reader);
  for (const RestEndpoint& endpoint : pack->endpoints) CheckEndpoint(endpoint, &check);
  for (Operation& operation : pack->operations) CheckOperation(*pack, &operation, &check);
  CheckTimeline(*pack, &check);
}

void CheckToolkits(const std::vector<Toolkit>& toolkits, const std::vector<PackFile>& files,
                   PackReader* reader) {
  Checker check(files, reader);
  check.Unique(toolkits, &Toolkit::id, "toolkit");
}

}  // namespace unsoap::rules
