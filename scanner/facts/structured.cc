#include "scanner/facts/structured.h"

#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/facts/xml.h"

namespace unsoap {
namespace {

void ReadXmlFile(FileFacts& facts) {
  ReadXml(facts);
  ReadXmlSettings(facts);
}

using enum StructuredRow::Match;

// The longest pattern that fits wins. Rows are sorted by language, then pattern.
constexpr StructuredRow kStructuredRows[] = {
    {kSuffix, ".bpel", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".config", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".datasource", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".disco", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".discomap", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".dtsx", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".item", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".jmx", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".jrxml", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".kjb", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".ktr", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".plist", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".resx", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".svcinfo", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".svcmap", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".wsdl", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".xaml", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".xml", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".xsd", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".xsl", "xml", "", ReadXmlFile, nullptr},
    {kSuffix, ".xslt", "xml", "", ReadXmlFile, nullptr},
};

bool Fits(const StructuredRow& row, std::string_view name) {
  switch (row.match) {
    case kName:
      return name == row.pattern;
    case kPrefix:
      return name.substr(0, row.pattern.size()) == row.pattern;
    case kSuffix:
      return name.size() >= row.pattern.size() &&
             name.substr(name.size() - row.pattern.size()) == row.pattern;
    case kWildcard: {
      const size_t star = row.pattern.find('*');
      const std::string_view head = row.pattern.substr(0, star),
                             tail = row.pattern.substr(star + 1);
      return name.size() >= head.size() + tail.size() && name.substr(0, head.size()) == head &&
             name.substr(name.size() - tail.size()) == tail;
    }
  }
  return false;
}

/// A whole name beats a part of one; between parts the longer pattern wins.
size_t Weight(const StructuredRow& row) {
  return row.pattern.size() + (row.match == kName ? 1000 : 0);
}

const StructuredRow* FindRow(std::string_view name) {
  const StructuredRow* best = nullptr;
  for (const StructuredRow& row : kStructuredRows) {
    if (Fits(row, name) && (best == nullptr || Weight(row) > Weight(*best))) best = &row;
  }
  return best;
}

/// True if the first thing in the text that is not space is a bracket.
bool BeginsWithTag(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '<';
}

}  // namespace

std::span<const StructuredRow> StructuredRows() { return kStructuredRows; }

bool ReadStructured(FileFacts& facts, std::string_view name_hint) {
  std::string_view path = name_hint.empty() ? std::string_view(facts.path) : name_hint;
  const std::string name = Lower(path.substr(path.find_last_of("/!\\") + 1));
  const StructuredRow* row = FindRow(name);
  if (row == nullptr) {
    return name.find('.') == std::string::npos && ReadStructuredByContent(facts);
  }
  if (row->read == ReadXmlFile && !BeginsWithTag(facts.source.text())) return false;
  if (row->read != nullptr) {
    facts.language = row->language;
    facts.health = Health::kParsed;
    facts.health_reason.clear();
    row->read(facts);
  }
  if (row->dependencies != nullptr) row->dependencies(facts);
  return row->read != nullptr;
}

bool ReadStructuredByContent(FileFacts& facts) {
  if (!LooksLikeXml(facts.source.text())) return false;
  facts.language = "xml";
  ReadXmlFile(facts);
  return true;
}

}  // namespace unsoap
