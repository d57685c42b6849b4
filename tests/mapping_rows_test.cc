// Every row of every mapping, from source text to the finding: a PHP call and a hand-written
// envelope with the arguments that the row asks for must be answered by that row's request.
//
// The sources are made from the pack's own rows and types, so a new row is tested by being there.
#include <fmt/core.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>

#include "scanner/base/text.h"
#include "scanner/rules/build_request.h"
#include "scanner/rules/builtin.h"
#include "scanner/rules/paths.h"
#include "scanner/scan.h"
#include "tests/catch.h"
#include "tests/paths.h"

namespace unsoap {
namespace {

namespace fs = std::filesystem;
using Test = rules::Condition::Test;

const rules::Pack& BuiltIn() { return *rules::BuiltinPacks().front(); }

// A request as a tree, and its two spellings.

struct Node {
  std::string name, type;  // type: of the schema
  std::string value;       // of a leaf; empty: not known at scan time
  std::string kind;        // xsi:type of an object
  bool is_leaf = false;
  bool twice = false;  // an item of a list that is passed two times
  std::vector<std::unique_ptr<Node>> members;

  Node* Member(const std::string& member, const std::string& member_type) {
    for (const auto& child : members) {
      if (child->name == member) return child.get();
    }
    members.push_back(std::make_unique<Node>());
    members.back()->name = member, members.back()->type = member_type;
    return members.back().get();
  }
};

// The first thing that may be passed for a type, down to a plain value.
void FillAny(const rules::Pack& pack, Node* node) {
  const rules::RequestType* type = pack.FindType(node->type);
  if (node->is_leaf || !node->members.empty()) return;
  const rules::TypeField* field = nullptr;
  if (type != nullptr && !type->fields.empty()) field = &type->fields.front();
  if (field == nullptr) {
    node->is_leaf = true;
    return;
  }
  FillAny(pack, node->Member(field->name, field->type));
}

// A key has a value beside it, as in real requests.
void FillSiblings(const rules::Pack& pack, Node* node) {
  for (const auto& child : node->members) FillSiblings(pack, child.get());
  const rules::RequestType* type = pack.FindType(node->kind.empty() ? node->type : node->kind);
  if (type == nullptr) return;
  const bool keyed = std::ranges::any_of(node->members, [](const auto& m) {
    return m->name.ends_with("Type") || m->name.ends_with("Name");
  });
  for (const rules::TypeField& field : type->fields) {
    if (keyed && field.name.ends_with("Value"))
      node->Member(field.name, field.type)->is_leaf = true;
  }
}

std::string Php(const rules::Pack& pack, const Node& node, int depth) {
  if (node.is_leaf) {
    if (node.value.empty()) return "$unknown";
    return node.type == "xs:boolean" || node.type == "xs:int" ? node.value : "'" + node.value + "'";
  }
  const std::string indent(static_cast<size_t>(depth) * 4, ' ');
  std::string out = "[\n";
  const bool is_list = node.type.starts_with("ArrayOf");
  for (const auto& child : node.members) {
    const std::string inner = Php(pack, *child, depth + 1);
    out += indent + "    '" + child->name + "' => " +
           (is_list ? "[" + inner + (child->twice ? ", " + inner : "") + "]" : inner) + ",\n";
  }
  out += indent + "]";
  if (node.kind.empty()) return out;
  return "new SoapVar(" + out + ", SOAP_ENC_OBJECT, '" + node.kind + "', '" +
         pack.surface.namespaces.front() + "')";
}

std::string Xml(const Node& node, int depth) {
  const std::string indent(static_cast<size_t>(depth) * 2, ' ');
  const std::string open = indent + "<" + node.name +
                           (node.kind.empty() ? "" : " xsi:type=\"ns1:" + node.kind + "\"") + ">";
  if (node.is_leaf) {
    return open + (node.value.empty() ? "$unknown" : node.value) + "</" + node.name + ">\n";
  }
  std::string out = open + "\n";
  for (const auto& child : node.members) {
    for (int i = 0; i < (child->twice ? 2 : 1); ++i) out += Xml(*child, depth + 1);
  }
  return out + indent + "</" + node.name + ">\n";
}

// The arguments that a row asks for.

struct Case {
  const rules::Operation* operation = nullptr;
  const rules::Mapping* mapping = nullptr;
  std::string title, path;  // file of the case, without its ending
  Node request;
};

bool IsForPeople(const rules::Mapping& mapping) {
  return std::ranges::any_of(mapping.when,
                             [](const rules::Condition& c) { return c.test == Test::kHuman; });
}

// A value for the condition: the `index`-th one that it names; false when there is none.
bool ValueFor(const rules::Pack& pack, const rules::Condition& condition, const std::string& type,
              size_t index, std::string* value) {
  if (condition.test == Test::kEquals) {
    if (index >= condition.values.size()) return false;
    *value = condition.values[index];
    if (value->ends_with('*')) value->back() = 'X';
    return true;
  }
  if (condition.test != Test::kNot) return index == 0;
  std::vector<std::string> others;
  if (const rules::EnumType* known = pack.FindEnum(type)) {
    for (const std::string& one : known->values) {
      if (std::ranges::find(condition.values, one) == condition.values.end()) others.push_back(one);
    }
  } else {
    others.push_back("Something Else");
  }
  if (index >= others.size()) return false;
  *value = others[index];
  return true;
}

// Puts one condition's argument into the request. `name` is one of the parameter's alternatives.
bool Put(const rules::Pack& pack, const rules::Operation& operation,
         const rules::Condition& condition, const std::string& name, size_t index, Node* request) {
  const std::vector<rules::RequestPath> paths = rules::RequestPaths(pack, operation);
  const rules::RequestPath* path = rules::ResolvePath(paths, name);
  INFO(operation.name << " has " << name);
  REQUIRE(path != nullptr);
  Node* node = request;
  std::vector<std::string> so_far;
  for (const std::string& segment : path->segments) {
    so_far.push_back(segment);
    const auto at = std::ranges::find(paths, so_far, &rules::RequestPath::segments);
    REQUIRE(at != paths.end());
    const rules::RequestType* owner = pack.FindType(at->owner);
    // A member that only one kind of object has makes the object that kind.
    if (owner != nullptr && !owner->base.empty() && node->type == owner->base)
      node->kind = owner->name;
    Node* list = node;
    node = node->Member(segment, at->type);
    if (condition.test == Test::kSeveral && list->type.starts_with("ArrayOf")) node->twice = true;
  }
  const rules::RequestType* kind =
      condition.values.empty() ? nullptr : pack.FindType(condition.values.front());
  if (condition.test == Test::kEquals && kind != nullptr && !kind->base.empty()) {
    if (index > 0) return false;
    node->kind = kind->name;
    if (node->members.empty()) {
      Node* member = node->Member(kind->fields.front().name, kind->fields.front().type);
      FillAny(pack, member);
    }
    return true;
  }
  if (!ValueFor(pack, condition, node->type, index, &node->value)) return false;
  if (condition.test == Test::kPresent) {
    FillAny(pack, node);
    return true;
  }
  // A list's condition is about its elements.
  while (const rules::RequestType* type = pack.FindType(node->type)) {
    if (type->fields.empty()) break;
    std::string value = std::move(node->value);
    node->value.clear();
    node = node->Member(type->fields.front().name, type->fields.front().type);
    node->value = std::move(value);
  }
  node->is_leaf = true;
  return true;
}

// The variation of a condition with or_absent that leaves its argument out.
constexpr const char* kLeftOut = "left out";

std::vector<Case> CasesOf(const rules::Pack& pack) {
  std::vector<Case> out;
  const auto add = [&](const rules::Operation& operation, const rules::Mapping& mapping,
                       size_t varied, const std::string& name, size_t index) {
    Case one;
    one.operation = &operation, one.mapping = &mapping;
    one.title = fmt::format("{} ({} #{})", mapping.id, name, index);
    for (size_t i = 0; i < mapping.when.size(); ++i) {
      const rules::Condition& condition = mapping.when[i];
      if (condition.test == Test::kAlways || condition.test == Test::kHuman ||
          condition.test == Test::kAbsent)
        continue;
      if (i == varied && name == kLeftOut) continue;
      const std::string first = condition.parameter.substr(0, condition.parameter.find('|'));
      if (!Put(pack, operation, condition, i == varied ? name : first, i == varied ? index : 0,
               &one.request))
        return false;
    }
    FillSiblings(pack, &one.request);
    out.push_back(std::move(one));
    return true;
  };
  for (const rules::Operation& operation : pack.operations) {
    for (const rules::Mapping& mapping : operation.mappings) {
      bool varied = false;
      for (size_t i = 0; i < mapping.when.size(); ++i) {
        if (mapping.when[i].parameter.empty() || mapping.when[i].test == Test::kAbsent) continue;
        for (const std::string_view name : Split(mapping.when[i].parameter, '|')) {
          size_t index = 0;
          while (index < 20 && add(operation, mapping, i, std::string(name), index)) ++index;
          varied = varied || index > 0;
        }
      }
      for (size_t i = 0; i < mapping.when.size(); ++i) {
        if (mapping.when[i].or_absent) add(operation, mapping, i, kLeftOut, 0);
      }
      if (!varied) add(operation, mapping, mapping.when.size(), "plain", 0);
    }
  }
  for (size_t i = 0; i < out.size(); ++i) out[i].path = fmt::format("row{:03}", i);
  return out;
}

// Sources.

std::string PhpSource(const rules::Pack& pack, const Case& one) {
  std::string headers;
  Node body;
  std::string call;
  for (const auto& member : one.request.members) {
    const bool is_header = std::ranges::find(one.operation->soap_headers, member->name) !=
                           one.operation->soap_headers.end();
    if (is_header) {
      headers += "        $this->client->__setSoapHeaders(new SoapHeader('" +
                 pack.surface.namespaces.front() + "', '" + member->name + "', " +
                 Php(pack, *member, 2) + "));\n";
    } else {
      call += "            '" + member->name + "' => " + Php(pack, *member, 3) + ",\n";
    }
  }
  return fmt::format(
      "<?php\nclass {0}\n{{\n    private $client;\n\n    public function __construct()\n    {{\n"
      "        $this->client = new SoapClient('https://na-l.marketo.com/soap/mktows/2_9?WSDL');\n"
      "    }}\n\n    public function run($unknown)\n    {{\n{1}"
      "        return $this->client->{2}([\n{3}        ]);\n    }}\n}}\n",
      UpperFirst(one.path), headers, one.operation->name, call);
}

std::string XmlSource(const rules::Pack& pack, const Case& one) {
  std::string header, body;
  for (const auto& member : one.request.members) {
    const bool is_header = std::ranges::find(one.operation->soap_headers, member->name) !=
                           one.operation->soap_headers.end();
    (is_header ? header : body) += Xml(*member, 3);
  }
  return "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"\n"
         "    xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:ns1=\"" +
         pack.surface.namespaces.front() + "\">\n  <soapenv:Header>\n" + header +
         "  </soapenv:Header>\n  <soapenv:Body>\n    <ns1:" + one.operation->request_element +
         ">\n" + body + "    </ns1:" + one.operation->request_element +
         ">\n  </soapenv:Body>\n</soapenv:Envelope>\n";
}

// Values that are not known stand in a program's text, not in a file of their own.
std::string HeredocSource(const rules::Pack& pack, const Case& one) {
  return "<?php\nfunction " + one.path + "_envelope($unknown)\n{\n    return <<<XML\n" +
         XmlSource(pack, one) + "XML;\n}\n";
}

using ByFile = std::map<std::string, std::vector<findings::Finding>>;

ByFile ScanAll(const std::map<std::string, std::string>& files) {
  std::string name = (fs::temp_directory_path() / "unsoap-rows-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  for (const auto& [path, bytes] : files) std::ofstream(fs::path(name) / path) << bytes;
  ScanOptions options;
  options.walk.roots = {name};
  options.packs = rules::BuiltinPacks();
  options.as_of = "2026-11-23";
  const Result<ScanOutcome> outcome = Scan(options);
  fs::remove_all(name);
  REQUIRE(outcome);
  ByFile out;
  for (const findings::Finding& f : outcome->report.findings) {
    if (f.kind == findings::Kind::kCall || f.kind == findings::Kind::kEnvelope)
      out[f.location.path].push_back(f);
  }
  return out;
}

// The judgement.

std::string Lead(const findings::Finding& finding) {
  std::string out;
  for (const findings::Replacement& r : finding.replacements) {
    out += fmt::format("\n      {} {} ({})", r.applies ? "use" : "or", r.id, r.because);
  }
  for (const findings::ArgumentValue& a : finding.arguments)
    out += fmt::format("\n      argument {} = {}", a.name, Join(a.values, "|"));
  return out.empty() ? " nothing" : out;
}

// The part of a condition that people recognise: the last name of its argument.
bool Names(const std::string& because, const rules::Condition& condition) {
  return std::ranges::any_of(Split(condition.parameter, '|'), [&](std::string_view name) {
    return because.find(name) != std::string::npos;
  });
}

// What the definitions refuse in the requests, and what is no plain value in them.
std::string Refused(const findings::Finding& finding) {
  std::string out;
  for (const findings::Replacement& r : finding.replacements) {
    const rules::RestEndpoint* endpoint = BuiltIn().FindEndpoint(r.id);
    if (endpoint == nullptr) return r.id + " is no endpoint";
    const rules::Request request = {r.request.path_parameters, r.request.query, r.request.headers,
                                    r.request.body};
    for (const std::string& error : rules::RequestErrors(*endpoint, request))
      out += "\n      " + r.id + ": " + error;
    if (!r.examples.curl.starts_with("curl ")) out += "\n      " + r.id + " has no command";
  }
  return out;
}

std::string Judge(const Case& one, const findings::Finding& finding) {
  const rules::Mapping& mapping = *one.mapping;
  const auto find = [&](const std::string& id) {
    return std::ranges::find(finding.replacements, id, &findings::Replacement::id);
  };
  const std::string refused = Refused(finding);
  if (!refused.empty()) return "the definitions refuse:" + refused;
  if (one.operation->replacements.empty() || (mapping.steps.empty() && !mapping.adds)) {
    if (!finding.replacements.empty()) return "a request is offered:" + Lead(finding);
    return finding.message.find("nothing in REST replaces it") == std::string::npos
               ? "the message does not say that nothing replaces it: " + finding.message
               : "";
  }
  if (finding.replacements.empty()) return "nothing is offered";
  if (finding.replacements.front().role != "use") return "no \"use\" leads:" + Lead(finding);
  if (mapping.steps.empty()) {
    return std::ranges::find(finding.notes, mapping.how) != finding.notes.end()
               ? ""
               : "the row's text is not among the notes" + Lead(finding);
  }
  for (const rules::RequestStep& step : mapping.steps) {
    if (!step.when.empty() || step.role == "with") continue;
    const auto at = find(step.endpoint);
    if (at == finding.replacements.end()) return step.endpoint + " is missing:" + Lead(finding);
    if (!at->applies && !IsForPeople(mapping))
      return step.endpoint + " is not asked for:" + Lead(finding);
  }
  if (IsForPeople(mapping) || mapping.adds) return "";
  const findings::Replacement& first = finding.replacements.front();
  const auto use = std::ranges::find(mapping.steps, "use", &rules::RequestStep::role);
  if (first.id != use->endpoint) return "another request leads:" + Lead(finding);
  for (const rules::Condition& condition : mapping.when) {
    if (!condition.parameter.empty() && !Names(first.because, condition))
      return "because does not name " + condition.parameter + ":" + Lead(finding);
  }
  return "";
}

}  // namespace

TEST_CASE("each row of the mapping answers a call and an envelope with its arguments") {
  const rules::Pack& pack = BuiltIn();
  const std::vector<Case> cases = CasesOf(pack);
  std::map<std::string, std::string> sources;
  std::set<const rules::Mapping*> rows;
  for (const Case& one : cases) {
    rows.insert(one.mapping);
    sources[one.path + ".php"] = PhpSource(pack, one);
    const std::string xml = XmlSource(pack, one);
    if (xml.find("$unknown") == std::string::npos)
      sources[one.path + ".xml"] = xml;
    else
      sources[one.path + "_envelope.php"] = HeredocSource(pack, one);
  }
  size_t all = 0;
  for (const rules::Operation& operation : pack.operations) all += operation.mappings.size();
  CHECK(rows.size() == all);
  const ByFile found = ScanAll(sources);
  std::string wrong;
  for (const Case& one : cases) {
    for (const char* ending : {".php", ".xml", "_envelope.php"}) {
      const std::string path = one.path + ending;
      if (!sources.contains(path)) continue;
      const auto at = found.find(path);
      std::string why;
      if (at == found.end() || at->second.size() != 1) {
        why = fmt::format("{} uses are found", at == found.end() ? 0 : at->second.size());
      } else {
        why = Judge(one, at->second.front());
      }
      if (!why.empty()) wrong += fmt::format("\n{}: {}\n{}", one.title, why, sources[path]);
    }
  }
  INFO(wrong);
  CHECK(wrong.empty());
}

}  // namespace unsoap
