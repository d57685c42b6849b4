#include "scanner/facts/hosted.h"

#include <algorithm>
#include <map>
#include <utility>

#include "scanner/facts/documents.h"
#include "scanner/facts/extract.h"
#include "scanner/languages/language.h"

namespace unsoap::facts {
namespace {

using Part = std::pair<std::string, Span>;

/// The language that a document's own word for it means; nullptr if it has no grammar here.
const languages::Language* Readable(std::string_view name, std::string_view code) {
  const languages::Language* language = languages::LanguageNamed(name);
  // A block without a name is in doubt: only what its content says clearly is believed.
  if (language == nullptr && name.empty()) {
    for (const std::string_view guess : languages::LanguagesByContent({}, code)) {
      language = languages::FindLanguage(guess);
      if (!language->symbol.empty()) break;
    }
  }
  return language != nullptr && !language->symbol.empty() ? language : nullptr;
}

std::string MostWritten(const std::vector<Part>& parts) {
  std::map<std::string, size_t> bytes;
  for (const auto& [id, span] : parts) bytes[id] += span.end - span.begin;
  return std::max_element(bytes.begin(), bytes.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

void ReadBlocks(DocumentKind kind, const ReadLimits& limits, FileFacts* facts) {
  std::vector<Part> parts;
  for (const CodeBlock& block : FindCodeBlocks(facts->source.text(), kind)) {
    const languages::Language* language = Readable(block.language, facts->source.Slice(block.span));
    if (language != nullptr) parts.emplace_back(language->id, block.span);
  }
  if (parts.empty()) return;
  facts->language = MostWritten(parts);
  facts->health = Health::kParsed, facts->health_reason.clear();
  ExtractParts(parts, limits, facts);
}

/// Lines that are for the notebook and not for its language (%matplotlib, !pip install, %%time).
void BlankMagics(std::string* code) {
  for (size_t at = 0; at < code->size();) {
    const size_t end = std::min(code->find('\n', at), code->size());
    const size_t first = std::min(code->find_first_not_of(" \t", at), end);
    if (first < end && ((*code)[first] == '%' || (*code)[first] == '!'))
      std::fill(code->begin() + static_cast<std::ptrdiff_t>(at),
                code->begin() + static_cast<std::ptrdiff_t>(end), ' ');
    at = end + 1;
  }
}

template <class List, class Remap>
void RemapSpans(List& list, const Remap& remap) {
  for (auto& fact : list) remap(&fact.span);
}

/// Turns facts of the joined cells into facts of the notebook.
void MoveInto(FileFacts inner, const NotebookCell& map, FileFacts* outer) {
  const auto remap = [&](Span* span) {
    const bool empty = span->begin >= span->end;
    span->begin = map.Outer(span->begin);
    span->end = empty ? span->begin : map.Outer(span->end - 1) + 1;
  };
  for (Expr& e : inner.exprs) remap(&e.span), remap(&e.name_span);
  for (Function& f : inner.functions) {
    remap(&f.span), remap(&f.name_span);
    RemapSpans(f.params, remap);
  }
  for (Class& c : inner.classes) remap(&c.span), remap(&c.name_span);
  RemapSpans(inner.fields, remap);
  RemapSpans(inner.bindings, remap);
  RemapSpans(inner.imports, remap);
  RemapSpans(inner.annotations, remap);
  for (Span& comment : inner.comments) remap(&comment);
  // Texts of facts are slices of the cells' code: it lives on in the pool.
  inner.pool.push_back(inner.source.Release());
  inner.path = std::move(outer->path);
  inner.source = std::move(outer->source);
  *outer = std::move(inner);
}

void ReadCells(const ReadLimits& limits, FileFacts* facts) {
  NotebookCell all;
  std::string name;
  for (NotebookCell& cell : ReadNotebook(facts->source.text())) {
    const auto base = static_cast<uint32_t>(all.code.size());
    for (const auto& [inner, outer] : cell.map) all.map.emplace_back(base + inner, outer);
    all.code += cell.code;
    if (!all.code.ends_with('\n')) all.code += '\n';
    name = std::move(cell.language);
  }
  const languages::Language* language = Readable(name, all.code);
  if (language == nullptr) {
    if (!all.code.empty()) facts->health_reason = "there is no grammar for its cells: " + name;
    return;
  }
  BlankMagics(&all.code);
  FileFacts inner;
  inner.language = language->id;
  inner.source = SourceText(all.code);
  if (static_cast<int64_t>(all.code.size()) > limits.max_parse_bytes ||
      !ExtractFacts(*language, limits, &inner)) {
    facts->health_reason = inner.health_reason.empty() ? "its cells are too large to be parsed"
                                                       : std::move(inner.health_reason);
    return;
  }
  MoveInto(std::move(inner), all, facts);
}

}  // namespace

bool ReadHosted(const ReadLimits& limits, FileFacts* facts) {
  const DocumentKind kind = DocumentKindOf(facts->path);
  if (kind == DocumentKind::kNone) return false;
  if (kind == DocumentKind::kNotebook) {
    ReadCells(limits, facts);
  } else if (static_cast<int64_t>(facts->source.text().size()) <= limits.max_parse_bytes) {
    ReadBlocks(kind, limits, facts);
  }
  return true;
}

}  // namespace unsoap::facts
