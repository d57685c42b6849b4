// Which arguments of a call are its request, and whether all of it is seen.
#include "scanner/match/request_of_call.h"

#include <algorithm>
#include <set>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/match/arguments.h"

namespace unsoap::match {
namespace {

/// True if what flows here is one of the service's SOAP headers: it stands beside the request.
bool IsHeader(const link::Program& program, const link::Flow& flow, const rules::Pack& pack,
              link::ExprRef at) {
  const auto names_header = [&](std::string_view type) {
    const std::string normal = Normal(link::SimpleName(type));
    const rules::Surface& surface = pack.surface;
    for (const auto* names : {&surface.auth_header_elements, &surface.context_header_elements}) {
      for (const std::string& name : *names) {
        if (normal == Normal(name)) return true;
        for (const std::string& end : surface.header_type_ends) {
          if (normal == Normal(name + end)) return true;
        }
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

/// True if what flows here has the type of an operation's request.
bool IsRequest(const link::Flow& flow, const link::OperationUse& use, facts::ExprId argument) {
  const std::vector<link::AtomId>& atoms = flow.ValuesOf({use.at.file, argument});
  return std::any_of(atoms.begin(), atoms.end(), [&](link::AtomId id) {
    const link::Atom& atom = flow.atom(id);
    if (atom.kind != link::AtomKind::kObject) return false;
    const std::string_view type = link::SimpleName(flow.object(atom.a).type);
    return std::any_of(use.operations.begin(), use.operations.end(),
                       [&](const rules::Operation* op) {
                         return !type.empty() && EqualsIgnoreCase(op->request_type, type);
                       });
  });
}

/// True if an argument of this name holds a call's SOAP headers.
bool NamesHeaders(const rules::Pack& pack, std::string_view keyword) {
  return !keyword.empty() &&
         std::any_of(pack.toolkits.begin(), pack.toolkits.end(), [&](const rules::Toolkit& t) {
           return std::find(t.header_arguments.begin(), t.header_arguments.end(), keyword) !=
                  t.header_arguments.end();
         });
}

/// True if something that flows into the node has fields: then it is the request, not its first
/// parameter.
bool HoldsFields(const link::Flow& flow, link::ExprRef at, const rules::Pack& pack) {
  for (const link::AtomId id : flow.ValuesOf(at)) {
    const link::Atom& atom = flow.atom(id);
    if (atom.kind != link::AtomKind::kObject) continue;
    // Anything but one of the service's own types, which are parameters.
    const link::Object& object = flow.object(atom.a);
    if (object.type.empty() || pack.FindType(link::SimpleName(object.type)) == nullptr) return true;
  }
  return false;
}

/// True for an object that is only known by what is written into it: options.batchSize = 500.
bool IsImplied(const link::Program& program, const link::Object& object) {
  return object.at.expr != facts::kNone && object.at.file != facts::kNone &&
         program.expr(object.at).kind == facts::ExprKind::kName;
}

/// True if a parameter flows here and no object that is made in the program is known to be it;
/// `joined` makes one of what flows here.
bool IsFromOutside(const link::Program& program, const link::Flow& flow, link::ExprRef at,
                   link::ExprRef joined = {}) {
  bool outside = false, inside = false;
  for (const link::AtomId id : flow.ValuesOf(at)) {
    const link::Atom& atom = flow.atom(id);
    outside = outside || atom.kind == link::AtomKind::kParam;
    if (atom.kind != link::AtomKind::kObject) continue;
    const link::Object& object = flow.object(atom.a);
    inside = inside || (!IsImplied(program, object) && object.at != joined);
  }
  return outside && !inside;
}

/// True for what is joined from something unknown: array_merge(['batchSize' => 500], $options).
bool JoinsUnknown(const link::Program& program, const link::Flow& flow, link::ExprRef at) {
  return std::ranges::any_of(flow.ValuesOf(at), [&](link::AtomId id) {
    const link::Atom& atom = flow.atom(id);
    if (atom.kind != link::AtomKind::kObject) return false;
    const link::Object& object = flow.object(atom.a);
    if (object.at.expr == facts::kNone || object.at.file == facts::kNone) return false;
    const facts::Expr& e = program.expr(object.at);
    if (e.kind != facts::ExprKind::kCall || !object.type.empty()) return false;
    const facts::FileFacts& facts = program.file(object.at.file);
    return std::any_of(
        facts.begin_args(e), facts.begin_args(e) + e.args_count, [&](const facts::Arg& argument) {
          return argument.value != facts::kNone &&
                 IsFromOutside(program, flow, {object.at.file, argument.value}, object.at);
        });
  });
}

/// True if the request, or a part of it, comes from outside: what is seen of it here is not all.
bool IsOpen(const link::Program& program, const link::Flow& flow, const link::OperationUse& use) {
  const std::vector<facts::ExprId> requests = RequestsOf(program, flow, use);
  if (requests.empty() || ParameterOf(use, KeywordOf(program, use, requests[0])) != nullptr)
    return false;  // a member of the request by its name
  // What follows the request is a header or a callback.
  if (requests.size() > 1 && ArePositional(program, flow, use, *use.pack, requests)) return false;
  const link::ExprRef request = {use.at.file, requests[0]};
  return IsFromOutside(program, flow, request) || JoinsUnknown(program, flow, request);
}

/// True if all that flows here is made without members: {}, new ParamsGetTags(), array(new
/// stdClass()).
bool IsEmptyObject(const link::Flow& flow, const std::vector<link::AtomId>& atoms, int depth = 0) {
  std::set<std::string_view> made;
  for (const link::AtomId id : atoms) {
    const link::Atom& atom = flow.atom(id);
    if (atom.kind != link::AtomKind::kObject) continue;
    const link::Object& object = flow.object(atom.a);
    made.insert(link::SimpleName(object.type));
    for (const link::NodeId argument : object.arguments) {  // an initialiser without members
      if (argument != facts::kNone &&
          (depth > 1 || !IsEmptyObject(flow, flow.Values(argument), depth + 1)))
        return false;
    }
    for (const auto& [name, member] : object.fields) {
      if (name != "[]" || depth > 1 || !IsEmptyObject(flow, flow.Values(member), depth + 1))
        return false;
    }
  }
  return !made.empty() && std::ranges::all_of(atoms, [&](link::AtomId id) {
    const link::Atom& atom = flow.atom(id);
    return atom.kind == link::AtomKind::kObject ||
           (atom.kind == link::AtomKind::kExternalType && made.contains(flow.str(atom.a)));
  });
}

}  // namespace

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

std::string_view KeywordOf(const link::Program& program, const link::OperationUse& use,
                           facts::ExprId argument) {
  const facts::Expr& call = program.expr(use.at);
  const facts::Arg* args = program.file(use.at.file).begin_args(call);
  std::string_view out;
  for (uint32_t i = 0; i < call.args_count; ++i) {
    if (args[i].value == argument) out = args[i].name;
  }
  return out;
}

const rules::OperationParameter* ParameterOf(const link::OperationUse& use,
                                             std::string_view keyword) {
  const std::string normal = Normal(keyword);
  for (const rules::Operation* op : use.operations) {
    for (const rules::OperationParameter& p : op->parameters) {
      if (!normal.empty() && Normal(p.name) == normal) return &p;
    }
  }
  return nullptr;
}

std::vector<facts::ExprId> RequestsOf(const link::Program& program, const link::Flow& flow,
                                      const link::OperationUse& use) {
  std::vector<facts::ExprId> out;
  for (const facts::ExprId request : use.requests) {
    const std::string_view keyword = KeywordOf(program, use, request);
    if (NamesHeaders(*use.pack, keyword) && ParameterOf(use, keyword) == nullptr) continue;
    if (IsRequest(flow, use, request)) return {request};
    if (std::find(out.begin(), out.end(), request) == out.end() &&
        !IsHeader(program, flow, *use.pack, {use.at.file, request}))
      out.push_back(request);
  }
  return out;
}

bool ArePositional(const link::Program& program, const link::Flow& flow,
                   const link::OperationUse& use, const rules::Pack& pack,
                   const std::vector<facts::ExprId>& requests) {
  // Which parameters a package's own methods have is the package's affair.
  if (use.toolkit != nullptr && use.toolkit->is_package) return false;
  if (use.operations.size() != 1 || requests.empty() || IsRequest(flow, use, requests[0]) ||
      HoldsFields(flow, {use.at.file, requests[0]}, pack))
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

bool SeesRequest(const link::Program& program, const link::Flow& flow,
                 const link::OperationUse& use, const std::vector<SeenArgument>& arguments) {
  if (use.is_dispatched || use.pack == nullptr) return false;
  if (use.toolkit != nullptr && use.toolkit->is_package) return false;
  if (!arguments.empty()) return !IsOpen(program, flow, use);
  if (use.requests.empty()) return program.expr(use.at).args_count == 0;
  const std::vector<facts::ExprId> requests = RequestsOf(program, flow, use);
  return requests.empty() ||  // headers alone
         IsEmptyObject(flow, flow.ValuesOf({use.at.file, requests[0]}));
}

std::string MemberAt(const link::Program& program,
                     const std::vector<const rules::Operation*>& operations,
                     const link::Object& object, const rules::RequestType* type, size_t place) {
  if (object.type.empty()) return {};
  const std::string_view simple = link::SimpleName(object.type);
  const auto request =
      std::find_if(operations.begin(), operations.end(),
                   [&](const rules::Operation* op) { return op->request_type == simple; });
  if (type == nullptr && request == operations.end()) return {};
  for (const link::ClassRef& c : program.ResolveClass(object.at.file, object.type)) {
    for (const link::FnRef& constructor : program.Constructors(c)) {
      const std::vector<facts::Param>& params = program.function(constructor).params;
      if (place < params.size()) return std::string(params[place].name);
    }
  }
  if (type != nullptr) return place < type->fields.size() ? type->fields[place].name : "";
  const std::vector<rules::OperationParameter>& parameters = (*request)->parameters;
  return place < parameters.size() ? parameters[place].name : "";
}

}  // namespace unsoap::match
