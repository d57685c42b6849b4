// From bytes to facts: the choice of the reader, and what becomes of a file that no reader ends.
#include "scanner/facts/read.h"

#include <algorithm>

#include "scanner/base/text.h"
#include "scanner/facts/extract.h"
#include "scanner/facts/hosted.h"
#include "scanner/facts/structured.h"
#include "scanner/facts/syntax_tree.h"
#include "scanner/languages/language.h"

namespace unsoap::facts {
namespace {

/// What a reading as text is worth beside a grammar that fails on a share of the file.
constexpr double kTextOnlyShare = 0.1;
constexpr int64_t kStepsPerMillion = 1'000'000;

/// Whether the text at `i` begins with `mark`; a mark that begins with a line feed stands at the
/// begin of a line. "//" in an address is no comment.
bool MarkAt(std::string_view text, size_t i, std::string_view mark) {
  if (mark.starts_with('\n')) {
    if (i > 0 && text[i - 1] != '\n') return false;
    mark.remove_prefix(1);
  }
  if (mark == "//" && i > 0 && text[i - 1] == ':') return false;
  return !mark.empty() && text.compare(i, mark.size(), mark) == 0;
}

/// Reads as plain text: only the comments are found, by their marks; strings are respected so that
/// "http://" is none.
void ReadText(const languages::Language* language, FileFacts* facts) {
  facts->health = Health::kTextOnly;
  facts->language = language == nullptr ? "text" : language->id;
  if (language == nullptr) return;
  const std::string_view text = facts->source.text();
  // Only quotes of one character: the marks of this reading are those that every string of the
  // language has.
  std::string quotes;
  for (const std::string& quote : language->quotes) {
    if (quote.size() == 1) quotes += quote;
  }
  for (size_t i = 0; i < text.size();) {
    size_t end = 0;
    for (const std::string& mark : language->line_comments) {
      if (MarkAt(text, i, mark)) end = std::min(text.find_first_of("\r\n", i), text.size());
    }
    for (const auto& [open, close] : language->block_comments) {
      if (!MarkAt(text, i, open)) continue;
      const size_t at = text.find(close, i + open.size());
      end = at == std::string_view::npos ? text.size() : at + close.size();
    }
    if (end > i) {
      facts->comments.push_back({static_cast<uint32_t>(i), static_cast<uint32_t>(end)});
      i = end;
    } else if (quotes.find(text[i]) != std::string::npos) {
      // A string ends in its line: one that is left open must not swallow the file.
      const char quote = text[i++];
      while (i < text.size() && text[i] != quote && text[i] != '\n') i += text[i] == '\\' ? 2 : 1;
      ++i;
    } else {
      ++i;
    }
  }
}

/// The language whose grammar reads the content best, where the file's name is in doubt.
const languages::Language* ChooseLanguage(const FileFacts& facts, const ReadLimits& limits) {
  const std::string_view head = facts.source.text();
  const languages::Language* best =
      languages::FindLanguage(languages::LanguageOf(facts.path, head));
  const std::string_view by_name = best == nullptr ? std::string_view() : best->id;
  auto others = languages::LanguagesByContent(by_name, head);
  // A grammar that takes everything for text between tags has no errors either: a doubted name has
  // to be clearly better.
  double best_share = 0.25, text_share = kTextOnlyShare;
  ReadLimits quick = limits;
  quick.max_steps = limits.max_steps / 4;
  if (static_cast<int64_t>(head.size()) > limits.max_parse_bytes) return best;
  if (others.empty()) {
    others = languages::RivalLanguages(facts.path, by_name, head);
    if (others.empty()) return best;
    best_share = best->symbol.empty() ? kTextOnlyShare : ErrorShare(*best, head, quick);
    text_share = best_share;
  }
  for (std::string_view id : others) {
    const languages::Language* other = languages::FindLanguage(id);
    const double share = other->symbol.empty() ? text_share : ErrorShare(*other, head, quick);
    if (share <= best_share) {
      best_share = share;
      best = other;
    }
  }
  return best;
}

void AddReason(FileFacts* facts, const std::string& reason) {
  if (!facts->health_reason.empty()) facts->health_reason += "; ";
  facts->health_reason += reason;
}

std::string_view WithoutTemplateSuffix(std::string_view path) {
  for (const std::string_view suffix :
       {".template", ".tmpl", ".tpl", ".dist", ".sample", ".example", ".default", ".j2"}) {
    if (path.size() > suffix.size() && path.ends_with(suffix))
      return path.substr(0, path.size() - suffix.size());
  }
  return path;
}

}  // namespace

namespace {

/// The work itself; what it throws is the business of ReadFile.
void ReadAny(const ReadLimits& limits, FileFacts* facts) {
  const std::string& text = facts->source.text();
  if (ReadHosted(limits, facts)) return FinishFacts(facts);
  if (ReadStructured(*facts, facts->path)) return;
  // "crm.properties.template" is read as what it becomes.
  if (const std::string_view inner = WithoutTemplateSuffix(facts->path);
      inner.size() != facts->path.size() && ReadStructured(*facts, inner)) {
    return;
  }
  const languages::Language* language = ChooseLanguage(*facts, limits);
  if (language == nullptr) {
    if (!ReadStructuredByContent(*facts)) ReadText(nullptr, facts);
    return;
  }
  facts->language = language->id;
  if (language->symbol.empty()) {
    ReadText(language, facts);
    facts->health_reason = "there is no grammar for " + language->title;
  } else if (static_cast<int64_t>(text.size()) > limits.max_parse_bytes) {
    ReadText(language, facts);
    AddReason(facts, "it is larger than " + std::to_string(limits.max_parse_bytes >> 10) + " KB");
  } else if (!ExtractFacts(*language, limits, facts)) {
    ReadText(language, facts);
  }
  FinishFacts(facts);
}

/// The file as text, from its bytes: what was found up to the trouble is in no order to be used.
FileFacts AsText(std::string path, std::string language, std::string_view bytes,
                 std::string reason) {
  FileFacts facts;
  facts.path = std::move(path);
  facts.source = SourceText(Decode(bytes).text);
  ReadText(languages::FindLanguage(language), &facts);
  FinishFacts(&facts);
  facts.language = std::move(language);
  facts.health_reason = std::move(reason);
  return facts;
}

}  // namespace

FileFacts ReadFile(std::string path, std::string_view bytes, const ReadLimits& limits) {
  const Budget budget(limits.StepsOfFile());
  FileFacts facts;
  facts.path = path;
  facts.language = "text";
  std::string trouble;
  try {
    Decoded decoded = Decode(bytes);
    if (decoded.binary) {
      facts.health_reason = "it is not text";
      return facts;
    }
    facts.source = SourceText(std::move(decoded.text));
    ReadAny(limits, &facts);
    return facts;
  } catch (const WorkEnded& end) {
    if (end.interrupted()) {
      FileFacts none;
      none.path = std::move(path), none.language = "text";
      none.health_reason = kInterruptedReason;
      return none;
    }
    trouble = "reading it takes more than " +
              std::to_string(limits.StepsOfFile() / kStepsPerMillion) + " million steps";
  } catch (const std::exception& error) {
    trouble = InternalErrorReason("reading it", error);
  }
  return AsText(std::move(path), std::move(facts.language), bytes, std::move(trouble));
}

bool FileFacts::InComment(uint32_t offset) const {
  const auto after =
      std::upper_bound(comments.begin(), comments.end(), offset,
                       [](uint32_t at, const Span& span) { return at < span.begin; });
  return after != comments.begin() && std::prev(after)->Contains(offset);
}

}  // namespace unsoap::facts
