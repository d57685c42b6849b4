#include "scanner/link/toolkit_index.h"

#include <algorithm>
#include <map>
#include <set>

#include "scanner/base/text.h"
#include "scanner/languages/language.h"
#include "scanner/link/program.h"

namespace unsoap::link {
namespace {

template <class T>
const std::vector<const T*>& Nothing() {
  static const std::vector<const T*> nothing;
  return nothing;
}

std::string Replace(std::string_view text, std::string_view from, std::string_view to) {
  std::string out(text);
  for (size_t at = 0; (at = out.find(from, at)) != std::string::npos; at += to.size())
    out.replace(at, from.size(), to);
  return out;
}

/// All ways to fill {Service}, {Port} and {Binding}; the text itself when it holds none.
std::vector<std::string> Fill(const rules::Pack& pack, std::string_view text) {
  std::vector<std::string> out = {std::string(text)};
  const auto expand = [&](std::string_view mark, const std::vector<std::string>& names) {
    if (text.find(mark) == std::string_view::npos) return;
    std::vector<std::string> next;
    for (const std::string& partial : out) {
      for (const std::string& name : names) next.push_back(Replace(partial, mark, name));
    }
    out = std::move(next);
  };
  std::vector<std::string> ports = pack.surface.port_names;
  ports.insert(ports.end(), pack.surface.port_types.begin(), pack.surface.port_types.end());
  expand("{Service}", pack.surface.service_names);
  expand("{Port}", ports);
  expand("{PortType}", pack.surface.port_types);
  expand("{PortName}", pack.surface.port_names);
  expand("{Binding}", pack.surface.bindings);
  return out;
}

}  // namespace

bool MatchesStar(std::string_view pattern, std::string_view text) {
  size_t p = 0, t = 0, star = std::string_view::npos, mark = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++, mark = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p, ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1, t = ++mark;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

namespace {
constexpr int kNoRequest = 1000;  // no call has so many arguments
}

ToolkitIndex::ToolkitIndex(const std::vector<const rules::Pack*>& packs) : packs_(packs) {
  for (const rules::Pack* pack : packs) {
    for (const rules::Toolkit& toolkit : pack->toolkits) {
      for (const rules::Toolkit::Client& client : toolkit.clients) {
        for (const std::string& type : Fill(*pack, client.type)) {
          for (const std::string& receiver : Fill(*pack, client.receiver)) {
            for (const std::string& method : Fill(*pack, client.method)) {
              clients_.push_back({pack, &toolkit, &client, type, receiver, method});
            }
          }
        }
      }
      for (const rules::Toolkit::Invoke& invoke : toolkit.invokes) {
        const bool per_operation = invoke.method.find("{op") != std::string::npos ||
                                   invoke.method.find("{Op") != std::string::npos;
        if (!per_operation) {
          invokes_.push_back({pack, &toolkit, &invoke, nullptr, invoke.method});
          continue;
        }
        for (const rules::Operation& operation : pack->operations) {
          invokes_.push_back({pack, &toolkit, &invoke, &operation,
                              rules::ExpandTemplate(invoke.method, operation.name)});
        }
      }
      for (const std::string& pattern : toolkit.enum_members) {
        for (const rules::EnumType& type : pack->enums) {
          for (const std::string& value : type.values) {
            enum_members_[value].push_back(
                {&toolkit, Replace(Replace(pattern, "{Enum}", type.name), "{value}", value), value,
                 type.name});
          }
        }
      }
      for (const std::string& import : toolkit.imports) imports_[&toolkit].emplace_back(import);
      for (const std::string& member : toolkit.passthrough) {
        for (std::string& name : Fill(*pack, member)) passthrough_[std::move(name)] = true;
      }
      for (const rules::Toolkit::Invoke& invoke : toolkit.invokes) {
        if (!invoke.via.empty()) passthrough_[invoke.via] = true;
      }
    }
    AddPackages(*pack);
    for (const std::string& name : pack->surface.service_names) passthrough_[name] = true;
    for (const std::string& name : pack->surface.port_names) passthrough_[name] = true;
  }
  // The tables point into the vectors, which are complete now.
  for (const ClientForm& form : clients_) {
    if (!form.type.empty()) {
      by_type_[SimpleName(form.type)].push_back(&form);
      by_folded_type_[Lower(SimpleName(form.type))].push_back(&form);
    }
    if (!form.method.empty()) by_method_[form.method].push_back(&form);
  }
  for (const InvokeForm& form : invokes_) {
    if (form.method.find('*') != std::string::npos) {
      patterns_.push_back(&form);
    } else {
      by_name_[form.method].push_back(&form);
      by_folded_name_[Lower(form.method)].push_back(&form);
    }
  }
}

void ToolkitIndex::AddPackages(const rules::Pack& pack) {
  // Packages that share a client (forks) are one toolkit.
  std::map<std::string, rules::Toolkit*> by_client;
  std::map<rules::Toolkit*, std::map<std::string, std::string>> methods, functions;
  for (const rules::Package& package : pack.packages) AddShared(pack, package);
  const size_t before = packages_.size();
  for (const rules::Package& package : pack.packages) {
    std::vector<std::string> clients = package.client_types;
    clients.insert(clients.end(), package.factories.begin(), package.factories.end());
    const bool has_clients = !clients.empty() && !package.methods.empty();
    if (package.kind == "rest" || (!has_clients && package.functions.empty())) continue;
    rules::Toolkit* toolkit = nullptr;
    for (const std::string& client : clients) {
      if (const auto at = by_client.find(client); at != by_client.end()) toolkit = at->second;
    }
    if (toolkit == nullptr) {
      toolkit = &packages_.emplace_back();
      toolkit->id = package.id, toolkit->title = package.title, toolkit->is_package = true;
      toolkit->is_own = package.is_own;
    }
    toolkit_of_package_.emplace_back(&package, toolkit);
    toolkit->imports.insert(toolkit->imports.end(), package.imports.begin(), package.imports.end());
    methods[toolkit].insert(package.methods.begin(), package.methods.end());
    for (const std::string& type : package.client_types) {
      if (!by_client.emplace(type, toolkit).second) continue;
      toolkit->clients.emplace_back().type = type;
      toolkit->clients.back().key_arguments = package.key_arguments;
      toolkit->clients.back().proven = package.is_own && package.imports.empty();
    }
    functions[toolkit].insert(package.functions.begin(), package.functions.end());
    for (const std::string& factory : package.factories) {
      const size_t dot = factory.rfind('.');
      if (dot == std::string::npos || !by_client.emplace(factory, toolkit).second) continue;
      rules::Toolkit::Client& client = toolkit->clients.emplace_back();
      client.receiver = factory.substr(0, dot), client.method = factory.substr(dot + 1);
      client.key_arguments = package.key_arguments;
    }
  }
  for (size_t p = before; p < packages_.size(); ++p) {
    rules::Toolkit& toolkit = packages_[p];
    const std::map<std::string, std::string>& named = methods[&toolkit];
    for (const auto& [method, operation] : named) {
      toolkit.invokes.emplace_back().method = method;
      // What it takes is its own, not the operation's request.
      toolkit.invokes.back().request_argument = kNoRequest;
    }
    for (const auto& row : functions[&toolkit]) {
      toolkit.invokes.emplace_back().method = row.first;
      toolkit.invokes.back().request_argument = kNoRequest;
      toolkit.invokes.back().is_function = true;
    }
    size_t i = 0;
    const std::map<std::string, std::string>& plain = functions[&toolkit];
    for (const auto* table : {&named, &plain}) {
      for (const auto& [method, operation] : *table) {
        const rules::Operation* op = pack.FindOperation(operation);
        if (op != nullptr) invokes_.push_back({&pack, &toolkit, &toolkit.invokes[i], op, method});
        ++i;
      }
    }
    for (const rules::Toolkit::Client& client : toolkit.clients)
      clients_.push_back({&pack, &toolkit, &client, client.type, client.receiver, client.method});
    for (const std::string& import : toolkit.imports) imports_[&toolkit].emplace_back(import);
  }
}

void ToolkitIndex::AddShared(const rules::Pack& pack, const rules::Package& package) {
  std::map<std::pair<std::string, std::string>, std::vector<const rules::SharedWrapper*>> by_type;
  std::map<std::string, size_t> classes;  // of a family
  for (const rules::SharedWrapper& wrapper : package.shared) {
    auto& wrappers = by_type[{wrapper.family, wrapper.type}];
    if (wrappers.empty() && !wrapper.type.empty()) ++classes[wrapper.family];
    wrappers.push_back(&wrapper);
  }
  for (const auto& [key, wrappers] : by_type) {
    const auto& [family, type] = key;
    rules::Toolkit& toolkit = packages_.emplace_back();
    toolkit.id = package.id, toolkit.title = package.title;
    toolkit.is_package = toolkit.is_shared = true;
    toolkit.imports = package.imports;
    for (const auto& language : languages::Languages()) {
      if (language->family == family) toolkit.languages.push_back(language->id);
    }
    std::set<std::string> makers;
    for (const rules::SharedWrapper* wrapper : wrappers) {
      makers.insert(wrapper->makers.begin(), wrapper->makers.end());
      rules::Toolkit::Invoke& invoke = toolkit.invokes.emplace_back();
      invoke.method = wrapper->name, invoke.shared = wrapper;
      invoke.request_argument = kNoRequest;
      invoke.operation_argument = wrapper->operation_argument;
      invoke.is_function = type.empty();
    }
    if (!type.empty()) {
      rules::Toolkit::Client& client = toolkit.clients.emplace_back();
      client.type = type, client.is_base = true;
      // const Crm = require('@acme/crm'); new Crm(): the only class of a module that has no name of
      // its own for it.
      if (classes[family] == 1 && type.find('.') == std::string::npos && package.title != type)
        toolkit.clients.emplace_back().type = package.title;
    }
    for (const std::string& maker : makers) {
      rules::Toolkit::Client& client = toolkit.clients.emplace_back();
      const size_t dot = maker.rfind('.');
      client.receiver = dot == std::string::npos ? "" : maker.substr(0, dot);
      client.method = maker.substr(dot + 1);
    }
    for (size_t i = 0; i < wrappers.size(); ++i) {
      if (wrappers[i]->operation_argument >= 0)
        invokes_.push_back({&pack, &toolkit, &toolkit.invokes[i], nullptr, wrappers[i]->name});
      for (const std::string& operation : wrappers[i]->operations) {
        if (const rules::Operation* op = pack.FindOperation(operation))
          invokes_.push_back({&pack, &toolkit, &toolkit.invokes[i], op, wrappers[i]->name});
      }
    }
    for (const rules::Toolkit::Client& client : toolkit.clients)
      clients_.push_back({&pack, &toolkit, &client, client.type, client.receiver, client.method});
    for (const std::string& import : toolkit.imports) imports_[&toolkit].emplace_back(import);
  }
}

std::vector<const rules::Toolkit*> ToolkitIndex::ToolkitsOf(
    const facts::Dependency& dependency) const {
  std::vector<const rules::Toolkit*> found;
  for (const auto& [package, toolkit] : toolkit_of_package_) {
    // A dependency on a repository says its name, whatever the package's ecosystem.
    const bool is_repository = dependency.ecosystem == "git";
    if (package->ecosystem != dependency.ecosystem && !is_repository) continue;
    const std::string wanted = (is_repository ? "git:" : "") + std::string(dependency.name);
    const bool named =
        std::any_of(package->names.begin(), package->names.end(),
                    [&](const std::string& name) { return MatchesStar(name, wanted); });
    if (named) found.push_back(toolkit);
  }
  return found;
}

const std::vector<const ClientForm*>& ToolkitIndex::ClientsOfType(std::string_view name,
                                                                  bool ignore_case) const {
  if (ignore_case) {  // whatever else is spelled exactly so
    const auto folded = by_folded_type_.find(Lower(name));
    return folded == by_folded_type_.end() ? Nothing<ClientForm>() : folded->second;
  }
  const auto at = by_type_.find(name);
  return at == by_type_.end() ? Nothing<ClientForm>() : at->second;
}

const std::vector<const ClientForm*>& ToolkitIndex::ClientsOfMethod(std::string_view method) const {
  const auto at = by_method_.find(method);
  return at == by_method_.end() ? Nothing<ClientForm>() : at->second;
}

std::vector<const InvokeForm*> ToolkitIndex::Invokes(std::string_view method,
                                                     bool ignore_case) const {
  std::vector<const InvokeForm*> found;
  if (ignore_case) {  // also where another toolkit's method is spelled exactly so
    const auto folded = by_folded_name_.find(Lower(method));
    if (folded != by_folded_name_.end()) found = folded->second;
  } else if (const auto at = by_name_.find(method); at != by_name_.end()) {
    found = at->second;
  }
  for (const InvokeForm* form : patterns_) {
    if (MatchesStar(form->method, method)) found.push_back(form);
  }
  return found;
}

const ToolkitIndex::EnumMember* ToolkitIndex::EnumMemberOf(std::string_view name,
                                                           const facts::FileFacts& file) const {
  // A value is what stands behind some separator; few names have one.
  for (size_t at = name.find('_'); at != std::string_view::npos; at = name.find('_', at + 1)) {
    const auto found = enum_members_.find(std::string(name.substr(at + 1)));
    if (found == enum_members_.end()) continue;
    for (const EnumMember& member : found->second) {
      if (Serves(*member.toolkit, file) && MatchesStar(member.pattern, name)) return &member;
    }
  }
  return nullptr;
}

bool ToolkitIndex::ImportsShow(const rules::Toolkit& toolkit,
                               const std::vector<facts::Import>& imports) const {
  const auto at = imports_.find(&toolkit);
  if (at == imports_.end()) return true;
  for (const facts::Import& import : imports) {
    for (const Regex& regex : at->second) {
      if (regex.MatchesWhole(import.module)) return true;
    }
  }
  return false;
}

bool ToolkitIndex::IsPassthrough(std::string_view member) const {
  return passthrough_.contains(std::string(member));
}

const rules::Operation* ToolkitIndex::OperationOf(const rules::Pack& pack, std::string_view text,
                                                  const std::vector<std::string>& styles) {
  if (text.empty() || text.size() > 200) return nullptr;
  const auto has = [&](std::string_view style) {
    return styles.empty() || std::find(styles.begin(), styles.end(), style) != styles.end();
  };
  // "ns1:paramsGetLead", "{http://...}paramsGetLead", "http://.../getLead": the local part decides.
  std::string_view local = text;
  const size_t cut = local.find_last_of(":}/#");
  const bool qualified = cut != std::string_view::npos;
  if (qualified) local = local.substr(cut + 1);
  if (local.size() > 1 && local.front() == '"' && local.back() == '"')
    local = local.substr(1, local.size() - 2);
  while (!local.empty() && local.back() == '"') local.remove_suffix(1);
  for (const rules::Operation& operation : pack.operations) {
    if ((has("op") || (qualified && (has("soap_action") || has("qname")))) &&
        local == operation.name)
      return &operation;
    if (has("op_snake") && local == SnakeCase(operation.name)) return &operation;
    if ((has("request_element") || has("qname")) &&
        (local == operation.request_element || local == SnakeCase(operation.request_element))) {
      return &operation;
    }
    if (has("op") && std::find(operation.aliases.begin(), operation.aliases.end(), local) !=
                         operation.aliases.end()) {
      return &operation;
    }
  }
  return nullptr;
}

bool ToolkitIndex::IsOperation(std::string_view text) const {
  return std::any_of(packs_.begin(), packs_.end(),
                     [&](const rules::Pack* pack) { return pack->FindOperation(text) != nullptr; });
}

const rules::Operation* ToolkitIndex::OperationOfType(const rules::Pack& pack,
                                                      std::string_view type) {
  for (const rules::Operation& operation : pack.operations) {
    if (!type.empty() && type == operation.request_type) return &operation;
  }
  return nullptr;
}

const rules::Operation* ToolkitIndex::OperationDeclared(const facts::Function& method,
                                                        const facts::FileFacts& file) const {
  if (method.params.empty()) return nullptr;
  for (const InvokeForm* form : Invokes(method.name)) {
    if (form->operation != nullptr && Serves(*form->toolkit, file)) return form->operation;
  }
  return nullptr;
}

bool ToolkitIndex::Serves(const rules::Toolkit& toolkit, const facts::FileFacts& file) {
  if (toolkit.languages.empty()) return true;
  const auto serves = [&](std::string_view language) {
    return std::find(toolkit.languages.begin(), toolkit.languages.end(), language) !=
           toolkit.languages.end();
  };
  return serves(file.language) || std::any_of(file.guests.begin(), file.guests.end(), serves);
}

}  // namespace unsoap::link
