// `explain`: cards of at most 80 columns about everything that a pack knows (catalog.h).
#include <fmt/format.h>

#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/rules/card_text.h"
#include "scanner/rules/catalog.h"
#include "scanner/rules/catalog_command.h"
#include "scanner/rules/catalog_find.h"
#include "scanner/rules/dates.h"
#include "scanner/rules/paths.h"

namespace unsoap::rules {
namespace {

std::string Head(const Pack& pack, const std::string& name, const char* kind,
                 std::string_view as_of) {
  const std::string left = fmt::format("{}  ({} of {})", name, kind, pack.service_name);
  return fmt::format("{}\n{}\n", left,
                     std::string(std::min(CountCodePoints(left), kCardWidth), '=')) +
         WrapText(fmt::format("{}: {} ({}).", pack.service_name, DatePhrase(pack.removed_on, as_of),
                              pack.removed_on),
                  "", 0);
}

std::string Endpoint(const RestEndpoint& e, const std::string& indent) {
  std::string out =
      WrapText(fmt::format("{}: {} {}", e.title, e.http_method, e.path), indent, indent.size() + 2);
  return out;
}

// A template as people read it: {leadKey.keyValue}, <what to choose>.
std::string TemplateText(const JsonTree& node) {
  for (const char* form : {"$from", "$answer", "$each"}) {
    const JsonTree* found = node.Find(form);
    if (found == nullptr) continue;
    const JsonTree* item = node.Find("$item");
    return item == nullptr ? "{" + found->text + "}" : "[" + TemplateText(*item) + "]";
  }
  if (const JsonTree* choose = node.Find("$choose")) return "<" + choose->text + ">";
  if (!node.IsContainer()) return node.text;
  std::vector<std::string> parts;
  for (size_t i = 0; i < node.items.size(); ++i) {
    if (node.kind == JsonTree::Kind::kObject && node.names[i] == "$fields") {
      parts.emplace_back("fields by their REST names");
    } else {
      parts.push_back((node.kind == JsonTree::Kind::kObject ? node.names[i] + ": " : "") +
                      TemplateText(node.items[i]));
    }
  }
  const bool is_list = node.kind == JsonTree::Kind::kList;
  return (is_list ? "[" : "{") + Join(parts, ", ") + (is_list ? "]" : "}");
}

std::string Templates(const RequestStep& step) {
  std::string out;
  for (const auto& [label, node] : {std::pair{"path", &step.path}, std::pair{"query", &step.query},
                                    std::pair{"body", &step.body}}) {
    std::vector<std::string> parts;
    for (size_t i = 0; i < node->items.size(); ++i)
      parts.push_back(node->names[i] + "=" + TemplateText(node->items[i]));
    if (!parts.empty()) out += WrapText(Join(parts, ", "), fmt::format("      {:<6} ", label), 13);
  }
  return out;
}

std::string MappingText(const Pack& pack, const Mapping& mapping) {
  std::vector<std::string> conditions;
  for (const Condition& c : mapping.when) conditions.push_back(c.text);
  std::string out = WrapText("When " + Join(conditions, " and ") + ":", "  ", 4);
  for (const RequestStep& step : mapping.steps) {
    const RestEndpoint* e = pack.FindEndpoint(step.endpoint);
    if (e == nullptr) continue;
    out += Endpoint(*e, "    " + (step.role == "use" ? std::string(">") : step.role) + " ");
    conditions.clear();
    for (const Condition& c : step.when) conditions.push_back(c.text);
    if (!conditions.empty()) out += WrapText("if " + Join(conditions, " and "), "      ", 6);
    out += Templates(step);
    if (!step.how.empty()) out += WrapText(step.how, "      ", 6);
    if (!step.caveat.empty()) out += WrapText("Beware: " + step.caveat, "      ", 6);
  }
  if (mapping.steps.empty() && !mapping.adds) out += "    > nothing replaces it\n";
  if (!mapping.how.empty()) out += WrapText(mapping.how, "      ", 6);
  if (!mapping.caveat.empty()) out += WrapText("Beware: " + mapping.caveat, "      ", 6);
  return out;
}

std::string ParameterText(const FlaggedParameter& p) {
  std::string out =
      WrapText(fmt::format("{} [{}]", p.title.empty() ? p.id : p.title, p.severity), "  ", 4);
  out += WrapText(p.issue, "      ", 6);
  return out + WrapText("Do: " + p.action, "      ", 6);
}

bool Concerns(const FlaggedParameter& p, const Operation& operation) {
  return std::ranges::find(p.operations, operation.name) != p.operations.end();
}

template <class T>
bool Names(const std::vector<std::string>& list, const T& name) {
  return std::ranges::find(list, name) != list.end();
}

std::string OperationCard(const Pack& pack, const Operation& o, std::string_view as_of) {
  std::string out = Head(pack, o.name, "operation", as_of);
  out += "\n" + WrapText(o.title, "", 0) + "\nThe SOAP call\n";
  out += Row("request",
             o.request_element + (o.request_type.empty() ? "" : " (" + o.request_type + ")"));
  out +=
      Row("answer", o.success_element + (o.result_type.empty() ? "" : " (" + o.result_type + ")"));
  out += Row("result", Join(o.result_fields, ", "));
  out += Row("headers", Join(o.soap_headers, ", "));
  out += Row("SOAPAction", o.soap_action);
  out += Row("since", o.since.empty() ? "" : "WSDL " + o.since);
  out += Row("limits", o.limits);
  for (const OperationParameter& p : o.parameters) {
    std::string text = p.type + (p.required ? ", required" : ", optional");
    if (!p.since.empty()) text += ", since " + p.since;
    out += WrapText(text, fmt::format("  . {:<20} ", p.name), 25);
    if (const RequestType* type = pack.FindType(p.type)) {
      std::vector<std::string> fields;
      for (const TypeField& f : type->fields) fields.push_back(f.name);
      if (!fields.empty()) out += WrapText("has " + Join(fields, ", "), std::string(25, ' '), 25);
    }
  }
  out += "\nWhat to write instead\n";
  if (o.replacements.empty()) out += WrapText(o.no_replacement, "  ", 2);
  for (const Mapping& mapping : o.mappings) out += MappingText(pack, mapping);
  if (!o.replacements.empty()) out += "\nThe REST calls\n";
  for (const std::string& id : o.replacements) {
    const RestEndpoint* e = pack.FindEndpoint(id);
    if (e == nullptr) continue;
    out += Endpoint(*e, "  ");
    if (!e->permission.empty()) out += WrapText("permission: " + e->permission, "      ", 6);
    if (!e->limits.empty()) out += WrapText("limits: " + e->limits, "      ", 6);
    if (!e->url.empty()) out += "      " + e->url + "\n";
  }
  const std::string commands = CommandsFor(pack, o);
  if (!commands.empty())
    out += "\nAs commands, where nothing is known of the arguments\n" + commands;
  std::string flagged, errata, hops;
  for (const FlaggedParameter& p : pack.parameters) {
    if (Concerns(p, o)) flagged += ParameterText(p);
  }
  if (!flagged.empty()) out += "\nParameters that need a decision\n" + flagged;
  for (const Erratum& e : pack.errata) {
    if (Names(e.operations, o.name))
      errata += WrapText(fmt::format("{}: \"{}\" Right: {}", e.where, e.wrong, e.right), "  ", 4);
  }
  if (!errata.empty()) out += "\nWhere the vendor's pages are wrong\n" + errata;
  for (const SecondHop& s : pack.second_hop) {
    if (Names(s.operations, o.name))
      hops += WrapText(fmt::format("{} ({}): {}", s.topic, s.since, s.text), "  ", 4);
  }
  if (!hops.empty()) out += "\nREST behaviour that goes away as well\n" + hops;
  if (!pack.errors.empty()) {
    out += "\nErrors: SOAP fault beside REST\n";
    for (const ErrorCode& e : pack.errors) {
      if (e.soap.empty()) continue;
      out += WrapText(fmt::format("{} > {}", e.meaning, e.rest.empty() ? "no counterpart" : e.rest),
                      fmt::format("  {:<7} ", e.soap), 10);
    }
  }
  out += "\nSources\n";
  return out + WrapText(o.source, "  ", 4);
}

// "input: list of objects, required, 300 at most" and its members below it.
std::string MemberText(const RestMember& m, size_t indent) {
  std::string text = m.list ? "list of " + m.type + "s" : m.type;
  if (m.required) text += ", required";
  if (!m.values.empty()) text += ": " + Join(m.values, ", ");
  if (m.most > 0) text += fmt::format(", {} at most", m.most);
  if (m.top > 0) text += fmt::format(", up to {}{}", m.top, m.type == "object" ? " days" : "");
  if (m.open) text += ", and members of other names";
  if (!m.note.empty()) text += "; " + m.note;
  const std::string blanks(indent, ' ');
  std::string out = WrapText(text, blanks + m.name + ": ", indent + 4);
  for (const RestMember& inner : m.members) out += MemberText(inner, indent + 2);
  return out;
}

// The request as the definition has it.
std::string Skeleton(const RestEndpoint& e) {
  std::string out = "  " + e.http_method + " " + e.path + "\n";
  // The call that fetches the token has none yet.
  const bool has_token = FindMember(e.query, "client_secret") == nullptr;
  if (has_token) out += "  Authorization: Bearer {access token}\n";
  if (e.content == "form") out += "  Content-Type: application/x-www-form-urlencoded\n";
  if (e.content == "json") out += "  Content-Type: application/json\n";
  if (e.content == "multipart") out += "  Content-Type: multipart/form-data\n";
  for (const auto& [label, members] :
       {std::pair{"path", &e.path_parameters}, std::pair{"query", &e.query},
        std::pair{"body", &e.body}, std::pair{"answer", &e.answer}}) {
    if (members->empty()) continue;
    out += fmt::format("  {}\n", label);
    for (const RestMember& m : *members) out += MemberText(m, 4);
  }
  return out;
}

// The rows of the mapping that ask for the parameter: what becomes of it.
std::string RowsAbout(const Pack& pack, const FlaggedParameter& parameter) {
  const auto is_it = [&](const Condition& c) {
    for (std::string_view path : Split(c.parameter, '|')) {
      const std::string_view last = path.substr(path.rfind('.') + 1);
      const bool named = std::ranges::any_of(
          parameter.names, [&](const std::string& n) { return EqualsIgnoreCase(n, last); });
      const bool valued = parameter.values.empty() || c.values.empty() ||
                          std::ranges::any_of(c.values, [&](const std::string& v) {
                            return Names(parameter.values, v);
                          });
      if (named && valued) return true;
    }
    return false;
  };
  std::string out;
  for (const Operation& o : pack.operations) {
    if (!Names(parameter.operations, o.name)) continue;
    for (const Mapping& m : o.mappings) {
      if (std::ranges::any_of(m.when, is_it))
        out += WrapText(o.name, "  ", 2) + MappingText(pack, m);
    }
  }
  return out.empty() ? out : "\nWhat to write instead\n" + out;
}

// "xs:string", from the first request that has it.
std::string TypeOf(const Pack& pack, const FlaggedParameter& parameter) {
  for (const Operation& o : pack.operations) {
    if (!Names(parameter.operations, o.name) && !Names(parameter.operations, "*")) continue;
    for (const RequestPath& path : RequestPaths(pack, o)) {
      for (const std::string& name : parameter.names) {
        if (EqualsIgnoreCase(path.segments.back(), name))
          return fmt::format("{} ({} of {})", path.type, Join(path.segments, "."), o.name);
      }
    }
  }
  return {};
}

// What the pack says of a topic that every migration needs.
std::string TopicText(const Pack& pack, std::string_view id, bool with_title = true) {
  for (const MigrationTopic& topic : pack.migration) {
    if (topic.id == id)
      return (with_title ? topic.title + "\n" : "") + WrapText(topic.text, "  ", 2);
  }
  return {};
}

std::string FieldsCard(const Pack& pack, const Found& found, std::string_view as_of) {
  const bool one = found.fields.size() == 1 && !found.fields[0]->soap.empty();
  std::string out =
      Head(pack, one ? found.fields[0]->soap : "Fields", "names in SOAP and REST", as_of) + "\n";
  for (const FieldMap* field : found.fields) {
    out += WrapText(
        fmt::format("{} {}", field->rest, field->note.empty() ? "" : "(" + field->note + ")"),
        fmt::format("  {:<32} > ", field->soap.empty() ? "-" : field->soap), 37);
  }
  out += "\n";
  for (const std::string& rule : pack.field_rules) out += WrapText(rule, "  ", 2);
  return one ? out : out + "\n" + TopicText(pack, "fields");
}

// Its values with their REST names.
std::string EnumValues(const Pack& pack, const EnumType& e) {
  std::string out;
  for (const std::string& value : e.values) {
    const auto rest = pack.enum_rest_names.find(e.name + "/" + value);
    out += fmt::format("  {:<28} {}\n", value,
                       rest == pack.enum_rest_names.end() ? "" : "> " + rest->second);
  }
  return out + Row("also", Join(e.also, ", ")) + Row("note", e.note);
}

std::string ParameterCard(const Pack& pack, const Found& found, std::string_view as_of) {
  std::string out = Head(pack, Join(found.parameters.front()->names, ", "), "parameter", as_of);
  for (const FlaggedParameter* p : found.parameters) {
    out += "\n" + ParameterText(*p);
    out += Row("rule", pack.id + "/param/" + p->id);
    out += Row("values", Join(p->values, ", "));
    out += Row("other than", Join(p->not_values, ", "));
    out += Row("under", Join(p->under, ", "));
    out += Row("operations", Join(p->operations, ", "));
    out += Row("type", TypeOf(pack, *p));
    out += Row("source", p->source);
    out += RowsAbout(pack, *p);
  }
  // A parameter may be called as its enumeration is.
  for (const EnumType& e : pack.enums) {
    const auto is_it = [&](const std::string& name) { return EqualsIgnoreCase(e.name, name); };
    if (std::ranges::any_of(found.parameters.front()->names, is_it))
      out += fmt::format("\nValues of {}\n{}", e.name, EnumValues(pack, e));
  }
  return out;
}

std::string EndpointCard(const Pack& pack, const Found& found, std::string_view as_of) {
  const RestEndpoint& e = *found.endpoint;
  std::string out = Head(pack, e.id, "REST call, successor", as_of) + "\n" + Endpoint(e, "  ");
  out += "\nThe request\n" + Skeleton(e) + "\n";
  out += "As a command, with what it must have\n" + CommandText(pack, e, {}, 1) + "\n";
  if (const RestEndpoint* first = pack.FindEndpoint(e.needs))
    out += Row("needs first", first->title + ", " + first->http_method + " " + first->path);
  out += Row("permission", e.permission) + Row("limits", e.limits);
  std::vector<std::string> replaced;
  for (const Operation& o : pack.operations) {
    if (Names(o.replacements, e.id)) replaced.push_back(o.name);
  }
  return out + Row("replaces", Join(replaced, ", ")) + "  " + e.url + "\n";
}

std::string PackageCard(const Pack& pack, const Found& found, std::string_view as_of) {
  const Package& p = *found.package;
  std::string out = Head(pack, p.title.empty() ? p.id : p.title, "client package", as_of) + "\n";
  out += Row("kind", p.kind) + Row("ecosystem", p.ecosystem) + Row("names", Join(p.names, ", "));
  out += Row("versions", p.versions) + Row("condition", p.condition) +
         Row("client", Join(p.client_types, ", "));
  return out + Row("advice", p.advice) + Row("source", p.source);
}

std::string ToolkitCard(const Pack& pack, const Found& found, std::string_view as_of) {
  const Toolkit& t = *found.toolkit;
  std::string out =
      Head(pack, t.title, "toolkit", as_of) + "\n" + Row("languages", Join(t.languages, ", "));
  std::vector<std::string> invokes;
  for (const Toolkit::Invoke& i : t.invokes) invokes.push_back(i.method);
  return out + Row("calls", Join(invokes, ", ")) + Row("generator", t.generator) +
         Row("note", t.note);
}

std::string ErratumCard(const Pack& pack, const Found& found, std::string_view as_of) {
  const Erratum& e = *found.erratum;
  return Head(pack, e.id, "erratum", as_of) + "\n" + Row("where", e.where) + Row("wrong", e.wrong) +
         Row("right", e.right) + Row("proof", e.proof);
}

std::string SecondHopCard(const Pack& pack, const Found& found, std::string_view as_of) {
  const SecondHop& s = *found.second_hop;
  return Head(pack, s.topic, "REST behaviour, successor", as_of) + "\n" + Row("since", s.since) +
         Row("", s.text) + Row("source", s.source);
}

std::string EnumCard(const Pack& pack, const Found& found, std::string_view as_of) {
  const EnumType& e = *found.enumeration;
  return Head(pack, e.name, "enumeration", as_of) + "\n" + EnumValues(pack, e);
}

std::string ErrorCard(const Pack& pack, const Found& found, std::string_view as_of) {
  const std::string title = found.errors.size() == 1 && !found.errors[0]->soap.empty()
                                ? found.errors[0]->soap
                                : "Faults and error codes";
  std::string out = Head(pack, title, "SOAP fault beside REST", as_of) + "\n";
  for (const ErrorCode* e : found.errors) {
    out +=
        WrapText(fmt::format("{} > {}{}", e->meaning, e->rest.empty() ? "no counterpart" : e->rest,
                             e->quality.empty() ? "" : " (" + e->quality + ")"),
                 fmt::format("  {:<7} ", e->soap), 10);
  }
  const std::string more = found.errors.size() > 1 ? TopicText(pack, "errors", false) : "";
  return out + "\n" + TopicText(pack, "retries", false) + more;
}

std::string QuotasCard(const Pack& pack, std::string_view as_of) {
  std::string out = Head(pack, "quotas", "limits of both APIs", as_of) + "\n";
  for (const std::string& quota : pack.quotas) out += WrapText(quota, "  - ", 4);
  return out + "\n" + TopicText(pack, "quotas");
}

std::string TypeCard(const Pack& pack, const Found& found, std::string_view as_of) {
  std::string out = Head(pack, found.type->name, "type of a request", as_of) + "\n";
  out += Row("stands for", found.type->base);
  for (const TypeField& field : found.type->fields)
    out += fmt::format("  . {:<24} {}\n", field.name, field.type);
  return out;
}

std::string TopicCard(const Pack& pack, const Found& found, std::string_view as_of) {
  std::string out = Head(pack, found.topic->title, "needed once", as_of) + "\n" +
                    WrapText(found.topic->text, "", 0);
  for (const RequestStep& step : found.topic->steps) {
    const RestEndpoint* e = pack.FindEndpoint(step.endpoint);
    if (e != nullptr) out += Endpoint(*e, "  > ") + Templates(step);
  }
  return out;
}

std::string Card(const Found& found, std::string_view as_of) {
  const Pack& pack = *found.pack;
  switch (found.kind) {
    case Found::Kind::kOperation:
      return OperationCard(pack, *found.operation, as_of);
    case Found::Kind::kParameter:
      return ParameterCard(pack, found, as_of);
    case Found::Kind::kMapping:
      return Head(pack, found.mapping->id, "mapping", as_of) + "\n" +
             MappingText(pack, *found.mapping) + Row("basis", found.mapping->basis);
    case Found::Kind::kEndpoint:
      return EndpointCard(pack, found, as_of);
    case Found::Kind::kPackage:
      return PackageCard(pack, found, as_of);
    case Found::Kind::kToolkit:
      return ToolkitCard(pack, found, as_of);
    case Found::Kind::kErratum:
      return ErratumCard(pack, found, as_of);
    case Found::Kind::kSecondHop:
      return SecondHopCard(pack, found, as_of);
    case Found::Kind::kEnum:
      return EnumCard(pack, found, as_of);
    case Found::Kind::kField:
      return FieldsCard(pack, found, as_of);
    case Found::Kind::kError:
      return ErrorCard(pack, found, as_of);
    case Found::Kind::kQuotas:
      return QuotasCard(pack, as_of);
    case Found::Kind::kType:
      return TypeCard(pack, found, as_of);
    case Found::Kind::kTopic:
      return TopicCard(pack, found, as_of);
  }
  return {};
}

}  // namespace

Result<std::string> Explain(const Packs& packs, const std::string& name, std::string_view as_of) {
  const Result<Found> found = FindRule(packs, name);
  if (!found) return Fail(found.error());
  return Card(*found, as_of);
}

}  // namespace unsoap::rules
