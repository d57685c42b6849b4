#include "scanner/facts/extract.h"

#include <algorithm>

#include "scanner/facts/closure_names.h"
#include "scanner/facts/doc_types.h"
#include "scanner/facts/extractor.h"
#include "scanner/facts/receiver_classes.h"

namespace unsoap::facts {
namespace {

void AddReason(FileFacts* facts, const std::string& reason) {
  facts->health_reason += (facts->health_reason.empty() ? "" : "; ") + reason;
}

/// Embedding of embedding (a script in the markup of a template) ends here.
constexpr int kMostEmbedded = 3;
/// The level of a document around its code blocks: those stand for files of their own.
constexpr int kDocument = -1;

bool ExtractFrom(const languages::Language& language, std::string_view text,
                 const ReadLimits& limits, int level, FileFacts* facts);

/// Puts what a fragment leaves out of its language ("<?php") into the blank text before it.
void Open(const languages::Language& language, std::string_view fragment, uint32_t begin,
          std::string* text) {
  if (language.opening.empty() || fragment.find(language.opening) != std::string_view::npos) return;
  // The nearest line before it that is blank by now and long enough.
  const std::string blank(language.opening.size(), ' ');
  const size_t at = text->rfind(blank, begin);
  if (at == std::string::npos || at + blank.size() > begin) return;
  if (text->find_first_not_of(" \r\n", at) < begin) return;
  text->replace(at, blank.size(), language.opening);
}

/// Reads the parts that stand in other languages. All parts in one language are one text in which
/// everything else is blank, so that a block may begin in one part and end in another; a new line
/// ends each part.
void ExtractEmbedded(const std::vector<std::pair<std::string, Span>>& parts,
                     const ReadLimits& limits, int level, FileFacts* facts) {
  std::map<std::string, std::string> texts;
  const std::string& source = facts->source.text();
  for (const auto& [id, span] : parts) {
    const languages::Language* language = languages::FindLanguage(id);
    if (language == nullptr || language->symbol.empty() || span.begin >= span.end) continue;
    auto it = texts.find(id);
    if (it == texts.end()) {
      it = texts.emplace(id, source).first;
      for (char& c : it->second) {
        if (c != '\n' && c != '\r') c = ' ';
      }
    }
    it->second.replace(span.begin, span.end - span.begin, source, span.begin,
                       span.end - span.begin);
    if (level == kDocument) Open(*language, facts->source.Slice(span), span.begin, &it->second);
    if (span.end < source.size() && it->second[span.end] == ' ') it->second[span.end] = '\n';
  }
  for (const auto& [id, text] : texts) {
    if (std::find(facts->guests.begin(), facts->guests.end(), id) == facts->guests.end())
      facts->guests.push_back(id);
    ExtractFrom(*languages::FindLanguage(id), text, limits, level + 1, facts);
  }
}

bool ExtractFrom(const languages::Language& language, std::string_view text,
                 const ReadLimits& limits, int level, FileFacts* facts) {
  const SyntaxTree tree = ParseSyntax(language, text, limits);
  if (!tree.failure.empty()) {
    AddReason(facts, tree.failure);
    return false;
  }
  Extractor extractor(language, tree, limits, facts);
  extractor.Run();
  if (level == 0 && facts->health == Health::kTextOnly) facts->health = Health::kParsed;
  if (tree.has_error) {
    facts->health = Health::kPartial;
    AddReason(facts,
              "syntax error in line " + std::to_string(facts->source.At(tree.error_begin).line));
  }
  if (extractor.dropped()) {
    facts->health = Health::kPartial;
    AddReason(facts, "nested deeper than " + std::to_string(limits.max_depth) + " levels");
  }
  if (tree.lost_matches) {
    facts->health = Health::kPartial;
    AddReason(facts, "too entangled to be matched completely");
  }
  DeclareReceiverClasses(language, facts);
  DeclareDocTypes(language, facts);
  NameClosures(language, facts);
  if (level < kMostEmbedded) ExtractEmbedded(extractor.embedded(), limits, level, facts);
  return true;
}

}  // namespace

bool ExtractFacts(const languages::Language& language, const ReadLimits& limits, FileFacts* facts) {
  return ExtractFrom(language, facts->source.text(), limits, 0, facts);
}

void ExtractParts(const std::vector<std::pair<std::string, Span>>& parts, const ReadLimits& limits,
                  FileFacts* facts) {
  ExtractEmbedded(parts, limits, kDocument, facts);
}

void FinishFacts(FileFacts* facts) {
  for (ExprId id = 0; id < facts->exprs.size(); ++id) {
    const ExprKind kind = facts->exprs[id].kind;
    if (kind == ExprKind::kString || kind == ExprKind::kConcat) facts->strings.push_back(id);
  }
  const auto by_name = [&](ExprId a, ExprId b) {
    return facts->at(a).name_span.begin < facts->at(b).name_span.begin;
  };
  const auto by_span = [&](ExprId a, ExprId b) {
    return facts->at(a).span.begin < facts->at(b).span.begin;
  };
  std::stable_sort(facts->calls.begin(), facts->calls.end(), by_name);
  std::stable_sort(facts->strings.begin(), facts->strings.end(), by_span);
  std::stable_sort(facts->bindings.begin(), facts->bindings.end(),
                   [](const Binding& a, const Binding& b) { return a.span.begin < b.span.begin; });
  std::stable_sort(facts->returns.begin(), facts->returns.end(),
                   [&](const Return& a, const Return& b) { return by_span(a.value, b.value); });
  SortComments(facts);
  const auto fit = [](auto&... lists) {
    (lists.shrink_to_fit(), ...);
  };  // kept as long as the scan
  fit(facts->exprs, facts->args, facts->functions, facts->fields, facts->bindings, facts->returns,
      facts->calls, facts->strings, facts->imports);
}

void SortComments(FileFacts* facts) {
  std::vector<Span>& comments = facts->comments;
  std::sort(comments.begin(), comments.end());
  size_t kept = 0;
  for (const Span span : comments) {
    if (kept > 0 && span.begin < comments[kept - 1].end) {
      comments[kept - 1].end = std::max(comments[kept - 1].end, span.end);
    } else {
      comments[kept++] = span;
    }
  }
  comments.resize(kept);
}

}  // namespace unsoap::facts
