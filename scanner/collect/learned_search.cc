// LearnedSearch: the names as one prefilter, the words that show their homes as another, and the
// pairs that need both halves.
#include "scanner/collect/learned_search.h"

#include <algorithm>
#include <map>

#include "scanner/base/char.h"
#include "scanner/base/paths.h"
#include "scanner/base/text.h"
#include "scanner/collect/declared.h"
#include "scanner/languages/language.h"
#include "scanner/link/learned.h"
#include "scanner/prefilter/utf16.h"

namespace unsoap::collect {
namespace {

constexpr size_t kFewEveryday = 40;   // files that hold a name of one word, for all to be read
constexpr size_t kFewNamesakes = 5;   // files that declare a name of their own, for it to tell much
constexpr size_t kLongestLine = 500;  // of an import, on either side of what it names

bool IsEveryday(std::string_view name) { return link::WordsIn(name) < 2; }

/// The line around a match, cut to what an import may be.
std::string_view LineAround(std::string_view bytes, size_t at) {
  const size_t first = at < kLongestLine ? 0 : at - kLongestLine;
  const size_t before = bytes.substr(first, at - first).find_last_of("\n\r;");
  const size_t begin = before == std::string_view::npos ? first : first + before + 1;
  const size_t end = std::min(bytes.find_first_of("\n\r", at), at + kLongestLine);
  return bytes.substr(begin, end == std::string_view::npos ? end : end - begin);
}

bool IsWordOf(std::string_view word, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& known) { return EqualsIgnoreCase(known, word); });
}

/// True if what stands at `at` is a path or module rather than what is taken out of one: part of a
/// longer one, in quotes, or behind the word that imports.
bool IsModule(std::string_view text, size_t at, const std::vector<std::string>& words) {
  if (at == 0) return false;
  if (std::string_view("/\\.:\"'`<").find(text[at - 1]) != std::string_view::npos) return true;
  size_t end = at;
  while (end > 0 && IsBlank(text[end - 1])) --end;
  size_t begin = end;
  while (begin > 0 && IsWordChar(text[begin - 1])) --begin;
  return end < at && IsWordOf(text.substr(begin, end - begin), words);
}

bool HasWordOf(std::string_view line, const std::vector<std::string>& words) {
  for (size_t i = 0; i < line.size();) {
    size_t end = i;
    while (end < line.size() && IsWordChar(line[end])) ++end;
    if (end > i && IsWordOf(line.substr(i, end - i), words)) return true;
    i = end + 1;
  }
  return false;
}

/// True if code of the language cannot use what one of the family declares. What declares nothing
/// (a template, settings) may speak of any.
bool IsStranger(const languages::Language* language, std::string_view family) {
  return language != nullptr && !language->declares.empty() && !family.empty() &&
         language->family != family &&
         std::find(language->also_uses.begin(), language->also_uses.end(), family) ==
             language->also_uses.end();
}

/// True if a word stands where code names a class: Crm.push, Crm::push, new Crm, with its own
/// capital anywhere.
bool StandsAsClass(std::string_view text, size_t at, std::string_view name) {
  if (!IsLower(name.front()) && text.compare(at, name.size(), name) == 0) return true;
  size_t next = at + name.size();
  while (next < text.size() && IsBlank(text[next])) ++next;
  const std::string_view after = text.substr(next, 2);
  const bool is_variable =
      at > 0 && std::string_view("$@.>\"'").find(text[at - 1]) != std::string_view::npos;
  if (!is_variable && (after.starts_with("::") || after.starts_with('.') || after.starts_with('(')))
    return true;
  return at >= 4 && EqualsIgnoreCase(text.substr(at - 4, 3), "new") && IsBlank(text[at - 1]);
}

/// Words in the order of their numbers.
class Numbering {
 public:
  uint32_t Of(const std::string& word) {
    return numbers_.emplace(word, static_cast<uint32_t>(numbers_.size())).first->second;
  }
  std::vector<prefilter::Prefilter::NeedleText> Needles() const {
    std::vector<prefilter::Prefilter::NeedleText> needles(numbers_.size());
    for (const auto& [word, number] : numbers_)
      needles[number] = {word, prefilter::Needle::kLearned, true};
    return needles;
  }

 private:
  std::map<std::string, uint32_t> numbers_;
};

}  // namespace

LearnedSearch::LearnedSearch(const link::LearnedNames& names) {
  std::map<std::string, std::vector<Word>> words;
  Numbering beside;
  for (const std::string& name : names.alone) words[name].push_back({Role::kAlone, 0, false});
  for (const auto& [name, homes] : names.names) {
    words[name].push_back({Role::kName, static_cast<uint32_t>(homes_.size()), false});
    homes_.emplace_back();
    telling_.push_back(!IsEveryday(name));
    for (const link::Home& home : homes) {
      HomeWords known = {home.folder, home.family, beside.Of(home.stem), {}};
      for (const std::string& part : home.space) known.space.push_back(beside.Of(part));
      homes_.back().push_back(std::move(known));
    }
  }
  for (const link::Member& member : names.members) {
    const auto index = static_cast<uint32_t>(member_families_.size());
    words[member.of].push_back({Role::kMember, index, false});
    words[member.name].push_back({Role::kMember, index, true});
    member_families_.push_back(member.family);
    member_is_everyday_.push_back(IsEveryday(member.of) && IsEveryday(member.name));
  }
  for (const auto& [first, second] : names.together) {
    words[first].push_back({Role::kPair, pairs_, false});
    words[second].push_back({Role::kPair, pairs_++, true});
    telling_.push_back(!IsEveryday(first) && !IsEveryday(second));
  }
  std::vector<prefilter::Prefilter::NeedleText> needles;
  for (auto& [name, roles] : words) {
    // "f(" is a word to the left alone.
    needles.push_back({name, prefilter::Needle::kLearned, !name.ends_with('(')});
    texts_.push_back(name);
    words_.push_back(std::move(roles));
  }
  if (!needles.empty()) any_.emplace(std::move(needles));
  needles = beside.Needles();
  for (const prefilter::Prefilter::NeedleText& needle : needles)
    beside_texts_.push_back(needle.text);
  if (!needles.empty()) beside_.emplace(std::move(needles));
  for (const std::string& shape : names.shapes)
    shapes_.push_back({prefilter::FindRequiredRun(shape), Regex(shape)});
}

LearnedSearch::Beside LearnedSearch::LookBeside(const languages::Language* language, bool is_exact,
                                                std::string_view bytes) const {
  Beside out;
  out.language = language;
  out.seen.resize(beside_texts_.size()), out.imported.resize(beside_texts_.size());
  if (!beside_) return out;
  for (const prefilter::Prefilter::Match& match : beside_->FindAll(bytes)) {
    out.seen[match.needle] = true;
    if (language == nullptr || out.imported[match.needle]) continue;
    const std::string& text = beside_texts_[match.needle];
    if (is_exact && bytes.compare(match.offset, text.size(), text) != 0) continue;
    out.imported[match.needle] = IsModule(bytes, match.offset, language->imports) &&
                                 HasWordOf(LineAround(bytes, match.offset), language->imports);
  }
  return out;
}

bool LearnedSearch::ShowsHome(uint32_t name, std::string_view folder, const Beside& beside) const {
  return std::any_of(homes_[name].begin(), homes_[name].end(), [&](const HomeWords& home) {
    if (IsStranger(beside.language, home.family)) return false;
    // Every file of a folder may hold an everyday word of its own.
    if (telling_[name] && home.folder == folder) return true;
    if (home.space.empty()) return static_cast<bool>(beside.imported[home.stem]);
    return std::all_of(home.space.begin(), home.space.end(),
                       [&](uint32_t part) { return beside.seen[part]; });
  });
}

bool LearnedSearch::MayName(const languages::Language* language, uint32_t name) const {
  return homes_[name].empty() ||
         std::any_of(homes_[name].begin(), homes_[name].end(),
                     [&](const HomeWords& home) { return !IsStranger(language, home.family); });
}

LearnedSearch::Found LearnedSearch::Search(std::string_view path, std::string_view bytes) const {
  Found found;
  for (const Shape& shape : shapes_) {
    if (shape.run.IsIn(bytes) && shape.regex.Matches(bytes)) return {true, {}, {}, false};
  }
  if (!any_ || !any_->Classify(bytes).learned) return found;
  // Bit 0: first, bit 1: second.
  std::vector<uint8_t> members(member_families_.size(), 0), pairs(pairs_, 0);
  const languages::Language* const language =
      languages::FindLanguage(languages::LanguageOf(path, bytes.substr(0, 1024)));
  const bool is_wide = prefilter::LooksUtf16(bytes);
  const bool is_exact = language != nullptr && !language->ignore_case && !is_wide;
  for (const prefilter::Prefilter::Match& match : any_->FindAll(bytes)) {
    const std::string& text = texts_[match.needle];
    if (is_exact && bytes.compare(match.offset, text.size(), text) != 0) continue;
    if (match.offset > 0 && IsWordChar(bytes[match.offset - 1])) continue;
    for (const Word& word : words_[match.needle]) {
      const auto complete = [&](std::vector<uint8_t>& seen) {
        return (seen[word.index] |= word.is_second ? 2 : 1) == 3;
      };
      const auto is_member = [&] {
        return word.role == Role::kMember && !IsStranger(language, member_families_[word.index]) &&
               (!member_is_everyday_[word.index] || word.is_second || is_wide ||
                StandsAsClass(bytes, match.offset, text));
      };
      if (word.role == Role::kAlone || (is_member() && complete(members)))
        return {true, {}, {}, false};
      if (word.role == Role::kName && MayName(language, word.index)) {
        found.names.push_back(word.index);
        if (language != nullptr && !language->declares.empty() &&
            IsDeclared(bytes, match.offset, text.size(), language->declares))
          found.declared.push_back(word.index);
      }
      if (word.role == Role::kPair && complete(pairs))
        found.names.push_back(static_cast<uint32_t>(homes_.size()) + word.index);
    }
  }
  for (std::vector<uint32_t>* ids : {&found.names, &found.declared}) {
    std::sort(ids->begin(), ids->end());
    ids->erase(std::unique(ids->begin(), ids->end()), ids->end());
  }
  if (found.names.empty() || found.names.front() >= homes_.size()) return found;
  const Beside beside = LookBeside(language, is_exact, bytes);
  const std::string folder = Lower(FolderOf(path));
  for (const uint32_t id : found.names) {
    found.telling |= telling_[id];
    if (id < homes_.size() && ShowsHome(id, folder, beside)) return {true, {}, {}, false};
  }
  return found;
}

std::vector<size_t> LearnedSearch::Choose(const std::vector<Found>& found, size_t most) const {
  std::vector<std::vector<size_t>> files(telling_.size());
  std::vector<size_t> namesakes(telling_.size());
  for (size_t i = 0; i < found.size(); ++i) {
    for (const uint32_t id : found[i].names) files[id].push_back(i);
    for (const uint32_t id : found[i].declared) ++namesakes[id];
  }
  std::vector<uint32_t> ids;
  for (uint32_t id = 0; id < files.size(); ++id) {
    const bool tells = telling_[id] && namesakes[id] <= kFewNamesakes;
    if (!files[id].empty() && files[id].size() <= (tells ? most : kFewEveryday)) ids.push_back(id);
  }
  std::stable_sort(ids.begin(), ids.end(),
                   [&](uint32_t a, uint32_t b) { return files[a].size() < files[b].size(); });
  std::vector<bool> taken(found.size());
  std::vector<size_t> chosen;
  for (const uint32_t id : ids) {
    const size_t fresh = static_cast<size_t>(std::count_if(
        files[id].begin(), files[id].end(), [&](size_t file) { return !taken[file]; }));
    if (chosen.size() + fresh > most) break;
    for (const size_t file : files[id]) {
      if (!taken[file]) taken[file] = true, chosen.push_back(file);
    }
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

}  // namespace unsoap::collect
