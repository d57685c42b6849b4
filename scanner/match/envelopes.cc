#include "scanner/match/envelopes.h"

#include <algorithm>

#include "scanner/match/element_builder.h"

namespace unsoap {

std::vector<Envelope> FindEnvelopes(FileId file, const FileFacts& facts, const FileSignals& signals,
                                    const std::vector<const Pack*>& packs) {
  std::vector<Envelope> out;
  const auto operation_of = [&](std::string_view name, const Pack** pack) -> const Operation* {
    for (const Pack* p : packs) {
      for (const Operation& op : p->operations) {
        if (name == op.request_element ||
            name == ExpandTemplate(p->surface.request_element, op.name)) {
          *pack = p;
          return &op;
        }
      }
    }
    return nullptr;
  };
  if (!signals.Has(SignalKind::kRequestElement)) return out;
  const Pack* pack = nullptr;
  const std::vector<EnvelopePiece> pieces = FindRequestElements(
      facts.source.text(),
      [&](std::string_view name) { return operation_of(name, &pack) != nullptr; });
  for (const EnvelopePiece& piece : pieces) {
    if (facts.InComment(piece.start_tag.begin)) continue;
    Envelope envelope;
    envelope.use = {file, piece.start_tag, nullptr, nullptr};
    envelope.use.operation = operation_of(piece.name, &envelope.use.pack);
    if (envelope.use.operation == nullptr) continue;
    envelope.name_span = piece.name_span;
    envelope.closed = piece.closed;
    for (const EnvelopeLeaf& leaf : piece.leaves) {
      SeenArgument argument;
      argument.path = leaf.path;
      if (argument.path.ends_with("@type")) {
        argument.path.resize(argument.path.size() - 5);
        const size_t colon = leaf.text.find_last_of(':');
        argument.values = {colon == std::string::npos ? leaf.text : leaf.text.substr(colon + 1)};
        argument.complete = true;
      } else if (!leaf.has_hole && !leaf.text.empty()) {
        argument.values = {leaf.text};
        argument.complete = true;
      }
      argument.source = leaf.text.substr(0, 80);
      argument.file = file, argument.span = leaf.span;
      envelope.arguments.push_back(std::move(argument));
    }
    out.push_back(std::move(envelope));
  }
  // Names with a namespace in front ("{http://...}paramsGetLead"), as XML libraries without
  // literals write them.
  for (const Signal& signal : signals.all) {
    if (signal.kind != SignalKind::kRequestElement || signal.in_comment || signal.span.begin == 0)
      continue;
    if (facts.source.text()[signal.span.begin - 1] != '}') continue;
    const bool after_namespace =
        std::any_of(signals.all.begin(), signals.all.end(), [&](const Signal& s) {
          return s.kind == SignalKind::kNamespace && s.span.end <= signal.span.begin &&
                 s.span.end + 2 >= signal.span.begin;
        });
    if (!after_namespace) continue;
    Envelope envelope;
    envelope.use = {file, signal.span, signal.pack, signal.operation};
    envelope.name_span = signal.span;
    envelope.arguments = ReadElementBuilder(file, facts, signal.span.end);
    out.push_back(std::move(envelope));
  }
  std::sort(out.begin(), out.end(),
            [](const Envelope& a, const Envelope& b) { return a.use.span < b.use.span; });
  return out;
}

}  // namespace unsoap
