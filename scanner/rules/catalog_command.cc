// Commands of the catalog's cards.
#include "scanner/rules/catalog_command.h"

#include <fmt/format.h>

#include "scanner/base/text.h"
#include "scanner/rules/builtin.h"
#include "scanner/rules/card_text.h"
#include "scanner/rules/decide.h"
#include "scanner/rules/render_example.h"

namespace unsoap::rules {

std::string CommandText(const Pack& pack, const RestEndpoint& endpoint, Request request, int step) {
  Complete(endpoint, &request);
  std::string out;
  for (const ExampleLanguage& language : BuiltinExamples()) {
    if (!language.languages.empty()) continue;
    const RenderedExample example =
        RenderExample(language, pack.service_short, endpoint, request, step);
    for (const std::string_view line : Split(example.text, '\n'))
      out += fmt::format("  {}\n", line);
    for (const auto& [name, what] : example.variables)
      out += WrapText(what, fmt::format("    {}: ", name), 6);
  }
  return out;
}

std::string CommandsFor(const Pack& pack, const Operation& operation) {
  std::string out;
  for (const RequestChoice& choice : Decide(pack, operation, {}).requests) {
    if (choice.role == "instead") break;
    out +=
        choice.applies || choice.because.empty()
            ? fmt::format("  # {}\n", choice.endpoint->title)
            : WrapText(fmt::format("{}, if {}", choice.endpoint->title, choice.because), "  # ", 4);
    out += CommandText(pack, *choice.endpoint, choice.request, choice.step);
  }
  return out;
}

}  // namespace unsoap::rules
