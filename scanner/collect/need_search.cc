// NeedSearch: whole words, the words before them, and paths.
#include "scanner/collect/need_search.h"

#include <algorithm>
#include <map>

#include "scanner/base/char.h"
#include "scanner/base/paths.h"
#include "scanner/base/text.h"
#include "scanner/collect/declared.h"
#include "scanner/languages/language.h"
#include "scanner/prefilter/utf16.h"

namespace unsoap::collect {
namespace {

constexpr size_t kShortest = 3;    // a shorter word stands everywhere
constexpr size_t kMostFiles = 24;  // that declare one name and are all read
constexpr size_t kMostNear = 8;    // of more than these, for each file that needs it

/// Parts of a path or module as written; folded.
std::vector<std::string> PartsOf(std::string_view text) {
  std::vector<std::string> parts;
  std::string part;
  for (const char c : text) {
    if (c == '.' || c == '/' || c == '\\' || c == ':' || c == '!') {
      if (!part.empty()) parts.push_back(Lower(part));
      part.clear();
    } else {
      part += c;
    }
  }
  if (!part.empty()) parts.push_back(Lower(part));
  return parts;
}

/// The last part of a path without its extensions; folded.
std::string StemOf(std::string_view path) {
  const std::string_view name = NameOf(path);
  return Lower(name.substr(0, name.find('.', 1)));
}

/// Parts that two paths have in common from their begin.
size_t Common(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  size_t same = 0;
  while (same < a.size() && same < b.size() && a[same] == b[same]) ++same;
  return same;
}

}  // namespace

NeedSearch::NeedSearch(const std::set<link::Need>& needs) : needs_(needs.begin(), needs.end()) {
  std::map<std::string, std::vector<uint32_t>> words;
  for (uint32_t i = 0; i < needs_.size(); ++i) {
    if (needs_[i].name.size() >= kShortest) words[needs_[i].name].push_back(i);
    modules_.push_back(PartsOf(needs_[i].module));
    // A module may end in an extension or in the name of what it holds.
    const std::vector<std::string>& parts = modules_.back();
    for (size_t k = 0; k < 2 && k < parts.size(); ++k)
      by_stem_.emplace_back(parts[parts.size() - 1 - k], i);
    if (parts.empty()) by_stem_.emplace_back(Lower(needs_[i].name), i);
  }
  std::sort(by_stem_.begin(), by_stem_.end());
  by_stem_.erase(std::unique(by_stem_.begin(), by_stem_.end()), by_stem_.end());
  std::vector<prefilter::Prefilter::NeedleText> needles;
  for (auto& [word, of] : words) {
    needles.push_back({word, prefilter::Needle::kLearned, true});
    needs_of_word_.push_back(std::move(of));
  }
  if (!needles.empty()) words_.emplace(std::move(needles));
}

bool NeedSearch::MayBeOf(uint32_t need, std::string_view path, std::string_view bytes) const {
  const std::vector<std::string>& module = modules_[need];
  if (module.empty()) return true;
  for (const std::string& part : PartsOf(path)) {
    if (std::find(module.begin(), module.end(), part) != module.end()) return true;
  }
  // A namespace has no need to be a path.
  std::string_view space = needs_[need].module;
  while (!space.empty() && !IsNameByte(space.front())) space.remove_prefix(1);
  const size_t last = space.find_last_of(".\\:/");
  return bytes.find(space) != std::string_view::npos ||
         (last != std::string_view::npos &&
          bytes.find(space.substr(0, last)) != std::string_view::npos);
}

std::vector<uint32_t> NeedSearch::Met(std::string_view path, std::string_view bytes) const {
  std::vector<uint32_t> met;
  const languages::Language* const language =
      languages::FindLanguage(languages::LanguageOf(path, bytes.substr(0, 1024)));
  if (language == nullptr || language->symbol.empty()) return met;
  const std::string stem = StemOf(path);
  auto same = std::lower_bound(by_stem_.begin(), by_stem_.end(), std::pair(stem, uint32_t{0}));
  for (; same != by_stem_.end() && same->first == stem; ++same) {
    // A file that is called so declares it, in a language that has no word for that.
    if (!modules_[same->second].empty() || language->declares.empty()) met.push_back(same->second);
  }
  std::string narrow;
  if (const prefilter::Utf16 order = prefilter::GuessUtf16(bytes); order != prefilter::Utf16::kNo) {
    narrow = prefilter::NarrowUtf16(bytes, order);
    bytes = narrow;
  }
  if (words_ && words_->Classify(bytes).learned) {
    for (const prefilter::Prefilter::Match& match : words_->FindAll(bytes)) {
      const std::vector<uint32_t>& of = needs_of_word_[match.needle];
      if (!IsDeclared(bytes, match.offset, needs_[of.front()].name.size(), language->declares))
        continue;
      for (const uint32_t need : of) {
        if (MayBeOf(need, path, bytes)) met.push_back(need);
      }
    }
  }
  std::sort(met.begin(), met.end());
  met.erase(std::unique(met.begin(), met.end()), met.end());
  return met;
}

std::vector<size_t> NeedSearch::Choose(const std::vector<std::string_view>& paths,
                                       const std::vector<std::vector<uint32_t>>& met) const {
  std::vector<std::vector<size_t>> files_of(needs_.size());
  for (size_t i = 0; i < met.size(); ++i) {
    for (const uint32_t need : met[i]) files_of[need].push_back(i);
  }
  std::vector<size_t> chosen;
  for (uint32_t need = 0; need < needs_.size(); ++need) {
    std::vector<size_t>& files = files_of[need];
    if (files.size() > kMostFiles) {
      const std::vector<std::string> from = PartsOf(needs_[need].from);
      const std::vector<std::string>& module = modules_[need];
      // How near a file is: it is the module, or in it; then by the folders that it shares.
      const auto nearness = [&](size_t file) {
        size_t fits = 0;
        const std::string stem = StemOf(paths[file]);
        const std::string folder = Lower(NameOf(FolderOf(paths[file])));
        for (size_t k = 0; k < 2 && k < module.size(); ++k) {
          const std::string& part = module[module.size() - 1 - k];
          if (part == stem) fits = std::max<size_t>(fits, 2);
          if (part == folder) fits = std::max<size_t>(fits, 1);
        }
        return std::pair(fits, Common(PartsOf(paths[file]), from));
      };
      std::vector<std::pair<std::pair<size_t, size_t>, size_t>> ranked;
      for (const size_t file : files) ranked.emplace_back(nearness(file), file);
      std::stable_sort(ranked.begin(), ranked.end(),
                       [](const auto& a, const auto& b) { return a.first > b.first; });
      files.clear();
      for (size_t k = 0; k < kMostNear; ++k) files.push_back(ranked[k].second);
    }
    chosen.insert(chosen.end(), files.begin(), files.end());
  }
  std::sort(chosen.begin(), chosen.end());
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  return chosen;
}

}  // namespace unsoap::collect
