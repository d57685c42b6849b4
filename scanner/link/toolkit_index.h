// ToolkitIndex: the packs' toolkits turned into look-up tables: which construction or call makes a
// client, which method of a client is which operation. Templates are expanded here, once, so that
// the solver compares strings only.
//
// {Service}, {Port} and {Binding} stand for the names of the pack's WSDL, {op}, {Op}, {op_snake}
// for an operation. A '*' in an invoke template matches any run of characters. Immutable after
// construction; packs must outlive it.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scanner/base/regex.h"
#include "scanner/facts/facts.h"
#include "scanner/rules/pack.h"

namespace unsoap::link {

/// A way to get a client, in one pack's words.
struct ClientForm {
  const rules::Pack* pack = nullptr;
  const rules::Toolkit* toolkit = nullptr;
  const rules::Toolkit::Client* form = nullptr;
  std::string type;      // expanded; may be qualified
  std::string receiver;  // expanded
  std::string method;    // expanded
};

/// A way to invoke, in one pack's words.
struct InvokeForm {
  const rules::Pack* pack = nullptr;
  const rules::Toolkit* toolkit = nullptr;
  const rules::Toolkit::Invoke* form = nullptr;
  const rules::Operation* operation = nullptr;  // nullptr: an argument names it
  std::string method;                           // expanded; may hold '*'
};

class ToolkitIndex {
 public:
  explicit ToolkitIndex(const std::vector<const rules::Pack*>& packs);

  const std::vector<const rules::Pack*>& packs() const { return packs_; }
  /// Forms whose constructed type has this simple name; with ignore_case in any spelling, for a
  /// language that has it so.
  const std::vector<const ClientForm*>& ClientsOfType(std::string_view simple_name,
                                                      bool ignore_case = false) const;
  /// Forms that are calls of a method with this name.
  const std::vector<const ClientForm*>& ClientsOfMethod(std::string_view method) const;
  /// Forms that a call with this method name may be.
  std::vector<const InvokeForm*> Invokes(std::string_view method, bool ignore_case = false) const;
  /// The enumerator that a plain name of a file in `language` stands for (ns1__LeadKeyRef__EMAIL in
  /// C); nullptr if none.
  struct EnumMember {
    const rules::Toolkit* toolkit = nullptr;
    std::string pattern, value, type;
  };
  const EnumMember* EnumMemberOf(std::string_view name, const facts::FileFacts& file) const;
  /// True if some toolkit passes the client on through a member of this name ("service", a port's
  /// name).
  bool IsPassthrough(std::string_view member) const;
  /// Toolkits of the packages that a manifest's dependency is; mostly none.
  std::vector<const rules::Toolkit*> ToolkitsOf(const facts::Dependency& dependency) const;
  /// True if the toolkit asks for no import, or one of these modules is one of its own.
  bool ImportsShow(const rules::Toolkit& toolkit, const std::vector<facts::Import>& imports) const;
  /// True for the name of an operation, spelled as it is.
  bool IsOperation(std::string_view text) const;
  /// The operation whose request has this type, by its simple name; nullptr if none.
  static const rules::Operation* OperationOfType(const rules::Pack& pack, std::string_view type);
  /// The operation that a string means in one of the styles of a toolkit ("op", "op_snake",
  /// "request_element", "soap_action", "qname"); nullptr if none.
  static const rules::Operation* OperationOf(const rules::Pack& pack, std::string_view text,
                                             const std::vector<std::string>& styles);
  /// The operation that a generated method or function performs, by its name; nullptr if none. What
  /// takes no argument is an accessor of a type (getTags), not a method of a port.
  const rules::Operation* OperationDeclared(const facts::Function& method,
                                            const facts::FileFacts& file) const;
  /// True if the toolkit serves the language of the file, or of code that is embedded in it.
  static bool Serves(const rules::Toolkit& toolkit, const facts::FileFacts& file);

 private:
  void AddPackages(const rules::Pack& pack);
  /// Of the wrappers in shared libraries: a toolkit for each class, one for the functions.
  void AddShared(const rules::Pack& pack, const rules::Package& package);

  std::vector<const rules::Pack*> packs_;
  std::deque<rules::Toolkit> packages_;  // client libraries of the service, as toolkits
  std::vector<std::pair<const rules::Package*, const rules::Toolkit*>> toolkit_of_package_;
  std::vector<ClientForm> clients_;
  std::vector<InvokeForm> invokes_;
  std::unordered_map<std::string_view, std::vector<const ClientForm*>> by_type_, by_method_;
  std::unordered_map<std::string_view, std::vector<const InvokeForm*>> by_name_;
  std::unordered_map<std::string, std::vector<const ClientForm*>> by_folded_type_;
  std::unordered_map<std::string, std::vector<const InvokeForm*>> by_folded_name_;
  std::vector<const InvokeForm*> patterns_;                                // with '*'
  std::unordered_map<std::string, std::vector<EnumMember>> enum_members_;  // by value
  std::unordered_map<std::string, bool> passthrough_;
  std::unordered_map<const rules::Toolkit*, std::vector<Regex>> imports_;
};

/// '*' matches any run; everything else itself.
bool MatchesStar(std::string_view pattern, std::string_view text);

}  // namespace unsoap::link
