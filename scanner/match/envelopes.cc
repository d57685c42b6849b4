#include "scanner/match/envelopes.h"

#include <algorithm>
#include <deque>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "scanner/base/char.h"
#include "scanner/base/span_index.h"
#include "scanner/base/text.h"
#include "scanner/languages/language.h"
#include "scanner/match/element_builder.h"
#include "scanner/rules/builtin.h"

namespace unsoap::match {
namespace {

/// True for a call or construction that makes an element by its name: new XElement(ns + "x"),
/// addChildElement("x", "p"), createElementNS(uri, "p:x"), WriteStartElement("p", "x", uri),
/// new QName(uri, "x"). Reading one (getElementsByTagName, a.Element("x")) is none.
bool MakesElement(const facts::Expr& e) {
  const rules::Words& words = rules::BuiltinWords();
  if (e.kind == facts::ExprKind::kNew) return EndsInAny(e.text, words.element_types);
  if (e.kind != facts::ExprKind::kCall || !ContainsIgnoreCase(e.text, "element")) return false;
  return std::any_of(words.element_verbs.begin(), words.element_verbs.end(),
                     [&](const std::string& verb) { return ContainsIgnoreCase(e.text, verb); }) ||
         IsAmong(e.text, words.element_methods) ||
         (e.object == facts::kNone && IsAmong(e.text, words.element_functions));
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

/// The name ends the text of a struct tag: `xml:"uri name"`, `xml:"Body>p:name"`. `mark`: xml:".
bool EndsTag(std::string_view text, Span name, std::string_view mark) {
  const size_t first = name.begin > kLongestTag ? name.begin - kLongestTag : 0;
  std::string_view before = text.substr(first, name.begin - first);
  if (const size_t line = before.rfind('\n'); line != before.npos) before.remove_prefix(line + 1);
  const size_t tag = before.rfind(mark);
  return tag != std::string_view::npos &&
         before.find('"', tag + mark.size()) == std::string_view::npos && name.end < text.size() &&
         (text[name.end] == '"' || text[name.end] == ',');
}

/// FindEnvelopes for one file: each step adds what the steps before it have not said.
class EnvelopeFinder {
 public:
  EnvelopeFinder(link::FileId file, const facts::FileFacts& facts,
                 const evidence::FileSignals& signals, const std::vector<const rules::Pack*>& packs)
      : file_(file), facts_(facts), text_(facts.source.text()), signals_(signals) {
    for (const rules::Pack* pack : packs) {
      for (const rules::Operation& op : pack->operations) {
        names_.push_back(rules::ExpandTemplate(pack->surface.request_element, op.name));
        elements_.emplace(op.request_element, Element{pack, &op});
        elements_.emplace(names_.back(), Element{pack, &op});
      }
    }
  }

  std::vector<Envelope> Run() {
    AddWritten();
    AddFrames();
    if (!signals_.Has(evidence::SignalKind::kRequestElement)) return std::move(out_);
    AddQualifiedNames();
    // Elements that an XML library or a serialiser makes: the namespace or the address stands in
    // the file.
    if (signals_.Has(evidence::SignalKind::kNamespace) ||
        signals_.Has(evidence::SignalKind::kEndpoint))
      AddMade();
    std::sort(out_.begin(), out_.end(),
              [](const Envelope& a, const Envelope& b) { return a.use.span < b.use.span; });
    return std::move(out_);
  }

 private:
  struct Element {
    const rules::Pack* pack = nullptr;
    const rules::Operation* operation = nullptr;
  };
  /// The operation whose request an element is; nothing if it is none's.
  Element ElementOf(std::string_view name) const {
    const auto at = elements_.find(name);
    return at == elements_.end() ? Element{} : at->second;
  }

  Envelope At(Span span, const Element& element) const {
    Envelope envelope;
    envelope.use = {file_, span, element.pack, element.operation};
    envelope.name_span = span;
    return envelope;
  }

  /// Elements that are written out as XML, with what stands in them.
  void AddWritten() {
    const std::vector<facts::EnvelopePiece> pieces = facts::FindRequestElements(
        text_, [&](std::string_view name) { return ElementOf(name).operation != nullptr; });
    for (const facts::EnvelopePiece& piece : pieces) {
      if (facts_.InComment(piece.start_tag.begin)) continue;
      const Element element = ElementOf(piece.name);
      if (element.operation == nullptr || IsDeclaredOther(piece)) continue;
      Envelope envelope = At(piece.start_tag, element);
      envelope.name_span = piece.name_span;
      envelope.closed = piece.closed;
      ElementsAround around(text_);
      for (const facts::EnvelopeLeaf& leaf : piece.leaves)
        envelope.arguments.push_back(ArgumentOf(leaf, &around));
      out_.push_back(std::move(envelope));
    }
  }

  /// <fw:paramsX xmlns:fw="http://another/">: its own tag says whose element it is.
  bool IsDeclaredOther(const facts::EnvelopePiece& piece) const {
    const std::string declares =
        piece.prefix.empty() ? "xmlns" : "xmlns:" + std::string(piece.prefix);
    const auto own = std::ranges::find_if(
        piece.attributes, [&](const facts::XmlTag::Attribute& a) { return a.name == declares; });
    if (own == piece.attributes.end() || own->value.find("://") == std::string_view::npos)
      return false;  // it is put in
    const Span whole = own->value_span;
    return std::ranges::none_of(signals_.all, [&](const evidence::Signal& signal) {
      return signal.span.begin < whole.end && signal.span.end > whole.begin;
    });
  }

  SeenArgument ArgumentOf(const facts::EnvelopeLeaf& leaf, ElementsAround* around) const {
    constexpr std::string_view kTypeOf = "@type";
    SeenArgument argument;
    argument.path = leaf.path;
    if (argument.path.ends_with(kTypeOf)) {
      argument.path.resize(argument.path.size() - kTypeOf.size());
      argument.values = {std::string(LocalName(leaf.text))};
      argument.complete = true;
    } else if (!leaf.has_hole) {
      // An element without text passes nothing: xsi:nil, or "".
      argument.values = {leaf.text};
      argument.complete = true;
    }
    argument.source = leaf.text.substr(0, 80);
    argument.file = file_, argument.span = leaf.span;
    argument.around = around->Enter(argument.path, leaf.span);
    return argument;
  }

  /// The service's header, and a body without an element: <Body>{body}</Body>.
  void AddFrames() {
    constexpr size_t kMostBytes = 2000;  // from the header to the body
    constexpr std::string_view kBody = "Body>";
    if (!signals_.Has(evidence::SignalKind::kAuthHeader)) return;
    std::vector<Span> spans;
    for (const facts::Function& function : facts_.functions) spans.push_back(function.span);
    const SpanIndex functions(spans);
    for (const evidence::Signal& signal : signals_.all) {
      const uint32_t begin = signal.span.begin;
      if (signal.kind != evidence::SignalKind::kAuthHeader || signal.in_comment || begin == 0)
        continue;
      size_t tag = begin - 1;
      if (text_[tag] == ':') {
        while (tag > 0 && (IsWordChar(text_[tag - 1]) || text_[tag - 1] == '-')) --tag;
        if (tag > 0) --tag;
      }
      if (text_[tag] != '<') continue;
      // A function that writes the header alone gives it to the one that writes the body.
      const uint32_t in = functions.Innermost(begin);
      const size_t end =
          in == SpanIndex::kNothing ? text_.size() : size_t{facts_.functions[in].span.end};
      const size_t most = end > signal.span.end ? end - signal.span.end : 0;
      const std::string_view after = text_.substr(signal.span.end, std::min(kMostBytes, most));
      const size_t body = after.find(kBody);
      const size_t next = body == std::string_view::npos ? body : after.find('<', body);
      if (next == std::string_view::npos || !after.substr(next).starts_with("</")) continue;
      // What is put in stands there; in a sample nothing does.
      const std::string_view put_in =
          Trim(after.substr(body + kBody.size(), next - body - kBody.size()));
      if (!put_in.empty()) out_.push_back(At(signal.span, {signal.pack, nullptr}));
    }
  }

  /// Names with a namespace in front ("{http://...}paramsGetLead", mkt#paramsGetLead), as XML
  /// libraries without literals write them.
  void AddQualifiedNames() {
    std::unordered_set<uint32_t> namespace_ends;
    for (const evidence::Signal& signal : signals_.all) {
      if (signal.kind == evidence::SignalKind::kNamespace) namespace_ends.insert(signal.span.end);
    }
    if (namespace_ends.empty()) return;
    for (const evidence::Signal& signal : signals_.all) {
      const uint32_t begin = signal.span.begin;
      if (signal.kind != evidence::SignalKind::kRequestElement || signal.in_comment || begin == 0)
        continue;
      const char before = text_[begin - 1];
      if (before == '#' && begin > 1 && IsWordChar(text_[begin - 2])) {  // mkt#paramsGetLead: {...}
        out_.push_back(At(signal.span, {signal.pack, signal.operation}));
        continue;
      }
      bool after_namespace = false;
      for (uint32_t gap = 0; gap <= std::min<uint32_t>(2, begin); ++gap)
        after_namespace |= namespace_ends.contains(begin - gap);
      if (before != '}' || !after_namespace) continue;
      Envelope envelope = At(signal.span, {signal.pack, signal.operation});
      envelope.arguments = ReadElementBuilder(file_, facts_, signal.span.end);
      out_.push_back(std::move(envelope));
    }
  }

  void AddMade() {
    for (const Envelope& envelope : out_)
      said_.emplace(envelope.name_span.begin, envelope.name_span.end);
    ForEachMadeElement(facts_, [&](const facts::Expr& name) {
      const Element element = ElementOf(LocalName(name.text));
      if (element.pack != nullptr) AddUnsaid(name.span, element);
    });
    const languages::Language* language = languages::FindLanguage(facts_.language);
    if (language == nullptr) return;
    for (const std::string& mark : language->xml_tags) {
      for (const evidence::Signal& signal : signals_.all) {
        if (signal.kind == evidence::SignalKind::kRequestElement && !signal.in_comment &&
            EndsTag(text_, signal.span, mark))
          AddUnsaid(signal.span, {signal.pack, signal.operation});
      }
    }
  }

  void AddUnsaid(Span span, const Element& element) {
    auto at = said_.upper_bound(span.begin);
    if (at != said_.begin() && std::prev(at)->second >= span.end) return;
    if (at != said_.begin() && std::prev(at)->first == span.begin) --at;
    for (; at != said_.end() && at->first < span.end; ++at) {
      if (at->second <= span.end) return;
    }
    if (element.operation == nullptr) return;
    said_.emplace(span.begin, span.end);
    out_.push_back(At(span, element));
  }

  link::FileId file_;
  const facts::FileFacts& facts_;
  std::string_view text_;
  const evidence::FileSignals& signals_;
  std::deque<std::string> names_;  // what the keys view
  std::unordered_map<std::string_view, Element> elements_;
  std::map<uint32_t, uint32_t> said_;  // names, from begin to end: they do not overlap
  std::vector<Envelope> out_;
};

}  // namespace

std::vector<Envelope> FindEnvelopes(link::FileId file, const facts::FileFacts& facts,
                                    const evidence::FileSignals& signals,
                                    const std::vector<const rules::Pack*>& packs) {
  if (!signals.Has(evidence::SignalKind::kRequestElement) &&
      !signals.Has(evidence::SignalKind::kAuthHeader))
    return {};
  return EnvelopeFinder(file, facts, signals, packs).Run();
}

}  // namespace unsoap::match
