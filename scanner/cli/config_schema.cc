// The schema of the configuration, for editors: each flag that may stand there, and the own names.
#include "scanner/cli/config_schema.h"

#include <fmt/core.h>

#include "scanner/base/text.h"
#include "scanner/cli/choices.h"
#include "scanner/findings/json.h"
#include "scanner/rules/builtin.h"

namespace unsoap::cli {
namespace {

using findings::JsonString;

std::string Enum(const std::vector<std::string>& words) {
  std::vector<std::string> quoted;
  for (const std::string& word : words) quoted.push_back(JsonString(word));
  return "[" + Join(quoted, ", ") + "]";
}

std::string ValueOf(const Flag& flag) {
  if (flag.value.empty()) return R"("type": "boolean")";
  if (!flag.words.empty()) return fmt::format(R"("enum": {})", Enum(ChoicesOf(flag).words));
  if (flag.value == "N" || flag.value == "DEPTH") return R"("type": "integer", "minimum": 0)";
  const bool is_number = flag.value == "SIZE" || flag.value == "SECONDS";
  if (is_number) return R"("type": ["string", "number"])";
  const bool is_list = flag.help.find("repeatable") != std::string_view::npos;
  if (!is_list) return R"("type": "string")";
  return R"("anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}])";
}

std::vector<std::string> Operations() {
  std::vector<std::string> out;
  for (const rules::Pack* pack : rules::BuiltinPacks()) {
    for (const rules::Operation& operation : pack->operations) out.push_back(operation.name);
  }
  return out;
}

constexpr std::string_view kOwn = R"(    "wrappers": {
      "description": "Functions of the project that perform an operation of the service",
      "type": "object",
      "additionalProperties": {"$ref": "#/$defs/operation"}
    },
    "clients": {"$ref": "#/$defs/clients"},
    "packages": {
      "description": "Private packages that speak the service's API, by the name that manifests have for them",
      "type": "object",
      "additionalProperties": {
        "type": "object",
        "additionalProperties": false,
        "required": ["ecosystem"],
        "properties": {
          "ecosystem": {"description": "As in composer, npm, pypi, rubygems, maven, nuget", "type": "string"},
          "imports": {
            "description": "What code imports of it, from the begin of the name",
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]
          },
          "clients": {"$ref": "#/$defs/clients"}
        }
      }
    }
)";

constexpr std::string_view kClients = R"(    "clients": {
      "description": "Classes whose objects are clients of the service: each method with its operation, or nothing where the methods are called as the operations",
      "type": "object",
      "additionalProperties": {"type": ["object", "null"], "additionalProperties": {"$ref": "#/$defs/operation"}}
    }
)";

}  // namespace

std::string ConfigSchema() {
  std::string out =
      "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
      "  \"title\": \"unsoap: .unsoap.yml\",\n  \"type\": \"object\",\n"
      "  \"additionalProperties\": false,\n  \"properties\": {\n";
  for (const Flag& flag : Flags()) {
    if (flag.in_config == InConfig::kNo) continue;
    out += fmt::format("    {}: {{\n      \"description\": {},\n      {}\n    }},\n",
                       JsonString(flag.name), JsonString(FullHelp(flag)), ValueOf(flag));
  }
  out += std::string(kOwn) + "  },\n  \"$defs\": {\n";
  out += fmt::format(
      "    \"operation\": {{\n      \"description\": \"An operation of the service\",\n"
      "      \"enum\": {}\n    }},\n{}  }}\n}}\n",
      Enum(Operations()), kClients);
  return out;
}

}  // namespace unsoap::cli
