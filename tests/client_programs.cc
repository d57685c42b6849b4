// Programs as data would have them written: expressions where the client takes maps, statements
// where it takes objects.
#include "tests/client_programs.h"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "scanner/base/text.h"

namespace unsoap {
namespace {

constexpr const char* kWsdl = "https://na-l.marketo.com/soap/mktows/2_9?WSDL";

bool IsList(const RequestNode& node) { return node.type.starts_with("ArrayOf"); }

bool IsPlain(const RequestNode& node) {
  return node.type == "xs:boolean" || node.type == "xs:int" || node.type == "xs:long";
}

// The members of the request, and those of the operation's SOAP headers beside it.
struct Parts {
  std::vector<const RequestNode*> body, headers;
};

Parts PartsOf(const RequestCase& one) {
  Parts out;
  for (const auto& member : one.request.members) {
    const std::vector<std::string>& headers = one.operation->soap_headers;
    const bool is_header = std::ranges::find(headers, member->name) != headers.end();
    (is_header ? out.headers : out.body).push_back(member.get());
  }
  return out;
}

// Half of the programs are written one way, half the other where people write it in two.
bool IsOdd(const RequestCase& one) { return (one.path.back() - '0') % 2 == 1; }

std::string Php(const rules::Pack& pack, const RequestNode& node, int depth) {
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

std::string Xml(const RequestNode& node, int depth) {
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

// Maps: what differs between the languages that write a request as one.

struct MapStyle {
  std::string begin = "{ ", end = " }", key_begin = "", key_end = "";  // { "key": value }
  std::string list_begin = "[", list_end = "]", unknown = "unknown", kind_key = "";
  bool python_words = false;
  bool snake_keys = false;  // :lead_key where the name begins with a small letter
};

std::string MapKey(const MapStyle& style, const std::string& name) {
  if (!style.snake_keys) return style.key_begin + name + style.key_end;
  if (name[0] >= 'a' && name[0] <= 'z') return SnakeCase(name) + ": ";
  return "'" + name + "' => ";
}

std::string Literal(const MapStyle& style, const RequestNode& leaf) {
  if (leaf.value.empty()) return style.unknown;
  if (leaf.type == "xs:boolean" && style.python_words) return UpperFirst(leaf.value);
  return IsPlain(leaf) ? leaf.value : "'" + leaf.value + "'";
}

std::string MapText(const MapStyle& style, const RequestNode& node) {
  if (node.is_leaf) return Literal(style, node);
  std::vector<std::string> entries;
  if (!node.kind.empty()) entries.push_back(fmt::format(fmt::runtime(style.kind_key), node.kind));
  for (const auto& child : node.members) {
    const std::string inner = MapText(style, *child);
    entries.push_back(MapKey(style, child->name) +
                      (IsList(node) ? style.list_begin + inner +
                                          (child->twice ? ", " + inner : "") + style.list_end
                                    : inner));
  }
  return style.begin + Join(entries, ", ") + style.end;
}

std::string MapText(const MapStyle& style, const std::vector<const RequestNode*>& members) {
  std::vector<std::string> entries;
  for (const RequestNode* member : members)
    entries.push_back(MapKey(style, member->name) + MapText(style, *member));
  return style.begin + Join(entries, ", ") + style.end;
}

std::string NodeSoap(const RequestCase& one) {
  MapStyle style;
  style.key_end = ": ";
  style.kind_key = "attributes: {{ 'xsi:type': 'ns1:{}' }}";
  const Parts parts = PartsOf(one);
  return fmt::format(
      "const soap = require('soap');\n\nexports.run = function (unknown, done) {{\n"
      "  soap.createClient('{}', function (error, client) {{\n    if (error) return "
      "done(error);\n{}"
      "    client.{}({}, done);\n  }});\n}};\n",
      kWsdl,
      parts.headers.empty() ? ""
                            : "    client.addSoapHeader(" + MapText(style, parts.headers) + ");\n",
      one.operation->name, MapText(style, parts.body));
}

std::string Savon(const RequestCase& one) {
  MapStyle style;
  style.snake_keys = true;
  style.kind_key = "'@xsi:type' => 'ns1:{}'";
  const Parts parts = PartsOf(one);
  return fmt::format(
      "require 'savon'\n\nclass {}\n  def initialize\n    @client = Savon.client(wsdl: '{}')\n"
      "  end\n\n  def run(unknown)\n    @client.call(:{}, {}message: {})\n  end\nend\n",
      UpperFirst(one.path), kWsdl, SnakeCase(one.operation->name),
      parts.headers.empty() ? "" : "soap_header: " + MapText(style, parts.headers) + ", ",
      MapText(style, parts.body));
}

// zeep: maps, and objects of the schema where a kind must be said.

std::string ZeepText(const MapStyle& style, const RequestNode& node, bool by_factory) {
  if (node.is_leaf) return Literal(style, node);
  std::vector<std::string> entries;
  for (const auto& child : node.members) {
    std::string inner = ZeepText(style, *child, by_factory);
    if (IsList(node)) inner = "[" + inner + (child->twice ? ", " + inner : "") + "]";
    entries.push_back(node.kind.empty() ? "'" + child->name + "': " + inner
                                        : child->name + "=" + inner);
  }
  if (node.kind.empty()) return "{" + Join(entries, ", ") + "}";
  return (by_factory ? "factory." + node.kind : "client.get_type('ns0:" + node.kind + "')") + "(" +
         Join(entries, ", ") + ")";
}

std::string Zeep(const RequestCase& one) {
  MapStyle style;
  style.python_words = true;
  const Parts parts = PartsOf(one);
  std::vector<std::string> arguments;
  for (const RequestNode* member : parts.body)
    arguments.push_back(member->name + "=" + ZeepText(style, *member, IsOdd(one)));
  for (const RequestNode* member : parts.headers)
    arguments.push_back("_soapheaders={'" + member->name +
                        "': " + ZeepText(style, *member, IsOdd(one)) + "}");
  return fmt::format(
      "from zeep import Client\n\nclient = Client('{}')\nfactory = client.type_factory('ns0')\n\n\n"
      "def run(unknown):\n    return client.service.{}({})\n",
      kWsdl, one.operation->name, Join(arguments, ", "));
}

// Objects: statements that make them from the inside out.

class Statements {
 public:
  virtual ~Statements() = default;

  /// Makes the object with its members, and says by which expression it goes on.
  std::string Make(const RequestNode& node) {
    if (node.is_leaf) return Leaf(node);
    std::vector<std::pair<const RequestNode*, std::string>> values;
    for (const auto& child : node.members) {
      values.emplace_back(child.get(), Make(*child));
      if (child->twice) values.emplace_back(child.get(), Make(*child));
    }
    const std::string name = "part" + std::to_string(++made_);
    return Object(name, node.kind.empty() ? node.type : node.kind, node, values);
  }
  std::string text;

 protected:
  using Values = std::vector<std::pair<const RequestNode*, std::string>>;
  virtual std::string Leaf(const RequestNode& leaf) const = 0;
  virtual std::string Object(const std::string& name, const std::string& type,
                             const RequestNode& node, const Values& values) = 0;
  int made_ = 0;
};

class PhpObjects : public Statements {
 public:
  explicit PhpObjects(std::string space) : space_(std::move(space)) {}
  std::string Leaf(const RequestNode& leaf) const override {
    if (leaf.value.empty()) return "$unknown";
    return IsPlain(leaf) ? leaf.value : "'" + leaf.value + "'";
  }
  std::string Object(const std::string& name, const std::string& type, const RequestNode& node,
                     const Values& values) override {
    text += "        $" + name + " = new stdClass();\n";
    std::vector<std::string> items;
    for (const auto& [child, value] : values) {
      items.push_back(value);
      if (!IsList(node)) text += "        $" + name + "->" + child->name + " = " + value + ";\n";
    }
    if (IsList(node) && !values.empty())
      text += "        $" + name + "->" + values[0].first->name + " = array(" + Join(items, ", ") +
              ");\n";
    if (node.kind.empty()) return "$" + name;
    return "new SoapVar($" + name + ", SOAP_ENC_OBJECT, '" + type + "', '" + space_ + "')";
  }

 private:
  std::string space_;
};

std::string PhpSoapCall(const rules::Pack& pack, const RequestCase& one) {
  PhpObjects objects(pack.surface.namespaces.front());
  const Parts parts = PartsOf(one);
  objects.text += "        $request = new stdClass();\n";
  std::string headers;
  for (const RequestNode* member : parts.body) {
    const std::string value = objects.Make(*member);
    objects.text += "        $request->" + member->name + " = " + value + ";\n";
  }
  for (const RequestNode* member : parts.headers) {
    const std::string value = objects.Make(*member);
    headers += ", null, new SoapHeader('" + pack.surface.namespaces.front() + "', '" +
               member->name + "', " + value + ")";
  }
  return fmt::format(
      "<?php\nclass {0}Call\n{{\n    private $client;\n\n    public function __construct()\n    "
      "{{\n"
      "        $this->client = new SoapClient('{1}');\n    }}\n\n    public function "
      "run($unknown)\n"
      "    {{\n{2}        return $this->client->__soapCall('{3}', array($request){4});\n    "
      "}}\n}}\n",
      UpperFirst(one.path), kWsdl, objects.text, one.operation->name, headers);
}

class SudsObjects : public Statements {
 public:
  std::string Leaf(const RequestNode& leaf) const override {
    if (leaf.value.empty()) return "unknown";
    if (leaf.type == "xs:boolean") return UpperFirst(leaf.value);
    return IsPlain(leaf) ? leaf.value : "'" + leaf.value + "'";
  }
  std::string Object(const std::string& name, const std::string& type, const RequestNode& node,
                     const Values& values) override {
    text += "    " + name + " = client.factory.create('" + type + "')\n";
    std::vector<std::string> items;
    for (const auto& [child, value] : values) {
      items.push_back(value);
      if (!IsList(node)) text += "    " + name + "." + child->name + " = " + value + "\n";
    }
    if (IsList(node) && !values.empty())
      text += "    " + name + "." + values[0].first->name + " = [" + Join(items, ", ") + "]\n";
    return name;
  }
};

// Arguments in the order of the schema; a name where those before it are left out.
std::string Suds(const RequestCase& one) {
  SudsObjects objects;
  const Parts parts = PartsOf(one);
  std::vector<std::string> arguments;
  const std::vector<rules::OperationParameter>& all = one.operation->parameters;
  size_t last = 0;
  for (size_t i = 0; i < all.size(); ++i) {
    const auto at = std::ranges::find(parts.body, all[i].name, &RequestNode::name);
    if (at != parts.body.end()) last = i + 1;
  }
  for (size_t i = 0; i < last; ++i) {
    const auto at = std::ranges::find(parts.body, all[i].name, &RequestNode::name);
    arguments.push_back(at == parts.body.end() ? "None" : objects.Make(**at));
  }
  for (const RequestNode* member : parts.headers) {
    const std::string value = objects.Make(*member);
    objects.text += "    client.set_options(soapheaders={'" + member->name + "': " + value + "})\n";
  }
  return fmt::format(
      "from suds.client import Client\n\nclient = Client('{}')\n\n\ndef run(unknown):\n{}"
      "    return client.service.{}({})\n",
      kWsdl, objects.text, one.operation->name, Join(arguments, ", "));
}

// Java: stubs of JAX-WS.

// NewLead -> NEW_LEAD, as the generator names it; EMAIL stays.
std::string Enumerator(const std::string& value) {
  if (std::ranges::none_of(value, [](char c) { return c >= 'a' && c <= 'z'; })) return value;
  std::string out = SnakeCase(value);
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return std::toupper(c); });
  return out;
}

std::string Plural(const std::string& name) {
  return name.ends_with("y") ? name.substr(0, name.size() - 1) + "ies" : name + "s";
}

class JavaObjects : public Statements {
 public:
  JavaObjects(const rules::Pack& pack, bool plural) : pack_(pack), plural_(plural) {}
  std::string Leaf(const RequestNode& leaf) const override {
    if (leaf.value.empty()) return "unknown";
    if (const rules::EnumType* known = pack_.FindEnum(leaf.type);
        known != nullptr && std::ranges::find(known->values, leaf.value) != known->values.end())
      return leaf.type + "." + Enumerator(leaf.value);
    return IsPlain(leaf) ? leaf.value : "\"" + leaf.value + "\"";
  }
  std::string Object(const std::string& name, const std::string& type, const RequestNode& node,
                     const Values& values) override {
    text += "        " + type + " " + name + " = new " + type + "();\n";
    for (const auto& [child, value] : values) {
      const std::string member = UpperFirst(child->name);
      text += "        " + name +
              (IsList(node) ? ".get" + (plural_ ? Plural(member) : member) + "().add(" + value + ")"
                            : ".set" + member + "(" + value + ")") +
              ";\n";
    }
    return name;
  }

 private:
  const rules::Pack& pack_;
  bool plural_;
};

std::string Java(const rules::Pack& pack, const RequestCase& one) {
  JavaObjects objects(pack, IsOdd(one));
  const Parts parts = PartsOf(one);
  const std::string& type = one.operation->request_type;
  std::string sets, headers;
  for (const RequestNode* member : parts.body) {
    std::string value = objects.Make(*member);
    const auto at = std::ranges::find(one.operation->parameters, member->name,
                                      &rules::OperationParameter::name);
    const std::string name = UpperFirst(member->name);
    if (at != one.operation->parameters.end() && at->nillable)
      value = "factory.create" + type + name + "(" + value + ")";
    sets += "        request.set" + name + "(" + value + ");\n";
  }
  for (const RequestNode* member : parts.headers) headers += ", " + objects.Make(*member);
  return fmt::format(
      "package org.example.crm;\n\nimport com.marketo.mktows.*;\n\nclass {0} {{\n"
      "    private final MktowsPort port;\n    private final ObjectFactory factory = new "
      "ObjectFactory();\n\n    {0}(MktowsPort port) {{\n        this.port = port;\n    }}\n\n"
      "    Object run(AuthenticationHeader header, String unknown) throws Exception {{\n{1}"
      "        {2} request = new {2}();\n{3}        return port.{4}(request, header{5});\n    "
      "}}\n}}\n",
      UpperFirst(one.path), objects.text, type, sets, one.operation->name, headers);
}

// C#: initialisers, arrays of their items' type.

std::string CSharpType(const rules::Pack& pack, const std::string& type) {
  if (!type.starts_with("ArrayOf")) {
    if (type == "xs:string") return "string";
    return type == "xs:int" ? "int" : type;
  }
  const rules::RequestType* list = pack.FindType(type);
  return list == nullptr || list->fields.empty() ? type
                                                 : CSharpType(pack, list->fields[0].type) + "[]";
}

std::string CSharpText(const rules::Pack& pack, const RequestNode& node) {
  if (node.is_leaf) {
    if (node.value.empty()) return "unknown";
    if (const rules::EnumType* known = pack.FindEnum(node.type);
        known != nullptr && std::ranges::find(known->values, node.value) != known->values.end())
      return node.type + "." + node.value;
    return IsPlain(node) ? node.value : "\"" + node.value + "\"";
  }
  std::vector<std::string> members;
  for (const auto& child : node.members) {
    const std::string value = CSharpText(pack, *child);
    members.push_back(IsList(node) ? value : child->name + " = " + value);
    if (child->twice) members.push_back(value);
  }
  const std::string type =
      IsList(node) ? CSharpType(pack, node.type) : (node.kind.empty() ? node.type : node.kind);
  return "new " + type + " { " + Join(members, ", ") + " }";
}

std::string CSharp(const rules::Pack& pack, const RequestCase& one) {
  const Parts parts = PartsOf(one);
  std::vector<std::string> members;
  for (const RequestNode* member : parts.body)
    members.push_back(member->name + " = " + CSharpText(pack, *member));
  std::string headers;
  for (const RequestNode* member : parts.headers) headers += ", " + CSharpText(pack, *member);
  return fmt::format(
      "using Example.Marketo; // generated from {5}\n\npublic class {0}\n{{\n"
      "    private readonly MktowsPortClient client = new MktowsPortClient();\n\n"
      "    public object Run(AuthenticationHeader header, string unknown)\n    {{\n"
      "        var request = new {1} {{ {2} }};\n        return client.{3}(header{4}, request);\n"
      "    }}\n}}\n",
      UpperFirst(one.path), one.operation->request_type, Join(members, ", "), one.operation->name,
      headers, pack.surface.namespaces.front());
}

}  // namespace

std::string PhpSource(const rules::Pack& pack, const RequestCase& one) {
  std::string headers;
  RequestNode body;
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

std::string XmlSource(const rules::Pack& pack, const RequestCase& one) {
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
std::string HeredocSource(const rules::Pack& pack, const RequestCase& one) {
  return "<?php\nfunction " + one.path + "_envelope($unknown)\n{\n    return <<<XML\n" +
         XmlSource(pack, one) + "XML;\n}\n";
}

std::vector<ClientProgram> ClientPrograms(const rules::Pack& pack, const RequestCase& one) {
  const std::string& name = one.path;
  const std::string xml = XmlSource(pack, one);
  const bool is_document = xml.find("$unknown") == std::string::npos;
  return {
      {"PHP, SoapClient with arrays", name + ".php", PhpSource(pack, one)},
      {"PHP, __soapCall with objects", name + "_call.php", PhpSoapCall(pack, one)},
      {"Python, zeep", name + "_zeep.py", Zeep(one)},
      {"Python, suds", name + "_suds.py", Suds(one)},
      {"Ruby, Savon", name + ".rb", Savon(one)},
      {"JavaScript, node-soap", name + ".js", NodeSoap(one)},
      {"Java, JAX-WS", UpperFirst(name) + ".java", Java(pack, one)},
      {"C#, WCF", UpperFirst(name) + ".cs", CSharp(pack, one)},
      {"XML", is_document ? name + ".xml" : name + "_envelope.php",
       is_document ? xml : HeredocSource(pack, one)},
  };
}

}  // namespace unsoap
