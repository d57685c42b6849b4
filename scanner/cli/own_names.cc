// wrappers, clients and packages of a project's configuration: read, checked, added to a pack.
#include "scanner/cli/own_names.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/facts/structured.h"

namespace unsoap::cli {
namespace {

using rules::YamlNode;

constexpr size_t kMostNames = 1000;
constexpr size_t kLongestName = 200;

struct Reader {
  const std::string& bytes;
  OwnNames* out;

  PlacedName At(const YamlNode& node) const {
    return {node.text, node.line, node.column, rules::LineOf(bytes, node.line)};
  }
  tl::unexpected<Error> Wrong(const PlacedName& at, std::string message, std::string hint) const {
    Error error;
    error.message = std::move(message), error.hint = std::move(hint);
    error.path = out->path, error.line = at.line, error.column = at.column;
    error.source = at.source;
    return Fail(std::move(error));
  }
  Result<void> NeedMap(const YamlNode& node, std::string_view what, std::string_view like) const {
    if (node.kind == YamlNode::Kind::kMap) return {};
    return Wrong(At(node), fmt::format("{} must be a map, not {}", what, node.KindName()),
                 fmt::format("for example {}", like));
  }
  Result<void> NeedName(const YamlNode& node, std::string_view what) const {
    if (node.kind == YamlNode::Kind::kScalar && !node.text.empty() &&
        node.text.size() <= kLongestName)
      return {};
    return Wrong(At(node),
                 fmt::format("{} must be a name, not {}", what,
                             node.text.size() > kLongestName ? "a long text"
                             : node.text.empty()             ? "nothing"
                                                             : node.KindName()),
                 "");
  }

  Result<void> Operations(const YamlNode& node, std::string_view what, std::string_view like,
                          std::vector<std::pair<std::string, PlacedName>>* to) const {
    if (Result<void> map = NeedMap(node, what, like); !map) return map;
    for (size_t i = 0; i + 1 < node.items.size(); i += 2) {
      const YamlNode& name = node.items[i];
      const YamlNode& operation = node.items[i + 1];
      if (Result<void> good = NeedName(name, "a function"); !good) return good;
      if (Result<void> good = NeedName(operation, fmt::format("the operation of '{}'", name.text));
          !good)
        return good;
      if (to->size() >= kMostNames)
        return Wrong(At(name), fmt::format("there are more than {} names", kMostNames), "");
      to->emplace_back(name.text, At(operation));
    }
    return {};
  }

  Result<void> Clients(const YamlNode& node, std::vector<OwnClient>* to) const {
    constexpr std::string_view kLike = "clients: {CrmGateway: {push: OPERATION}}";
    if (Result<void> map = NeedMap(node, "'clients'", kLike); !map) return map;
    for (size_t i = 0; i + 1 < node.items.size(); i += 2) {
      const YamlNode& methods = node.items[i + 1];
      if (Result<void> good = NeedName(node.items[i], "a class"); !good) return good;
      if (to->size() >= kMostNames)
        return Wrong(At(node.items[i]), fmt::format("there are more than {} names", kMostNames),
                     "");
      OwnClient& client = to->emplace_back();
      client.type = At(node.items[i]);
      if (methods.kind == YamlNode::Kind::kNull) continue;
      const std::string what = fmt::format("the value of '{}'", client.type.text);
      Result<void> read = Operations(methods, what, kLike, &client.methods);
      if (!read) return read;
    }
    return {};
  }

  Result<void> Ecosystem(const YamlNode& node, std::string* to) const {
    std::set<std::string> known;
    for (const facts::StructuredRow& row : facts::StructuredRows()) {
      if (!row.ecosystem.empty()) known.insert(std::string(row.ecosystem));
    }
    *to = node.text;
    if (known.contains(node.text)) return {};
    const std::vector<std::string> all(known.begin(), known.end());
    const std::string near = DidYouMean(node.text, all);
    return Wrong(
        At(node), fmt::format("there is no ecosystem '{}'", node.text),
        near.empty() ? "one of " + Join(all, ", ") : fmt::format("did you mean '{}'?", near));
  }

  Result<void> Imports(const YamlNode& node, std::vector<std::string>* to) const {
    const bool is_list = node.kind == YamlNode::Kind::kList;
    for (const YamlNode& item : is_list ? node.items : std::vector<YamlNode>{node}) {
      if (Result<void> good = NeedName(item, "an import"); !good) return good;
      to->push_back(item.text);
    }
    return {};
  }

  Result<void> Package(const YamlNode& name, const YamlNode& node) const {
    constexpr std::string_view kLike = "packages: {acme/crm: {ecosystem: composer}}";
    if (Result<void> good = NeedName(name, "a package"); !good) return good;
    if (Result<void> map = NeedMap(node, fmt::format("the value of '{}'", name.text), kLike); !map)
      return map;
    if (out->packages.size() >= kMostNames)
      return Wrong(At(name), fmt::format("there are more than {} names", kMostNames), "");
    OwnPackage& package = out->packages.emplace_back();
    package.name = At(name);
    for (size_t i = 0; i + 1 < node.items.size(); i += 2) {
      const std::string& key = node.items[i].text;
      const YamlNode& value = node.items[i + 1];
      Result<void> read;
      if (key == "ecosystem") {
        read = Ecosystem(value, &package.ecosystem);
      } else if (key == "imports") {
        read = Imports(value, &package.imports);
      } else if (key == "clients") {
        read = Clients(value, &package.clients);
      } else {
        const std::string near = DidYouMean(key, {"ecosystem", "imports", "clients"});
        read = Wrong(At(node.items[i]), fmt::format("unknown key '{}'", key),
                     near.empty() ? "one of ecosystem, imports, clients"
                                  : fmt::format("did you mean '{}'?", near));
      }
      if (!read) return read;
    }
    if (!package.ecosystem.empty()) return {};
    return Wrong(package.name, fmt::format("'{}' does not say its ecosystem", package.name.text),
                 fmt::format("for example {}", kLike));
  }
};

/// "Acme\\Crm\\Gateway", "Crm::Gateway", "acme.crm.Gateway": the last part.
std::string LastName(const std::string& name) {
  const size_t end = name.find_last_of("\\.:/");
  return end == std::string::npos ? name : name.substr(end + 1);
}

/// As a regular expression that matches nothing else.
std::string Escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (!IsWordChar(c) && (c & 0x80) == 0) out += '\\';
    out += c;
  }
  return out;
}

struct Adder {
  const OwnNames& names;
  rules::Pack* pack;

  Result<void> Operation(const PlacedName& name, std::string* out) const {
    if (const rules::Operation* operation = pack->FindOperation(name.text)) {
      *out = operation->name;
      return {};
    }
    std::vector<std::string> all;
    for (const rules::Operation& operation : pack->operations) all.push_back(operation.name);
    const std::string near = DidYouMean(name.text, all);
    Error error;
    error.message = fmt::format("there is no operation '{}'", name.text);
    error.hint =
        near.empty() ? "'unsoap rules list' names all" : fmt::format("did you mean '{}'?", near);
    error.path = names.path, error.line = name.line, error.column = name.column;
    error.source = name.source;
    return Fail(std::move(error));
  }

  Result<void> Client(const OwnClient& client, rules::Package* package) const {
    package->client_types.push_back(LastName(client.type.text));
    for (const auto& [method, operation] : client.methods) {
      if (Result<void> known = Operation(operation, &package->methods[method]); !known)
        return known;
    }
    if (!client.methods.empty()) return {};
    for (const rules::Operation& operation : pack->operations)
      package->methods[operation.name] = operation.name;
    return {};
  }

  static rules::Package New(std::string id) {
    rules::Package package;
    package.title = std::move(id);
    package.id = "own:" + package.title;
    package.kind = "soap", package.ecosystem = "copy-in", package.is_own = true;
    package.advice = "Its place in this project is named in the configuration.";
    return package;
  }

  Result<void> Add() const {
    if (!names.wrappers.empty()) {
      rules::Package package = New("wrappers");
      for (const auto& [function, operation] : names.wrappers) {
        if (Result<void> known = Operation(operation, &package.functions[function]); !known)
          return known;
      }
      pack->packages.push_back(std::move(package));
    }
    for (const OwnClient& client : names.clients) {
      rules::Package package = New(client.type.text);
      if (Result<void> added = Client(client, &package); !added) return added;
      pack->packages.push_back(std::move(package));
    }
    for (const OwnPackage& own : names.packages) {
      rules::Package package = New(own.name.text);
      package.ecosystem = own.ecosystem;
      package.names = {own.name.text};
      for (const std::string& import : own.imports)
        package.imports.push_back(Escaped(import) + ".*");
      for (const OwnClient& client : own.clients) {
        if (Result<void> added = Client(client, &package); !added) return added;
      }
      pack->packages.push_back(std::move(package));
    }
    return {};
  }
};

}  // namespace

std::vector<std::string> OwnKeys() { return {"wrappers", "clients", "packages"}; }

bool IsOwnKey(std::string_view key) {
  return key == "wrappers" || key == "clients" || key == "packages";
}

Result<void> ReadOwnNames(const std::string& key, const YamlNode& value, const std::string& bytes,
                          OwnNames* out) {
  const Reader reader{bytes, out};
  if (key == "wrappers")
    return reader.Operations(value, "'wrappers'", "wrappers: {crm_push: OPERATION}",
                             &out->wrappers);
  if (key == "clients") return reader.Clients(value, &out->clients);
  if (Result<void> map =
          reader.NeedMap(value, "'packages'", "packages: {acme/crm: {ecosystem: composer}}");
      !map)
    return map;
  for (size_t i = 0; i + 1 < value.items.size(); i += 2) {
    if (Result<void> read = reader.Package(value.items[i], value.items[i + 1]); !read) return read;
  }
  return {};
}

Result<void> AddOwnNames(const OwnNames& names, rules::Pack* pack) {
  return Adder{names, pack}.Add();
}

}  // namespace unsoap::cli
