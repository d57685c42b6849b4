#include "scanner/cli/arguments.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "scanner/base/char.h"
#include "scanner/base/text.h"

namespace unsoap::cli {
namespace {

std::vector<std::string> FlagNames() {
  std::vector<std::string> names;
  for (const Flag& flag : Flags()) names.emplace_back(flag.name);
  return names;
}

tl::unexpected<Error> UnknownFlag(std::string_view name) {
  const std::string near = DidYouMean(name, FlagNames());
  return Fail(
      fmt::format("unknown flag '--{}'", name),
      near.empty() ? "'unsoap help' lists all flags" : fmt::format("did you mean '--{}'?", near));
}

// The command line as a stream of words.
class Words {
 public:
  explicit Words(const std::vector<std::string>& words) : words_(words) {}
  bool done() const { return next_ == words_.size(); }
  const std::string& Take() { return words_[next_++]; }

 private:
  const std::vector<std::string>& words_;
  size_t next_ = 0;
};

Result<void> ParseLong(const std::string& word, Words& rest, std::vector<Assignment>* out) {
  const size_t equals = word.find('=');
  const std::string name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
  const Flag* flag = FindFlag(name);
  if (flag == nullptr) return UnknownFlag(name);
  const std::string origin = "--" + name;
  const bool has_value = equals != std::string::npos;
  if (flag->value.empty()) {
    const std::string value = has_value ? word.substr(equals + 1) : "true";
    if (value != "true" && value != "false") {
      return Fail(fmt::format("{} takes no value", origin), fmt::format("write {} alone", origin));
    }
    out->push_back({flag, value, origin, "", 0, 0, ""});
    return {};
  }
  if (!has_value && rest.done()) {
    return Fail(fmt::format("{} needs a value", origin), fmt::format("{} {}", origin, flag->value));
  }
  out->push_back({flag, has_value ? word.substr(equals + 1) : rest.Take(), origin, "", 0, 0, ""});
  return {};
}

// "-q", "-qv", "-j4", "-j 4", "-f=json".
Result<void> ParseShort(const std::string& word, Words& rest, std::vector<Assignment>* out) {
  for (size_t i = 1; i < word.size(); ++i) {
    const Flag* flag = FindFlag(word[i]);
    if (flag == nullptr) {
      const std::string meant = word.size() > 2 ? DidYouMean(word.substr(1), FlagNames()) : "";
      return Fail(fmt::format("unknown flag '-{}'{}", word[i],
                              word.size() > 2 ? fmt::format(" in '{}'", word) : ""),
                  meant.empty() ? "'unsoap help' lists all flags"
                                : fmt::format("did you mean '--{}'?", meant));
    }
    const std::string origin = fmt::format("-{}", word[i]);
    if (flag->value.empty()) {
      out->push_back({flag, "true", origin, "", 0, 0, ""});
      continue;
    }
    std::string value = word.substr(i + 1);
    if (!value.empty() && value[0] == '=') value.erase(0, 1);
    if (value.empty()) {
      if (rest.done())
        return Fail(fmt::format("{} needs a value", origin),
                    fmt::format("{} {}", origin, flag->value));
      value = rest.Take();
    }
    out->push_back({flag, std::move(value), origin, "", 0, 0, ""});
    return {};
  }
  return {};
}

// Yes and no as people write them in environment variables.
std::optional<bool> ParseSwitch(std::string_view text) {
  for (const char* yes : {"1", "true", "yes", "on"}) {
    if (EqualsIgnoreCase(text, yes)) return true;
  }
  for (const char* no : {"0", "false", "no", "off"}) {
    if (EqualsIgnoreCase(text, no)) return false;
  }
  return std::nullopt;
}

/// Fails for the first variable that sets no flag.
Result<void> CheckNames(const std::map<std::string, std::string>& variables) {
  std::vector<std::string> names;
  for (const Flag& flag : Flags()) {
    if (flag.in_config != InConfig::kNo)
      names.push_back(EnvironmentName(flag).substr(kEnvironmentPrefix.size()));
  }
  for (const auto& [name, value] : variables) {
    const std::string own = name.substr(kEnvironmentPrefix.size());
    if (std::find(names.begin(), names.end(), own) != names.end()) continue;
    for (const Flag& flag : Flags()) {
      if (EnvironmentName(flag) == name)
        return Fail(fmt::format("the environment sets {}, which is for one run only", name),
                    fmt::format("write --{} on the command line", flag.name));
    }
    // What all of them begin with makes none of them like another.
    const std::string near = DidYouMean(own, names);
    return Fail(fmt::format("the environment sets {}, which no flag reads", name),
                near.empty() ? "'unsoap help' lists all flags"
                             : fmt::format("did you mean {}{}?", kEnvironmentPrefix, near));
  }
  return {};
}

bool IsList(const Flag& flag) { return flag.help.find("repeatable") != std::string_view::npos; }

/// True for what no setting's value looks like and a key does: letters of both cases, or letters
/// and digits, without anything between.
bool MayBeKey(std::string_view value) {
  constexpr size_t kShortest = 6;
  const auto some = [&](bool (*is)(char)) { return std::any_of(value.begin(), value.end(), is); };
  const int kinds = some(IsLower) + some(IsUpper) + some(IsDigit);
  return value.size() >= kShortest && kinds > 1 && value.find('/') == std::string_view::npos;
}

/// A file's error says where it is; a value that may be a key is not repeated.
void LeaveOut(const std::string& value, Error* error) {
  const std::string quoted = "'" + value + "'";
  for (size_t at = error->message.find(quoted); at != std::string::npos;
       at = error->message.find(quoted))
    error->message.replace(at, quoted.size(), "what stands there");
  error->source.clear();
}

}  // namespace

Result<Arguments> ParseArguments(const std::vector<std::string>& args,
                                 const std::vector<std::string>& commands) {
  Arguments out;
  Words words(args);
  bool only_operands = false;
  while (!words.done()) {
    const std::string& word = words.Take();
    if (only_operands || word.size() < 2 || word[0] != '-') {
      const bool is_first = out.words.empty() && !out.is_command_named && !only_operands;
      if (is_first && std::find(commands.begin(), commands.end(), word) != commands.end()) {
        out.command = word;
        out.is_command_named = true;
      } else {
        out.words.push_back(word);
      }
    } else if (word == "--") {
      only_operands = true;
    } else {
      Result<void> result =
          word[1] == '-' ? ParseLong(word, words, &out.flags) : ParseShort(word, words, &out.flags);
      if (!result) return Fail(result.error());
    }
  }
  return out;
}

Result<std::vector<Assignment>> ParseEnvironment(const std::vector<std::string>& environment) {
  std::map<std::string, std::string> ours;
  for (const std::string& variable : environment) {
    if (!variable.starts_with(kEnvironmentPrefix)) continue;
    const size_t equals = variable.find('=');
    // Of a name that stands there twice the first one counts, as it does for getenv().
    ours.emplace(variable.substr(0, equals),
                 equals == std::string::npos ? "" : variable.substr(equals + 1));
  }
  if (Result<void> known = CheckNames(ours); !known) return Fail(known.error());
  std::vector<Assignment> out;
  for (const Flag& flag : Flags()) {
    if (flag.in_config == InConfig::kNo) continue;
    const std::string name = EnvironmentName(flag);
    const auto at = ours.find(name);
    if (at == ours.end() || at->second.empty()) continue;
    const std::string& text = at->second;
    if (flag.value.empty()) {
      const std::optional<bool> value = ParseSwitch(text);
      if (!value)
        return Fail(fmt::format("{}: '{}' is neither yes nor no", name, text), "write 1 or 0");
      out.push_back({&flag, *value ? "true" : "false", name, "", 0, 0, ""});
      continue;
    }
    if (!IsList(flag)) {
      out.push_back({&flag, text, name, "", 0, 0, ""});
      continue;
    }
    for (const std::string_view part : Split(text, ',')) {
      if (!Trim(part).empty()) out.push_back({&flag, std::string(Trim(part)), name, "", 0, 0, ""});
    }
  }
  return out;
}

std::vector<Assignment> Effective(const std::vector<std::vector<Assignment>>& sources) {
  // Outputs are one list with two flags: naming any of them replaces those of a weaker source.
  const auto slot = [](const Flag& flag) {
    return flag.name == "output" ? std::string_view("format") : flag.name;
  };
  std::map<std::string_view, size_t> strongest;
  for (size_t i = 0; i < sources.size(); ++i) {
    for (const Assignment& assignment : sources[i]) strongest[slot(*assignment.flag)] = i;
  }
  std::vector<Assignment> out;
  for (size_t i = 0; i < sources.size(); ++i) {
    for (const Assignment& assignment : sources[i]) {
      const Flag& flag = *assignment.flag;
      if (flag.adds_up || strongest[slot(flag)] == i) out.push_back(assignment);
    }
  }
  return out;
}

Result<Options> Combine(const std::vector<std::vector<Assignment>>& sources) {
  Options options;
  for (const Assignment& assignment : Effective(sources)) {
    Result<void> result = SetFlag(*assignment.flag, assignment.origin, assignment.value, options);
    if (result) continue;
    Error error = result.error();
    error.path = assignment.path;
    error.line = assignment.line;
    error.column = assignment.column;
    error.source = assignment.source;
    if (!assignment.path.empty() && MayBeKey(assignment.value)) LeaveOut(assignment.value, &error);
    return Fail(std::move(error));
  }
  return options;
}

Result<void> CheckApplicable(const Arguments& arguments, uint32_t set) {
  for (const Assignment& assignment : arguments.flags) {
    if ((assignment.flag->commands & set) != 0) continue;
    return Fail(fmt::format("{} does not belong to '{}'", assignment.origin, arguments.command),
                fmt::format("'unsoap help {}' lists what does", arguments.command));
  }
  return {};
}

}  // namespace unsoap::cli
