// Settings that stand in XML: the shapes that configuration schemas share, whatever product they
// belong to.
#include <unordered_map>

#include "scanner/base/text.h"
#include "scanner/facts/structured.h"
#include "scanner/facts/xml.h"

namespace unsoap::facts {
namespace {

struct Attribute {
  std::string_view value;
  Span span;
  bool found = false;
};

Attribute Find(const XmlElement& element, std::string_view a, std::string_view b) {
  for (size_t i = 0; i < element.attributes.size(); ++i) {
    const std::string_view name = element.attributes[i].first;
    if (EqualsIgnoreCase(name, a) || EqualsIgnoreCase(name, b)) {
      return {element.attributes[i].second, element.attribute_spans[i], true};
    }
  }
  return {};
}

/// Where an element's text is written: between its tags, white space cut.
Span TextSpan(const FileFacts& facts, const XmlElement& element) {
  const std::string_view text = facts.source.text();
  Span span{element.start_tag.end, element.span.end};
  if (span.empty()) return span;
  const size_t close = text.substr(span.begin, span.end - span.begin).rfind("</");
  if (close != std::string_view::npos) span.end = span.begin + static_cast<uint32_t>(close);
  while (!span.empty() && static_cast<unsigned char>(text[span.begin]) <= ' ') ++span.begin;
  while (!span.empty() && static_cast<unsigned char>(text[span.end - 1]) <= ' ') --span.end;
  return span;
}

class SettingsOfXml {
 public:
  explicit SettingsOfXml(FileFacts& facts) : facts_(facts) {}

  void Run() {
    const std::vector<XmlElement>& elements = facts_.elements;
    has_child_.resize(elements.size());
    for (const XmlElement& element : elements) {
      if (element.parent != kNone) has_child_[element.parent] = true;
    }
    for (size_t i = 0; i < elements.size() && facts_.settings.size() < kMaxSettings; ++i) Visit(i);
  }

 private:
  void Visit(size_t index) {
    const XmlElement& element = facts_.elements[index];
    const Attribute key = Find(element, "key", "name");
    const Attribute value = Find(element, "value", "connectionString");
    if (key.found && value.found) {
      Add(key.value, value.value, element.span, value.span);
      return;
    }
    if (key.found && !has_child_[index] && !element.text.empty()) {
      AddText(key.value, element, element.span);
      return;
    }
    if (element.parent == kNone) return;
    const XmlElement& parent = facts_.elements[element.parent];
    if (element.name == "value" && !has_child_[index]) {
      // <setting name="x"><value>y</value></setting>
      const Attribute outer = Find(parent, "key", "name");
      if (outer.found && !Find(parent, "value", "value").found)
        AddText(outer.value, element, parent.span);
    } else if (parent.name == "properties" && !key.found && !has_child_[index]) {
      AddText(element.name, element, element.span);
    } else if (element.name == "param-name" || element.name == "key") {
      pending_ = static_cast<uint32_t>(index);
    } else if (pending_ != kNone && facts_.elements[pending_].parent == element.parent &&
               !has_child_[index]) {
      // <param-name>k</param-name><param-value>v</param-value>, <key>k</key><string>v</string>
      const XmlElement& name = facts_.elements[pending_];
      AddText(name.text, element, {name.span.begin, element.span.end});
      pending_ = kNone;
    }
  }

  void AddText(std::string_view key, const XmlElement& element, Span span) {
    Add(key, element.text, span, TextSpan(facts_, element));
  }
  void Add(std::string_view key, std::string_view value, Span span, Span value_span) {
    if (key.empty()) return;
    facts_.settings.push_back({key, value, span, value_span});
  }

  FileFacts& facts_;
  std::vector<bool> has_child_;
  uint32_t pending_ = kNone;  // element that holds the key of the next sibling
};

}  // namespace

void ReadXmlSettings(FileFacts& facts) { SettingsOfXml(facts).Run(); }

}  // namespace unsoap::facts
