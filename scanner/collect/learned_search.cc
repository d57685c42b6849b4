// LearnedSearch: the names as one prefilter, and the pairs that need both halves.
#include "scanner/collect/learned_search.h"

#include <map>

namespace unsoap::collect {

LearnedSearch::LearnedSearch(const link::LearnedNames& names) {
  std::map<std::string, std::vector<Word>> words;
  for (const std::string& name : names.alone) words[name].push_back({Role::kAlone, 0, false});
  for (const std::string& name : names.common) words[name].push_back({Role::kCommon, 0, false});
  for (const auto& [first, second] : names.together) {
    words[first].push_back({Role::kPair, pairs_, false});
    words[second].push_back({Role::kPair, pairs_, true});
    ++pairs_;
  }
  std::vector<prefilter::Prefilter::NeedleText> needles;
  for (auto& [name, roles] : words) {
    needles.push_back({name, prefilter::Needle::kLearned, true});
    words_.push_back(std::move(roles));
  }
  if (!needles.empty()) any_.emplace(std::move(needles));
  for (const std::string& shape : names.shapes) shapes_.emplace_back(shape);
}

LearnedSearch::Found LearnedSearch::Search(std::string_view bytes) const {
  for (const Regex& shape : shapes_) {
    if (shape.Matches(bytes)) return Found::kEnough;
  }
  if (!any_ || !any_->Classify(bytes).learned) return Found::kNothing;
  std::vector<uint8_t> seen(pairs_, 0);  // bit 0: first, bit 1: second
  Found found = Found::kNothing;
  for (const prefilter::Prefilter::Match& match : any_->FindAll(bytes)) {
    for (const Word& word : words_[match.needle]) {
      if (word.role == Role::kAlone) return Found::kEnough;
      if (word.role == Role::kCommon) found = Found::kCommon;
      if (word.role == Role::kPair && (seen[word.index] |= word.is_second ? 2 : 1) == 3)
        return Found::kEnough;
    }
  }
  return found;
}

}  // namespace unsoap::collect
