// Arguments that stand beside the request: in SOAP headers, and constants of a wrapper's call.
#include <algorithm>
#include <set>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/evidence/named_values.h"
#include "scanner/match/arguments.h"
#include "scanner/match/request_of_call.h"

namespace unsoap::match {
namespace {

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

std::vector<std::string> SeenArgument::Here() const {
  std::vector<std::string> out;
  std::copy_if(values.begin(), values.end(), std::back_inserter(out),
               [&](const std::string& v) { return !callers.contains(v) && !wrappers.contains(v); });
  return out;
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
    bool is_named = !FindWord(facts, header).empty();
    for (const std::string& end : pack.surface.header_type_ends) {
      if (type == nullptr) type = pack.FindType(header + end);
      is_named |= !FindWord(facts, header + end).empty();
    }
    if (!has || type == nullptr || !is_named) continue;
    for (const rules::TypeField& field : type->fields) {
      std::vector<std::string> names = {field.name, SnakeCase(field.name)};
      for (const std::string_view setter : evidence::SettersOf(facts))
        names.push_back(std::string(setter) + UpperFirst(field.name));
      for (const std::string& name : names) {
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
