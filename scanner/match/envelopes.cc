#include "scanner/match/envelopes.h"

#include <algorithm>
#include <deque>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "scanner/base/char.h"
#include "scanner/base/text.h"
#include "scanner/match/element_builder.h"

namespace unsoap::match {
namespace {

/// True for a call or construction that makes an element by its name: new XElement(ns + "x"),
/// addChildElement("x", "p"), createElementNS(uri, "p:x"), WriteStartElement("p", "x", uri),
/// new QName(uri, "x"). Reading one (getElementsByTagName, a.Element("x")) is none.
bool MakesElement(const facts::Expr& e) {
  const auto has = [&](std::string_view word) { return ContainsIgnoreCase(e.text, word); };
  if (e.kind == facts::ExprKind::kNew)
    return e.text.ends_with("Element") || e.text.ends_with("QName");
  if (e.kind != facts::ExprKind::kCall || !has("element")) return false;
  return has("add") || has("create") || has("write") || has("append") || has("start") ||
         e.text == "SubElement" || (e.text == "Element" && e.object == facts::kNone);
}

/// "ns1:paramsGetLead" -> paramsGetLead
std::string_view LocalName(std::string_view name) {
  return name.substr(name.find_last_of(':') + 1);
}

/// Builders whose methods are elements: 'm:paramsX' { ... }, mkt.paramsX { ... }, xml.paramsX(y).
template <class Sink>
void BuiltElement(const facts::FileFacts& facts, const facts::Expr& e, const Sink& sink) {
  if (e.kind != facts::ExprKind::kCall) return;
  facts::Expr name = e;
  if (e.text.empty()) {
    const facts::ExprId callee = e.name_expr != facts::kNone ? e.name_expr : e.object;
    if (callee == facts::kNone || facts.exprs[callee].kind != facts::ExprKind::kString) return;
    name = facts.exprs[callee];
  } else {
    const facts::ExprId last =
        e.args_count == 0 ? facts::kNone : facts.begin_args(e)[e.args_count - 1].value;
    if (last == facts::kNone || facts.exprs[last].kind != facts::ExprKind::kFunction) return;
    name.span = e.name_span;
  }
  sink(name);
}

/// Calls with each string that names an element which code makes, or which an annotation gives a
/// class: @XmlRootElement(name = "x"), [XmlRoot("x")].
template <class Sink>
void ForEachMadeElement(const facts::FileFacts& facts, const Sink& sink) {
  const auto strings = [&](auto&& self, facts::ExprId id, int depth) -> void {
    if (id == facts::kNone || depth > 2) return;
    const facts::Expr& e = facts.exprs[id];
    if (e.kind == facts::ExprKind::kString) sink(e);
    if (e.kind != facts::ExprKind::kConcat && e.kind != facts::ExprKind::kList) return;
    for (uint32_t i = 0; i < e.args_count; ++i) self(self, facts.begin_args(e)[i].value, depth + 1);
  };
  for (const facts::Expr& e : facts.exprs) {
    BuiltElement(facts, e, sink);
    if (!MakesElement(e)) continue;
    for (uint32_t i = 0; i < e.args_count; ++i) strings(strings, facts.begin_args(e)[i].value, 1);
  }
  for (const facts::Annotation& annotation : facts.annotations)
    strings(strings, annotation.args, 0);
}

/// Which elements are around a leaf: one goes on until its end tag stands before the next leaf.
class ElementsAround {
 public:
  explicit ElementsAround(std::string_view text) : text_(text) {}

  std::vector<std::pair<std::string, uint32_t>> Enter(const std::string& path, Span leaf) {
    const std::string_view between =
        leaf.begin > last_ ? text_.substr(last_, std::min(leaf.begin - last_, kFarthest))
                           : std::string_view();
    last_ = leaf.end;
    std::vector<std::pair<std::string, uint32_t>> out;
    bool is_new = false;
    for (size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.', dot + 1)) {
      const std::string element = path.substr(0, dot);
      const size_t begin = out.size();
      is_new = is_new || begin >= open_.size() || open_[begin].first != element ||
               Closes(between, element.substr(element.rfind('.') + 1));
      if (is_new) {
        open_.resize(begin);
        open_.emplace_back(element, ++count_);
      }
      out.push_back(open_[begin]);
    }
    open_.resize(out.size());
    return out;
  }

 private:
  static constexpr uint32_t kFarthest = 4000;

  /// </attribute>, </ns1:attribute>.
  static bool Closes(std::string_view text, std::string_view name) {
    for (size_t at = text.find("</"); at != text.npos; at = text.find("</", at + 2)) {
      std::string_view tag = text.substr(at + 2, text.find('>', at) - at - 2);
      if (tag.substr(tag.find(':') + 1) == name) return true;
    }
    return false;
  }

  std::string_view text_;
  uint32_t last_ = 0, count_ = 0;
  std::vector<std::pair<std::string, uint32_t>> open_;
};

constexpr uint32_t kLongestTag = 1000;

/// The name ends the text of a struct tag: `xml:"uri name"`, `xml:"Body>p:name"`.
bool EndsTag(std::string_view text, Span name) {
  const size_t first = name.begin > kLongestTag ? name.begin - kLongestTag : 0;
  std::string_view before = text.substr(first, name.begin - first);
  if (const size_t line = before.rfind('\n'); line != before.npos) before.remove_prefix(line + 1);
  const size_t tag = before.rfind("xml:\"");
  return tag != std::string_view::npos && before.find('"', tag + 5) == std::string_view::npos &&
         name.end < text.size() && (text[name.end] == '"' || text[name.end] == ',');
}

}  // namespace

std::vector<Envelope> FindEnvelopes(link::FileId file, const facts::FileFacts& facts,
                                    const evidence::FileSignals& signals,
                                    const std::vector<const rules::Pack*>& packs) {
  std::vector<Envelope> out;
  if (!signals.Has(evidence::SignalKind::kRequestElement)) return out;
  std::unordered_map<std::string_view, std::pair<const rules::Pack*, const rules::Operation*>>
      elements;
  std::deque<std::string> names;  // what the keys view
  for (const rules::Pack* p : packs) {
    for (const rules::Operation& op : p->operations) {
      names.push_back(rules::ExpandTemplate(p->surface.request_element, op.name));
      elements.emplace(op.request_element, std::pair{p, &op});
      elements.emplace(names.back(), std::pair{p, &op});
    }
  }
  const auto operation_of = [&](std::string_view name,
                                const rules::Pack** pack) -> const rules::Operation* {
    const auto at = elements.find(name);
    if (at == elements.end()) return nullptr;
    *pack = at->second.first;
    return at->second.second;
  };
  const rules::Pack* pack = nullptr;
  const std::vector<facts::EnvelopePiece> pieces = facts::FindRequestElements(
      facts.source.text(),
      [&](std::string_view name) { return operation_of(name, &pack) != nullptr; });
  for (const facts::EnvelopePiece& piece : pieces) {
    if (facts.InComment(piece.start_tag.begin)) continue;
    Envelope envelope;
    envelope.use = {file, piece.start_tag, nullptr, nullptr};
    envelope.use.operation = operation_of(piece.name, &envelope.use.pack);
    if (envelope.use.operation == nullptr) continue;
    envelope.name_span = piece.name_span;
    envelope.closed = piece.closed;
    ElementsAround elements_around(facts.source.text());
    for (const facts::EnvelopeLeaf& leaf : piece.leaves) {
      SeenArgument argument;
      argument.path = leaf.path;
      if (argument.path.ends_with("@type")) {
        argument.path.resize(argument.path.size() - 5);
        const size_t colon = leaf.text.find_last_of(':');
        argument.values = {colon == std::string::npos ? leaf.text : leaf.text.substr(colon + 1)};
        argument.complete = true;
      } else if (!leaf.has_hole) {
        // An element without text passes nothing: xsi:nil, or "".
        argument.values = {leaf.text};
        argument.complete = true;
      }
      argument.source = leaf.text.substr(0, 80);
      argument.file = file, argument.span = leaf.span;
      argument.around = elements_around.Enter(argument.path, leaf.span);
      envelope.arguments.push_back(std::move(argument));
    }
    out.push_back(std::move(envelope));
  }
  // Names with a namespace in front ("{http://...}paramsGetLead"), as XML libraries without
  // literals write them.
  std::unordered_set<uint32_t> namespace_ends;
  for (const evidence::Signal& signal : signals.all) {
    if (signal.kind == evidence::SignalKind::kNamespace) namespace_ends.insert(signal.span.end);
  }
  for (const evidence::Signal& signal : signals.all) {
    if (signal.kind != evidence::SignalKind::kRequestElement || signal.in_comment ||
        signal.span.begin == 0)
      continue;
    const char before = facts.source.text()[signal.span.begin - 1];
    if (before == '#' && signal.span.begin > 1 && !namespace_ends.empty() &&
        IsWordChar(facts.source.text()[signal.span.begin - 2])) {  // mkt#paramsGetLead: {...}
      Envelope& envelope = out.emplace_back();
      envelope.use = {file, signal.span, signal.pack, signal.operation};
      envelope.name_span = signal.span;
      continue;
    }
    if (before != '}') continue;
    bool after_namespace = false;
    for (uint32_t gap = 0; gap <= std::min<uint32_t>(2, signal.span.begin); ++gap)
      after_namespace |= namespace_ends.contains(signal.span.begin - gap);
    if (!after_namespace) continue;
    Envelope envelope;
    envelope.use = {file, signal.span, signal.pack, signal.operation};
    envelope.name_span = signal.span;
    envelope.arguments = ReadElementBuilder(file, facts, signal.span.end);
    out.push_back(std::move(envelope));
  }
  std::map<uint32_t, uint32_t> said;  // names, from begin to end: they do not overlap
  for (const Envelope& envelope : out)
    said.emplace(envelope.name_span.begin, envelope.name_span.end);
  const auto add = [&](Span span, const rules::Pack* of, const rules::Operation* operation) {
    auto at = said.upper_bound(span.begin);
    if (at != said.begin() && std::prev(at)->second >= span.end) return;
    if (at != said.begin() && std::prev(at)->first == span.begin) --at;
    for (; at != said.end() && at->first < span.end; ++at) {
      if (at->second <= span.end) return;
    }
    if (operation == nullptr) return;
    said.emplace(span.begin, span.end);
    Envelope& envelope = out.emplace_back();
    envelope.use = {file, span, of, operation};
    envelope.name_span = span;
  };
  // Elements that an XML library or a serialiser makes: the
  // namespace or the address stands in the file.
  if (signals.Has(evidence::SignalKind::kNamespace) ||
      signals.Has(evidence::SignalKind::kEndpoint)) {
    ForEachMadeElement(facts, [&](const facts::Expr& name) {
      const rules::Pack* of = nullptr;
      const rules::Operation* operation = operation_of(LocalName(name.text), &of);
      if (of != nullptr) add(name.span, of, operation);
    });
    for (const evidence::Signal& signal : signals.all) {
      if (signal.kind == evidence::SignalKind::kRequestElement && !signal.in_comment &&
          EndsTag(facts.source.text(), signal.span))
        add(signal.span, signal.pack, signal.operation);
    }
  }
  std::sort(out.begin(), out.end(),
            [](const Envelope& a, const Envelope& b) { return a.use.span < b.use.span; });
  return out;
}

}  // namespace unsoap::match
