#include "scanner/match/arguments.h"

#include <algorithm>
#include <map>
#include <set>

#include "scanner/base/char.h"
#include "scanner/base/text.h"

namespace unsoap::match {
namespace {

constexpr int kMaxDepth = 7;
constexpr size_t kMaxArguments = 60;

/// key_type, KeyType, "tns:keyType", "ns1__keyType" -> keytype.
std::string Normal(std::string_view name) {
  const size_t colon = name.find_last_of(':');
  if (colon != std::string_view::npos) name = name.substr(colon + 1);
  const size_t gsoap = name.find("__");
  if (gsoap != std::string_view::npos && gsoap + 2 < name.size()) name = name.substr(gsoap + 2);
  std::string out;
  for (const char c : name) {
    if (c != '_' && c != '@' && c != '-') out += ToLower(c);
  }
  return out;
}

/// A null that is passed is no argument: the words of all languages.
bool IsNullWord(std::string_view text) {
  for (const char* word : {"null", "none", "nil", "undefined", "nothing"}) {
    if (EqualsIgnoreCase(text, word)) return true;
  }
  return false;
}

bool IsNull(const link::Program& program, link::ExprRef at) {
  if (at.expr == facts::kNone || at.file == facts::kNone) return false;
  const facts::Expr& expr = program.expr(at);
  return expr.kind == facts::ExprKind::kConstant &&
         IsNullWord(program.file(at.file).source.Slice(expr.span));
}

/// True if what flows here is one of the service's SOAP headers: it stands beside the request.
bool IsHeader(const link::Program& program, const link::Flow& flow, const rules::Pack& pack,
              link::ExprRef at) {
  const auto names_header = [&](std::string_view type) {
    const std::string normal = Normal(link::SimpleName(type));
    const rules::Surface& surface = pack.surface;
    for (const auto* names : {&surface.auth_header_elements, &surface.context_header_elements}) {
      for (const std::string& name : *names) {
        if (normal == Normal(name) || normal == Normal(name + "Info")) return true;
      }
    }
    return false;
  };
  const std::vector<link::AtomId>& atoms = flow.ValuesOf(at);
  return std::any_of(atoms.begin(), atoms.end(), [&](link::AtomId id) {
    const link::Atom& atom = flow.atom(id);
    if (atom.kind == link::AtomKind::kObject) return names_header(flow.object(atom.a).type);
    if (atom.kind == link::AtomKind::kExternalType) return names_header(flow.str(atom.a));
    return atom.kind == link::AtomKind::kInstance &&
           names_header(program.cls({atom.a, atom.b}).name);
  });
}

/// The arguments that may hold the request, each once, without headers.
std::vector<facts::ExprId> RequestsOf(const link::Program& program, const link::Flow& flow,
                                      const link::OperationUse& use) {
  std::vector<facts::ExprId> out;
  for (const facts::ExprId request : use.requests) {
    if (std::find(out.begin(), out.end(), request) == out.end() &&
        !IsHeader(program, flow, *use.pack, {use.at.file, request}))
      out.push_back(request);
  }
  return out;
}

class Reader {
 public:
  Reader(const link::Program& program, const link::Flow& flow, const rules::Pack& pack,
         const std::vector<const rules::Operation*>& operations)
      : program_(program), flow_(flow), pack_(pack), operations_(operations) {
    for (const rules::Operation* op : operations) {
      wrappers_.insert(Normal(op->request_element));
      wrappers_.insert(Normal(op->name));
      for (const rules::OperationParameter& p : op->parameters) names_[Normal(p.name)] = p.name;
    }
    for (const rules::RequestType& type : pack.types) {
      for (const rules::TypeField& field : type.fields)
        names_.emplace(Normal(field.name), field.name);
    }
    for (const char* name :
         {"message", "body", "parameters", "params", "args", "content", "request"})
      soft_.insert(name);
  }

  void Argument(const std::string& path, link::ExprRef at) { Node(path, flow_.NodeOf(at), at, 0); }

  void Node(const std::string& path, link::NodeId node, link::ExprRef writer, int depth) {
    if (depth > kMaxDepth || out_.size() >= kMaxArguments) return;
    const size_t outer_calls = calls_.size();
    const link::ExprRef origin = writer;  // what is written into the request stands there
    Narrow(&node, &writer);
    ReadNode(path, node, writer, origin, depth);
    calls_.resize(outer_calls);
  }

  void ReadNode(const std::string& path, link::NodeId node, link::ExprRef writer,
                link::ExprRef origin, int depth) {
    bool has_object = false;
    SeenArgument leaf;
    leaf.path = path;
    std::set<std::string> types;
    const std::vector<link::AtomId>& atoms = flow_.Values(node);
    for (const link::AtomId id : atoms) {
      const link::Atom& atom = flow_.atom(id);
      if (atom.kind == link::AtomKind::kExternalType &&
          pack_.FindType(flow_.str(atom.a)) != nullptr)
        types.emplace(flow_.str(atom.a));
      if (atom.kind == link::AtomKind::kInstance) {
        const std::string_view name = program_.cls({atom.a, atom.b}).name;
        if (pack_.FindType(name) != nullptr) types.emplace(name);
      }
      if (atom.kind != link::AtomKind::kObject) continue;
      if (!visiting_.insert(atom.a).second) continue;
      has_object |= !flow_.object(atom.a).empty();
      Fields(path, flow_.object(atom.a), depth, &types);
      visiting_.erase(atom.a);
    }
    bool complete = false;
    leaf.values = flow_.Constants(node, &complete);
    if (!types.empty()) {
      leaf.values.insert(leaf.values.end(), types.begin(), types.end());
      complete = types.size() == 1;
    }
    leaf.complete = complete && !leaf.values.empty();
    if (path.empty() || (has_object && leaf.values.empty() && !IsParameter(path))) return;
    if (IsNull(program_, writer) && std::ranges::all_of(leaf.values, IsNullWord)) return;
    Place(&leaf, origin);
    out_.push_back(std::move(leaf));
  }

  std::vector<SeenArgument> Take() {
    std::map<std::string, SeenArgument> merged;
    std::vector<std::string> order;
    for (SeenArgument& argument : out_) {
      const auto [at, fresh] = merged.try_emplace(argument.path, argument);
      if (fresh) {
        at->second.others.push_back(argument);
        order.push_back(argument.path);
        continue;
      }
      if (at->second.others.size() < 20) at->second.others.push_back(argument);
      std::vector<std::string>& values = at->second.values;
      values.insert(values.end(), argument.values.begin(), argument.values.end());
      at->second.complete &= argument.complete;
    }
    std::vector<SeenArgument> out;
    for (const std::string& path : order) {
      SeenArgument& argument = merged[path];
      std::sort(argument.values.begin(), argument.values.end());
      argument.values.erase(std::unique(argument.values.begin(), argument.values.end()),
                            argument.values.end());
      out.push_back(std::move(argument));
    }
    return out;
  }

 private:
  /// key('EMAIL', mail): what a helper puts into the request is what this call gives it, not what
  /// all of its calls do.
  void Narrow(link::NodeId* node, link::ExprRef* writer) {
    for (int step = 0; step < kMaxDepth; ++step) {
      if (writer->expr != facts::kNone && writer->file != facts::kNone) {
        for (const link::FnRef& target : flow_.Targets(*writer))
          calls_.emplace_back(target, *writer);
      }
      const facts::ExprId given = GivenBy(*node, writer);
      if (given == facts::kNone) return;
      writer->expr = given;
      *node = flow_.NodeOf(*writer);
    }
  }

  /// The argument that a parameter in a node stands for, in the nearest call of its function;
  /// `writer` becomes its file.
  facts::ExprId GivenBy(link::NodeId node, link::ExprRef* writer) const {
    for (const link::AtomId id : flow_.Values(node)) {
      const link::Atom& atom = flow_.atom(id);
      if (atom.kind != link::AtomKind::kParam || atom.d != 0 || atom.e != 0) continue;
      for (size_t i = calls_.size(); i-- > 0;) {
        const auto& [function, call] = calls_[i];
        if (function != link::FnRef{atom.a, atom.b} || flow_.IsCaught(call, function)) continue;
        const facts::ExprId given = link::Flow::ArgumentFor(
            program_.file(call.file), program_.expr(call), program_.function(function), atom.c);
        if (given == facts::kNone || (call.file == writer->file && given == writer->expr)) continue;
        writer->file = call.file;
        return given;
      }
    }
    return facts::kNone;
  }

  bool IsParameter(const std::string& path) const {
    for (const rules::Operation* op : operations_) {
      for (const rules::OperationParameter& p : op->parameters) {
        if (p.name == path) return true;
      }
    }
    return false;
  }

  void Place(SeenArgument* argument, link::ExprRef writer) const {
    if (writer.expr == facts::kNone || writer.file == facts::kNone) return;
    const facts::FileFacts& facts = program_.file(writer.file);
    argument->file = writer.file;
    argument->span = facts.exprs[writer.expr].span;
    std::string source(facts.source.Slice(argument->span).substr(0, 80));
    std::replace(source.begin(), source.end(), '\n', ' ');
    argument->source = std::move(source);
  }

  std::string Join(const std::string& path, std::string_view name) const {
    const std::string normal = Normal(name);
    if (name == "[]" || wrappers_.contains(normal)) {
      // `listOperation` is an operation and a parameter of it; a scalar under its own name is the
      // parameter.
      if (name == "[]" || !path.empty() || !names_.contains(normal)) return path;
    }
    if (soft_.contains(normal) && path.empty() && !names_.contains(normal)) return path;
    const auto known = names_.find(normal);
    const std::string shown = known == names_.end() ? std::string(name) : known->second;
    return path.empty() ? shown : path + "." + shown;
  }

  void Fields(const std::string& path, const link::Object& object, int depth,
              std::set<std::string>* types) {
    const rules::RequestType* type =
        object.type.empty() ? nullptr : pack_.FindType(link::SimpleName(object.type));
    for (size_t place = 0; place < object.arguments.size(); ++place) {
      if (object.arguments[place] != facts::kNone)
        ArgumentAt(path, object, place, type, depth, types);
    }
    for (const auto& [name, node] : object.fields) {
      const link::ExprRef writer = flow_.WriterOf(node);
      const std::string normal = Normal(name);
      if (normal == "type" &&
          (name.find("xsi") != std::string::npos || name.find('@') != std::string::npos)) {
        for (const std::string& text : flow_.Constants(node))
          types->insert(std::string(link::SimpleName(text)));
        continue;
      }
      if (normal == "attributes!" ||
          name == "attributes!") {  // Savon 1: attributes of the elements beside it
        Node(path, node, writer, depth + 1);
        continue;
      }
      Node(Join(path, name), node, writer, depth + 1);
    }
  }

  void ArgumentAt(const std::string& path, const link::Object& object, size_t place,
                  const rules::RequestType* type, int depth, std::set<std::string>* types) {
    const link::NodeId node = object.arguments[place];
    const link::ExprRef writer = flow_.WriterOf(node);
    // A block behind a constructor (apply { ... }) is no argument of it.
    if (writer.expr != facts::kNone && writer.file != facts::kNone &&
        program_.expr(writer).kind == facts::ExprKind::kFunction)
      return;
    if (type != nullptr && ByName(path, node, *type, object, depth, types)) return;
    if (const std::string field = FieldAt(object, type, place); !field.empty())
      return Node(Join(path, field), node, writer, depth + 1);
    if (type != nullptr) return;
    // new SoapVar($selector, ...), new JAXBElement(...) wrap what they are given.
    bool names_type = false;
    for (const std::string& text : flow_.Constants(node)) {
      if (pack_.FindType(link::SimpleName(text)) != nullptr)
        types->insert(std::string(link::SimpleName(text))), names_type = true;
    }
    if (!names_type) Wrapped(path, node, depth);
  }

  /// What a constructor's argument fills: the parameter of that name where the type is in the
  /// program (a stub), else the schema's order.
  std::string FieldAt(const link::Object& object, const rules::RequestType* type,
                      size_t index) const {
    if (object.type.empty()) return {};
    const std::string_view simple = link::SimpleName(object.type);
    const bool is_request =
        std::any_of(operations_.begin(), operations_.end(),
                    [&](const rules::Operation* op) { return op->request_type == simple; });
    if (type == nullptr && !is_request) return {};
    for (const link::ClassRef& c : program_.ResolveClass(object.at.file, object.type)) {
      for (const link::FnRef& constructor : program_.Constructors(c)) {
        const std::vector<facts::Param>& params = program_.function(constructor).params;
        if (index < params.size()) return std::string(params[index].name);
      }
    }
    if (type != nullptr) return index < type->fields.size() ? type->fields[index].name : "";
    return {};
  }

  /// new LeadRecord { Email = x }, new LeadRecord(array('Email' => $x)): a map that fills members
  /// of the type by their names is not its first member.
  bool ByName(const std::string& path, link::NodeId node, const rules::RequestType& type,
              const link::Object& object, int depth, std::set<std::string>* types) {
    bool all = false;
    for (const link::AtomId id : flow_.Values(node)) {
      const link::Atom& atom = flow_.atom(id);
      if (atom.kind != link::AtomKind::kObject) continue;
      const link::Object& map = flow_.object(atom.a);
      if (!map.type.empty() || map.empty() || !map.arguments.empty()) return false;
      bool said = true;
      for (const auto& [name, value] : map.fields) {
        const auto is_member = [&, key = &name](const rules::TypeField& field) {
          return Normal(field.name) == Normal(*key);
        };
        if (std::none_of(type.fields.begin(), type.fields.end(), is_member)) return false;
        said &= object.fields.contains(name);
      }
      all = true;
      if (said || !visiting_.insert(atom.a).second) continue;
      Fields(path, map, depth, types);
      visiting_.erase(atom.a);
    }
    return all;
  }

  void Wrapped(const std::string& path, link::NodeId node, int depth) {
    for (const link::AtomId id : flow_.Values(node)) {
      const link::Atom& atom = flow_.atom(id);
      if (atom.kind != link::AtomKind::kObject || !visiting_.insert(atom.a).second) continue;
      std::set<std::string> types;
      Fields(path, flow_.object(atom.a), depth + 1, &types);
      visiting_.erase(atom.a);
    }
  }

  const link::Program& program_;
  const link::Flow& flow_;
  const rules::Pack& pack_;
  const std::vector<const rules::Operation*>& operations_;
  std::set<std::string> wrappers_, soft_;
  std::map<std::string, std::string> names_;  // normalised -> as the service spells it
  std::set<uint32_t> visiting_;
  std::vector<std::pair<link::FnRef, link::ExprRef>>
      calls_;  // through which the request came, outermost first
  std::vector<SeenArgument> out_;
};

/// True if something that flows into the node has fields: then it is the request, not its first
/// parameter.
bool HoldsFields(const link::Program& program, const link::Flow& flow, link::ExprRef at,
                 const rules::Pack& pack) {
  for (const link::AtomId id : flow.ValuesOf(at)) {
    const link::Atom& atom = flow.atom(id);
    if (atom.kind == link::AtomKind::kObject) {
      const link::Object& object = flow.object(atom.a);
      if (object.type.empty() || link::SimpleName(object.type).starts_with("Params")) return true;
      const rules::RequestType* type = pack.FindType(link::SimpleName(object.type));
      if (type == nullptr) return true;
    }
  }
  (void)program;
  return false;
}

/// True if arguments may be the operation's parameters in order (suds, zeep, node-soap). One that
/// is not known, alone or with headers after it, is rather the whole request: an operation with
/// several parameters is seldom called with its first one alone.
bool ArePositional(const link::Program& program, const link::Flow& flow,
                   const link::OperationUse& use, const rules::Pack& pack,
                   const std::vector<facts::ExprId>& requests) {
  if (use.operations.size() != 1 || requests.empty() ||
      HoldsFields(program, flow, {use.at.file, requests[0]}, pack))
    return false;
  if (use.operations[0]->parameters.size() <= 1 || requests.size() > 2) return true;
  return std::any_of(requests.begin(), requests.end(), [&](facts::ExprId request) {
    const link::ExprRef at{use.at.file, request};
    const std::vector<link::AtomId>& atoms = flow.ValuesOf(at);
    return program.expr(at).kind == facts::ExprKind::kConstant ||
           std::any_of(atoms.begin(), atoms.end(), [&](link::AtomId id) {
             const link::AtomKind kind = flow.atom(id).kind;
             return kind == link::AtomKind::kString || kind == link::AtomKind::kEnumMember ||
                    kind == link::AtomKind::kObject;
           });
  });
}

/// The first place outside comments where a word stands; empty if none.
Span FindWord(const facts::FileFacts& facts, std::string_view word) {
  const std::string_view text = facts.source.text();
  const auto is_part = [&](size_t i) { return i < text.size() && IsWordChar(text[i]); };
  for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const auto begin = static_cast<uint32_t>(at);
    const bool whole = (at == 0 || !is_part(at - 1)) && !is_part(at + word.size());
    if (whole && !facts.InComment(begin))
      return {begin, begin + static_cast<uint32_t>(word.size())};
  }
  return {};
}

}  // namespace

std::vector<SeenArgument> ReadArguments(const link::Program& program, const link::Flow& flow,
                                        const link::OperationUse& use) {
  if (use.pack == nullptr) return {};
  Reader reader(program, flow, *use.pack, use.operations);
  const facts::FileFacts& facts = program.file(use.at.file);
  const facts::Expr& call = program.expr(use.at);
  const std::vector<rules::OperationParameter>* parameters =
      use.operations.size() == 1 ? &use.operations[0]->parameters : nullptr;
  const std::vector<facts::ExprId> requests = RequestsOf(program, flow, use);
  const bool positional = ArePositional(program, flow, use, *use.pack, requests);
  size_t index = 0;
  for (const facts::ExprId request : requests) {
    std::string_view keyword;
    for (uint32_t i = 0; i < call.args_count; ++i) {
      if (facts.begin_args(call)[i].value == request) keyword = facts.begin_args(call)[i].name;
    }
    std::string path;
    if (!keyword.empty()) {
      const std::string normal = Normal(keyword);
      bool known = false;
      for (const rules::Operation* op : use.operations) {
        for (const rules::OperationParameter& p : op->parameters) {
          if (Normal(p.name) == normal) path = p.name, known = true;
        }
      }
      if (!known && (normal == "soapheader" || normal == "headers" || normal == "soapheaders"))
        continue;
    } else if (positional && index < parameters->size()) {
      path = (*parameters)[index].name;
    }
    if (keyword.empty()) ++index;
    reader.Argument(path, {use.at.file, request});
    if (!positional && keyword.empty() && !use.keywords_are_request && index >= 2)
      break;  // headers follow the request
  }
  return reader.Take();
}

bool SeesRequest(const link::Program& program, const link::Flow& flow,
                 const link::OperationUse& use, const std::vector<SeenArgument>& arguments) {
  if (use.is_dispatched || use.pack == nullptr) return false;
  if (!arguments.empty()) return true;
  if (use.requests.empty()) return program.expr(use.at).args_count == 0;
  const std::vector<facts::ExprId> requests = RequestsOf(program, flow, use);
  if (requests.empty()) return true;  // headers alone
  const std::vector<link::AtomId>& atoms = flow.ValuesOf({use.at.file, requests[0]});
  return !atoms.empty() && std::all_of(atoms.begin(), atoms.end(), [&](link::AtomId id) {
    const link::Atom& atom = flow.atom(id);
    return atom.kind == link::AtomKind::kObject && flow.object(atom.a).empty();
  });
}

std::vector<SeenArgument> ReadHeaderArguments(
    link::FileId file, const facts::FileFacts& facts, const rules::Pack& pack,
    const std::vector<const rules::Operation*>& operations) {
  std::vector<SeenArgument> out;
  const std::string_view text = facts.source.text();
  for (const std::string& header : pack.surface.context_header_elements) {
    const bool has =
        std::any_of(operations.begin(), operations.end(), [&](const rules::Operation* op) {
          return std::find(op->soap_headers.begin(), op->soap_headers.end(), header) !=
                 op->soap_headers.end();
        });
    const rules::RequestType* type = pack.FindType(header);
    if (type == nullptr) type = pack.FindType(header + "Info");
    if (!has || type == nullptr || FindWord(facts, header).empty()) continue;
    for (const rules::TypeField& field : type->fields) {
      for (const std::string& name :
           {field.name, SnakeCase(field.name), "set" + UpperFirst(field.name)}) {
        const Span span = FindWord(facts, name);
        if (span.empty()) continue;
        SeenArgument& argument = out.emplace_back();
        argument.path = header + "." + field.name;
        argument.source = std::string(text.substr(span.begin, span.end - span.begin));
        argument.file = file, argument.span = span;
        break;
      }
    }
  }
  return out;
}

std::vector<SeenArgument> ReadWrapperArguments(const link::Program& program, const link::Flow& flow,
                                               const link::WrapperCall& call) {
  std::vector<SeenArgument> out;
  const facts::FileFacts& facts = program.file(call.at.file);
  const facts::Expr& e = program.expr(call.at);
  std::vector<std::pair<std::string, link::ExprRef>> constants;
  const auto collect = [&](auto&& self, facts::ExprId id, int depth) -> void {
    if (id == facts::kNone || depth > 3) return;
    for (const std::string& text : flow.Constants(flow.NodeOf({call.at.file, id})))
      constants.push_back({text, {call.at.file, id}});
    const facts::Expr& inner = facts.exprs[id];
    for (uint32_t i = 0; i < inner.args_count; ++i)
      self(self, facts.begin_args(inner)[i].value, depth + 1);
    if (inner.object != facts::kNone) self(self, inner.object, depth + 1);
  };
  for (uint32_t i = 0; i < e.args_count; ++i) collect(collect, facts.begin_args(e)[i].value, 0);
  for (const rules::Operation* op : call.operations) {
    for (const rules::Mapping& mapping : op->mappings) {
      for (const rules::Condition& condition : mapping.when) {
        if (condition.test != rules::Condition::Test::kEquals) continue;
        for (const auto& [text, at] : constants) {
          if (text.size() < 4 || text == "true" || text == "false") continue;
          if (std::find(condition.values.begin(), condition.values.end(), text) ==
              condition.values.end())
            continue;
          const bool known = std::any_of(out.begin(), out.end(), [&](const SeenArgument& a) {
            return a.path == condition.parameter;
          });
          if (known) continue;
          SeenArgument argument;
          argument.path = condition.parameter.substr(0, condition.parameter.find('|'));
          argument.values = {text};
          argument.complete = true;
          argument.file = at.file, argument.span = program.expr(at).span;
          argument.source = std::string(facts.source.Slice(argument.span).substr(0, 80));
          out.push_back(std::move(argument));
        }
      }
    }
  }
  return out;
}

}  // namespace unsoap::match
