// Attributes and elements that name the value beside them.
#include "scanner/evidence/secret_elements.h"

#include <algorithm>

namespace unsoap::evidence {
namespace {

constexpr size_t kMaxName = 100;

}  // namespace

NameSays SaidByAttributes(const SecretLook& look, const facts::XmlElement& element, size_t index) {
  NameSays says = NameSays::kNothing;
  if (!look.IsValueName(element.attributes[index].first)) return says;
  for (size_t k = 0; k < element.attributes.size(); ++k) {
    const auto& [name, value] = element.attributes[k];
    if (k != index && value.size() < kMaxName && !look.IsValueName(name))
      says = std::max(says, look.Name(value));
  }
  return says;
}

NameSays SaidBeside(const SecretLook& look, const facts::FileFacts& facts, uint32_t index) {
  const facts::XmlElement& element = facts.elements[index];
  if (index == 0 || element.parent == facts::kNone) return NameSays::kNothing;
  // <value>, <stringProp name="Argument.value">
  bool holds = look.IsValueName(element.name);
  for (const auto& [name, value] : element.attributes)
    holds |= value.size() < kMaxName && look.IsValueName(LastParts(value, 1));
  if (!holds) return NameSays::kNothing;
  const facts::XmlElement& before = facts.elements[index - 1];
  NameSays says = NameSays::kNothing;
  if (before.parent == element.parent && before.text.size() < kMaxName)
    says = look.Name(before.text);
  for (const auto& [name, value] : facts.elements[element.parent].attributes) {
    if (value.size() < kMaxName && !look.IsValueName(name)) says = std::max(says, look.Name(value));
  }
  return says;
}

}  // namespace unsoap::evidence
