#include "scanner/link/learned.h"

#include <algorithm>

#include "scanner/base/text.h"

namespace unsoap {
namespace {

void KeepName(std::string_view name, std::set<std::string>* out) {
  static constexpr std::string_view kTooCommon[] = {
      "Client", "Api",    "Base",    "Service",    "Helper", "Util",    "Utils",     "Lead",
      "Main",   "main",   "run",     "init",       "Soap",   "soap",    "App",       "Object",
      "Model",  "Module", "Request", "Connection", "Test",   "Handler", "Controller"};
  if (name.size() < 3 ||
      std::find(std::begin(kTooCommon), std::end(kTooCommon), name) != std::end(kTooCommon))
    return;
  out->emplace(name);
}

}  // namespace

int WordsIn(std::string_view name) {
  const std::string snake = SnakeCase(name);
  int words = 0;
  for (const std::string_view part : Split(snake, '_')) words += part.size() > 1 ? 1 : 0;
  return words;
}

/// Its class, or itself when it is free or its name is telling.
std::set<std::string> LearnNames(const Program& program, const Flow& flow,
                                 const std::map<FnRef, Wrapper>& wrappers) {
  std::set<std::string> out;
  const auto Keep = [&](std::string_view name) { KeepName(name, &out); };
  for (const auto& [fn, wrapper] : wrappers) {
    if (wrapper.is_declaration && wrapper.operations.empty()) continue;
    const ClassRef own = program.ClassOf(fn);
    const std::string_view name = program.function(fn).name;
    if (own.cls != kNone) {
      for (const ClassRef& c : program.Lineage(own)) Keep(program.cls(c).name);
      for (const ClassRef& c : program.Descendants(own)) Keep(program.cls(c).name);
      if (WordsIn(name) >= 2) Keep(name);
    } else {
      Keep(name);
    }
  }
  // Functions that give a client or a wrapper's object away.
  for (const ClientSite& site : flow.clients()) {
    if (site.cls.cls != kNone) Keep(program.cls(site.cls).name);
    if (site.at.expr == kNone) continue;
    const FnRef in = program.NamedFunction({site.at.file, program.expr(site.at).function});
    if (in.fn == kNone) continue;
    const ClassRef own = program.ClassOf(in);
    if (own.cls != kNone) Keep(program.cls(own).name);
    if (WordsIn(program.function(in).name) >= 2) Keep(program.function(in).name);
  }
  return out;
}

}  // namespace unsoap
